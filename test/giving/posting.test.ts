// What is in the books stays: refused by name, put right by an opposite posting, told by whoever makes it, and finished by the timer.
import { applyLeft } from '../../cloudfunctions/api/core/matters'
import { follow } from '../../cloudfunctions/api/modules/giving/pledge/follow'
import { copyOut } from '../../cloudfunctions/api/modules/ledger/post'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, arrival, bookOf, freshId, ok, openCampaign, pledged, posted, record, settleAll } from '../support/gifts'

let door: Door
let campaign: string
beforeAll(async () => {
  door = await theDoor()
  campaign = await openCampaign(door)
})
afterAll(() => door.close())

const statusOf = async (id: string) => (await door.matter(id)).status

describe('what is posted stays', () => {
  test.each([
    ['record', 'treasurer', { patch: arrival() }],
    ['confirm', 'clerk', {}],
    ['sendBack', 'treasurer2', { note: '重来' }],
    ['void', 'treasurer', { note: '作废' }],
    ['withdraw', 'author', {}],
  ] as const)('%s is refused after posting', async (action, who, more) => {
    const id = await posted(door, campaign)
    const before = await bookOf(door, campaign)
    expect(codeOf(await act(door, who, id, action, more))).toBe('GIFT_POSTED')
    expect((await bookOf(door, campaign)).balances).toEqual(before.balances)
  })

  test('written down twice is refused, and so is a withdrawal once the money is there', async () => {
    const id = await pledged(door, campaign)
    ok(await record(door, id))
    expect(codeOf(await record(door, id))).toBe('GIFT_RECORDED')
    expect(codeOf(await act(door, 'author', id, 'withdraw'))).toBe('GIFT_RECORDED')
  })

  test('a mistake is reversed by an opposite posting, and two people again', async () => {
    const before = await bookOf(door, campaign)
    const id = await posted(door, campaign, { amount: '66' }, { amount: '66' })
    ok(await act(door, 'treasurer', id, 'reverse', { note: '记到了别的项目' }))
    expect(codeOf(await act(door, 'treasurer', id, 'confirmReversal'))).toBe('GIFT_OWN_REVERSAL')
    ok(await act(door, 'treasurer2', id, 'keepPosted', { note: '核对无误' }))
    ok(await act(door, 'treasurer', id, 'reverse', { note: '确实记错' }))
    ok(await act(door, 'clerk', id, 'confirmReversal'))
    await settleAll(door, id)
    expect(await statusOf(id)).toBe('reversed')
    const { balances, n } = await bookOf(door, campaign)
    expect(balances).toEqual(before.balances)
    expect(n).toBe(before.n + 2)
    expect(codeOf(await act(door, 'treasurer', id, 'reverse', { note: '再来' }))).toBe('STATE_CHANGED')
  })

  test('money that has been granted is not taken back by a reversal', async () => {
    const other = await openCampaign(door)
    const id = await posted(door, other, { amount: '40' }, { amount: '40' })
    // As a granted use of it would stand.
    const _id = `campaign_${other}`
    await door.store.change('books', { _id }, { 'balances.appropriated': 3000, 'balances.committed': -3000 })
    ok(await act(door, 'treasurer', id, 'reverse', { note: '退款' }))
    ok(await act(door, 'treasurer2', id, 'confirmReversal'))
    await settleAll(door, id)
    const matter = await door.matter(id)
    expect([matter.status, matter.trace.at(-1)?.said]).toEqual(['posted', '余额不足，请核对可用金额后再办理'])
  })

  test('what is told after its month was closed is booked today, and says of which day its voucher is', async () => {
    const other = await openCampaign(door)
    const id = await pledged(door, other)
    ok(await record(door, id, { on: '2026-02-27' }))
    await door.store.change('books', { _id: `campaign_${other}` }, { closedThrough: '2026-02' })
    ok(await act(door, 'treasurer2', id, 'confirm'))
    await settleAll(door, id)
    expect((await door.matter(id)).body.evidence).toMatchObject({ on: '2026-02-27' })
    const { unposted } = await bookOf(door, other)
    expect(unposted.map(({ _id, on, words }) => [_id, on, words])).toEqual([
      [`${id}_arrive`, '2026-03-04', expect.stringMatching(/（凭证日期 2026-02-27，结账后补记）$/)],
    ])
    expect(await statusOf(id)).toBe('posted')
  })
})

