// 有微信了，并入账号: what somebody did without a phone is their account's from the next call on, once, whoever else is at it, wherever it is
// cut short; and an account with anything of its own is left as it is.
import { dayMs, hourMs, minuteMs } from '../../cloudfunctions/api/core/clock'
import { ctxFor } from '../../cloudfunctions/api/core/endpoint'
import type { Store } from '../../cloudfunctions/api/core/store'
import { countRecords } from '../../cloudfunctions/api/modules/volunteers/counting'
import { finishJoins, join } from '../../cloudfunctions/api/modules/volunteers/join'
import { freeLeavers } from '../../cloudfunctions/api/modules/volunteers/leavers'
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import { keepLedger } from '../../cloudfunctions/api/modules/volunteers/point-book'
import type { Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { deliverLeft } from '../../cloudfunctions/wechat/deliver'
import { enrol, freshId, ok, profileInput, published, request, saturday, saturdayEnd } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { failEachCall, faulty } from '../support/faulty'
import { dew, house, streetPath, type Who } from '../support/world'

let door: Door
const after = saturdayEnd + hourMs
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'volunteer')
})
afterAll(() => door.close())

let serial = 0
/** Somebody who has just registered on their own phone. */
async function registered(building = house, name = '马阿姨'): Promise<{ openid: string; code: string; key: string }> {
  const openid = `openid-joins-${++serial}`
  ok(await door.call(openid, 'people.register', { building, name, privacyVersion: 1 }))
  const { code = '', key } = await personOf(openid)
  return { openid, code, key }
}
const personOf = async (id: string): Promise<Volunteer> => (await door.store.get<Volunteer>('people', id)) as Volunteer
const byKey = (key: string) => door.store.find<Volunteer>('people', { key }, { limit: 9 })

type Card = { card: string; key: string; id: string; shift: string; asked: object }
/** Somebody without a phone on the roster of a shift, and how they were written down. */
async function written(change: object = {}, shift?: string): Promise<Card> {
  const at = shift ?? `${await published(door)}_0_0`
  const known = { name: `马${++serial}`, building: house, bornOn: '1950-02-03', consent: 'inPerson', ...change }
  const asked = { id: at, request: request(), ...known }
  const { lines } = ok(await door.call('clerk', 'volunteers.addWithoutPhone', asked))
  const { card } = lines.find(({ name }: { name: string }) => name === known.name)
  const [{ key, _id: id }] = (await door.store.find<Volunteer>('people', { code: card }, { limit: 1 })) as [Volunteer]
  return { card, key, id, shift: at, asked }
}
/** And two hours on record, counted, with their points. */
async function served(change: object = {}): Promise<Card> {
  const one = await written(change)
  const { lines } = ok(await door.call('volunteer', 'volunteers.roster', { id: one.shift }, saturday))
  const [{ line }] = lines
  for (const [what, now] of [
    ['in', saturday],
    ['out', saturdayEnd],
  ] as const)
    ok(await door.call('volunteer', 'volunteers.mark', { id: one.shift, lines: [line], what, request: request() }, now))
  const hours = { id: one.shift, lines: [{ line }], request: request() }
  ok(await door.call('clerk2', 'volunteers.confirmHours', hours, saturdayEnd))
  await countRecords(door.store, saturdayEnd)
  await keepLedger(door.store, saturdayEnd)
  return one
}
const asking = (account: string, card: string) => ({ account, card, request: request(), checked: true })
const send = (asked: object, who: Who = 'clerk', now = after) => door.call(who, 'volunteers.join', asked, now)
const look = (codes: object, who: Who = 'clerk') => door.call(who, 'volunteers.joining', codes, after)

