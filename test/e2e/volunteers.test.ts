// A volunteer's phone, with real taps: the last place and who waits for it, a scan without a network, a record that a stranger verifies and
// that is corrected, points spent, a team that neighbours join.
import type { Page } from 'playwright-core'
import { sunny } from '../../local/demo/street'
import { codeFor, done, freshId, hourMs, joined, publishedActivity, resident, rosterOf, served } from './activity'
import { fill, openTown, press, sees, shoot, type Town, top } from './town'

jest.setTimeout(240_000)
let town: Town
beforeAll(async () => {
  town = await openTown()
  await resident(town, lin, '林小河')
  await resident(town, zhou, '周望舒')
  // Somebody who lives here and has no volunteer's profile yet.
  await done(town, qian, 'people.register', { building: `${sunny}/g02/b06`, name: '钱小溪', privacyVersion: 1 })
})
afterAll(async () => {
  await town.close()
})
afterEach(() => {
  expect(town.faults).toEqual([])
})

const [lin, zhou, qian] = ['story-lin', 'story-zhou', 'story-qian']
const minuteMs = 60_000
/** The first shift of an activity that begins in so many hours. */
async function shiftIn(hours: number, change: object = {}): Promise<string> {
  const startsAt = town.cloud.clock.now() + hours * hourMs
  const { shift } = await publishedActivity(town, {
    title: '中心花园除草',
    place: '中心花园东门',
    times: [{ startsAt, endsAt: startsAt + 2 * hourMs }],
    posts: [{ name: '除草', places: 2 }],
    ...change,
  })
  return shift
}
const shiftPage = (id: string) => `/packages/volunteer/shift/shift?id=${id}`
const goTo = async (page: Page, openid: string, hash: string): Promise<void> => {
  await page.goto(`${town.site.url}/phone/?openid=${openid}#${hash}`)
  await page.reload()
}
const agreeTo = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
const online = (page: Page, is: boolean) =>
  page.evaluate((online) => window.postMessage({ to: 'phone', online }, location.origin), is)
/** What the camera would read. */
async function scanned(page: Page, code: string): Promise<void> {
  await page.getByRole('dialog').getByRole('textbox').fill(code)
  await agreeTo(page, '确定')
}

test('the last place is taken, one waits, one withdraws, and who waited confirms from the home page', async () => {
  const id = await shiftIn(60, { posts: [{ name: '除草', places: 1 }] })
  const first = await town.phone(lin)
  await press(first, '报名志愿')
  await press(first, /中心花园除草 · 除草,还有 1 个名额/)
  await sees(first, '还有 1 个名额')
  await press(first, '报名')
  await sees(first, '已报名')

  const second = await town.phone(qian, shiftPage(id))
  await sees(second, '名额已满')
  await press(second, '先填写志愿者资料')
  await press(second, /^出生日期/)
  await second.locator('input[type="date"]').fill('1998-03-05')
  await agreeTo(second, '确定')
  await press(second, '保存资料')
  await press(second, '排队等候（排第一位）')
  await sees(second, '排队中（排第一位）')
  await shoot(second, 'story-waiting')

  await press(first, '退出')
  await agreeTo(first, '退出')
  await sees(first, '已退出')
  await town.cloud.clock.advance(minuteMs)
  await goTo(second, qian, '/pages/inbox/inbox')
  await sees(second, /候补到了名额，请在.*前确认：中心花园除草/)
  await goTo(second, qian, '/pages/home/home')
  await shoot(second, 'story-offered')
  await press(second, '确认参加：中心花园除草 · 除草')
  await sees(second, /过期名额给下一位/)
  await press(second, '确认参加')
  await sees(second, '已报名')
  const { taken, waiting } = await rosterOf<{ taken: number; waiting: number }>(town, id)
  expect([taken, waiting]).toEqual([1, 0])
})

