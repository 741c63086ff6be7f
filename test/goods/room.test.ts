// The room through the real door: what is there, item by item and batch by batch; what is put in, moved and counted;
// and the sheet.
import { strFromU8, unzipSync } from 'fflate'
import { ctxFor, dispatch } from '../../cloudfunctions/api/core/endpoint'
import { storeOn } from '../../cloudfunctions/api/core/store'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { type Batch, faultsOf, held, longAfter, placed, released } from '../../cloudfunctions/api/modules/goods/batch'
import { countStock } from '../../cloudfunctions/api/modules/goods/counting'
import { itemIdOf } from '../../cloudfunctions/api/modules/goods/items'
import { fileAway, move } from '../../cloudfunctions/api/modules/goods/moves'
import { batchIdOf } from '../../cloudfunctions/api/modules/goods/offering'
import { sheets } from '../../cloudfunctions/sheets/sheets'
import { act, ok, request } from '../support/activities'
import { wednesday } from '../support/clock'
import { type Answer, codeOf, type Door, theDoor } from '../support/door'
import { asked, batchOf, follow, goodsId, rice, stocked } from '../support/goods'
import { dew, house, plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  ok(await door.call('clerk', 'goods.saveItem', item()))
})
afterAll(() => door.close())

const item = (change: object = {}) => ({ area: plum, name: '大米', category: 'grain', unit: '袋', ...change })
const putIn = (change: object = {}) => ({
  id: goodsId(),
  item: rice,
  quantity: 30,
  place: '3 号架',
  expiresOn: '2026-11-30',
  from: '街道调拨',
  ...change,
})
describe('items', () => {
  test('of one name, unit and room are one, however they are written', async () => {
    const first = await door.call('clerk', 'goods.saveItem', item({ minimum: 5 }))
    expect([codeOf(first), first.calls]).toEqual(['OK', 3])
    const again = await door.call('clerk2', 'goods.saveItem', item({ name: '大 米', minimum: 8 }))
    expect([ok(again).id, again.calls <= 4]).toEqual([ok(first).id, true])
    expect(ok(first).id).toBe(rice)
    expect(itemIdOf(dew, 'grain', '大米', '袋')).not.toBe(rice)
    await countStock(door.store, wednesday)
    const told = await door.call('clerk', 'goods.stock', { area: plum })
    expect(told.calls).toBeLessThanOrEqual(2)
    expect(ok(told)).toMatchObject({
      mayKeep: true,
      items: [{ id: rice, name: '大米', minimum: 8, free: 0, low: true }],
    })
  })

  test.each<[string, string, string]>([
    ['clerk', 'OK', 'OK'],
    ['socialWorker', 'OK', 'OK'],
    ['officer', 'OK', 'ROOM_NOT_YOURS'],
    ['supervisor', 'OK', 'ROOM_NOT_YOURS'],
    ['secretary', 'OK', 'ROOM_NOT_YOURS'],
    ['author', 'ROOM_NOT_YOURS', 'ROOM_NOT_YOURS'],
    ['manager', 'ROOM_NOT_YOURS', 'ROOM_NOT_YOURS'],
    ['dewClerk', 'ROOM_NOT_YOURS', 'ROOM_NOT_YOURS'],
    ['farOfficer', 'ROOM_NOT_YOURS', 'ROOM_NOT_YOURS'],
    ['openid-nobody', 'NOT_REGISTERED', 'NOT_REGISTERED'],
  ])('%s looks in: %s, and puts in: %s', async (who, looks, keeps) => {
    for (const [call, input] of [
      ['stock', { area: plum }],
      ['item', { id: rice }],
      ['kits', { area: plum }],
      ['sheet', { area: plum }],
      ['records', { area: plum, kind: 'handover' }],
      ['search', { area: plum, side: 'there' }],
    ] as const)
      expect([call, codeOf(await door.call(who, `goods.${call}`, input))]).toEqual([call, looks])
    const batch = batchIdOf(ok(await door.call('clerk', 'goods.putIn', putIn({ quantity: 1 }))).id.slice(1))
    expect(codeOf(await door.call(who, 'goods.card', { id: batch }))).toBe(looks)
    expect(codeOf(await door.call(who, 'goods.batches', { item: rice }))).toBe(looks)
    for (const [call, input] of [
      ['saveItem', item({ minimum: 8 })],
      ['putIn', putIn({ quantity: 1 })],
      ['moveBatch', { id: batch, place: '9 号架', request: request() }],
      ['saveKit', { id: goodsId(), area: plum, name: '寒潮包', lines: [{ item: rice, quantity: 1 }] }],
      ['stocktake', { id: goodsId(), area: plum, lines: [{ batch, counted: 1 }] }],
    ] as const)
      expect([call, codeOf(await door.call(who, `goods.${call}`, input))]).toEqual([call, keeps])
  })

  test('stand in the room’s list with what is short first, then by date, then by name, a page at a time', async () => {
    const [bowl, comb] = [
      item({ name: '碗', category: 'daily', unit: '个' }),
      item({ name: '梳子', category: 'daily', unit: '把' }),
    ]
    const ids: string[] = []
    for (const one of [bowl, comb]) ids.push(ok(await door.call('clerk', 'goods.saveItem', { ...one, minimum: 0 })).id)
    const lasts = ids[0]
    for (const [id, expiresOn] of [
      [lasts, '2026-09-30'],
      [ids[1], '2026-05-30'],
    ])
      ok(await door.call('clerk', 'goods.putIn', putIn({ item: id, expiresOn, quantity: 4 })))
    ok(await door.call('clerk', 'goods.saveItem', item({ name: '牙刷', category: 'daily', unit: '把', minimum: 9 })))
    for (let round = 0; round < 20; round++)
      ok(await door.call('clerk', 'goods.saveItem', item({ name: `杯${10 + round}`, category: 'daily', unit: '个' })))
    await countStock(door.store, wednesday)
    const names: string[] = []
    let after: unknown
    do {
      const page = await door.call('clerk', 'goods.stock', {
        area: plum,
        category: 'daily',
        ...(after ? { after } : {}),
      })
      expect(page.calls).toBeLessThanOrEqual(2)
      names.push(...ok(page).items.map(({ name }: { name: string }) => name))
      after = ok(page).next
    } while (after)
    expect(names).toEqual(['牙刷', '梳子', '碗', ...Array.from({ length: 20 }, (_, round) => `杯${10 + round}`)])
  })

  test('whoever keeps rooms is told which', async () => {
    expect(ok(await door.call('clerk', 'goods.rooms', {})).rooms).toEqual([{ area: plum, name: '杏花社区' }])
    expect(ok(await door.call('dewClerk', 'goods.rooms', {})).rooms).toEqual([{ area: dew, name: '清露社区' }])
    expect(ok(await door.call('author', 'goods.rooms', {})).rooms).toEqual([])
  })
})

