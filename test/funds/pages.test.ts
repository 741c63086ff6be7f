// What the fund's own pages read: what a form offers to whom, what waits in which queue, how donors are answering. Each in two SDK calls.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { askDonors } from '../../cloudfunctions/api/modules/funds/change/asking'
import { consentId } from '../../cloudfunctions/api/modules/funds/change/consent'
import { wednesday } from '../support/clock'
import { codeOf, type Door, type Told, theDoor } from '../support/door'
import {
  act,
  aFund,
  allocationInput,
  changeInput,
  draftFund,
  gave,
  granted,
  ok,
  on,
  passed,
  proposed,
  signed,
  spending,
  vote,
} from '../support/funds'
import { plum, streetPath, type Who } from '../support/world'

let door: Door
let fund: string
beforeAll(async () => {
  door = await theDoor()
  fund = await aFund(door)
  await gave(door, fund, '1000')
})
afterAll(() => door.close())

/** The whole reply, of a call that is not refused. */
const whole = (told: Told): Told => {
  ok(told)
  return told
}
type Option = { value: string; label: string; hint?: string }
const values = (options: Option[]) => options.map(({ value }) => value)

test('a fund is founded where somebody signs for the community, or by the charity’s people for any', async () => {
  const form = async (who: Who) => whole(await door.call(who, 'funds.founding', { street: streetPath }))
  const clerk = await form('clerk')
  expect([clerk.calls, clerk.data.may, values(clerk.data.areas)]).toEqual([1, true, [plum]])
  expect(clerk.data.hosts).toContainEqual({ value: 'charity', label: '香梅慈善会', hint: '登记有效' })
  expect(clerk.data.conditions).toHaveLength(5)
  const treasurer = (await form('treasurer')).data
  expect([treasurer.may, values(treasurer.hosts), treasurer.areas.length > 1]).toEqual([true, ['charity'], true])
  const author = (await form('author')).data
  expect([author.may, author.areas, author.hosts]).toEqual([false, [], []])
  expect(author.whyNot).toMatch(/慈善组织/)
})

test('a fund that is drawn up says what it still lacks, to those who draw it up', async () => {
  const id = await draftFund(door, {}, [
    ['secretary', 'party'],
    ['author', 'resident'],
  ])
  const { data, calls } = whole(await door.call('clerk', 'funds.fund', { id }))
  expect(calls).toBe(2)
  const met = Object.fromEntries(
    data.conditions.map((one: { label: string; isMet: boolean }) => [one.label, one.isMet]),
  )
  expect(met).toEqual({
    托管的慈善组织登记有效: true,
    至少五人: false,
    人数是单数: false,
    有社区党组织的成员: true,
    有居民委员会的成员: false,
    至少一位不任委员的监事: true,
  })
  expect(data.buttons.map(({ action }: { action: string }) => action)).toEqual(
    expect.arrayContaining(['seat', 'unseat', 'nameSupervisor', 'revise', 'submit']),
  )
  const active = await door.call('neighbour', 'funds.fund', { id: fund })
  expect([active.data.works, active.data.conditions]).toEqual([true, []])
  expect((await door.call('dewResident', 'funds.fund', { id: fund })).data.works).toBe(false)
  const mine = whole(await door.call('clerk', 'funds.mine', { street: streetPath }))
  expect(mine.calls).toBe(2)
  expect(mine.data.funds.map((one: { id: string }) => one.id).sort()).toEqual([fund, id].sort())
  expect((await door.call('dewResident', 'funds.mine', { street: streetPath })).data).toEqual({
    funds: [],
    mayFound: false,
  })
})

