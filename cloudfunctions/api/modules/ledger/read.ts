// Reading the books: a book for somebody who may know of it, and its postings by key, those that are not copied out yet among them.
import type { Ctx } from '../../core/endpoint'
import { refuse } from '../../core/errors'
import { kindOf } from '../../core/kinds'
import type { Matter } from '../../core/matter'
import { pageSize, readerOf } from '../../core/matters'
import { isVisible } from '../../core/view'
import type { Book, Posting } from './book'
import { ledgerProblems } from './problems'

/** One call for a public book; for the book of a 定向募捐 two more: the reader, and the campaign that says who is listed. */
export async function readable(id: string, ctx: Ctx, book = ctx.store.get<Book>('books', id)): Promise<Book> {
  const found = (await book) ?? refuse(ledgerProblems.BOOK_MISSING)
  if (found.isPublic !== false) return found
  const [actor, matter] = await Promise.all([readerOf(ctx), ctx.store.get<Matter>('matters', found.of.id)])
  if (!matter || !isVisible(kindOf(matter.kind), matter, actor)) return refuse(ledgerProblems.BOOK_MISSING)
  return found
}

/** Newest first, before the posting `before`: what is copied out and, ahead of it, what the book still holds. */
export async function postingsOf(id: string, before: number | undefined, ctx: Ctx) {
  const { _ } = ctx.store
  const book = ctx.store.get<Book>('books', id)
  const copied = ctx.store.find<Posting>(
    'postings',
    { book: id, ...(before !== undefined && { n: _.lt(before) }) },
    { order: [['n', 'desc']], limit: pageSize + 1 },
  )
  const [{ unposted }, found] = await Promise.all([readable(id, ctx, book), copied])
  const held = unposted.filter(({ n }) => before === undefined || n < before)
  const all = new Map([...held, ...found].map((posting) => [posting.n, posting]))
  const sorted = [...all.values()].sort((a, b) => b.n - a.n)
  const shown = sorted.slice(0, pageSize)
  return { shown, next: sorted.length > pageSize ? shown.at(-1)?.n : undefined }
}
