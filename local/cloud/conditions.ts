// What a query says of each field, as far as an index can use it: named values and bounds. What is left out here is still tested on
// every document, so a plan may read too much but never too little. Pure.
import { ObjectId } from 'bson'
import type { Key } from 'lmdb'
import { bracketOf, isLong, keyOf, startOf } from './keys'

export type Query = Record<string, unknown>
/** All conditions that must hold, by field. */
export type Conditions = Map<string, unknown[]>

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

const isOperators = (value: unknown): value is Record<string, unknown> =>
  isPlain(value) && Object.keys(value).some((key) => key.startsWith('$'))

const isScalar = (value: unknown): boolean =>
  value !== undefined && (value === null || typeof value !== 'object' || value instanceof Date || value instanceof ObjectId)

export type Flat = {
  conditions: Conditions
  ors: Query[][]
  /** Some condition could not be put by field. */
  more: boolean
}

export function flatten(query: Query, flat: Flat = { conditions: new Map(), ors: [], more: false }): Flat {
  const add = (field: string, condition: unknown) =>
    flat.conditions.set(field, [...(flat.conditions.get(field) ?? []), condition])
  for (const [field, value] of Object.entries(query)) {
    if (field === '$and') for (const part of value as Query[]) flatten(part, flat)
    else if (field === '$or') {
      flat.ors.push(value as Query[])
      const bound = keysetBound(value as Query[])
      if (bound) add(bound.field, bound.condition)
    } else if (field.startsWith('$')) flat.more = true
    else if (isOperators(value) && isPlain(value.$elemMatch) && !isOperators(value.$elemMatch)) {
      // A member that fits makes each of its fields fit.
      for (const [inner, condition] of Object.entries(value.$elemMatch)) add(`${field}.${inner}`, condition)
      flat.more = true
    } else add(field, value)
  }
  return flat
}

/** `{a > x} or {a = x and …}`: the next page after a key. It bounds `a` from x on. */
function keysetBound(branches: Query[]): { field: string; condition: Query } | undefined {
  const single = branches.find((branch) => Object.keys(branch).length === 1 && isOperators(Object.values(branch)[0]))
  const field = single && Object.keys(single)[0]
  const operators = field && (single[field] as Query)
  if (!field || !operators) return undefined
  const name = '$gt' in operators ? '$gt' : '$lt' in operators ? '$lt' : undefined
  if (!name || !isScalar(operators[name])) return undefined
  const value = keyOf(operators[name])
  const holds = (branch: Query) =>
    equalsOf(flatten(branch).conditions.get(field))?.values.every((one) => keyOf(one) === value)
  return branches.every((branch) => branch === single || holds(branch))
    ? { field, condition: { [name === '$gt' ? '$gte' : '$lte']: operators[name] } }
    : undefined
}

/** The values a field may have, when the conditions name them; `whole` when they say nothing else. The shortest list wins. */
export function equalsOf(conditions: unknown[] | undefined): { values: unknown[]; whole: boolean } | undefined {
  let best: { values: unknown[]; whole: boolean } | undefined
  for (const condition of conditions ?? []) {
    const alone = conditions?.length === 1
    let found: typeof best
    if (!isOperators(condition)) {
      if (isScalar(condition)) found = { values: [condition], whole: alone }
    } else {
      const only = alone && Object.keys(condition).length === 1
      if ('$eq' in condition && isScalar(condition.$eq)) found = { values: [condition.$eq], whole: only }
      else if (Array.isArray(condition.$in) && condition.$in.every(isScalar))
        found = { values: condition.$in, whole: only }
    }
    if (found && (!best || found.values.length < best.values.length)) best = found
  }
  // Null also stands for "missing", and for the empty array's key.
  return best && { ...best, whole: best.whole && !best.values.includes(null) }
}

export type Bounds = {
  from: Key
  to: Key
  /** The range begins after all entries of `from`. */
  afterFrom: boolean
  /** The range ends after all entries of `to`, not before them. */
  throughTo: boolean
  whole: boolean
}

/** `^` and plain characters: what the string begins with. */
function beginningOf(condition: unknown): string | undefined {
  const pattern = condition instanceof RegExp ? condition : isOperators(condition) ? condition.$regex : undefined
  if (!(pattern instanceof RegExp) || pattern.flags.replace(/[gu]/g, '')) return undefined
  const [, plain = '', next = ''] = /^\^((?:[^\\^$.*+?()[\]{}|]|\\[/.\-])*)(.?)/.exec(pattern.source) ?? []
  const kept = /[*+?{|]/.test(next) || pattern.source.includes('|') ? '' : plain
  return kept.replace(/\\(.)/g, '$1') || undefined
}

/** Bounds on a field. In a field with arrays two bounds may be met by two members, so only the first is used. */
export function boundsOf(conditions: unknown[] | undefined, isMulti: boolean): Bounds | undefined {
  let bounds: Bounds | undefined
  let count = 0
  let others = false
  const begin = (value: unknown): Bounds => {
    const { from, before } = bracketOf(value)
    return { from, to: before, afterFrom: false, throughTo: false, whole: true }
  }
  for (const condition of conditions ?? []) {
    const beginning = beginningOf(condition)
    if (beginning !== undefined && !bounds) {
      const from = startOf(beginning)
      bounds = { from, to: `${from}\u{10ffff}`, afterFrom: false, throughTo: true, whole: false }
      continue
    }
    if (!isOperators(condition)) {
      others = true
      continue
    }
    for (const [name, value] of Object.entries(condition)) {
      const isBound = /^\$[gl]te?$/.test(name) && isScalar(value) && value !== null && (!isMulti || count === 0)
      if (!isBound || (bounds && !sameType(bounds, value))) {
        others = true
        continue
      }
      count++
      bounds ??= begin(value)
      narrow(bounds, name, value)
    }
  }
  return bounds && { ...bounds, whole: bounds.whole && !others }
}

const sameType = (bounds: Bounds, value: unknown): boolean =>
  typeof bounds.from === typeof keyOf(value) && (typeof value === 'number') === (typeof bounds.to === 'number' || bounds.to === '')

function narrow(bounds: Bounds, name: string, value: unknown): void {
  const long = isLong(value)
  const key = long ? startOf(value as string) : keyOf(value)
  if (long) bounds.whole = false
  if (name.startsWith('$g')) {
    if (key < bounds.from) return
    const after = name === '$gt' && !long
    bounds.afterFrom = key === bounds.from ? bounds.afterFrom || after : after
    bounds.from = key
  } else {
    if (long) {
      bounds.to = `${key as string}\u{10ffff}`
      bounds.throughTo = true
      return
    }
    bounds.to = key
    bounds.throughTo = name === '$lte'
  }
}
