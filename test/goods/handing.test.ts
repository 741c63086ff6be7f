// Handing out through the real door: first expired first out, the last item to one of two, a code only the recipient reads, two people where
// there is none, what is kept for emergencies or given for something else, and the thanks that reach the donor.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { applyNow } from '../../cloudfunctions/api/core/matters'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { faultsOf } from '../../cloudfunctions/api/modules/goods/batch'
import { countStock } from '../../cloudfunctions/api/modules/goods/counting'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { act, ok, request } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import {
  asked,
  batchOf,
  follow,
  goodsId,
  handed,
  handoverInput,
  handoverOf,
  itemOf,
  offerInput,
  quilt,
  rice,
  stocked,
} from '../support/goods'
import { aNeed } from '../support/needs'
import { dew, emergency, plum, type Who } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await door.store.change('people', { key: 'pneighbour' }, { code: 'NEIGHBOU' })
})
afterAll(() => door.close())
/** Every test has its own shelves. */
beforeEach(async () => {
  await door.store.change('batches', { item: door.store._.in([rice, quilt]), open: true }, { open: false, free: 0 })
})

const neighbour = { recipient: { name: '林谷雨', code: 'NEIGHBOU' } }
const fact = (view: { facts: { label: string; value: string }[] }, name: string): string | undefined =>
  view.facts.find(({ label }) => label === name)?.value
const lines = (quantity: number, item = rice) => ({ lines: [{ item, quantity }] })
const status = async (id: string): Promise<string> => (await door.matter(id)).status
const sound = async (...offers: string[]) => {
  for (const offer of offers) expect(faultsOf(await batchOf(door, offer))).toEqual([])
}

