// Running a shift: calls that climb and come back filled, offers, contact, ratings, walk-ins, and the clock of an activity.
import { dayMs, hourMs } from '../../cloudfunctions/api/core/clock'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { climbUnfilled, tellFilled } from '../../cloudfunctions/api/modules/volunteers/climbing'
import { passOffers } from '../../cloudfunctions/api/modules/volunteers/leaving'
import type { Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { act, crowd, enrol, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { dew, plum, streetPath, type Who } from '../support/world'

let door: Door
let shift: string
const shiftOf = async (id = shift): Promise<Shift> => (await door.store.get<Shift>('shifts', id)) as Shift
const passes = (now: number) => passTime.run({ store: door.store, now })

beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer', 'dewResident')
})
afterAll(() => door.close())
beforeEach(async () => {
  const people = ['pauthor', 'pneighbour', 'pvolunteer', 'pdewResident']
  await door.store.change('people', { key: door.store._.in(people) }, { 'volunteer.agenda': [] })
  shift = `${await published(door)}_0_0`
})

const edit = (change: object = {}, who = 'volunteer') =>
  door.call(who, 'volunteers.editShift', {
    id: shift,
    startsAt: saturday,
    endsAt: saturdayEnd,
    place: '3 栋门厅',
    capacity: 2,
    request: request(),
    ...change,
  })

test('whose home is not known is asked for it; whose home is elsewhere is told that the call does not reach them', async () => {
  const choiceOf = async (who: string) => ok(await door.call(who, 'volunteers.shift', { id: shift })).choice
  expect(await choiceOf('dewResident')).toMatchObject({ action: 'none', label: '暂不面向您的社区' })
  expect(await choiceOf('dewClerk')).toMatchObject({ action: 'register', label: '选择楼栋后报名' })
})

test('a call climbs to the street and comes back filled; beyond the street an officer decides; home sees where its people are', async () => {
  expect(codeOf(await signUp(door, 'dewResident', shift))).toBe('SHIFT_UNREACHED')
  expect(codeOf(await door.call('dewClerk', 'volunteers.climb', { id: shift, request: request() }))).toBe(
    'SHIFT_NOT_YOURS',
  )
  const asked = { id: shift, request: request() }
  expect(ok(await door.call('volunteer', 'volunteers.climb', asked)).reach).toBe('全街道')
  expect(ok(await door.call('volunteer', 'volunteers.climb', asked)).reach).toBe('全街道')
  expect(
    ok(await door.call('dewResident', 'volunteers.open', { area: dew })).shifts.map(({ id }: { id: string }) => id),
  ).toContain(shift)
  ok(await signUp(door, 'dewResident', shift))
  expect(codeOf(await door.call('volunteer', 'volunteers.climb', { id: shift, request: request() }))).toBe(
    'SHIFT_CLIMB_STREET',
  )
  expect(ok(await door.call('officer', 'volunteers.climb', { id: shift, request: request() })).reach).toBe('全区')
  expect(
    ok(await door.call('dewClerk', 'volunteers.away', { area: dew })).shifts.map(({ id }: { id: string }) => id),
  ).toContain(shift)
  expect(codeOf(await door.call('dewClerk', 'volunteers.away', { area: plum }))).toBe('NOT_PERMITTED')
})

test('a call that climbed comes back filled: the home community hears of it, once', async () => {
  ok(await door.call('volunteer', 'volunteers.climb', { id: shift, request: request() }))
  ok(await signUp(door, 'dewResident', shift))
  expect(await tellFilled(door.store, wednesday)).toBe(0)
  ok(await signUp(door, 'author', shift))
  expect(await tellFilled(door.store, wednesday)).toBe(1)
  expect(await tellFilled(door.store, wednesday)).toBe(0)
  const { unsent } = await shiftOf()
  expect(unsent.at(-1)).toMatchObject({
    to: [`clerk@${plum}`, 'person:pvolunteer'],
    text: expect.stringContaining('已招满'),
  })
})

