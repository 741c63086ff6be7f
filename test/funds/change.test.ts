// A change of purpose: every donor concerned is asked, silence keeps the gift where it is, what is agreed moves, what is asked back goes back
// by two people, and the books say so to the last 分.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { askDonors, countAnswers } from '../../cloudfunctions/api/modules/funds/change/asking'
import { consentId } from '../../cloudfunctions/api/modules/funds/change/consent'
import { type ChangeBody, type Consent, partOf } from '../../cloudfunctions/api/modules/funds/change/document'
import { availableFen } from '../../cloudfunctions/api/modules/ledger/chart'
import { copyOut } from '../../cloudfunctions/api/modules/ledger/post'
import { verifyBooks } from '../../cloudfunctions/api/modules/ledger/verify'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from '../support/clock'
import { codeOf, type Door, type Told, theDoor } from '../support/door'
import { act, aFund, changeInput, fundBook, gave, granted, ok, on, settleAll, signed, spending } from '../support/funds'
import { openCampaign } from '../support/gifts'
import type { Who } from '../support/world'

let door: Door
let other: string
const over = wednesday + 30 * dayMs
beforeAll(async () => {
  door = await theDoor()
  other = await aFund(door, { title: '孩子托管基金', purpose: '孩子课后托管', purposes: ['children'] })
})
afterAll(() => door.close())

const bodyOf = async (id: string) => (await door.matter(id)).body as ChangeBody
const ask = async (book: string, change: object = {}, who: Who = 'treasurer'): Promise<string> => {
  const input = changeInput(book, other, change)
  ok(await door.call(who, 'funds.askPurpose', input))
  return input.id
}
/** Agreed to by both committees and the street; donors have been asked. */
async function asking(book: string, change: object = {}): Promise<string> {
  const id = await ask(book, change)
  ok(await act(door, 'treasurer', id, 'submit'))
  await signed(door, id, ['clerk', 'secretary', 'officer'])
  await askDonors({ store: door.store, now: wednesday })
  return id
}
const answer = (
  change: string,
  pledge: string,
  action: string,
  who: Who = 'dewResident',
  now = wednesday,
): Promise<Told> => act(door, who, consentId(change, pledge), action, {}, now)
async function finish(id: string): Promise<void> {
  await passTime.run({ store: door.store, now: over })
  await countAnswers({ store: door.store, now: over })
  await settleAll(door, id, over)
}
const fresh = () => aFund(door)

test('what is agreed moves, what is asked back waits to be given back, the rest and the silent stay', async () => {
  const fund = await fresh()
  const book = `fund_${fund}`
  const gifts = []
  for (const amount of ['100', '200', '300', '400']) gifts.push(await gave(door, fund, amount))
  // 250 of 1000 are granted already: three quarters of each gift are asked about.
  await granted(door, fund, { amount: '250' })
  const id = await asking(book)
  expect(await bodyOf(id)).toMatchObject({
    asideFen: 75_000,
    givenFen: 100_000,
    toTitle: '孩子托管基金',
    newPurpose: '孩子课后托管',
  })
  expect(availableFen((await fundBook(door, fund)).balances)).toBe(0)
  const [move, back, keep, silent] = gifts as [string, string, string, string]
  const mine = await door.call('dewResident', 'matters.get', { id: consentId(id, move) })
  expect(mine.data.facts).toEqual(expect.arrayContaining([{ label: '其中还没有用的', value: '75.00 元' }]))
  expect(mine.data.buttons.map(({ action }: { action: string }) => action)).toEqual(['sayMove', 'sayBack', 'sayKeep'])
  for (const who of ['clerk', 'secretary', 'officer', 'author', 'supervisor'] as const)
    expect([who, codeOf(await door.call(who, 'matters.get', { id: consentId(id, move) }))]).toEqual([
      who,
      'MATTER_MISSING',
    ])
  // The charity, which must act on it, may read and not answer.
  expect(codeOf(await answer(id, move, 'sayMove', 'treasurer'))).toBe('NOT_PERMITTED')
  ok(await answer(id, move, 'sayKeep'))
  ok(await answer(id, move, 'sayMove'))
  ok(await answer(id, back, 'sayBack'))
  ok(await answer(id, keep, 'sayKeep'))
  await countAnswers({ store: door.store, now: wednesday + 5 * dayMs })
  expect((await door.matter(id)).status).toBe('asking')
  await finish(id)
  expect(codeOf(await answer(id, silent, 'sayMove', 'dewResident', over))).toBe('STATE_CHANGED')
  const answered = { moveFen: 7_500, backFen: 15_000, keepFen: 52_500, donors: 4 }
  expect((await bodyOf(id)).answered).toEqual(answered)
  const { balances } = await fundBook(door, fund)
  expect(balances).toMatchObject({ movedOut: 7_500, bank: 92_500, appropriated: 25_000 + 15_000 })
  expect((await fundBook(door, other)).balances).toMatchObject({ movedIn: -7_500, bank: 7_500 })

  const giveBack = (change: object) =>
    act(door, 'treasurer', id, 'giveBack', { patch: spending({ words: '退回一位捐赠人', ...change }) }, over)
  expect(codeOf(await giveBack({ amount: '150.01' }))).toBe('SPEND_OVER')
  expect(codeOf(await giveBack({ amount: '100' }))).toBe('OK')
  ok(await giveBack({ amount: '50' }))
  const confirm = (who: Who, entry: string) => act(door, who, id, 'confirmReturn', { patch: { entry } }, over)
  expect(codeOf(await confirm('treasurer', 's1'))).toBe('SPEND_OWN')
  for (const entry of ['s1', 's2']) {
    expect((await door.matter(id)).status).toBe('returning')
    ok(await confirm('treasurer2', entry))
    await settleAll(door, id, over)
  }
  expect((await door.matter(id)).status).toBe('done')
  expect((await fundBook(door, fund)).balances).toMatchObject({ returned: 15_000, bank: 77_500, appropriated: 25_000 })
  expect(brokenAt(await door.matter(id))).toBeUndefined()
  expect((await verifyBooks(door.store)).faults).toEqual([])
})

