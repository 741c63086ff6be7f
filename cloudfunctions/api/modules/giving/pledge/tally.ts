// What a campaign or fund shows of gifts that are not in its books: how much is promised, and the latest gifts as anybody may read them.
// Counted anew from the pledges each time, so that nothing can drift; at once when that was a while ago, by the timer otherwise.

import { onOf } from '../../../core/clock'
import type { Matter } from '../../../core/matter'
import type { Store } from '../../../core/store'
import type { Book } from '../../ledger/book'
import { shown } from '../../ledger/chart'
import { publicName } from '../donors'
import type { Pledge } from './document'
import { promised } from './workflow'

export type LatestGift = { name: string; fen?: number; on: string }
/** `beside.kept` of a campaign or fund. */
export type Kept = {
  /** In 分. */
  pledgedFen: number
  /** How many pledges that is. */
  pledged: number
  /** What has come in by its book, in 分; absent until something has. */
  givenFen?: number
  /** At most ten posted ones, the newest first. */
  latest: LatestGift[]
  /** How often it was counted, and when last. */
  n: number
  at: number
  /** A gift has changed since. */
  dirty: boolean
}

const latestMax = 10
const pageRows = 500
/** Counting again sooner than this is left to the timer. */
export const restMs = 10_000

export const keptOf = (target: Pick<Matter, 'beside'>): Kept | undefined => target.beside.kept as Kept | undefined

async function sumOf(to: string, store: Store): Promise<{ pledgedFen: number; pledged: number }> {
  const { _ } = store
  const sum = { pledgedFen: 0, pledged: 0 }
  for (const status of promised) {
    const where = { 'body.to': to, status }
    let from: object = where
    for (;;) {
      const found = await store.find<Pick<Pledge, '_id' | 'amount' | 'at'>>(
        'matters',
        from as Record<string, unknown>,
        {
          order: [
            ['at', 'asc'],
            ['_id', 'asc'],
          ],
          limit: pageRows,
          fields: { amount: true, at: true },
        },
      )
      for (const { amount = 0 } of found) {
        sum.pledgedFen += amount
        sum.pledged++
      }
      const last = found.at(-1)
      if (found.length < pageRows || !last) break
      from = _.and([where, _.or([{ at: _.gt(last.at) }, { at: last.at, _id: _.gt(last._id) }])])
    }
  }
  return sum
}

/** As anybody may read it: the name the donor chose, the amount unless it is hidden. */
export const shownGift = ({ body, beside, amount = 0, at }: Pledge): LatestGift => ({
  name: publicName(body.shownName, beside.check),
  ...(!body.hidesAmount && { fen: body.evidence?.fen ?? amount }),
  on: onOf(arrivedAt({ body, at })),
})

/** The last to arrive first, as the day that is shown says: a gift may be promised long before. */
const arrivedAt = ({ body, at }: Pick<Pledge, 'body' | 'at'>): number => body.postedAt ?? at
export const byArrival = <T extends Pick<Pledge, 'body' | 'at'>>(gifts: readonly T[]): T[] =>
  [...gifts].sort((one, other) => arrivedAt(other) - arrivedAt(one))

/** `unsure`: the name of one is still being looked at, so that the list is made again. `book` is the one they stand in. */
async function latestOf(
  to: string,
  store: Store,
): Promise<{ latest: LatestGift[]; unsure: boolean; book: string | undefined }> {
  const found = await store.find<Pledge>(
    'matters',
    { 'body.to': to, status: 'posted' },
    {
      order: [
        ['at', 'desc'],
        ['_id', 'desc'],
      ],
      limit: latestMax,
      fields: { body: true, amount: true, 'beside.check': true, at: true },
    },
  )
  return {
    latest: byArrival(found).map(shownGift),
    unsure: found.some(({ beside }) => beside.check === 'waiting'),
    book: found[0]?.body.book,
  }
}

/** Counts one of them now. Whoever counts at the same time makes this one count again later. */
export async function count(to: string, store: Store, now: number, known?: Kept): Promise<void> {
  const kept = known ?? keptOf((await store.get<Matter>('matters', to, { beside: true })) ?? { beside: {} as never })
  const n = kept?.n ?? 0
  const sum = await sumOf(to, store)
  const { latest, unsure, book: id } = await latestOf(to, store)
  const book = id === undefined ? undefined : await store.get<Book>('books', id, { balances: true })
  const given = book && { givenFen: shown(book.balances, 'donations') }
  const next: Kept = { ...sum, ...given, latest, n: n + 1, at: now, dirty: unsure }
  const where = n === 0 ? { _id: to, 'beside.kept': store._.exists(false) } : { _id: to, 'beside.kept.n': n }
  const done = await store.change('matters', where, { 'beside.kept': store._.set(next) })
  if (done !== 1)
    await store.change('matters', { _id: to, 'beside.kept.n': store._.gt(0) }, { 'beside.kept.dirty': true })
}

/** A gift to it has changed: counted now, or marked for the timer when it has just been counted. */
export async function countSoon(to: string, store: Store, now: number): Promise<void> {
  const target = await store.get<Matter>('matters', to, { beside: true })
  const kept = target && keptOf(target)
  if (!kept || now - kept.at >= restMs) return count(to, store, now, kept)
  await store.change('matters', { _id: to }, { 'beside.kept.dirty': true })
}

/** The timer's part, at most twenty a run. */
export async function countDirty(store: Store, now: number): Promise<number> {
  const dirty = await store.find<Pick<Matter, '_id' | 'beside'>>(
    'matters',
    { 'beside.kept.dirty': true },
    { limit: 20, fields: { beside: true } },
  )
  for (const { _id, beside } of dirty) await count(_id, store, now, keptOf({ beside }))
  return dirty.length
}
