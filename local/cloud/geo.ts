// GeoJSON as queries ask about it: nearness on the sphere, lying within, touching. mingo has none of it. Pure.
import { dig } from './keys'

type Point = [longitude: number, latitude: number]
type Geometry = { type: string; coordinates: unknown }
type Near = { field: string; point: Point }

const earthRadiusM = 6_378_100
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Metres along the sphere (haversine). */
export function distanceM([fromX, fromY]: Point, [toX, toY]: Point): number {
  const [x, y] = [radians(toX - fromX), radians(toY - fromY)]
  const h = Math.sin(y / 2) ** 2 + Math.cos(radians(fromY)) * Math.cos(radians(toY)) * Math.sin(x / 2) ** 2
  return 2 * earthRadiusM * Math.asin(Math.sqrt(h))
}

export const isGeometry = (value: unknown): value is Geometry =>
  typeof value === 'object' && value !== null && 'type' in value && Array.isArray((value as Geometry).coordinates)

const isPoint = (value: unknown): value is Point => Array.isArray(value) && typeof value[0] === 'number'

/** Lines of a geometry; those of a polygon are its rings. */
const linesOf = ({ type, coordinates }: Geometry): Point[][] => {
  if (type === 'LineString') return [coordinates as Point[]]
  if (type === 'Polygon' || type === 'MultiLineString') return coordinates as Point[][]
  return type === 'MultiPolygon' ? (coordinates as Point[][][]).flat() : []
}
const pointsOf = ({ type, coordinates }: Geometry): Point[] =>
  isPoint(coordinates)
    ? [coordinates]
    : type === 'MultiPoint'
      ? (coordinates as Point[])
      : linesOf({ type, coordinates }).flat()
const polygonsOf = ({ type, coordinates }: Geometry): Point[][][] =>
  type === 'Polygon' ? [coordinates as Point[][]] : type === 'MultiPolygon' ? (coordinates as Point[][][]) : []
const segmentsOf = (geometry: Geometry): [Point, Point][] =>
  linesOf(geometry).flatMap((line) => line.slice(1).map((point, place): [Point, Point] => [line[place]!, point]))

const cross = (o: Point, a: Point, b: Point) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

const isOn = (point: Point, [a, b]: [Point, Point]): boolean =>
  Math.abs(cross(point, a, b)) < 1e-12 &&
  point.every((value, axis) => value >= Math.min(a[axis]!, b[axis]!) && value <= Math.max(a[axis]!, b[axis]!))

function isInRing(point: Point, ring: Point[]): boolean {
  let inside = false
  for (let place = 0, before = ring.length - 1; place < ring.length; before = place++) {
    const [a, b] = [ring[place]!, ring[before]!]
    if (isOn(point, [a, b])) return true
    const crosses = a[1] > point[1] !== b[1] > point[1]
    if (crosses && point[0] < ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}
const isInPolygon = (point: Point, [ring = [], ...holes]: Point[][]): boolean =>
  isInRing(point, ring) && !holes.some((hole) => isInRing(point, hole))

const isCrossing = ([a, b]: [Point, Point], [c, d]: [Point, Point]): boolean =>
  (cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0) ||
  isOn(c, [a, b]) ||
  isOn(d, [a, b]) ||
  isOn(a, [c, d]) ||
  isOn(b, [c, d])

const covers = (area: Geometry, other: Geometry): boolean =>
  pointsOf(other).some(
    (point) =>
      polygonsOf(area).some((polygon) => isInPolygon(point, polygon)) ||
      segmentsOf(area).some((segment) => isOn(point, segment)) ||
      pointsOf(area).some((own) => own[0] === point[0] && own[1] === point[1]),
  )
const isTouching = (a: Geometry, b: Geometry): boolean =>
  covers(a, b) || covers(b, a) || segmentsOf(a).some((one) => segmentsOf(b).some((other) => isCrossing(one, other)))

type NearArgument = { $geometry: Geometry; $maxDistance?: number; $minDistance?: number }
type WithinArgument = { $geometry?: Geometry; $centerSphere?: [Point, number] }
const at = (field: string, test: (geometry: Geometry) => boolean) => (doc: unknown) => {
  const value = dig(doc, field)
  return isGeometry(value) && test(value)
}

export const geoOperators = {
  $nearSphere: (field: string, { $geometry, $maxDistance, $minDistance }: NearArgument) =>
    at(field, ({ coordinates }) => {
      const away = distanceM($geometry.coordinates as Point, coordinates as Point)
      return away <= ($maxDistance ?? Number.POSITIVE_INFINITY) && away >= ($minDistance ?? 0)
    }),
  $geoWithin: (field: string, { $geometry, $centerSphere }: WithinArgument) =>
    at(field, (geometry) =>
      pointsOf(geometry).every((point) =>
        $centerSphere
          ? distanceM($centerSphere[0], point) / earthRadiusM <= $centerSphere[1]
          : polygonsOf($geometry as Geometry).some((polygon) => isInPolygon(point, polygon)),
      ),
    ),
  $geoIntersects: (field: string, { $geometry }: { $geometry: Geometry }) =>
    at(field, (geometry) => isTouching(geometry, $geometry)),
}

/** The point that a query wants things near to: such an answer comes nearest first. */
export function nearIn(query: Record<string, unknown>): Near | undefined {
  for (const [field, value] of Object.entries(query)) {
    const near = (value as { $nearSphere?: NearArgument } | null)?.$nearSphere
    if (near) return { field, point: near.$geometry.coordinates as Point }
    const inner = field === '$and' ? (value as Record<string, unknown>[]).map(nearIn).find(Boolean) : undefined
    if (inner) return inner
  }
  return undefined
}

export function nearestFirst<D>(docs: D[], { field, point }: Near): D[] {
  const away = (doc: D) => distanceM(point, (dig(doc, field) as { coordinates: Point }).coordinates)
  return docs
    .map((doc) => ({ doc, m: away(doc) }))
    .sort((a, b) => a.m - b.m)
    .map(({ doc }) => doc)
}

type GeoNear = {
  near: Geometry
  key?: string
  distanceField: string
  includeLocs?: string
  distanceMultiplier?: number
  maxDistance?: number
  minDistance?: number
  limit?: number
  num?: number
}

/** The stage `$geoNear`: documents with their distance, nearest first. The documents given are changed: pass copies. */
export function geoNear(docs: Record<string, unknown>[], stage: GeoNear): Record<string, unknown>[] {
  const found = docs.flatMap((doc) => {
    const place = dig(doc, stage.key ?? 'location')
    if (!isGeometry(place)) return []
    const away = distanceM(stage.near.coordinates as Point, place.coordinates as Point)
    if (away > (stage.maxDistance ?? Number.POSITIVE_INFINITY) || away < (stage.minDistance ?? 0)) return []
    doc[stage.distanceField] = away * (stage.distanceMultiplier ?? 1)
    if (stage.includeLocs) doc[stage.includeLocs] = place
    return [doc]
  })
  const sorted = found.sort((a, b) => Number(a[stage.distanceField]) - Number(b[stage.distanceField]))
  return sorted.slice(0, stage.limit ?? stage.num)
}
