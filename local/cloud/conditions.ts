// What a query says of each field, as far as an index can use it: named values and bounds. What is left out here is still tested on
// every document, so a plan may read too much but never too little. Pure.
import { ObjectId } from 'bson'
import type { Key } from 'lmdb'
import { bracketOf, compareParts, isLong, keyOf, startOf } from './keys'

export type Query = Record<string, unknown>
/** All conditions that must hold, by field. */
export type Conditions = Map<string, unknown[]>

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

const isOperators = (value: unknown): value is Record<string, unknown> =>
  isPlain(value) && Object.keys(value).some((key) => key.startsWith('$'))

const isScalar = (value: unknown): boolean =>
  value !== undefined &&
  (value === null || typeof value !== 'object' || value instanceof Date || value instanceof ObjectId)

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
  const [, plain = '', next = ''] = /^\^((?:[^\\^$.*+?()[\]{}|]|\\[/.-])*)(.?)/.exec(pattern.source) ?? []
  const kept = /[*+?{|]/.test(next) || pattern.source.includes('|') ? '' : plain
  return kept.replace(/\\(.)/g, '$1') || undefined
}

/** Bounds on a field. In a field with arrays two bounds may be met by two members, so only the first is used. */
export function boundsOf(conditions: unknown[] | undefined, isMulti: boolean): Bounds | undefined {
  let bounds: Bounds | undefined
  let ending: Key | undefined
  let whole = true
  const narrow = (name: string, value: unknown): void => {
    const { from, before } = bracketOf(value)
    bounds ??= { from, to: before, afterFrom: false, throughTo: false, whole }
    ending ??= before
    const long = isLong(value)
    if (long) whole = false
    const key = long ? startOf(value as string) : keyOf(value)
    if (name.startsWith('$g')) {
      const far = compareParts(key, bounds.from)
      const after = name === '$gt' && !long
      if (far > 0) Object.assign(bounds, { from: key, afterFrom: after })
      else if (far === 0) bounds.afterFrom ||= after
    } else {
      const to = long ? `${key as string}\u{10ffff}` : key
      const far = compareParts(to, bounds.to)
      const through = name === '$lte' || long
      if (far < 0) Object.assign(bounds, { to, throughTo: through })
      else if (far === 0) bounds.throughTo &&= through
    }
  }
  for (const condition of conditions ?? []) {
    const beginning = beginningOf(condition)
    const asked: [string, unknown][] = beginning
      ? [
          ['$gte', startOf(beginning)],
          ['$lt', `${startOf(beginning)}\u{10ffff}`],
        ]
      : isOperators(condition)
        ? Object.entries(condition)
        : []
    if (beginning || asked.length === 0) whole = false
    // Both ends of a beginning are met by the same member.
    const together = !isMulti || (beginning !== undefined && !bounds)
    for (const [name, value] of asked) {
      const usable = /^\$[gl]te?$/.test(name) && isScalar(value) && value !== null
      if (usable && (!bounds || (together && bracketOf(value).before === ending))) narrow(name, value)
      else whole = false
    }
  }
  return bounds && { ...bounds, whole }
}
