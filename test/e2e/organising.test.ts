// Organising with real taps: an activity published once its gate is met, two phones at an event with a code that changes, a forgotten
// check-out that a second person confirms, a call that climbs to the street and comes back filled.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { books, sunny } from '../../local/demo/street'
import { done, freshId, hourMs, joined, publishedActivity, resident, teamOf } from './activity'
import { fill, openTown, press, sees, shoot, type Town, top } from './town'

jest.setTimeout(240_000)
let town: Town
beforeAll(async () => {
  town = await openTown()
  // Newcomers have promised nobody anything, whatever the hour at which the story is told.
  await resident(town, 'story-song', '宋知夏')
  await resident(town, 'story-ke', '柯望舒')
  await resident(town, 'story-ning', '宁远山')
  await resident(town, 'story-bai', '白书言', `${books}/g01/b02`)
})
afterAll(async () => {
  await town.close()
})
afterEach(() => {
  expect(town.faults).toEqual([])
})

const organiser = (page: string, query = '') => `/packages/organiser/${page}/${page}${query}`
const idOf = (page: Page): string => new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('id') ?? ''
const choose = (page: Page, name: string, role: 'radio' | 'checkbox' | 'switch' = 'radio') =>
  top(page).getByRole(role, { name, exact: true }).first().click()
/** A date or a time, as the picker's own sheet takes it. */
async function pick(page: Page, name: RegExp, value: string): Promise<void> {
  await press(page, name)
  const sheet = page.getByRole('dialog')
  await sheet.locator('input').fill(value)
  await sheet.getByRole('button', { name: '确定' }).click()
}
const inDays = (days: number): string =>
  new Date(town.cloud.clock.now() + days * 24 * hourMs + 8 * hourMs).toISOString().slice(0, 10)
/** A volunteer's phone reads what the organiser's shows. */
async function scanned(phone: Page, code: string): Promise<void> {
  await press(phone, '扫码')
  await phone.getByRole('dialog').getByRole('textbox').fill(code)
  await phone.getByRole('dialog').getByRole('button', { name: '确定' }).click()
}
const scan = (openid: string, code: string) =>
  town.call<{ label: string }>(openid, 'volunteers.scan', { code, request: freshId() })

test('an activity with a gate missing is refused by name; met, it is published through both agreements', async () => {
  const leader = await town.phone('demo-he', organiser('draft'))
  await fill(leader, '标题', '清洗外墙宣传栏')
  await press(leader, '保存草稿')
  await sees(leader, '请填写活动内容')
  await leader.reload()
  // What was written is still there.
  await top(leader).getByRole('textbox', { name: '标题' }).waitFor()
  expect(await top(leader).getByRole('textbox', { name: '标题' }).inputValue()).toBe('清洗外墙宣传栏')
  await fill(leader, '活动内容', '两人一组，一人登梯清洗，一人扶梯。')
  await pick(leader, /^日期/, inDays(5))
  await pick(leader, /^开始时间/, '09:00')
  await pick(leader, /^结束时间/, '11:00')
  await choose(leader, '每周一次')
  await fill(leader, '集合地点', '3 栋门厅')
  await fill(leader, '岗位 1 的名称', '清洗')
  await fill(leader, '岗位 1 的人数', '4')
  await choose(leader, '风险较高')
  await sees(leader, '· 登记保到活动结束的志愿者保险')
  await sees(leader, '发布须社区同意，报街道同意')
  await fill(leader, '岗位 1 需要的培训', '登高作业')
  await fill(leader, '负责人', '何青')
  await fill(leader, '风险告知', '登梯有跌落的风险，须系安全带，雨天取消。')
  await fill(leader, '带队社工', '郑洁')
  await shoot(leader, 'story-draft')
  await press(leader, '保存草稿')
  await sees(leader, '写好后请提请发布')
  const id = idOf(leader)

  await press(leader, '提请发布')
  const refused = leader.getByRole('dialog')
  await refused.getByText('请先登记覆盖到活动结束的志愿者保险').waitFor()
  await shoot(leader, 'story-gate')
  await refused.getByRole('button', { name: '知道了' }).click()
  await press(leader, '修改草稿')
  await choose(leader, '登记志愿者保险', 'switch')
  await fill(leader, '保险公司', '平安')
  await fill(leader, '保单号', 'PA-2026-018')
  await pick(leader, /^保险有效至/, inDays(60))
  await press(leader, '保存草稿')
  await sees(leader, /平安，有效至/)
  await press(leader, '提请发布')
  await sees(leader, '草稿（会签中）')

  const clerk = await town.phone('demo-liu', `/pages/matter/matter?id=${id}`)
  await press(clerk, '同意会签')
  await sees(clerk, '同意「提请发布」')
  await sees(clerk, '草稿（会签中）')
  const officer = await town.phone('demo-gao', `/pages/matter/matter?id=${id}`)
  await press(officer, '同意会签')
  await sees(officer, '招募中')
  await leader.reload()
  await press(leader, '班次与名单')
  await sees(leader, '清洗 · 3 栋门厅')
  expect(await top(leader).getByText('已报 0 / 4 人').count()).toBe(4)
})