describe('batches', () => {
  test('are put in once, in three calls, and lie in the order in which they go out', async () => {
    await door.store.change('batches', { item: rice, open: true }, { open: false })
    const early = putIn({ expiresOn: '2026-05-01' })
    const late = putIn()
    for (const input of [late, early, early]) {
      const told = await door.call('clerk', 'goods.putIn', input)
      expect([codeOf(told), told.calls <= 4]).toEqual(['OK', true])
    }
    const about = await door.call('clerk', 'goods.item', { id: rice })
    expect(about.calls).toBeLessThanOrEqual(2)
    expect(ok(about)).toMatchObject({ area: plum, mayKeep: true, item: { id: rice, name: '大米' } })
    const told = await door.call('clerk', 'goods.batches', { item: rice })
    expect(told.calls).toBeLessThanOrEqual(2)
    expect(
      ok(told).batches.map(({ expiry, quantity, from }: { expiry: string; quantity: number; from: string }) => [
        expiry,
        quantity,
        from,
      ]),
    ).toEqual([
      ['2026年5月1日前使用', 30, '街道调拨'],
      ['2026年11月30日前使用', 30, '街道调拨'],
    ])
    expect(
      codeOf(
        await door.call(
          'clerk',
          'goods.putIn',
          putIn({ id: early.id, item: ok(await door.call('dewClerk', 'goods.saveItem', item({ area: dew }))).id }),
        ),
      ),
    ).toBe('ROOM_NOT_YOURS')
  })

  test.each<[string, object, string]>([
    ['no date', { expiresOn: undefined }, 'OFFER_EXPIRY_NEEDED'],
    ['a date that has passed', { expiresOn: '2026-03-03' }, 'OFFER_EXPIRED'],
    ['nothing', { quantity: 0 }, 'INPUT_INVALID'],
    ['less than nothing', { quantity: -3 }, 'INPUT_INVALID'],
    ['a part', { quantity: 0.5 }, 'INPUT_INVALID'],
    ['an item of nowhere', { item: 'a'.repeat(24) }, 'ITEM_MISSING'],
  ])('with %s are not put in', async (_what, change, code) => {
    expect(codeOf(await door.call('clerk', 'goods.putIn', putIn(change)))).toBe(code)
  })

  test('move to another shelf, and the card says so once', async () => {
    const { id } = ok(await door.call('clerk', 'goods.putIn', putIn()))
    const ask = { id, place: '阴凉柜', request: request() }
    const told = await door.call('clerk', 'goods.moveBatch', ask)
    expect([ok(told).place, told.calls]).toEqual(['阴凉柜', 4])
    ok(await door.call('clerk', 'goods.moveBatch', ask))
    const card = await door.call('clerk', 'goods.card', { id })
    expect(card.calls).toBeLessThanOrEqual(2)
    expect(
      ok(card).lines.map(({ what, balance, words }: { what: string; balance: number; words: string }) => [
        what,
        balance,
        words,
      ]),
    ).toEqual([
      ['移位', 30, '阴凉柜'],
      ['入库', 30, '街道调拨'],
    ])
  })

  test('with a long card keep its newest lines; the older ones are read a page at a time and none is lost', async () => {
    const { id } = ok(await door.call('clerk', 'goods.putIn', putIn()))
    const doing = (ref: string) => ({ at: wednesday, by: 'pclerk', ref })
    for (let step = 0; step < longAfter / 2 + 20; step++) {
      await move(door.store, id, (batch) => held(batch, 1, { of: 'h', round: step }, doing(`h${step}`)))
      await move(door.store, id, (batch) => released(batch, doing(`h${step}`)))
    }
    expect(await fileAway(door.store)).toBe(1)
    expect(await fileAway(door.store)).toBe(0)
    const batch = (await door.store.get<Batch>('batches', id)) as Batch
    expect([batch.log.length, batch.n, faultsOf(batch)]).toEqual([longAfter / 2, longAfter + 41, []])
    const seen: number[] = []
    let page = ok(await door.call('clerk', 'goods.card', { id }))
    for (;;) {
      seen.push(...page.lines.map(({ n }: { n: number }) => n))
      if (page.next === undefined) break
      const told = await door.call('clerk', 'goods.card', { id, before: page.next })
      expect(told.calls).toBeLessThanOrEqual(2)
      page = ok(told)
    }
    expect(seen).toEqual(Array.from({ length: batch.n }, (_, index) => batch.n - index))
    expect(codeOf(await door.call('author', 'goods.card', { id, before: 50 }))).toBe('ROOM_NOT_YOURS')
    expect(ok(await door.call('author', 'goods.card', { id: `b${'x'.repeat(20)}`, before: 50 })).lines).toEqual([])
  })
})

