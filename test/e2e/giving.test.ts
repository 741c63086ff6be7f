// Giving with real taps: rice from a shop to a neighbour and the thanks back to the shop, and a promise that arrives with a platform's report
// and stands on the public page. What the staff do goes through the same door as their pages.
import { init } from '@cloudbase/node-sdk'
import { itemOf } from '../../local/demo/goods'
import { sunny } from '../../local/demo/street'
import { done, freshId, resident } from './activity'
import { auditor, cashier, dayFrom, openCampaign, pledged, publicCampaign, step, until, untilShelved } from './giving'
import { fill, openTown, press, sees, shoot, type Town, top } from './town'

jest.setTimeout(240_000)
let town: Town
beforeAll(async () => {
  town = await openTown()
  await resident(town, shop, '夏荷')
  await resident(town, lin, '林小河')
})
afterAll(async () => {
  await town.close()
})
afterEach(() => {
  expect(town.faults).toEqual([])
})

const [shop, lin, helped] = ['story-shop', 'story-lin', 'demo-zhou']
const choose = (page: Awaited<ReturnType<Town['phone']>>, name: string) =>
  top(page).getByRole('radio', { name, exact: true }).first().click()
const agreeTo = (page: Awaited<ReturnType<Town['phone']>>, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

test('a shop offers rice, it is accepted, stocked, matched to a need, handed over and thanked for', async () => {
  const need = freshId()
  await done(town, helped, 'needs.submit', {
    id: need,
    title: '老人家里缺米，行动不便',
    words: '腿脚不便，没法自己买米，想请社区帮忙送大米。',
    area: `${sunny}/g01/b03`,
    category: 'care',
    urgency: 'normal',
    scope: 'individual',
    visibility: 'public',
  })

  const phone = await town.phone(shop, '/pages/home/home')
  await press(phone, '捐助')
  await sees(phone, '正在募集')
  await press(phone, '捐物资')
  await fill(phone, '物资名称', '大米')
  await choose(phone, '米面粮油')
  await fill(phone, '数量', '5')
  await press(phone, '登记捐赠意向')
  await sees(phone, '请选择单位')
  await press(phone, /^单位/)
  await phone.getByRole('dialog').getByRole('radio', { name: '袋', exact: true }).click()
  await choose(phone, '全新')
  await press(phone, /^保质期到/)
  await phone.locator('input[type="date"]').fill(dayFrom(town, 20))
  await agreeTo(phone, '确定')
  await fill(phone, '现在放在哪里，怎么交接', '店里，可以送到社区')
  await choose(phone, '个体户')
  await fill(phone, '单位或店铺名称', '荷花粮油店')
  await fill(phone, '大家看到的名字', '荷花粮油店')
  await press(phone, '登记捐赠意向')
  await sees(phone, '谢谢您，意向已登记')
  await shoot(phone, 'story-offered-rice')
  await press(phone, '查看这次捐赠')
  const offer = new URL(phone.url()).hash.split('id=')[1] ?? ''

  const checks = ['usable', 'safe', 'hygienic', 'inDate']
  await step(town, 'demo-liu', offer, 'accept', { note: '谢谢，请送到社区。', patch: { checks } })
  await step(town, 'demo-han', offer, 'receive', { patch: { quantity: '5', place: '6 号架' } })
  await untilShelved(town, 'demo-han', itemOf('rice'), '6 号架')
  const { matches } = await done<{ matches: { title: string; reasons: string[] }[] }>(
    town,
    'demo-liu',
    'goods.suggest',
    { area: sunny, category: 'care', words: '想请社区帮忙送大米' },
  )
  const rice = matches.find(({ title }) => title === '大米')
  expect(rice?.reasons).toContain('诉求里提到了“大米”')
  const handover = freshId()
  const lines = [{ item: itemOf('rice'), quantity: 2 }]
  await done(town, 'demo-liu', 'goods.handover', {
    id: handover,
    area: sunny,
    need,
    lines,
    consent: 'phone',
  })
  await step(town, 'demo-liu', handover, 'reserve')
  await until(town, 'demo-liu', handover, 'reserved')
  await step(town, 'demo-han', handover, 'pick')

  const recipientPhone = await town.phone(helped, `/pages/matter/matter?id=${handover}`)
  await sees(recipientPhone, '领取码')
  const { facts } = await done<{ facts: { label: string; value: string }[] }>(town, helped, 'matters.get', {
    id: handover,
  })
  const code = facts.find(({ label }) => label === '领取码')?.value ?? ''
  await sees(recipientPhone, code)
  await step(town, 'demo-han', handover, 'handOver', { patch: { code } })
  await until(town, 'demo-han', handover, 'done')
  await step(town, helped, handover, 'thank', { note: '米收到了，谢谢。' })
  await step(town, 'demo-liu', handover, 'passThanks')
  await town.cloud.clock.advance(120_000)

  const donor = await town.phone(shop, '/packages/giving/mine/mine')
  await press(donor, '物资与服务')
  await press(donor, /^看去向/)
  for (const label of ['捐赠', '入库', '使用', '感谢']) await sees(donor, label)
  await sees(donor, '米收到了，谢谢。')
  await shoot(donor, 'story-rice-thanked')
  const neighbour = await town.phone(lin, `/pages/matter/matter?id=${need}`)
  await press(neighbour, '从需要到感谢')
  await sees(neighbour, /荷花粮油店/)
  await sees(neighbour, '米收到了，谢谢。')
  expect(await top(neighbour).getByText('周秀兰').count()).toBe(0)
})

test('a neighbour pledges an amount that was typed wrongly first, and reads what comes next', async () => {
  const campaign = await openCampaign(town)
  const phone = await town.phone(lin, `/packages/giving/campaign/campaign?id=${campaign}`)
  await sees(phone, '香梅慈善会')
  await press(phone, '我要认捐')
  await fill(phone, '金额，元', '12.345')
  await choose(phone, '不公开，写作“爱心居民”')
  await press(phone, '登记认捐意向')
  await sees(phone, '金额最多两位小数，精确到分')
  await fill(phone, '金额，元', '120')
  await press(phone, '登记认捐意向')
  await sees(phone, '谢谢您，认捐已登记')
  await press(phone, '看这笔捐赠的去向')
  await sees(phone, '等待到账，请按慈善组织的方式付款')
  await shoot(phone, 'story-pledged')
  const another = await pledged(town, 'demo-lin', campaign, { amount: '80' })
  const stranger = await town.call(lin, 'giving.gift', { id: another })
  expect(stranger).toMatchObject({ ok: false, error: { code: 'MATTER_MISSING' } })
})

test('a platform’s report is imported, confirmed by another person, and seen on the public page', async () => {
  const campaign = await publicCampaign(town)
  const guest = await town.phone('story-guest', `/packages/giving/campaign/campaign?id=${campaign}`)
  await sees(guest, '复制募捐平台的链接')
  expect(await top(guest).getByRole('button', { name: '我要认捐' }).count()).toBe(0)

  const row = (ref: string, amount: string, donor: string) => `${dayFrom(town, 0)},${ref},${amount},0.60,${donor},加油`
  const rows = [row('SYC0001', '100.00', '王小明'), row('SYC0002', '20.00', '匿名网友'), row('', '3.00', '李四')]
  const fileContent = Buffer.from(['日期,流水号,金额,手续费,捐赠人,留言', ...rows, ''].join('\n'))
  // Told everything, because what the process says was read when another file's story began.
  const at = { env: 'local-env', secretId: 'l', secretKey: 'l', serviceUrl: town.cloud.adminUrl }
  const app = init(at as never)
  const { fileID } = await app.uploadFile({ cloudPath: `reports/${freshId()}.csv`, fileContent })
  const told = await done<{ added: number; refused: { line: number }[] }>(town, cashier, 'giving.importReport', {
    campaign,
    fileID,
  })
  expect(told).toMatchObject({ added: 2, refused: [{ line: 4 }] })
  const { gifts } = await done<{ gifts: { id: string; version: number; title: string }[] }>(
    town,
    auditor,
    'giving.desk',
    { section: 'confirm' },
  )
  const items = gifts.filter(({ title }) => title === '流动书车募捐').map(({ id, version }) => ({ id, version }))
  await done(town, auditor, 'giving.confirm', { request: freshId(), items })
  for (const { id } of items) await until(town, cashier, id, 'posted')
  await town.cloud.clock.advance(600_000)

  const reader = await town.phone('story-guest', `/packages/giving/campaign/campaign?id=${campaign}`)
  await sees(reader, '120.00 元')
  await sees(reader, '王**')
  await sees(reader, '118.80 元')
  await shoot(reader, 'story-posted')
  await press(reader, '看每一笔收支')
  await sees(reader, '+99.40 元')
  await shoot(reader, 'story-book')
  expect(await top(reader).getByText('王小明').count()).toBe(0)
})
