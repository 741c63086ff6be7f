// Gifts, stock and handing out as the tests need them: everything through the real door, and what follows a step through the timer's own function.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import { applyLeft } from '../../cloudfunctions/api/core/matters'
import type { Batch } from '../../cloudfunctions/api/modules/goods/batch'
import { countStock } from '../../cloudfunctions/api/modules/goods/counting'
import type { Handover } from '../../cloudfunctions/api/modules/goods/handing'
import { type Item, itemIdOf } from '../../cloudfunctions/api/modules/goods/items'
import { watchDates } from '../../cloudfunctions/api/modules/goods/jobs'
import { batchIdOf } from '../../cloudfunctions/api/modules/goods/offering'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { act, ok, request } from './activities'
import { wednesday } from './clock'
import type { Door, Told } from './door'
import type { Raised } from './raised'
import { plum, type Who } from './world'

let serial = 0
export const goodsId = (): string => `goods${String(++serial).padStart(15, '0')}`

export const rice = itemIdOf(plum, 'grain', '大米', '袋')
export const quilt = itemIdOf(plum, 'clothing', '棉被', '床')

/** What a phone sends to offer goods, with everything filled in. */
export const offerInput = (change: object = {}, goods: object = {}) => ({
  id: goodsId(),
  area: plum,
  type: 'goods',
  donorType: 'person',
  words: '家里多买的，没有开封。',
  goods: {
    name: '大米',
    category: 'grain',
    unit: '袋',
    quantity: 20,
    condition: 'new',
    expiresOn: '2026-12-31',
    where: '3 栋 101',
    ...goods,
  },
  ...change,
})
export const venueInput = (change: object = {}) => ({
  id: goodsId(),
  area: plum,
  type: 'venue',
  donorType: 'household',
  donorName: '谷雨茶馆',
  shownName: '谷雨茶馆',
  venue: { place: '谷雨茶馆二楼', times: '周一至周五上午', capacity: 20 },
  ...change,
})
export const serviceInput = (change: object = {}) => ({
  id: goodsId(),
  area: plum,
  type: 'service',
  donorType: 'person',
  service: { skill: 'repair', times: '周末', howMany: '每周 3 户' },
  ...change,
})

const all = ['usable', 'safe', 'hygienic', 'inDate']
export const accepted = (category = 'grain') => ({
  patch: { checks: category === 'grain' ? all : all.slice(0, 3) },
})
export const received = (quantity = 20, more: object = {}) => ({
  patch: { quantity: String(quantity), place: '1 号架', ...more },
})

/** What steps have left to be done in other documents, as the timer's function does it. */
export const follow = (door: Door, now = wednesday): Promise<number> => applyLeft(door.store, now)

/** An offer that was looked at, counted in and lies in the room; its batch is `batchIdOf(id)`. */
export async function stocked(
  door: Door,
  quantity = 20,
  {
    by = 'author',
    goods = {},
    now = wednesday,
    ...change
  }: { by?: Who; goods?: object; now?: number; [field: string]: unknown } = {},
): Promise<string> {
  const input = offerInput(change, { quantity, ...goods })
  ok(await door.call(by, 'goods.offer', input, now))
  ok(await act(door, 'clerk', input.id, 'accept', accepted(input.goods.category), now))
  ok(await act(door, 'clerk', input.id, 'receive', received(quantity), now))
  await follow(door, now)
  return input.id
}

export const handoverInput = (change: object = {}) => ({
  id: goodsId(),
  area: plum,
  lines: [{ item: rice, quantity: 2 }],
  recipient: { name: '马桂芳' },
  consent: 'inPerson',
  ...change,
})

/** A handover that was asked for and set aside, or fell short. */
export async function asked(door: Door, change: object = {}, by: Who = 'clerk', now = wednesday): Promise<string> {
  const input = handoverInput(change)
  ok(await door.call(by, 'goods.handover', input, now))
  ok(await act(door, by, input.id, 'reserve', {}, now))
  await follow(door, now)
  return input.id
}

export const handed = (door: Door, who: Who, id: string, now = wednesday): Promise<Told> =>
  act(door, who, id, 'handOverTo', { patch: { how: 'signed', consent: 'inPerson' } }, now)

export const batchOf = async (door: Door, offer: string): Promise<Batch> =>
  (await door.store.get<Batch>('batches', batchIdOf(offer))) as Batch
export const itemOf = async (door: Door, id: string): Promise<Item> =>
  (await door.store.get<Item>('stockItems', id)) as Item
export const handoverOf = async (door: Door, id: string): Promise<Handover> =>
  (await door.matter(id)) as unknown as Handover

type Step = [who: Who | 'time' | 'follow', action: string, now?: number, more?: object]
const noted = (note: string) => ({ note })

