// What the volunteer's pages are told: the one button of a shift, what waits on the first screen, whose page it is, the records made to show.
import { dayMs, hourMs, minuteMs } from '../../cloudfunctions/api/core/clock'
import { countRecords } from '../../cloudfunctions/api/modules/volunteers/counting'
import { forgetFull } from '../../cloudfunctions/api/modules/volunteers/full'
import { saySpan } from '../../cloudfunctions/api/modules/volunteers/hours'
import {
  act,
  crowd,
  enrol,
  freshId,
  ok,
  profileInput,
  published,
  request,
  saturday,
  saturdayEnd,
  signUp,
} from '../support/activities'
import { at, wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { dew, plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'dewResident')
})
afterAll(() => door.close())
beforeEach(async () => {
  forgetFull()
  const { _ } = door.store
  const people = { key: _.in(['pauthor', 'pneighbour']) }
  await door.store.change('people', people, { 'volunteer.agenda': [] })
})

const shift = async (change: object = {}) => `${await published(door, change)}_0_0`
const look = async (who: string, id: string, now = wednesday, more: object = {}) =>
  ok(await door.call(who, 'volunteers.shift', { id, ...more }, now))
const choice = async (who: string, id: string, now = wednesday, more: object = {}) =>
  (await look(who, id, now, more)).choice

describe('the one button of a shift', () => {
  test.each<[string, string, object, number, object]>([
    ['somebody not registered', 'openid-nobody', {}, wednesday, { action: 'register', label: '选择楼栋后报名' }],
    ['somebody without a profile', 'volunteer', {}, wednesday, { action: 'profile' }],
    ['somebody who fits', 'author', {}, wednesday, { action: 'signUp', label: '报名' }],
    ['another community', 'dewResident', {}, wednesday, { action: 'none', label: '暂不面向您的社区' }],
    ['a shift that has begun', 'author', {}, saturday, { action: 'none', label: '已经开始' }],
    ['a shift that is over', 'author', {}, saturdayEnd, { action: 'none', label: '已结束' }],
    [
      'a skill not held',
      'author',
      { posts: [{ name: '急救', places: 2, skills: ['firstAid'] }] },
      wednesday,
      { action: 'profile', note: expect.stringContaining('技能') },
    ],
    [
      'a course not taken',
      'author',
      { posts: [{ name: '急救', places: 2, training: '急救' }] },
      wednesday,
      { action: 'courses', label: '看可以报名的培训', note: expect.stringContaining('培训') },
    ],
    [
      'an age not reached',
      'author',
      { posts: [{ name: '顾问', places: 2, ageMin: 70 }] },
      wednesday,
      { action: 'none', note: expect.stringContaining('年龄') },
    ],
  ])('for %s', async (_whom, who, change, now, expected) => {
    expect(await choice(who, await shift(change), now)).toMatchObject(expected)
  })

  test('says 报名 while there is a place for all who come, then how many wait, then that it is full; and does what it says', async () => {
    const id = await shift()
    expect(await choice('author', id, wednesday, { size: 2 })).toMatchObject({
      action: 'signUp',
      label: '报名（2 人）',
    })
    expect(await choice('author', id, wednesday, { size: 3 })).toMatchObject({ label: '排队等候（排第一位）' })
    const people = await crowd(door, 5, freshId())
    const said: string[] = []
    for (const one of people) {
      said.push((await choice(one, id)).label)
      ok(await signUp(door, one, id))
    }
    const waits = ['排第一位', '前面 1 人', '前面 2 人'].map((ahead) => `排队等候（${ahead}）`)
    expect(said).toEqual(['报名', '报名', ...waits])
    expect(await choice('author', id)).toMatchObject({ action: 'none', label: '名额和候补都已满' })
    expect(await choice(people[3] as string, id)).toMatchObject({
      label: '排队中（前面 1 人）',
      leave: { label: '不再等候' },
    })
    ok(await door.call(people[0] as string, 'volunteers.leave', { id, request: request() }))
    expect(await choice(people[2] as string, id)).toMatchObject({
      action: 'confirm',
      label: '确认参加',
      note: '请在今天 22:00前确认，过期名额给下一位',
      leave: { label: '放弃名额' },
    })
  })

  test('follows a place from the sign-up to the rating', async () => {
    const id = await shift()
    ok(await signUp(door, 'author', id, { with: ['小满'] }))
    expect(await look('author', id)).toMatchObject({ mine: { with: ['小满'] }, choice: { label: '已报名' } })
    expect(await choice('author', id, saturday - dayMs + 1)).toMatchObject({
      leave: { note: expect.stringContaining('临时退出') },
    })
    expect(await choice('author', id, saturday - minuteMs)).toMatchObject({ action: 'scan', label: '扫码签到' })
    const code = async (direction: string, now: number) =>
      ok(await door.call('volunteer', 'volunteers.code', { id, direction }, now)).text
    const scan = async (direction: string, now: number) =>
      ok(
        await door.call(
          'author',
          'volunteers.scan',
          { code: await code(direction, now), request: request(), later: false },
          now,
        ),
      )
    expect(await scan('in', saturday + 2 * minuteMs)).toMatchObject({ shift: id, said: '已签到 09:02' })
    expect(await choice('author', id, saturday + hourMs)).toEqual({ action: 'scan', label: '扫码签退' })
    expect(await scan('out', saturdayEnd)).toMatchObject({ said: '已签退 11:00' })
    expect(await choice('author', id, saturdayEnd)).toMatchObject({ action: 'none', label: '已签退' })
    const { lines } = ok(await door.call('volunteer', 'volunteers.roster', { id }, saturdayEnd))
    const confirm = { id, lines: lines.map(({ line }: { line: string }) => ({ line })), request: request() }
    ok(await door.call('clerk', 'volunteers.confirmHours', confirm, saturdayEnd))
    expect(await choice('author', id, saturdayEnd)).toMatchObject({ action: 'rate', note: '已记 2 小时' })
    ok(await door.call('author', 'volunteers.rate', { id, stars: 5, words: '很好', request: request() }, saturdayEnd))
    expect(await look('author', id, saturdayEnd + dayMs)).toMatchObject({
      mine: { rating: { stars: 5, words: '很好' }, in: '昨天 09:02' },
      choice: { action: 'none', label: '已评价' },
    })
  })

  test('names what else is held then, and still lets the door decide', async () => {
    const [first, second] = [await shift(), await shift({ title: '清晨交通引导' })]
    ok(await signUp(door, 'author', first))
    expect(await choice('author', second)).toEqual({
      action: 'signUp',
      label: '报名',
      note: '这个时间您还报名了：周末楼道清扫（3月7日 周六 09:00–11:00）',
    })
  })
})

