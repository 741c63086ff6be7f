// What the timer does for the room: counts what moved, tells the desk of dates, files long cards away. Offers and handovers end by their own
// rows.
import { dayMs, onOf, startOf } from '../../core/clock'
import type { Job } from '../../core/manifest'
import { systemActor } from '../../core/roles'
import type { Store } from '../../core/store'
import { dateAlert } from './alert'
import type { Batch } from './batch'
import { countStock } from './counting'
import { fileAway } from './moves'

/** A month before its date and once more when it has passed; told first, marked afterwards, and one telling for all batches of a day. */
export async function watchDates(store: Store, now: number): Promise<number> {
  const { _ } = store
  const due = await store.find<Batch>(
    'batches',
    { open: true, warnAt: _.and([_.gt(0), _.lte(now)]) },
    { order: [['warnAt', 'asc']], limit: 50 },
  )
  for (const batch of due) {
    const street = await store.street(batch.street, now)
    const isPast = batch.expiresOn < onOf(now)
    const rule = { actor: systemActor, now, street }
    if (street) await store.add('matters', dateAlert(isPast ? 'past' : 'near', batch, { ...rule, street }))
    const warnAt = isPast ? null : startOf(batch.expiresOn) + dayMs
    // What has passed is free no more: its item is counted again.
    await store.change('batches', { _id: batch._id, warnAt: batch.warnAt }, { warnAt, counted: false })
  }
  return due.length
}

const counting: Job = {
  name: 'countStock',
  about: '汇总各种物资的库存，低于最低数量时提醒',
  everyMinutes: 1,
  run: ({ store, now }) => countStock(store, now),
}
const dates: Job = {
  name: 'watchDates',
  about: '物资临近或超过保质期时提醒',
  everyMinutes: 10,
  run: ({ store, now }) => watchDates(store, now),
}
const cards: Job = {
  name: 'fileCards',
  about: '归档过长的库存卡',
  everyMinutes: 10,
  run: ({ store }) => fileAway(store),
}

export const jobs: Job[] = [counting, dates, cards]
