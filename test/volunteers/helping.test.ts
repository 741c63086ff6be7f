// Those who can't use the phone: written down by whoever runs the shift, signed up, taken off and spoken for by somebody who may, under the
// rules of everybody, once each however often it is sent.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import { countRecords } from '../../cloudfunctions/api/modules/volunteers/counting'
import { forgetFull } from '../../cloudfunctions/api/modules/volunteers/full'
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import type { Seat, Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { deliverLeft } from '../../cloudfunctions/wechat/deliver'
import { enrol, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { house, plum, type Who } from '../support/world'

let door: Door
let shift: string
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer')
  for (const [key, code] of [
    ['pauthor', 'AUTHOR01'],
    ['pdewResident', 'DEWRES01'],
  ])
    await door.store.change('people', { key }, { code })
})
afterAll(() => door.close())
beforeEach(async () => {
  forgetFull()
  const all = { street: '/jz/yh/xm', 'volunteer.at': door.store._.gt(0) }
  await door.store.change('people', all, { 'volunteer.agenda': [] })
  shift = `${await published(door)}_0_0`
})

const shiftOf = async (id = shift): Promise<Shift> => (await door.store.get<Shift>('shifts', id)) as Shift
const add = (change: object = {}, who: Who = 'volunteer', now = wednesday) =>
  door.call(
    who,
    'volunteers.addWithoutPhone',
    { id: shift, request: request(), name: '马惊蛰', consent: 'inPerson', ...change },
    now,
  )
const without = async (id = shift): Promise<[string, Seat][]> =>
  Object.entries((await shiftOf(id)).roster).filter(([, { card }]) => card)

