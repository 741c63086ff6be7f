// What the desk is told of the room: what is short and has recovered, what lapses soon, what has passed.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { countStock } from '../../cloudfunctions/api/modules/goods/counting'
import { itemIdOf } from '../../cloudfunctions/api/modules/goods/items'
import { watchDates } from '../../cloudfunctions/api/modules/goods/jobs'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { act, ok } from '../support/activities'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'
import { asked, goodsId, itemOf, rice } from '../support/goods'
import { plum, streetPath } from '../support/world'

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
const alerts = (kind = 'stockAlert') =>
  door.store.find<{
    _id: string
    title: string
    status: string
    turn: string[]
    body: { about: string; visibility: string }
  }>(
    'matters',
    { within: plum, kind, class: door.store._.in(['open', 'settled']) },
    { order: [['at', 'asc']], limit: 50 },
  )

describe('the desk is told', () => {
  test('once when an item falls below its minimum, again when it does so again, and that it has recovered', async () => {
    const soap = itemIdOf(plum, 'daily', '洗手液', '瓶')
    ok(await door.call('clerk', 'goods.saveItem', item({ name: '洗手液', category: 'daily', unit: '瓶', minimum: 10 })))
    const mine = async () => (await alerts()).filter(({ title }) => title.startsWith('洗手液'))
    for (let round = 0; round < 3; round++) await countStock(door.store, wednesday)
    expect((await mine()).map(({ title, status }) => [title, status])).toEqual([['洗手液低于最低数量 10 瓶', 'open']])
    expect((await mine())[0]?.turn).toContain(`clerk@${plum}`)
    const desk = ok(await door.call('clerk', 'matters.desk', { street: streetPath }))
    expect(desk.cards.map(({ title }: { title: string }) => title)).toContain('洗手液低于最低数量 10 瓶')
    const wanted = ok(await door.call('openid-nobody', 'goods.search', { area: plum })).lines
    expect(wanted).toContainEqual(
      expect.objectContaining({ kind: '库存不足', title: '洗手液低于最低数量 10 瓶', amount: '10 瓶' }),
    )

    ok(await door.call('clerk', 'goods.putIn', putIn({ item: soap, quantity: 12, expiresOn: undefined })))
    await countStock(door.store, wednesday)
    expect(await itemOf(door, soap)).toMatchObject({ free: 12, low: false, lowRound: 1 })
    expect((await mine()).map(({ status }) => status)).toEqual(['over'])
    await asked(door, { lines: [{ item: soap, quantity: 5 }] })
    await countStock(door.store, wednesday)
    const second = (await mine()).find(({ status }) => status === 'open')
    expect([second?.title, second?.status]).toEqual(['洗手液低于最低数量 10 瓶', 'open'])
    const missing = async () => {
      const { lines } = ok(await door.call('openid-nobody', 'goods.search', { area: plum }))
      return lines.find(({ id }: { id: string }) => id === second?._id)?.amount
    }
    expect(await missing()).toBe('3 瓶')
    await asked(door, { lines: [{ item: soap, quantity: 4 }] })
    expect(await missing()).toBe('7 瓶')
    const { facts } = ok(await door.call('clerk', 'matters.get', { id: second?._id }))
    expect(facts).toContainEqual({ label: '还缺', value: '7 瓶' })
    expect(brokenAt(await door.matter(second?._id ?? ''))).toBeUndefined()
    ok(await act(door, 'clerk', second?._id ?? '', 'attend', { note: '已采购' }))
    await countStock(door.store, wednesday)
    expect(await mine()).toHaveLength(2)
  })

  test('the clock alone never says that an item has recovered: it reminds', async () => {
    ok(
      await door.call(
        'clerk',
        'goods.saveItem',
        item({ name: '蜡烛', category: 'rescue', unit: '包', minimum: 3, reserve: 'emergency' }),
      ),
    )
    await countStock(door.store, wednesday)
    const [one] = (await alerts()).filter(({ title }) => title.startsWith('蜡烛'))
    for (let round = 0; round < 3; round++) await passTime.run({ store: door.store, now: wednesday + 20 * dayMs })
    const matter = await door.matter(one?._id ?? '')
    expect([matter.status, matter.lateCount]).toEqual(['open', 1])
  })

  test('of a date a month ahead and once it has passed, once for all batches of a day; nobody is handed what is past it', async () => {
    const milk = itemIdOf(plum, 'food', '牛奶', '箱')
    ok(await door.call('clerk', 'goods.saveItem', item({ name: '牛奶', category: 'food', unit: '箱' })))
    for (let round = 0; round < 2; round++)
      ok(await door.call('clerk', 'goods.putIn', putIn({ item: milk, quantity: 4, expiresOn: '2026-04-20' })))
    const mine = async () => (await alerts()).filter(({ title }) => title.startsWith('牛奶')).map(({ title }) => title)
    await watchDates(door.store, wednesday)
    expect(await mine()).toEqual([])
    const near = wednesday + 20 * dayMs
    await watchDates(door.store, near)
    await watchDates(door.store, near)
    expect(await mine()).toEqual(['牛奶临近保质期，请优先发放'])
    await countStock(door.store, near)
    expect((await itemOf(door, milk)).free).toBe(8)
    const past = wednesday + 50 * dayMs
    await watchDates(door.store, past)
    await watchDates(door.store, past)
    expect(await mine()).toEqual(['牛奶临近保质期，请优先发放', '牛奶已过保质期，请停止发放'])
    await countStock(door.store, past)
    expect(await itemOf(door, milk)).toMatchObject({ quantity: 8, free: 0, open: false })
    await door.store.change('stockItems', { _id: milk }, { free: 8 })
    const id = await asked(door, { lines: [{ item: milk, quantity: 1 }] }, 'clerk', past)
    expect((await door.matter(id)).status).toBe('short')
    const private_ = (await alerts()).filter(({ body }) => body.about !== 'low').map(({ body }) => body.visibility)
    expect(new Set(private_)).toEqual(new Set(['private']))
  })
})
