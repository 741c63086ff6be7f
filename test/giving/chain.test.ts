// The chain of money, walked from a campaign, from a gift, from a use of it and from its fund: two calls a page, three for what is private; names
// and amounts as their donors chose to show them.

import { countDirty } from '../../cloudfunctions/api/modules/giving/pledge/tally'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, aFund, freshId, gave, ok, passed, proposed, settleAll, signed, spent } from '../support/funds'
import { openCampaign, pledged, posted, record } from '../support/gifts'

let door: Door
let fund: string
let campaign: string
let use: string
let shown: string
let promised: string
const material = {
  title: '三号楼扶手材料',
  words: '购买三号楼楼道扶手的材料，居民会议决定的项目。',
  purpose: 'environment',
}
const seen = (id: string) => door.store.change('matters', { _id: id }, { 'beside.check': 'pass' })

beforeAll(async () => {
  door = await theDoor()
  fund = await aFund(door)
  campaign = await openCampaign(door)
  shown = await posted(door, campaign, { amount: '500', shown: 'named', shownName: '春风超市' }, { amount: '500' })
  await seen(shown)
  const quiet = { amount: '77', shown: 'named', shownName: '小满一家', hidesAmount: true }
  await seen(await posted(door, campaign, quiet, { amount: '77' }))
  promised = await pledged(door, campaign, { amount: '9' })
  await countDirty(door.store, wednesday + 60_000)
  for (const id of [campaign, fund]) await seen(id)
  use = await passed(door, fund, { ...material, campaign, amount: '300', payee: { firm: '惠民五金店' } })
  ok(await act(door, 'treasurer', use, 'grant'))
  await signed(door, use, ['clerk', 'secretary'])
  await spent(door, use, { amount: '120' })
  ok(await act(door, 'treasurer', use, 'finish', { patch: { words: '扶手已经装好。' } }))
  ok(await act(door, 'secretary', use, 'acceptResult', { patch: { thanks: '三号楼的老人谢谢大家。' } }))
  await settleAll(door, use)
})
afterAll(() => door.close())

type Step = { what: string; title: string; words: string; matter?: string; book?: string; give?: string }
async function walk(who: string, id: string, calls = 2): Promise<Step[]> {
  const told = await door.call(who, 'goods.chain', { id })
  expect(told.calls).toBeLessThanOrEqual(calls)
  return ok(told).steps
}
const briefly = (steps: Step[]) => steps.map(({ what, title, matter }) => [what, title, matter])
const spentSteps = () => [
  ['use', '三号楼扶手材料：已支出 120.00 元', use],
  ['thanks', '三号楼的老人谢谢大家。', undefined],
]

test('from a campaign: what has come in, what it was used for, and the thanks; what is only promised is not counted', async () => {
  const steps = await walk('openid-nobody', campaign)
  expect(briefly(steps)).toEqual([
    ['need', '三号楼加装扶手', campaign],
    ['gift', '共收到捐款 577.00 元', undefined],
    ...spentSteps(),
  ])
  expect(steps[1]).toMatchObject({ book: `campaign_${campaign}` })
  expect(steps[1]?.words.split(/：|、/).slice(1).sort()).toEqual(['小满一家', '春风超市 500.00 元'])
  expect(JSON.stringify(steps)).not.toContain('77.00 元、')
  expect(steps[0]?.give).toBe('pledge')
})

test('from a gift of money, for its donor; what has not come in has not been used', async () => {
  expect(briefly(await walk('author', shown, 3))).toEqual([
    ['need', '三号楼加装扶手', campaign],
    ['gift', '春风超市：500.00 元，三号楼加装扶手', shown],
    ...spentSteps(),
  ])
  expect((await walk('author', promised, 3)).map(({ what }) => what)).toEqual(['need', 'gift'])
  expect(codeOf(await door.call('neighbour', 'goods.chain', { id: shown }))).toBe('MATTER_MISSING')
})

test('from a use back to the campaign whose donors paid for it; the fund that decided shows what its own money was used for', async () => {
  expect(briefly(await walk('openid-nobody', use))).toEqual([['gift', '三号楼加装扶手', campaign], ...spentSteps()])
  expect((await walk('openid-nobody', use))[0]?.words).toContain('共收到捐款 577.00 元')
  await gave(door, fund, '100')
  const own = await proposed(door, fund, { title: '长廊座椅', amount: '50' })
  expect(briefly(await walk('openid-nobody', fund))).toEqual([
    ['gift', '杏花邻里基金', fund],
    ['use', expect.stringContaining('长廊座椅'), own],
  ])
})

test('a campaign for listed members is not named to others, from wherever they come', async () => {
  await door.store.change('people', { key: 'pneighbour' }, { code: 'LINGUYU1' })
  const directed = { type: 'directed', title: '会员助学', members: ['linguyu1'], resolution: undefined }
  const inside = await openCampaign(door, { ...directed, purpose: '孩子课后托管与助学' })
  const gift = await pledged(door, inside, { amount: '80' }, 'neighbour')
  ok(await record(door, gift, { amount: '80' }))
  ok(await act(door, 'treasurer2', gift, 'confirm'))
  await settleAll(door, gift)
  await seen(inside)
  const asks = {
    title: '课后托管',
    words: '给社区的孩子办一个课后托管班。',
    purpose: 'children',
    campaign: inside,
    amount: '50',
  }
  const id = await proposed(door, fund, asks)
  const told = await walk('openid-nobody', id)
  expect(told[0]).toMatchObject({ title: '一次不公开的募集', words: '捐赠人共同的钱' })
  expect(told[0]?.matter).toBeUndefined()
  expect(codeOf(await door.call('openid-nobody', 'goods.chain', { id: inside }))).toBe('MATTER_MISSING')
})

test('many uses are walked by key, each once', async () => {
  const many = await openCampaign(door)
  await posted(door, many, { amount: '500' }, { amount: '500' })
  await seen(many)
  const all: string[] = []
  for (let n = 0; n < 23; n++) {
    const asks = { ...material, id: freshId(), campaign: many, amount: '1', payee: { firm: '惠民五金店' } }
    all.push(await proposed(door, fund, asks, 'clerk'))
  }
  const found: string[] = []
  for (let after: object | undefined, pages = 0; pages < 5; pages++) {
    const told = await door.call('openid-nobody', 'goods.chain', { id: many, ...(after && { after }) })
    expect(told.calls).toBe(2)
    found.push(...ok(told).steps.flatMap(({ what, matter }: Step) => (what === 'use' ? [matter] : [])))
    after = told.data.next
    if (!after) break
  }
  expect([found.length, new Set(found).size, found.sort()]).toEqual([23, 23, all.sort()])
})