describe('somebody without a phone', () => {
  test('is written down once, however often it is sent, and shows up without a key', async () => {
    const asked = { id: shift, request: request(), name: '马惊蛰', consent: 'paper' }
    const told = await Promise.all(
      Array.from({ length: 8 }, () => door.call('volunteer', 'volunteers.addWithoutPhone', asked)),
    )
    expect(told.map(codeOf)).toEqual(Array(8).fill('OK'))
    const again = await door.call('volunteer', 'volunteers.addWithoutPhone', asked)
    expect(ok(again).lines).toHaveLength(1)
    expect(again.data.lines[0]).toMatchObject({
      name: '马惊蛰',
      helped: true,
      card: expect.stringMatching(/^[0-9A-F]{8}$/),
    })
    expect(again.data.lines[0].log[0].what).toBe('由何秋分代办报名（书面同意）')
    expect(await shiftOf()).toMatchObject({ taken: 1, waiting: 0 })
    const [[key]] = (await without()) as [[string, Seat]]
    const people = await door.store.find<Volunteer>('people', { key }, { limit: 9 })
    expect(people).toHaveLength(1)
    expect(people[0]).toMatchObject({ noPhone: { consent: 'paper', by: 'pvolunteer' }, building: plum, grants: [] })
    expect(people[0]?._id).toMatch(/^nophone_/)
    expect(JSON.stringify(again.data)).not.toMatch(new RegExp(`${key}|nophone`))
    const alone = await add({ name: '方大寒' })
    expect([codeOf(alone), alone.calls]).toEqual(['OK', 5])
  })

  test('is the same person another day when building, birth date or phone say so; a bare name is nobody’s twice', async () => {
    const other = `${await published(door, { times: [{ startsAt: saturday + 9 * hourMs, endsAt: saturday + 10 * hourMs }] })}_0_0`
    const known = { name: '钱小雪', building: house, bornOn: '1950-02-03' }
    ok(await add(known))
    ok(await add({ ...known, id: other }))
    ok(await add({ ...known, request: request() }))
    const [[first]] = (await without()) as [[string, Seat]]
    const [[second]] = (await without(other)) as [[string, Seat]]
    expect(first).toBe(second)
    expect((await shiftOf()).taken).toBe(1)
    ok(await add({ name: '王芳' }))
    ok(await add({ name: '王芳', id: other }))
    const bare = [...(await without()), ...(await without(other))].filter(([, { name }]) => name === '王芳')
    expect(new Set(bare.map(([key]) => key)).size).toBe(2)
  })

  test.each<[string, object, object, string]>([
    ['a place that is not here', {}, { building: '/jz/yh/xm/none' }, 'AREA_UNKNOWN'],
    ['a whole street as a home', {}, { building: '/jz/yh/xm' }, 'AREA_UNKNOWN'],
    ['a home the call does not reach', {}, { building: '/jz/yh/xm/ql/g1/b1' }, 'SHIFT_UNREACHED'],
    [
      'an age not reached',
      { posts: [{ name: '顾问', places: 2, ageMin: 70 }] },
      { bornOn: '1980-05-01' },
      'SHIFT_UNDER_AGE',
    ],
    ['an age not told where it matters', { posts: [{ name: '顾问', places: 2, ageMin: 70 }] }, {}, 'SHIFT_AGE_UNKNOWN'],
    ['a minor without a guardian', {}, { bornOn: '2011-05-01' }, 'SHIFT_GUARDIAN_MISSING'],
    ['a course not taken', { posts: [{ name: '急救', places: 2, training: '急救' }] }, {}, 'SHIFT_TRAINING_MISSING'],
    ['a risk notice not read out', { notice: '地面湿滑' }, {}, 'SHIFT_RISK_UNREAD'],
    ['no consent', {}, { consent: undefined }, 'INPUT_INVALID'],
  ])('%s is refused, and nobody is written down', async (_what, activity, change, code) => {
    shift = `${await published(door, activity)}_0_0`
    const name = `名${request().slice(-8)}`
    expect(codeOf(await add({ name, ...change }))).toBe(code)
    expect(await without()).toEqual([])
    expect(
      await door.store.find('people', { street: '/jz/yh/xm', name, 'volunteer.at': door.store._.gt(0) }, { limit: 9 }),
    ).toEqual([])
  })

  test('two places at once are refused by name, and strangers write nobody down', async () => {
    const known = { name: '孙立冬', building: house }
    const other = `${await published(door, { title: '清晨交通引导' })}_0_0`
    ok(await add(known))
    const { error } = await add({ ...known, id: other })
    expect(error).toEqual({ code: 'SHIFT_OVERLAP', message: '这个时间您已报名其他班次：周末楼道清扫（3月7日）' })
    expect(codeOf(await add({}, 'neighbour'))).toBe('SHIFT_NOT_YOURS')
    expect(codeOf(await add({}, 'dewClerk'))).toBe('SHIFT_NOT_YOURS')
  })

  test('comes on the day too; when it is full the number may be raised, and nobody waits at the door', async () => {
    ok(await signUp(door, 'author', shift))
    ok(await signUp(door, 'neighbour', shift))
    expect(codeOf(await add({}, 'volunteer', saturday))).toBe('SHIFT_FULL')
    const raise = {
      id: shift,
      startsAt: saturday,
      endsAt: saturdayEnd,
      place: '3 栋门厅',
      capacity: 3,
      request: request(),
    }
    expect(codeOf(await door.call('volunteer', 'volunteers.editShift', { ...raise, place: '别处' }, saturday))).toBe(
      'SHIFT_PAST',
    )
    ok(await door.call('volunteer', 'volunteers.editShift', raise, saturday))
    forgetFull()
    ok(await add({}, 'volunteer', saturday))
    expect((await shiftOf()).taken).toBe(3)
  })

  test('is checked in by whoever runs the shift, confirmed by somebody else, and has a record', async () => {
    ok(await add({ name: '赵霜降', building: house }))
    const [line] = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }, saturday)).lines
    const mark = (what: string, now: number) =>
      door.call('volunteer', 'volunteers.mark', { id: shift, lines: [line.line], what, request: request() }, now)
    ok(await mark('in', saturday))
    ok(await mark('out', saturdayEnd))
    const roster = (who: Who) => door.call(who, 'volunteers.roster', { id: shift }, saturdayEnd)
    expect(ok(await roster('volunteer')).lines[0]).toMatchObject({
      standing: 'entered',
      why: '由您登记并签到，须由另一个人确认',
    })
    expect(ok(await roster('clerk')).lines[0].standing).toBe('plain')
    const confirm = (who: Who) =>
      door.call(
        who,
        'volunteers.confirmHours',
        { id: shift, lines: [{ line: line.line }], request: request() },
        saturdayEnd,
      )
    // Who wrote somebody down and checked them in is no second person.
    expect(codeOf(await confirm('volunteer'))).toBe('NOT_OWN')
    ok(await confirm('clerk'))
    const [[key]] = (await without()) as [[string, Seat]]
    await countRecords(door.store, saturdayEnd)
    expect(await door.store.get('records', `hour_${shift}_${key}`)).toMatchObject({ minutes: 120, name: '赵霜降' })
    const [person] = await door.store.find<Volunteer>('people', { key }, { limit: 1 })
    expect(person?.volunteer?.totals).toMatchObject({ minutes: 120, count: 1 })
    await printed(line.card, key)
  })

  /** The committee prints the record, and a code that anybody verifies; each look is written down. */
  async function printed(code: string, key: string): Promise<void> {
    const ask = (who: Who, call: string, change: object = {}) =>
      door.call(who, call, { code, consent: 'inPerson', reason: '打印给本人', year: 2026, ...change }, saturdayEnd)
    const told = await ask('clerk', 'volunteers.recordFor')
    expect(ok(told)).toMatchObject({ name: '赵霜降', hours: '2 小时', records: [{ minutes: 120, leader: '何秋分' }] })
    expect(told.calls).toBeLessThanOrEqual(4)
    for (const [who, expected] of [
      ['dewClerk', 'HELP_ELSEWHERE'],
      ['volunteer', 'NOT_PERMITTED'],
      ['author', 'NOT_PERMITTED'],
    ] as const)
      expect(codeOf(await ask(who, 'volunteers.recordFor'))).toBe(expected)
    expect(codeOf(await ask('clerk', 'volunteers.recordFor', { reason: '' }))).toBe('INPUT_INVALID')
    const certificate = { request: request() }
    const { code: shown, count } = ok(await ask('socialWorker', 'volunteers.certificateFor', certificate))
    expect(ok(await ask('socialWorker', 'volunteers.certificateFor', certificate)).code).toBe(shown)
    expect(count).toBe(1)
    const named = ok(await ask('clerk', 'volunteers.certificateFor', certificate))
    expect(named).toMatchObject({ name: '赵霜降', unit: '香梅街道', on: '2026-03-07' })
    expect(codeOf(await ask('clerk', 'volunteers.certificateFor', { request: request(), consent: undefined }))).toBe(
      'INPUT_INVALID',
    )
    expect(ok(await door.call('openid-nobody', 'volunteers.verify', { code: shown }))).toMatchObject({ name: '赵**' })
    const looks = await door.store.find<{ by: string; as: string }>('access', { whose: key }, { limit: 9 })
    expect(looks.map(({ by, as }) => [by, as])).toEqual([
      ['pclerk', '杏花社区居民委员会'],
      ['psocialWorker', '杏花社区社会工作者'],
      ['psocialWorker', '杏花社区社会工作者'],
      ['pclerk', '杏花社区居民委员会'],
    ])
    const { views } = ok(await door.call('supervisor', 'people.views', { area: plum }))
    expect(views.map(({ reason }: { reason: string }) => reason)).toContain('打印给本人（当面同意）')
  }
})

