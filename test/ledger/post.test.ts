// The books: each posting once, whoever else writes at the same moment and however often it is sent; balances are the sum of the postings.
import {
  type Book,
  bookIdOf,
  type Draft,
  newBook,
  type Posting,
  withPosting,
} from '../../cloudfunctions/api/modules/ledger/book'
import { availableFen, isBalanced, linesFor, opposite, sayFen } from '../../cloudfunctions/api/modules/ledger/chart'
import { faultsOf } from '../../cloudfunctions/api/modules/ledger/faults'
import { copyOut, openBook, post } from '../../cloudfunctions/api/modules/ledger/post'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'
import { seeded } from '../support/seeded'
import { plum } from '../support/world'

const id = bookIdOf('fund', 'aaaaaaaaaaaaaaaaaaaa')
const parts = {
  _id: id,
  street: '/jz/yh/xm',
  area: plum,
  within: ['/jz/yh/xm', plum],
  of: { kind: 'fund', id: 'aaaaaaaaaaaaaaaaaaaa' },
  title: '阳光基金',
  purpose: '助老',
  host: 'charity',
  at: wednesday,
}
const draft = (name: string, lines: Draft['lines'], change: Partial<Draft> = {}): Draft => ({
  _id: name,
  on: '2026-03-04',
  what: 'arrive',
  words: '捐赠',
  lines,
  source: { kind: 'pledge', id: name },
  by: 'pclerk',
  confirmedBy: 'pofficer',
  ...change,
})

let door: Door
beforeAll(async () => {
  door = await theDoor()
})
afterAll(() => door.close())

const all = async (): Promise<{ book: Book; postings: Posting[] }> => {
  const book = (await door.store.get<Book>('books', id)) as Book
  const kept = await door.store.find<Posting>('postings', { book: id }, { order: [['n', 'asc']], limit: 1000 })
  const known = new Set(kept.map(({ _id }) => _id))
  return { book, postings: [...kept, ...book.unposted.filter(({ _id }) => !known.has(_id))] }
}

test('eight at once, each sent three times, are eight postings that add up', async () => {
  await openBook(door.store, parts)
  await openBook(door.store, parts)
  const sent = Array.from({ length: 24 }, (_, index) =>
    post(door.store, id, draft(`gift${index % 8}`, linesFor.arrive(100 * ((index % 8) + 1))), wednesday),
  )
  const told = await Promise.all(sent.map((one) => one.catch((error: Error) => error.message)))
  // Whoever found too many others writing sends again, as a function does.
  for (let index = 0; index < 8; index++)
    await post(door.store, id, draft(`gift${index}`, linesFor.arrive(100 * (index + 1))), wednesday)
  expect(told.filter((one) => typeof one !== 'string' && one.ok && !one.again).length).toBeGreaterThan(0)
  const { book, postings } = await all()
  expect(book.n).toBe(8)
  expect(book.balances.bank).toBe(3600)
  expect(faultsOf(book, postings)).toEqual([])
})

test('copied out and sent again, it is found among the postings', async () => {
  await copyOut(door.store)
  await copyOut(door.store)
  expect((await all()).book).toMatchObject({ unposted: [], owed: false })
  const again = await post(door.store, id, draft('gift3', linesFor.arrive(400)), wednesday)
  expect(again).toMatchObject({ ok: true, again: true })
  const { book, postings } = await all()
  expect(book.n).toBe(8)
  expect(faultsOf(book, postings)).toEqual([])
})

test('a posting of one book is never taken for one of another, and neither is lost', async () => {
  const books = ['b', 'c'].map((letter) => bookIdOf('fund', letter.repeat(20)))
  for (const _id of books) await openBook(door.store, { ...parts, _id })
  const sent = (book: string, name: string) => post(door.store, book, draft(name, linesFor.arrive(7)), wednesday)
  await expect(sent(books[0] as string, 'gift3')).rejects.toThrow('stands in')
  await Promise.all(books.map((book) => sent(book, 'both')))
  // Whichever is copied second keeps what it holds.
  await expect(copyOut(door.store)).rejects.toThrow('stands under both')
  const held = await Promise.all(books.map((book) => door.store.get<Book>('books', book)))
  expect(held.flatMap((book) => book?.unposted ?? [])).toHaveLength(1)
  await door.store.remove('books', { _id: door.store._.in(books) })
})

