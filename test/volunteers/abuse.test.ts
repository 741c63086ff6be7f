// Bad input and abuse at an event: each attempt has its code and its sentence, and leaves the roster as it was.
import { hourMs, minuteMs } from '../../cloudfunctions/api/core/clock'
import { countRecords } from '../../cloudfunctions/api/modules/volunteers/counting'
import { forgetFull } from '../../cloudfunctions/api/modules/volunteers/full'
import { lineOf, type Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { act, crowd, enrol, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, type Told, theDoor } from '../support/door'
import type { Who } from '../support/world'

let door: Door
let shift: string
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer')
})
afterAll(() => door.close())
const freeAll = () =>
  door.store.change('people', { street: '/jz/yh/xm', 'volunteer.at': door.store._.gt(0) }, { 'volunteer.agenda': [] })
beforeEach(async () => {
  forgetFull()
  await freeAll()
  shift = `${await published(door)}_0_0`
  ok(await signUp(door, 'author', shift))
})

const shiftOf = async (id = shift): Promise<Shift> => (await door.store.get<Shift>('shifts', id)) as Shift
/** What a refusal must leave as it was. */
const standing = async (id = shift): Promise<string> => JSON.stringify(await shiftOf(id))
const codeFor = async (direction: 'in' | 'out', now: number, id = shift): Promise<string> =>
  ok(await door.call('volunteer', 'volunteers.code', { id, direction }, now)).text
const scan = (who: string, code: string, now: number, more: object = {}): Promise<Told> =>
  door.call(who, 'volunteers.scan', { code, request: request(), ...more }, now)
const mark = (what: string, now: number, more: object = {}, who: Who = 'volunteer', key = 'pauthor') =>
  door.call(who, 'volunteers.mark', { id: shift, lines: [lineOf(shift, key)], what, request: request(), ...more }, now)
const confirm = (who: Who, now = saturdayEnd, more: object = {}, id = shift) =>
  door.call(
    who,
    'volunteers.confirmHours',
    { id, lines: [{ line: lineOf(id, 'pauthor'), ...more }], request: request() },
    now,
  )

