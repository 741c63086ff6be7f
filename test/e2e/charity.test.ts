// A charity's own pages with real taps: a platform's report read, imported, confirmed by another person and seen by everybody; a disclosure that
// is late before the public's eyes and then published; a campaign that an expired registration stops, before it opens and in the middle.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { sunny } from '../../local/demo/street'
import { done, freshId, resident } from './activity'
import { arrived, auditor, cashier, dayFrom, openCampaign, pledged, publicCampaign, step, until } from './giving'
import { fill, openTown, press, sees, shoot, type Town, top } from './town'

jest.setTimeout(300_000)
let town: Town
beforeAll(async () => {
  town = await openTown()
  await resident(town, neighbour, '林小河')
})
afterAll(async () => {
  await town.close()
})
afterEach(() => {
  expect(town.faults).toEqual([])
})

const [neighbour, guest] = ['story-neighbour', 'story-passer']
const charityPage = (page: string, query = '') => `/packages/charity/${page}/${page}${query}`
const publicPage = (id: string) => `/packages/giving/campaign/campaign?id=${id}`
const idOf = (page: Page): string => new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('id') ?? ''
const choose = (page: Page, name: string, role: 'radio' | 'checkbox' = 'radio') =>
  top(page).getByRole(role, { name, exact: true }).first().click()
async function pickDay(page: Page, name: RegExp, on: string): Promise<void> {
  await press(page, name)
  const sheet = page.getByRole('dialog')
  await sheet.locator('input').fill(on)
  await sheet.getByRole('button', { name: '确定' }).click()
}
/** In passing, above the page. */
const says = (page: Page, words: string) => page.getByText(words).first().waitFor()
/** What stands in the way, as the dialog says it. */
async function isRefused(page: Page, words: string, picture: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByText(words).waitFor()
  await shoot(page, picture)
  await dialog.getByRole('button', { name: '知道了' }).click()
}

test('a platform’s report is read, imported, confirmed by another person, and seen on the public page', async () => {
  const campaign = await publicCampaign(town)
  const row = (ref: string, amount: string, donor: string) => `${dayFrom(town, 0)},${ref},${amount},0.60,${donor},加油`
  const rows = [
    row('CHR0001', '100.00', '王小明'),
    row('CHR0002', '二十元', '李四'),
    row('CHR0003', '20.00', '匿名网友'),
  ]
  const file = path.join(town.folder, 'report.csv')
  writeFileSync(file, ['日期,流水号,金额,手续费,捐赠人,留言', ...rows, ''].join('\n'))

  const clerk = await town.phone(cashier, '/pages/charity/charity')
  await press(clerk, '财务台')
  await choose(clerk, '募集与公开')
  await press(clerk, '导入平台明细：流动书车募捐')
  const upload = async (button: string) => {
    const chooser = clerk.waitForEvent('filechooser')
    await press(clerk, button)
    await (await chooser).setFiles(file)
  }
  await upload('选择文件')
  await sees(clerk, '金额只填数字，不带货币符号、单位或文字')
  await sees(clerk, '第 3 行 · CHR0002')
  await sees(clerk, '120.00 元')
  await shoot(clerk, 'story-report-preview')
  await press(clerk, '登记这 2 笔')
  await sees(clerk, '导入完成，等另一个人复核')
  await shoot(clerk, 'story-report-imported')
  // The same file again adds nothing.
  await upload('再选一个文件')
  await press(clerk, '登记这 2 笔')
  await sees(clerk, '导入完成，没有新的捐赠')
  await press(clerk, '看待复核的到账')
  await sees(clerk, '这一笔是您登记或提出的，由他人复核')

  const second = await town.phone(auditor, '/pages/charity/charity')
  await press(second, '待复核的到账')
  await choose(second, '选择 王小明 100.00 元', 'checkbox')
  await sees(second, '已选 1 笔，合计 100.00 元')
  await press(second, /^全选这 \d+ 笔$/)
  await press(second, /^取消全选$/)
  await choose(second, '选择 王小明 100.00 元', 'checkbox')
  await choose(second, '选择 平台捐赠人 20.00 元', 'checkbox')
  await press(second, '复核无误，入账 2 笔')
  const asked = second.getByRole('dialog')
  await asked.getByText(/合计 120\.00 元/).waitFor()
  await asked.getByRole('button', { name: '确定入账' }).click()
  await says(second, '已复核 2 笔')
  for (let tries = 0; tries < 30; tries++) {
    await town.cloud.clock.advance(60_000)
    const { raised } = await done<{ raised: { fen: number } }>(town, guest, 'giving.campaign', { id: campaign })
    if (raised.fen === 12_000) break
  }
  const reader = await town.phone(guest, publicPage(campaign))
  await sees(reader, '118.80 元')
  await sees(reader, '王**')
  expect(await top(reader).getByText('王小明').count()).toBe(0)
})

