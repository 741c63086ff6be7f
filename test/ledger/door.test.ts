// The books through the door: what anybody reads, who decides on evidence, who closes a month, and a mistake put right by two people.
import { applyNow } from '../../cloudfunctions/api/core/matters'
import type { Book, Posting } from '../../cloudfunctions/api/modules/ledger/book'
import { linesFor } from '../../cloudfunctions/api/modules/ledger/chart'
import { faultsOf } from '../../cloudfunctions/api/modules/ledger/faults'
import { copyOut, post } from '../../cloudfunctions/api/modules/ledger/post'
import { aBook, auditor, cashier, charityHere, freshId, keyOf, posted, thirdHand } from '../support/charity'
import { wednesday } from '../support/clock'
import { codeOf, type Door, type Told, theDoor } from '../support/door'
import { dew, plum, streetPath } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await charityHere(door)
})
afterAll(() => door.close())

const bookOf = async (id: string) => (await door.store.get<Book>('books', id)) as Book
const postingOf = async (id: string) => (await door.store.get<Posting>('postings', id)) as Posting
const act = async (who: string, id: string, action: string, more: object = {}, now = wednesday): Promise<Told> => {
  const { version } = await door.matter(id)
  return door.call(who, 'matters.act', { id, version, action, request: freshId(), ...more }, now)
}

describe('anybody reads', () => {
  test('a book in one call, its sums and accounts in words, and nobody’s name', async () => {
    const book = await aBook(door)
    await posted(door, book, linesFor.arrive(123_450, 50))
    await posted(door, book, linesFor.grant(20_000))
    await posted(door, book, linesFor.spend(5_000))
    const told = await door.call('', 'ledger.book', { book })
    expect(codeOf(told)).toBe('SIGN_IN')
    const guest = await door.call('openid-guest', 'ledger.book', { book })
    expect(guest.calls).toBe(2)
    expect(guest.data).toMatchObject({
      title: '杏花基金',
      host: '香梅慈善会',
      place: '杏花社区',
      in: { fen: 123_450, text: '1,234.50 元' },
      out: { fen: 5_050 },
      held: { fen: 118_400 },
      granted: { fen: 15_000 },
      available: { fen: 103_400 },
      count: 3,
      can: { review: false, reverse: false },
    })
    expect(guest.data.can.close).toBeUndefined()
    expect(JSON.stringify(guest.data)).not.toMatch(/pcashier|pauditor|钱惊蛰/)
  })

  test('postings newest first by key, those not copied out yet among them', async () => {
    const book = await aBook(door)
    for (let n = 1; n <= 23; n++) await posted(door, book, linesFor.arrive(n * 100), { words: `第${n}笔` })
    await post(
      door.store,
      book,
      {
        _id: `${freshId()}_arrive`,
        on: '2026-03-04',
        what: 'arrive',
        words: '第24笔',
        lines: linesFor.arrive(2400),
        source: { kind: 'pledge', id: freshId() },
        by: 'pone',
        confirmedBy: 'ptwo',
      },
      wednesday,
    )
    const first = await door.call('openid-guest', 'ledger.postings', { book })
    expect(first.calls).toBe(2)
    expect(first.data.lines.map(({ n }: { n: number }) => n)).toEqual(Array.from({ length: 20 }, (_, i) => 24 - i))
    expect(first.data.lines[0]).toMatchObject({ what: '捐赠收入', in: '24.00 元', words: '第24笔', photos: [] })
    const rest = await door.call('openid-guest', 'ledger.postings', { book, after: first.data.next })
    expect(rest.data.lines.map(({ n }: { n: number }) => n)).toEqual([4, 3, 2, 1])
    expect(rest.data.next).toBeUndefined()
    await copyOut(door.store)
    const same = await door.call('openid-guest', 'ledger.postings', { book })
    expect(same.data).toEqual(first.data)
  })

  test('the books of a street and of a community, paged; a book for listed members is in none of them', async () => {
    const there = { area: dew, within: [streetPath, dew] }
    const ids = []
    for (let n = 0; n < 22; n++) ids.push(await aBook(door, { ...there, title: `第${n}本`, at: wednesday + n }))
    const listed = await aBook(door, { ...there, isPublic: false })
    const first = await door.call('openid-guest', 'ledger.books', { area: dew })
    expect(first.calls).toBe(1)
    const second = await door.call('openid-guest', 'ledger.books', { area: dew, after: first.data.next })
    const shown = [...first.data.books, ...second.data.books].map(({ id }: { id: string }) => id)
    expect(shown).toEqual(ids.reverse())
    const street = await door.call('openid-guest', 'ledger.books', { area: streetPath })
    expect(street.data.books).toHaveLength(20)
    const elsewhere = await door.call('openid-guest', 'ledger.books', { area: plum })
    expect(elsewhere.data.books.every(({ place }: { place: string }) => place === '杏花社区')).toBe(true)
    expect(codeOf(await door.call('openid-guest', 'ledger.book', { book: listed }))).toBe('BOOK_MISSING')
    expect(codeOf(await door.call('openid-guest', 'ledger.postings', { book: listed }))).toBe('BOOK_MISSING')
    expect(codeOf(await door.call('openid-guest', 'ledger.book', { book: `fund_${freshId()}` }))).toBe('BOOK_MISSING')
  })
})

