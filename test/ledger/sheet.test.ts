// A book as an Excel file: every posting of its year, what the public page shows and nothing else.
import { strFromU8, unzipSync } from 'fflate'
import { ctxFor, dispatch } from '../../cloudfunctions/api/core/endpoint'
import { storeOn } from '../../cloudfunctions/api/core/store'
import type { Posting } from '../../cloudfunctions/api/modules/ledger/book'
import { linesFor } from '../../cloudfunctions/api/modules/ledger/chart'
import { post } from '../../cloudfunctions/api/modules/ledger/post'
import { sheetRowsMax } from '../../cloudfunctions/sheets/book'
import { sheets } from '../../cloudfunctions/sheets/sheets'
import { aBook, charityHere, freshId, posted } from '../support/charity'
import { wednesday } from '../support/clock'
import { type Answer, codeOf, type Door, theDoor } from '../support/door'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await charityHere(door)
})
afterAll(() => door.close())

const sheet = async (book: string, span: string) => {
  const ctx = ctxFor('openid-guest', storeOn(door.app), wednesday)
  return {
    ...((await dispatch({ sheets }, { call: 'sheets.book', data: { book, span } }, ctx, 'TEST')) as Answer),
    calls: 0,
  }
}
const textOf = (base64: string): string =>
  Object.entries(unzipSync(Buffer.from(base64, 'base64')))
    .filter(([name]) => name.endsWith('.xml'))
    .map(([, bytes]) => strFromU8(bytes))
    .join('\n')

test('a year or a month of postings, those not copied out among them, without a name and without a formula', async () => {
  const book = await aBook(door)
  await posted(door, book, linesFor.arrive(123_450), { words: '=居民捐赠', on: '2026-02-10' })
  await posted(door, book, linesFor.grant(20_000), { words: '助餐米面油', on: '2026-03-01' })
  const last = {
    _id: `${freshId()}_spend`,
    what: 'spend',
    words: '买米',
    lines: linesFor.spend(5_050),
    on: '2026-03-04',
  }
  const draft = { ...last, source: { kind: 'allocation', id: freshId() }, by: 'pcashier', confirmedBy: 'pauditor' }
  await post(door.store, book, draft, wednesday)
  const year = await sheet(book, '2026')
  expect(codeOf(year)).toBe('OK')
  expect(year.data.name).toBe('收支明细-杏花基金-2026.xlsx')
  const text = textOf(year.data.base64)
  for (const seen of ['=居民捐赠', '助餐米面油', '买米', '1234.5', '200', '50.5']) expect(text).toContain(seen)
  expect(text).not.toMatch(/<f>|pcashier|pauditor/)
  const march = textOf((await sheet(book, '2026-03')).data.base64)
  expect(march).toContain('买米')
  expect(march).not.toContain('居民捐赠')
  expect(codeOf(await sheet(book, '2025'))).toBe('SHEET_EMPTY')
  expect(codeOf(await sheet(book, '2026-13'))).toBe('INPUT_INVALID')
  expect(codeOf(await sheet(await aBook(door, { isPublic: false }), '2026'))).toBe('BOOK_MISSING')
})

test('a file that would grow too long is asked for by month', async () => {
  const book = await aBook(door)
  await posted(door, book, linesFor.arrive(100))
  const [one] = await door.store.find<Posting>('postings', { book }, { limit: 1 })
  const many = Array.from({ length: sheetRowsMax + 1 }, (_, index) => ({
    ...one,
    _id: `${freshId()}_${index}`,
    n: index + 2,
  }))
  for (let from = 0; from < many.length; from += 500)
    await door.store.addAll(
      'postings',
      many
        .slice(from, from + 500)
        .map((posting, index) => ({ ...posting, on: (from + index) % 4 ? '2026-01-05' : '2026-02-05' })),
    )
  expect(codeOf(await sheet(book, '2026'))).toBe('SHEET_LONG')
  expect(codeOf(await sheet(book, '2026-02'))).toBe('OK')
})