test('two phones at an event: the code on the organiser’s screen changes, the old one is no use, the count goes up', async () => {
  const { id, shift } = await publishedActivity(town, { title: '门厅便民服务' })
  await joined(town, shift, 'story-song', 'story-ke')
  const leader = await town.phone('demo-he', organiser('shifts', `?id=${id}`))
  await press(leader, /^出示签到码/)
  const picture = top(leader)
    .getByRole('img', { name: /^签到码/ })
    .or(top(leader).locator('wx-image'))
  const shown = () => picture.locator('img').getAttribute('src')
  await picture.first().waitFor()
  const asked = () =>
    done<{ text: string; image: string; next: { text: string; image: string } }>(town, 'demo-he', 'volunteers.code', {
      id: shift,
      direction: 'in',
    })
  /** What a phone reads from the screen: the one of the server's codes whose picture is shown. */
  const read = async (): Promise<string> => {
    const [image, code] = [await shown(), await asked()]
    const found = [code, code.next].find((one) => one.image === image)
    return found ? found.text : read()
  }
  const first = await read()
  const before = await shown()
  const volunteer = await town.phone('story-song', '/packages/volunteer/scan/scan')
  await scanned(volunteer, first)
  await sees(volunteer, /^已签到/)
  await sees(leader, /^\s*1 人已到/)
  await shoot(leader, 'story-code')
  await leader.waitForFunction(
    (old) => document.querySelector('wx-page:not([hidden]) wx-image img')?.getAttribute('src') !== old,
    before,
    {
      timeout: 40_000,
    },
  )
  await press(volunteer, '完成')
  await scanned(volunteer, await read())
  await sees(volunteer, '这一步已经登记过了')
  await press(volunteer, '完成')

  // The network goes away, the code stays for as long as it is good, and comes back by itself.
  await leader.route('**/functions/**', (route) => route.abort())
  await sees(leader, /网络不通，正在重试/)
  await leader.unroute('**/functions/**')
  await top(leader)
    .getByText(/网络不通，正在重试/)
    .waitFor({ state: 'hidden' })

  const brightness = () =>
    leader.evaluate(
      async () =>
        (
          await (
            globalThis as unknown as { wx: { getScreenBrightness(): Promise<{ value: number }> } }
          ).wx.getScreenBrightness()
        ).value,
    )
  expect(await brightness()).toBe(1)
  await town.cloud.clock.advance(120_000)
  expect(await scan('story-ke', first)).toMatchObject({ ok: false, error: { code: 'CODE_OLD' } })
  await press(leader, /^手工签到/)
  await press(leader, '签到：柯望舒')
  await sees(leader, /签到（组织者登记）/)
  expect(await brightness()).toBeLessThan(1)
  await shoot(leader, 'story-roster')
  expect(
    await top(leader)
      .getByRole('status', { name: /^已到 2 人/ })
      .count(),
  ).toBe(1)

  await town.cloud.clock.advance(2 * hourMs)
  await leader.goBack()
  await choose(leader, '签退')
  const out = await done<{ text: string }>(town, 'demo-he', 'volunteers.code', { id: shift, direction: 'out' })
  await scanned(volunteer, out.text)
  await sees(volunteer, /^已签退/)
})

