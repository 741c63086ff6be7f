// People who can't use the phone, with real taps: the committee signs somebody up by their code, takes another off again, prints what somebody
// has done, and a stranger verifies the print; and somebody who has a phone by now finds on it what they did without.
import type { Page } from 'playwright-core'
import { sunny } from '../../local/demo/street'
import { done, freshId, joined, publishedActivity, resident, served } from './activity'
import { fill, openTown, press, sees, shoot, type Town, top } from './town'

jest.setTimeout(240_000)
let town: Town
beforeAll(async () => {
  town = await openTown()
  await resident(town, 'story-song', '宋知夏')
  await resident(town, 'story-ke', '柯望舒')
})
afterAll(async () => {
  await town.close()
})
afterEach(() => {
  expect(town.faults).toEqual([])
})

const choose = (page: Page, name: string, role: 'radio' | 'checkbox' = 'radio') =>
  top(page).getByRole(role, { name, exact: true }).first().click()
const codeOf = async (openid: string): Promise<string> =>
  (await done<{ code?: string }>(town, openid, 'people.me', {})).code ?? ''

test('a clerk signs a resident up by their code, and the resident sees who did it', async () => {
  const code = await codeOf('story-song')
  const { shift } = await publishedActivity(town, { notice: '楼梯刚拖过，当心滑倒。' })
  const clerk = await town.phone('demo-liu', `/packages/volunteer/shift/shift?id=${shift}`)
  await press(clerk, '代居民报名、退出')
  await fill(clerk, '本人的编号', 'NOBODY00')
  await press(clerk, '查找')
  await sees(clerk, '没有这个编号，请本人在“我的”页面查看后告诉您')
  await fill(clerk, '本人的编号', code.toLowerCase())
  await press(clerk, '查找')
  await sees(clerk, '宋**')
  await sees(clerk, '还没有报名')
  await press(clerk, '代为报名')
  await sees(clerk, '请选择本人怎样同意的')
  await choose(clerk, '当面同意')
  await press(clerk, '代为报名')
  await sees(clerk, '请先阅读并接受风险告知')
  await choose(clerk, '已读给本人听，本人接受', 'checkbox')
  await press(clerk, '代为报名')
  await sees(clerk, '已代为报名：宋**')
  await shoot(clerk, 'helping-signed-up')
  await press(clerk, '再为一位居民代办')
  // What has been done for somebody may be undone for them.
  await fill(clerk, '本人的编号', code)
  await press(clerk, '查找')
  await sees(clerk, '已报名')
  await choose(clerk, '电话同意')
  await press(clerk, '代为退出')
  await sees(clerk, '已代为退出：宋**')
  const { shifts } = await done<{ shifts: { id: string }[] }>(town, 'story-song', 'volunteers.mine', {})
  expect(shifts.map(({ id }) => id)).not.toContain(shift)
  const { lines } = await done<{ lines: { log: { what: string }[] }[] }>(town, 'demo-he', 'volunteers.roster', {
    id: shift,
  })
  expect(lines[0]?.log.map(({ what }) => what)).toEqual([
    expect.stringMatching(/^由.+代办报名（当面同意）$/),
    expect.stringMatching(/^由.+代办临时退出（电话同意）$/),
  ])
})

test('the committee prints what somebody has done, and a stranger verifies the print', async () => {
  const { shift } = await publishedActivity(town, { title: '清扫北门花坛' })
  await joined(town, shift, 'story-ke')
  await served(town, shift)
  const clerk = await town.phone('demo-liu', '/packages/organiser/print/print')
  await press(clerk, '查看服务记录')
  await sees(clerk, '请写明用途')
  await fill(clerk, '本人的编号', await codeOf('story-ke'))
  await fill(clerk, '用途', '本人要交给学校')
  await choose(clerk, '书面同意')
  await press(clerk, '查看服务记录')
  await sees(clerk, '柯望舒')
  await press(clerk, /^生成：.+清扫北门花坛的记录$/)
  await sees(clerk, '记录有效')
  const code = (await top(clerk).locator('[aria-label^="核验码 "]').getAttribute('aria-label'))?.slice(4) ?? ''
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{16}$/)
  await shoot(clerk, 'helping-printed')
  const stranger = await town.phone('story-nobody', `/packages/volunteer/verify/verify?code=${code}`)
  await sees(stranger, '柯**')
  await sees(stranger, /清扫北门花坛/)
  expect(await top(stranger).textContent()).not.toContain('柯望舒')
  const mine = await town.phone('story-ke', '/packages/street/views/views')
  await sees(mine, '本人要交给学校（书面同意）')
})

test('who was written down without a phone registers, and the clerk joins what they did to their account', async () => {
  const { shift } = await publishedActivity(town, { title: '给花坛浇水' })
  const paper = { id: shift, request: freshId(), name: '骆晴', consent: 'inPerson' }
  type Written = { lines: { card: string }[] }
  const { lines } = await done<Written>(town, 'demo-he', 'volunteers.addWithoutPhone', paper)
  const card = lines[0]?.card ?? ''
  await served(town, shift)
  const building = `${sunny}/g01/b03`
  await done(town, 'story-luo', 'people.register', { building, name: '骆阿姨', privacyVersion: 1 })
  const code = await codeOf('story-luo')
  const mine = await town.phone('story-luo', '/pages/me/me')
  await sees(mine, /^以前没有手机、由社区登记过志愿服务的，请先把“我的”里的编号给社区工作人员看/)
  await shoot(mine, 'joining-hint')
  const clerk = await town.phone('demo-liu', `/packages/organiser/help/help?id=${shift}`)
  await fill(clerk, '本人的编号', card)
  await press(clerk, '查找')
  await press(clerk, '有微信了，并入账号')
  await press(clerk, '查找')
  await sees(clerk, '请填写 8 位编号')
  await fill(clerk, '账号的编号', 'NOBODY00')
  await press(clerk, '查找')
  await sees(clerk, '没有这个编号，请看本人手机上“我的”页面')
  await fill(clerk, '账号的编号', code.toLowerCase())
  await press(clerk, '查找')
  await sees(clerk, '2 小时，1 次')
  await press(clerk, '并入账号')
  await sees(clerk, '请当面核对本人和卡片，再并入')
  await choose(clerk, '已当面核对，是同一个人，本人同意', 'checkbox')
  await shoot(clerk, 'joining-both')
  await press(clerk, '并入账号')
  await sees(clerk, '已并入：骆**')
  await shoot(clerk, 'joining-done')
  // Once more, by whoever has not heard: nothing is done twice.
  await press(clerk, '再为一位居民并入')
  await fill(clerk, '没有手机时的编号', card)
  await fill(clerk, '账号的编号', code)
  await press(clerk, '查找')
  await sees(clerk, '这份记录已并入本人的账号，不用再办')
  await town.cloud.clock.advance(60_000)
  const now = await town.phone('story-luo', '/pages/me/me')
  await sees(now, `我的编号 ${card}`)
  await sees(now, '1 条未读')
  await press(now, /^我的志愿服务\s*2 小时，1 次$/)
  await sees(now, '给花坛浇水')
  const inbox = await town.phone('story-luo', '/pages/inbox/inbox')
  await top(inbox)
    .getByRole('button', { name: /已并入这个账号，由.+当面核对后办理/ })
    .click()
  await sees(inbox, '给花坛浇水')
})