describe('joining', () => {
  test('everything done without a phone is the account’s from the next call on', async () => {
    const { card, key, id, shift } = await served()
    const { openid, code } = await registered()
    ok(await door.call(openid, 'volunteers.saveProfile', profileInput({ bornOn: '1950-02-03', skills: ['care'] })))
    const shown = { year: 2026, request: request() }
    const print = { code: card, consent: 'inPerson', reason: '打印给本人' }
    const { code: proof } = ok(await door.call('clerk', 'volunteers.certificateFor', { ...print, ...shown }, after))
    const seen = await look({ account: code, card })
    expect(ok(seen)).toMatchObject({
      card: { name: '马**', since: '2026年3月4日登记（当面同意）', hours: '2 小时，1 次' },
      account: { name: '马**' },
    })
    expect(seen.calls).toBeLessThanOrEqual(3)
    expect(ok(await door.call(openid, 'people.me', {}, after)).joinHint).toContain('社区工作人员')
    const asked = asking(code.toLowerCase(), card)
    const told = await send(asked)
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    expect(ok(await door.call(openid, 'people.me', {}, after))).toMatchObject({ code: card, served: '2 小时，1 次' })
    expect(ok(await door.call(openid, 'volunteers.record', {}, after))).toMatchObject({ hours: '2 小时', count: 1 })
    expect(ok(await door.call(openid, 'volunteers.points', {}, after)).balance).toBeGreaterThan(0)
    const { certificates } = ok(await door.call(openid, 'volunteers.certificates', {}, after))
    expect(certificates.map(({ code: one }: { code: string }) => one)).toContain(proof)
    expect(ok(await door.call('openid-nobody', 'volunteers.verify', { code: proof }, after)).standing).toBe('valid')
    const part = async (name: string) => ok(await door.call(openid, 'volunteers.myData', { part: name }, after)).lines
    const text = JSON.stringify([...(await part('profile')), ...(await part('records'))])
    expect(text).toContain('没有手机时登记：2026年3月4日')
    expect(text).toMatch(/服务记录：2026-03-07 .+120 分钟/)
    expect(ok(await door.call('clerk', 'volunteers.recordFor', print, after))).toMatchObject({ hours: '2 小时' })
    expect((await byKey(key)).map(({ _id }) => _id)).toEqual([openid])
    const account = await personOf(openid)
    expect(account).toMatchObject({
      code: card,
      joined: { from: id, by: 'pclerk', at: after, noPhone: { consent: 'inPerson', by: 'pclerk' } },
      volunteer: { skills: ['care'] },
    })
    expect(account.noPhone).toBeUndefined()
    await theTimer()
    const left = await personOf(id)
    expect(JSON.stringify(left)).not.toMatch(/马\d|1950-02-03|xh\/g1/)
    expect(left.joinedTo).toEqual({ account: openid, key, by: 'pclerk', at: after, request: asked.request })
    const { items } = ok(await door.call(openid, 'people.inbox', {}, after))
    expect(items).toEqual([
      expect.objectContaining({
        matter: '',
        text: '您没有手机时登记的志愿服务（2 小时，1 次）已并入这个账号，由杏花社区居民委员会当面核对后办理。如果不是您本人的，请告诉社区。',
      }),
    ])
    expect(ok(await door.call(openid, 'people.me', {}, after)).unread).toBe(1)
    const views = ok(await door.call(openid, 'people.views', {}, after)).views
    expect(views.map(({ reason }: { reason: string }) => reason)).toContain(
      '把没有手机时的服务记录并入本人账号（当面核对）',
    )
    // Sent again, long after: the same answer, and nothing more.
    expect(codeOf(await send(asked))).toBe('OK')
    await theTimer()
    expect(ok(await door.call(openid, 'people.me', {}, after)).unread).toBe(1)
    expect(ok(await door.call(openid, 'volunteers.record', {}, after)).hours).toBe('2 小时')
    expect((await door.store.get<Shift>('shifts', shift))?.roster[key]?.confirmed).toBeDefined()
  })

  test('a place that is held is the account’s: they are told of changes, leave it, and nobody fills it twice', async () => {
    const { card, key, id, shift, asked: paper } = await written()
    const { openid, code } = await registered()
    ok(await send(asking(code, card), 'socialWorker', wednesday))
    await theTimer(wednesday)
    const mine = ok(await door.call(openid, 'volunteers.mine', {}))
    expect(mine.shifts.map((one: { id: string }) => one.id)).toEqual([shift])
    const stored = (await door.store.get<Shift & { marks: string[] }>('shifts', shift)) as Shift & { marks: string[] }
    expect(stored.marks).toHaveLength(2)
    // Written down once more, from paper: it is the account that is there already.
    expect(codeOf(await door.call('clerk', 'volunteers.addWithoutPhone', { ...paper, request: request() }))).toBe('OK')
    expect(await door.store.get<Shift>('shifts', shift)).toMatchObject({ taken: 1, people: [key] })
    const later = [{ startsAt: saturday + dayMs, endsAt: saturdayEnd + dayMs }]
    const other = `${await published(door, { times: later })}_0_0`
    ok(await door.call('clerk', 'volunteers.addWithoutPhone', { ...paper, id: other, request: request() }))
    const there = (await door.store.get<Shift>('shifts', other)) as Shift
    expect([Object.keys(there.roster), there.roster[key]?.card]).toEqual([[key], undefined])
    const move = {
      id: shift,
      startsAt: saturday + hourMs,
      endsAt: saturdayEnd + hourMs,
      place: '3 栋门厅',
      capacity: 2,
    }
    ok(await door.call('clerk', 'volunteers.editShift', { ...move, request: request() }))
    await deliverLeft(door.store, messenger, wednesday)
    const { items } = ok(await door.call(openid, 'people.inbox', {}))
    expect(items).toHaveLength(2)
    ok(await door.call(openid, 'volunteers.leave', { id: shift, request: request() }))
    expect((await door.store.get<Shift>('shifts', shift))?.roster[key]?.state).toBe('left')
    expect((await personOf(openid)).volunteer?.agenda.map((one) => one.shift)).toEqual([other])
    expect((await personOf(id)).volunteer).toBeUndefined()
  })

  test('closing the account takes all of it along, and the same person is written down anew', async () => {
    const { card, key, id, asked: paper } = await served()
    const { openid, code } = await registered()
    ok(await send(asking(code, card)))
    ok(await door.call(openid, 'people.close', { sure: '注销' }, after))
    await theTimer()
    expect(await freeLeavers(door.store, after)).toBe(1)
    expect([await byKey(key), await door.store.get('people', id)]).toEqual([[], undefined])
    const [record] = await door.store.find<{ name: string }>('records', { person: key }, { limit: 9 })
    expect(record?.name).toBe('已注销')
    const again = `${await published(door)}_0_0`
    ok(await door.call('clerk', 'volunteers.addWithoutPhone', { ...paper, id: again, request: request() }))
    expect((await personOf(id)).key).not.toBe(key)
  })

  test('an account that closes before it has the key leaves the card as it was', async () => {
    const { card, id, key } = await served()
    const before = await personOf(id)
    const { openid, code } = await registered()
    const store = between(door.store, async () => {
      expect((await personOf(id)).key).toBe(`joined-${key}`)
      await door.store.remove('people', { _id: openid })
    })
    await expect(join(asking(code, card), contextOf(store))).rejects.toMatchObject({ problem: { code: 'JOIN_USED' } })
    expect(await personOf(id)).toEqual(before)
  })

  test('each sees only what they may: who, whose, and what is missing is said under its field', async () => {
    const { card } = await served()
    const { code } = await registered()
    const refused = async (change: object, who: Who = 'clerk') => {
      const [seen, sent] = [
        await look({ account: code, card, ...change }, who),
        await send({ ...asking(code, card), ...change }, who),
      ]
      expect(codeOf(seen)).toBe(codeOf(sent))
      return [codeOf(sent), ...Object.keys(sent.error?.fields ?? {})]
    }
    expect(await refused({}, 'author')).toEqual(['NOT_PERMITTED'])
    expect(await refused({}, 'volunteer')).toEqual(['NOT_PERMITTED'])
    expect(await refused({}, 'officer')).toEqual(['NOT_PERMITTED'])
    expect(await refused({}, 'dewClerk')).toEqual(['JOIN_ELSEWHERE', 'card'])
    expect(await refused({}, 'farClerk')).toEqual(['JOIN_ELSEWHERE', 'card'])
    expect(await refused({ card: 'NOBODY00' })).toEqual(['JOIN_CARD', 'card'])
    expect(await refused({ account: 'NOBODY00' })).toEqual(['JOIN_ACCOUNT', 'account'])
    expect(await refused({ account: card })).toEqual(['JOIN_NO_ACCOUNT', 'account'])
    expect(await refused({ card: code })).toEqual(['JOIN_NO_CARD', 'card'])
    expect(codeOf(await send({ ...asking(code, card), checked: undefined }))).toBe('INPUT_INVALID')
    const moved = await registered(`${dew}/g1/b1`)
    ok(await send(asking(moved.code, card)))
    // The community of the card has done it, and says so to whoever comes second.
    expect(codeOf(await send(asking(code, card), 'dewClerk'))).toBe('JOIN_DONE')
  })

  test('an account with anything of its own is left as it is, and so is the card', async () => {
    const { card, id } = await served()
    const before = await personOf(id)
    const one = await registered()
    const need = {
      id: freshId(),
      area: house,
      title: '楼道灯坏了两盏',
      category: 'repair',
      words: '三楼楼道的灯坏了',
      urgency: 'normal',
    }
    await door.call(one.openid, 'needs.submit', need)
    const other = await registered(house, '王大叔')
    const handed = { _id: freshId(), street: streetPath, onBehalfOf: { person: other.key }, at: 1 }
    await door.store.add('matters', handed)
    for (const [{ code }, how] of [
      [one, send],
      [one, look],
      [other, look],
    ] as const)
      expect(codeOf(await how(how === send ? asking(code, card) : { account: code, card }))).toBe('JOIN_USED')
    expect(await personOf(id)).toEqual(before)
  })

  test('what the account does at this very moment comes first, and the card is as before', async () => {
    const { card, id } = await served()
    const before = await personOf(id)
    const { openid, code, key } = await registered()
    let done = false
    const asked = asking(code, card)
    const store = between(door.store, async () => {
      if (!done) await door.store.change('people', { _id: openid }, { recent: [after] })
      done = true
    })
    await expect(join(asked, contextOf(store))).rejects.toMatchObject({ problem: { code: 'JOIN_USED' } })
    expect(await personOf(id)).toEqual(before)
    expect((await personOf(openid)).key).toBe(key)
  })

  test('a card that changes at this very moment is looked at again before it is joined', async () => {
    const { card, id, key } = await served()
    const { openid, code, key: own } = await registered()
    const asked = asking(code, card)
    const store: Store = {
      ...door.store,
      async change(name, where, update) {
        if (Object.hasOwn(update, 'joinedTo'))
          await door.store.change('people', { _id: id }, { 'volunteer.version': 90 })
        return door.store.change(name, where, update)
      },
    }
    await expect(join(asked, contextOf(store))).rejects.toMatchObject({ problem: { code: 'JOIN_CHANGED' } })
    expect([(await personOf(id)).key, (await personOf(openid)).key]).toEqual([key, own])
    ok(await send(asked))
    expect((await personOf(openid)).key).toBe(key)
  })

  test('own fields filled in at this very moment are kept, and the joining goes on', async () => {
    const { card, key } = await served()
    const { openid, code } = await registered()
    const bornOn = '1950-02-03'
    const fill = () => door.call(openid, 'volunteers.saveProfile', profileInput({ bornOn, skills: ['care'] }), after)
    let tries = 0
    const store = between(door.store, async () => {
      if (++tries === 1) ok(await fill())
    })
    await join(asking(code, card), contextOf(store))
    expect(await personOf(openid)).toMatchObject({ key, volunteer: { skills: ['care'], totals: { minutes: 120 } } })
    expect(tries).toBe(2)
  })

  test('eight clerks at once, or one who sends eight times: one joining', async () => {
    const first = await served()
    const { openid, code } = await registered()
    const asked = asking(code, first.card)
    const told = await Promise.all(Array.from({ length: 8 }, () => send(asked)))
    expect(told.map(codeOf)).toEqual(Array(8).fill('OK'))
    const second = await served()
    const accounts = [await registered(), await registered()]
    const tries = [0, 1, 0, 1].map((nth, index) =>
      send(asking(accounts[nth]?.code ?? '', second.card), index % 2 ? 'clerk' : 'clerk2'),
    )
    const codes = (await Promise.all(tries)).map(codeOf)
    expect(codes.filter((one) => one === 'OK')).toHaveLength(1)
    await theTimer(after + minuteMs)
    expect((await byKey(first.key)).map(({ _id }) => _id)).toEqual([openid])
    const [winner, ...others] = await byKey(second.key)
    expect([others, accounts.map((one) => one.openid).includes(winner?._id ?? '')]).toEqual([[], true])
  })
})

