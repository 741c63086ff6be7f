// Who somebody is towards a matter: roles held over an area for a term, membership of a body, and relations such as author. Pure.
// Tokens are the same facts as strings, so that "whose turn is it" is one indexed query.
import { ancestorAt, covers, type Level, type Path } from './areas'

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
/** What can stand in a row's `by`: a role over the area, a relation to the matter, a duty of the person's body in it, or the timer. */
export type Role = AreaRole | 'resident' | 'author' | 'recorder' | 'lead' | 'system' | `duty:${string}`
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
}

/** The part of a matter that roles are judged on. */
export type Scoped = {
  area: Path
  author: PersonKey
  onBehalfOf?: { person?: PersonKey }
  recorder?: PersonKey
  lead?: BodyId
  assists: { body: BodyId; duty: string }[]
}

export type Actor = {
  key: PersonKey
  /** True for the timer, which holds only 'system'. */
  isSystem: boolean
  building?: Path
  grants: Grant[]
  bodies: BodyId[]
  tokens: Token[]
}

export const liveGrants = (grants: Grant[], now: number): Grant[] =>
  grants.filter(({ from, until }) => from <= now && (until === undefined || now < until))

/** An actor as of now: ended terms are gone, so a term that ends during a click decides nothing. */
export function actorOf(person: { key: PersonKey; building?: Path; grants: Grant[] }, now: number): Actor {
  const grants = liveGrants(person.grants, now)
  const bodies = grants.flatMap(({ role, body }) => (role === 'staff' && body ? [body] : []))
  const posts = grants.flatMap(({ role, area }): Token[] => (role !== 'staff' && area ? [`${role}@${area}`] : []))
  const tokens: Token[] = [`person:${person.key}`, ...bodies.map((body): Token => `body:${body}`), ...posts]
  return { key: person.key, isSystem: false, building: person.building, grants, bodies, tokens }
}

export const systemActor: Actor = { key: 'system', isSystem: true, grants: [], bodies: [], tokens: [] }

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
  return actor.grants.some(
    (grant) => grant.role === role && grant.area !== undefined && covers(grant.area, matter.area),
  )
}

/** The tokens of everybody who holds this role towards this matter, for the desk's index and for notices. */
export function tokensOf(role: Role, matter: Scoped): Token[] {
  if (role === 'system' || role === 'resident') return []
  if (role === 'author') return [`person:${matter.onBehalfOf?.person ?? matter.author}`]
  if (role === 'recorder') return matter.recorder ? [`person:${matter.recorder}`] : []
  if (role === 'lead') return matter.lead ? [`body:${matter.lead}`] : []
  if (role.startsWith('duty:')) {
    const duty = role.slice('duty:'.length)
    return matter.assists.filter((assist) => assist.duty === duty).map(({ body }): Token => `body:${body}`)
  }
  const areaRole = role as AreaRole
  const area = ancestorAt(matter.area, areaRoles[areaRole].level)
  return area ? [`${areaRole}@${area}`] : []
}
