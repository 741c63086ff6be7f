// Which shifts of an activity that waits to be closed still have hours to confirm: kept beside its log for its page and its card, so that
// closing is offered when there are none. The rule itself asks the shifts (workflow.ts), and so does the page of the hours.
import type { Matter } from '../../core/matter'
import type { Store } from '../../core/store'
import type { Shift } from './shift'

type Open = { open?: string[] }
const field = 'beside.kept.open'

export const openHours = ({ beside }: Pick<Matter, 'beside'>): string[] => (beside.kept as Open | undefined)?.open ?? []

/** The activity as if it had just been counted, for whoever has its shifts before them. */
export const withOpenHours = <M extends Pick<Matter, 'beside'>>(activity: M, open: string[]): M => ({
  ...activity,
  beside: { ...activity.beside, kept: { open } },
})

/** Counted when the activity comes to its close. */
export async function noteOpenHours({ _id }: Pick<Matter, '_id'>, store: Store): Promise<void> {
  const { _ } = store
  const where = { activity: _id, toConfirm: _.gt(0) }
  const found = await store.find<Pick<Shift, '_id'>>('shifts', where, { limit: 200, fields: { _id: true } })
  await store.change('matters', { _id }, { 'beside.kept': _.set({ open: found.map((shift) => shift._id) }) })
}

/** One shift of it, whose hours were confirmed or entered: the timer's part, with the records that are owed. */
export async function keepOpenHours(
  { _id, activity, toConfirm }: Pick<Shift, '_id' | 'activity' | 'toConfirm'>,
  store: Store,
): Promise<void> {
  const { _ } = store
  const [where, change] =
    toConfirm > 0 ? [{ [field]: _.exists(true) }, _.addToSet(_id)] : [{ [field]: _id }, _.pull(_id)]
  await store.change('matters', { _id: activity, ...where }, { [field]: change })
}
