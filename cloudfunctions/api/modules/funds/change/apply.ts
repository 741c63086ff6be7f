// What a change of purpose means for the books: the money is set aside while donors are asked, then moved, given back or set free as they
// said. Each part may run twice and has one effect.
import { onOf } from '../../../core/clock'
import { followAsSystem } from '../../../core/matters'
import type { Store } from '../../../core/store'
import { type Book, bookIdOf, type Draft } from '../../ledger/book'
import { availableFen, type Line, linesFor, movedFen, shown } from '../../ledger/chart'
import { post } from '../../ledger/post'
import { targetOf } from '../donors'
import { changeProblems as problems } from '../problems'
import type { Asking, PurposeChange } from './document'

type At = { store: Store; now: number }

const draftOf = (change: PurposeChange, what: string, words: string, lines: Line[], now: number): Draft => {
  const steps = change.trace.filter(({ action }) => action === 'submit')
  return {
    _id: `${change._id}_${what}`,
    on: onOf(now),
    what,
    words,
    lines,
    source: { kind: 'purposeChange', id: change._id },
    by: steps.at(-2)?.by ?? change.author,
    confirmedBy: steps.at(-1)?.by ?? change.author,
  }
}

/** All that may still be granted is set aside, so that nobody spends what donors are being asked about. */
async function reserve(change: PurposeChange, at: At): Promise<void> {
  const { store, now } = at
  const { _id, body, street } = change
  const book = await store.get<Book>('books', body.book)
  const givenFen = book ? shown(book.balances, 'donations') + shown(book.balances, 'movedIn') : 0
  // Nothing is left when it was set aside before and only this step was cut off: then the posting is found, whatever is asked for.
  const fen = Math.max(1, book ? availableFen(book.balances) : 0)
  const draft = draftOf(change, 'aside', `${body.bookTitle}：征求改变用途，单独留出`, linesFor.grant(fen), now)
  const done = givenFen > 0 ? await post(store, body.book, draft, now) : undefined
  if (!done?.ok) {
    const why = !done || done.problem.code === 'LEDGER_SHORT' ? problems.CHANGE_NOTHING : done.problem
    await followAsSystem(_id, 'unreserve', at, { why: why.message })
    return
  }
  const asideFen = movedFen(done.posting.lines).aside
  const through = { at: 0, id: '' }
  const asking: Asking = {
    _id,
    schema: 1,
    street,
    target: targetOf(body.book),
    state: 'asking',
    until: body.until,
    through,
    donors: 0,
  }
  await store.add('askings', asking)
  await followAsSystem(_id, 'reserve', at, { asideFen, givenFen, asideAt: done.posting.at })
}

async function move(change: PurposeChange, at: At): Promise<void> {
  const { body } = change
  const { moveFen, keepFen } = body.answered ?? { moveFen: 0, keepFen: 0 }
  const write = async (book: string, what: string, words: string, lines: Line[]): Promise<void> => {
    const done = await post(at.store, book, draftOf(change, what, words, lines, at.now), at.now)
    if (!done.ok) throw new Error(`${change._id} cannot post ${what}: ${done.problem.code}`)
  }
  if (moveFen > 0) {
    const words = `捐赠人同意改变用途，转到${body.toTitle}`
    await write(body.book, 'moveOut', words, linesFor.moveOut(moveFen))
    await write(
      bookIdOf('fund', body.to),
      'moveIn',
      `捐赠人同意改变用途，从${body.bookTitle}转入`,
      linesFor.moveIn(moveFen),
    )
  }
  if (keepFen > 0) await write(body.book, 'keep', '捐赠人没有同意改变用途，保留原来的用途', linesFor.release(keepFen))
  await followAsSystem(change._id, 'move', at)
}

async function giveBack(change: PurposeChange, at: At): Promise<void> {
  for (const entry of change.body.entries.filter(({ state }) => state === 'posting')) {
    const draft: Draft = {
      ...draftOf(change, entry.id, `按捐赠人的意愿退回：${entry.words}`, linesFor.giveBackAside(entry.fen), at.now),
      on: entry.on,
      by: entry.by,
      confirmedBy: entry.confirmedBy ?? entry.by,
      evidence: entry.photos,
    }
    const done = await post(at.store, change.body.book, draft, at.now)
    const why = done.ok ? {} : { why: done.problem.message }
    await followAsSystem(change._id, 'settleReturn', at, { entry: entry.id, ...why })
  }
}

export async function apply(change: PurposeChange, at: At): Promise<void> {
  if (change.status === 'reserving') return reserve(change, at)
  if (change.status === 'moving') return move(change, at)
  return giveBack(change, at)
}