describe('a scan', () => {
  type Case = [
    what: string,
    text: (live: string) => string | Promise<string>,
    now: number,
    code: string,
    sentence: string,
    more?: object,
  ]
  const old = '签到码已更新，请重新扫现场出示的码'
  const forged = '这不是有效的签到码，请扫现场出示的码'
  test.each<Case>([
    ['forged', (live) => `${live.slice(0, -3)}abc`, saturday, 'CODE_FORGED', forged],
    ['made of words', () => '签到', saturday, 'CODE_FORGED', forged],
    [
      'of a shift that never was',
      (live) => live.replace(/vol\d+/, 'vol99999999999999999'),
      saturday,
      'CODE_FORGED',
      forged,
    ],
    ['turned round', (live) => live.replace('~in~', '~out~'), saturday, 'CODE_FORGED', forged],
    ['relayed after a minute', (live) => live, saturday + minuteMs + 1, 'CODE_OLD', old],
    ['relayed after three days, as if kept', (live) => live, saturday + 72 * hourMs, 'CODE_OLD', old, { later: true }],
    [
      'of a time to come',
      (live) => live,
      saturday - 2 * minuteMs,
      'CODE_FUTURE',
      '签到码的时间不对，请重新扫现场出示的码',
    ],
    [
      'too early',
      () => codeFor('in', saturday - 31 * minuteMs),
      saturday - 31 * minuteMs,
      'CHECK_TOO_EARLY',
      '开始前三十分钟起可以签到',
    ],
    [
      'after the end',
      () => codeFor('in', saturdayEnd + 1),
      saturdayEnd + 1,
      'CHECK_TOO_LATE',
      '签到时间已过，请联系组织者补登',
    ],
    ['out before in', () => codeFor('out', saturday), saturday, 'CHECK_IN_FIRST', '还没有签到，请先签到或联系组织者'],
    [
      'out long after',
      () => codeFor('out', saturdayEnd + 2 * hourMs),
      saturdayEnd + 2 * hourMs,
      'CHECK_TOO_LATE',
      '签到时间已过，请联系组织者补登',
    ],
  ])('%s is refused', async (_what, text, now, code, message, more = {}) => {
    const live = await codeFor('in', saturday)
    const [before, sent] = [await standing(), await text(live)]
    expect((await scan('author', sent, now, more)).error).toMatchObject({ code, message })
    expect(await standing()).toBe(before)
  })

  test('is used once per person and direction: replayed, by a second phone, eight at once', async () => {
    const live = await codeFor('in', saturday)
    const told = await Promise.all(Array.from({ length: 8 }, () => scan('author', live, saturday)))
    expect(told.map(codeOf).sort()).toEqual([...Array(7).fill('CHECK_DONE'), 'OK'])
    const before = await standing()
    // The same person on a second phone is the same person; their clock is asked by nobody.
    expect(codeOf(await scan('author', live, saturday + 20_000))).toBe('CHECK_DONE')
    expect(codeOf(await scan('author', await codeFor('in', saturday + hourMs), saturday + hourMs))).toBe('CHECK_DONE')
    expect(await standing()).toBe(before)
    const same = { code: await codeFor('out', saturdayEnd), request: request() }
    const out = await Promise.all(
      Array.from({ length: 8 }, () => door.call('author', 'volunteers.scan', same, saturdayEnd)),
    )
    expect(out.map(codeOf)).toEqual(Array(8).fill('OK'))
    expect((await shiftOf()).roster.pauthor?.log.filter(({ what }) => what === '签退')).toHaveLength(1)
  })

  test('of the neighbouring stand says so; of an activity one has nothing to do with, too', async () => {
    const other = `${await published(door, { title: '清晨交通引导' })}_0_0`
    const theirs = await codeFor('in', saturday, other)
    const before = await standing(other)
    expect((await scan('author', theirs, saturday)).error?.code).toBe('CODE_OTHER')
    expect((await scan('neighbour', theirs, saturday)).error?.code).toBe('SHIFT_NOT_JOINED')
    expect(await standing(other)).toBe(before)
  })

  test('of whoever waits, has left, or whose shift is cancelled checks nobody in; who was thought absent comes after all', async () => {
    const [one, two] = (await crowd(door, 2, 'late')) as [string, string]
    ok(await signUp(door, one, shift))
    ok(await signUp(door, two, shift))
    const live = await codeFor('in', saturday)
    expect((await scan(two, live, saturday)).error?.code).toBe('SHIFT_STILL_WAITING')
    ok(await door.call(one, 'volunteers.leave', { id: shift, request: request() }))
    expect((await scan(one, live, saturday)).error?.code).toBe('SHIFT_NOT_JOINED')
    ok(await mark('absent', saturday))
    expect(ok(await scan('author', live, saturday)).state).toBe('joined')
    const dead = await published(door, { title: '清晨交通引导' })
    ok(await signUp(door, 'neighbour', `${dead}_0_0`))
    ok(await act(door, 'clerk', dead, 'cancel', { note: '大雨' }))
    const gone = await codeFor('in', saturday, `${dead}_0_0`)
    expect((await scan('neighbour', gone, saturday)).error?.code).toBe('SHIFT_CLOSED')
    expect((await scan('neighbour', gone, saturday, { walkIn: true })).error?.code).toBe('SHIFT_CLOSED')
  })

  test('of who waits is a place once it has begun and one is free, never before and never two for one', async () => {
    const waiting = (await crowd(door, 3, 'hall')) as [string, string, string]
    for (const who of waiting) ok(await signUp(door, who, shift))
    const before = await codeFor('in', saturday - minuteMs)
    const live = await codeFor('in', saturday)
    const [, second, third] = waiting
    expect((await scan(second, before, saturday - minuteMs)).error).toMatchObject({
      code: 'SHIFT_STILL_WAITING',
      message: '您还在候补，开始后有空位时再扫一次，或请组织者签到',
    })
    expect((await scan(second, live, saturday)).error?.code).toBe('SHIFT_STILL_WAITING')
    await door.store.change('shifts', { _id: shift }, { capacity: 3 })
    const printed = ok(await door.call('volunteer', 'volunteers.printed', { id: shift, direction: 'in' })).text
    expect((await scan(second, printed, saturday)).error?.code).toBe('SHIFT_STILL_WAITING')
    const told = await Promise.all([second, third].map((who) => scan(who, live, saturday)))
    expect(told.map(codeOf).filter((code) => code === 'OK')).toHaveLength(1)
    expect(await shiftOf()).toMatchObject({ capacity: 3, taken: 3, waiting: 1, queue: [{}], toConfirm: 1 })
    const came = Object.values((await shiftOf()).roster).filter(({ in: stamp }) => stamp)
    expect(came).toMatchObject([{ state: 'joined', in: { how: 'code', sure: true } }])
  })

  test('kept on the phone counts from when the code was shown, and waits for the organiser, days later too', async () => {
    const live = await codeFor('in', saturday + 10 * minuteMs)
    const later = saturday + 40 * hourMs
    expect(ok(await scan('author', live, later, { later: true }))).toMatchObject({ unsure: true })
    expect((await shiftOf()).roster.pauthor?.in).toMatchObject({
      at: saturday + 10 * minuteMs,
      how: 'later',
      sure: false,
    })
    expect(codeOf(await confirm('volunteer', later))).toBe('HOURS_UNSURE')
    ok(await mark('sure', later))
    expect(codeOf(await confirm('volunteer', later))).toBe('OK')
  })
})