describe('asking for money', () => {
  test('offers the locked purposes alone, and who is not of the fund only their own body', async () => {
    const form = async (who: Who) => whole(await door.call(who, 'funds.proposing', { fund }))
    const author = await form('author')
    expect([author.calls, author.data.may, author.data.ownOnly]).toEqual([2, true, false])
    expect(values(author.data.purposes)).toEqual(['elders', 'children'])
    expect(author.data.available).toBe('1,000.00 元')
    const organiser = (await form('volunteer')).data
    expect(organiser.may).toBe(true)
    const stranger = (await form('dewResident')).data
    expect([stranger.may, stranger.ownOnly, stranger.payees]).toEqual([false, true, []])
    expect(stranger.whyNot).toMatch(/委员/)
  })

  test('of a fund that holds nothing is answered before anything is filled in', async () => {
    const empty = await aFund(door, { title: '没有收到捐赠的基金' })
    const { data } = whole(await door.call('author', 'funds.proposing', { fund: empty }))
    expect([data.may, data.whyNot]).toEqual([false, '现在没有可以决定用途的钱，有捐赠到账后再申请'])
  })

  test('with an interest declared, whoever asked neither votes nor is counted, and the public does not read why', async () => {
    const input = allocationInput(fund, { amount: '20', interest: '家人在这里工作' })
    ok(await door.call('author', 'funds.propose', input))
    await door.store.change('matters', { _id: input.id }, { 'beside.check': 'pass' })
    ok(await act(door, 'clerk', input.id, 'openVote'))
    expect(codeOf(await vote(door, input.id, 'author'))).toBe('ALLOCATION_DECLARED')
    const { data } = await door.call('author', 'funds.allocation', { id: input.id })
    expect([data.myVote, data.vote]).toEqual(['away', '赞成 0 票，反对 0 票，回避 1 人，共 5 人'])
    const facts = async (who: string) =>
      JSON.stringify((await door.call(who, 'matters.get', { id: input.id })).data.facts)
    expect(await facts('clerk')).toMatch(/家人在这里工作/)
    expect(await facts('openid-guest')).not.toMatch(/家人在这里工作/)
  })
})

test('each use stands in the queue of what it waits for, and a stranger finds none', async () => {
  const other = await aFund(door, { title: '另一个邻里基金' })
  await gave(door, other, '1000')
  const queues = async (who: Who = 'clerk') => {
    const told = whole(await door.call(who, 'funds.waiting', { fund: other }))
    expect(told.calls).toBe(2)
    return Object.fromEntries(
      told.data.groups
        .filter(({ lines }: { lines: unknown[] }) => lines.length)
        .map((one: { section: string; lines: { text: string }[] }) => [one.section, one.lines.map(({ text }) => text)]),
    )
  }
  const id = await proposed(door, other, { amount: '200' })
  expect(await queues()).toEqual({ vote: ['等社区提交管委会表决'] })
  ok(await act(door, 'clerk', id, 'openVote'))
  for (const who of ['secretary', 'clerk2'] as const) ok(await vote(door, id, who))
  expect(await queues()).toEqual({
    vote: ['还有 3 位委员没有投票'],
    opinion: ['监督意见还没有发表，发表后才能拨付'],
  })
  const steps = async (who: Who) => {
    const { data } = await door.call(who, 'funds.waiting', { fund: other })
    return data.groups.flatMap((one: { lines: { card: { button?: { action: string } } }[] }) =>
      one.lines.map(({ card }) => card.button?.action),
    )
  }
  // Each queue shows its own step, to those whose it is.
  expect(await steps('neighbour')).toEqual(['vote', undefined])
  expect(await steps('supervisor')).toEqual([undefined, 'opine'])
  ok(await vote(door, id, 'author'))
  const { data: way } = await door.call('openid-guest', 'funds.allocation', { id })
  expect(way.steps.map(({ key, state }: { key: string; state: string }) => [key, state])).toEqual([
    ['asked', 'done'],
    ['vote', 'done'],
    ['opinion', 'now'],
    ['grant', 'later'],
    ['spend', 'later'],
    ['result', 'later'],
  ])
  expect(await queues('neighbour')).toEqual({ opinion: ['监督意见还没有发表，发表后才能拨付'] })
  ok(await act(door, 'supervisor', id, 'opine', { note: '价格偏高。', patch: { agrees: 'no' } }))
  expect(await queues('supervisor')).toEqual({ sign: ['监督委员会有异议，答复并解除后继续'] })
  expect(await queues('dewResident')).toEqual({})
  const second = await granted(door, other, { amount: '300' })
  expect((await queues()).pay).toEqual(['还可以支出 300.00 元'])
  ok(await act(door, 'treasurer', second, 'spend', { patch: spending() }))
  expect((await queues()).pay).toEqual(['1 笔支出等另一个人核对；还可以支出 179.50 元'])
  expect((await passed(door, other, { amount: '10' })).length).toBeGreaterThan(0)
  expect((await queues()).sign).toContain('表决已通过，等提请会签')
})

