// `npm run ledger -- --verify`: everything adds up, or the first book and posting that do not are named, in one line and by the exit code.
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Book, Posting } from '../../cloudfunctions/api/modules/ledger/book'
import { linesFor } from '../../cloudfunctions/api/modules/ledger/chart'
import { post } from '../../cloudfunctions/api/modules/ledger/post'
import { verifyBooks } from '../../cloudfunctions/api/modules/ledger/verify'
import { aBook, charityHere, freshId, posted } from '../support/charity'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'

let door: Door
let book: string
let first: string
beforeAll(async () => {
  door = await theDoor()
  await charityHere(door)
  await aBook(door, { title: '空账' })
  book = await aBook(door)
  first = await posted(door, book, linesFor.arrive(50_000))
  await posted(door, book, linesFor.grant(20_000))
  await posted(door, book, linesFor.spend(5_000))
  const late = {
    _id: `${freshId()}_arrive`,
    on: '2026-03-04',
    what: 'arrive',
    words: '捐赠',
    lines: linesFor.arrive(1),
  }
  const draft = { ...late, source: { kind: 'pledge', id: freshId() }, by: 'pone', confirmedBy: 'ptwo' }
  await post(door.store, book, draft, wednesday)
})
afterAll(() => door.close())

const faults = async () => (await verifyBooks(door.store)).faults.map(({ what }) => what)

test('what adds up is counted, postings that are not copied out among it', async () => {
  expect(await verifyBooks(door.store)).toEqual({ books: 2, postings: 4, faults: [] })
})

const { set, inc } = { set: (value: unknown) => door.store._.set(value), inc: (by: number) => door.store._.inc(by) }
const tampers: [string, () => [string, string, object], RegExp][] = [
  ['a changed sum', () => ['postings', first, { lines: set(linesFor.arrive(60_000)) }], /第 1 笔与记录链不符/],
  ['changed words', () => ['postings', first, { words: '别的' }], /第 1 笔与记录链不符/],
  ['a changed balance', () => ['books', book, { 'balances.bank': inc(1) }], /bank 余额/],
  ['a changed head', () => ['books', book, { head: 'x' }], /最后一笔与记录链不符/],
  ['a book that counts less', () => ['books', book, { n: 2 }], /第 3 笔缺失或重复/],
]
test.each(tampers)('%s is found', async (_what, change, told) => {
  const [collection, id, update] = change()
  const before = (await door.store.get<Book | Posting>(collection, id)) as Book | Posting
  await door.store.change(collection, { _id: id }, update)
  expect((await faults())[0]).toMatch(told)
  const { _id, ...whole } = before
  await door.store.put(collection, id, whole)
  expect(await faults()).toEqual([])
})

test('a missing posting is found, and so is one that no book has counted', async () => {
  const kept = (await door.store.get<Posting>('postings', first)) as Posting
  await door.store.remove('postings', { _id: first })
  expect((await faults())[0]).toBe('第 1 笔缺失或重复')
  await door.store.add('postings', kept)
  await door.store.add('postings', { ...kept, _id: `${freshId()}_arrive`, n: 9 })
  expect(await faults()).toEqual(['第 9 笔没有经过账簿'])
  await door.store.remove('postings', { book, n: 9 })
})

const command = (...where: string[]) =>
  new Promise<{ code: number | null; out: string }>((resolve) => {
    const child = spawn('npx', ['tsx', 'local/ledger.ts', ...where], {
      cwd: join(__dirname, '../..'),
      env: { PATH: process.env.PATH },
    })
    let out = ''
    child.stdout.on('data', (part) => {
      out += part
    })
    child.on('close', (code) => resolve({ code, out }))
  })

test('the command names the first fault, of a running cloud or of a folder', async () => {
  const url = ['--verify', '--url', door.cloud.url]
  expect(await command(...url)).toEqual({ code: 0, out: '2 books, 4 postings: 0 faults\n' })
  await door.store.change('books', { _id: book }, { 'balances.bank': door.store._.inc(1) })
  const told = await command(...url)
  expect([told.code, told.out]).toEqual([
    1,
    expect.stringContaining(`杏花基金（${book}）：bank 余额 45002，应为 45001`),
  ])
  await door.store.change('books', { _id: book }, { 'balances.bank': door.store._.inc(-1) })
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  cpSync(door.dataDir, folder, { recursive: true })
  expect(await command('--verify', '--data', folder)).toEqual({ code: 0, out: '2 books, 4 postings: 0 faults\n' })
  rmSync(folder, { recursive: true, force: true })
  expect((await command()).code).toBe(2)
})
