// A fund's money with real taps: asked for, voted on, watched, signed by two committees, paid against evidence, and in the public book; an
// interest that keeps one member out of the vote; a change of purpose that one donor does not agree to.
import { called } from '../../local/demo/volunteer-people'
import { done } from './activity'
import { clerk, comes, demoFund, nameOf, secondClerk, secondFund, secretary, signedAndAsked, supervisor } from './fund'
import { auditor, cashier, dayFrom, step, until } from './giving'
import { checked, fill, openTown, press, sees, shoot, type Town, top } from './town'

jest.setTimeout(300_000)
let town: Town
let fund: string
beforeAll(async () => {
  town = await openTown()
  fund = await demoFund(town)
})
afterAll(async () => {
  await town.close()
})
afterEach(() => {
  expect(town.faults).toEqual([])
})

type Phone = Awaited<ReturnType<Town['phone']>>
const choose = (page: Phone, name: string | RegExp) =>
  top(page)
    .getByRole('radio', { name, exact: typeof name === 'string' })
    .first()
    .click()
const idOn = (page: Phone): string => new URL(page.url()).hash.split('id=')[1] ?? ''
const says = async (page: Phone, text: string | RegExp): Promise<number> => top(page).getByText(text).count()
const matterPage = (who: string, id: string) => town.phone(who, `/pages/matter/matter?id=${id}`)
const vote = (who: string, id: string) => step(town, who, id, 'vote', { patch: { agrees: 'yes' } })

type Use = { entries: { state: string }[] }
type Facts = { facts: { label: string; value: string }[] }
const factOf = async (who: string, id: string, name: string): Promise<string> => {
  const { facts } = await done<Facts>(town, who, 'matters.get', { id })
  return facts.find(({ label }) => label === name)?.value ?? ''
}

test('a use is voted on, watched, signed by both committees, paid against evidence and read in the public book', async () => {
  const lin = await town.phone('demo-lin', `/packages/giving/fund/fund?id=${fund}`)
  await press(lin, '申请用款')
  await fill(lin, '名称', '冬至热饭送到家')
  await fill(lin, '金额，元', '99999')
  await choose(lin, '助老')
  await fill(lin, '说明', '为八十岁以上的独居老人送一餐热饭，由便利店备料。')
  await choose(lin, /^其他单位/)
  await fill(lin, '单位名称', '惠民便利店')
  await choose(lin, '没有')
  expect(await top(lin).getByRole('radio', { name: '公共环境' }).count()).toBe(0)
  await press(lin, '提交用款申请')
  await sees(lin, /^现在可用 .*请核对金额/)
  await fill(lin, '金额，元', '300')
  await press(lin, '提交用款申请')
  await sees(lin, '等社区提交管委会表决')
  const id = idOn(lin)

  await step(town, clerk, id, 'openVote')
  const voter = await matterPage(secretary, id)
  await sees(voter, '还有 5 位委员没有投票；监督意见还没有发表，发表后才能拨付')
  await press(voter, '投票')
  await choose(voter, '赞成')
  await press(voter, '投票')
  await sees(voter, '赞成 1 票，反对 0 票，共 5 人')
  for (const who of [secondClerk, 'demo-lin']) await vote(who, id)
  const unseen = await done<{ version: number }>(town, cashier, 'matters.get', { id })
  const early = { id, version: unseen.version, action: 'grant', request: 'early00000000001' }
  expect(await town.call(cashier, 'matters.act', early)).toMatchObject({ error: { code: 'ALLOCATION_NO_OPINION' } })
  const watcher = await town.phone(supervisor, `/packages/fund/desk/desk?id=${fund}`)
  await sees(watcher, '等监督意见 2')
  await top(watcher).getByText('冬至热饭送到家').first().click()
  await press(watcher, '发表监督意见')
  await choose(watcher, '没有异议')
  await fill(watcher, '说明', '三家询价，用途相符。')
  await press(watcher, '发表监督意见')
  await sees(watcher, '没有异议：三家询价，用途相符。')

  await step(town, cashier, id, 'grant')
  const signer = await matterPage(clerk, id)
  await press(signer, '同意会签')
  await sees(signer, /居民委员会 已同意/)
  await step(town, secretary, id, 'agree')
  await until(town, cashier, id, 'running')

  const voucher = { amount: '300', on: dayFrom(town, 0), ref: 'FP20260990001', words: '米面与蔬菜' }
  await step(town, cashier, id, 'spend', { patch: voucher })
  const { version } = await done<{ version: number }>(town, cashier, 'matters.get', { id })
  const confirm = { id, version, action: 'confirmSpend', request: 'ownentry00000001', patch: { entry: 's1' } }
  expect(await town.call(cashier, 'matters.act', confirm)).toMatchObject({ error: { code: 'SPEND_OWN' } })
  await step(town, auditor, id, 'confirmSpend', { patch: { entry: 's1' } })
  await comes(town, async () => {
    const { entries } = await done<Use>(town, cashier, 'funds.allocation', { id })
    return entries[0]?.state === 'posted'
  })
  await step(town, 'demo-lin', id, 'finish', { patch: { words: '送餐三十份，志愿者逐户回访。' } })
  await step(town, secretary, id, 'acceptResult', { patch: { showPhotos: 'no', thanks: '谢谢各位邻居。' } })
  await checked(town)

  const guest = await town.phone('story-guest', `/packages/fund/use/use?id=${id}`)
  for (const text of [
    '赞成 3 票，反对 0 票，共 5 人',
    '没有异议：三家询价，用途相符。',
    '送餐三十份，志愿者逐户回访。',
  ])
    await sees(guest, text)
  await shoot(guest, 'story-use')
  expect(await says(guest, 'FP20260990001')).toBe(0)
  await press(guest, '看每一笔收支')
  await sees(guest, '冬至热饭送到家：米面与蔬菜')
  await sees(guest, '−300.00 元')
  await shoot(guest, 'story-fund-book')
})