test('one donor who refuses keeps their own part where it is', async () => {
  const fund = await fresh()
  const [one, two] = [await gave(door, fund, '10'), await gave(door, fund, '20')]
  const id = await asking(`fund_${fund}`)
  ok(await answer(id, one, 'sayMove'))
  ok(await answer(id, two, 'sayKeep'))
  await finish(id)
  expect((await door.matter(id)).status).toBe('done')
  expect((await fundBook(door, fund)).balances).toMatchObject({ bank: 2_000, movedOut: 1_000, appropriated: 0 })
})

test('a resident’s gift taken down by a helper is answered for by that helper', async () => {
  const fund = await fresh()
  const pledge = await gave(door, fund, '10', 'clerk', { onBehalfOf: { name: '马立春', consent: 'phone' } })
  const id = await asking(`fund_${fund}`)
  expect(codeOf(await answer(id, pledge, 'sayMove', 'dewResident'))).toBe('MATTER_MISSING')
  expect(codeOf(await answer(id, pledge, 'sayMove', 'clerk'))).toBe('OK')
})

test('a gift of after the money was set aside is not concerned, and asking again asks nobody twice', async () => {
  const fund = await fresh()
  await gave(door, fund, '10')
  const id = await ask(`fund_${fund}`)
  ok(await act(door, 'treasurer', id, 'submit'))
  await signed(door, id, ['clerk', 'secretary', 'officer'])
  const later = await gave(door, fund, '90')
  await door.store.change('matters', { _id: later }, { 'body.postedAt': wednesday + 1 })
  for (let run = 0; run < 3; run++) await askDonors({ store: door.store, now: wednesday })
  await door.store.change('askings', { _id: id }, { state: 'asking', through: { at: 0, id: '' } })
  await askDonors({ store: door.store, now: wednesday })
  const asked = await door.store.find<Consent>('matters', { 'body.change': id }, { limit: 10 })
  expect(asked.map(({ body }) => body.fen)).toEqual([1_000])
})

