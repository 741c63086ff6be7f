// A street's own configuration: its areas with their names and its bodies. Small, read often, cached per instance for seconds.
// Loading lives in store.ts; here is the shape and how rules ask it.
import { ancestorAt, type Level, levelOf, type Path } from './areas'
import type { BodyId } from './roles'
import { cosignersOf, periodAt as periodIn, type Settings } from './settings'

export type Area = { path: Path; name: string; level: Level }

/** What kinds of bodies (五社 and public bodies) there are; the first five colours of the screens hang on `she`. */
export const bodyTypes = {
  party: { label: '党组织', she: 'community' },
  committee: { label: '居民委员会', she: 'community' },
  owners: { label: '业主委员会', she: 'community' },
  supervision: { label: '监督委员会', she: 'community' },
  station: { label: '服务站', she: 'community' },
  grid: { label: '网格', she: 'community' },
  property: { label: '物业', she: 'partner' },
  organisation: { label: '社会组织', she: 'organisation' },
  socialWork: { label: '社工站', she: 'socialWork' },
  team: { label: '志愿队', she: 'volunteer' },
  partner: { label: '共建单位', she: 'partner' },
  charity: { label: '慈善组织', she: 'charity' },
  fund: { label: '基金管委会', she: 'charity' },
  department: { label: '街道科室', she: 'government' },
} as const
export type BodyType = keyof typeof bodyTypes

/** Types that the street may add and appoint people to; others come about, with their people, by a matter of their own. */
export const addableTypes = (Object.keys(bodyTypes) as BodyType[]).filter((type) => type !== 'fund')

/** One document of `bodies`. */
export type Body = {
  _id: BodyId
  street: Path
  /** Where it works: a community, a grid or the whole street. */
  area: Path
  type: BodyType
  name: string
  /** Ended bodies stay for the record and are never offered again. */
  endedAt?: number
}

export type Street = {
  path: Path
  name: string
  areas: Map<Path, Area>
  bodies: Map<BodyId, Body>
  settings: Settings
}

/** 常规 or 非常规 over an area, as of now. */
export const periodAt = (street: Street, area: Path, now: number) => periodIn(street.settings, area, now)

export const committeesOf = (street: Street, area: Path) => cosignersOf(street.settings, area)

/** 香梅社区; the path's last segment when the street does not know it. */
export const areaName = (street: Street, path: Path): string =>
  street.areas.get(path)?.name ?? path.split('/').at(-1) ?? ''

/** 香梅社区 · 3 栋: community and building, as people say where something is. */
export function placeName(street: Street, path: Path): string {
  const names = (['community', 'building'] as const).flatMap((level) => {
    const at = ancestorAt(path, level)
    return at ? [areaName(street, at)] : []
  })
  return names.length ? names.join(' · ') : areaName(street, path)
}

export const bodyName = (street: Street, id: BodyId): string => street.bodies.get(id)?.name ?? '已撤销的单位'

/** Bodies of these types that work for an area: theirs lies above it, on it or beneath its community. */
export function bodiesFor(street: Street, area: Path, types: readonly BodyType[]): Body[] {
  const community = ancestorAt(area, 'community') ?? area
  return [...street.bodies.values()].filter(
    (body) =>
      types.includes(body.type) &&
      body.endedAt === undefined &&
      (area === body.area ||
        area.startsWith(`${body.area}/`) ||
        body.area === community ||
        body.area.startsWith(`${community}/`)),
  )
}

/** The body of a type that is responsible for the community of an area. */
export function communityBody(street: Street, area: Path, type: BodyType): Body | undefined {
  const community = ancestorAt(area, 'community')
  return [...street.bodies.values()].find(
    (body) => body.type === type && body.area === community && body.endedAt === undefined,
  )
}

export const isArea = (street: Street, path: Path, level: Level): boolean =>
  street.areas.has(path) && levelOf(path) === level

export type TreeProblem = { path: Path; problem: 'gap' | 'twice' | 'level' | 'cycle' }

/** What is wrong with a list of areas: a parent that is missing, a path twice, a level that does not fit, a path through itself. Pure. */
export function treeProblems(areas: readonly Area[], root: Path): TreeProblem[] {
  const known = new Set(areas.map(({ path }) => path))
  const seen = new Set<Path>()
  return areas.flatMap(({ path, level }): TreeProblem[] => {
    const segments = path.split('/').slice(1)
    const found: TreeProblem[] = []
    if (seen.has(path)) found.push({ path, problem: 'twice' })
    seen.add(path)
    if (levelOf(path) !== level) found.push({ path, problem: 'level' })
    if (new Set(segments).size !== segments.length) found.push({ path, problem: 'cycle' })
    const parent = path.slice(0, path.lastIndexOf('/'))
    if (path !== root && !known.has(parent)) found.push({ path, problem: 'gap' })
    return found
  })
}
