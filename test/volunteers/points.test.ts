// Points where they are kept: earned once however often it is counted, corrected to what a record is worth, spent once however often it is
// sent, never below zero, never cash; and every account adds up to its postings, whatever fails on the way.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import type { Store } from '../../cloudfunctions/api/core/store'
import { countRecords } from '../../cloudfunctions/api/modules/volunteers/counting'
import {
  accountOf,
  checkAccounts,
  keepLedger,
  once,
  spend,
} from '../../cloudfunctions/api/modules/volunteers/point-book'
import {
  type Account,
  earned,
  type Item,
  isBalanced,
  liveBalance,
  type Posting,
  sumOfLines,
  validMs,
} from '../../cloudfunctions/api/modules/volunteers/points'
import type { HourRecord } from '../../cloudfunctions/api/modules/volunteers/records'
import { enrol, freshId, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { failEachCall } from '../support/faulty'
import { seeded } from '../support/seeded'
import { plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer')
})
afterAll(() => door.close())

const after = saturdayEnd + hourMs
const balance = async (person: string, now = after) => liveBalance(await accountOf(person, door.store), now)
const postingsOf = (person: string) => door.store.find<Posting>('pointPostings', { person }, { limit: 500 })
const give = (person: string, points: number, now = after, id = freshId()) =>
  once(person, id, door.store, (account) => earned(account, id, points, '活动', now))
async function onShelf(stock: number, price = 10): Promise<Item> {
  const id = freshId()
  const item = { id, area: plum, title: '理发一次', kind: 'service', price, stock }
  ok(await door.call('clerk', 'volunteers.saveItem', item))
  return (await door.store.get<Item>('pointItems', id)) as Item
}
const buy = (item: Item, id: string) => ({ id, item: item._id, price: item.price, title: item.title })

/** A record of `minutes`, not counted yet. */
async function aRecord(person: string, minutes: number, change: Partial<HourRecord> = {}): Promise<string> {
  const _id = `hour_${freshId()}_0_0_${person}`
  const record = {
    _id,
    person,
    title: '清扫',
    minutes,
    counts: true,
    class: 'service',
    state: 'posted',
    version: 1,
    history: [],
    counted: false,
    startsAt: saturday,
    endsAt: saturdayEnd,
    year: 2026,
    shift: 's',
  }
  await door.store.add('records', { ...record, ...change } as never)
  return _id
}
const correct = (id: string, change: object) =>
  door.store.change('records', { _id: id }, { ...change, counted: false, version: door.store._.inc(1) })
const sound = async (person: string): Promise<string | undefined> => {
  await keepLedger(door.store, after)
  const { balance: kept, unposted } = await accountOf(person, door.store)
  const all = await postingsOf(person)
  if (unposted.length) return 'not copied out'
  if (!all.every(isBalanced)) return 'a posting does not sum to zero'
  const sum = sumOfLines(all)[`person:${person}`] ?? 0
  return sum === kept && kept >= 0 ? undefined : `${kept} kept, ${sum} posted`
}