describe('evidence', () => {
  const photos = ['cloud://a/receipt.jpg', 'cloud://a/card.jpg']
  const shownTo = async (who: string, book: string, posting: string) => {
    const { data } = await door.call(who, 'ledger.postings', { book })
    return data.lines.find(({ id }: { id: string }) => id === posting).photos
  }

  test('is shown after a second person has chosen what may be seen', async () => {
    const book = await aBook(door)
    const posting = await posted(door, book, linesFor.arrive(100), { evidence: photos })
    expect(await shownTo(auditor, book, posting)).toEqual([])
    const waiting = await door.call(auditor, 'ledger.toReview', { book })
    expect(waiting.calls).toBe(2)
    expect(waiting.data.lines).toMatchObject([{ id: posting, photos, own: false }])
    expect((await door.call(cashier, 'ledger.toReview', { book })).data.lines).toMatchObject([{ own: true }])
    const review = (who: string, show: string[]) => door.call(who, 'ledger.review', { posting, show })
    expect(codeOf(await review(cashier, photos))).toBe('NOT_OWN')
    expect(codeOf(await review('manager', photos))).toBe('NOT_PERMITTED')
    expect(codeOf(await review('clerk', photos))).toBe('NOT_PERMITTED')
    expect(codeOf(await review('author', photos))).toBe('NOT_PERMITTED')
    expect(codeOf(await review(auditor, ['cloud://a/other.jpg']))).toBe('LEDGER_PHOTO_UNKNOWN')
    const [one, two] = await Promise.all([review(auditor, [photos[0]!]), review(auditor, [photos[0]!])])
    expect([codeOf(one), codeOf(two)]).toEqual(['OK', 'OK'])
    expect(two.data).toEqual(one.data)
    expect(Math.min(one.calls, two.calls)).toBe(3)
    expect(await shownTo('openid-guest', book, posting)).toEqual([photos[0]])
    expect(codeOf(await review(thirdHand, photos))).toBe('LEDGER_REVIEWED')
    expect((await door.call(auditor, 'ledger.toReview', { book })).data.lines).toEqual([])
  })

  test('may be kept back whole, and the community’s supervisor may decide too', async () => {
    const book = await aBook(door)
    const posting = await posted(door, book, linesFor.arrive(100), { evidence: photos })
    expect(codeOf(await door.call('manager', 'ledger.toReview', { book }))).toBe('NOT_PERMITTED')
    expect(codeOf(await door.call('supervisor', 'ledger.review', { posting, show: [] }))).toBe('OK')
    expect(await shownTo('openid-guest', book, posting)).toEqual([])
  })

  test('a posting without photos waits for nobody', async () => {
    const book = await aBook(door)
    await posted(door, book)
    expect((await door.call(auditor, 'ledger.toReview', { book })).data.lines).toEqual([])
  })
})

