// 公益创投 and campaigns: organisations ask for a fund's money in a round, a campaign's own money is granted by a fund's committee, and whoever
// walks the chain finds what was done with it.
import { codeOf, type Door, theDoor } from '../support/door'
import {
  act,
  aFund,
  allocationInput,
  freshId,
  fundBook,
  gave,
  granted,
  ok,
  on,
  passed,
  proposed,
  settleAll,
  signed,
  spent,
} from '../support/funds'
import { campaignInput, openCampaign, posted } from '../support/gifts'
import { aNeed } from '../support/needs'

let door: Door
let fund: string
beforeAll(async () => {
  door = await theDoor()
  fund = await aFund(door, { purposes: ['elders', 'children', 'organisation'] })
  await gave(door, fund, '5000')
})
afterAll(() => door.close())

const openRound = (change: object = {}) =>
  openCampaign(door, {
    type: 'venture',
    title: '微创投第一轮',
    words: '用基金资助一批服务老人的小项目，由社会组织申请。',
    purpose: '服务社区老人的小项目',
    fund,
    resolution: undefined,
    ...change,
  })

describe('a round', () => {
  let round: string
  beforeAll(async () => {
    round = await openRound()
  })
  const ask = (who: string, change: object = {}) =>
    door.call(who, 'funds.propose', allocationInput(fund, { round, payee: { body: 'team' }, ...change }))

  test('takes applications of organisations for themselves, four calls', async () => {
    const told = await ask('volunteer')
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    expect(told.data.facts).toEqual(expect.arrayContaining([{ label: '公益创投', value: '微创投第一轮' }]))
    expect(codeOf(await ask('manager'))).toBe('ALLOCATION_PROPOSER')
    expect(codeOf(await ask('manager', { payee: { body: 'property' } }))).toBe('OK')
  })

  test.each<[string, () => Promise<object>, string]>([
    [
      'outside the round’s purpose',
      async () => ({ purpose: 'children', words: '给孩子办一个暑期托管班。' }),
      'PURPOSE_OUTSIDE',
    ],
    ['of another fund', async () => ({ fund: await aFund(door) }), 'ALLOCATION_ROUND'],
    ['of what is no round', async () => ({ round: await openCampaign(door) }), 'ALLOCATION_ROUND'],
  ])('%s it is refused', async (_what, change, code) => {
    expect(codeOf(await ask('volunteer', await change()))).toBe(code)
  })

  test('is over on its day', async () => {
    const input = allocationInput(fund, { round, payee: { body: 'team' } })
    const late = await door.call('volunteer', 'funds.propose', input, Date.parse(`${on(61)}T00:00:00Z`))
    expect(codeOf(late)).toBe('ALLOCATION_ROUND')
  })

  test('is paid from the fund that was named', async () => {
    const before = (await fundBook(door, fund)).balances.appropriated
    const id = await granted(door, fund, { round, amount: '300' })
    expect((await door.matter(id)).status).toBe('running')
    expect((await fundBook(door, fund)).balances.appropriated).toBe(before + 30_000)
  })
})

test('a campaign’s own money is granted by a fund’s committee, inside what it was raised for', async () => {
  const campaign = await openCampaign(door)
  await posted(door, campaign, { amount: '800' }, { amount: '800' })
  const words = { title: '三号楼扶手材料', words: '购买三号楼楼道扶手的材料，居民会议决定的项目。' }
  const input = { campaign, ...words, purpose: 'environment', amount: '500', payee: { firm: '惠民五金店' } }
  const outside = allocationInput(fund, { ...input, purpose: 'elders' })
  expect(codeOf(await door.call('clerk', 'funds.propose', outside))).toBe('PURPOSE_OUTSIDE')
  const above = allocationInput(fund, { ...input, amount: '800.01' })
  expect(codeOf(await door.call('clerk', 'funds.propose', above))).toBe('ALLOCATION_ABOVE')
  const id = await passed(door, fund, input)
  ok(await act(door, 'treasurer', id, 'grant'))
  await signed(door, id, ['clerk', 'secretary'])
  const book = await door.store.get<{ balances: { appropriated: number } }>('books', `campaign_${campaign}`)
  expect([(await door.matter(id)).status, book?.balances.appropriated]).toEqual(['running', 50_000])
})

test('the chain is walked from the need, from the use and from the fund; nobody who is helped is named', async () => {
  const need = freshId()
  await door.put(aNeed({ by: 'neighbour', input: { id: need, category: 'care', title: '独居老人需要热饭' } }))
  const id = await granted(door, fund, { need })
  await spent(door, id, { amount: '100' })
  ok(await act(door, 'treasurer', id, 'finish', { patch: { words: '热饭都已送到。' } }))
  ok(await act(door, 'secretary', id, 'acceptResult', { patch: { thanks: '谢谢各位邻居。' } }))
  await settleAll(door, id)
  const chain = async (of: string) => {
    const told = await door.call('openid-nobody', 'goods.chain', { id: of })
    expect(told.calls).toBeLessThanOrEqual(2)
    return ok(told).steps.map(({ what, title }: { what: string; title: string }) => [what, title])
  }
  const used = [
    ['use', '重阳节助餐：已支出 100.00 元'],
    ['thanks', '谢谢各位邻居。'],
  ]
  expect(await chain(need)).toEqual([['need', '独居老人需要热饭'], ...used])
  expect(await chain(id)).toEqual([['need', '独居老人需要热饭'], ['gift', '杏花邻里基金'], ...used])
  expect(await chain(fund)).toEqual(expect.arrayContaining([['gift', '杏花邻里基金'], ...used]))
  const hidden = freshId()
  await door.put(aNeed({ by: 'neighbour', input: { id: hidden, visibility: 'private', title: '马奶奶需要轮椅' } }))
  const quiet = await proposed(door, fund, { need: hidden })
  expect((await chain(quiet))[0]).toEqual(['need', '一件不公开的诉求'])
})

test('a campaign that is over gives what is left to a fund when its donors agree', async () => {
  const campaign = await openCampaign(door, { ...campaignInput(), id: freshId() })
  await posted(door, campaign, { amount: '60' }, { amount: '60' })
  const input = {
    id: freshId(),
    book: `campaign_${campaign}`,
    to: fund,
    words: '扶手已经装好，余下的钱想转给邻里基金。',
    until: on(10),
  }
  ok(await door.call('treasurer', 'funds.askPurpose', input))
  ok(await act(door, 'treasurer', input.id, 'submit'))
  await signed(door, input.id, ['clerk', 'secretary', 'officer'])
  expect(await door.matter(input.id)).toMatchObject({ status: 'asking', amount: 6_000 })
})
