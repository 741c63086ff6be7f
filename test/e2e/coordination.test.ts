// Street, two committees, many parties, with real taps: a street drawn from a template, a plan signed and refused once, an objection,
// 非常规 from its declaration to its review, an overlap that is merged.
import type { Page } from 'playwright-core'
import { streetPath, sunny } from '../../local/demo/street'
import { fill, openTown, press, sees, shoot, type Town, top } from './town'

jest.setTimeout(240_000)
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

const matter = (id: string) => `/pages/matter/matter?id=${id}`
const place = (area: string) => `/packages/street/place/place?area=${encodeURIComponent(area)}`
const raising = (kind: string, way: string, area: string) =>
  `/packages/street/raise/raise?kind=${kind}&way=${way}&area=${encodeURIComponent(area)}`
const idOf = (page: Page): string => new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('id') ?? ''
const choose = (page: Page, name: string | RegExp, role: 'radio' | 'checkbox' = 'radio') =>
  top(page)
    .getByRole(role, { name, exact: typeof name === 'string' })
    .first()
    .click()
const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
/** Sets a date as the picker's own event does. */
async function date(page: Page, label: string, value: string): Promise<void> {
  const input = top(page).locator(`wx-picker[aria-label="${label}"] input, wx-picker[aria-label="${label}"]`).first()
  await input.click()
  const field = page.locator('input[type="date"]:visible').last()
  await field.fill(value)
  const done = page.getByRole('button', { name: '确定', exact: true })
  if (await done.count()) await done.last().click()
}

test('a community is drawn from the 2+2+1 template, agreed by a second person', async () => {
  const officer = await town.phone('demo-gao', place(streetPath))
  await press(officer, /^添加地点/)
  await fill(officer, '社区名称', '双合社区')
  await press(officer, '提请同意')
  await sees(officer, '待同意（会签中）')
  const director = await town.phone('demo-feng', matter(idOf(officer)))
  await press(director, '同意会签')
  await sees(director, '已生效')

  await officer.goto(`${town.site.url}/phone/?openid=demo-gao#${place(streetPath)}`)
  await officer.reload()
  await press(officer, '双合社区')
  await press(officer, /^按模板建立组织/)
  await choose(officer, '2+2+1（双合家园）')
  await fill(officer, '另外加上的单位或队伍', '棋友队')
  await press(officer, '提请同意')
  await sees(officer, '双合社区第二居民委员会')
  await director.goto(`${town.site.url}/phone/?openid=demo-feng#${matter(idOf(officer))}`)
  await director.reload()
  await press(director, '同意会签')
  await sees(director, '已生效')
  await officer.reload()
  const { data } = (await town.call<{ below: { path: string; name: string }[] }>('demo-gao', 'organisation.place', {
    area: streetPath,
  })) as {
    data: { below: { path: string; name: string }[] }
  }
  const path = data.below.find(({ name }) => name === '双合社区')?.path ?? ''
  const drawn = await town.phone('demo-gao', place(path))
  for (const name of ['双合社区第一党委', '双合社区第二党委', '双合社区第一居民委员会', '双合社区服务站', '棋友队'])
    await sees(drawn, name)
  await shoot(drawn, 'story-template')
})

test('a plan is signed by both committees, refused once by the street, and signed again', async () => {
  const clerk = await town.phone('demo-liu', raising('plan', 'community', sunny))
  await fill(clerk, '名称', '夏夜露天电影')
  await choose(clerk, '文体活动')
  await choose(clerk, '全体居民')
  await date(clerk, '开始', day(200))
  await date(clerk, '结束', day(210))
  await choose(clerk, '协商式')
  await fill(clerk, '做什么', '每周五晚上在中心花园放一场电影。')
  await press(clerk, '提交')
  await sees(clerk, '拟定中')
  const id = idOf(clerk)
  for (const who of ['demo-xu', 'demo-zheng']) {
    const heard = await town.phone(who, matter(id))
    await press(heard, '表达意见')
    await choose(heard, '赞成')
    await fill(heard, '说明', '居民盼了很久。')
    await press(heard, '表达意见')
    await sees(heard, /赞成/)
  }
  const signed = async (): Promise<void> => {
    await clerk.reload()
    await press(clerk, '提请批准')
    await press(clerk, '提请批准')
    await sees(clerk, '拟定中（会签中）')
    for (const who of ['demo-han', 'demo-zhao']) {
      const committee = await town.phone(who, matter(id))
      await press(committee, '同意会签')
      await sees(committee, '同意「提请批准」')
      await top(committee).getByRole('button', { name: '同意会签', exact: true }).waitFor({ state: 'detached' })
    }
  }
  await signed()
  const officer = await town.phone('demo-gao', matter(id))
  await press(officer, '不同意')
  await fill(officer, '说明', '请避开中考一周。')
  await press(officer, '不同意')
  await sees(officer, '不同意「提请批准」')
  await sees(officer, '请避开中考一周。')
  await signed()
  await officer.reload()
  await press(officer, '同意会签')
  await sees(officer, '已通过')
  await shoot(officer, 'story-plan')
})

