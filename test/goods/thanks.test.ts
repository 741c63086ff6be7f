// From a gift to the thanks for it: kits that are asked for as one, what became of each gift, words that are read before they are passed on, and
// the chain walked from either end.
import { applyNow } from '../../cloudfunctions/api/core/matters'
import { faultsOf } from '../../cloudfunctions/api/modules/goods/batch'
import { act, ok } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { openCampaign, pledged, wishInput } from '../support/gifts'
import {
  asked,
  batchOf,
  follow,
  goodsId,
  handed,
  handoverInput,
  handoverOf,
  offerInput,
  quilt,
  rice,
  stocked,
} from '../support/goods'
import { aNeed } from '../support/needs'
import { dew, plum } from '../support/world'

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
const lines = (quantity: number, item = rice) => ({ lines: [{ item, quantity }] })
const status = async (id: string): Promise<string> => (await door.matter(id)).status
const sound = async (...offers: string[]) => {
  for (const offer of offers) expect(faultsOf(await batchOf(door, offer))).toEqual([])
}

describe('kits', () => {
  test('are several lines of one handover, all of them or none', async () => {
    const goods = { name: '棉被', category: 'clothing', unit: '床', expiresOn: undefined }
    const [food, warm] = [await stocked(door, 6), await stocked(door, 5, { goods })]
    const kit = {
      id: goodsId(),
      area: plum,
      name: '寒潮包',
      lines: [
        { item: rice, quantity: 2 },
        { item: quilt, quantity: 1 },
      ],
    }
    const saved = await door.call('clerk', 'goods.saveKit', kit)
    expect([codeOf(saved), saved.calls <= 4]).toEqual(['OK', true])
    await door.store.change('stockItems', { _id: quilt }, { reserve: '' })
    const id = await asked(door, { lines: [], kit: { id: kit.id, count: 3 } })
    expect(await door.matter(id)).toMatchObject({ title: '发放：寒潮包 3 份', status: 'reserved' })
    expect([(await batchOf(door, food)).reserved, (await batchOf(door, warm)).reserved]).toEqual([6, 3])
    const more = await asked(door, { lines: [], kit: { id: kit.id, count: 1 } })
    expect(await status(more)).toBe('short')
    expect((await batchOf(door, warm)).reserved).toBe(3)
    ok(await door.call('clerk', 'goods.saveKit', { ...kit, open: false }))
    expect(
      codeOf(await door.call('clerk', 'goods.handover', handoverInput({ lines: [], kit: { id: kit.id, count: 1 } }))),
    ).toBe('KIT_MISSING')
    expect(ok(await door.call('clerk', 'goods.kits', { area: plum })).kits).toEqual([])
    expect(codeOf(await door.call('dewClerk', 'goods.saveKit', { ...kit, area: dew }))).toBe('ITEM_MISSING')
  })
})

describe('thanks', () => {
  test('are read by the room, passed on to every donor once, and the chain is walked from either end', async () => {
    const need = goodsId()
    await door.put(aNeed({ by: 'neighbour', input: { id: need, category: 'care', title: '独居老人需要米面' } }))
    const [one, two] = [
      await stocked(door, 1, { shownName: '小满一家', goods: { expiresOn: '2026-05-01' } }),
      await stocked(door, 5, { by: 'volunteer' }),
    ]
    const id = await asked(door, { ...lines(3), need, recipient: undefined })
    const { body } = await handoverOf(door, id)
    ok(await act(door, 'clerk', id, 'handOver', { patch: { code: body.code } }))
    await follow(door)
    expect(codeOf(await act(door, 'clerk', id, 'thank', { note: '谢谢' }))).toBe('NOT_PERMITTED')
    expect(codeOf(await act(door, 'neighbour', id, 'thank', { note: '请大家捐款给我，卡号是 6222021234567890' }))).toBe(
      'MONEY_ASKED',
    )
    ok(await act(door, 'neighbour', id, 'thank', { note: '大米收到了，谢谢大家' }))
    await follow(door)
    expect((await door.matter(one)).body.thanks).toEqual([])
    ok(await act(door, 'clerk', id, 'passThanks'))
    await follow(door)
    await follow(door)
    for (const gift of [one, two])
      expect((await door.matter(gift)).body.thanks).toMatchObject([{ ref: id, words: '大米收到了，谢谢大家' }])
    expect([await status(one), await status(two), await status(id)]).toEqual(['thanked', 'stocked', 'thanked'])

    const chain = async (who: string, of: string) => {
      const told = await door.call(who, 'goods.chain', { id: of })
      expect(told.calls).toBeLessThanOrEqual(2)
      return ok(told).steps.map((step: { what: string; title: string; words: string }) => [
        step.what,
        step.title,
        step.words,
      ])
    }
    expect(await chain('openid-nobody', need)).toEqual([
      ['need', '独居老人需要米面', ''],
      ['use', '大米 3 袋', '用于“独居老人需要米面”，来自小满一家、爱心居民'],
      ['thanks', '大米收到了，谢谢大家', ''],
    ])
    expect(await chain('author', one)).toEqual([
      ['gift', '捐赠大米 1 袋', '小满一家，已感谢'],
      ['stock', '大米 1 袋', '还有 0 袋'],
      ['use', '大米 1 袋', '用于“独居老人需要米面”'],
      ['thanks', '大米收到了，谢谢大家', ''],
    ])
    expect(await chain('clerk', id)).toEqual([
      ['need', '独居老人需要米面', ''],
      ['gift', '大米 1 袋', '小满一家捐赠'],
      ['gift', '大米 2 袋', '爱心居民捐赠'],
      ['use', '大米 3 袋', '用于“独居老人需要米面”，来自小满一家、爱心居民'],
      ['thanks', '大米收到了，谢谢大家', ''],
    ])
    expect(JSON.stringify([await chain('author', one), await chain('author', need)])).not.toMatch(/林谷雨|neighbour/)
    expect(codeOf(await door.call('author', 'goods.chain', { id }))).toBe('MATTER_MISSING')
  })

  test('of somebody without a phone are written down by the room and go straight on', async () => {
    const gift = await stocked(door, 4)
    const id = await asked(door)
    ok(await handed(door, 'clerk2', id))
    await follow(door)
    ok(await act(door, 'clerk', id, 'thank', { note: '老人家说米很香' }))
    await follow(door)
    expect((await door.matter(gift)).body.thanks).toMatchObject([{ words: '老人家说米很香' }])
    expect(codeOf(await act(door, 'clerk', id, 'thank', { note: '再谢一次' }))).toBe('STATE_CHANGED')
  })

  test('that name somebody stay where they are', async () => {
    const gift = await stocked(door, 4)
    const id = await asked(door, neighbour)
    const { body } = await handoverOf(door, id)
    ok(await act(door, 'clerk', id, 'handOver', { patch: { code: body.code } }))
    await follow(door)
    ok(await act(door, 'neighbour', id, 'thank', { note: '我是 3 栋的林谷雨，谢谢' }))
    ok(await act(door, 'clerk', id, 'dropThanks', { note: '写了姓名和住址，请去掉后再写' }))
    ok(await act(door, 'neighbour', id, 'thank', { note: '谢谢' }))
    ok(await act(door, 'clerk', id, 'passThanks'))
    await follow(door)
    expect((await door.matter(gift)).body.thanks).toMatchObject([{ words: '谢谢' }])
  })
})

