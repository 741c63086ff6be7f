// What a donor sees of their gifts: what became of each, its path for printing, the card that says it is no receipt; and what nobody else sees.

import { linkOf } from '../../cloudfunctions/api/modules/giving/link'
import { countDirty } from '../../cloudfunctions/api/modules/giving/pledge/tally'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, ok, openCampaign, pledged, posted, record, settleAll, wishInput } from '../support/gifts'

let door: Door
let campaign: string
beforeAll(async () => {
  door = await theDoor()
  campaign = await openCampaign(door)
})
afterAll(() => door.close())

test('my gifts are listed with what became of each, in two calls', async () => {
  const done = await posted(door, campaign, { amount: '60' }, { amount: '58' })
  const waiting = await pledged(door, campaign, { amount: '5' })
  const told = await door.call('author', 'giving.mine', {})
  expect([codeOf(told), told.calls]).toEqual(['OK', 2])
  const find = (id: string) => told.data.gifts.find((gift: { id: string }) => gift.id === id)
  // What arrived, not what was promised.
  expect(find(done)).toMatchObject({
    amount: { text: '58.00 元' },
    became: '已记入账簿，按写明的用途使用',
    to: { kind: 'campaign', id: campaign },
  })
  expect(find(done).card).toMatch(/^[2-9A-HJ-NP-Z]{16}$/)
  expect(find(waiting)).toMatchObject({ status: { label: '待到账' }, became: '等待到账，请按慈善组织的方式付款' })
  expect(find(waiting).card).toBeUndefined()
  expect(ok(await door.call('neighbour', 'giving.mine', {})).gifts).toEqual([])
})

test('one gift’s path, from 捐出 to 感谢, with what stands around it on paper, in two calls; what became of the money in one more', async () => {
  const id = await pledged(door, campaign, { amount: '40' })
  const gift = async (who = 'author') => door.call(who, 'giving.gift', { id })
  const steps = async () =>
    ok(await gift()).steps.map(({ label, done }: { label: string; done: boolean }) => `${label}${done ? '✓' : ''}`)
  expect(await steps()).toEqual(['捐出✓', '到账', '使用', '感谢'])
  // Nothing is paid here: whoever waits is told whom to ask.
  expect(ok(await gift()).steps[1].text).toMatch(/^等待到账，请按慈善组织的方式付款。付款请联系 .+/)
  ok(await record(door, id, { amount: '40', receiptNo: '粤财0042', waived: false }))
  expect(ok(await gift()).steps[1].text).toContain('等另一个人复核')
  ok(await act(door, 'treasurer2', id, 'confirm'))
  await settleAll(door, id)
  expect(await steps()).toEqual(['捐出✓', '到账✓', '使用', '感谢✓'])
  await door.store.change(
    'books',
    { _id: `campaign_${campaign}` },
    { 'balances.spending': 3000, 'balances.bank': 6800 },
  )
  const told = await gift()
  expect([told.calls, ok(told).arrived]).toEqual([2, true])
  const used = await door.call('openid-guest', 'giving.used', { to: { kind: 'campaign', id: campaign } })
  expect(used.calls).toBe(1)
  expect(ok(used)).toEqual({
    done: true,
    text: '与其他捐赠一起，收到 98.00 元，已使用 30.00 元，余额 68.00 元',
  })
  expect(ok(told).steps[1].text).toContain('捐赠票据 粤财0042')
  const { above, below } = ok(told).paper
  expect([above.length, above[1]]).toEqual([2, '接收：香梅慈善会'])
  expect(below[0]).toContain('不是公益事业捐赠票据')
  for (const who of ['neighbour', 'dewClerk', 'volunteer'])
    expect([who, codeOf(await gift(who))]).toEqual([who, 'MATTER_MISSING'])
  expect(codeOf(await door.call('author', 'giving.gift', { id: campaign }))).toBe('GIFT_MISSING')
})

test('the card says what the donor chose to show, and that it is no receipt', async () => {
  const shown = { amount: '77', shown: 'named', shownName: '三号楼小周' }
  const id = await posted(door, campaign, { ...shown, hidesAmount: true }, { amount: '77' })
  const code = (await door.matter(id)).body.card as string
  const card = async () => door.call('openid-guest', 'giving.card', { code })
  const told = await card()
  expect([codeOf(told), told.calls]).toEqual(['OK', 1])
  expect(told.data).toMatchObject({
    name: '爱心居民',
    host: '香梅慈善会',
    note: '感谢卡不是公益事业捐赠票据；票据由慈善组织开具。',
  })
  expect(told.data.amount).toBeUndefined()
  await door.store.change('matters', { _id: id }, { 'beside.check': 'pass' })
  expect(ok(await card()).name).toBe('三号楼小周')
  expect(JSON.stringify(ok(await card()))).not.toMatch(/77|pauthor|周小满/)
  expect(codeOf(await door.call('openid-guest', 'giving.card', { code: 'ABCDEFGHJKMNPQRS' }))).toBe('GIFT_MISSING')
  const waiting = await pledged(door, campaign)
  const none = (await door.matter(waiting)).body.card as string
  expect(codeOf(await door.call('openid-guest', 'giving.card', { code: none }))).toBe('GIFT_MISSING')
})

test('the name for the receipt is the charity’s and the donor’s; a clerk reads the family name', async () => {
  const id = await pledged(door, campaign, { donorName: '周小满', words: '给老人们' })
  const donor = async (who: string) =>
    ok(await door.call(who, 'matters.get', { id })).facts.find(({ label }: { label: string }) => label === '捐赠人')
      .value
  expect([await donor('treasurer'), await donor('author'), await donor('clerk'), await donor('officer')]).toEqual([
    '周小满（个人）',
    '周小满（个人）',
    '周**（个人）',
    '周**（个人）',
  ])
})

test('a link of the chain tells any reader what the donor chose, and no more', async () => {
  const id = await posted(
    door,
    campaign,
    { amount: '9', shown: 'named', shownName: '小店', hidesAmount: true },
    { amount: '9' },
  )
  const matter = await door.matter(id)
  expect(linkOf(matter)).toMatchObject({
    kind: 'pledge',
    title: '爱心居民：一笔捐赠，三号楼加装扶手',
    done: true,
    to: campaign,
  })
  expect(linkOf({ ...matter, beside: { ...matter.beside, check: 'pass' } })?.title).toBe(
    '小店：一笔捐赠，三号楼加装扶手',
  )
  const wish = wishInput()
  ok(await door.call('clerk', 'giving.wish', wish))
  expect(linkOf(await door.matter(wish.id))).toMatchObject({
    kind: 'wish',
    title: '一盏阅读台灯',
    status: '待认领',
    done: false,
  })
  expect(linkOf(await door.matter(campaign))).toBeUndefined()
})

test('what is promised is counted anew whoever counts, and two at once agree', async () => {
  const other = await openCampaign(door)
  for (let index = 1; index <= 6; index++) await pledged(door, other, { amount: String(index) })
  await door.store.change('matters', { _id: other }, { 'beside.kept.dirty': true })
  await Promise.all([countDirty(door.store, wednesday), countDirty(door.store, wednesday)])
  await countDirty(door.store, wednesday)
  expect((await door.matter(other)).beside.kept).toMatchObject({ pledgedFen: 2100, pledged: 6, dirty: false })
})