describe('cut short anywhere', () => {
  type On = { card: Card; account: { openid: string; code: string }; asked: ReturnType<typeof asking> }
  const prepare = async (): Promise<On> => {
    const card = await written()
    const account = await registered()
    return { card, account, asked: asking(account.code, card.card) }
  }
  /** Joined, told once, nothing open. */
  const isJoined = async ({ card, account, asked }: On): Promise<string | undefined> => {
    const [holder, ...more] = await byKey(card.key)
    const left = await personOf(card.id)
    const told = await door.store.find('inbox', { person: card.key }, { limit: 9 })
    if (more.length || holder?._id !== account.openid) return `${holder?._id} holds the key`
    if (left.joinedTo?.openSince || left.joinedTo?.request !== asked.request) return 'it is still open'
    if (told.length !== 1 || holder.unread !== 1) return `told ${told.length} times`
    return undefined
  }

  test('sent again, it is done once', async () => {
    const work = async (store: Store, { asked }: On) => {
      await join(asked, contextOf(store))
      await finishJoins(store, after)
    }
    const { cases, wrong } = await failEachCall(door.store, prepare, work, isJoined)
    expect(cases).toBeGreaterThan(24)
    expect(wrong).toEqual([])
  }, 60_000)

  test('never sent again, the timer ends it in one of two ways', async () => {
    let round = 0
    const ends = new Set<string>()
    for (const fault of ['error', 'lostReply', 'timeout'] as const)
      for (let nth = 1; nth <= 4; nth++) {
        const on = await prepare()
        const before = await personOf(on.card.id)
        const broken = faulty(door.store, nth, fault)
        await join(on.asked, contextOf(broken.store)).catch(() => undefined)
        await broken.settled()
        round += broken.failed() ? 1 : 0
        for (let minute = 1; minute < 4; minute++) await finishJoins(door.store, after + minute * minuteMs)
        const now = await personOf(on.card.id)
        if (now.joinedTo) expect([fault, nth, await isJoined(on)]).toEqual([fault, nth, undefined])
        else expect([fault, nth, now]).toEqual([fault, nth, before])
        ends.add(now.joinedTo ? 'joined' : 'as before')
      }
    expect([round, ends]).toEqual([12, new Set(['as before', 'joined'])])
  }, 60_000)
})

const messenger = {
  remind: async () => true,
  checkWords: async () => 'pass' as const,
  checkPhoto: async () => undefined,
}
async function theTimer(now = after): Promise<void> {
  await finishJoins(door.store, now)
  await countRecords(door.store, now)
  await keepLedger(door.store, now)
}
const contextOf = (store: Store) => {
  const ctx = ctxFor('openid-clerk', store, after, 10_000)
  ctx.willWrite(true)
  return ctx
}
/** Something happens just before the account would take the key. */
function between(store: Store, happens: () => Promise<void>): Store {
  return {
    ...store,
    async change(name, where, update) {
      if (Object.hasOwn(update, 'joined')) await happens()
      return store.change(name, where, update)
    },
  }
}
