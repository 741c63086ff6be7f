// Closing a month (结账): what is dated in it can't be added to any more. It is never opened again; a later find is reversed or booked today.

import { onOf } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as core, refuse } from '../../core/errors'
import { type Book, monthOf } from './book'
import { ledgerProblems } from './problems'

/**
 * An entry that is recorded and not yet confirmed keeps its month open: the matter it is on says `body.book` and, while such entries wait,
 * the day of the earliest in `body.openOn`.
 */
const hasOpenEntries = async (book: string, month: string, { store }: Ctx): Promise<boolean> => {
  const { _ } = store
  const where = { 'body.book': book, 'body.openOn': _.and([_.gt(''), _.lte(`${month}-31`)]) }
  return (await store.find('matters', where, { limit: 1, fields: { _id: true } })).length > 0
}

/** By the host charity's own people. Closing again changes nothing. Four calls: person, book, entries, change. */
export async function closeMonth(id: string, month: string, ctx: Ctx): Promise<Book> {
  const [{ actor }, found] = await Promise.all([ctx.member(), ctx.store.get<Book>('books', id)])
  const book = found ?? refuse(ledgerProblems.BOOK_MISSING)
  if (!actor.bodies.includes(book.host)) return refuse(core.NOT_PERMITTED)
  if (month <= book.closedThrough) return book
  if (month >= monthOf(onOf(ctx.now))) return refuse(ledgerProblems.LEDGER_MONTH_RUNNING)
  if (await hasOpenEntries(id, month, ctx)) return refuse(ledgerProblems.LEDGER_OPEN_ENTRIES)
  const { _ } = ctx.store
  const closing = { month, n: book.n, head: book.head, by: actor.key, at: ctx.now }
  const change = { closedThrough: month, version: _.inc(1), closings: _.push([closing]) }
  // Whoever posts or closes meanwhile changes the version: then nothing is closed, unless it is this month that they closed.
  if ((await ctx.store.change('books', { _id: id, version: book.version }, change)) !== 1) {
    const now = await ctx.store.get<Book>('books', id)
    return now && month <= now.closedThrough ? now : refuse(core.STATE_CHANGED)
  }
  return {
    ...book,
    closedThrough: month,
    closings: [...(book.closings ?? []), closing],
    version: book.version + 1,
  }
}