describe('a month', () => {
  const april = wednesday + 40 * 86_400_000
  const close = (who: string, book: string, month: string, now = april) =>
    door.call(who, 'ledger.closeMonth', { book, month }, now)

  test('is closed by the host charity once it is over, and never opened again', async () => {
    const book = await aBook(door)
    await posted(door, book, linesFor.arrive(100), { on: '2026-03-04' })
    expect(codeOf(await close('clerk', book, '2026-03'))).toBe('NOT_PERMITTED')
    expect(codeOf(await close('officer', book, '2026-03'))).toBe('NOT_PERMITTED')
    expect(codeOf(await close('manager', book, '2026-03'))).toBe('NOT_PERMITTED')
    expect(codeOf(await close(cashier, book, '2026-04'))).toBe('LEDGER_MONTH_RUNNING')
    expect(codeOf(await close(cashier, book, '2026-13'))).toBe('INPUT_INVALID')
    const before = await door.call(cashier, 'ledger.book', { book }, april)
    expect(before.data.can.close).toEqual({ month: '2025-12', label: '2025年12月' })
    const told = await close(cashier, book, '2026-03')
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    expect(told.data).toMatchObject({ closed: '已结账到 2026年3月' })
    expect(told.data.can.close).toBeUndefined()
    expect((await close(cashier, book, '2026-03')).data).toEqual(told.data)
    expect(codeOf(await close(cashier, book, '2026-02'))).toBe('OK')
    const { closedThrough, closings } = await bookOf(book)
    expect([closedThrough, closings.length]).toEqual(['2026-03', 1])
    const late = posted(door, book, linesFor.arrive(100), { on: '2026-03-31' }, april)
    await expect(late).rejects.toThrow('LEDGER_PERIOD_CLOSED')
  })

  test('stays open while an entry of it is recorded and not confirmed', async () => {
    const book = await aBook(door)
    const entry = { _id: freshId(), schema: 1, kind: 'pledge', body: { book, openOn: '2026-03-31' } }
    await door.store.add('matters', entry)
    expect(codeOf(await close(cashier, book, '2026-02'))).toBe('OK')
    expect(codeOf(await close(cashier, book, '2026-03'))).toBe('LEDGER_OPEN_ENTRIES')
    await door.store.remove('matters', { _id: entry._id })
    expect(codeOf(await close(cashier, book, '2026-03'))).toBe('OK')
  })

  test('a gift that is recorded and not confirmed keeps it open too', async () => {
    const book = await aBook(door)
    const gift = { _id: freshId(), schema: 1, kind: 'pledge', class: 'open' }
    const body = { to: book.slice('fund_'.length), evidence: { on: '2026-03-02' } }
    await door.store.add('matters', { ...gift, body })
    expect(codeOf(await close(cashier, book, '2026-03'))).toBe('LEDGER_OPEN_ENTRIES')
    await door.store.change('matters', { _id: gift._id }, { class: 'settled' })
    expect(codeOf(await close(cashier, book, '2026-03'))).toBe('OK')
  })

  test('a posting smuggled into it is found when the book is verified', async () => {
    const book = await aBook(door)
    await posted(door, book, linesFor.arrive(100), { on: '2026-03-04' })
    await close(cashier, book, '2026-03')
    await door.store.change('books', { _id: book }, { closedThrough: '' })
    await posted(door, book, linesFor.arrive(100), { on: '2026-03-31' }, april)
    const postings = await door.store.find<Posting>('postings', { book }, { order: [['n', 'asc']], limit: 10 })
    expect(faultsOf(await bookOf(book), postings)).toEqual(['第 2 笔记入了已经结账的月份'])
  })
})

describe('the host’s people', () => {
  test('find their own books, those of a 定向募捐 among them, with the month that waits', async () => {
    const listed = await aBook(door, { isPublic: false, at: wednesday + 400 * 86_400_000 })
    const told = await door.call(cashier, 'ledger.ours', {}, wednesday + 500 * 86_400_000)
    expect([codeOf(told), told.calls]).toEqual(['OK', 2])
    expect(told.data.books[0].id).toBe(listed)
    expect(told.data.books.some(({ toClose }: { toClose?: string }) => toClose !== undefined)).toBe(true)
    expect((await door.call('manager', 'ledger.ours', {})).data.books).toEqual([])
    expect(codeOf(await door.call('author', 'ledger.ours', {}))).toBe('NOT_PERMITTED')
  })

  test('see where each posting came from and whether it is reversed here', async () => {
    const book = await aBook(door)
    await posted(door, book, linesFor.arrive(50_000))
    await posted(door, book, linesFor.grant(10_000))
    const told = await door.call(cashier, 'ledger.entries', { book })
    expect([codeOf(told), told.calls]).toEqual(['OK', 2])
    expect(told.data.lines).toMatchObject([
      { n: 2, whyNot: '批准与释放用款不用冲正，请在用款事项里办理' },
      { n: 1, matter: expect.stringMatching(/^money/) },
    ])
    expect(told.data.lines[1].whyNot).toBeUndefined()
    expect(codeOf(await door.call('manager', 'ledger.entries', { book }))).toBe('NOT_PERMITTED')
  })
})