test('unfilled three days before, the street hears of it by itself, once', async () => {
  expect((await shiftOf()).level).toBe('community')
  await climbUnfilled(door.store, saturday - 3 * dayMs + hourMs)
  expect(await shiftOf()).toMatchObject({ level: 'street' })
  const { version } = await shiftOf()
  await climbUnfilled(door.store, saturday - dayMs)
  expect((await shiftOf()).version).toBe(version)
})

test('an offer reaches people who fit and are free, and orders nobody', async () => {
  ok(await signUp(door, 'author', shift))
  const { invited } = ok(await door.call('volunteer', 'volunteers.offer', { id: shift, request: request() }))
  expect(invited).toBe(2)
  const after = await shiftOf()
  expect(after.unsent.at(-1)?.to.sort()).toEqual(['person:pneighbour', 'person:pvolunteer'])
  expect(Object.keys(after.roster)).toEqual(['pauthor'])
})

test('an offer goes on where it stood, page by page, until everybody of the street was looked at, once each', async () => {
  await crowd(door, 260, 'asked')
  // Many filled in their profile at the same moment, others later.
  const some = Array.from({ length: 30 }, (_, index) => `pasked${index}`)
  await door.store.change('people', { street: '/jz/yh/xm', 'volunteer.at': 0 }, { 'volunteer.at': 5 })
  await door.store.change('people', { key: door.store._.in(some) }, { 'volunteer.at': 7 })
  const asked = { id: shift, request: request() }
  const first = await door.call('volunteer', 'volunteers.offer', asked)
  expect(ok(first)).toEqual({ invited: 50, more: true })
  expect(first.calls).toBeLessThanOrEqual(4)
  expect(ok(await door.call('volunteer', 'volunteers.offer', asked))).toEqual({ invited: 50, more: true })
  let told = ok(first)
  for (let times = 0; told.more && times < 20; times++)
    told = ok(await door.call('volunteer', 'volunteers.offer', { ...asked, request: request() }))
  const all = (await shiftOf()).unsent.filter(({ text }) => text.startsWith('邀请您参加')).flatMap(({ to }) => to)
  const crowdsOf = all.filter((to) => /asked/.test(to))
  expect([crowdsOf.length, new Set(all).size]).toEqual([260, all.length])
  expect(JSON.stringify(told)).not.toMatch(/openid|pasked/)
  // Where a skill is asked for, those who have it are looked at, in the same order.
  await door.store.change('people', { street: '/jz/yh/xm', 'volunteer.at': 5 }, { 'volunteer.skills': ['firstAid'] })
  shift = `${await published(door, { posts: [{ name: '急救', places: 2, skills: ['firstAid'] }] })}_0_0`
  for (const invited of [50, 50, 50, 50, 30])
    expect(ok(await door.call('volunteer', 'volunteers.offer', { id: shift, request: request() }))).toEqual({
      invited,
      more: invited === 50,
    })
  await door.store.remove('people', { street: '/jz/yh/xm', 'volunteer.at': door.store._.lte(7) })
})

test('phones are seen by staff only, with a reason that is written down', async () => {
  ok(await signUp(door, 'author', shift))
  const [{ line }] = ok(await door.call('volunteer', 'volunteers.roster', { id: shift })).lines
  const ask = { id: shift, line, reason: '活动前联系' }
  expect(ok(await door.call('volunteer', 'volunteers.call', ask))).toMatchObject({ phone: '13800000001' })
  expect(codeOf(await door.call('neighbour', 'volunteers.call', ask))).toBe('NOT_PERMITTED')
  expect(codeOf(await door.call('manager', 'volunteers.call', ask))).toBe('SHIFT_NOT_YOURS')
  expect(await door.store.find('access', { whose: 'pauthor' }, { limit: 9 })).toHaveLength(1)
})

test('who comes without having signed up scans the live code and has a place, while there is one', async () => {
  const { text } = ok(await door.call('volunteer', 'volunteers.code', { id: shift, direction: 'in' }, saturday))
  const come = (who: string) =>
    door.call(who, 'volunteers.scan', { code: text, request: request(), walkIn: true }, saturday)
  expect(codeOf(await door.call('author', 'volunteers.scan', { code: text, request: request() }, saturday))).toBe(
    'SHIFT_NOT_JOINED',
  )
  for (const who of ['author', 'neighbour']) ok(await come(who))
  expect(codeOf(await come('volunteer'))).toBe('SHIFT_FULL')
  expect(await shiftOf()).toMatchObject({ taken: 2, roster: { pauthor: { walkIn: true, state: 'joined' } } })
})

