// What a street has decided about itself: who holds which post, which period is in force, its duty register, its own routes, and which
// committees sign together. One small document a street, cached with it; every change is a matter that somebody else has agreed to.
import { ancestorAt, covers, type Path } from './areas'
import type { Period } from './matter'
import type { AreaRole, BodyId, PersonKey, Role } from './roles'
import type { BodyType } from './street'

/** A declared 非常规 period over an area (突发事件应对法 63, 64; M40). Times are epoch ms; it ends by itself at `until`. */
export type DeclaredPeriod = {
  id: string
  area: Path
  /** 一级 to 四级. */
  level: 1 | 2 | 3 | 4
  docNo: string
  from: number
  until: number
  endedAt?: number
}

/** One line of the 权责清单 (M8): who, for which category, at which level, in which relation, by which document. */
export type DutyLine = {
  id: string
  category: string
  level: 'community' | 'street'
  /** A type of body, or one body by its id. */
  type?: BodyType
  body?: BodyId
  relation: 'lead' | 'assist' | 'never'
  source: string
}

/** Who holds a post: the street's own register, for the page of its organisation, vacancies and conflicts of posts. */
export type Post = {
  id: string
  key: PersonKey
  name: string
  role: AreaRole | 'staff'
  area?: Path
  body?: BodyId
  from: number
  until?: number
}

/**
 * A charity's registration and its right to raise money from the public, as the street has verified them (慈善法 22–26): what every rule on
 * giving asks. `until` is the end of its validity, epoch ms; how it came about stands in the matter.
 */
export type Charity = {
  body: BodyId
  matter: string
  certificateNo: string
  /** 公开募捐资格. */
  qualified: boolean
  until: number
  /** The designated platform it raises on, and its page there. */
  platform: string
  platformUrl: string
  contact: string
  /** How anybody may look it up. */
  query: string
}

/** One step of a route as a street may set it. */
export type RouteStep = { roles: readonly Role[]; need: 'all' | number; days: number }

/** One document of `settings`. */
export type Settings = {
  _id: Path
  street: Path
  version: number
  periods: DeclaredPeriod[]
  duties: DutyLine[]
  /** The street's own steps of a route, by the route's name. */
  routes: Record<string, RouteStep[]>
  /** Which committees of a community sign together (M4, M11); by the community's last path segment. */
  cosign: Record<string, AreaRole[]>
  /** Hours of each star of volunteering, ascending (M83); absent: the nation's usual ones. */
  stars?: number[]
  /** Charities that may hold gifts here; absent: none. */
  charities?: Charity[]
  /** Absent: the street keeps no register, and nobody stands in for anybody. */
  posts?: Post[]
}

export const noSettings = (street: Path): Settings => ({
  _id: street,
  street,
  version: 0,
  periods: [],
  duties: [],
  routes: {},
  cosign: {},
})

const isLive = ({ from, until }: { from: number; until?: number }, now: number): boolean =>
  from <= now && (until === undefined || now < until)

/** The declared period over an area as of now; undefined in routine. It binds nobody outside its area. */
export const declaredAt = (settings: Settings, area: Path, now: number): DeclaredPeriod | undefined =>
  settings.periods.find((one) => covers(one.area, area) && isLive(one, now) && (one.endedAt ?? Infinity) > now)

export const periodAt = (settings: Settings, area: Path, now: number): Period =>
  declaredAt(settings, area, now) ? 'emergency' : 'routine'

/** Posts held as of now. */
export const livePosts = (settings: Settings, now: number): Post[] =>
  (settings.posts ?? []).filter((post) => isLive(post, now))

/** The holders of a role over an area, those of the area's ancestors included. */
export const holdersOf = (settings: Settings, role: AreaRole, area: Path, now: number): Post[] =>
  livePosts(settings, now).filter((post) => post.role === role && post.area !== undefined && covers(post.area, area))

/** The committees that sign together in a community: what it has chosen, or the party organisation and the residents' committee. */
export function cosignersOf(settings: Settings, area: Path): AreaRole[] {
  const community = ancestorAt(area, 'community')
  const slug = community?.split('/').at(-1)
  return (slug && settings.cosign[slug]) || ['clerk', 'secretary']
}
