// From a promise to the books: two people behind every amount, each piece of evidence once, what is posted stays.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { countDirty } from '../../cloudfunctions/api/modules/giving/pledge/tally'
import { claimAll, claimOf } from '../../cloudfunctions/api/modules/ledger/proof'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { aFund, draftFund } from '../support/funds'
import {
  act,
  arrival,
  bookOf,
  freshId,
  ok,
  on,
  openCampaign,
  pledged,
  pledgeInput,
  posted,
  publicCampaign,
  record,
  request,
  settleAll,
} from '../support/gifts'
import { plum, type Who } from '../support/world'

let door: Door
let campaign: string
beforeAll(async () => {
  door = await theDoor()
  campaign = await openCampaign(door)
})
afterAll(() => door.close())

const statusOf = async (id: string) => (await door.matter(id)).status
const page = async (id = campaign) => ok(await door.call('openid-guest', 'giving.campaign', { id }))
const pledge = (change: object = {}, who: Who = 'author', to = campaign) =>
  door.call(who, 'giving.pledge', pledgeInput(to, change))

test('a pledge is promised, written down by one, confirmed by another, and only then counted as given', async () => {
  const input = pledgeInput(campaign, { amount: '88.80', shown: 'named', shownName: '三号楼小周' })
  const told = await door.call('author', 'giving.pledge', input)
  expect([codeOf(told), told.calls]).toEqual(['OK', 4])
  await settleAll(door, input.id)
  expect(await page()).toMatchObject({ raised: { fen: 0 }, pledged: { fen: 8880 }, percent: 0, latest: [] })

  const recorded = await record(door, input.id, { amount: '88.80', receiptNo: '粤财0001', waived: false })
  expect([codeOf(recorded), recorded.calls]).toEqual(['OK', 4])
  expect((await page()).raised.fen).toBe(0)
  const confirmed = await act(door, 'treasurer2', input.id, 'confirm')
  expect([codeOf(confirmed), confirmed.calls]).toEqual(['OK', 4])
  expect(confirmed.data.statusText).toBe('入账中')
  await settleAll(door, input.id)
  expect(await statusOf(input.id)).toBe('posted')
  const { balances, unposted } = await bookOf(door, campaign)
  expect(balances).toMatchObject({ bank: 8880, donations: -8880 })
  expect(unposted.at(-1)).toMatchObject({
    by: 'ptreasurer',
    confirmedBy: 'ptreasurer2',
    source: { kind: 'pledge', id: input.id },
  })
  await countDirty(door.store, wednesday)
  expect(await page()).toMatchObject({ raised: { fen: 8880 }, pledged: { fen: 0 }, percent: 1 })
  expect(brokenAt(await door.matter(input.id))).toBeUndefined()
})

test('sent twice and eight times at once, a pledge is one', async () => {
  const input = pledgeInput(campaign, { amount: '7' })
  const told = await Promise.all(Array.from({ length: 8 }, () => door.call('author', 'giving.pledge', input)))
  const again = await door.call('author', 'giving.pledge', input)
  expect(new Set([...told, again].map(({ data }) => JSON.stringify(data))).size).toBe(1)
  expect(codeOf(await door.call('neighbour', 'giving.pledge', input))).toBe('STATE_CHANGED')
  ok(await act(door, 'author', input.id, 'withdraw'))
  await settleAll(door, input.id)
  expect(await statusOf(input.id)).toBe('withdrawn')
})

test.each([
  ['negative', '-5', 'AMOUNT_NEGATIVE'],
  ['zero', '0.00', 'AMOUNT_ZERO'],
  ['a fraction of 分', '1.005', 'AMOUNT_DECIMALS'],
  ['huge', '99999999999', 'AMOUNT_HUGE'],
  ['above what needs an agreement', '1000000.01', 'PLEDGE_LARGE'],
  ['a currency string', '100元', 'AMOUNT_WORDS'],
  ['a currency sign', '￥100', 'AMOUNT_WORDS'],
  ['an exponent', '1e3', 'AMOUNT_EXPONENT'],
  ['nothing', '', 'AMOUNT_MISSING'],
  ['grouped wrongly', '1,23', 'AMOUNT_UNREADABLE'],
])('an amount that is %s is refused by name', async (_what, amount, code) => {
  const told = await pledge({ amount })
  expect([codeOf(told), Object.keys(told.error?.fields ?? {})]).toEqual([code, ['amount']])
})