test('ratings go both ways, once each, after the hours are confirmed; who did not come is absent', async () => {
  ok(await signUp(door, 'author', shift))
  ok(await signUp(door, 'neighbour', shift))
  const { lines } = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }, saturday))
  const [came, missed] = lines.map(({ line }: { line: string }) => line)
  const mark = (what: string, line: string, now: number) =>
    door.call('volunteer', 'volunteers.mark', { id: shift, lines: [line], what, request: request() }, now)
  ok(await mark('in', came, saturday))
  expect(codeOf(await mark('absent', came, saturdayEnd))).toBe('SHIFT_AFTER_CHECK_IN')
  expect(ok(await mark('absent', missed, saturdayEnd)).lines[1].label).toBe('未到')
  const rate = () =>
    door.call(
      'author',
      'volunteers.rate',
      { id: shift, stars: 5, words: '安排得很好', request: request() },
      saturdayEnd,
    )
  expect(codeOf(await rate())).toBe('RATING_EARLY')
  ok(
    await door.call(
      'clerk',
      'volunteers.confirmHours',
      { id: shift, lines: [{ line: came }], request: request() },
      saturdayEnd,
    ),
  )
  ok(await rate())
  expect(codeOf(await rate())).toBe('RATING_GIVEN')
  const back = { id: shift, line: came, stars: 4, words: '很细心', request: request() }
  ok(await door.call('volunteer', 'volunteers.ratePerson', back, saturdayEnd))
  // Each reads what the other has said; the organiser without the name.
  const { ratings } = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }, saturdayEnd))
  expect(ratings).toEqual({ says: '1 人评价，平均 5 星', words: ['安排得很好'] })
  const { mine } = ok(await door.call('author', 'volunteers.shift', { id: shift }, saturdayEnd))
  expect(mine).toMatchObject({ rating: { stars: 5 }, rated: { stars: 4, words: '很细心' } })
  expect(
    codeOf(await door.call('volunteer', 'volunteers.ratePerson', { ...back, request: request() }, saturdayEnd)),
  ).toBe('RATING_GIVEN')
})

test('an activity begins and ends by the clock, and ten working days later it is late', async () => {
  const id = shift.split('_')[0] as string
  await passes(saturday)
  expect((await door.matter(id)).status).toBe('running')
  await passes(saturdayEnd)
  const closing = await door.matter(id)
  expect(closing.status).toBe('closing')
  // Two working weeks after Saturday 7 March, at the end of Friday the 20th.
  expect(closing.dueAt).toBe(saturday + 13 * dayMs + 9 * hourMs)
  ok(await act(door, 'volunteer', id, 'close', {}, saturdayEnd + hourMs))
  expect(await shiftOf()).toMatchObject({ state: 'closed' })
})

test('a late activity says how late it is, not when it is reminded next', async () => {
  const id = shift.split('_')[0] as string
  const due = saturday + 13 * dayMs + 9 * hourMs
  await passes(saturday)
  await passes(saturdayEnd)
  const said = async (now: number) => ok(await door.call('volunteer', 'matters.get', { id }, now)).due
  expect(await said(due - hourMs)).toMatchObject({ text: '今天到期' })
  await passes(due)
  expect((await door.matter(id)).dueAt).toBeGreaterThan(due)
  expect(await said(due + hourMs)).toMatchObject({ text: '已超时 1 个工作日', full: '2026年3月20日 18:00' })
})

test('an activity whose shift was moved begins and ends when the shift does, and says so in its log', async () => {
  const id = shift.split('_')[0] as string
  const week = 7 * dayMs
  const change = { startsAt: saturday + week, endsAt: saturdayEnd + week, request: request() }
  ok(await edit(change))
  ok(await edit(change))
  const moved = await door.matter(id)
  expect(moved.trace.filter(({ action }) => action === 'retime')).toHaveLength(1)
  expect(moved.dueAt).toBe(saturday + week)
  await passes(saturdayEnd)
  expect((await door.matter(id)).status).toBe('open')
  const { facts } = ok(await door.call('author', 'matters.get', { id }))
  expect(facts).toContainEqual({ label: '时间', value: '2026年3月14日 09:00起，共 1 个班次' })
  await passes(saturday + week)
  await passes(saturdayEnd + week)
  expect((await door.matter(id)).status).toBe('closing')
})

