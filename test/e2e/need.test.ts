// One need, from a resident's phone to a rated answer, with real taps in a real browser.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { checked, fill, openTown, press, sees, shoot, type Town, top } from './town'

jest.setTimeout(180_000)
let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(async () => {
  await town.close()
})
afterEach(() => {
  expect(town.faults).toEqual([])
})

const desk = '/packages/committee/desk/desk'
const matter = (id: string) => `/pages/matter/matter?id=${id}`

test('a need goes from submitted to accepted, assigned, disputed, assigned again, done, not solved, redone, done and rated', async () => {
  const resident = await town.phone('demo-lin')
  await press(resident, '我要反映')
  await fill(resident, '什么事，一句话', '单元门的门禁刷不开')
  await fill(resident, '详细情况', '三天了，刷卡没有反应，只能等邻居出来。')
  await press(resident, '提交诉求')
  await sees(resident, '已提交')
  await shoot(resident, 'story-submitted')
  await press(resident, '查看进展')
  await sees(resident, '待受理')
  const id = new URLSearchParams(new URL(resident.url()).hash.split('?')[1]).get('id') ?? ''

  const clerk = await town.phone('demo-liu', matter(id))
  await press(clerk, '受理')
  await sees(clerk, '办理中')
  await press(clerk, '派单')
  await top(clerk).getByRole('radio', { name: '阳光里第一网格' }).click()
  await press(clerk, '派单')
  await sees(clerk, '派给阳光里第一网格')

  const grid = await town.phone('demo-wu', matter(id))
  await press(grid, '提出异议')
  await fill(grid, '说明', '门禁由物业维护，网格没有权限。')
  await press(grid, '提出异议')
  await sees(grid, '派单异议')

  // Who dispatched does not decide the objection to it; the second clerk does.
  await clerk.reload()
  await sees(clerk, '派单异议')
  expect(await top(clerk).getByRole('button', { name: '维持派单' }).count()).toBe(0)
  const second = await town.phone('demo-han', matter(id))
  await press(second, '派单')
  await top(second).getByRole('radio', { name: '阳光里物业服务中心' }).click()
  await press(second, '派单')
  await sees(second, '派给阳光里物业服务中心')

  const property = await town.phone('demo-sun', matter(id))
  await press(property, '接受派单')
  await press(property, '提交办理结果')
  await fill(property, '说明', '已重启门禁控制器。')
  await press(property, '提交办理结果')
  await sees(property, '待评价')

  await resident.reload()
  await press(resident, '仍未解决')
  await fill(resident, '说明', '第二天又刷不开了。')
  await press(resident, '仍未解决')
  await sees(resident, '办理中')

  await clerk.reload()
  await press(clerk, '派单')
  await top(clerk).getByRole('radio', { name: '阳光里物业服务中心' }).click()
  await press(clerk, '派单')
  await sees(clerk, '已派单')
  await property.reload()
  await press(property, '接受派单')
  await press(property, '提交办理结果')
  await fill(property, '说明', '已更换读卡器。')
  await press(property, '提交办理结果')
  await sees(property, '待评价')

  await resident.goto(`${town.site.url}/phone/?openid=demo-lin#/pages/home/home`)
  await top(resident).getByRole('button', { name: '已解决，去评价：单元门的门禁刷不开' }).click()
  await top(resident).getByRole('radio', { name: '5 星' }).click()
  await press(resident, '已解决，去评价')
  await sees(resident, '身边事')
  const reply = await town.call<{ statusText: string; facts: { label: string; value: string }[] }>(
    'demo-lin',
    'matters.get',
    { id },
  )
  expect(reply).toMatchObject({ ok: true, data: { statusText: '已办结' } })
  await resident.goto(`${town.site.url}/phone/?openid=demo-lin#${matter(id)}`)
  await sees(resident, '5 星')
  await shoot(resident, 'story-rated')
})

test('a social worker submits for an old resident, with consent on record', async () => {
  const worker = await town.phone('demo-zheng', '/pages/submit/submit?proxy=1')
  await fill(worker, '居民姓名', '马桂芳')
  await top(worker).getByRole('radio', { name: '书面同意' }).click()
  await fill(worker, '什么事，一句话', '想装一个卫生间扶手')
  await fill(worker, '详细情况', '老人起身不稳，希望装一个扶手。')
  await top(worker).getByRole('button', { name: /^楼栋/ }).click()
  await worker.getByRole('radio', { name: '3 栋' }).click()
  await press(worker, '提交诉求')
  await sees(worker, '已提交')
  await press(worker, '查看进展')
  await sees(worker, '由社区工作者代为提交，书面同意')
  await sees(worker, '马**')
})