describe('a sign-up', () => {
  test.each<[string, () => Promise<Told>, string, string]>([
    [
      'for a past shift',
      () => signUp(door, 'neighbour', shift, {}, saturday),
      'SHIFT_PAST',
      '这个班次已经开始，请选择其他班次',
    ],
    [
      'for one that is not there',
      () => signUp(door, 'neighbour', 'vol99999999999999999_0_0'),
      'SHIFT_MISSING',
      '未找到这个班次，可能已经取消',
    ],
    [
      'for a cancelled one',
      async () => {
        ok(await act(door, 'clerk', shift.split('_')[0] as string, 'cancel', { note: '大雨' }))
        return signUp(door, 'neighbour', shift)
      },
      'SHIFT_CLOSED',
      '这个班次现在不能报名',
    ],
  ])('%s is refused', async (_what, attempt, code, message) => {
    expect((await attempt()).error).toMatchObject({ code, message })
    expect((await shiftOf()).taken).toBe(1)
  })

  test('refused at the last moment leaves no claim behind', async () => {
    const people = await crowd(door, 12, 'last')
    const told = await Promise.all(people.map((who) => signUp(door, who, shift)))
    const { roster } = await shiftOf()
    for (const [index, one] of told.entries()) {
      const person = await door.store.get<{ volunteer: { agenda: object[] } }>('people', people[index] as string)
      expect([codeOf(one), person?.volunteer.agenda.length]).toEqual(
        roster[`plast${index}`] ? ['OK', 1] : ['SHIFT_FULL', 0],
      )
    }
  })
})