describe('a change of purpose', () => {
  test('may go to another fund of the same host alone, and says so before anybody is asked', async () => {
    const book = `fund_${fund}`
    const form = async (who: Who) => whole(await door.call(who, 'funds.asking', { book, street: streetPath }))
    const told = await form('treasurer')
    expect([told.calls, told.data.may, told.data.available]).toEqual([2, true, '1,000.00 元'])
    expect(told.data.targets.map(({ label }: Option) => label)).toContain('另一个邻里基金')
    expect(values(told.data.targets)).not.toContain(fund)
    expect([told.data.earliest, told.data.latest > told.data.earliest]).toEqual([on(7), true])
    expect((await form('dewResident')).data).toMatchObject({ may: false })
    const [to] = values(told.data.targets) as [string]
    const earliest = changeInput(book, to, { until: told.data.earliest })
    expect(codeOf(await door.call('treasurer', 'funds.askPurpose', earliest))).toBe('OK')
    const latest = changeInput(book, to, { until: told.data.latest })
    expect(codeOf(await door.call('treasurer', 'funds.askPurpose', latest))).toBe('OK')
  })

  test('shows a donor three answers of equal weight, and those who work on it how many said what, but not who', async () => {
    const [from, to] = [await aFund(door), await aFund(door, { title: '第三个邻里基金' })]
    const [one] = [await gave(door, from, '10'), await gave(door, from, '30')]
    const input = changeInput(`fund_${from}`, to)
    ok(await door.call('treasurer', 'funds.askPurpose', input))
    ok(await act(door, 'treasurer', input.id, 'submit'))
    await signed(door, input.id, ['clerk', 'secretary', 'officer'])
    await askDonors({ store: door.store, now: wednesday })
    const question = consentId(input.id, one)
    const read = async (who: Who = 'dewResident', now = wednesday) =>
      door.call(who, 'funds.consent', { id: question }, now)
    const asked = whole(await read())
    expect([asked.calls, asked.data.open, asked.data.answers.length]).toEqual([2, true, 3])
    expect(asked.data.answers.some(({ chosen }: { chosen: boolean }) => chosen)).toBe(false)
    const tones = (await door.call('dewResident', 'matters.get', { id: question })).data.buttons
    expect(new Set(tones.map(({ tone }: { tone: string }) => tone))).toEqual(new Set(['plain']))
    ok(await act(door, 'dewResident', question, 'sayBack'))
    expect((await read()).data.answers.find(({ chosen }: { chosen: boolean }) => chosen).action).toBe('sayBack')
    expect(codeOf(await read('clerk'))).toBe('MATTER_MISSING')
    expect((await read('treasurer')).data.open).toBe(false)
    expect((await read('dewResident', wednesday + 400 * dayMs)).data.open).toBe(false)

    const told = whole(await door.call('supervisor', 'funds.answers', { change: input.id }))
    const counts = Object.fromEntries(
      told.data.rows.map((row: { key: string; count: number; amount: string }) => [row.key, [row.count, row.amount]]),
    )
    expect([told.calls, told.data.total, told.data.more]).toEqual([2, 2, false])
    expect(counts).toEqual({
      asked: [1, '30.00 元'],
      move: [0, '0.00 元'],
      back: [1, '10.00 元'],
      keep: [0, '0.00 元'],
    })
    expect(codeOf(await door.call('dewResident', 'funds.answers', { change: input.id }))).toBe('MATTER_MISSING')
    const queue = await door.call('treasurer', 'funds.waiting', { fund: from })
    expect(queue.data.groups.at(-1).lines[0].text).toMatch(/不答复就保留原来的用途/)
  })
})
