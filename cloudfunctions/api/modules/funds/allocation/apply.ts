// What an allocation's step means for the books: set aside when it is granted, spent entry by entry, set free when it is over. Each part may
// run twice and has one effect: the posting's id proves that it is there, and the matter is told after it.
import { onOf } from '../../../core/clock'
import type { Problem } from '../../../core/errors'
import type { Matter } from '../../../core/matter'
import { followAsSystem } from '../../../core/matters'
import type { PersonKey } from '../../../core/roles'
import type { Store } from '../../../core/store'
import type { Draft } from '../../ledger/book'
import { linesFor } from '../../ledger/chart'
import { postOrLate } from '../../ledger/late'
import { post } from '../../ledger/post'
import { isDonor, isDonorNamed } from '../donors'
import { type Entry, sumOf } from '../entries'
import { allocationProblems as problems } from '../problems'
import type { Allocation } from './document'
import { postingOf } from './effects'

type At = { store: Store; now: number }

/** Who proposed a step along a route, and who was the last to agree to it. */
function handsOf({ trace, author }: Allocation, action: string): { by: PersonKey; confirmedBy: PersonKey } {
  const steps = trace.filter((event) => event.action === action)
  return { by: steps.at(-2)?.by ?? author, confirmedBy: steps.at(-1)?.by ?? author }
}

const sourceOf = ({ _id }: Allocation) => ({ kind: 'allocation', id: _id })

/** Whoever gave the money neither gets it nor is helped with it, as far as the pledges tell. */
async function donorIn({ body }: Allocation, store: Store): Promise<Problem | undefined> {
  if (await isDonorNamed(body.book, body.payee, store)) return problems.ALLOCATION_PAYEE_DONOR
  const need = body.need ? await store.get<Pick<Matter, 'author'>>('matters', body.need, { author: true }) : undefined
  return need && (await isDonor(body.book, need.author, store)) ? problems.ALLOCATION_DONOR_NEED : undefined
}

async function grant(allocation: Allocation, at: At): Promise<void> {
  const { _id, title, amount = 0, body } = allocation
  const draft: Draft = {
    _id: postingOf(_id, 'grant'),
    on: onOf(at.now),
    what: 'grant',
    words: title,
    lines: linesFor.grant(amount),
    source: sourceOf(allocation),
    ...handsOf(allocation, 'grant'),
  }
  const problem = await donorIn(allocation, at.store)
  const done = problem ? undefined : await post(at.store, body.book, draft, at.now)
  if (done?.ok) await followAsSystem(_id, 'book', at, { posting: done.posting._id })
  else await followAsSystem(_id, 'unbook', at, { why: (problem ?? (done as { problem: Problem }).problem).message })
}

async function spend(allocation: Allocation, entry: Entry, at: At): Promise<void> {
  const { _id, title, body } = allocation
  const draft: Draft = {
    _id: postingOf(_id, entry.id),
    on: entry.on,
    what: 'spend',
    words: `${title}：${entry.words}`,
    lines: linesFor.spend(entry.fen),
    source: sourceOf(allocation),
    by: entry.by,
    confirmedBy: entry.confirmedBy ?? entry.by,
    evidence: entry.photos,
  }
  // The payee that was approved has been asked about; another one may still be a donor.
  const problem =
    entry.payee !== body.payee.name && (await isDonorNamed(body.book, { name: entry.payee }, at.store))
      ? problems.ALLOCATION_PAYEE_DONOR
      : undefined
  const done = problem ? undefined : await postOrLate(at.store, body.book, draft, at.now)
  const stopped = problem ?? (done?.ok ? undefined : done?.problem)
  await followAsSystem(_id, 'settleSpend', at, { entry: entry.id, ...(stopped && { why: stopped.message }) })
}

/** What was set aside and not spent; again after an entry was reversed. */
async function release(allocation: Allocation, at: At): Promise<void> {
  const { _id, title, amount = 0, body } = allocation
  const fen = amount - sumOf(body.entries, ['posted']) - body.released.fen
  if (fen <= 0) return
  const times = body.released.times + 1
  const last = allocation.trace.at(-1)?.by ?? allocation.author
  const draft: Draft = {
    _id: postingOf(_id, `release${times}`),
    on: onOf(at.now),
    what: 'release',
    words: `${title}：余款`,
    lines: linesFor.release(fen),
    source: sourceOf(allocation),
    by: last,
    confirmedBy: 'system',
  }
  const done = await post(at.store, body.book, draft, at.now)
  if (!done.ok) throw new Error(`${_id} cannot release ${fen}: ${done.problem.code}`)
  await followAsSystem(_id, 'release', at, { fen, times })
}

export async function apply(allocation: Allocation, at: At): Promise<void> {
  const { status, body } = allocation
  if (status === 'granting') return grant(allocation, at)
  if (status === 'done' || status === 'ended') return release(allocation, at)
  for (const entry of body.entries.filter(({ state }) => state === 'posting')) await spend(allocation, entry, at)
}
