// What an activity's change means for its shifts: published, they open; cancelled or closed, nobody signs up any more. Doing it again
// changes nothing.
import { randomBytes } from 'node:crypto'
import type { Store } from '../../core/store'
import type { Activity } from './document'
import { type Shift, shiftsOf } from './shift'

export async function follow(activity: Activity, store: Store): Promise<void> {
  if (activity.status === 'cancelled' || activity.status === 'closed') {
    const state = activity.status
    await store.change('shifts', { activity: activity._id, state: 'open' }, { state })
    return
  }
  if (activity.body.publishedAt === undefined) return
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