describe('a handover', () => {
  test('is asked for in four calls, set aside first expired first out, and handed over by the code of who is helped', async () => {
    const late = await stocked(door, 5, { goods: { expiresOn: '2026-12-31' } })
    const early = await stocked(door, 3, { goods: { expiresOn: '2026-06-30' } })
    const input = handoverInput({ ...lines(5), ...neighbour })
    const first = await door.call('clerk', 'goods.handover', input)
    expect([codeOf(first), first.calls]).toEqual(['OK', 4])
    expect(ok(await door.call('clerk', 'goods.handover', input)).no).toBe(first.data.no)
    const reserved = await act(door, 'clerk', input.id, 'reserve')
    expect([codeOf(reserved), reserved.calls]).toEqual(['OK', 4])
    await follow(door)
    const { body } = await handoverOf(door, input.id)
    expect(body.picks.map(({ gift, n }) => [gift, n])).toEqual([
      [early, 3],
      [late, 2],
    ])
    expect(await batchOf(door, early)).toMatchObject({ quantity: 3, reserved: 3, free: 0 })
    // Only who is helped reads the code; whoever works there reads the name, and the other way round.
    const mine = ok(await door.call('neighbour', 'matters.get', { id: input.id }))
    const code = fact(mine, '领取码') ?? ''
    expect(code).toMatch(/^\d{4} \d{4}$/)
    expect(fact(mine, '受助人')).toBeUndefined()
    for (const who of ['clerk', 'clerk2', 'officer', 'supervisor', 'treasurer'] as const) {
      const seen = ok(await door.call(who, 'matters.get', { id: input.id }))
      expect([who, fact(seen, '领取码'), fact(seen, '受助人')]).toEqual([who, undefined, '林谷雨'])
      expect(JSON.stringify(seen)).not.toContain(body.code)
    }
    for (const who of ['author', 'dewClerk', 'manager'] as const)
      expect([who, codeOf(await door.call(who, 'matters.get', { id: input.id }))]).toEqual([who, 'MATTER_MISSING'])
    ok(await act(door, 'clerk', input.id, 'pick'))
    const wrong = await act(door, 'clerk', input.id, 'handOver', {
      patch: { code: '00000000' === body.code ? '1' : '00000000' },
    })
    expect(codeOf(wrong)).toBe('HANDOVER_CODE')
    const done = await act(door, 'clerk', input.id, 'handOver', { patch: { code } })
    expect([codeOf(done), done.calls]).toEqual(['OK', 4])
    await follow(door)
    const matter = await door.matter(input.id)
    expect([matter.status, brokenAt(matter)]).toEqual(['done', undefined])
    expect(await batchOf(door, early)).toMatchObject({ quantity: 0, open: false, holds: [] })
    expect(await batchOf(door, late)).toMatchObject({ quantity: 3, reserved: 0, free: 3 })
    await sound(early, late)
    expect(await itemOf(door, rice)).toMatchObject({ free: 3, reserved: 0 })
    // What became of it is written on each gift.
    expect((await door.matter(early)).status).toBe('used')
    expect((await door.matter(late)).body).toMatchObject({
      left: 3,
      uses: [{ ref: input.id, n: 2, words: '发放 2 袋' }],
    })
  })

  const broken: [what: string, input: object, code: string, field: string][] = [
    ['for nobody', { recipient: undefined }, 'HANDOVER_RECIPIENT', 'recipient'],
    [
      'for a code that is nobody’s',
      { recipient: { name: '林谷雨', code: 'NOBODY00' } },
      'HANDOVER_CODE_UNKNOWN',
      'recipient.code',
    ],
    ['without consent', { consent: undefined }, 'INPUT_INVALID', 'consent'],
    ['of nothing', { lines: [] }, 'INPUT_INVALID', 'lines'],
    ['of less than nothing', lines(-2), 'INPUT_INVALID', 'lines.0.quantity'],
    ['of a part', lines(0.5), 'INPUT_INVALID', 'lines.0.quantity'],
    ['of something unknown', lines(1, 'f'.repeat(24)), 'ITEM_MISSING', 'lines.0.item'],
    ['of the same twice', { lines: [...lines(1).lines, ...lines(1).lines] }, 'ITEM_TWICE', ''],
    ['of more than there is', lines(9), 'STOCK_SHORT', 'lines.0.quantity'],
    ['for a need that is not there', { need: goodsId() }, 'HANDOVER_NEED', 'need'],
    ['of a kit that is not there', { kit: { id: goodsId(), count: 1 } }, 'KIT_MISSING', 'kit.id'],
    ['in a room of another community', { area: dew }, 'ROOM_NOT_YOURS', ''],
  ]
  test.each(broken)('%s is refused', async (_what, input, code, field) => {
    await stocked(door, 4)
    await countStock(door.store, wednesday)
    const told = await door.call('clerk', 'goods.handover', handoverInput(input))
    expect(codeOf(told)).toBe(code)
    expect(Object.keys(told.error?.fields ?? {})).toEqual(field ? [field] : [])
    if (code === 'STOCK_SHORT') expect(told.error?.message).toBe('大米还缺 5 袋，请减少数量或更换物资')
  })

  test('to oneself is refused, and so is handing over to oneself', async () => {
    await stocked(door, 4)
    await door.store.change('people', { key: 'pclerk' }, { code: 'CLERK000' })
    const self = { recipient: { name: '刘春分', code: 'CLERK000' } }
    expect(codeOf(await door.call('clerk', 'goods.handover', handoverInput(self)))).toBe('HANDOVER_SELF')
    const id = await asked(door, self, 'clerk2')
    const { body } = await handoverOf(door, id)
    expect(codeOf(await act(door, 'clerk', id, 'handOver', { patch: { code: body.code } }))).toBe('NOT_OWN')
    ok(await act(door, 'clerk2', id, 'handOver', { patch: { code: body.code } }))
  })

  test('without a phone takes a second person of the room, the consent and, for a helper, a name', async () => {
    await stocked(door, 4)
    const id = await asked(door)
    expect(codeOf(await handed(door, 'clerk', id))).toBe('NOT_OWN')
    const helper = { how: 'helper', consent: 'phone' }
    expect(codeOf(await act(door, 'clerk2', id, 'handOverTo', { patch: helper }))).toBe('INPUT_INVALID')
    expect(
      codeOf(
        await act(door, 'clerk2', id, 'handOverTo', { patch: { ...helper, helper: '李芳（女儿）', consent: '' } }),
      ),
    ).toBe('INPUT_INVALID')
    ok(await act(door, 'clerk2', id, 'handOverTo', { patch: { ...helper, helper: '李芳（女儿）' } }))
    await follow(door)
    const seen = ok(await door.call('clerk', 'matters.get', { id }))
    expect([seen.status.label, fact(seen, '领取方式')]).toEqual(['已发放', '他人代领：李芳（女儿）'])
  })

  test.each<[Who | (string & {}), string]>([
    ['clerk', 'OK'],
    ['socialWorker', 'OK'],
    ['treasurer', 'OK'],
    ['author', 'ROOM_NOT_YOURS'],
    ['officer', 'ROOM_NOT_YOURS'],
    ['secretary', 'ROOM_NOT_YOURS'],
    ['supervisor', 'ROOM_NOT_YOURS'],
    ['manager', 'ROOM_NOT_YOURS'],
    ['dewClerk', 'ROOM_NOT_YOURS'],
    ['farClerk', 'ROOM_NOT_YOURS'],
    ['openid-nobody', 'NOT_REGISTERED'],
  ])('is asked for by %s: %s', async (who, code) => {
    await stocked(door, 4)
    expect(codeOf(await door.call(who, 'goods.handover', handoverInput()))).toBe(code)
  })

  test('that is cancelled, by the room or by who is helped, gives back what it held', async () => {
    const gift = await stocked(door, 4)
    for (const who of ['clerk', 'neighbour'] as const) {
      const id = await asked(door, { ...lines(3), ...neighbour })
      expect((await batchOf(door, gift)).reserved).toBe(3)
      ok(await act(door, who, id, 'cancel', { note: '不需要了' }))
      await follow(door)
      expect(await batchOf(door, gift)).toMatchObject({ quantity: 4, reserved: 0, free: 4, holds: [] })
    }
    await sound(gift)
  })

  test('that nobody fetches is reminded of, then goes back to the shelf', async () => {
    const gift = await stocked(door, 4)
    const id = await asked(door, neighbour)
    let now = wednesday
    for (let days = 0; days < 30 && (await status(id)) !== 'cancelled'; days++) {
      now += dayMs
      await passTime.run({ store: door.store, now })
    }
    expect(await status(id)).toBe('cancelled')
    expect((await door.matter(id)).trace.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['remindLate', 'expire']),
    )
    await follow(door, now)
    expect(await batchOf(door, gift)).toMatchObject({ free: 4, holds: [] })
  })
})