test('whoever has an interest in the payee is kept out of the vote, and only those who work on it read why', async () => {
  const zhou = await town.phone('demo-zhou', `/packages/fund/propose/propose?fund=${fund}`)
  await fill(zhou, '名称', '孩子周末绘本')
  await fill(zhou, '金额，元', '200')
  await choose(zhou, '助学助幼')
  await fill(zhou, '说明', '给图书室添一批绘本，周末由志愿者陪孩子读。')
  await choose(zhou, /^其他单位/)
  await fill(zhou, '单位名称', '香梅新华书店')
  await choose(zhou, '有，我申报并回避')
  await press(zhou, '提交用款申请')
  await sees(zhou, '请写明与收款单位的关系')
  await fill(zhou, '什么关系', '女儿在这家书店工作')
  await press(zhou, '提交用款申请')
  await sees(zhou, '您已申报利害关系，不参加表决')
  const id = idOn(zhou)

  await step(town, clerk, id, 'openVote')
  const kept = await matterPage('demo-zhou', id)
  await sees(kept, '表决中')
  expect(await top(kept).getByRole('button', { name: '投票' }).count()).toBe(0)
  const { version } = await done<{ version: number }>(town, 'demo-zhou', 'matters.get', { id })
  const ballot = { id, version, action: 'vote', request: 'keptout000000001', patch: { agrees: 'yes' } }
  expect(await town.call('demo-zhou', 'matters.act', ballot)).toMatchObject({ error: { code: 'ALLOCATION_DECLARED' } })
  for (const who of [secretary, secondClerk, 'demo-lin']) await vote(who, id)
  expect(await factOf(clerk, id, '利益回避')).toBe('女儿在这家书店工作')

  await checked(town)
  const guest = await town.phone('story-guest', `/packages/fund/use/use?id=${id}`)
  await sees(guest, '赞成 3 票，反对 0 票，回避 1 人，共 5 人')
  await sees(guest, '监督委员会发表意见后才能拨付')
  await shoot(guest, 'story-interest')
  for (const word of ['女儿在这家书店工作', nameOf('demo-zhou')]) expect(await says(guest, word)).toBe(0)
})