describe('who may promise what', () => {
  test('a public campaign takes no pledge here: gifts go to the platform', async () => {
    const open = await openCampaign(door, publicCampaign())
    expect(codeOf(await pledge({}, 'author', open))).toBe('PLEDGE_ON_PLATFORM')
    expect(await page(open)).toMatchObject({
      takesPledges: false,
      platformUrl: 'https://platform.example/xm/books',
      charity: { platform: '善意筹', standing: 'valid' },
    })
  })

  test('residents raise among themselves; a helper pledges for a resident who agreed', async () => {
    expect(codeOf(await pledge({}, 'dewResident'))).toBe('PLEDGE_RESIDENTS')
    const onBehalfOf = { name: '马立春', consent: 'inPerson' }
    expect(codeOf(await pledge({ onBehalfOf }, 'author'))).toBe('PLEDGE_PROXY_ROLE')
    const input = pledgeInput(campaign, { onBehalfOf, donorName: '马立春', amount: '12' })
    ok(await door.call('clerk', 'giving.pledge', input))
    const matter = await door.matter(input.id)
    expect(matter).toMatchObject({ recorder: 'pclerk', onBehalfOf: { consent: 'inPerson' } })
    // Who pledged for somebody does not confirm it either.
    ok(await record(door, input.id, { amount: '12' }))
    expect(codeOf(await act(door, 'clerk', input.id, 'confirm'))).toBe('GIFT_DONOR')
    ok(await act(door, 'clerk2', input.id, 'confirm'))
    await settleAll(door, input.id)
  })

  test('what is not there, is over, or is somebody else’s kind of matter takes none', async () => {
    expect(codeOf(await pledge({}, 'author', freshId()))).toBe('PLEDGE_TARGET')
    const gift = await pledged(door, campaign)
    expect(codeOf(await pledge({}, 'author', gift))).toBe('PLEDGE_TARGET')
    const ended = await openCampaign(door)
    ok(await act(door, 'treasurer', ended, 'end', { note: '目标已达成' }))
    expect(codeOf(await pledge({}, 'author', ended))).toBe('PLEDGE_ENDED')
    const input = pledgeInput(campaign)
    expect(codeOf(await door.call('author', 'giving.pledge', input, wednesday + 62 * dayMs))).toBe('PLEDGE_ENDED')
  })

  test('a fund takes gifts from its founding on, and is listed with what it holds', async () => {
    const drawnUp = await draftFund(door)
    const to = (id: string) => pledgeInput(id, { to: { kind: 'fund', id }, amount: '80' })
    expect(codeOf(await door.call('clerk', 'giving.pledge', to(drawnUp)))).toBe('PLEDGE_TARGET')
    const fund = await aFund(door)
    const told = await door.call('dewResident', 'giving.pledge', to(fund))
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    const waiting = to(fund)
    ok(await door.call('author', 'giving.pledge', waiting))
    ok(await record(door, waiting.id, { amount: '80' }))
    ok(await act(door, 'treasurer2', waiting.id, 'confirm'))
    await settleAll(door, waiting.id)
    await countDirty(door.store, wednesday)
    const around = await door.call('openid-guest', 'giving.around', { area: plum, list: 'funds' })
    expect([codeOf(around), around.calls]).toEqual(['OK', 2])
    await door.store.change('matters', { _id: fund }, { 'beside.check': 'pass' })
    const { funds } = ok(await door.call('openid-guest', 'giving.around', { area: plum, list: 'funds' }))
    expect(funds).toMatchObject([
      {
        id: fund,
        host: '香梅慈善会',
        held: { fen: 8000 },
        raised: { fen: 8000 },
        pledged: { fen: 8000 },
        status: { label: '运作中' },
      },
    ])
  })

  test('a chosen name is written, or none', async () => {
    expect(codeOf(await pledge({ shown: 'named' }))).toBe('PLEDGE_NAME')
    expect(codeOf(await pledge({ shown: 'named', shownName: '字'.repeat(21) }))).toBe('INPUT_INVALID')
    expect(codeOf(await pledge({ words: '请大家捐款给我的孩子，账号：6222021234567890' }))).toBe('MONEY_ASKED')
    expect(codeOf(await door.call('openid-guest', 'giving.pledge', pledgeInput(campaign)))).toBe('NOT_REGISTERED')
  })

  test('the form says why by the rule that judges what it sends', async () => {
    const form = (who: Who | 'openid-guest', to = campaign) =>
      door.call(who, 'giving.form', { to: { kind: 'campaign', id: to } })
    const told = await form('author')
    expect([ok(told).can, told.calls]).toEqual([true, 2])
    expect(ok(await form('dewResident'))).toMatchObject({
      can: false,
      whyNot: '这是本社区居民的自愿筹资，请由本社区居民认捐',
    })
    expect(ok(await form('clerk'))).toMatchObject({ can: true, mayHelp: true })
    expect(ok(await form('author')).cardNote).toContain('不是公益事业捐赠票据')
  })
})