test('the community calls the street, a department leads, a helper reports to it, and the answer reaches the resident', async () => {
  const submitted = await town.call<{ id: string; version: number }>('demo-zhou', 'needs.submit', {
    id: 'story00000000000whistle',
    title: '小区门口占道摆摊',
    words: '早上七点到九点门口摆满摊子，老人过不去。',
    area: '/lj/da/xm/ygl/g01/b03',
    category: 'traffic',
    urgency: 'soon',
    scope: 'collective',
    visibility: 'public',
  })
  if (!submitted.ok) throw new Error(submitted.error.message)
  const { id } = submitted.data
  const clerk = await town.phone('demo-liu', matter(id))
  await press(clerk, '受理')
  await press(clerk, '上报街道（吹哨）')
  await fill(clerk, '说明', '占用城市道路，需要城管办到场。')
  await press(clerk, '上报街道（吹哨）')
  await sees(clerk, '街道协办')

  const officer = await town.phone('demo-gao', desk)
  await top(officer).getByRole('button', { name: '召集科室：小区门口占道摆摊' }).click()
  await top(officer).getByRole('radio', { name: '城市管理办公室' }).click()
  await top(officer).getByRole('checkbox', { name: '公共服务办公室' }).click()
  await press(officer, '召集科室')

  const helper = await town.phone('demo-peng', matter(id))
  await press(helper, '记录进展')
  await fill(helper, '说明', '已联系附近市场留出摊位。')
  await press(helper, '记录进展')
  await sees(helper, '已联系附近市场留出摊位。')

  const lead = await town.phone('demo-tang', desk)
  await top(lead).getByRole('button', { name: '提交协办结果：小区门口占道摆摊' }).click()
  await fill(lead, '说明', '摊位已移入市场，早上安排值守。')
  await press(lead, '提交协办结果')
  await lead.waitForURL(/desk/)
  await checked(town)
  const resident = await town.phone('demo-zhou', '/pages/inbox/inbox')
  await sees(resident, /您的诉求已办理，请评价：小区门口占道摆摊/)
})

test('a hotline file is imported on the page, broken rows are listed, and one of its needs is handled to the end', async () => {
  const file = path.join(town.folder, 'hotline.csv')
  const rows = [
    '标题,工单编号,诉求内容,受理时间',
    '咨询小区充电桩,9001,"小区什么时候装充电桩？\n业主都很关心。",2019/7/19 18:19:54',
    '路灯不亮,9002,东门路灯坏了三盏。,43803.724560185197',
    '求助,9003,请大家转账到我的账户帮我治病,2019/7/20',
    '没有内容的一行,9004,,2019/7/20',
  ]
  writeFileSync(file, `\uFEFF${rows.join('\n')}\n`)
  const clerk = await town.phone('demo-liu', '/packages/committee/import/import')
  const chooser = clerk.waitForEvent('filechooser')
  await press(clerk, '选择文件并导入')
  await (await chooser).setFiles(file)
  await sees(clerk, '导入完成')
  await sees(clerk, '第 6 行')
  await sees(clerk, '没有内容')
  await sees(clerk, /这里不能发布转账/)
  await shoot(clerk, 'story-import')

  const found = await town.call<{ cards: { id: string; title: string }[] }>('demo-liu', 'matters.desk', {
    street: '/lj/da/xm',
    section: 'new',
  })
  if (!found.ok) throw new Error(found.error.message)
  const id = found.data.cards.find(({ title }) => title === '咨询小区充电桩')?.id ?? ''
  await clerk.goto(`${town.site.url}/phone/?openid=demo-liu#${matter(id)}`)
  await sees(clerk, '原编号')
  await press(clerk, '受理')
  await press(clerk, '答复居民')
  await fill(clerk, '说明', '本月底前装好六个充电桩。')
  await press(clerk, '答复居民')
  await sees(clerk, '待评价')
  // Nobody rates their own work: what was imported by the clerk who answered it ends as not rated after seven days.
  expect(await top(clerk).getByRole('button', { name: '已解决，去评价' }).count()).toBe(0)
  await town.cloud.clock.advance(8 * 86_400_000)
  await clerk.reload()
  await sees(clerk, '已办结')
  await sees(clerk, '未评价')
})

test('a guest looks around, is asked for a building only when submitting, and loses nothing written', async () => {
  const guest = await town.phone('demo-newcomer')
  await sees(guest, '您现在是访客，可以先看看')
  await press(guest, '我要反映')
  await fill(guest, '什么事，一句话', '楼下的树挡住路灯')
  await fill(guest, '详细情况', '晚上看不清路，希望修剪一下。')
  await press(guest, '提交诉求')
  await sees(guest, '您住在哪一栋')
  await press(guest, '保存我的楼栋')
  for (const missing of ['请选择您居住的楼栋', '请填写称呼', '请阅读并同意隐私说明']) await sees(guest, missing)
  await top(guest).getByRole('button', { name: /^社区/ }).click()
  await guest.getByRole('radio', { name: '阳光里社区' }).click()
  await top(guest).getByRole('button', { name: /^楼栋/ }).click()
  await guest.getByRole('radio', { name: '5 栋' }).click()
  await fill(guest, '怎么称呼您', '小周')
  await press(guest, '保存我的楼栋')
  await sees(guest, '请阅读并同意隐私说明')
  await top(guest).getByRole('checkbox', { name: '我已阅读并同意' }).click()
  await press(guest, '保存我的楼栋')
  await sees(guest, '什么事')
  expect(await top(guest).getByRole('textbox', { name: '什么事，一句话' }).inputValue()).toBe('楼下的树挡住路灯')
})
