// The log that can be proved: each event carries the hash of the one before it, and a seal over the document as it stood after it.
// A changed bit, a deleted, swapped or cut event, or an edited field is found by `brokenAt`. Pure.
import { createHash } from 'node:crypto'
import type { Event, Matter } from './matter'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** JSON with sorted keys and without undefined: the same value always gives the same text. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value as Record<string, unknown>).filter(([, item]) => item !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}

/** What changes without an event of its own. */
const unsealed = new Set(['trace', 'unsent', 'version', 'beside'])

/** The seal of a document's state. */
export function sealOf(matter: Partial<Matter>): string {
  return sha256(canonical(Object.fromEntries(Object.entries(matter).filter(([key]) => !unsealed.has(key)))))
}

/** What the first event hangs on: the document's own id, so that a log can't be moved to another document. */
export const rootOf = (id: string): string => sha256(`matter:${id}`)

export type NewEvent = Omit<Event, 'n' | 'seal' | 'prev' | 'hash'>

/** The next event of `trace` for the state `after`. */
export function nextEvent(id: string, trace: Event[], event: NewEvent, after: Partial<Matter>): Event {
  const prev = trace.at(-1)?.hash ?? rootOf(id)
  const linked = { ...event, n: trace.length + 1, seal: sealOf(after), prev }
  return { ...linked, hash: sha256(canonical(linked)) }
}

/**
 * The first broken link: the event's number, 'seal' when the last event does not fit the document, 'cut' when the version counts more
 * events than there are; undefined when everything holds. A cut that also lowers the version is found by the daily digest.
 */
export function brokenAt(matter: Matter): number | 'seal' | 'cut' | undefined {
  let prev = rootOf(matter._id)
  for (const [index, { hash, ...event }] of matter.trace.entries()) {
    if (event.n !== index + 1 || event.prev !== prev || hash !== sha256(canonical(event))) return index + 1
    prev = hash
  }
  if (matter.trace.length !== matter.version) return 'cut'
  return matter.trace.at(-1)?.seal === sealOf(matter) ? undefined : 'seal'
}