describe('two people', () => {
  test('neither who wrote it down nor the donor confirms it', async () => {
    const id = await pledged(door, campaign, { donorName: '曹惊蛰', onBehalfOf: undefined })
    ok(await record(door, id))
    expect(codeOf(await act(door, 'treasurer', id, 'confirm'))).toBe('GIFT_OWN_RECORD')
    // A donor who is a clerk.
    const own = pledgeInput(campaign, { donorName: '吕雨水' })
    ok(await door.call('clerk', 'giving.pledge', { ...own, onBehalfOf: { name: '吕雨水', consent: 'phone' } }))
    ok(await record(door, own.id))
    expect(codeOf(await act(door, 'clerk', own.id, 'confirm'))).toBe('GIFT_DONOR')
    expect(codeOf(await act(door, 'author', id, 'confirm'))).toBe('NOT_PERMITTED')
    expect(codeOf(await act(door, 'dewClerk', id, 'confirm'))).toBe('MATTER_MISSING')
  })

  test('only the charity writes it down', async () => {
    const id = await pledged(door, campaign)
    for (const who of ['clerk', 'officer', 'author'] as const)
      expect([who, codeOf(await record(door, id, {}, who))]).toEqual([who, 'NOT_PERMITTED'])
    expect(await door.store.find('evidence', { source: id }, { limit: 5 })).toEqual([])
  })

  test('many are confirmed at once, and those that cannot be are named', async () => {
    const ids = await Promise.all(
      Array.from({ length: 5 }, (_, index) => pledged(door, campaign, { amount: String(index + 1) })),
    )
    for (const id of ids.slice(0, 4)) ok(await record(door, id, { amount: '3' }))
    const items = await Promise.all(ids.map(async (id) => ({ id, version: (await door.matter(id)).version })))
    const ask = { request: request(), items: [...items, { id: freshId(), version: 1 }] }
    const told = ok(await door.call('treasurer2', 'giving.confirm', ask))
    expect([told.done, told.failed.map(({ id }: { id: string }) => id)]).toEqual([
      ids.slice(0, 4),
      [ids[4], ask.items[5]?.id],
    ])
    expect(ok(await door.call('treasurer2', 'giving.confirm', ask)).done).toEqual(ids.slice(0, 4))
    for (const id of ids.slice(0, 4)) await settleAll(door, id)
    expect(await Promise.all(ids.map(statusOf))).toEqual(['posted', 'posted', 'posted', 'posted', 'pledged'])
    const own = ok(await door.call('treasurer', 'giving.confirm', { request: request(), items: items.slice(0, 1) }))
    expect(own.failed[0].message).toContain('新进展')
    const tooMany = Array.from({ length: 51 }, () => items[0])
    expect(codeOf(await door.call('treasurer2', 'giving.confirm', { request: request(), items: tooMany }))).toBe(
      'INPUT_INVALID',
    )
  })
})