describe('counting', () => {
  const counted = (batch: string, n: number, why = '') => ({
    id: goodsId(),
    area: plum,
    lines: [{ batch, counted: n, ...(why && { why }) }],
  })

  test('is one person’s word, confirmed by another, and sets right by what was found more or less', async () => {
    const gift = await stocked(door, 10)
    const batch = batchIdOf(gift)
    const input = counted(batch, 7, '三袋受潮，已报损')
    const told = await door.call('clerk', 'goods.stocktake', input)
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    expect(codeOf(await act(door, 'clerk', input.id, 'confirm'))).toBe('NOT_OWN')
    // Something goes out between counting and confirming: what was found missing is still missing, no more and no less.
    const out = await asked(door, { from: gift, lines: [{ item: rice, quantity: 2 }] })
    ok(await act(door, 'clerk2', out, 'handOverTo', { patch: { how: 'signed', consent: 'inPerson' } }))
    await follow(door)
    const confirmed = await act(door, 'clerk2', input.id, 'confirm')
    expect([codeOf(confirmed), confirmed.calls]).toEqual(['OK', 4])
    await Promise.all([follow(door), follow(door)])
    await follow(door)
    expect(await batchOf(door, gift)).toMatchObject({ quantity: 5, reserved: 0 })
    expect(faultsOf(await batchOf(door, gift))).toEqual([])
    const matter = await door.matter(input.id)
    expect([matter.status, brokenAt(matter)]).toEqual(['adjusted', undefined])
    // Whoever gave it reads what became of it.
    expect((await door.matter(gift)).body.uses).toMatchObject([
      { n: 2 },
      { n: 3, words: '盘点减少 3 袋，三袋受潮，已报损' },
    ])
  })

  test('never counts away what is set aside, now or later', async () => {
    const gift = await stocked(door, 10)
    const batch = batchIdOf(gift)
    const first = await asked(door, { from: gift, lines: [{ item: rice, quantity: 4 }] })
    expect(codeOf(await door.call('clerk', 'goods.stocktake', counted(batch, 3, '少了')))).toBe('STOCKTAKE_RESERVED')
    const input = counted(batch, 5, '少了五袋')
    ok(await door.call('clerk', 'goods.stocktake', input))
    await asked(door, { from: gift, lines: [{ item: rice, quantity: 3 }] })
    ok(await act(door, 'clerk2', input.id, 'confirm'))
    await follow(door)
    const matter = await door.matter(input.id)
    expect([matter.status, matter.body.left]).toEqual(['adjusted', [0]])
    expect(matter.trace.at(-1)?.said).toBe('大米在清点后又有变动，没有调整，请再盘一次')
    expect(await batchOf(door, gift)).toMatchObject({ quantity: 10, reserved: 7 })
    expect(first).toBeTruthy()
  })

  const broken: [what: string, lines: (batch: string) => object[], code: string][] = [
    ['a difference without its reason', (batch) => [{ batch, counted: 9 }], 'STOCKTAKE_WHY'],
    [
      'the same batch twice',
      (batch) => [
        { batch, counted: 10 },
        { batch, counted: 10 },
      ],
      'STOCKTAKE_TWICE',
    ],
    ['a batch of nowhere', () => [{ batch: `b${'y'.repeat(20)}`, counted: 1 }], 'BATCH_MISSING'],
    ['less than nothing', (batch) => [{ batch, counted: -1, why: '少了' }], 'INPUT_INVALID'],
    ['a part', (batch) => [{ batch, counted: 9.5, why: '少了' }], 'INPUT_INVALID'],
    ['nothing at all', () => [], 'INPUT_INVALID'],
  ]
  test.each(broken)('%s is refused', async (_what, lines, code) => {
    const batch = batchIdOf(await stocked(door, 10))
    const input = { id: goodsId(), area: plum, lines: lines(batch) }
    expect(codeOf(await door.call('clerk', 'goods.stocktake', input))).toBe(code)
  })
})

