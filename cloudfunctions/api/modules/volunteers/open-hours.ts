// Which shifts of an activity that waits to be closed still have hours to confirm: kept beside its log where hours are decided, so that
// closing is offered when there are none. The rule itself asks the shifts (workflow.ts).
import type { Store } from '../../core/store'
import type { Activity } from './document'
import type { Shift } from './shift'

type Open = { open?: string[] }
const field = 'beside.kept.open'

export const openHours = ({ beside }: Pick<Activity, 'beside'>): string[] =>
  (beside.kept as Open | undefined)?.open ?? []

/** Counted when the activity comes to its close. */
export async function noteOpenHours({ _id }: Pick<Activity, '_id'>, store: Store): Promise<void> {
  const { _ } = store
  const where = { activity: _id, toConfirm: _.gt(0) }
  const found = await store.find<Pick<Shift, '_id'>>('shifts', where, { limit: 200, fields: { _id: true } })
  await store.change('matters', { _id }, { 'beside.kept': _.set({ open: found.map((shift) => shift._id) }) })
}

/** The last hours of a shift are confirmed. What was cut off here the timer does with the records that are owed. */
export async function settleHours({ _id, activity }: Pick<Shift, '_id' | 'activity'>, store: Store): Promise<void> {
  await store.change('matters', { _id: activity, [field]: _id }, { [field]: store._.pull(_id) })
}

/** Somebody was entered after the end in a shift where nothing was left to confirm. */
export async function reopenHours({ _id, activity }: Pick<Shift, '_id' | 'activity'>, store: Store): Promise<void> {
  const { _ } = store
  await store.change('matters', { _id: activity, [field]: _.exists(true) }, { [field]: _.addToSet(_id) })
}