describe('evidence and receipts', () => {
  test('one bank line is one gift, however it is typed', async () => {
    const [one, other] = [await pledged(door, campaign), await pledged(door, campaign)]
    const line = arrival({ ref: 'ICBC 2026 0304 0001' })
    ok(await act(door, 'treasurer', one, 'record', { patch: line }))
    const again = { patch: { ...line, ref: 'icbc２０２６03040001' } }
    const told = await act(door, 'treasurer', other, 'record', again)
    expect([codeOf(told), told.error?.fields]).toEqual(['EVIDENCE_USED', { 'patch.ref': expect.any(String) }])
    // Sent back, it serves the gift it belongs to.
    ok(await act(door, 'treasurer2', one, 'sendBack', { note: '这是另一笔的流水' }))
    await settleAll(door, one)
    ok(await act(door, 'treasurer', other, 'record', again))
    expect(codeOf(await act(door, 'treasurer', one, 'record', { patch: line }))).toBe('EVIDENCE_USED')
    ok(await act(door, 'treasurer', one, 'void', { note: '没有到账' }))
  })

  test('a number of a receipt is used once', async () => {
    const [one, other] = [await pledged(door, campaign), await pledged(door, campaign)]
    ok(await record(door, one, { receiptNo: '粤财7777', waived: false }))
    const told = await record(door, other, { receiptNo: '粤财7777', waived: false })
    expect([codeOf(told), told.error?.fields]).toEqual(['EVIDENCE_USED', { 'patch.receiptNo': expect.any(String) }])
  })

  test('two who use one line at the same moment: one wins', async () => {
    const [one, other] = [await pledged(door, campaign), await pledged(door, campaign)]
    const line = { patch: arrival() }
    const told = await Promise.all([
      act(door, 'treasurer', one, 'record', line),
      act(door, 'treasurer2', other, 'record', line),
    ])
    expect(told.map(codeOf).sort()).toEqual(['EVIDENCE_USED', 'OK'])
  })

  test('a claim that no step followed holds until its matter moves on, and no longer', async () => {
    const [one, other] = [await pledged(door, campaign), await pledged(door, campaign)]
    const line = arrival()
    // As after a function that died between the claim and the step.
    const held = await door.matter(one)
    await claimAll([claimOf(held, 'bank', line.ref)], held, door.store)
    expect(codeOf(await act(door, 'treasurer', other, 'record', { patch: line }))).toBe('EVIDENCE_USED')
    ok(await act(door, 'author', one, 'withdraw'))
    ok(await act(door, 'treasurer', other, 'record', { patch: line }))
    expect(await door.store.get('evidence', claimOf(await door.matter(other), 'bank', line.ref)._id)).toMatchObject({
      source: other,
    })
  })

  test.each([
    ['no receipt and no word of it', { waived: false }, 'RECEIPT_NEEDED', 'patch.receiptNo'],
    ['both', { receiptNo: '粤财1', waived: true }, 'RECEIPT_BOTH', 'patch.receiptNo'],
    ['a day to come', { on: on(1) }, 'GIFT_LATER', 'patch.on'],
    ['no day at all', { on: '2026-13-45' }, 'INPUT_INVALID', 'patch.on'],
    ['a fee as large as the gift', { fee: '100' }, 'GIFT_FEE', 'patch.fee'],
    ['cash without a photo', { type: 'voucher' }, 'GIFT_PHOTO', 'patch.photos'],
    ['a negative amount', { amount: '-100' }, 'AMOUNT_NEGATIVE', 'patch.amount'],
    ['a reference too short to be one', { ref: '1' }, 'INPUT_INVALID', 'patch.ref'],
  ])('an arrival with %s is refused by name', async (_what, change, code, field) => {
    const id = await pledged(door, campaign)
    const told = await record(door, id, change)
    expect([codeOf(told), Object.keys(told.error?.fields ?? {})]).toEqual([code, [field]])
  })

  test('what a platform kept is a fee in the books', async () => {
    const before = await bookOf(door, campaign)
    await posted(door, campaign, { amount: '50' }, { type: 'platform', amount: '50', fee: '0.30' })
    const { balances } = await bookOf(door, campaign)
    expect(balances.bank - before.balances.bank).toBe(4970)
    expect(balances.fees - before.balances.fees).toBe(30)
  })
})