test('more than there is can be neither granted nor spent, and a granted sum is not granted again', async () => {
  expect(await post(door.store, id, draft('grant1', linesFor.grant(3601)), wednesday)).toMatchObject({
    ok: false,
    problem: { code: 'LEDGER_SHORT' },
  })
  expect(await post(door.store, id, draft('grant2', linesFor.grant(3000)), wednesday)).toMatchObject({ ok: true })
  expect(await post(door.store, id, draft('grant3', linesFor.grant(601)), wednesday)).toMatchObject({ ok: false })
  expect(await post(door.store, id, draft('spend1', linesFor.spend(2000)), wednesday)).toMatchObject({ ok: true })
  const { book, postings } = await all()
  expect(book.balances).toMatchObject({ bank: 1600, appropriated: 1000, committed: -1000, spending: 2000 })
  expect(availableFen(book.balances)).toBe(600)
  expect(faultsOf(book, postings)).toEqual([])
})

test('a closed month takes nothing, and tomorrow has not come', async () => {
  await door.store.change('books', { _id: id }, { closedThrough: '2026-02' })
  const late = draft('late', linesFor.arrive(1), { on: '2026-02-28' })
  expect(await post(door.store, id, late, wednesday)).toMatchObject({ problem: { code: 'LEDGER_PERIOD_CLOSED' } })
  const early = draft('early', linesFor.arrive(1), { on: '2026-03-05' })
  expect(await post(door.store, id, early, wednesday)).toMatchObject({ problem: { code: 'LEDGER_FUTURE' } })
})

test('ten thousand random postings: debits are credits, nothing falls below zero, every tampering is found', () => {
  const { below, one } = seeded(7)
  let book = newBook(parts)
  const postings: Posting[] = []
  for (let step = 0; step < 10_000; step++) {
    const fen = 1 + below(500_000)
    const last = postings.at(-1)
    const lines = one([
      () => linesFor.arrive(fen),
      () => linesFor.arrive(fen + 10, 10),
      () => linesFor.grant(fen),
      () => linesFor.spend(fen),
      () => linesFor.release(fen),
      () => linesFor.giveBack(fen),
      () => (last ? opposite(last.lines) : linesFor.arrive(fen)),
    ])()
    const next = withPosting(book, draft(`p${step}`, lines), wednesday)
    if ('problem' in next) continue
    expect(isBalanced(next.posting.lines)).toBe(true)
    postings.push(next.posting)
    book = { ...next.book, unposted: [] }
  }
  expect(postings.length).toBeGreaterThan(2_000)
  expect(faultsOf(book, postings)).toEqual([])
  for (let step = 0; step < 8; step++) {
    const at = below(postings.length)
    const changed = postings.map((posting, index) =>
      index === at ? { ...posting, lines: posting.lines.map((line) => ({ ...line, fen: line.fen * 2 })) } : posting,
    )
    expect(faultsOf(book, changed)).not.toEqual([])
    expect(
      faultsOf(
        book,
        postings.filter((_, index) => index !== at),
      ),
    ).not.toEqual([])
  }
})

test.each([
  [0, '0.00 元'],
  [5, '0.05 元'],
  [123_450, '1,234.50 元'],
  [-100, '-1.00 元'],
  [123_456_789_00, '123,456,789.00 元'],
])('%s 分 is said as %s', (fen, said) => expect(sayFen(fen)).toBe(said))

test('lines that do not sum to zero, or are no whole 分, are a defect and never written', () => {
  for (const lines of [
    [{ account: 'bank' as const, fen: 1 }],
    [
      { account: 'bank' as const, fen: 1 },
      { account: 'donations' as const, fen: -2 },
    ],
    [
      { account: 'bank' as const, fen: 0.5 },
      { account: 'donations' as const, fen: -0.5 },
    ],
    [
      { account: 'bank' as const, fen: 1 },
      { account: 'bank' as const, fen: -1 },
    ],
  ])
    expect(() => withPosting(newBook(parts), draft('x', lines), wednesday)).toThrow('unbalanced')
})
