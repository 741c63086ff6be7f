// Area paths: '/city/district/street/community/grid/building'. Who holds what where is a prefix test on them.

export const levels = ['city', 'district', 'street', 'community', 'grid', 'building'] as const
export type Level = (typeof levels)[number]
export type Path = string

export const levelLabels: Record<Level, string> = {
  city: '市',
  district: '区',
  street: '街道',
  community: '社区',
  grid: '网格',
  building: '楼栋',
}

/** '/c/d/s' → 'street'; undefined for what is no area path. */
export function levelOf(path: Path): Level | undefined {
  return isPath(path) ? levels[path.split('/').length - 2] : undefined
}

/** Between one and six lower-case segments. */
export const isPath = (path: string): boolean => /^(\/[a-z0-9-]{1,24}){1,6}$/.test(path)

/** The ancestor (or itself) at a level; undefined when the path does not reach so deep. */
export function ancestorAt(path: Path, level: Level): Path | undefined {
  const depth = levels.indexOf(level) + 1
  const segments = path.split('/').slice(1)
  return segments.length < depth ? undefined : `/${segments.slice(0, depth).join('/')}`
}

/** '/c/d/s' covers itself and '/c/d/s/x', never '/c/d/sx'. */
export const covers = (area: Path, path: Path): boolean => path === area || path.startsWith(`${area}/`)

/** From the street down to the path itself: '/c/d/s', '/c/d/s/x', … */
export const within = (path: Path): Path[] =>
  levels.slice(levels.indexOf('street')).flatMap((level) => ancestorAt(path, level) ?? [])