test('the time of a shift has its day, weekday, beginning and end', () => {
  const span = { startsAt: saturday, endsAt: saturdayEnd }
  expect(saySpan(span, wednesday)).toBe('3月7日 周六 09:00–11:00')
  expect(saySpan(span, at('2026-03-06', 9))).toBe('明天 09:00–11:00')
  expect(saySpan(span, saturday)).toBe('今天 09:00–11:00')
})

describe('the first screens', () => {
  test('an offered place and a changed shift wait on the home page; nobody else’s', async () => {
    const [full, moved] = [await shift(), await shift({ title: '清晨交通引导', times: [later] })]
    const home = async (who: string) => ok(await door.call(who, 'people.home')).waits
    const [other] = await crowd(door, 1, freshId())
    for (const who of ['neighbour', other as string, 'author']) ok(await signUp(door, who, full))
    ok(await signUp(door, 'author', moved))
    expect(await home('author')).toEqual([])
    ok(await door.call('neighbour', 'volunteers.leave', { id: full, request: request() }))
    const edit = { id: moved, ...later, place: '北门岗亭', capacity: 2, request: request() }
    ok(await door.call('volunteer', 'volunteers.editShift', edit))
    expect(await home('author')).toEqual([
      expect.objectContaining({
        kind: 'shift',
        id: full,
        button: '确认参加',
        text: expect.stringContaining('请在今天 22:00前确认'),
      }),
      expect.objectContaining({ id: moved, button: '选择是否参加', text: expect.stringContaining('北门岗亭') }),
    ])
    expect(await home('neighbour')).toEqual([])
    ok(await door.call('author', 'volunteers.confirm', { id: full, request: request() }))
    ok(await door.call('author', 'volunteers.leave', { id: moved, request: request() }))
    expect(await home('author')).toEqual([])
  })

  test('a place in what is cancelled asks for nothing, and says so wherever it is shown', async () => {
    const [going, moved] = [await shift(), await shift({ title: '清晨交通引导', times: [later] })]
    for (const id of [going, moved]) ok(await signUp(door, 'author', id))
    const edit = { id: moved, ...later, place: '北门岗亭', capacity: 2, request: request() }
    ok(await door.call('volunteer', 'volunteers.editShift', edit))
    for (const id of [going, moved])
      ok(await act(door, 'clerk', id.split('_')[0] as string, 'cancel', { note: '预报有大雨' }))
    expect(ok(await door.call('author', 'people.home')).waits).toEqual([])
    for (const id of [going, moved]) {
      const { shifts } = ok(await door.call('author', 'volunteers.shifts', { id: id.split('_')[0] }))
      expect(shifts[0].mine).toEqual({ state: 'cancelled', label: '已取消', tone: 'plain' })
    }
    expect(await look('author', going)).toMatchObject({
      mine: { label: '已取消' },
      choice: { action: 'none', label: '活动已取消' },
    })
  })

  test('without an area it is the reader’s own community, for a guest the first one; two calls for a member', async () => {
    const told = await door.call('dewResident', 'volunteers.open')
    expect(ok(told)).toMatchObject({ area: dew, areaName: '清露社区', member: true, organises: false, oversees: false })
    expect(told.calls).toBe(2)
    expect(ok(await door.call('openid-nobody', 'volunteers.open'))).toMatchObject({ area: plum, member: false })
    expect(ok(await door.call('openid-nobody', 'volunteers.mine'))).toEqual({ shifts: [] })
    for (const [who, organises, oversees] of [
      ['volunteer', true, false],
      ['clerk', true, true],
      ['director', false, true],
      ['author', false, false],
    ] as const)
      expect(ok(await door.call(who, 'volunteers.open'))).toMatchObject({ organises, oversees })
    expect(ok(await door.call('author', 'volunteers.items')).items).toEqual([])
    expect(codeOf(await door.call('author', 'volunteers.around', { kind: 'team' }))).toBe('OK')
  })

  test('a published activity leads to its shifts, a draft does not', async () => {
    const id = await published(door)
    expect(ok(await door.call('author', 'matters.get', { id })).pages).toEqual([
      { page: 'shifts', label: '看班次，报名' },
    ])
    const draft = freshId()
    const { pages } = ok(
      await door.call('volunteer', 'volunteers.draft', {
        id: draft,
        area: plum,
        body: 'team',
        title: '河岸清扫',
        words: '一起捡拾垃圾。',
        place: '河边亭子',
        class: 'service',
        risk: 'low',
        times: [later],
        posts: [{ name: '清扫', places: 2 }],
      }),
    )
    expect(pages).not.toContainEqual(expect.objectContaining({ page: 'shifts' }))
  })
})
const later = { startsAt: saturday + dayMs, endsAt: saturdayEnd + dayMs }

