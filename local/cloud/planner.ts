// Choosing how to read: by id, by the ranges of one index in its order, or by a scan. Pure.
import type { Key } from 'lmdb'
import { beyond } from './documents'
import { type IndexSpec, keyOf } from './keys'

export type Query = Record<string, unknown>
export type Order = [field: string, direction: 1 | -1][]
export type Range = { start: Key[]; end: Key[] }
export type Plan =
  | { by: 'id'; ids: unknown[] }
  | {
      by: 'index'
      index: IndexSpec
      ranges: Range[]
      reverse: boolean
      ordered: boolean
      equal: number
      prefix: number
      exact: boolean
      wantsOrder: boolean
    }
  | { by: 'scan' }

type Conditions = Map<string, unknown[]>

const isOperators = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  Object.keys(value).some((key) => key.startsWith('$'))

const isScalar = (value: unknown): boolean =>
  value === null ||
  typeof value !== 'object' ||
  value instanceof Date ||
  Object.getPrototypeOf(value)?.constructor?.name === 'ObjectId'

/** All conditions that must hold, by field; `rest` is true when some could not be put this way. */
function flatten(
  query: Query,
  into: Conditions = new Map(),
  rest = { any: false },
): { conditions: Conditions; rest: { any: boolean } } {
  for (const [field, value] of Object.entries(query)) {
    if (field === '$and') for (const part of value as Query[]) flatten(part, into, rest)
    else if (field.startsWith('$')) {
      rest.any = true
      const bound = field === '$or' ? keysetBound(value as Query[]) : undefined
      if (bound) into.set(bound.field, [...(into.get(bound.field) ?? []), bound.condition])
    } else into.set(field, [...(into.get(field) ?? []), value])
  }
  return { conditions: into, rest }
}

/** `{a > x} or {a = x and …}`: the next page after a key. It bounds `a` from x on. */
function keysetBound(branches: Query[]): { field: string; condition: Query } | undefined {
  const single = branches.find((branch) => Object.keys(branch).length === 1)
  const field = single && Object.keys(single)[0]
  const operators = field ? single[field] : undefined
  if (!field || !isOperators(operators)) return undefined
  const name = '$gt' in operators ? '$gt' : '$lt' in operators ? '$lt' : undefined
  if (!name) return undefined
  const value = operators[name]
  const equal = (other: unknown) => other === value || (isOperators(other) && other.$eq === value)
  const rest = branches.filter((branch) => branch !== single)
  return rest.every((branch) => equal(branch[field]) || flatten(branch).conditions.get(field)?.some(equal))
    ? { field, condition: { [name === '$gt' ? '$gte' : '$lte']: value } }
    : undefined
}

/** The values a field may have, when the conditions name them. */
function equalsOf(conditions: unknown[] | undefined): unknown[] | undefined {
  for (const condition of conditions ?? []) {
    if (condition instanceof RegExp) continue
    if (!isOperators(condition)) {
      if (isScalar(condition) && condition !== undefined) return [condition]
    } else if ('$eq' in condition && isScalar(condition.$eq)) return [condition.$eq]
    else if (Array.isArray(condition.$in) && condition.$in.every(isScalar)) return condition.$in
  }
  return undefined
}

type Bounds = { from?: Key; to?: Key; after: boolean; before: boolean }

function boundsOf(conditions: unknown[] | undefined): Bounds | undefined {
  const bounds: Bounds = { after: false, before: false }
  const operators = (conditions ?? [])
    .filter(isOperators)
    .flatMap((condition) => [condition, ...((condition.$and as Query[] | undefined) ?? [])])
  for (const condition of operators) {
    if (condition.$gte !== undefined && isScalar(condition.$gte)) bounds.from = keyOf(condition.$gte)
    if (condition.$gt !== undefined && isScalar(condition.$gt))
      [bounds.from, bounds.after] = [keyOf(condition.$gt), true]
    if (condition.$lte !== undefined && isScalar(condition.$lte)) bounds.to = keyOf(condition.$lte)
    if (condition.$lt !== undefined && isScalar(condition.$lt))
      [bounds.to, bounds.before] = [keyOf(condition.$lt), true]
  }
  return bounds.from === undefined && bounds.to === undefined ? undefined : bounds
}

const last = beyond as unknown as Key
const mostRanges = 200

function useIndex(
  index: IndexSpec,
  conditions: Conditions,
  order: Order,
  hasRest: boolean,
): (Plan & { by: 'index' }) | undefined {
  let prefixes: Key[][] = [[]]
  let depth = 0
  for (const field of index.fields) {
    const values = equalsOf(conditions.get(field))
    if (!values || prefixes.length * values.length > mostRanges) break
    prefixes = prefixes.flatMap((prefix) => [...new Set(values.map(keyOf))].map((value) => [...prefix, value]))
    depth++
  }
  const next = index.fields[depth]
  const bounds = next === undefined ? undefined : boundsOf(conditions.get(next))
  const left = index.fields.slice(depth)
  // A field that is held to one value is in any order.
  const wanted = order.filter(
    ([field]) => (equalsOf(conditions.get(field))?.length ?? 0) !== 1 || !index.fields.slice(0, depth).includes(field),
  )
  const direction = wanted[0]?.[1] ?? 1
  const ordered = wanted.every(([field, way], place) => left[place] === field && way === direction)
  if (depth === 0 && !bounds && !(wanted.length > 0 && ordered)) return undefined
  const ranges = prefixes.map((prefix): Range => {
    const start = bounds?.from === undefined ? prefix : [...prefix, bounds.from, ...(bounds.after ? [last] : [])]
    const end = bounds?.to === undefined ? [...prefix, last] : [...prefix, bounds.to, ...(bounds.before ? [] : [last])]
    return { start, end }
  })
  const used = new Set([...index.fields.slice(0, depth), ...(bounds && next !== undefined ? [next] : [])])
  const exact = !hasRest && [...conditions].every(([field, list]) => used.has(field) && list.length === 1)
  return {
    by: 'index',
    index,
    ranges,
    reverse: direction === -1,
    ordered,
    wantsOrder: order.length > 0,
    equal: depth,
    prefix: depth + (bounds ? 1 : 0),
    exact,
  }
}

export function planFor(query: Query, order: Order, indexes: IndexSpec[]): Plan {
  const { conditions, rest } = flatten(query)
  const ids = equalsOf(conditions.get('_id'))
  if (ids) return { by: 'id', ids }
  const score = (plan: Plan & { by: 'index' }) =>
    plan.prefix * 4 + (plan.ordered && order.length ? 6 : 0) + (plan.index.fields.length === plan.prefix ? 1 : 0)
  const plans = indexes.flatMap((index) => useIndex(index, conditions, order, rest.any) ?? [])
  return plans.sort((a, b) => score(b) - score(a))[0] ?? { by: 'scan' }
}