describe('earned', () => {
  test('by the hour, by attending deliberation, and by nothing else', async () => {
    const attended = async (kind: string) => {
      await door.store.change('people', { key: 'pauthor' }, { 'volunteer.agenda': [] })
      const shift = `${await published(door, { class: kind })}_0_0`
      ok(await signUp(door, 'author', shift))
      const { lines } = ok(await door.call('clerk', 'volunteers.roster', { id: shift }, saturday))
      const of = { id: shift, lines: [lines[0].line] }
      ok(await door.call('clerk', 'volunteers.mark', { ...of, what: 'in', request: request() }, saturday))
      ok(await door.call('clerk', 'volunteers.mark', { ...of, what: 'out', request: request() }, saturdayEnd))
      const before = await balance('pauthor')
      const hours = { id: shift, lines: [{ line: lines[0].line }], request: request() }
      ok(await door.call('clerk', 'volunteers.confirmHours', hours, saturdayEnd))
      await countRecords(door.store, after)
      return (await balance('pauthor')) - before
    }
    expect([
      await attended('service'),
      await attended('deliberation'),
      await attended('own'),
      await attended('supervision'),
    ]).toEqual([20, 5, 0, 0])
    // Deliberation earns points and no hours: nothing certifies it as volunteering.
    const { records, minutes } = ok(await door.call('author', 'volunteers.record', {}, after))
    expect(minutes).toBe(120)
    const talk = records.find((one: { class: string }) => one.class === '议事协商')
    const asked = { request: request(), year: 2026, record: talk.id }
    expect(codeOf(await door.call('author', 'volunteers.certificate', asked, after))).toBe('HOURS_CLASS')
    const none = await aRecord('pone', 0, { class: 'deliberation', counts: false })
    await countRecords(door.store, after)
    expect([await balance('pone'), (await door.store.get<HourRecord>('records', none))?.counted]).toEqual([0, true])
  })

  test('what a record is worth now, though it was corrected twice before anybody counted it', async () => {
    const id = await aRecord('ptwice', 120)
    await correct(id, { minutes: 90, state: 'corrected' })
    await correct(id, { minutes: 60 })
    await countRecords(door.store, after)
    expect(await balance('ptwice')).toBe(10)
    await correct(id, { minutes: 120 })
    await countRecords(door.store, after)
    await correct(id, { state: 'revoked' })
    await countRecords(door.store, after)
    expect([await balance('ptwice'), await sound('ptwice')]).toEqual([0, undefined])
  })

  test('what is spent already stays given, and a later correction does not give it again', async () => {
    const id = await aRecord('pspent', 120)
    await countRecords(door.store, after)
    await spend('pspent', buy(await onShelf(1, 15), freshId()), door.store, after)
    await correct(id, { minutes: 0 })
    await countRecords(door.store, after)
    expect(await balance('pspent')).toBe(0)
    await correct(id, { minutes: 120 })
    await countRecords(door.store, after)
    // Twenty in all: fifteen were spent, five came back.
    expect([await balance('pspent'), await sound('pspent')]).toEqual([5, undefined])
  })

  test('exactly once, whichever call fails, and also when a correction comes between', async () => {
    let serial = 0
    const told = await failEachCall(
      door.store,
      async () => {
        const person = `pfault${serial++}`
        return { person, id: await aRecord(person, 120), corrected: false }
      },
      async (store, on) => {
        await countRecords(store, after)
        if (!on.corrected) {
          on.corrected = true
          await correct(on.id, { minutes: 90, state: 'corrected' })
        }
        await countRecords(store, after)
      },
      async ({ person }) => ((await balance(person)) === 15 ? sound(person) : `balance ${await balance(person)}`),
    )
    expect(told.wrong).toEqual([])
    expect(told.cases).toBeGreaterThan(30)
  })
})