describe('the last item', () => {
  test('goes to exactly one of two clerks, whichever runs first, and the other is told what is missing', async () => {
    const gift = await stocked(door, 1)
    const two = [handoverInput(lines(1)), handoverInput(lines(1))]
    for (const [index, input] of two.entries()) ok(await door.call(index ? 'clerk2' : 'clerk', 'goods.handover', input))
    await Promise.all(two.map(({ id }, index) => act(door, index ? 'clerk2' : 'clerk', id, 'reserve').then(ok)))
    await Promise.all(two.map(({ id }) => applyNow(id, door.store, wednesday)))
    const after = await Promise.all(two.map(({ id }) => handoverOf(door, id)))
    expect(after.map((one) => one.status).sort()).toEqual(['reserved', 'short'])
    const short = after.find((one) => one.status === 'short')
    const seen = ok(await door.call('clerk', 'matters.get', { id: short?._id }))
    expect(fact(seen, '还缺')).toBe('大米还缺 1 袋')
    expect(await batchOf(door, gift)).toMatchObject({ quantity: 1, reserved: 1, free: 0 })
    expect((await batchOf(door, gift)).holds.map(({ of }) => of)).toEqual([
      after.find((one) => one.status === 'reserved')?._id,
    ])
    await sound(gift)
  })

  test('twelve handovers of three for ten: three of them, over many shelves and each effect run three times at once', async () => {
    const gifts = [await stocked(door, 4), await stocked(door, 3), await stocked(door, 3)]
    const all = Array.from({ length: 12 }, () => handoverInput(lines(3)))
    for (const input of all) ok(await door.call('clerk', 'goods.handover', input))
    for (const { id } of all) ok(await act(door, 'clerk', id, 'reserve'))
    await Promise.all(
      all.flatMap(({ id }) => [1, 2, 3].map(() => applyNow(id, door.store, wednesday).catch((error: Error) => error))),
    )
    // Whatever lost too many races is done by the timer.
    for (let round = 0; round < 5; round++) await follow(door).catch(() => undefined)
    const states = (await Promise.all(all.map(({ id }) => handoverOf(door, id)))).map((one) => one.status)
    expect(states.filter((one) => one === 'reserved')).toHaveLength(3)
    expect(states.filter((one) => one === 'short')).toHaveLength(9)
    const batches = await Promise.all(gifts.map((gift) => batchOf(door, gift)))
    expect(batches.reduce((sum, { reserved }) => sum + reserved, 0)).toBe(9)
    await sound(...gifts)
  })

  test('what is short is asked for again, or as much as there is', async () => {
    const gift = await stocked(door, 3)
    const taken = await asked(door, lines(1))
    const input = handoverInput(lines(3))
    await door.store.change('stockItems', { _id: rice }, { free: 9 })
    ok(await door.call('clerk', 'goods.handover', input))
    ok(await act(door, 'clerk', input.id, 'reserve'))
    await follow(door)
    expect(await status(input.id)).toBe('short')
    expect((await batchOf(door, gift)).reserved).toBe(1)
    ok(await act(door, 'clerk', input.id, 'takeLess'))
    await follow(door)
    expect((await handoverOf(door, input.id)).body.lines).toMatchObject([{ quantity: 2 }])
    expect((await door.matter(input.id)).title).toBe('发放：大米 2 袋')
    expect(await batchOf(door, gift)).toMatchObject({ reserved: 3, free: 0 })
    ok(await act(door, 'clerk', taken, 'cancel', { note: '登记错了' }))
    await follow(door)
    const none = handoverInput(lines(2))
    await door.store.change('stockItems', { _id: rice }, { free: 9 })
    ok(await door.call('clerk', 'goods.handover', none))
    await door.store.change('batches', { item: rice }, { open: false })
    ok(await act(door, 'clerk', none.id, 'reserve'))
    await follow(door)
    expect(codeOf(await act(door, 'clerk', none.id, 'takeLess'))).toBe('HANDOVER_EMPTY')
    await door.store.change(
      'batches',
      { item: rice, quantity: door.store._.gt(0), free: door.store._.gt(0) },
      { open: true },
    )
    await sound(gift)
  })
})

