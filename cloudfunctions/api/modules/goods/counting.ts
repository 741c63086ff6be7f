// Taking an item's totals again from its batches, and telling the desk when it falls below its minimum or recovers. Totals are never added
// to, so taking them twice gives the same; what a process that died left out, the timer does.
import { onOf } from '../../core/clock'
import type { Matter } from '../../core/matter'
import { actAsSystem } from '../../core/matters'
import { systemActor } from '../../core/roles'
import type { Store } from '../../core/store'
import { lowAlert, lowId } from './alert'
import type { Batch } from './batch'
import { type Item, isLow, rankOf, totalsOf } from './items'

type At = { store: Store; now: number }
/** Of one item in one room; beyond it the oldest are counted. */
const batchesMax = 500

/** The desk first, the mark on the item afterwards: told twice is told once, by its id. */
async function tellLow(item: Item, free: number, low: boolean, { store, now }: At): Promise<void> {
  if (low && item.low && free !== item.free) {
    // The same telling with what is missing now.
    const where = { _id: lowId(item._id, item.lowRound), class: 'open' }
    await store.change('matters', where, { 'beside.kept': store._.set({ n: item.minimum - free }) })
  }
  if (low === item.low) return
  if (!low) {
    const alert = await store.get<Matter>('matters', lowId(item._id, item.lowRound))
    if (alert?.status === 'open') await actAsSystem(alert, 'recover', { store, now }, { free })
    return
  }
  const street = await store.street(item.street, now)
  if (street) await store.add('matters', lowAlert(item, free, item.lowRound + 1, { actor: systemActor, now, street }))
}

const triesMax = 6

/** True when the item says what its batches add up to. The item is read before its batches: who counts meanwhile changes its version. */
export async function recount(id: string, { store, now }: At): Promise<boolean> {
  for (let tries = 0; tries < triesMax; tries++) {
    const item = await store.get<Item>('stockItems', id)
    if (item?.type !== 'goods') return true
    const batches = await store.find<Batch>(
      'batches',
      { item: id, open: true },
      {
        order: [
          ['expiresOn', 'asc'],
          ['_id', 'asc'],
        ],
        limit: batchesMax,
        fields: { quantity: true, reserved: true, free: true, expiresOn: true },
      },
    )
    const totals = totalsOf(batches, onOf(now))
    const low = isLow(item, totals)
    await tellLow(item, totals.free, low, { store, now })
    const lowRound = item.lowRound + (low && !item.low ? 1 : 0)
    const rank = rankOf(item.name, { soonest: totals.soonest, low })
    const after = { ...totals, low, lowRound, rank, stale: false, version: item.version + 1 }
    if ((await store.change('stockItems', { _id: id, version: item.version }, after)) === 1) return true
  }
  return false
}

/** What moved since its item was counted last, and items whose minimum was changed. */
export async function countStock(store: Store, now: number): Promise<number> {
  const [moved, stale] = await Promise.all([
    store.find<Pick<Batch, '_id' | 'item' | 'version'>>(
      'batches',
      { counted: false },
      { limit: 200, fields: { item: true, version: true } },
    ),
    store.find<Pick<Item, '_id'>>('stockItems', { stale: true }, { limit: 100, fields: { _id: true } }),
  ])
  for (const item of new Set([...moved.map(({ item }) => item), ...stale.map(({ _id }) => _id)])) {
    if (!(await recount(item, { store, now }))) continue
    // A batch that has moved again meanwhile is counted in its turn.
    for (const { _id, version } of moved.filter((batch) => batch.item === item))
      await store.change('batches', { _id, version }, { counted: true })
  }
  return moved.length + stale.length
}