test('a disclosure that is late is seen as late by everybody, until the charity publishes it', async () => {
  const campaign = await openCampaign(town, { title: '四点半课堂的桌椅', endsOn: dayFrom(town, 200) })
  await arrived(town, await pledged(town, neighbour, campaign), '200')
  const punctual = await town.phone(guest, publicPage(campaign))
  await sees(punctual, '还没有公开过进展')
  expect(await top(punctual).getByText('信息公开已逾期').count()).toBe(0)

  await town.cloud.clock.advance(94 * 86_400_000)
  const late = await town.phone(guest, publicPage(campaign))
  await sees(late, /^信息公开已逾期 \d+ 天$/)
  await shoot(late, 'story-disclosure-late')

  const clerk = await town.phone(cashier, charityPage('finance', '?section=campaigns'))
  await press(clerk, '公开进展：四点半课堂的桌椅')
  await fill(clerk, '接收与使用情况', '收到的 200 元用于订购四套桌椅，下周送到。')
  await press(clerk, '公开进展')
  await sees(clerk, '发起募集')
  const published = await town.phone(guest, publicPage(campaign))
  await sees(published, '收到的 200 元用于订购四套桌椅，下周送到。')
  await sees(published, /逾期公开/)
  await sees(published, /^下一次公开不晚于/)
  await shoot(published, 'story-disclosed')
})

test('an expired registration stops a campaign in the middle and refuses a new one; renewed, both go on', async () => {
  const campaign = await openCampaign(town, { title: '11 栋门厅的长椅', endsOn: dayFrom(town, 90) })
  await arrived(town, await pledged(town, neighbour, campaign), '200')
  const { charities } = await done<{ charities: { name: string; matter: string }[] }>(town, guest, 'giving.charities', {
    area: sunny,
  })
  const registration = charities.find(({ name }) => name === '香梅慈善会')?.matter ?? ''
  const certificateFor = (days: number) => ({
    certificateNo: '53440300MJL0000001',
    qualified: 'yes',
    until: dayFrom(town, days),
    platform: '善意筹（演示）',
    platformUrl: 'https://platform.example/xiangmei',
    contact: '邱老师 0755-0000001',
    query: '到会查账',
  })
  const renewedFor = async (days: number) => {
    await step(town, 'demo-gao', registration, 'renew', { patch: certificateFor(days) })
    await step(town, 'demo-feng', registration, 'agree')
    await town.cloud.clock.advance(120_000)
  }
  await renewedFor(2)
  await town.cloud.clock.advance(4 * 86_400_000)
  await until(town, cashier, campaign, 'paused')

  // In the middle: no more pledges, and what has come stays in the open.
  const reader = await town.phone(neighbour, publicPage(campaign))
  await sees(reader, '已暂停')
  await sees(reader, '慈善组织的登记已到期，续期前暂停认捐')
  expect(await top(reader).getByRole('button', { name: '我要认捐' }).count()).toBe(0)
  await shoot(reader, 'story-paused')
  await press(reader, '看每一笔收支')
  await sees(reader, '+200.00 元')
  const more = { to: { kind: 'campaign', id: campaign }, amount: '20', donorType: 'person', donorName: '林小河' }
  expect(await town.call(neighbour, 'giving.pledge', { id: freshId(), ...more, shown: 'anonymous' })).toMatchObject({
    error: { code: 'PLEDGE_PAUSED' },
  })

  // Before it opens: the draft is kept, and says what is missing at its field.
  const clerk = await town.phone(cashier, charityPage('draft'))
  await choose(clerk, '公开募捐')
  await sees(clerk, '登记已到期')
  await fill(clerk, '标题', '街角花园的路灯')
  await press(clerk, '保存草稿')
  await sees(clerk, '说明至少 4 个字')
  await clerk.reload()
  await top(clerk).getByRole('textbox', { name: '标题' }).waitFor()
  expect(await top(clerk).getByRole('textbox', { name: '标题' }).inputValue()).toBe('街角花园的路灯')
  await fill(clerk, '用途', '购置太阳能路灯')
  await fill(clerk, '说明', '花园晚上太暗，请大家一起添几盏太阳能路灯。')
  await fill(clerk, '目标金额（元）', '6000')
  await pickDay(clerk, /^截止日期/, dayFrom(town, 60))
  await fill(clerk, '指定平台上的募捐页面', 'https://platform.example/xiangmei/lamps')
  await fill(clerk, '联系人与联系方式', '邱老师 0755-0000001')
  await fill(clerk, '查询方式', '到会查账，或在本页查询')
  await press(clerk, '保存草稿')
  await sees(clerk, '写好后请提请发布')
  await sees(clerk, '香梅慈善会')
  const draft = idOf(clerk)
  await press(clerk, '提请发布')
  await isRefused(clerk, '慈善组织的登记已过有效期，续期后再发布', 'story-refused-expired')

  await renewedFor(300)
  await until(town, cashier, campaign, 'open')
  const again = await town.phone(cashier, `/pages/matter/matter?id=${draft}`)
  await press(again, '提请发布')
  await says(again, '缺少募捐方案的备案编号')
  await press(again, '修改草稿')
  await sees(again, '发布前还缺：募捐方案备案编号')
  await shoot(again, 'story-missing-plan')
  await fill(again, '募捐方案备案编号', '53440300MJL0000001A26009')
  await press(again, '保存草稿')
  await sees(again, '53440300MJL0000001A26009')
  await press(again, '提请发布')
  await sees(again, '草稿（会签中）')
  await step(town, 'demo-gao', draft, 'agree')
  await until(town, cashier, draft, 'open')
  const open = await town.phone(guest, publicPage(draft))
  await sees(open, '复制募捐平台的链接')
})