describe('whose it may be', () => {
  test('a donor is not handed their own gift, whatever else is there', async () => {
    const own = await stocked(door, 5, { by: 'neighbour' })
    const id = await asked(door, { ...lines(2), ...neighbour })
    const seen = ok(await door.call('clerk', 'matters.get', { id }))
    expect([seen.status.key, fact(seen, '还缺')]).toEqual(['short', '大米还缺 2 袋，其余是受助人自己的捐赠'])
    expect((await batchOf(door, own)).reserved).toBe(0)
    const other = await stocked(door, 2)
    ok(await act(door, 'clerk', id, 'reserve'))
    await follow(door)
    expect((await handoverOf(door, id)).body.gift).toEqual([other])
  })

  test('what was given for one need serves that alone, until its donor lets it go', async () => {
    const need = goodsId()
    await door.put(aNeed({ by: 'neighbour', input: { id: need, category: 'care', title: '独居老人需要米面' } }))
    const gift = await stocked(door, 5, { by: 'volunteer', need })
    expect((await batchOf(door, gift)).tied).toBe(need)
    const other = await asked(door, lines(2))
    expect(fact(ok(await door.call('clerk', 'matters.get', { id: other })), '还缺')).toBe(
      '大米还缺 2 袋，其余已指定其他用途',
    )
    const forIt = await asked(door, { ...lines(2), need, recipient: undefined })
    expect((await handoverOf(door, forIt)).body).toMatchObject({ gift: [gift], need, about: '独居老人需要米面' })
    ok(await act(door, 'clerk', gift, 'askToFree', { note: '诉求已办结，还剩 3 袋' }))
    expect(codeOf(await act(door, 'clerk', gift, 'free'))).toBe('NOT_PERMITTED')
    ok(await act(door, 'volunteer', gift, 'keepTied'))
    expect((await batchOf(door, gift)).tied).toBe(need)
    ok(await act(door, 'clerk', gift, 'askToFree', { note: '再请您考虑' }))
    ok(await act(door, 'volunteer', gift, 'free'))
    await follow(door)
    expect((await batchOf(door, gift)).tied).toBe('')
    ok(await act(door, 'clerk', other, 'reserve'))
    await follow(door)
    expect((await handoverOf(door, other)).body.gift).toEqual([gift])
  })

  test('a handover may ask for one gift alone', async () => {
    await stocked(door, 5, { goods: { expiresOn: '2026-05-01' } })
    const wanted = await stocked(door, 5)
    const id = await asked(door, { ...lines(2), from: wanted })
    expect((await handoverOf(door, id)).body.gift).toEqual([wanted])
  })

  test('what is kept for emergencies stays in routine times and goes out in 非常规', async () => {
    const save = { area: plum, name: '棉被', category: 'clothing', unit: '床', minimum: 4, reserve: 'emergency' }
    ok(await door.call('clerk', 'goods.saveItem', save))
    const goods = { name: '棉被', category: 'clothing', unit: '床', expiresOn: undefined }
    await stocked(door, 5, { goods })
    await countStock(door.store, wednesday)
    const id = await asked(door, lines(3, quilt))
    expect(fact(ok(await door.call('clerk', 'matters.get', { id })), '还缺')).toBe(
      '棉被还缺 2 床，其余为应急储备，常规时期不动用',
    )
    const there = await asked(door, lines(3, quilt), 'clerk', emergency.from + dayMs)
    expect(await status(there)).toBe('reserved')
  })

  test('a need’s own person is who is helped, and reads the code', async () => {
    const need = goodsId()
    await door.put(aNeed({ by: 'neighbour', input: { id: need, category: 'care', visibility: 'private' } }))
    await stocked(door, 5)
    const id = await asked(door, { ...lines(2), need, recipient: undefined })
    expect(fact(ok(await door.call('neighbour', 'matters.get', { id })), '领取码')).toMatch(/^\d{4} \d{4}$/)
    const { title } = await door.matter(need)
    expect(JSON.stringify(ok(await door.call('clerk', 'goods.chain', { id })))).not.toContain(title)
    const elsewhere = goodsId()
    await door.put(aNeed({ by: 'dewResident', input: { id: elsewhere, area: `${dew}/g1/b1` } }))
    expect(codeOf(await door.call('clerk', 'goods.handover', handoverInput({ need: elsewhere })))).toBe('HANDOVER_NEED')
  })
})

test('sent eight times at once, a handover is handed over once', async () => {
  const gift = await stocked(door, 4)
  const id = await asked(door, neighbour)
  const { version, body } = await door.matter(id)
  const ask = { id, version, action: 'handOver', request: request(), patch: { code: body.code } }
  const told = await Promise.all(Array.from({ length: 8 }, () => door.call('clerk', 'matters.act', ask)))
  expect(told.map(codeOf)).toEqual(Array(8).fill('OK'))
  await Promise.all([follow(door), follow(door), follow(door)])
  expect(await batchOf(door, gift)).toMatchObject({ quantity: 2, reserved: 0 })
  await sound(gift)
})

test('an offer made for another community never leaves it', async () => {
  const input = offerInput({ area: dew })
  ok(await door.call('dewResident', 'goods.offer', input))
  expect(codeOf(await act(door, 'clerk', input.id, 'accept'))).toBe('MATTER_MISSING')
})
