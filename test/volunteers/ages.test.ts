// What each age may do, and who may bring whom: the whole table, then the same words through the door.
import { ageRule, ages, tooYoung, youngestFor } from '../../cloudfunctions/api/modules/volunteers/ages'
import type { Risk } from '../../cloudfunctions/api/modules/volunteers/classes'
import { forgetFull } from '../../cloudfunctions/api/modules/volunteers/full'
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import type { Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import {
  crowd,
  enrol,
  ok,
  profileInput,
  published,
  request,
  saturday,
  saturdayEnd,
  signUp,
} from '../support/activities'
import { codeOf, type Door, theDoor } from '../support/door'
import { house } from '../support/world'

const post = (risk: Risk, rescue = false, ageMin = 0) => ({ risk, ageMin, rescue })

describe('the table', () => {
  // biome-ignore format: a table is read in columns.
  const expected: Record<number, [low: string, medium: string, high: string, rescue: string]> = {
    5:  ['SHIFT_TOO_YOUNG', 'SHIFT_TOO_YOUNG', 'SHIFT_TOO_YOUNG', 'SHIFT_TOO_YOUNG'],
    6:  ['OK', 'SHIFT_RISK_AGE', 'SHIFT_RISK_AGE', 'SHIFT_RESCUE_ADULT'],
    13: ['OK', 'SHIFT_RISK_AGE', 'SHIFT_RISK_AGE', 'SHIFT_RESCUE_ADULT'],
    14: ['OK', 'OK', 'SHIFT_RISK_AGE', 'SHIFT_RESCUE_ADULT'],
    17: ['OK', 'OK', 'SHIFT_RISK_AGE', 'SHIFT_RESCUE_ADULT'],
    18: ['OK', 'OK', 'OK', 'OK'],
    70: ['OK', 'OK', 'OK', 'OK'],
  }
  const judge = (age: number, guardian: boolean, companions?: string[]) =>
    [post('low'), post('medium'), post('high'), post('low', true)].map(
      (one) => tooYoung(age, one, guardian, companions)?.code ?? 'OK',
    )

  test.each(Object.entries(expected))('at %s with a guardian and an adult beside', (age, codes) => {
    expect(judge(Number(age), true, ['妈妈'])).toEqual(codes)
  })

  test('a minor asks for a guardian, a child for an adult beside, whoever is offered a place for neither yet', () => {
    expect([6, 13, 14, 17, 18].map((age) => judge(age, false, ['妈妈'])[0])).toEqual([
      'SHIFT_GUARDIAN_MISSING',
      'SHIFT_GUARDIAN_MISSING',
      'SHIFT_GUARDIAN_MISSING',
      'SHIFT_GUARDIAN_MISSING',
      'OK',
    ])
    expect([6, 13, 14].map((age) => judge(age, true, [])[0])).toEqual([
      'SHIFT_COMPANION_MISSING',
      'SHIFT_COMPANION_MISSING',
      'OK',
    ])
    expect(judge(6, true)[0]).toBe('OK')
  })

  test('a post’s own age asks for more, never for less, and each row names its source', () => {
    expect(tooYoung(20, post('low', false, 21), true)?.code).toBe('SHIFT_UNDER_AGE')
    expect(tooYoung(13, post('medium', false, 6), true, ['妈妈'])?.code).toBe('SHIFT_RISK_AGE')
    expect(
      [post('low'), post('medium'), post('high'), post('low', true), post('low', false, 60)].map(youngestFor),
    ).toEqual([6, 14, 18, 18, 60])
    for (const { source } of ages) expect(source).toMatch(/条例|民法典/)
    expect([ageRule(5), ageRule(6)?.from, ageRule(99)?.from]).toEqual([undefined, 6, 18])
  })
})

describe('through the door', () => {
  let door: Door
  beforeAll(async () => {
    door = await theDoor()
    await enrol(door, 'author', 'neighbour', 'volunteer')
  })
  afterAll(() => door.close())
  beforeEach(async () => {
    forgetFull()
    await door.store.change(
      'people',
      { street: '/jz/yh/xm', 'volunteer.at': door.store._.gt(0) },
      { 'volunteer.agenda': [] },
    )
  })
  const minor = async (bornOn: string) => {
    const guardian = { name: '周立春', phone: '13800000003', consents: true }
    return door.call('author', 'volunteers.saveProfile', profileInput({ bornOn, guardian }))
  }
  const covered = {
    risk: 'medium',
    notice: '地面湿滑',
    insurance: { insurer: '平安', no: 'P1', until: saturdayEnd + 1 },
  }
  const shiftWith = async (change: object = {}) => `${await published(door, change)}_0_0`
  const shiftOf = async (id: string): Promise<Shift> => (await door.store.get<Shift>('shifts', id)) as Shift

  test('a child comes with a grown-up, and stays away from risk', async () => {
    expect(ok(await minor('2016-01-01'))).toMatchObject({
      age: 10,
      may: '6 至 13 岁：监护人同意，成年人陪同，只参加一般岗位',
    })
    const low = await shiftWith()
    const alone = await signUp(door, 'author', low)
    expect(alone.error).toMatchObject({ code: 'SHIFT_COMPANION_MISSING', fields: { with: expect.any(String) } })
    expect(ok(await signUp(door, 'author', low, { with: ['妈妈'] }))).toMatchObject({ state: 'joined', size: 2 })
    expect(codeOf(await signUp(door, 'author', await shiftWith(covered), { with: ['妈妈'], accepts: true }))).toBe(
      'SHIFT_RISK_AGE',
    )
    const { text } = ok(await door.call('volunteer', 'volunteers.code', { id: low, direction: 'in' }, saturday))
    await door.store.change(
      'people',
      { key: 'pneighbour' },
      { 'volunteer.bornOn': '2016-01-01', 'volunteer.guardian': { name: '林', phone: '13800000003', at: 0 } },
    )
    const walkIn = { code: text, request: request(), walkIn: true }
    expect(codeOf(await door.call('neighbour', 'volunteers.scan', walkIn, saturday))).toBe('SHIFT_COMPANION_MISSING')
    await enrol(door, 'neighbour')
  })

  test('at sixteen some risk is allowed, high risk and rescue are not', async () => {
    ok(await minor('2010-01-01'))
    expect(codeOf(await signUp(door, 'author', await shiftWith(covered), { accepts: true }))).toBe('OK')
    const rescue = await shiftWith({ posts: [{ name: '搜救', places: 2, rescue: true }] })
    expect(codeOf(await signUp(door, 'author', rescue))).toBe('SHIFT_RESCUE_ADULT')
    expect(ok(await door.call('author', 'volunteers.shift', { id: rescue })).needs).toEqual(['年满 18 岁'])
    expect(codeOf(await minor('2021-01-01'))).toBe('INPUT_INVALID')
    await enrol(door, 'author')
  })

  test('a family brings five, staff of a team bring a group of nineteen, and the hours are the signer’s', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `队员${index}`)
    const wide = await shiftWith({ posts: [{ name: '清扫', places: 40 }] })
    const told = await signUp(door, 'author', wide, { with: names(6) })
    expect(told.error).toMatchObject({ code: 'SHIFT_GROUP', fields: { with: expect.any(String) } })
    expect(ok(await signUp(door, 'author', wide, { with: names(5) }))).toMatchObject({
      size: 6,
      companions: '时长只记给报名的本人；同行的人想记时长，请各自报名',
    })
    expect(codeOf(await signUp(door, 'volunteer', wide, { with: names(20) }))).toBe('INPUT_INVALID')
    expect(ok(await signUp(door, 'volunteer', wide, { with: names(19) })).size).toBe(20)
    expect(await shiftOf(wide)).toMatchObject({ taken: 26, waiting: 0 })
    const seen = async (who: string) => ok(await door.call(who, 'volunteers.shift', { id: wide })).companions
    expect([(await seen('author')).most, (await seen('volunteer')).most, (await seen('manager')).most]).toEqual([
      5, 19, 5,
    ])
  })

  test('only the signer has a record; a companion who signs up has one of their own', async () => {
    const shift = await shiftWith()
    ok(await signUp(door, 'author', shift, { with: ['林谷雨'] }))
    const { lines, taken } = ok(await door.call('clerk', 'volunteers.roster', { id: shift }, saturday))
    expect([lines.length, taken]).toEqual([1, 2])
    const of = { id: shift, lines: [lines[0].line] }
    ok(await door.call('clerk', 'volunteers.mark', { ...of, what: 'in', request: request() }, saturday))
    const hours = { id: shift, lines: [{ line: lines[0].line }], request: request() }
    ok(await door.call('clerk', 'volunteers.confirmHours', hours, saturdayEnd))
    const records = await door.store.find<{ person: string }>(
      'records',
      { within: '/jz/yh/xm', startsAt: saturday },
      { limit: 9 },
    )
    expect(records.map(({ person }) => person)).toEqual(['pauthor'])
  })

  test('where a post asks something of each person, each signs up for themselves', async () => {
    const each = async (change: object) => {
      const shift = await shiftWith(change)
      expect(ok(await door.call('author', 'volunteers.shift', { id: shift })).companions.most).toBe(0)
      return codeOf(await signUp(door, 'author', shift, { with: ['妈妈'], accepts: true }))
    }
    expect(await each(covered)).toBe('SHIFT_EACH')
    expect(await each({ posts: [{ name: '夜巡', places: 2, ageMin: 18 }] })).toBe('SHIFT_EACH')
  })

  test('a group that waits is offered its places together, or none', async () => {
    const shift = await shiftWith()
    const [one, two, group] = (await crowd(door, 3, 'group', { building: house })) as [string, string, string]
    for (const who of [one, two]) ok(await signUp(door, who, shift))
    expect(ok(await signUp(door, group, shift, { with: ['小满'] })).state).toBe('waiting')
    const leave = (who: string) => door.call(who, 'volunteers.leave', { id: shift, request: request() })
    ok(await leave(one))
    expect(await shiftOf(shift)).toMatchObject({ taken: 1, waiting: 1, offered: 0 })
    ok(await leave(two))
    expect(await shiftOf(shift)).toMatchObject({ taken: 2, waiting: 0, offered: 1 })
    expect((await door.store.get<Volunteer>('people', group))?.volunteer?.agenda).toHaveLength(1)
  })
})
