// Training and supervision (M77, M80, M81, M86): attending gives a course for a time, the latest valid one counts, and a programme says whom a
// course is for. What a person has lies with the person; who has what in a place is read from the records.
import { dayMs, hourMs } from '../../core/clock'
import { problems as coreProblems, refuse } from '../../core/errors'
import { type Grant, liveGrants } from '../../core/roles'
import type { Store } from '../../core/store'
import { programmes } from './classes'
import type { Gives } from './document'
import type { Pass, Volunteer } from './pass'
import type { HourRecord } from './records'

const monthMs = 30.4375 * 24 * hourMs

/** Until when a record makes its course valid; 0: not at all. */
export const validUntil = ({
  gives,
  state,
  minutes,
  endsAt,
}: Pick<HourRecord, 'gives' | 'state' | 'minutes' | 'endsAt'>): number =>
  gives && state !== 'revoked' && minutes > 0 ? endsAt + Math.round(gives.months * monthMs) : 0

/** Whether the course is for somebody who holds these posts. */
export function isFor(gives: Gives | undefined, grants: Grant[], now: number): boolean {
  const posts: readonly string[] = gives?.programme ? programmes[gives.programme].posts : []
  return posts.length === 0 || liveGrants(grants, now).some(({ role }) => posts.includes(role))
}

export const soonMs = 60 * dayMs
export type Validity = 'valid' | 'soon' | 'over'
export const validityOf = (until: number, now: number): Validity =>
  until <= now ? 'over' : until - now <= soonMs ? 'soon' : 'valid'
export const validityLabels: Record<Validity, string> = { valid: '有效', soon: '即将到期', over: '已到期' }

const sessionsMax = 50

/** The person's course as all their records of it say now: done again it says the same. */
export async function keepTraining({ gives, person }: HourRecord, store: Store): Promise<void> {
  if (!gives) return
  const { course } = gives
  const where = { person, 'gives.course': course, startsAt: store._.gt(0) }
  const order = [['startsAt', 'desc']] as const
  const all = await store.find<HourRecord>('records', where, { order, limit: sessionsMax })
  const best = Math.max(...all.map(validUntil))
  const latest = all.find((record) => best > 0 && validUntil(record) === best)
  await keepWith(person, course, latest && { course, until: best, shift: latest.shift }, store)
  for (const record of all) {
    const trainedUntil = record === latest ? best : 0
    if (record.trainedUntil !== trainedUntil) await store.change('records', { _id: record._id }, { trainedUntil })
  }
}

async function keepWith(
  key: string,
  course: string,
  got: Pass['trained'][number] | undefined,
  store: Store,
): Promise<void> {
  const { _ } = store
  for (let attempt = 0; attempt < 8; attempt++) {
    const [person] = await store.find<Volunteer>('people', { key }, { limit: 1, fields: { volunteer: true } })
    const pass = person?.volunteer
    // The account is closed, or never had a profile.
    if (!pass) return
    const trained = [...pass.trained.filter((one) => one.course !== course), ...(got ? [got] : [])]
    if (JSON.stringify(trained) === JSON.stringify(pass.trained)) return
    const change = { 'volunteer.trained': _.set(trained), 'volunteer.version': _.inc(1) }
    if ((await store.change('people', { key, 'volunteer.version': pass.version }, change)) === 1) return
  }
  refuse(coreProblems.STATE_CHANGED)
}