describe('the organiser', () => {
  test.each<[string, () => Promise<Told>, string]>([
    ['marks nobody long before', () => mark('in', wednesday), 'CHECK_TOO_EARLY'],
    ['marks nobody at a time to come', () => mark('in', saturday, { at: saturday + hourMs }), 'CHECK_FUTURE'],
    [
      'marks nobody present after the end',
      () => mark('in', saturdayEnd + hourMs, { at: saturdayEnd + 1 }),
      'CHECK_TOO_LATE',
    ],
    ['marks nobody out who never came', () => mark('out', saturdayEnd), 'CHECK_IN_FIRST'],
    ['is sure of nobody who never came', () => mark('sure', saturday), 'CHECK_IN_FIRST'],
    ['misses nobody before it has begun', () => mark('absent', saturday - minuteMs), 'CHECK_TOO_EARLY'],
    [
      'marks nobody who is not on the roster',
      () => mark('in', saturday, {}, 'volunteer', 'pneighbour'),
      'SHIFT_NOT_ON_ROSTER',
    ],
    ['is nobody else', () => mark('in', saturday, {}, 'neighbour'), 'SHIFT_NOT_YOURS'],
    ['confirms nothing before the end', () => confirm('clerk', saturday), 'HOURS_NOT_OVER'],
    ['confirms no hours of who never came', () => confirm('clerk'), 'HOURS_NOTHING'],
  ])('%s', async (_what, attempt, code) => {
    const before = await standing()
    expect((await attempt()).error).toMatchObject({ code, message: expect.stringMatching(/[一-龥]/) })
    expect(await standing()).toBe(before)
  })

  test('lets nobody leave before they came, or longer than the shift, or 25 hours a day', async () => {
    ok(await mark('in', saturday + hourMs))
    expect(codeOf(await mark('out', saturdayEnd, { at: saturday + minuteMs }))).toBe('CHECK_OUT_FIRST')
    expect(codeOf(await confirm('clerk', saturdayEnd, { minutes: 25 * 60 }))).toBe('INPUT_INVALID')
    expect(codeOf(await confirm('clerk', saturdayEnd, { minutes: 121 }))).toBe('HOURS_TOO_LONG')
    expect(codeOf(await door.call('author', 'volunteers.leave', { id: shift, request: request() }, saturday))).toBe(
      'SHIFT_AFTER_CHECK_IN',
    )
    expect(codeOf(await confirm('clerk', saturdayEnd, { minutes: 120 }))).toBe('OK')
    expect(codeOf(await confirm('clerk', saturdayEnd))).toBe('HOURS_NOTHING')
    expect(codeOf(await mark('out', saturdayEnd))).toBe('CHECK_DONE')
  })

  test('who is on the roster themselves is confirmed by somebody else, and nobody confirms their own at another desk', async () => {
    ok(await signUp(door, 'volunteer', shift))
    ok(await mark('in', saturday, {}, 'volunteer', 'pvolunteer'))
    const own = { id: shift, lines: [{ line: lineOf(shift, 'pvolunteer') }], request: request() }
    expect(codeOf(await door.call('volunteer', 'volunteers.confirmHours', own, saturdayEnd))).toBe('HOURS_OWN')
    expect(codeOf(await door.call('clerk', 'volunteers.confirmHours', own, saturdayEnd))).toBe('OK')
  })

  test('enters paper afterwards as a make-up, which somebody else confirms and the record says', async () => {
    const later = saturdayEnd + 30 * hourMs
    expect(codeOf(await mark('in', later))).toBe('CHECK_TOO_LATE')
    ok(await mark('in', later, { at: saturday }))
    ok(await mark('out', later, { at: saturdayEnd }, 'clerk'))
    // Each has entered a half of it: neither confirms.
    expect([codeOf(await confirm('volunteer', later)), codeOf(await confirm('clerk', later))]).toEqual([
      'NOT_OWN',
      'NOT_OWN',
    ])
    expect(codeOf(await confirm('socialWorker', later))).toBe('OK')
    await countRecords(door.store, later)
    const { records } = ok(await door.call('author', 'volunteers.record', {}, later))
    expect(records[0]).toMatchObject({ minutes: 120, how: '事后补登' })
  })

  test('calls somebody in who waits, when there is room, and the numbers stay right', async () => {
    const [one, two] = (await crowd(door, 2, 'door')) as [string, string]
    ok(await signUp(door, one, shift))
    ok(await signUp(door, two, shift))
    const call = () => mark('in', saturday, {}, 'volunteer', 'pdoor1')
    expect((await call()).error).toMatchObject({
      code: 'SHIFT_NO_ROOM',
      message: '名额已满，请先增加名额，再为候补的人签到',
    })
    const raise = {
      id: shift,
      startsAt: saturday,
      endsAt: saturdayEnd,
      place: '3 栋门厅',
      capacity: 3,
      request: request(),
    }
    ok(await door.call('volunteer', 'volunteers.editShift', raise, saturday))
    ok(await call())
    expect(await shiftOf()).toMatchObject({ taken: 3, waiting: 0, queue: [], toConfirm: 1 })
  })

  test('enters somebody who waited and was there afterwards, though every place was taken', async () => {
    const [one, two] = (await crowd(door, 2, 'sheet')) as [string, string]
    ok(await signUp(door, one, shift))
    ok(await signUp(door, two, shift))
    const later = saturdayEnd + 2 * hourMs
    const enter = (what: string, at: number) => mark(what, later, { at }, 'volunteer', 'psheet1')
    expect(codeOf(await enter('out', saturdayEnd))).toBe('SHIFT_STILL_WAITING')
    ok(await enter('in', saturday))
    expect(await shiftOf()).toMatchObject({ capacity: 3, taken: 3, waiting: 0, queue: [], toConfirm: 1 })
    const { lines } = ok(await enter('out', saturdayEnd))
    expect(lines.find(({ line }: { line: string }) => line === lineOf(shift, 'psheet1'))).toMatchObject({
      state: 'joined',
      standing: 'entered',
      measured: 120,
    })
  })

  test('closes an activity only when the hours of everybody who came are confirmed', async () => {
    const id = shift.split('_')[0] as string
    ok(await mark('in', saturday))
    await door.store.change('matters', { _id: id }, { status: 'closing' })
    const close = () => act(door, 'volunteer', id, 'close', {}, saturdayEnd)
    expect((await close()).error).toMatchObject({
      code: 'ACTIVITY_HOURS_OPEN',
      message: '还有志愿者的时长没有确认，请先确认',
    })
    expect(codeOf(await act(door, 'volunteer', id, 'close', { patch: { left: false } }, saturdayEnd))).toBe(
      'ACTIVITY_HOURS_OPEN',
    )
    expect(codeOf(await act(door, 'neighbour', id, 'close', {}, saturdayEnd))).toBe('NOT_PERMITTED')
    ok(await confirm('clerk'))
    ok(await close())
  })
})
