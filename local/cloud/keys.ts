// Index keys: values as lmdb orders them (null < booleans < numbers < strings), long strings shortened with a hash so that any value fits.
import { createHash } from 'node:crypto'
import { ObjectId } from 'bson'
import type { Key } from 'lmdb'
import type { Doc } from './ejson'

export type IndexSpec = { name: string; fields: string[]; unique: boolean }

const longest = 120

export function keyOf(value: unknown): Key {
  if (value === undefined || value === null) return null as unknown as Key
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Date) return value.getTime()
  const text =
    value instanceof ObjectId ? value.toHexString() : typeof value === 'string' ? value : JSON.stringify(value)
  if (text.length <= longest) return text
  return `${text.slice(0, longest)}#${createHash('sha256').update(text).digest('base64')}`
}

/** A dotted path; arrays on the way spread, as in MongoDB. */
export function dig(doc: unknown, path: string): unknown {
  let value = doc
  for (const part of path.split('.')) {
    if (value === null || value === undefined) return undefined
    value =
      Array.isArray(value) && !/^\d+$/.test(part)
        ? value.map((item) => (item as Record<string, unknown>)?.[part])
        : (value as Record<string, unknown>)[part]
  }
  return value
}

/** Every key of a document in an index: one a combination of array members (multikey). */
export function keysIn(index: IndexSpec, doc: Doc): Key[][] {
  let rows: Key[][] = [[]]
  for (const field of index.fields) {
    const value = dig(doc, field)
    const values = Array.isArray(value)
      ? value.length
        ? [...new Set(value.flat().map(keyOf))]
        : [keyOf(null)]
      : [keyOf(value)]
    rows = rows.flatMap((row) => values.map((one) => [...row, one]))
  }
  return rows
}