test('the desk of the charity shows what waits, by section, in two calls', async () => {
  const id = await pledged(door, campaign, { amount: '31' })
  const desk = (section: string, who: Who = 'treasurer') => door.call(who, 'giving.desk', { section })
  const told = await desk('record')
  expect([codeOf(told), told.calls]).toEqual(['OK', 2])
  const idsOf = (data: { gifts: { id: string }[] }) => data.gifts.map((gift) => gift.id)
  expect(idsOf(told.data)).toContain(id)
  ok(await record(door, id, { amount: '31' }))
  const mine = ok(await desk('confirm')).gifts.find((gift: { id: string }) => gift.id === id)
  const others = ok(await desk('confirm', 'treasurer2')).gifts.find((gift: { id: string }) => gift.id === id)
  expect([mine.own, others.own]).toEqual([true, false])
  const one = ok(await desk('campaigns')).campaigns.find((each: { id: string }) => each.id === campaign)
  expect(one).toMatchObject({
    book: `campaign_${campaign}`,
    imports: false,
    steps: [{ action: 'disclose', label: '公开进展' }],
  })
  expect(idsOf(ok(await desk('record', 'manager')))).toEqual([])
  expect(codeOf(await desk('record', 'dewResident'))).toBe('NOT_PERMITTED')
})

test('the desk goes on by key past its first page', async () => {
  const other = await openCampaign(door)
  await Promise.all(Array.from({ length: 23 }, () => pledged(door, other)))
  const seen = new Set<string>()
  for (let after: object | undefined, pages = 0; pages < 9; pages++) {
    const { gifts, next } = ok(
      await door.call('treasurer', 'giving.desk', { section: 'record', ...(after && { after }) }),
    )
    for (const { id } of gifts) {
      expect(seen.has(id)).toBe(false)
      seen.add(id)
    }
    if (!next) break
    after = next
  }
  const all = await door.store.find<{ _id: string }>(
    'matters',
    { lead: 'charity', kind: 'pledge', status: 'pledged' },
    { limit: 500 },
  )
  expect(seen.size).toBe(all.length)
})

test('that no receipt is wanted is chosen in the form that asks for it', async () => {
  const id = await pledged(door, campaign, { amount: '20' })
  const { fields } = ok(await door.call('treasurer', 'matters.form', { id, action: 'record' }))
  const waived = fields.find(({ name }: { name: string }) => name === 'waived')
  expect(waived.options.map(({ value, label }: { value: string; label: string }) => [value, label])).toEqual([
    ['yes', '是'],
    ['no', '否'],
  ])
  expect(codeOf(await record(door, id, { amount: '20', waived: 'no' }))).toBe('RECEIPT_NEEDED')
  expect(codeOf(await record(door, id, { amount: '20', waived: 'yes' }))).toBe('OK')
})

test('what the donor writes is for the charity: others who watch over the place do not read it', async () => {
  const id = await pledged(door, campaign, { words: '愿三楼的奶奶少爬几级楼梯' })
  const wordsFor = async (who: Who) => ok(await door.call(who, 'matters.get', { id })).words
  expect([await wordsFor('author'), await wordsFor('treasurer')]).toEqual(Array(2).fill('愿三楼的奶奶少爬几级楼梯'))
  expect([await wordsFor('clerk'), await wordsFor('supervisor')]).toEqual(['', ''])
})

test('places do not see one another’s gifts', async () => {
  const id = await pledged(door, campaign)
  for (const who of ['dewClerk', 'farOfficer', 'neighbour', 'manager'] as const)
    expect([who, codeOf(await door.call(who, 'giving.gift', { id }))]).toEqual([who, 'MATTER_MISSING'])
})

test('who promised is reminded twice, and after three months the promise is void', async () => {
  const id = await pledged(door, campaign)
  const states: [string, number][] = []
  for (const days of [29, 31, 62, 93, 95]) {
    await passTime.run({ store: door.store, now: wednesday + days * dayMs })
    const { status, lateCount } = await door.matter(id)
    states.push([status, lateCount])
  }
  expect(states).toEqual([
    ['pledged', 0],
    ['pledged', 1],
    ['pledged', 2],
    ['voided', 2],
    ['voided', 2],
  ])
})