test('when the number is raised, those who wait are called in their order, however many other shifts wait too', async () => {
  const people = await crowd(door, 5, 'raise')
  for (const one of people) ok(await signUp(door, one, shift))
  const sample = await shiftOf()
  const others = Array.from({ length: 60 }, (_, index) => ({
    ...sample,
    _id: `crowded${String(index).padStart(13, '0')}_0_0`,
    startsAt: saturday - dayMs,
  }))
  await door.store.addAll('shifts', others)
  ok(await edit({ capacity: 4 }))
  expect(await passOffers(door.store, wednesday)).toBe(2)
  const seen = await shiftOf()
  expect([seen.taken, seen.waiting, seen.offered]).toEqual([4, 1, 2])
  expect(['praise2', 'praise3', 'praise4'].map((key) => seen.roster[key]?.state)).toEqual([
    'offered',
    'offered',
    'waiting',
  ])
  expect(await passOffers(door.store, wednesday)).toBe(0)
  expect((await shiftOf()).room).toBe(false)
  // Nobody answers: one goes to who waits, the other place stays free.
  expect(await passOffers(door.store, wednesday + 13 * hourMs)).toBe(2)
  const late = await shiftOf()
  expect([late.taken, late.waiting, late.offered, late.roster.praise4?.state]).toEqual([3, 0, 1, 'offered'])
  expect(await passOffers(door.store, wednesday + 26 * hourMs)).toBe(1)
  expect(await shiftOf()).not.toHaveProperty('offerDue')
})

test('more than a page of full shifts keeps none that is unfilled from climbing', async () => {
  const sample = { ...(await shiftOf()), taken: 2, capacity: 2 }
  const others = Array.from({ length: 130 }, (_, index) => ({
    ...sample,
    _id: `full${String(index).padStart(16, '0')}_0_0`,
    startsAt: saturday - hourMs,
  }))
  await door.store.addAll('shifts', others)
  await climbUnfilled(door.store, saturday - dayMs)
  expect((await shiftOf()).level).toBe('street')
})

test('the manager sees posts, fill rate and who comes again, for their own place only', async () => {
  const ask = (who: Who, part: string) => door.call(who, part, { area: plum })
  expect(ok(await ask('clerk', 'volunteers.overview'))).toMatchObject({
    place: '杏花社区',
    fillPercent: expect.any(Number),
  })
  expect(ok(await ask('clerk', 'volunteers.turnout'))).toMatchObject({ people: 1, once: 1, repeat: 0, says: '' })
  const { cards } = ok(await ask('clerk', 'volunteers.lateHours'))
  expect(cards.map(({ kind, status }: { kind: string; status: { key: string } }) => [kind, status.key])).toEqual(
    cards.map(() => ['activity', 'closing']),
  )
  expect(cards.length).toBeGreaterThan(0)
  for (const part of ['volunteers.overview', 'volunteers.turnout', 'volunteers.lateHours', 'volunteers.away'])
    expect([part, codeOf(await ask('dewClerk', part))]).toEqual([part, 'NOT_PERMITTED'])
})

test('who looks after the street sees the posts of its communities and where their people are', async () => {
  ok(await signUp(door, 'author', shift))
  const own = ok(await door.call('clerk', 'volunteers.overview', { area: plum }))
  const homes = ok(await door.call('clerk', 'volunteers.away', { area: plum }))
  for (const who of ['officer', 'director'] as const) {
    const all = ok(await door.call(who, 'volunteers.overview', { area: streetPath }))
    expect(all.posts).toBeGreaterThanOrEqual(own.posts)
    const { shifts } = ok(await door.call(who, 'volunteers.away', { area: streetPath }))
    expect(shifts.length).toBeGreaterThanOrEqual(homes.shifts.length)
  }
})