describe('the sheet', () => {
  const sheet = async (openid: string, data: object): Promise<Answer> =>
    (await dispatch(
      { sheets },
      { call: 'sheets.stock', data },
      ctxFor(openid, storeOn(door.app), wednesday),
      'TEST',
    )) as Answer

  test('has a row a batch, for those who keep the room or oversee it', async () => {
    const { id } = ok(await door.call('clerk', 'goods.putIn', putIn({ from: '=街道调拨' })))
    const told = await sheet('openid-clerk', { area: plum })
    expect(told.data.name).toBe('库存-杏花社区-2026-03-04.xlsx')
    const text = Object.entries(unzipSync(Buffer.from(told.data.base64, 'base64')))
      .filter(([name]) => name.endsWith('.xml'))
      .map(([, bytes]) => strFromU8(bytes))
      .join('\n')
    expect(text).toContain(id)
    expect(text).toContain('=街道调拨')
    expect(text).not.toContain('<f>')
    expect(codeOf(await sheet('openid-officer', { area: plum }))).toBe('OK')
    for (const who of ['author', 'dewClerk', 'manager'])
      expect([who, codeOf(await sheet(`openid-${who}`, { area: plum }))]).toEqual([who, 'ROOM_NOT_YOURS'])
    expect(codeOf(await sheet('openid-clerk', { area: house }))).toBe('ROOM_UNKNOWN')
  })
})

test('a batch that many move at once ends as if they had come one after the other', async () => {
  const { id } = ok(await door.call('clerk', 'goods.putIn', putIn({ quantity: 5 })))
  const doing = (ref: string) => ({ at: wednesday, by: 'pclerk', ref })
  const moved = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      move(door.store, id, (batch) => held(batch, 1, { of: `h${index}`, round: 1 }, doing(`r${index}`))),
    ),
  )
  expect(moved.filter((one) => 'problem' in one)).toHaveLength(3)
  const batch = (await door.store.get<Batch>('batches', id)) as Batch
  expect([batch.reserved, batch.free, faultsOf(batch)]).toEqual([5, 0, []])
  expect('line' in (await move(door.store, id, (one) => placed(one, '2 号架', doing('p'))))).toBe(true)
})