test('a supervisor’s objection blocks the next step until it is answered and accepted', async () => {
  const { data } = (await town.call<{ cards: { id: string; title: string }[] }>('demo-liu', 'matters.desk', {
    street: streetPath,
    section: 'do',
  })) as {
    data: { cards: { id: string; title: string }[] }
  }
  const id = data.cards.find(({ title }) => title === '门口快递柜太高够不着')?.id ?? ''
  const supervisor = await town.phone('demo-xu', matter(id))
  await press(supervisor, /^更多/)
  await press(supervisor, '提出异议')
  await fill(supervisor, '说明', '同样的事去年办过一次，请先说明结果。')
  await press(supervisor, '提出异议')
  await sees(supervisor, '待受理（有异议）')

  const clerk = await town.phone('demo-liu', matter(id))
  await sees(clerk, '同样的事去年办过一次，请先说明结果。')
  expect(await top(clerk).getByRole('button', { name: '受理', exact: true }).count()).toBe(0)
  await press(clerk, '答复异议')
  await fill(clerk, '说明', '去年换的是另一组柜子，这组是新装的。')
  await press(clerk, '答复异议')
  await sees(clerk, '去年换的是另一组柜子，这组是新装的。')
  await shoot(clerk, 'story-objection')

  await supervisor.reload()
  await press(supervisor, '认可答复')
  await fill(supervisor, '说明', '清楚了。')
  await press(supervisor, '认可答复')
  await sees(supervisor, '监督委员会认可答复，异议解除')
  await clerk.reload()
  await press(clerk, '受理')
  await sees(clerk, '办理中')
})

test('非常规 is declared and confirmed, the street dispatches directly, it ends with the review', async () => {
  const officer = await town.phone('demo-gao', raising('declaration', 'declare', sunny))
  await fill(officer, '发文字号', '香街发〔2026〕18号')
  await choose(officer, '二级')
  await date(officer, '开始', day(0))
  await date(officer, '结束', day(5))
  await fill(officer, '事由与措施', '连日暴雨，低洼楼栋进水，集中转移与排涝。')
  await press(officer, '提请同意')
  await sees(officer, '待确认（会签中）')
  const declaration = idOf(officer)
  const director = await town.phone('demo-feng', matter(declaration))
  await press(director, '同意会签')
  await sees(director, '非常规中')

  const resident = await town.phone('demo-lin')
  await sees(resident, /阳光里社区非常规时期/)
  await press(resident, '我要反映')
  await sees(resident, /危及生命请先拨打/)
  expect(await top(resident).getByText('急不急').count()).toBe(0)
  await fill(resident, '什么事，一句话', '一楼进水了')
  await fill(resident, '详细情况', '水到脚踝，还在涨，有两位老人。')
  await press(resident, '提交诉求')
  await sees(resident, '已提交')
  await press(resident, '查看进展')
  await sees(resident, '待受理')
  const need = idOf(resident)
  // The community beside it notices nothing.
  const beside = await town.phone('demo-chen')
  await sees(beside, '我要反映')
  expect(
    await top(beside)
      .getByText(/非常规/)
      .count(),
  ).toBe(0)

  await officer.goto(`${town.site.url}/phone/?openid=demo-gao#${matter(need)}`)
  await officer.reload()
  await press(officer, '街道直派')
  await choose(officer, '平安建设办公室')
  await press(officer, '街道直派')
  await sees(officer, '直接派给平安建设办公室')
  await shoot(officer, 'story-dispatch')

  await director.reload()
  await press(director, '使用过的职权')
  await sees(director, '一楼进水了')
  await director.goBack()
  await press(director, '结束并写回顾')
  await fill(director, '说明', '太短')
  await press(director, '结束并写回顾')
  await sees(director, /至少 20 个字/)
  await fill(director, '说明', '两天内转移十二户，排涝设备不够，入汛前要补齐三台水泵。')
  await press(director, '结束并写回顾')
  await sees(director, '已恢复')
  await resident.goto(`${town.site.url}/phone/?openid=demo-lin#/pages/home/home`)
  await resident.reload()
  await sees(resident, '我要反映')
  expect(
    await top(resident)
      .getByText(/非常规时期，到/)
      .count(),
  ).toBe(0)
})

test('an overlap is seen on the board and merged before either begins', async () => {
  const clerk = await town.phone('demo-liu', '/packages/street/board/board')
  await sees(clerk, /“街道购买午间助餐服务”/)
  await shoot(clerk, 'story-board')
  await press(clerk, /^阳光里邻里食堂送餐/)
  await press(clerk, '并入另一项')
  await choose(clerk, '街道购买午间助餐服务')
  await fill(clerk, '说明', '由街道统一送餐，志愿队负责上门。')
  await press(clerk, '并入另一项')
  await sees(clerk, '已合并')
  const officer = await town.phone('demo-gao', '/packages/street/board/board')
  await sees(officer, '现在没有重复的计划')
})
