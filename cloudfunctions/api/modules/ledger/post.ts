// Writing the books: opening one, and adding a posting exactly once. The posting's id proves that it is there: first among what the book has
// not copied out yet, then among the postings. Copying comes before striking off, so one of the two always holds it.

import type { Problem } from '../../core/errors'
import { refuse } from '../../core/errors'
import type { Store } from '../../core/store'
import { type Book, type Draft, newBook, type Posting, withPosting } from './book'
import { ledgerProblems } from './problems'

/** Once for a campaign or fund; a second time changes nothing. */
export const openBook = async (store: Store, book: Parameters<typeof newBook>[0]): Promise<void> => {
  await store.add('books', newBook(book))
}

export type Posted =
  | { ok: true; book: Book; posting: Posting; again: boolean }
  | { ok: false; problem: Problem; book: Book }

const triesMax = 8

/**
 * Adds the posting, or finds that it was added before. Three SDK calls when nobody else writes: book, posting, conditional write. The book
 * must be read before the posting is looked for: whoever adds it meanwhile changes the book's version.
 * `allow` may refuse by the book as it stands at the write, such as a purpose that does not fit.
 */
export async function post(
  store: Store,
  bookId: string,
  draft: Draft,
  now: number,
  allow: (book: Book) => Problem | undefined = () => undefined,
): Promise<Posted> {
  const { _ } = store
  for (let tries = 0; tries < triesMax; tries++) {
    const book = (await store.get<Book>('books', bookId)) ?? refuse(ledgerProblems.BOOK_MISSING)
    const waiting = book.unposted.find(({ _id }) => _id === draft._id)
    const there = waiting ?? (await store.get<Posting>('postings', draft._id))
    if (there && there.book !== bookId) throw new Error(`the posting ${draft._id} stands in ${there.book}`)
    if (there) return { ok: true, book, posting: there, again: true }
    const problem = allow(book)
    if (problem) return { ok: false, problem, book }
    const next = withPosting(book, draft, now)
    if ('problem' in next) return { ok: false, problem: next.problem, book }
    const { posting } = next
    const increments = Object.fromEntries(posting.lines.map(({ account, fen }) => [`balances.${account}`, _.inc(fen)]))
    const done = await store.change(
      'books',
      { _id: bookId, version: book.version },
      {
        ...increments,
        version: _.inc(1),
        n: posting.n,
        head: posting.hash,
        unposted: _.push([posting]),
        owed: true,
      },
    )
    if (done === 1) return { ok: true, book: next.book, posting, again: false }
  }
  throw new Error(`the book ${bookId} is written by too many at once`)
}

/** A posting that is there already must be this very one: nothing is struck off that stands nowhere else. */
async function keep(posting: Posting, store: Store): Promise<void> {
  if ((await store.add('postings', posting)) === 'added') return
  const kept = await store.get<Posting>('postings', posting._id)
  if (kept?.hash !== posting.hash) throw new Error(`another posting stands under ${posting._id}`)
}

async function copyOne(book: Book, store: Store): Promise<number> {
  const { _ } = store
  if ((await store.addAll('postings', book.unposted)) === 'duplicate')
    for (const posting of book.unposted) await keep(posting, store)
  const ids = book.unposted.map(({ _id }) => _id)
  await store.change('books', { _id: book._id }, { unposted: _.pull({ _id: _.in(ids) }) })
  await store.change('books', { _id: book._id, unposted: _.size(0) }, { owed: false })
  return book.unposted.length
}

/**
 * Copies out what books still hold, then strikes it off; every step may run twice. At most 20 books a run; one that fails does not hold up the
 * others.
 */
export async function copyOut(store: Store): Promise<number> {
  const owing = await store.find<Book>('books', { owed: true }, { limit: 20 })
  let copied = 0
  let failed: unknown
  for (const book of owing)
    copied += await copyOne(book, store).catch((error: unknown) => {
      failed ??= error
      return 0
    })
  if (failed) throw failed
  return copied
}
