// Choosing how to read: by id, by the ranges of one index in its order, by several such plans for the branches of an `or`, or by a scan.
// Pure: reads no document.
import type { Key } from 'lmdb'
import { type Bounds, boundsOf, type Conditions, equalsOf, flatten, type Query } from './conditions'
import { beyond } from './documents'
import { type IndexSpec, keyOf } from './keys'

export type { Query } from './conditions'
export type Order = [field: string, direction: 1 | -1][]
export type Range = { start: Key[]; end: Key[] }
export type IndexPlan = {
  by: 'index'
  index: IndexSpec
  ranges: Range[]
  reverse: boolean
  /** The rows come in the order that was asked for. */
  ordered: boolean
  /** How many of the first fields are held to named values. */
  equal: number
  /** How many of the first fields narrow the ranges at all. */
  prefix: number
  /** The entries alone answer the query: no document need be read. */
  exact: boolean
}
export type Plan = { by: 'id'; ids: unknown[] } | IndexPlan | { by: 'union'; plans: Plan[] } | { by: 'scan' }

/** The index that every collection has. */
export const idIndex: IndexSpec = { name: '_id_', fields: ['_id'], unique: true }

const last = beyond as unknown as Key
const mostRanges = 200

function rangeOf(prefix: Key[], bounds: Bounds | undefined): Range {
  if (!bounds) return { start: prefix, end: [...prefix, last] }
  const start = [...prefix, bounds.from, ...(bounds.afterFrom ? [last] : [])]
  const end = [...prefix, bounds.to, ...(bounds.throughTo ? [last] : [])]
  return { start, end }
}

function useIndex(index: IndexSpec, conditions: Conditions, order: Order): IndexPlan {
  let prefixes: Key[][] = [[]]
  let equal = 0
  let named = true
  for (const field of index.fields) {
    const values = equalsOf(conditions.get(field))
    if (!values || prefixes.length * values.values.length > mostRanges) break
    const keys = [...new Set(values.values.map(keyOf))]
    prefixes = prefixes.flatMap((prefix) => keys.map((key) => [...prefix, key]))
    named &&= values.whole
    equal++
  }
  const next = index.fields[equal]
  const isMulti = next !== undefined && (index.multi?.includes(next) ?? false)
  const bounds = next === undefined ? undefined : boundsOf(conditions.get(next), isMulti)
  // A field that is held to one value is in any order.
  const fixed = index.fields.slice(0, equal).filter((field) => equalsOf(conditions.get(field))?.values.length === 1)
  const wanted = order.filter(([field]) => !fixed.includes(field))
  const left = index.fields.slice(equal)
  const direction = wanted[0]?.[1] ?? 1
  const ordered = wanted.every(([field, way], place) => left[place] === field && way === direction)
  const used = new Set([...index.fields.slice(0, equal), ...(bounds ? [next] : [])])
  return {
    by: 'index',
    index,
    ranges: prefixes.map((prefix) => rangeOf(prefix, bounds)),
    reverse: direction === -1,
    ordered,
    equal,
    prefix: equal + (bounds ? 1 : 0),
    exact: named && (bounds?.whole ?? true) && [...conditions.keys()].every((field) => used.has(field)),
  }
}

/** Every branch of an `or` read by its own plan, when each has one that narrows. */
function unionOf(branches: Query[], indexes: IndexSpec[]): Plan | undefined {
  const plans = branches.map((branch) => planFor(branch, [], indexes))
  return plans.every(isServed) ? { by: 'union', plans } : undefined
}

/** True when something narrows what is read: an id, or bounds on the first field of an index. */
export function isServed(plan: Plan): boolean {
  if (plan.by === 'union') return plan.plans.every(isServed)
  return plan.by === 'id' || (plan.by === 'index' && plan.prefix > 0)
}

export function planFor(query: Query, order: Order, indexes: IndexSpec[]): Plan {
  const { conditions, ors, more } = flatten(query)
  const ids = equalsOf(conditions.get('_id'))
  if (ids) return { by: 'id', ids: ids.values }
  const score = ({ prefix, equal, index, ordered }: IndexPlan) =>
    (index.unique && equal === index.fields.length ? 100 : 0) +
    prefix * 4 +
    (ordered && order.length ? 6 : 0) +
    (index.fields.length === prefix ? 1 : 0)
  const plans = [...indexes, idIndex]
    .map((index) => useIndex(index, conditions, order))
    .filter((plan) => plan.prefix > 0 || (order.length > 0 && plan.ordered))
    .sort((a, b) => score(b) - score(a))
  const best = plans[0]
  if (best && best.prefix > 0) return more || ors.length ? { ...best, exact: false } : best
  const union = ors.map((branches) => unionOf(branches, indexes)).find((plan) => plan !== undefined)
  return union ?? (best ? { ...best, exact: false } : { by: 'scan' })
}
