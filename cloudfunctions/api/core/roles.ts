// Who somebody is towards a matter: roles held over an area for a term, membership of a body, and relations such as author. Pure.
// Tokens are the same facts as strings, so that "whose turn is it" is one indexed query.
import { ancestorAt, covers, type Level, type Path } from './areas'
import { livePosts, type Post, type Settings } from './settings'

/** Roles granted over an area. `level` is where a turn of this role lands: a clerk's turn is at the community. */
export const areaRoles = {
  gridWorker: { label: '网格员', level: 'grid' },
  clerk: { label: '居民委员会', level: 'community' },
  secretary: { label: '社区党组织', level: 'community' },
  ownersCommittee: { label: '业主委员会', level: 'community' },
  socialWorker: { label: '社会工作者', level: 'community' },
  supervisor: { label: '监督委员会', level: 'community' },
  officer: { label: '街道办事处', level: 'street' },
  director: { label: '街道负责人', level: 'street' },
} as const satisfies Record<string, { label: string; level: Level }>

export type AreaRole = keyof typeof areaRoles
/** What can stand in a row's `by`: a role over the area, a relation to the matter, a duty of the person's body in it,
 *  any part of it (party), who has handed it on (delegator), who is one of its members (joined), or the timer. */
export type Role =
  | AreaRole
  | 'resident'
  | 'author'
  | 'recorder'
  | 'lead'
  | 'party'
  | 'delegator'
  | 'joined'
  | 'system'
  | `duty:${string}`
export type PersonKey = string
export type BodyId = string
export type Token = `${AreaRole}@${Path}` | `body:${BodyId}` | `person:${PersonKey}`

/** A post: a role over an area, or membership of a body, for a term. `until` absent = open end. Times are epoch ms. */
export type Grant = {
  role: AreaRole | 'staff'
  area?: Path
  body?: BodyId
  from: number
  until?: number
  by: PersonKey
  /** The appointment it rests on. */
  id?: string
}

/** A role handed to one person for one matter, for a time; while it lasts, that person alone holds the role there (M17). */
export type Delegation = {
  role: AreaRole
  to: PersonKey
  name: string
  by: PersonKey
  from: number
  until: number
  endedAt?: number
}

/** The part of a matter that roles are judged on. */
export type Scoped = {
  area: Path
  author: PersonKey
  onBehalfOf?: { person?: PersonKey }
  recorder?: PersonKey
  lead?: BodyId
  assists: { body: BodyId; duty: string }[]
  delegations?: Delegation[]
}

export type Actor = {
  key: PersonKey
  /** As of when the posts below are held, epoch ms. */
  at: number
  /** True for the timer, which holds only 'system'. */
  isSystem: boolean
  building?: Path
  grants: Grant[]
  bodies: BodyId[]
  tokens: Token[]
}

export const liveGrants = (grants: Grant[], now: number): Grant[] =>
  grants.filter(({ from, until }) => from <= now && (until === undefined || now < until))

/** Who steps in where nobody holds a post, so that nothing becomes unreachable: the level above, then the head of the street. */
const stoodInBy: Partial<Record<AreaRole, readonly AreaRole[]>> = {
  clerk: ['officer', 'director'],
  secretary: ['officer', 'director'],
  ownersCommittee: ['officer', 'director'],
  supervisor: ['officer', 'director'],
  officer: ['director'],
}

/** A street never loses its head: whose term ran out last stays until there is a successor (届满未换届，继续履职). */
function stayingOn(posts: readonly Post[], role: AreaRole, area: Path): Post | undefined {
  const ended = posts.filter((post) => post.role === role && post.area === area && post.until !== undefined)
  return ended.sort((a, b) => (b.until as number) - (a.until as number))[0]
}

/** Posts that this person fills beside their own, because the register shows nobody in them. */
function coveredBy(key: PersonKey, own: Grant[], settings: Settings, areas: Iterable<Path>, now: number): Grant[] {
  const live = livePosts(settings, now)
  const held = new Set(live.map(({ role, area }) => `${role}@${area}`))
  const heads = (['director', 'officer'] as const).flatMap((role): Grant[] => {
    if (held.has(`${role}@${settings.street}`)) return []
    const staying = stayingOn(settings.posts ?? [], role, settings.street)
    return staying?.key === key ? [{ role, area: settings.street, from: now, by: 'vacancy' }] : []
  })
  const all = [...own, ...heads]
  const paths = [...areas]
  const vacant = Object.entries(stoodInBy).flatMap(([role, inFor]): Grant[] => {
    const { level } = areaRoles[role as AreaRole]
    return paths
      .filter((path) => ancestorAt(path, level) === path && !held.has(`${role}@${path}`))
      .filter((path) =>
        all.some((grant) => grant.area && covers(grant.area, path) && inFor.includes(grant.role as AreaRole)),
      )
      .map((area) => ({ role: role as AreaRole, area, from: now, by: 'vacancy' }))
  })
  return [...heads, ...vacant]
}

