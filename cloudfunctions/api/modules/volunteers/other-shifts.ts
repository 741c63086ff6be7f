// What one shift's edit has changed for the whole activity (its risk notice, leader and words) reaches the other shifts still to come: who
// has a place there is asked or told as in the shift itself. The timer's part: one write a shift, and doing it again changes nothing.
import { dayMs } from '../../core/clock'
import type { Store } from '../../core/store'
import { askedBy, asking } from './asking'
import { type Changed, mayChangeBegun } from './changes'
import type { Activity } from './document'
import { forgetFull } from './full'
import type { Shift } from './shift'

const activitiesMax = 20
const shiftsMax = 50
const triesMax = 5

type Reached = Pick<Shift, '_id' | 'state' | 'startsAt' | 'endsAt' | 'heard'>

const isBehind = ({ state, endsAt, heard = 0 }: Reached, { body }: Activity, now: number): boolean =>
  state === 'open' && endsAt > now && heard < (body.saidAt ?? 0)

/** What is new in this shift. Who is there already chooses nothing any more. */
function changedIn(
  { startsAt, notice, leader, heard = 0, reworded = 0 }: Shift,
  { body }: Activity,
  now: number,
): Changed[] {
  const is: Partial<Record<Changed, boolean>> = {
    notice: body.notice !== notice,
    leader: body.leader !== leader,
    words: (body.reworded ?? 0) > Math.max(heard, reworded),
  }
  const changed = (Object.keys(is) as Changed[]).filter((what) => is[what])
  return startsAt > now ? changed : changed.filter(mayChangeBegun)
}

/** One shift, on its newest roster. False: too many were signing up; the next minute tries again. */
async function reach(id: string, activity: Activity, store: Store, now: number): Promise<boolean> {
  const { _ } = store
  const { notice, leader, saidAt = 0 } = activity.body
  for (let tries = 0; tries < triesMax; tries++) {
    const shift = await store.get<Shift>('shifts', id)
    if (!shift || !isBehind(shift, activity, now)) return true
    const changed = changedIn(shift, activity, now)
    const fields = { ...(changed.includes('notice') && { notice }), ...(changed.includes('leader') && { leader }) }
    const after: Shift = { ...shift, ...fields }
    const asks = await askedBy(changed, shift, after, { store })
    const { where, update } = asking(shift, { changed, asks, after, by: 'system', at: saidAt }, store)
    const written = await store.change(
      'shifts',
      { ...where, _id: id, state: 'open', version: shift.version, taken: shift.taken },
      { ...update, ...fields, heard: saidAt, version: _.inc(1) },
    )
    if (written !== 1) continue
    forgetFull()
    return true
  }
  return false
}

/** True when no other shift of the activity is left. */
async function reachAll(id: string, store: Store, now: number): Promise<boolean> {
  const activity = await store.get<Activity>('matters', id)
  if (!activity) return true
  const shifts = await store.find<Reached>(
    'shifts',
    // None is longer than half a day.
    { activity: id, startsAt: store._.gt(now - dayMs) },
    {
      order: [['startsAt', 'asc']],
      limit: 200,
      fields: { state: true, startsAt: true, endsAt: true, heard: true },
    },
  )
  const behind = shifts.filter((shift) => isBehind(shift, activity, now))
  let left = behind.length
  for (const { _id } of behind.slice(0, shiftsMax)) if (await reach(_id, activity, store, now)) left--
  return left === 0
}

/** Activities whose shifts do not all say the same yet. One that has been changed again meanwhile keeps its mark. */
export async function reachOtherShifts(store: Store, now: number): Promise<number> {
  const marked = await store.find<Pick<Shift, '_id' | 'activity' | 'spreads'>>(
    'shifts',
    { spreads: store._.gt(0) },
    { limit: activitiesMax, fields: { activity: true, spreads: true } },
  )
  let done = 0
  for (const { _id, activity, spreads } of marked) {
    if (!(await reachAll(activity, store, now))) continue
    done += await store.change('shifts', { _id, spreads }, { spreads: 0 })
  }
  return done
}