test('somebody without a phone is written down with their word, checked in, and taken off when they can not come', async () => {
  const { shift } = await publishedActivity(town, { title: '门厅量血压' })
  const leader = await town.phone('demo-he', organiser('day', `?id=${shift}`))
  await press(leader, /^更多/)
  await press(leader, '登记没有手机的人')
  await fill(leader, '姓名', '马桂芳')
  await press(leader, '登记到名单')
  await sees(leader, '请选择本人怎样同意的')
  await choose(leader, '当面同意')
  await shoot(leader, 'story-no-phone')
  await press(leader, '登记到名单')
  await sees(leader, /没有手机，编号 [A-Z0-9]{8}/)
  await press(leader, '签到：马桂芳')
  await top(leader)
    .getByRole('status', { name: /^已到 1 人/ })
    .waitFor()

  const startsAt = town.cloud.clock.now() + 5 * hourMs
  const times = [{ startsAt, endsAt: startsAt + hourMs }]
  const later = await publishedActivity(town, { title: '傍晚浇花', times })
  await done(town, 'demo-he', 'volunteers.addWithoutPhone', {
    id: later.shift,
    request: freshId(),
    name: '胡有福',
    consent: 'phone',
  })
  await leader.goto(`${town.site.url}/phone/?openid=demo-he#${organiser('day', `?id=${later.shift}`)}`)
  await leader.reload()
  await press(leader, /^胡有福/)
  await press(leader, '代为退出：胡有福')
  await leader.getByRole('radio', { name: '本人电话同意' }).click()
  await sees(leader, '候补和退出 1')
  await choose(leader, '候补和退出,1 人')
  await sees(leader, /由何青代办退出（电话同意）|由何青代办临时退出（电话同意）/)
})

test('a forgotten check-out is capped and marked, and a second person confirms it and the organiser’s own hours', async () => {
  const body = await teamOf(town, 'story-ning', '晨光护院队')
  const { id, shift } = await publishedActivity(town, { title: '花园浇水', body }, 'story-ning')
  await joined(town, shift, 'story-song', 'story-ke', 'story-ning')
  await town.cloud.clock.advance(hourMs / 2)
  const leader = await town.phone('story-ning', organiser('day', `?id=${shift}`))
  await press(leader, '多选')
  await press(leader, '选中这里全部')
  await press(leader, '签到')
  await top(leader)
    .getByRole('status', { name: /^已到 3 人/ })
    .waitFor()
  await town.cloud.clock.advance(hourMs)
  await press(leader, '签退：柯望舒')
  await press(leader, '签退：宁远山')
  await sees(leader, '已签退 2')
  await town.cloud.clock.advance(2 * hourMs)

  await leader.goto(`${town.site.url}/phone/?openid=story-ning#${organiser('hours', `?id=${shift}`)}`)
  await sees(leader, '您自己的时长')
  await sees(leader, /须由另一个人确认：阳光里社区居民委员会、社会工作者，或晨光护院队的另一位工作人员/)
  await sees(leader, '没有签退，按签到后剩余时间的一半计')
  await press(leader, '确认没有疑问的 1 人')
  await sees(leader, /已确认 1 人/)
  await shoot(leader, 'story-own-hours')

  const second = await town.phone('demo-liu', organiser('hours', `?id=${shift}`))
  await press(second, '确认没有疑问的 1 人')
  await press(second, /^宋知夏/)
  await fill(second, '宋知夏实际服务的分钟数', '130')
  await press(second, '确认 130 分钟：宋知夏')
  await sees(second, '时长不能超过班次时间')
  await fill(second, '宋知夏实际服务的分钟数', '80')
  await shoot(second, 'story-capped')
  await press(second, '确认 80 分钟：宋知夏')
  await sees(second, '已确认 3 人')
  await press(second, '确认完毕，结束活动')
  await press(second, '确认完毕，结束活动')
  await sees(second, '已确认 3 人')
  const ended = await done<{ status: { key: string } }>(town, 'story-ning', 'matters.get', { id })
  expect(ended.status.key).toBe('closed')
  const record = await done<{ records: { title: string; minutes: number; how: string }[] }>(
    town,
    'story-song',
    'volunteers.record',
    {},
  )
  expect(record.records.find(({ title }) => title === '花园浇水')).toMatchObject({
    minutes: 80,
    how: '未签退，按规则计算',
  })

  // Confirmed in error: somebody who did not confirm it takes it back, and the volunteer reads why.
  const third = await town.phone('demo-han', organiser('hours', `?id=${shift}`))
  await press(third, /^宋知夏/)
  await press(third, '撤销时长：宋知夏')
  await fill(third, '撤销宋知夏时长的理由', '当天没有到场，误登记')
  await press(third, '撤销 80 分钟：宋知夏')
  await sees(third, '已撤销：当天没有到场，误登记')
  const song = await town.phone('story-song', '/packages/volunteer/record/record')
  await sees(song, '撤销的理由：当天没有到场，误登记')
})