describe('a mistake', () => {
  const reverse = (who: string, posting: string, id = freshId()) =>
    door.call(who, 'ledger.reverse', { id, posting, words: '金额多记了一位' })

  test('is reversed by two people with an opposite posting; the first one stays as it is', async () => {
    const book = await aBook(door)
    const posting = await posted(door, book, linesFor.arrive(50_000))
    const before = await postingOf(posting)
    const id = freshId()
    expect(codeOf(await reverse('clerk', posting))).toBe('NOT_PERMITTED')
    expect(codeOf(await reverse('author', posting))).toBe('NOT_PERMITTED')
    const [asked, again] = await Promise.all([reverse(cashier, posting, id), reverse(cashier, posting, id)])
    expect([asked.data, Math.min(asked.calls, again.calls)]).toEqual([again.data, 4])
    expect(asked.data).toMatchObject({ kindLabel: '冲正', statusText: '待复核' })
    expect(codeOf(await act(cashier, id, 'confirm'))).toBe('NOT_OWN')
    expect(codeOf(await act('manager', id, 'confirm'))).toBe('MATTER_MISSING')
    const told = await act(auditor, id, 'confirm')
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    await applyNow(id, door.store, wednesday)
    await applyNow(id, door.store, wednesday)
    await copyOut(door.store)
    expect(await door.matter(id)).toMatchObject({ status: 'booked', beside: { apply: null } })
    expect((await bookOf(book)).balances).toMatchObject({ bank: 0, donations: 0 })
    const { reversedBy, ...rest } = await postingOf(posting)
    expect([rest, reversedBy]).toEqual([before, `${posting}_reversed`])
    const { data } = await door.call('openid-guest', 'ledger.postings', { book })
    expect(data.lines).toMatchObject([
      { what: '冲正', out: '500.00 元', note: '冲正前面记错的一笔' },
      { what: '捐赠收入', in: '500.00 元', note: '已冲正，见后面的冲正记录' },
    ])
    expect(codeOf(await reverse(cashier, posting))).toBe('LEDGER_REVERSED')
    expect(codeOf(await reverse(cashier, `${posting}_reversed`))).toBe('LEDGER_REVERSAL')
    const postings = await door.store.find<Posting>('postings', { book }, { order: [['n', 'asc']], limit: 10 })
    expect(faultsOf(await bookOf(book), postings)).toEqual([])
  })

  test('proposed twice is reversed once: the later one is told so', async () => {
    const book = await aBook(door)
    const posting = await posted(door, book, linesFor.arrive(50_000))
    const [one, two] = [freshId(), freshId()]
    await reverse(cashier, posting, one)
    await reverse(auditor, posting, two)
    await act('clerk', one, 'confirm')
    await act(thirdHand, two, 'confirm')
    for (const id of [one, two]) await applyNow(id, door.store, wednesday)
    expect((await bookOf(book)).balances.bank).toBe(0)
    const back = await door.matter(two)
    expect([back.status, back.trace.at(-1)?.said]).toEqual(['asked', '这笔账已经冲正'])
    expect(codeOf(await act(cashier, two, 'turnDown', { note: '已经冲正' }))).toBe('OK')
  })

  test('is not reversed when the money is gone, and the proposal says so', async () => {
    const book = await aBook(door)
    const posting = await posted(door, book, linesFor.arrive(50_000))
    await posted(door, book, linesFor.grant(40_000))
    const id = freshId()
    await reverse(cashier, posting, id)
    await act(auditor, id, 'confirm')
    await applyNow(id, door.store, wednesday)
    const back = await door.matter(id)
    expect([back.status, back.trace.at(-1)?.said]).toEqual(['asked', '余额不足，请核对可用金额后再办理'])
    expect((await bookOf(book)).balances.bank).toBe(50_000)
  })

  test('a grant is no mistake of the books', async () => {
    const book = await aBook(door)
    await posted(door, book, linesFor.arrive(50_000))
    const grant = await posted(door, book, linesFor.grant(40_000))
    expect(codeOf(await reverse(cashier, grant))).toBe('LEDGER_NOT_MONEY')
    expect(codeOf(await reverse(cashier, `${freshId()}_arrive`))).toBe('LEDGER_POSTING_MISSING')
  })

  test('of a gift is put right where the gift is, and one of two books is not reversed alone', async () => {
    const book = await aBook(door)
    const gift = await posted(door, book, linesFor.arrive(50_000), { source: { kind: 'pledge', id: freshId() } })
    expect(codeOf(await reverse(cashier, gift))).toBe('LEDGER_OWN_WAY')
    const moved = await posted(door, book, linesFor.moveIn(1_000))
    expect(codeOf(await reverse(cashier, moved))).toBe('LEDGER_TWO_BOOKS')
  })

  test('counts for the day it is written, so that a closed month stays as it was', async () => {
    const book = await aBook(door)
    const posting = await posted(door, book, linesFor.arrive(50_000))
    const april = wednesday + 40 * 86_400_000
    await door.call(cashier, 'ledger.closeMonth', { book, month: '2026-03' }, april)
    const id = freshId()
    await reverse(cashier, posting, id)
    await act(auditor, id, 'confirm', {}, april)
    await applyNow(id, door.store, april)
    await copyOut(door.store)
    expect(await postingOf(`${posting}_reversed`)).toMatchObject({ on: '2026-04-13', by: keyOf(cashier) })
  })
})
