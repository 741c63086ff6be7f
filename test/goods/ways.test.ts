// The ways that matters offer to the room's pages: from a need or a campaign to handing out, from what the desk was told to what is done about
// it, from a gift to where it lies; each to those who may go there, and to nobody else. And the sheet that is counted from.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { countStock } from '../../cloudfunctions/api/modules/goods/counting'
import { watchDates } from '../../cloudfunctions/api/modules/goods/jobs'
import { ok } from '../support/activities'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'
import { openCampaign, wishInput } from '../support/gifts'
import { goodsId, offerInput, rice, stocked } from '../support/goods'
import { aNeed } from '../support/needs'
import { plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
})
afterAll(() => door.close())

type Way = { page: string; query: Record<string, string> }
const waysOn = async (who: string, id: string, now = wednesday): Promise<Way[]> =>
  ok(await door.call(who, 'matters.get', { id }, now)).pages.map(({ page, query }: Way) => ({ page, query }))

test('a need that goods help with leads whoever keeps the room to handing out, and nobody else', async () => {
  const [care, lamp] = [goodsId(), goodsId()]
  await door.put(
    aNeed({ by: 'neighbour', input: { id: care, category: 'care', title: '独居老人需要米面' } }),
    aNeed({ by: 'neighbour', input: { id: lamp, category: 'facility', title: '楼道灯不亮' } }),
  )
  const way = { page: 'handing', query: { area: plum, need: care, category: 'care' } }
  expect(await waysOn('clerk', care)).toEqual([way])
  for (const who of ['neighbour', 'author', 'officer', 'supervisor', 'manager', 'dewClerk', 'openid-nobody'])
    expect([who, await waysOn(who, care)]).toEqual([who, []])
  expect(await waysOn('clerk', lamp)).toEqual([])
})

test('a wish and a campaign for goods lead there too, one for money does not', async () => {
  const wish = wishInput()
  ok(await door.call('clerk', 'giving.wish', wish))
  expect(await waysOn('clerk', wish.id)).toEqual([{ page: 'handing', query: { area: plum, need: wish.id } }])
  const wanted = [{ name: '大米', quantity: 50, unit: '袋' }]
  const goods = { type: 'goods', title: '冬日送米', wanted, goal: undefined, resolution: undefined }
  const [campaign, money] = [await openCampaign(door, goods), await openCampaign(door)]
  await door.store.change('matters', { _id: campaign }, { 'beside.check': 'pass' })
  expect(await waysOn('clerk', campaign)).toEqual([{ page: 'handing', query: { area: plum, campaign } }])
  expect(await waysOn('author', campaign)).toEqual([])
  expect(await waysOn('clerk', money)).toEqual([])
})

test('a gift that was counted in leads to where it lies, for those who look into the room', async () => {
  const waiting = offerInput()
  ok(await door.call('author', 'goods.offer', waiting))
  expect(await waysOn('clerk', waiting.id)).toEqual([])
  const gift = await stocked(door, 4)
  const way = { page: 'stockItem', query: { id: rice } }
  for (const who of ['clerk', 'officer']) expect([who, await waysOn(who, gift)]).toEqual([who, [way]])
  for (const who of ['author', 'neighbour']) expect([who, await waysOn(who, gift)]).toEqual([who, []])
})

test('what the desk was told leads to what is done about it: put in, hand out, count', async () => {
  const kind = { area: plum, name: '压缩饼干', category: 'food', unit: '箱', minimum: 9 }
  const { id: item } = ok(await door.call('clerk', 'goods.saveItem', kind))
  const batch = { id: goodsId(), item, quantity: 2, place: '8 号架', from: '街道调拨', expiresOn: '2026-03-20' }
  ok(await door.call('clerk', 'goods.putIn', batch))
  await countStock(door.store, wednesday)
  const next = async (about: string, now = wednesday) => {
    await watchDates(door.store, now)
    const found = await door.store.find<{ _id: string; body: { about: string; item: string } }>(
      'matters',
      { within: plum, kind: 'stockAlert', class: 'open' },
      { limit: 20 },
    )
    const id = found.find(({ body }) => body.about === about && body.item === item)?._id ?? ''
    return [await waysOn('clerk', id, now), await waysOn('officer', id, now)]
  }
  const card = { page: 'stockItem', query: { id: item } }
  const query = { area: plum, item }
  expect(await next('low')).toEqual([[{ page: 'receive', query }, card], [card]])
  expect(await next('near')).toEqual([[{ page: 'handing', query }, card], [card]])
  expect(await next('past', wednesday + 40 * dayMs)).toEqual([[{ page: 'counting', query }, card], [card]])
})

test('the count sheet lists what lies where, shelf by shelf, a page at a time', async () => {
  const kind = { area: plum, name: '手电筒', category: 'tools', unit: '把' }
  const { id: item } = ok(await door.call('clerk', 'goods.saveItem', kind))
  for (let round = 0; round < 55; round++) {
    const place = `${String(99 - round).padStart(2, '0')} 号位`
    ok(await door.call('clerk', 'goods.putIn', { id: goodsId(), item, quantity: 1, place, from: '街道调拨' }))
  }
  const places: string[] = []
  let after: unknown
  do {
    const told = await door.call('clerk', 'goods.sheet', { area: plum, ...(after ? { after } : {}) })
    expect(told.calls).toBeLessThanOrEqual(2)
    expect(ok(told).batches.length).toBeLessThanOrEqual(50)
    const mine = ok(told).batches.filter((batch: { item: string }) => batch.item === item)
    places.push(...mine.map(({ place }: { place: string }) => place))
    after = ok(told).next
  } while (after)
  expect(places).toEqual(Array.from({ length: 55 }, (_, round) => `${45 + round} 号位`))
})