test('one gift handed out in fifteen parts hears of each, and is told of the first and the last', async () => {
  const gift = await stocked(door, 15)
  const all = Array.from({ length: 15 }, () => handoverInput(lines(1)))
  for (const input of all) {
    ok(await door.call('clerk', 'goods.handover', input))
    ok(await act(door, 'clerk', input.id, 'reserve'))
    await applyNow(input.id, door.store, wednesday)
    ok(await handed(door, 'clerk2', input.id))
  }
  await Promise.all(all.map(({ id }) => applyNow(id, door.store, wednesday).catch(() => undefined)))
  for (let round = 0; round < 4; round++) await follow(door).catch(() => undefined)
  const offer = await door.matter(gift)
  expect([offer.status, (offer.body.uses as unknown[]).length, offer.body.left]).toEqual(['used', 15, 0])
  const told = offer.unsent.filter(({ text }) => text.startsWith('您的捐赠有了去向'))
  expect(told).toHaveLength(2)
  await sound(gift)
})

describe('what giving knows', () => {
  test('a campaign for goods is wanted, takes offers, and its chain leads to what was given; one for money takes none', async () => {
    const wanted = [{ name: '大米', quantity: 50, unit: '袋' }]
    const goods = { type: 'goods', title: '冬日送米', wanted, goal: undefined, resolution: undefined }
    const [campaign, money] = [await openCampaign(door, goods), await openCampaign(door)]
    await door.store.change('matters', { _id: campaign }, { 'beside.check': 'pass' })
    const { lines: listed } = ok(await door.call('openid-nobody', 'goods.search', { area: plum }))
    expect(listed).toContainEqual(expect.objectContaining({ kind: '募集', title: '冬日送米', words: '大米 50 袋' }))
    expect(codeOf(await door.call('author', 'goods.offer', offerInput({ campaign: money })))).toBe('OFFER_LINK')
    const gift = await stocked(door, 5, { campaign })
    expect((await batchOf(door, gift)).tied).toBe(campaign)
    expect(await status(await asked(door, lines(2)))).toBe('short')
    const id = await asked(door, { ...lines(2), campaign })
    ok(await handed(door, 'clerk2', id))
    await follow(door)
    const { steps } = ok(await door.call('openid-nobody', 'goods.chain', { id: campaign }))
    expect(steps.map(({ what, title }: { what: string; title: string }) => [what, title])).toEqual([
      ['need', '冬日送米'],
      ['gift', '捐赠大米 5 袋'],
      ['stock', '大米 5 袋'],
      ['use', '大米 2 袋'],
    ])
  })

  test('a wish is helped with goods for whom it was written down, not for who wrote it', async () => {
    const wish = wishInput()
    ok(await door.call('clerk', 'giving.wish', wish))
    await stocked(door, 5)
    const id = await asked(door, { ...lines(1), need: wish.id, recipient: undefined })
    const { facts } = ok(await door.call('clerk', 'matters.get', { id }))
    expect(facts).toContainEqual({ label: '受助人', value: '五年级的小雨' })
  })

  test('money promised for a need stands in its chain beside the goods', async () => {
    const need = goodsId()
    await door.put(aNeed({ by: 'neighbour', input: { id: need, category: 'care', title: '独居老人需要米面' } }))
    const campaign = await openCampaign(door)
    await pledged(door, campaign, { need })
    await stocked(door, 5, { need })
    const { steps } = ok(await door.call('author', 'goods.chain', { id: need }))
    // Of one moment in a test; people give one after another.
    const told = steps.map(({ what, title }: { what: string; title: string }) => [what, title])
    expect(told).toHaveLength(4)
    expect(told).toEqual(
      expect.arrayContaining([
        ['need', '独居老人需要米面'],
        ['gift', '爱心居民：100.00 元，三号楼加装扶手'],
        ['gift', '捐赠大米 5 袋'],
        ['stock', '大米 5 袋'],
      ]),
    )
  })
})