test('many donors are asked in steps, and counted to the last', async () => {
  const fund = await fresh()
  const gift = await door.matter(await gave(door, fund, '1'))
  const count = 70
  const many = Array.from(
    { length: count },
    (_, index): Matter => ({
      ...gift,
      _id: `manygifts${String(index).padStart(8, '0')}`,
      author: `pdonor${index}`,
      at: gift.at + 1 + (index >> 2),
    }),
  )
  await door.store.addAll('matters', many)
  await door.store.change(
    'books',
    { _id: `fund_${fund}` },
    { 'balances.bank': 100 * (count + 1), 'balances.donations': -100 * (count + 1) },
  )
  const id = await ask(`fund_${fund}`)
  ok(await act(door, 'treasurer', id, 'submit'))
  await signed(door, id, ['clerk', 'secretary', 'officer'])
  const run = () => askDonors({ store: door.store, now: wednesday })
  expect([await run(), await run(), await run(), await run()]).toEqual([30, 30, 11, 0])
  expect(await door.store.get('askings', id)).toMatchObject({ state: 'asked', donors: count + 1 })
  const yes = many.slice(0, 40).map(({ _id }) => consentId(id, _id))
  await door.store.change('matters', { _id: door.store._.in(yes) }, { status: 'move' })
  await countAnswers({ store: door.store, now: over })
  expect((await bodyOf(id)).answered).toEqual({ moveFen: 4_000, backFen: 0, keepFen: 3_100, donors: count + 1 })
  // Its books were written by the test itself, and are no part of what must add up.
  await copyOut(door.store)
  await door.store.remove('postings', { book: `fund_${fund}` })
  await door.store.remove('books', { _id: `fund_${fund}` })
})

test('money of a campaign that is over may be asked for too', async () => {
  const campaign = await openCampaign(door)
  const told = await door.call('clerk', 'funds.askPurpose', changeInput(`campaign_${campaign}`, other))
  expect(codeOf(told)).toBe('CHANGE_NOTHING')
})

describe('is refused', () => {
  let fund: string
  beforeAll(async () => {
    fund = await fresh()
    await gave(door, fund, '10')
  })
  test.each<[string, Who, () => object, string]>([
    ['by a resident', 'author', () => ({}), 'CHANGE_PROPOSER'],
    ['by another community', 'dewClerk', () => ({}), 'CHANGE_PROPOSER'],
    ['to itself', 'clerk', () => ({ to: fund }), 'CHANGE_SAME'],
    ['to what is no fund', 'clerk', () => ({ to: 'nofund00000000000000' }), 'CHANGE_HOST'],
    ['with six days to answer', 'clerk', () => ({ until: on(5) }), 'CHANGE_SOON'],
    ['with half a year', 'clerk', () => ({ until: on(180) }), 'CHANGE_LONG'],
    ['for a book that is not there', 'clerk', () => ({ book: 'fund_nofund00000000000000' }), 'FUND_MISSING'],
    ['for a day that is none', 'clerk', () => ({ until: '2026-02-31' }), 'INPUT_INVALID'],
  ])('%s', async (_what, who, change, code) => {
    const told = await door.call(who, 'funds.askPurpose', changeInput(`fund_${fund}`, other, change()))
    expect(codeOf(told)).toBe(code)
  })

  test('asking takes four calls, once', async () => {
    const input = changeInput(`fund_${fund}`, other)
    const told = await door.call('clerk', 'funds.askPurpose', input)
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    expect((await door.call('clerk', 'funds.askPurpose', input)).data).toEqual(told.data)
  })

  test('when everything was granted while it was signed, it falls back and says so', async () => {
    const id = await ask(`fund_${fund}`)
    ok(await act(door, 'treasurer', id, 'submit'))
    await granted(door, fund, { amount: '10' })
    await signed(door, id, ['clerk', 'secretary', 'officer'])
    const back = await door.matter(id)
    expect([back.status, back.trace.at(-1)?.said]).toEqual(['draft', '账上没有可以改变用途的钱'])
    expect(await door.store.get('askings', id)).toBeUndefined()
  })

  test('between two charities', async () => {
    await door.store.change('books', { _id: `fund_${other}` }, { host: 'another' })
    const free = await fresh()
    await gave(door, free, '10')
    const id = await ask(`fund_${free}`)
    expect(codeOf(await act(door, 'treasurer', id, 'submit'))).toBe('CHANGE_HOST')
    await door.store.change('books', { _id: `fund_${other}` }, { host: 'charity' })
  })
})

test.each([
  [75_000, 10_000, 100_000, 7_500],
  [1_000_000_000, 999_999_999, 1_000_000_000, 999_999_999],
  [1_000_000_000, 1, 3, 333_333_333],
  [10, 1, 0, 0],
])('of %s, a gift of %s among %s is %s', (aside, fen, given, part) => expect(partOf(aside, fen, given)).toBe(part))

test('copied out, everything adds up', async () => {
  await copyOut(door.store)
  expect((await verifyBooks(door.store)).faults).toEqual([])
})