test('a risk notice is opened and accepted before the sign-up, and a companion takes a place of their own', async () => {
  const id = await shiftIn(80, { title: '沿河捡拾', notice: '步道湿滑，请穿防滑鞋，两人一组。' })
  const phone = await town.phone(lin, shiftPage(id))
  await sees(phone, '时长只记给报名的本人')
  await fill(phone, '同行人称呼', '女儿小满')
  await press(phone, '添加')
  await press(phone, '报名（2 人）')
  await sees(phone, '请先阅读并接受风险告知')
  await sees(phone, '步道湿滑，请穿防滑鞋，两人一组。')
  await top(phone).getByRole('checkbox', { name: '我已阅读并接受' }).click()
  await press(phone, '报名（2 人）')
  await sees(phone, '女儿小满')
  await sees(phone, '2 / 2 人')
})

test('a scan without a network is kept, sent when it is back, and waits for the organiser; a walk-in is asked', async () => {
  const id = await shiftIn(0.3, { title: '垃圾分类引导', posts: [{ name: '引导员', places: 3 }] })
  await joined(town, id, lin)
  const code = await codeFor(town, id, 'in')
  const phone = await town.phone(lin, '/pages/volunteer/volunteer')
  await sees(phone, '垃圾分类引导')
  await online(phone, false)
  await press(phone, '扫码签到')
  await scanned(phone, code)
  await sees(phone, '已保存，还没有送达')
  await shoot(phone, 'story-kept')
  await press(phone, '完成')
  await sees(phone, '还没有送达')
  // The app is opened again later: the scan is still there, and the code on the screen has long changed.
  await town.cloud.clock.advance(10 * minuteMs)
  await phone.goBack()
  await sees(phone, '1 条签到还没有送达，已保存在手机上')
  await press(phone, /1 条签到还没有送达/)
  await online(phone, true)
  await sees(phone, '已送达，待确认')
  await sees(phone, /为什么待确认/)
  await shoot(phone, 'story-sent-later')
  await press(phone, /^看我的班次/)
  await sees(phone, '已签到，待确认')
  const { lines } = await rosterOf<{ lines: { line: string }[] }>(town, id)
  expect(lines).toMatchObject([{ unsure: true, inHow: '补传的扫码' }])
  const sure = { id, lines: lines.map(({ line }) => line), what: 'sure', request: freshId() }
  await done(town, 'demo-he', 'volunteers.mark', sure)
  await goTo(phone, lin, shiftPage(id))
  await sees(phone, '扫码签退')
  expect(await top(phone).getByText('待确认').count()).toBe(0)

  const walker = await town.phone(zhou, '/packages/volunteer/scan/scan?now=1')
  await scanned(walker, await codeFor(town, id, 'in'))
  await sees(walker, '您没有报名这个班次')
  await press(walker, '现在加入并签到')
  await sees(walker, /^已签到 \d\d:\d\d$/)
  await shoot(walker, 'story-walk-in')
})

