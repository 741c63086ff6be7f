// The wire form of documents and queries: canonical EJSON strings in, EJSON strings out. Server dates are filled in here.
import { BSONRegExp, EJSON, ObjectId } from 'bson'
import { invalid } from './errors'

export type Doc = Record<string, unknown> & { _id: unknown }

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

function native(value: unknown, now: number): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof ObjectId) return value
  if (value instanceof BSONRegExp) return new RegExp(value.pattern, value.options)
  if (Array.isArray(value)) return value.map((item) => native(item, now))
  if (!isPlain(value)) return value
  const serverDate = value.$tcb_server_date as { offset?: number } | undefined
  if (serverDate) return new Date(now + (Number(serverDate.offset) || 0))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, native(item, now)]))
}

/** A query, an update or a document from its string; '' and undefined are {}. Throws INVALID_PARAM. */
export function parse(text: string | undefined, now: number): Record<string, unknown> {
  if (!text) return {}
  try {
    return native(EJSON.parse(text, { relaxed: true }), now) as Record<string, unknown>
  } catch (error) {
    throw invalid(`not EJSON: ${(error as Error).message}`)
  }
}

const hexIds = (value: unknown): unknown =>
  value instanceof ObjectId
    ? value.toHexString()
    : Array.isArray(value)
      ? value.map(hexIds)
      : isPlain(value)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hexIds(item)]))
        : value

/** As the SDK reads it back: object ids are hex strings. */
export const stringify = (doc: unknown): string => EJSON.stringify(hexIds(doc), { relaxed: true })
export const idOut = (id: unknown): unknown => hexIds(id)