test('a call climbs to the street, somebody of another community fills it, and it comes back filled', async () => {
  const from = town.cloud.clock.now() + 2 * hourMs
  const { shift } = await publishedActivity(town, {
    title: '手语陪同就医',
    posts: [{ name: '陪同', places: 1 }],
    times: [{ startsAt: from, endsAt: from + hourMs }],
    climbs: false,
  })
  const clerk = await town.phone('demo-liu', organiser('overview'))
  await sees(clerk, '手语陪同就医 · 陪同')
  await press(clerk, '扩大到全街道招募：手语陪同就医 陪同')
  await top(clerk).getByRole('button', { name: '扩大到全街道招募：手语陪同就医 陪同' }).waitFor({ state: 'detached' })
  const officer = await town.phone('demo-gao', organiser('overview'))
  await top(officer).getByRole('button', { name: '扩大到全区招募：手语陪同就医 陪同' }).waitFor()
  await shoot(officer, 'story-climb')

  await joined(town, shift, 'story-bai')
  await town.cloud.clock.advance(15 * 60_000)
  const inbox = await town.phone('demo-liu', '/pages/inbox/inbox')
  await sees(inbox, /全街道招募已招满：手语陪同就医（陪同）/)
  const home = await town.phone('demo-wei', organiser('overview'))
  await sees(home, '我们的人在哪里')
  await press(home, '查看')
  await sees(home, '手语陪同就医 · 陪同')
})

test('the sheet for the national system asks what for, and is handed on as a file', async () => {
  const clerk = await town.phone('demo-liu', organiser('overview'))
  // Told late in the evening, the story's own shift is one of tomorrow, and on the first of a month the page begins with that day.
  await pick(clerk, /^开始日期/, inDays(-20))
  await pick(clerk, /^结束日期/, inDays(7))
  await press(clerk, '导出')
  await sees(clerk, /请写明用途/)
  await fill(clerk, '用途', '上报本月服务记录')
  await press(clerk, '导出')
  await sees(clerk, /^共 \d+ 条记录$/)
  const saving = clerk.waitForEvent('download')
  await press(clerk, '存为文件并发送')
  const file = readFileSync((await (await saving).path()) as string, 'utf8')
  expect(file.split('\r\n')[0]).toContain('姓名,证件类型,证件号码,志愿项目')
  expect(file).toContain('柯望舒')
  // Her hours were taken back.
  expect(file).not.toContain('宋知夏')
})

test('the shelf: something is put up, adjusted and taken down, and residents see what is there', async () => {
  const shown = async () =>
    (await done<{ items: { title: string; stock: number }[] }>(town, 'story-song', 'volunteers.items', { area: sunny }))
      .items
  const clerk = await town.phone('demo-liu', organiser('shelf'))
  await press(clerk, '上架新的一项')
  await fill(clerk, '名称', '磨剪刀一次')
  await fill(clerk, '需要积分', '20')
  await press(clerk, '保存这一项')
  await sees(clerk, '请填写数量')
  await fill(clerk, '还有几份', '5')
  await press(clerk, '保存这一项')
  await press(clerk, '调整：磨剪刀一次')
  expect(await shown()).toContainEqual(expect.objectContaining({ title: '磨剪刀一次', stock: 5 }))
  await choose(clerk, '上架', 'switch')
  await press(clerk, '保存这一项')
  await sees(clerk, '已下架')
  expect((await shown()).map(({ title }) => title)).not.toContain('磨剪刀一次')
})