test('one donor does not agree to another purpose: that part goes back, the agreed part moves, silence keeps the rest', async () => {
  await secondFund(town)
  const asker = await town.phone(cashier, `/packages/fund/desk/desk?id=${fund}`)
  await press(asker, '改变用途')
  await choose(asker, /^阳光里公共环境基金/)
  await fill(asker, '理由', '街道统一助餐以后这笔钱用不完，建议用于楼道扶手。')
  await press(asker, '提出改变用途')
  await sees(asker, '请选择答复截止的日期')
  await press(asker, /^答复截止/)
  await asker.locator('input[type="date"]').fill(dayFrom(town, 8))
  await asker.getByRole('dialog').getByRole('button', { name: '确定', exact: true }).click()
  await press(asker, '提出改变用途')
  await sees(asker, '提请征求捐赠人')
  const change = idOn(asker)
  const question = await signedAndAsked(town, change, 'demo-chen')

  const donor = await town.phone('demo-chen', '/pages/inbox/inbox')
  await top(donor)
    .getByText(/改变用途，请您答复/)
    .first()
    .click()
  await press(donor, '看三种答复的意思并答复')
  await sees(donor, '到期没有答复的，按保留原来的用途处理：不改用途，也不退回')
  await choose(donor, /^请退回给我/)
  await press(donor, '提交我的答复')
  await sees(donor, '要求退回')
  await shoot(donor, 'story-consent')
  const { waiting } = await done<{ waiting: { id: string; kind: string }[] }>(
    town,
    called.夏荷花 ?? '',
    'people.home',
    {},
  )
  await step(town, called.夏荷花 ?? '', waiting.find(({ kind }) => kind === 'consent')?.id ?? '', 'sayMove')
  const reader = await town.call('demo-lin', 'funds.consent', { id: question })
  expect(reader).toMatchObject({ ok: false, error: { code: 'MATTER_MISSING' } })
  const counting = await town.phone(cashier, `/packages/fund/answers/answers?id=${change}`)
  await sees(counting, '已征求 3 笔捐赠')
  await shoot(counting, 'story-answers')
  expect(await says(counting, nameOf('demo-chen'))).toBe(0)

  await town.cloud.clock.advance(9 * 86_400_000)
  await until(town, cashier, change, 'returning')
  const back = await factOf(cashier, change, '要求退回')
  const [moved, keep] = [await factOf(cashier, change, '同意改变'), await factOf(cashier, change, '保留原用途')]
  const line = { on: dayFrom(town, 0), ref: 'BANK20261200001', words: '按答复退回一笔' }
  await step(town, cashier, change, 'giveBack', { patch: { ...line, amount: back.replace(/[^\d.]/g, '') } })
  await step(town, auditor, change, 'confirmReturn', { patch: { entry: 's1' } })
  await until(town, cashier, change, 'done')

  const guest = await town.phone('story-guest', `/packages/giving/book/book?id=fund_${fund}`)
  await sees(guest, '按捐赠人的意愿退回：按答复退回一笔')
  await sees(guest, `−${back}`)
  await sees(guest, `−${moved}`)
  // The donor's chosen name stands with the gift, and with nothing that tells how they have answered.
  const { lines } = await done<{ lines: { words: string }[] }>(town, 'story-guest', 'ledger.postings', {
    book: `fund_${fund}`,
  })
  const returns = lines.map(({ words }) => words).filter((words) => words.includes('退回'))
  expect(returns).toEqual(['按捐赠人的意愿退回：按答复退回一笔'])
  await shoot(guest, 'story-given-back')
  const facts = await town.phone('story-guest', `/pages/matter/matter?id=${change}`)
  await sees(facts, keep)
})
