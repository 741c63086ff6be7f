// A platform's report: good rows become recorded gifts, broken ones are named by their line, nothing is lost and nothing is there twice.
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import type { Pledge } from '../../cloudfunctions/api/modules/giving/pledge/document'
import { countDirty } from '../../cloudfunctions/api/modules/giving/pledge/tally'
import { readReport } from '../../cloudfunctions/api/modules/giving/report'
import { copyOut } from '../../cloudfunctions/api/modules/ledger/post'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, bookOf, ok, openCampaign, publicCampaign, request, settleAll } from '../support/gifts'
import type { Who } from '../support/world'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readReport(bytes(text), wednesday)
const header = '日期,流水号,金额,手续费,捐赠人,留言\n'
const row = (change: Partial<Record<'on' | 'ref' | 'amount' | 'fee' | 'donor' | 'words', string>> = {}) => {
  const {
    on = '2026-03-01',
    ref = 'T20260301001',
    amount = '100.00',
    fee = '0.60',
    donor = '张三',
    words = '加油',
  } = change
  return `${on},${ref},${amount},${fee},${donor},${words}\n`
}

describe('reading', () => {
  test('says what each row says, whatever the order of the columns', () => {
    const { rows, refused, total } = read(header + row({ amount: '"1,234.50"' }))
    expect([rows, refused, total]).toEqual([
      [{ line: 2, ref: 'T20260301001', on: '2026-03-01', fen: 123_450, feeFen: 60, donor: '张三', words: '加油' }],
      [],
      1,
    ])
    expect(read('昵称,捐赠金额,交易号,捐赠时间\n李四,5,T999,2026/3/2 10:00:00\n').rows).toMatchObject([
      { ref: 'T999', fen: 500, feeFen: 0, on: '2026-03-02', donor: '李四', words: '' },
    ])
  })

  test('GBK as a platform exports it', () => {
    // 日期,流水号,金额 / 2026-03-01,T0001,8 in GBK, byte by byte.
    const gbk = Uint8Array.from([
      0xc8,
      0xd5,
      0xc6,
      0xda,
      0x2c,
      0xc1,
      0xf7,
      0xcb,
      0xae,
      0xba,
      0xc5,
      0x2c,
      0xbd,
      0xf0,
      0xb6,
      0xee,
      0x0d,
      0x0a,
      ...bytes('2026-03-01,T0001,8\r\n'),
    ])
    expect(readReport(gbk, wednesday)).toMatchObject({ missing: [], rows: [{ ref: 'T0001', fen: 800 }] })
  })

  test.each<[string, Parameters<typeof row>[0], string]>([
    ['no reference', { ref: '' }, '没有流水号'],
    ['a reference too short', { ref: 'T1' }, '流水号须为 4 至 64 位'],
    ['no date', { on: '' }, '日期看不懂：空白'],
    ['a date in words', { on: '昨天' }, '日期看不懂：昨天'],
    ['a day to come', { on: '2026-03-05' }, '日期晚于今天'],
    ['a negative amount', { amount: '-5' }, '金额须大于 0，不能是负数'],
    ['nothing', { amount: '0' }, '金额须大于 0'],
    ['a fraction of 分', { amount: '1.234' }, '金额最多两位小数，精确到分'],
    ['a currency string', { amount: '￥5' }, '金额只填数字，不带货币符号、单位或文字'],
    ['a huge amount', { amount: '99999999999' }, '金额超过一千万元，请核对后分笔办理'],
    ['a fee in words', { fee: '五毛' }, '手续费：金额只填数字，不带货币符号、单位或文字'],
    ['a fee as large as the gift', { fee: '100' }, '手续费须小于金额'],
    ['a donor’s name too long', { donor: '字'.repeat(41) }, '捐赠人超过 40 字'],
  ])('a row with %s is named by its line, and the others are read', (_what, change, reason) => {
    const { rows, refused, total } = read(header + row({ ref: 'A0001' }) + row(change) + row({ ref: 'B0001' }))
    expect(refused.map(({ line, reason: told }) => `${line} ${told}`)).toEqual([`3 ${reason}`])
    expect([rows.map(({ ref }) => ref), total]).toEqual([['A0001', 'B0001'], 3])
  })

  test('a reference that stands twice, a quote that is never closed, empty lines', () => {
    const { rows, refused, total } = read(
      `${header}${row()}\n,,,,,\n${row()}2026-03-01,C0001,5,0,"王五,坏行\n${row({ ref: 'D0001' })}`,
    )
    expect(refused.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '5 流水号与第 2 行重复',
      '6 引号没有成对，这一行没有导入',
    ])
    expect([rows.length, total]).toEqual([2, 4])
  })

  test('columns that are missing are named', () => {
    expect(read('日期,金额\n2026-03-01,5\n').missing).toEqual(['流水号'])
    expect(read('').missing).toEqual(['日期', '流水号', '金额'])
  })
})

