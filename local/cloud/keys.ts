// Index keys: one value as lmdb orders it, in MongoDB's order of types, and every key of a document in an index.
// Knows nothing of queries.
import { createHash } from 'node:crypto'
import { Binary, ObjectId } from 'bson'
import type { Key } from 'lmdb'
import type { Doc } from './ejson'

export type IndexSpec = {
  name: string
  fields: string[]
  unique: boolean
  /** Fields in which an array was ever seen: two bounds on such a field may be met by two of its members. */
  multi?: string[]
}

/** Sorts after every ordinary string; what follows is MongoDB's order of the types that are not numbers or strings. */
const mark = '\u{10fffd}'
const types = {
  object: `${mark}3`,
  array: `${mark}4`,
  binary: `${mark}5`,
  id: `${mark}7`,
  boolean: `${mark}8`,
  date: `${mark}9`,
}
/**
 * The key of null, which comes before everything. Not lmdb's own null: that is a zero byte, and two of them after a shorter key that is
 * searched for are taken for its padding.
 */
const nothing = false
const dateZero = 2 ** 52
const longest = 64

/** A string that an index keeps shortened: beyond its first part it is told apart, but not ordered. */
export const isLong = (value: unknown): boolean => typeof value === 'string' && value.length > longest

const shortened = (text: string): string =>
  text.length <= longest ? text : `${startOf(text)}#${createHash('sha256').update(text).digest('base64')}`

/** As much of a string as an index keeps in order; never half of a character. */
export function startOf(text: string): string {
  const cut = text.slice(0, longest)
  return text.length > longest && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}

/** null < numbers < strings < objects < arrays < binaries < ids < booleans < dates. */
export function keyOf(value: unknown): Key {
  if (value === undefined || value === null) return nothing
  if (typeof value === 'number') return value
  if (typeof value === 'string') return shortened(value)
  if (typeof value === 'boolean') return `${types.boolean}${value ? 1 : 0}`
  if (value instanceof Date) return `${types.date}${(value.getTime() + dateZero).toString(16).padStart(14, '0')}`
  if (value instanceof ObjectId) return `${types.id}${value.toHexString()}`
  if (value instanceof Binary) return shortened(`${types.binary}${value.toString('hex')}`)
  return shortened(`${Array.isArray(value) ? types.array : types.object}${JSON.stringify(value)}`)
}

/** Where the keys of a value's own type begin and end: a bound never reaches into another type. */
export function bracketOf(value: unknown): { from: Key; before: Key } {
  if (typeof value === 'number') return { from: Number.NEGATIVE_INFINITY, before: '' }
  if (typeof value === 'string') return { from: '', before: mark }
  const type = typeof value === 'boolean' ? types.boolean : value instanceof Date ? types.date : types.id
  return { from: type, before: `${mark}${Number(type.at(-1)) + 1}` }
}

const unordered = /[\ud800-\uffff]/

/** The order of single key parts, as the bytes on disk have it. */
export function compareParts(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (a === nothing || b === nothing) return a === nothing ? -1 : 1
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  if (typeof a === 'string' && (unordered.test(a) || unordered.test(b as string)))
    return Buffer.compare(Buffer.from(a), Buffer.from(b as string))
  return (a as number) < (b as number) ? -1 : 1
}

/** A dotted path; arrays on the way spread, as in MongoDB. */
export function dig(doc: unknown, path: string): unknown {
  let value = doc
  for (const part of path.split('.')) {
    if (value === null || value === undefined) return undefined
    value =
      Array.isArray(value) && !/^\d+$/.test(part)
        ? value.map((item) => (item as Record<string, unknown> | null)?.[part])
        : (value as Record<string, unknown>)[part]
  }
  return value
}

/** Every key of a document in an index, one a combination of array members, and the fields that held arrays. */
export function keysIn(index: IndexSpec, doc: Doc): { keys: Key[][]; arrays: string[] } {
  let keys: Key[][] = [[]]
  const arrays: string[] = []
  for (const field of index.fields) {
    const value = dig(doc, field)
    if (Array.isArray(value)) arrays.push(field)
    const members = Array.isArray(value) && value.length ? [...new Set(value.flat().map(keyOf))] : undefined
    const values = members ?? [keyOf(Array.isArray(value) ? null : value)]
    keys = keys.flatMap((key) => values.map((one) => [...key, one]))
  }
  return { keys, arrays }
}

/** A key as one string: the same for the same key and no other. */
export const nameOfKey = (key: Key[]): string =>
  key.map((part) => (typeof part === 'string' ? JSON.stringify(part) : String(part))).join()
