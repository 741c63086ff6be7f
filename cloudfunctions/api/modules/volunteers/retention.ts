// Who comes once, again, often, and who is new (M78, M102): by what each record says of its person's history, so that somebody who has come
// for years is not new because older records were not read. Pure.
import { dayMs } from '../../core/clock'
import type { HourRecord } from './records'

/** As many records of a place, newest first, are looked at. */
export const retentionMax = 500
export const retentionFields = { person: true, startsAt: true, before: true, state: true } as const
type Seen = Pick<HourRecord, keyof typeof retentionFields>

export type Retention = {
  people: number
  once: number
  repeat: number
  regular: number
  newPeople: number
  says: string
}

export function retentionOf(records: readonly Seen[], now: number): Retention {
  const byPerson = new Map<string, Seen[]>()
  for (const record of records)
    if (record.state !== 'revoked') byPerson.set(record.person, [...(byPerson.get(record.person) ?? []), record])
  const each = [...byPerson.values()]
  // A record that is not counted yet says nothing of what lies before it.
  const times = each.map((all) => Math.max(all.length, ...all.map(({ before = 0 }) => before + 1)))
  const isNew = (all: Seen[]) =>
    all.every(({ startsAt }) => startsAt > now - 30 * dayMs) && all.every(({ before = 0 }) => before < all.length)
  return {
    people: each.length,
    once: times.filter((count) => count === 1).length,
    repeat: times.filter((count) => count > 1 && count < 5).length,
    regular: times.filter((count) => count >= 5).length,
    newPeople: each.filter(isNew).length,
    says: records.length < retentionMax ? '' : `按最近 ${retentionMax} 条记录`,
  }
}