describe('through the door', () => {
  let door: Door
  let campaign: string
  let serial = 0
  beforeAll(async () => {
    door = await theDoor()
    campaign = await openCampaign(door, publicCampaign())
  })
  afterAll(() => door.close())

  const uploaded = async (text: string): Promise<string> =>
    (await door.app.uploadFile({ cloudPath: `reports/${++serial}.csv`, fileContent: Buffer.from(text) })).fileID
  const step = (fileID: string, more: object = {}, who: Who = 'treasurer', to = campaign) =>
    door.call(who, 'giving.importReport', { campaign: to, fileID, ...more })
  const gifts = (status: string) =>
    door.store.find<Pledge>(
      'matters',
      { 'body.to': campaign, status },
      {
        order: [
          ['at', 'asc'],
          ['_id', 'asc'],
        ],
        limit: 500,
      },
    )

  const three =
    header +
    row({ ref: 'P0001', donor: '王小明' }) +
    row({ ref: 'P0002', donor: '匿名网友', amount: '20' }) +
    row({ ref: '', amount: '3' })

  test('good rows become recorded gifts with a log that holds, the broken one is named, a second person confirms', async () => {
    const told = await step(await uploaded(three))
    expect(ok(told)).toMatchObject({
      total: 3,
      done: 3,
      added: 2,
      skipped: 0,
      refused: [{ line: 4, reason: '没有流水号' }],
    })
    expect(told.calls).toBeLessThanOrEqual(14)
    const recorded = await gifts('recorded')
    expect(recorded.map(({ amount }) => amount).sort()).toEqual([10_000, 2000])
    for (const gift of recorded) expect(brokenAt(gift as never)).toBeUndefined()
    const page = async () => ok(await door.call('openid-guest', 'giving.campaign', { id: campaign }))
    expect(await page()).toMatchObject({ raised: { fen: 0 }, pledged: { fen: 12_000 } })
    const items = recorded.map(({ _id, version }) => ({ id: _id, version }))
    const own = ok(await door.call('treasurer', 'giving.confirm', { request: request(), items }))
    expect(own.failed.map(({ message }: { message: string }) => message)).toEqual(
      Array(2).fill('您登记的到账须由另一个人复核'),
    )
    ok(await door.call('treasurer2', 'giving.confirm', { request: request(), items }))
    for (const { _id } of recorded) await settleAll(door, _id)
    await countDirty(door.store, wednesday)
    expect(await page()).toMatchObject({
      raised: { fen: 12_000 },
      pledged: { fen: 0 },
      figures: { fees: { fen: 120 }, held: { fen: 11_880 } },
    })
    const names = (await page()).latest.map(({ name }: { name: string }) => name)
    expect(names.sort()).toEqual(['爱心居民', '王**'])
    await copyOut(door.store)
    expect((await bookOf(door, campaign)).unposted).toEqual([])
  })

  test('what a file says is seen before anything is booked, in two calls', async () => {
    const before = (await gifts('recorded')).length
    const fileID = await uploaded(three + row({ ref: 'P0009', amount: '二十元' }))
    const told = await door.call('treasurer', 'giving.previewReport', { fileID })
    expect([codeOf(told), told.calls]).toEqual(['OK', 2])
    expect(ok(told)).toMatchObject({
      total: 4,
      good: 2,
      amount: { text: '120.00 元' },
      fee: { text: '1.20 元' },
      first: [{ line: 2, donor: '王小明' }, { line: 3 }],
      refused: [{ line: 4 }, { line: 5 }],
      refusedCount: 2,
    })
    expect((await gifts('recorded')).length).toBe(before)
    const broken = await uploaded('日期,金额\n2026-03-01,5\n')
    const refused = await door.call('treasurer', 'giving.previewReport', { fileID: broken })
    expect(refused.error?.message).toBe('文件缺少这些列：流水号。请在第一行写上列名')
    expect(codeOf(await door.call('author', 'giving.previewReport', { fileID }))).toBe('NOT_PERMITTED')
    expect(codeOf(await door.call('treasurer', 'giving.previewReport', { fileID: 'cloud://a/b.csv' }))).toBe(
      'INPUT_INVALID',
    )
  })

  test('sent twice, in the same or another file, it adds none', async () => {
    expect(ok(await step(await uploaded(three)))).toMatchObject({ added: 0, skipped: 2 })
    const more = await uploaded(header + row({ ref: 'p0002 ', amount: '20' }) + row({ ref: 'P0003' }))
    const told = await Promise.all([step(more), step(more, {}, 'treasurer2')])
    expect(told.map(codeOf)).toEqual(['OK', 'OK'])
    expect(told.map(({ data }) => data.added).sort()).toEqual([0, 1])
    expect((await gifts('recorded')).length).toBe(1)
  })

  test('a line that another gift rests on is named and not booked again', async () => {
    const other = await openCampaign(door, publicCampaign())
    const told = ok(await step(await uploaded(header + row({ ref: 'P0001' })), {}, 'treasurer', other))
    expect(told).toMatchObject({
      added: 0,
      skipped: 0,
      refused: [{ line: 2, ref: 'P0001', reason: '这份凭证已经登记在另一笔捐赠上，请核对流水号' }],
    })
  })

  test('goes on by steps, and every row is accounted for', async () => {
    const rows = Array.from({ length: 430 }, (_, index) =>
      row({ ref: `Q${String(index).padStart(5, '0')}`, amount: index % 50 === 7 ? 'x' : '1', fee: '0' }),
    )
    const fileID = await uploaded(header + rows.join(''))
    const sum = { added: 0, refused: 0 }
    let offset: number | undefined = 0
    let steps = 0
    while (offset !== undefined) {
      const told: { added: number; refused: object[]; next?: number; total: number; done: number } = ok(
        await step(fileID, { offset }),
      )
      sum.added += told.added
      sum.refused += told.refused.length
      offset = told.next
      steps++
      if (offset === undefined) expect(told.done).toBe(told.total)
    }
    expect([sum, steps]).toEqual([{ added: 421, refused: 9 }, 3])
  })

  test('is for the charity’s own people, on a campaign of the platform', async () => {
    const fileID = await uploaded(three)
    expect(codeOf(await step(fileID, {}, 'clerk'))).toBe('NOT_PERMITTED')
    expect(codeOf(await step(fileID, {}, 'manager'))).toBe('NOT_PERMITTED')
    expect(codeOf(await step(fileID, {}, 'author'))).toBe('NOT_PERMITTED')
    const residents = await openCampaign(door)
    expect(codeOf(await step(fileID, {}, 'treasurer', residents))).toBe('REPORT_CAMPAIGN')
    expect(codeOf(await step(await uploaded('日期,金额\n2026-03-01,5\n')))).toBe('REPORT_COLUMNS')
    expect(codeOf(await step(await uploaded(header)))).toBe('REPORT_EMPTY')
    expect(codeOf(await step('cloud://local-env/none.csv'))).toBe('REPORT_FILE')
  })

  test('what was imported wrongly is sent back and void', async () => {
    const [gift] = await gifts('recorded')
    const id = gift?._id as string
    ok(await act(door, 'treasurer2', id, 'sendBack', { note: '平台已撤销这笔' }))
    ok(await act(door, 'treasurer', id, 'void', { note: '平台已撤销这笔' }))
    expect((await door.matter(id)).status).toBe('voided')
  })
})
