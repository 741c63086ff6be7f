// Every book verified: balances and chains computed again from the postings, page by page, whatever the books say of themselves.
import type { Store } from '../../core/store'
import type { Book, Posting } from './book'
import { checkerOf } from './faults'

export type Fault = { book: string; title: string; what: string }
const pageRows = 500

/** The postings that the book counts, in order: those copied out, then those it still holds. */
async function* postingsOf({ _id, n: last, unposted }: Book, store: Store): AsyncGenerator<Posting> {
  const { _ } = store
  let n = 0
  for (;;) {
    const found = await store.find<Posting>(
      'postings',
      { book: _id, n: _.and([_.gt(n), _.lte(last)]) },
      { order: [['n', 'asc']], limit: pageRows },
    )
    yield* found
    n = found.at(-1)?.n ?? n
    if (found.length < pageRows) break
  }
  // What was copied out since the book was read has been seen already.
  for (const posting of [...unposted].sort((a, b) => a.n - b.n)) if (posting.n > n) yield posting
}

/** A posting that the book has never counted; one that came since the book was read has been counted meanwhile. */
async function strayIn({ _id, n: last }: Book, store: Store): Promise<string[]> {
  const { _ } = store
  const [beyond] = await store.find<Posting>(
    'postings',
    { book: _id, n: _.gt(last) },
    { order: [['n', 'desc']], limit: 1, fields: { n: true } },
  )
  if (!beyond) return []
  const now = await store.get<Book>('books', _id, { n: true })
  return (now?.n ?? 0) < beyond.n ? [`第 ${beyond.n} 笔没有经过账簿`] : []
}

export async function verifyBook(book: Book, store: Store): Promise<{ postings: number; faults: string[] }> {
  const checker = checkerOf(book)
  let postings = 0
  for await (const posting of postingsOf(book, store)) {
    postings++
    checker.see(posting)
  }
  return { postings, faults: [...checker.faults(), ...(await strayIn(book, store))] }
}

export async function verifyBooks(store: Store): Promise<{ books: number; postings: number; faults: Fault[] }> {
  const { _ } = store
  const faults: Fault[] = []
  const figures = { books: 0, postings: 0 }
  for (let after = ''; ; ) {
    const found = await store.find<Book>('books', { _id: _.gt(after) }, { order: [['_id', 'asc']], limit: 50 })
    for (const book of found) {
      const told = await verifyBook(book, store)
      figures.books++
      figures.postings += told.postings
      faults.push(...told.faults.map((what) => ({ book: book._id, title: book.title, what })))
    }
    const last = found.at(-1)
    if (!last || found.length < 50) return { ...figures, faults }
    after = last._id
  }
}
