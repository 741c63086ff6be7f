// What an activity's change means for its shifts: published, they open; cancelled or closed, nobody signs up any more, everybody with a place
// is told, and their time is their own again. Doing it again changes nothing and tells nobody twice: a shift is closed and its notice written
// by one write.
import { randomBytes } from 'node:crypto'
import type { Event } from '../../core/matter'
import type { Store } from '../../core/store'
import { periodAt, type Street } from '../../core/street'
import type { Activity } from './document'
import { noteOpenHours } from './open-hours'
import { type Shift, type ShiftState, shiftIdsOf, shiftsOf } from './shift'

type At = { store: Store; street: Street }

export async function follow(activity: Activity, at: At): Promise<void> {
  if (activity.status === 'cancelled') return cancelShifts(activity, at)
  if (activity.status === 'closed') return closeShifts(activity, at)
  if (activity.status === 'closing') return noteOpenHours(activity, at.store)
  if (activity.body.publishedAt !== undefined) await openShifts(activity, at.store)
}

async function openShifts(activity: Activity, store: Store): Promise<void> {
  const all = shiftsOf(activity, () => randomBytes(24).toString('hex'))
  if ((await store.addAll('shifts', all)) === 'added') return
  const there = await store.find<Pick<Shift, '_id'>>(
    'shifts',
    { activity: activity._id },
    { limit: 200, fields: { _id: true } },
  )
  const known = new Set(there.map(({ _id }) => _id))
  for (const shift of all) if (!known.has(shift._id)) await store.add('shifts', shift)
}

/** The step that has brought the activity here, so that a repetition judges by the same moment and the same words. */
const stepTo = ({ status, trace, at }: Activity): Pick<Event, 'n' | 'at' | 'note'> =>
  trace.filter(({ from, to }) => to === status && from !== status).at(-1) ?? { n: 1, at }

/** Ends the shifts that are still open, and tells their rosters in the same write. */
async function end(
  activity: Activity,
  where: object,
  set: { state: ShiftState; endsAt?: number },
  words: string,
  { store, street }: At,
) {
  const { _ } = store
  const { n, at, note } = stepTo(activity)
  const urgent = periodAt(street, activity.area, at) === 'emergency' ? '【非常规】' : ''
  const text = `${urgent}${words}：${activity.title}${note ? `。${note}` : ''}`
  // Under the step's own number: who is told of it as the organiser as well hears it once.
  const tell = words && { unsent: _.push([{ n, to: [], text, roster: true }]) }
  await store.change('shifts', { activity: activity._id, state: 'open', ...where }, { ...set, ...tell })
}

async function cancelShifts(activity: Activity, at: At): Promise<void> {
  const { _ } = at.store
  const step = stepTo(activity)
  await end(activity, { startsAt: _.gt(step.at) }, { state: 'cancelled' }, '活动已取消', at)
  // Who has checked in may still check out, and what was done until now is confirmed as ever.
  await end(activity, { endsAt: _.gt(step.at) }, { state: 'closed', endsAt: step.at }, '活动提前结束', at)
  await end(activity, {}, { state: 'closed' }, '', at)
  await freeAgendas(activity, at.store)
}

async function closeShifts(activity: Activity, at: At): Promise<void> {
  await end(activity, {}, { state: 'closed' }, '活动已结束，时长可在服务记录中查看', at)
}

/** The time of a shift that will not be is free for another. */
async function freeAgendas(activity: Activity, { _, change }: Store): Promise<void> {
  const ids = shiftIdsOf(activity)
  const pull = { 'volunteer.agenda': _.pull({ shift: _.in(ids) }), 'volunteer.version': _.inc(1) }
  await change('people', { 'volunteer.agenda.shift': _.in(ids) }, pull)
}