describe('spent', () => {
  test('exactly once, whichever call fails; the stock and the points agree', async () => {
    let serial = 0
    const told = await failEachCall(
      door.store,
      async () => {
        const person = `pspend${serial++}`
        await give(person, 30)
        return { person, item: await onShelf(3), id: freshId() }
      },
      (store, { person, item, id }) => spend(person, buy(item, id), store, after),
      async ({ person, item }) => {
        await keepLedger(door.store, after + hourMs)
        const stock = (await door.store.get<Item>('pointItems', item._id))?.stock
        if (stock !== 2 || (await balance(person)) !== 20) return `stock ${stock}, balance ${await balance(person)}`
        return sound(person)
      },
    )
    expect(told.wrong).toEqual([])
    expect(told.cases).toBe(9)
  })

  test('once, though the same request comes again after an hour, or eight at once', async () => {
    await give('pagain', 30)
    const item = await onShelf(5)
    const asked = buy(item, freshId())
    await Promise.all(Array.from({ length: 8 }, () => spend('pagain', asked, door.store, after)))
    for (const hours of [1, 2]) {
      await keepLedger(door.store, after + hours * hourMs)
      await spend('pagain', asked, door.store, after + hours * hourMs)
    }
    expect([await balance('pagain'), (await door.store.get<Item>('pointItems', item._id))?.stock]).toEqual([20, 4])
  })

  test('a request that comes again while its hold is being returned keeps what it holds', async () => {
    await give('pslow', 10)
    const item = await onShelf(1)
    const asked = buy(item, freshId())
    const held = { id: asked.id, person: 'pslow', at: after - hourMs }
    await door.store.change('pointItems', { _id: item._id }, { stock: 0, holds: [held], held: true })
    // The timer has read the old hold; before it writes, the request is sent again and paid.
    const store: Store = {
      ...door.store,
      change: async (name, where, update) => {
        if (name === 'pointItems' && JSON.stringify(update).includes('stock'))
          await spend('pslow', asked, door.store, after)
        return door.store.change(name, where, update)
      },
    }
    await keepLedger(store, after)
    expect((await door.store.get<Item>('pointItems', item._id))?.stock).toBe(0)
    expect(await balance('pslow')).toBe(0)
  })

  test('for services and tokens, never for cash, and never more than there is', async () => {
    const item = await onShelf(1, 1000)
    await expect(spend('ppoor', buy(item, freshId()), door.store, after)).rejects.toThrow('积分不够')
    expect((await door.store.get<Item>('pointItems', item._id))?.stock).toBe(1)
    const cash = { id: freshId(), area: plum, title: '现金红包', price: 10, stock: 1 }
    for (const kind of ['cash', 'money', 'gift'])
      expect((await door.call('clerk', 'volunteers.saveItem', { ...cash, kind })).error?.fields).toEqual({
        kind: '积分只能换社区服务或纪念品',
      })
  })
})

test('points lapse after two years, are not spent a day later, and the book says where they went', async () => {
  await give('plapse', 20, wednesday)
  await give('plapse', 5, wednesday + validMs / 2)
  const later = wednesday + validMs + hourMs
  expect(await balance('plapse', later)).toBe(5)
  await expect(spend('plapse', buy(await onShelf(1), freshId()), door.store, later)).rejects.toThrow('积分不够')
  await keepLedger(door.store, later)
  expect(await accountOf('plapse', door.store)).toMatchObject({ balance: 5 })
  expect(sumOfLines(await postingsOf('plapse'))).toEqual({ issued: -25, expired: 20, 'person:plapse': 5 })
})

describe('the check', () => {
  test('sums of any walk are zero in all and the balance for the person', async () => {
    const { below, one } = seeded(90)
    const people = ['pwalk0', 'pwalk1', 'pwalk2']
    const item = await onShelf(200, 7)
    for (let step = 0; step < 120; step++) {
      const person = one(people)
      if (below(2)) await give(person, 1 + below(20))
      else await spend(person, buy(item, freshId()), door.store, after).catch(() => undefined)
      if (below(9) === 0) await keepLedger(door.store, after + step)
    }
    await keepLedger(door.store, after + hourMs)
    const all = (await Promise.all(people.map(postingsOf))).flat()
    const sums = sumOfLines(all)
    expect(Object.values(sums).reduce((sum, points) => sum + points, 0)).toBe(0)
    for (const person of people) expect(sums[`person:${person}`]).toBe((await accountOf(person, door.store)).balance)
    const { stock } = (await door.store.get<Item>('pointItems', item._id)) as Item
    expect(sums.spent).toBe((200 - stock) * 7)
  })

  test('goes through all accounts in turn, and finds the one that somebody has touched', async () => {
    await keepLedger(door.store, after)
    for (let round = 0; round < 5; round++) expect(await checkAccounts(door.store, after + round)).toBe(0)
    const all = await door.store.find<Account>('pointAccounts', { owed: false }, { limit: 500 })
    expect(all.every(({ checkedAt = 0, off }) => checkedAt >= after && off === 0)).toBe(true)
    await door.store.change('pointAccounts', { _id: 'pagain' }, { balance: 1_000_000, checkedAt: 0 })
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(await checkAccounts(door.store, after + hourMs)).toBe(1)
    expect(log.mock.calls.flat().join()).not.toContain('pagain')
    log.mockRestore()
    expect((await accountOf('pagain', door.store)).off).toBe(20 - 1_000_000)
  })
})