test('a voucher is shown once a second person has chosen it, a month is closed, a mistake waits for somebody else', async () => {
  const campaign = await openCampaign(town, { title: '图书角的灯', endsOn: dayFrom(town, 60) })
  const gift = await pledged(town, neighbour, campaign)
  const line = { type: 'voucher', ref: 'XJ000001', on: dayFrom(town, 0), amount: '200', waived: true }
  const photos = ['cloud://local-env/photos/voucher.jpg', 'cloud://local-env/photos/card.jpg']
  await step(town, cashier, gift, 'record', { patch: { ...line, photos } })
  await step(town, auditor, gift, 'confirm')
  await until(town, cashier, gift, 'posted')
  await town.cloud.clock.advance(120_000)

  const clerk = await town.phone(cashier, charityPage('ledger', `?id=campaign_${campaign}&section=review`))
  await sees(clerk, '这一笔是您登记的，由他人审核')
  const second = await town.phone(auditor, '/pages/charity/charity')
  await press(second, '账簿')
  await press(second, /^图书角的灯/)
  await choose(second, '待审核的凭证')
  await choose(second, '公开第 1 张', 'checkbox')
  await shoot(second, 'story-review')
  await press(second, '审核完，公开 1 张')
  await sees(second, '没有等着审核的凭证照片')
  const reader = await town.phone(guest, `/packages/giving/book/book?id=campaign_${campaign}`)
  await top(reader).getByRole('button', { name: '查看凭证照片 1' }).waitFor()
  expect(await top(reader).getByRole('button', { name: '查看凭证照片 2' }).count()).toBe(0)

  const closing = await town.phone(cashier, charityPage('ledger'))
  await press(closing, /^春风书屋/)
  await press(closing, /^结账：/)
  await closing.getByRole('dialog').getByRole('button', { name: '结账' }).click()
  await sees(closing, /已结账到/)

  const mistaken = await town.phone(cashier, charityPage('ledger'))
  await press(mistaken, /^阳光里邻里互助基金/)
  await press(mistaken, /^提出冲正：第/)
  await press(mistaken, '提出冲正')
  await sees(mistaken, '请写明错在哪里，至少 4 个字')
  await fill(mistaken, '错在哪里', '同一张发票记了两次')
  await press(mistaken, '提出冲正')
  await sees(mistaken, /由另一个人在.*前复核/)
  expect(await top(mistaken).getByRole('button', { name: '同意冲正' }).count()).toBe(0)
  const another = await town.phone(auditor, `/pages/matter/matter?id=${idOf(mistaken)}`)
  await top(another).getByRole('button', { name: '同意冲正' }).waitFor()
})