test('a year is shown with a code, a stranger verifies it, a correction is asked and answered, and the code says so', async () => {
  const id = await shiftIn(3, { title: '图书室整理', posts: [{ name: '整理', places: 5 }] })
  await joined(town, id, zhou)
  await served(town, id)
  const phone = await town.phone(zhou, '/packages/volunteer/record/record')
  await sees(phone, '图书室整理')
  const excel = phone.waitForEvent('download')
  await press(phone, /^下载 \d{4} 年 Excel$/)
  expect((await excel).suggestedFilename()).toMatch(/^平台服务记录-\d{4}\.xlsx$/)
  await press(phone, /^出示 \d{4} 年记录$/)
  await press(phone, '生成记录')
  await sees(phone, '记录有效')
  await shoot(phone, 'story-certificate')
  const picture = phone.waitForEvent('download')
  await press(phone, '保存为图片')
  expect((await picture).suggestedFilename()).toBe('picture.png')
  const said = await top(phone)
    .getByLabel(/^核验码 [2-9A-Z]{16}$/)
    .getAttribute('aria-label')
  const code = said?.slice(-16) ?? ''

  const stranger = await town.phone('demo-newcomer', '/packages/volunteer/verify/verify')
  await fill(stranger, '核验码', code.toLowerCase().replace(/(.{4})/g, '$1 '))
  await press(stranger, '核验')
  await sees(stranger, '记录有效')
  await sees(stranger, '周**')
  await shoot(stranger, 'story-verified')

  await phone.goBack()
  await press(phone, /已确认,.*2 小时/)
  await press(phone, '申请更正')
  await fill(phone, '应该是多少分钟', '999')
  await press(phone, '提交更正申请')
  await sees(phone, '时长不能超过班次时间')
  await fill(phone, '应该是多少分钟', '90')
  await fill(phone, '哪里不对', '我提前半小时走了，多记了时间。')
  await press(phone, '提交更正申请')
  await sees(phone, '待核对')
  const correction = new URLSearchParams(new URL(phone.url()).hash.split('?')[1]).get('id') ?? ''
  const clerk = await town.phone('demo-han', `/pages/matter/matter?id=${correction}`)
  await sees(clerk, '我提前半小时走了，多记了时间。')
  await press(clerk, '更正记录')
  await fill(clerk, '更正为多少分钟', '90')
  await press(clerk, '更正记录')
  await sees(clerk, '已更正')
  await town.cloud.clock.advance(2 * minuteMs)
  await goTo(phone, zhou, '/packages/volunteer/record/record')
  await press(phone, /已更正,.*1\.5 小时/)
  await goTo(stranger, 'demo-newcomer', `/packages/volunteer/verify/verify?code=${code}`)
  await sees(stranger, '记录已更正，以现在的时长为准')
  await sees(stranger, '1.5 小时')

  await goTo(phone, zhou, '/packages/volunteer/record/record')
  await press(phone, /已更正,.*1\.5 小时/)
  await press(phone, '评价活动')
  await top(phone).getByRole('radio', { name: '5 星' }).click()
  await press(phone, '提交评价')
  await sees(phone, '您给了 5 星')
})

test('points that were earned are spent on a community service, once', async () => {
  const id = await shiftIn(3, { title: '义务理发登记', posts: [{ name: '登记', places: 5 }] })
  await joined(town, id, lin)
  await served(town, id)
  const item = { id: freshId(), area: sunny, title: '理发一次', kind: 'service', price: 10, stock: 1 }
  await done(town, 'demo-liu', 'volunteers.saveItem', item)
  const phone = await town.phone(lin, '/packages/volunteer/points/points')
  const { balance } = await done<{ balance: number }>(town, lin, 'volunteers.points', {})
  expect(balance).toBeGreaterThanOrEqual(10)
  await sees(phone, `${balance} 分`)
  await press(phone, '用 10 分换理发一次')
  await agreeTo(phone, '换')
  await sees(phone, `${balance - 10} 分`)
  await sees(phone, '兑换：理发一次')
  await sees(phone, /已经换完/)
  await shoot(phone, 'story-points')
  expect((await done<{ balance: number }>(town, lin, 'volunteers.points', {})).balance).toBe(balance - 10)
})

test('a team is registered on the phone, filed by the community, and joined by a neighbour', async () => {
  const phone = await town.phone(qian, '/packages/volunteer/teams/teams')
  await press(phone, '登记一支志愿队')
  await fill(phone, '队名', '清晨护河队')
  await press(phone, '提交登记')
  await sees(phone, '请填写宗旨，至少 4 个字')
  await fill(phone, '做什么', '每周六清早巡河，捡拾垃圾。')
  await press(phone, '提交登记')
  await sees(phone, '待备案')
  const id = new URLSearchParams(new URL(phone.url()).hash.split('?')[1]).get('id') ?? ''
  const clerk = await town.phone('demo-liu', `/pages/matter/matter?id=${id}`)
  await press(clerk, '同意备案')
  await press(clerk, '同意备案')
  await sees(clerk, '已备案')
  const neighbour = await town.phone(lin, '/packages/volunteer/teams/teams')
  await press(neighbour, /^清晨护河队/)
  await press(neighbour, '加入队伍')
  await fill(neighbour, '队友怎么称呼您', '林姐')
  await press(neighbour, '加入队伍')
  await sees(neighbour, '2 人')
  await shoot(neighbour, 'story-team')
})