/**
 * An actor as of now: ended terms are gone, so a term that ends during a click decides nothing. With the street's register, posts that
 * nobody holds are filled from above.
 */
export function actorOf(
  person: { key: PersonKey; building?: Path; grants: Grant[] },
  now: number,
  street?: { settings: Settings; areas: ReadonlyMap<Path, unknown> },
): Actor {
  const own = liveGrants(person.grants, now)
  const covered =
    street?.settings.posts && (own.length || person.grants.length)
      ? coveredBy(person.key, own, street.settings, street.areas.keys(), now)
      : []
  const grants = [...own, ...covered]
  const bodies = grants.flatMap(({ role, body }) => (role === 'staff' && body ? [body] : []))
  const posts = grants.flatMap(({ role, area }): Token[] => (role !== 'staff' && area ? [`${role}@${area}`] : []))
  const tokens: Token[] = [`person:${person.key}`, ...bodies.map((body): Token => `body:${body}`), ...posts]
  return { key: person.key, at: now, isSystem: false, building: person.building, grants, bodies, tokens }
}

export const systemActor: Actor = { key: 'system', at: 0, isSystem: true, grants: [], bodies: [], tokens: [] }

/** The delegation of a role that lasts at `at`, if there is one. */
export const delegatedAt = (matter: Scoped, role: Role, at: number): Delegation | undefined =>
  matter.delegations?.find((one) => one.role === role && one.endedAt === undefined && one.from <= at && at < one.until)

/** Does this actor hold this role towards this matter? The only place where that is decided. */
export function holds(actor: Actor, role: Role, matter: Scoped): boolean {
  if (role === 'system') return actor.isSystem
  if (role === 'author') return actor.key === (matter.onBehalfOf?.person ?? matter.author)
  if (role === 'recorder') return actor.key === matter.recorder
  if (role === 'lead') return matter.lead !== undefined && actor.bodies.includes(matter.lead)
  if (role === 'resident') {
    const home = actor.building && ancestorAt(actor.building, 'community')
    return home !== undefined && covers(home, matter.area)
  }
  if (role.startsWith('duty:')) {
    const duty = role.slice('duty:'.length)
    return matter.assists.some((assist) => assist.duty === duty && actor.bodies.includes(assist.body))
  }
  if (role === 'party')
    return (
      (matter.lead !== undefined && actor.bodies.includes(matter.lead)) ||
      matter.assists.some(({ body }) => actor.bodies.includes(body))
    )
  if (role === 'delegator')
    return (matter.delegations ?? []).some(({ by, endedAt }) => endedAt === undefined && by === actor.key)
  if (role === 'joined') {
    const { body } = matter as { body?: { members?: readonly { key: PersonKey }[] } }
    return body?.members?.some(({ key }) => key === actor.key) ?? false
  }
  const delegated = delegatedAt(matter, role, actor.at)
  if (delegated) return delegated.to === actor.key
  return actor.grants.some(
    (grant) => grant.role === role && grant.area !== undefined && covers(grant.area, matter.area),
  )
}

/** The tokens of everybody who holds this role towards this matter, for the desk's index and for notices. */
export function tokensOf(role: Role, matter: Scoped): Token[] {
  if (role === 'system' || role === 'resident' || role === 'delegator' || role === 'joined') return []
  if (role === 'author') return [`person:${matter.onBehalfOf?.person ?? matter.author}`]
  if (role === 'recorder') return matter.recorder ? [`person:${matter.recorder}`] : []
  if (role === 'lead') return matter.lead ? [`body:${matter.lead}`] : []
  if (role.startsWith('duty:')) {
    const duty = role.slice('duty:'.length)
    return matter.assists.filter((assist) => assist.duty === duty).map(({ body }): Token => `body:${body}`)
  }
  if (role === 'party')
    return [...(matter.lead ? [matter.lead] : []), ...matter.assists.map(({ body }) => body)].map(
      (body): Token => `body:${body}`,
    )
  const areaRole = role as AreaRole
  const delegated = matter.delegations?.find((one) => one.role === areaRole && one.endedAt === undefined)
  if (delegated) return [`person:${delegated.to}`]
  const area = ancestorAt(matter.area, areaRoles[areaRole].level)
  return area ? [`${areaRole}@${area}`] : []
}