describe('beside the ledger’s own steps', () => {
  test('the ledger sends whoever would reverse it to the gift, and marks what the gift has reversed', async () => {
    const id = await posted(door, campaign, { amount: '21' }, { amount: '21' })
    await copyOut(door.store)
    const reverse = () =>
      door.call('treasurer', 'ledger.reverse', { id: freshId(), posting: `${id}_arrive`, words: '这笔记重了' })
    expect(codeOf(await reverse())).toBe('LEDGER_OWN_WAY')
    ok(await act(door, 'treasurer', id, 'reverse', { note: '记重了' }))
    ok(await act(door, 'treasurer2', id, 'confirmReversal'))
    await settleAll(door, id)
    expect(await door.store.get('postings', `${id}_arrive`)).toMatchObject({ reversedBy: `${id}_arrive_reversed` })
    expect(codeOf(await reverse())).toBe('LEDGER_REVERSED')
  })

  test('what was reversed frees its evidence for the gift it belongs to', async () => {
    const line = arrival({ amount: '23' })
    const id = await pledged(door, campaign, { amount: '23' })
    const other = await pledged(door, campaign, { amount: '23' })
    ok(await act(door, 'treasurer', id, 'record', { patch: line }))
    ok(await act(door, 'treasurer2', id, 'confirm'))
    await settleAll(door, id)
    expect(codeOf(await act(door, 'treasurer', other, 'record', { patch: line }))).toBe('EVIDENCE_USED')
    ok(await act(door, 'treasurer', id, 'reverse', { note: '是另一位的' }))
    ok(await act(door, 'treasurer2', id, 'confirmReversal'))
    await settleAll(door, id)
    ok(await act(door, 'treasurer', other, 'record', { patch: line }))
  })

  test('a month with a gift that is written down and not confirmed stays open', async () => {
    const other = await openCampaign(door)
    const book = `campaign_${other}`
    const id = await pledged(door, other)
    ok(await record(door, id, { on: '2026-02-20' }))
    const close = () => door.call('treasurer', 'ledger.closeMonth', { book, month: '2026-02' })
    expect(codeOf(await close())).toBe('LEDGER_OPEN_ENTRIES')
    ok(await act(door, 'treasurer2', id, 'confirm'))
    expect(codeOf(await close())).toBe('LEDGER_OPEN_ENTRIES')
    await settleAll(door, id)
    ok(await close())
  })
})

test('the timer finishes what was cut off, and doing it again changes nothing', async () => {
  const id = await pledged(door, campaign, { amount: '9' })
  ok(await record(door, id, { amount: '9' }))
  ok(await act(door, 'treasurer2', id, 'confirm'))
  const before = await bookOf(door, campaign)
  await applyLeft(door.store, wednesday)
  await applyLeft(door.store, wednesday)
  await door.store.change('matters', { _id: id }, { 'beside.apply': (await door.matter(id)).version })
  await applyLeft(door.store, wednesday)
  expect(await statusOf(id)).toBe('posted')
  const { balances, n } = await bookOf(door, campaign)
  expect([balances.bank - before.balances.bank, n - before.n]).toEqual([900, 1])
})

test('a remark made meanwhile does not stop the books', async () => {
  const id = await pledged(door, campaign)
  ok(await record(door, id))
  ok(await act(door, 'treasurer2', id, 'confirm'))
  const stale = await door.matter(id)
  ok(await act(door, 'clerk', id, 'say', { note: '请核对', patch: { to: [] } }))
  await follow(stale as never, { store: door.store, now: wednesday })
  expect(await statusOf(id)).toBe('posted')
})