test('a stranger before a live code is asked to join on the spot; before an old one, or to leave, not', async () => {
  const id = await shift()
  const scan = async (direction: string, shown: number, now: number) => {
    const { text } = ok(await door.call('volunteer', 'volunteers.code', { id, direction }, shown))
    return door.call('author', 'volunteers.scan', { code: text, request: request(), later: true }, now)
  }
  const live = await scan('in', saturday, saturday)
  expect(live.error).toMatchObject({ code: 'SHIFT_NOT_JOINED', fields: { walkIn: expect.stringContaining('清扫') } })
  for (const told of [await scan('out', saturday, saturday), await scan('in', saturday, saturday + hourMs)])
    expect([codeOf(told), told.error?.fields]).toEqual(['SHIFT_NOT_JOINED', undefined])
})

test('records made to show are listed with whether they stand, and shown to their holder only', async () => {
  const id = await shift()
  ok(await signUp(door, 'author', id))
  const [{ line }] = ok(await door.call('volunteer', 'volunteers.roster', { id }, saturday)).lines
  for (const [what, now] of [
    ['in', saturday],
    ['out', saturdayEnd],
  ] as const)
    ok(await door.call('volunteer', 'volunteers.mark', { id, lines: [line], what, request: request() }, now))
  ok(await door.call('clerk', 'volunteers.confirmHours', { id, lines: [{ line }], request: request() }, saturdayEnd))
  await countRecords(door.store, saturdayEnd)
  const after = saturdayEnd + hourMs
  const [record] = ok(await door.call('author', 'volunteers.record', {}, after)).records
  expect(record).toMatchObject({ shift: id, activity: id.split('_')[0] })
  const year = ok(await door.call('author', 'volunteers.certificate', { request: request(), year: 2026 }, after))
  const asked = { request: request(), year: 2026, record: record.id }
  const one = ok(await door.call('author', 'volunteers.certificate', asked, after + 1))
  ok(await door.call('author', 'volunteers.withdrawCertificate', { code: year.code }, after))
  const told = await door.call('author', 'volunteers.certificates', {}, after)
  expect(ok(told).certificates).toEqual([
    expect.objectContaining({ code: one.code, record: record.id, standing: 'valid', hours: '2 小时' }),
    expect.objectContaining({ code: year.code, standing: 'withdrawn' }),
  ])
  expect(told.calls).toBe(2)
  const card = ok(await door.call('author', 'volunteers.certificateCard', { code: one.code }, after))
  expect(card).toMatchObject({ name: '周小满', unit: '香梅街道', image: expect.stringMatching(/^data:image/) })
  for (const [who, code] of [
    ['neighbour', one.code],
    ['author', 'ABCDEFGHJKMNPQRS'],
  ])
    expect(codeOf(await door.call(who, 'volunteers.certificateCard', { code }, after))).toBe('RECORD_MISSING')
  expect(ok(await door.call('neighbour', 'volunteers.certificates', {}, after)).certificates).toEqual([])
})

test('a child whose guardian has agreed signs up like everybody else; without, the profile is asked for', async () => {
  const child = await crowd(door, 1, freshId())
  const guardian = { name: '周大满', phone: '13800000003', consents: true }
  ok(await door.call(child[0] as string, 'volunteers.saveProfile', profileInput({ bornOn: '2012-01-01', guardian })))
  const id = await shift()
  expect(await choice(child[0] as string, id)).toMatchObject({ action: 'signUp' })
  await door.store.change('people', { _id: child[0] }, { 'volunteer.guardian': door.store._.remove() })
  expect(await choice(child[0] as string, id)).toMatchObject({
    action: 'profile',
    note: expect.stringContaining('监护人'),
  })
})