describe('代办', () => {
  const signUpFor = (change: object = {}, who: Who = 'clerk', now = wednesday) =>
    door.call(
      who,
      'volunteers.signUpFor',
      { id: shift, request: request(), code: 'author01', consent: 'phone', ...change },
      now,
    )

  test('a clerk signs up a resident by their code; the log says who did it and how they agreed', async () => {
    const asked = { request: request() }
    const told = await signUpFor(asked)
    expect(ok(told)).toMatchObject({ state: 'joined', name: '周**', helped: true })
    expect(told.calls).toBe(5)
    expect(ok(await signUpFor(asked))).toMatchObject({ state: 'joined' })
    const { roster, taken } = await shiftOf()
    expect(taken).toBe(1)
    expect(roster.pauthor?.log).toEqual([
      { at: wednesday, by: 'pclerk', what: '由刘春分代办报名（电话同意）', request: asked.request },
    ])
  })

  test('is for those who care for the person or run the shift, with a code that is somebody’s', async () => {
    expect(codeOf(await signUpFor({ code: 'NOBODY00' }))).toBe('HELP_CODE')
    expect(codeOf(await signUpFor({}, 'author'))).toBe('NOT_PERMITTED')
    expect(codeOf(await signUpFor({}, 'manager'))).toBe('HELP_ELSEWHERE')
    expect(codeOf(await signUpFor({ code: 'DEWRES01' }, 'dewClerk'))).toBe('HELP_BIRTH')
    expect(codeOf(await signUpFor({ code: 'DEWRES01', bornOn: '1950-01-01' }, 'dewClerk'))).toBe('SHIFT_UNREACHED')
    expect(codeOf(await signUpFor({}, 'volunteer'))).toBe('OK')
    expect(codeOf(await signUpFor({}, 'clerk', saturday))).toBe('OK')
    expect(codeOf(await signUpFor({ code: 'DEWRES01', bornOn: '1950-01-01' }, 'volunteer', saturday))).toBe(
      'SHIFT_PAST',
    )
  })

  test('who has no profile gets one with the birth date, and the place', async () => {
    await door.store.change('people', { key: 'pgridWorker' }, { code: 'GRIDWK01', building: `${plum}/g1/b2` })
    ok(await signUpFor({ code: 'GRIDWK01', bornOn: '1955-05-05' }))
    const person = await door.store.get<Volunteer>('people', 'openid-gridWorker')
    expect(person?.volunteer).toMatchObject({ version: 1, bornOn: '1955-05-05', agenda: [{ shift }] })
  })

  test('whose code it is and what may be done is said first, to whoever may help, with the name masked', async () => {
    const look = (change: object = {}, who: Who = 'clerk', now = wednesday) =>
      door.call(who, 'volunteers.helped', { id: shift, code: 'AUTHOR01', ...change }, now)
    const first = await look()
    expect(ok(first)).toEqual({
      name: '周**',
      says: '还没有报名',
      ways: [{ action: 'signUp', label: '代为报名' }],
      bornOn: 'known',
      mayJoin: false,
    })
    expect(first.calls).toBe(2)
    expect([codeOf(await look({}, 'manager')), codeOf(await look({}, 'author'))]).toEqual([
      'HELP_ELSEWHERE',
      'NOT_PERMITTED',
    ])
    expect((await look({ code: 'NOBODY00' })).error?.fields).toEqual({ code: expect.stringContaining('没有这个编号') })
    for (const who of ['volunteer', 'neighbour']) ok(await signUp(door, who, shift))
    expect(ok(await look()).ways).toEqual([{ action: 'signUp', label: '代为排队等候（排第一位）' }])
    ok(await signUpFor())
    expect(ok(await look())).toMatchObject({ says: '候补中', ways: [{ action: 'leave', label: '代为退出候补' }] })
    ok(await door.call('neighbour', 'volunteers.leave', { id: shift, request: request() }))
    const offered = ok(await look())
    expect(offered.says).toMatch(/^候补到名额，请确认（.+前）$/)
    expect(offered.ways.map(({ action }: { action: string }) => action)).toEqual(['confirm', 'leave'])
    expect(ok(await look({}, 'clerk', saturday)).ways).toEqual([])
    expect(ok(await look({ code: 'DEWRES01' }, 'volunteer'))).toMatchObject({ bornOn: 'required' })
  })

  test('who was written down by name alone says their birthday where it matters, and it stays known', async () => {
    ok(await add({ name: '蒋小暑', building: house }))
    const [{ card }] = ok(await door.call('volunteer', 'volunteers.roster', { id: shift })).lines
    const posts = [{ name: '顾问', places: 2, ageMin: 60 }]
    const times = [{ startsAt: saturday + 9 * hourMs, endsAt: saturday + 10 * hourMs }]
    const other = `${await published(door, { posts, times })}_0_0`
    const asked = (change: object = {}) => signUpFor({ id: other, code: card, consent: 'inPerson', ...change })
    expect((await asked()).error).toMatchObject({
      code: 'SHIFT_AGE_UNKNOWN',
      fields: { bornOn: '这个岗位有年龄要求，请填写出生日期' },
    })
    expect((await asked({ bornOn: '1990-01-01' })).error?.code).toBe('SHIFT_UNDER_AGE')
    ok(await asked({ bornOn: '1950-01-01' }))
    const [person] = await door.store.find<Volunteer>('people', { code: card }, { limit: 1 })
    expect(person?.volunteer?.bornOn).toBe('1950-01-01')
    // What is known is not overwritten by whoever helps next.
    ok(await door.call('clerk', 'volunteers.leaveFor', { id: other, request: request(), consent: 'phone', code: card }))
    expect((await asked({ bornOn: '1990-01-01' })).data).toMatchObject({ state: 'joined' })
    const [after] = await door.store.find<Volunteer>('people', { code: card }, { limit: 1 })
    expect(after?.volunteer?.bornOn).toBe('1950-01-01')
  })

  test('a minor who is helped needs a guardian, who is asked for at its field and kept', async () => {
    await door.store.change('people', { key: 'pgridWorker' }, { volunteer: door.store._.remove() })
    await door.store.change('people', { key: 'pgridWorker' }, { code: 'GRIDWK01', building: `${plum}/g1/b2` })
    const minor = { code: 'GRIDWK01', bornOn: '2010-05-05' }
    expect((await signUpFor(minor)).error).toMatchObject({
      code: 'SHIFT_GUARDIAN_MISSING',
      fields: { guardian: expect.stringContaining('监护人') },
    })
    const guardian = { name: '吴大暑', phone: '13800000088', consents: true }
    ok(await signUpFor({ ...minor, guardian }))
    const person = await door.store.get<Volunteer>('people', 'openid-gridWorker')
    expect(person?.volunteer).toMatchObject({ bornOn: '2010-05-05', guardian: { name: '吴大暑' } })
    await door.store.change('people', { key: 'pgridWorker' }, { volunteer: door.store._.remove() })
  })

  test('leaving and saying yes are done for them too, by code or from the roster, and never by strangers', async () => {
    for (const who of ['volunteer', 'neighbour']) ok(await signUp(door, who, shift))
    expect(ok(await signUpFor())).toMatchObject({ state: 'waiting' })
    ok(await door.call('neighbour', 'volunteers.leave', { id: shift, request: request() }))
    const offered = await shiftOf()
    expect(offered.roster.pauthor?.state).toBe('offered')
    expect(offered.unsent.map(({ to }) => to)).toEqual([['person:pauthor'], ['person:pclerk']])
    const answer = { id: shift, request: request(), consent: 'phone' }
    const confirm = (who: Who, more: object) => door.call(who, 'volunteers.confirmFor', { ...answer, ...more })
    expect(codeOf(await confirm('manager', { code: 'AUTHOR01' }))).toBe('HELP_ELSEWHERE')
    expect(codeOf(await confirm('clerk', {}))).toBe('INPUT_INVALID')
    const told = await confirm('clerk', { code: 'AUTHOR01' })
    expect(ok(told).state).toBe('joined')
    expect(told.calls).toBeLessThanOrEqual(5)
    const { lines } = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }))
    const { line } = lines.find(({ helped }: { helped: boolean }) => helped)
    const leaving = { id: shift, request: request(), consent: 'inPerson' }
    const leave = (who: Who, more: object) => door.call(who, 'volunteers.leaveFor', { ...leaving, ...more })
    expect(codeOf(await leave('dewManager', { line }))).toBe('SHIFT_NOT_YOURS')
    const left = await leave('volunteer', { line })
    expect(ok(left).state).toBe('left')
    expect(left.calls).toBeLessThanOrEqual(5)
    expect(ok(await leave('volunteer', { line })).state).toBe('left')
    const seat = (await shiftOf()).roster.pauthor
    expect(seat?.log.at(-1)).toMatchObject({ by: 'pvolunteer', what: '由何秋分代办退出（当面同意）' })
    expect(ok(await signUp(door, 'author', shift))).toMatchObject({ state: 'joined' })
  })

  test('what needs an answer reaches the helper, and no inbox is filled for somebody without a phone', async () => {
    ok(await add({ name: '卫夏至', building: house }, 'volunteer'))
    const edit = {
      id: shift,
      startsAt: saturday + hourMs,
      endsAt: saturdayEnd + hourMs,
      place: '3 栋门厅',
      capacity: 2,
      request: request(),
    }
    ok(await door.call('clerk', 'volunteers.editShift', edit))
    await deliverLeft(
      door.store,
      { remind: async () => true, checkWords: async () => 'pass', checkPhoto: async () => undefined },
      wednesday,
    )
    const [[key]] = (await without()) as [[string, Seat]]
    expect(await door.store.find('inbox', { person: key, at: door.store._.gt(0) }, { limit: 9 })).toEqual([])
    const { items } = ok(await door.call('volunteer', 'people.inbox', {}))
    expect(items.map(({ text }: { text: string }) => text)).toContainEqual(
      expect.stringContaining('请联系您代办的居民'),
    )
  })
})