/** One for every step of every story: offers, handovers, counts and what the desk is told, in each status they can be in. */
export async function goodsMatters(door: Door): Promise<Raised[]> {
  await door.store.change('people', { key: 'pneighbour' }, { code: 'NEIGHBOU' })
  const made: Raised[] = []
  const keep = async (what: string, id: string, now: number) => {
    const matter = await door.matter(id)
    made.push({ what: `${what}: ${kindOf(matter.kind).label} ${matter.status}`, matter, now })
  }
  const story = async (call: string, by: Who, input: { id: string }, steps: Step[]): Promise<string> => {
    ok(await door.call(by, `goods.${call}`, input))
    await keep(by, input.id, wednesday)
    for (const [who, action, now = wednesday, more] of steps) {
      if (who === 'time') await passTime.run({ store: door.store, now })
      else if (who === 'follow') await follow(door, now)
      else ok(await act(door, who, input.id, action, more, now))
      await keep(`${who} ${action}`, input.id, now)
    }
    return input.id
  }
  const taken: Step[] = [
    ['clerk', 'accept', wednesday, accepted()],
    ['clerk2', 'receive', wednesday, received()],
    ['follow', ''],
  ]
  await story('offer', 'author', offerInput(), taken)
  await story('offer', 'author', offerInput(), [
    ['clerk', 'refuse', wednesday, { note: '放不下', patch: { reason: 'noRoom' } }],
  ])
  await story('offer', 'neighbour', offerInput(), [['neighbour', 'withdraw']])
  await story('offer', 'socialWorker', offerInput({ onBehalfOf: { name: '马立春', consent: 'phone' } }), taken)
  await story('offer', 'author', offerInput(), [['time', 'expire', wednesday + 61 * dayMs]])
  await story('offer', 'author', venueInput(), [
    ['clerk', 'accept'],
    ['clerk', 'use', wednesday, noted('给合唱队排练用了一次')],
    ['author', 'finish'],
    ['clerk', 'thank', wednesday, noted('谢谢您的茶馆')],
  ])
  const person = { recipient: { name: '林谷雨', code: 'NEIGHBOU' } }
  const id = goodsId()
  await story('handover', 'clerk', handoverInput({ id, ...person }), [
    ['clerk', 'reserve'],
    ['follow', 'setAside'],
    ['clerk', 'pick'],
    ['clerk2', 'handOverTo', wednesday, { patch: { how: 'helper', helper: '李芳（女儿）', consent: 'phone' } }],
    ['follow', 'finish'],
    ['neighbour', 'thank', wednesday, noted('大米很好')],
    ['clerk', 'passThanks'],
    ['follow', ''],
  ])
  await story('handover', 'clerk', handoverInput(person), [
    ['clerk', 'reserve'],
    ['follow', ''],
    ['neighbour', 'cancel', wednesday, noted('不用了')],
  ])
  await story('handover', 'socialWorker', handoverInput({ lines: [{ item: rice, quantity: 30 }] }), [
    ['socialWorker', 'reserve'],
    ['follow', ''],
  ]).then(async (last) => {
    // As many as there are: two clerks ask for the same ones, and one of them falls short.
    const other = await asked(door, { lines: [{ item: rice, quantity: 1 }] })
    await keep('asked', other, wednesday)
    await keep('held', last, wednesday)
  })
  const short = handoverInput({ lines: [{ item: rice, quantity: 5 }] })
  ok(await door.call('clerk', 'goods.handover', short))
  await door.store.change('batches', { item: rice }, { open: false })
  ok(await act(door, 'clerk', short.id, 'reserve'))
  await follow(door)
  await keep('short', short.id, wednesday)
  await door.store.change('batches', { item: rice, quantity: door.store._.gt(0) }, { open: true })
  const batch = batchIdOf((await door.matter(made[0]?.matter._id ?? ''))._id)
  const lines = [{ batch, counted: (await door.store.get<Batch>('batches', batch))?.quantity ?? 0 }]
  await story('stocktake', 'clerk', { id: goodsId(), area: plum, lines } as never, [
    ['clerk2', 'confirm'],
    ['follow', ''],
  ])
  await story('stocktake', 'clerk', { id: goodsId(), area: plum, lines } as never, [
    ['clerk2', 'reject', wednesday, noted('架号不对')],
  ])
  await story('stocktake', 'clerk', { id: goodsId(), area: plum, lines } as never, [['clerk', 'withdraw']])
  ok(
    await door.call('clerk', 'goods.saveItem', {
      area: plum,
      name: '大米',
      category: 'grain',
      unit: '袋',
      minimum: 500,
    }),
  )
  await countStock(door.store, wednesday)
  await watchDates(door.store, wednesday + 290 * dayMs)
  const alerts = await door.store.find<{ _id: string }>(
    'matters',
    { within: plum, kind: 'stockAlert', class: 'open' },
    { limit: 9 },
  )
  for (const { _id } of alerts) {
    await keep('told', _id, wednesday)
    ok(await act(door, 'clerk', _id, 'attend', noted('已联系粮油店补货')))
    await keep('attended', _id, wednesday)
  }
  const soap = { area: plum, name: '洗手液', category: 'daily', unit: '瓶', minimum: 3 }
  const item = ok(await door.call('clerk', 'goods.saveItem', soap)).id
  await countStock(door.store, wednesday)
  const [low] = await door.store.find<{ _id: string }>(
    'matters',
    { within: plum, kind: 'stockAlert', class: 'open' },
    { limit: 1 },
  )
  const more = { id: goodsId(), item, quantity: 5, place: '1 号架', from: '街道调拨' }
  ok(await door.call('clerk', 'goods.putIn', more))
  await countStock(door.store, wednesday)
  await keep('recovered', low?._id ?? '', wednesday)
  return made
}
export { act, ok, request }
