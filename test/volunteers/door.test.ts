// Volunteering through the real door, from a draft to confirmed hours: what each call answers, what it leaves, what it costs.
import { dayMs, hourMs, minuteMs } from '../../cloudfunctions/api/core/clock'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { forgetFull, markOf } from '../../cloudfunctions/api/modules/volunteers/full'
import { passOffers } from '../../cloudfunctions/api/modules/volunteers/leaving'
import { writeOwed } from '../../cloudfunctions/api/modules/volunteers/records'
import type { Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import {
  act,
  activityInput,
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
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  process.env.ID_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`
  await enrol(door, 'author', 'neighbour', 'volunteer')
})
afterAll(() => door.close())
beforeEach(() => forgetFull())

const shiftOf = async (id: string): Promise<Shift> => (await door.store.get<Shift>('shifts', id)) as Shift
const seat = async (id: string, who: string) => (await shiftOf(id)).roster[who.startsWith('p') ? who : `p${who}`]
/** Nobody keeps a place of an earlier test. */
const freeAll = () =>
  door.store.change(
    'people',
    { key: door.store._.in(['pauthor', 'pneighbour', 'pvolunteer']) },
    { 'volunteer.agenda': [] },
  )

describe('publishing', () => {
  test.each<[string, object, string]>([
    ['no leader', { leader: '' }, 'ACTIVITY_LEADER_MISSING'],
    ['no risk notice', { risk: 'medium' }, 'ACTIVITY_NOTICE_MISSING'],
    ['no insurance', { risk: 'medium', notice: '高处作业' }, 'ACTIVITY_INSURANCE_MISSING'],
    [
      'insurance that ends too early',
      { risk: 'medium', notice: '高处作业', insurance: { insurer: '平安', no: 'P1', until: saturdayEnd - 1 } },
      'ACTIVITY_INSURANCE_MISSING',
    ],
    ['times that are over', { times: [{ startsAt: wednesday - hourMs, endsAt: wednesday + hourMs }] }, 'ACTIVITY_PAST'],
  ])('is refused by name with %s', async (_what, change, code) => {
    const input = activityInput(change)
    ok(await door.call('volunteer', 'volunteers.draft', input))
    expect(codeOf(await act(door, 'volunteer', input.id, 'publish'))).toBe(code)
  })

  test('of an activity with higher risk asks community, then street, once every gate is met', async () => {
    const insurance = { insurer: '平安', no: 'P1', until: saturdayEnd + dayMs }
    const risky = { risk: 'high', notice: '高处作业，请系安全带', insurance, socialWorker: '郑立秋' }
    const input = activityInput(risky)
    ok(await door.call('volunteer', 'volunteers.draft', input))
    expect(codeOf(await act(door, 'volunteer', input.id, 'publish'))).toBe('ACTIVITY_TRAINING_MISSING')
    const {
      id: _id,
      area: _area,
      body: _body,
      ...words
    } = { ...input, posts: [{ name: '登高', places: 2, training: '登高作业' }] }
    ok(await act(door, 'volunteer', input.id, 'revise', { patch: words }))
    ok(await act(door, 'volunteer', input.id, 'publish'))
    ok(await act(door, 'clerk', input.id, 'agree'))
    expect((await door.matter(input.id)).status).toBe('draft')
    ok(await act(door, 'officer', input.id, 'agree'))
    const matter = await door.matter(input.id)
    expect([matter.status, brokenAt(matter)]).toEqual(['open', undefined])
    expect(await shiftOf(`${input.id}_0_0`)).toMatchObject({ training: '登高作业', capacity: 2, state: 'open' })
    expect(codeOf(await signUp(door, 'author', `${input.id}_0_0`))).toBe('SHIFT_TRAINING_MISSING')
  })

  test('is no resident’s, and nobody agrees to their own', async () => {
    expect(codeOf(await door.call('author', 'volunteers.draft', activityInput()))).toBe('ACTIVITY_NOT_ORGANISER')
    const input = activityInput({ body: 'xh-committee' })
    ok(await door.call('clerk', 'volunteers.draft', input))
    ok(await act(door, 'clerk', input.id, 'publish'))
    expect(codeOf(await act(door, 'clerk', input.id, 'agree'))).toBe('NOT_OWN')
    ok(await act(door, 'clerk2', input.id, 'agree'))
  })

  test('cancelling closes its shifts', async () => {
    const id = await published(door)
    ok(await act(door, 'clerk', id, 'cancel', { note: '大雨' }))
    expect(await shiftOf(`${id}_0_0`)).toMatchObject({ state: 'cancelled' })
    expect(codeOf(await signUp(door, 'author', `${id}_0_0`))).toBe('SHIFT_CLOSED')
  })
})

describe('signing up', () => {
  beforeEach(freeAll)

  test('costs four calls, holds one place, and answers the same when it is sent eight times', async () => {
    const shift = `${await published(door)}_0_0`
    const input = { id: shift, request: request() }
    const told = await Promise.all(Array.from({ length: 8 }, () => door.call('author', 'volunteers.signUp', input)))
    expect(told.map(codeOf)).toEqual(Array(8).fill('OK'))
    expect(new Set(told.map(({ data }) => JSON.stringify(data))).size).toBe(1)
    expect(await shiftOf(shift)).toMatchObject({ taken: 1, waiting: 0, people: ['pauthor'] })
    const alone = await signUp(door, 'neighbour', shift)
    expect([codeOf(alone), alone.calls]).toEqual(['OK', 4])
  })

  test('the third of two waits, the fourth to sixth too, and the seventh hears that it is full', async () => {
    const shift = `${await published(door)}_0_0`
    const people = await crowd(door, 7, 'rush')
    const states = []
    for (const one of people) {
      const { data, error } = await signUp(door, one, shift)
      states.push(data?.state ?? error?.code)
    }
    expect(states).toEqual(['joined', 'joined', 'waiting', 'waiting', 'waiting', 'SHIFT_FULL', 'SHIFT_FULL'])
    const cheap = await signUp(door, people[6] as string, shift)
    expect([codeOf(cheap), cheap.calls]).toEqual(['SHIFT_FULL', 0])
    // Those who hold a place or wait are answered as before, and what memory says is never a grant.
    expect((await signUp(door, people[2] as string, shift)).data.state).toBe('waiting')
    expect(codeOf(await signUp(door, 'nobody', shift))).toBe('SHIFT_FULL')
    expect(await shiftOf(shift)).toMatchObject({ taken: 2, waiting: 3 })
    // Somebody else's instance gave a place meanwhile: after a second this one looks again, once, and knows who came.
    await door.store.change(
      'shifts',
      { _id: shift },
      {
        marks: door.store._.push([markOf(shift, people[5] as string)]),
        'roster.prush5': { state: 'joined', size: 1, with: [], log: [] },
      },
    )
    const later = wednesday + 1001
    const asks = (who: string, now: number) => signUp(door, who, shift, {}, now)
    expect(codeOf(await asks(people[5] as string, later - 2))).toBe('SHIFT_FULL')
    const looked = await asks(people[6] as string, later)
    expect([codeOf(looked), looked.calls]).toEqual(['SHIFT_FULL', 3])
    expect((await asks(people[6] as string, later)).calls).toBe(0)
    expect((await asks(people[5] as string, later)).data?.state).toBe('joined')
  })

  test('one who leaves gives the place to who waits longest, who says yes in time or passes it on', async () => {
    const shift = `${await published(door)}_0_0`
    const people = await crowd(door, 5, 'chain')
    for (const one of people) ok(await signUp(door, one, shift))
    const left = await door.call(people[0] as string, 'volunteers.leave', { id: shift, request: request() })
    expect(ok(left)).toMatchObject({ state: 'left', short: false })
    expect(left.calls).toBeLessThanOrEqual(4)
    expect(await shiftOf(shift)).toMatchObject({
      taken: 2,
      waiting: 2,
      offered: 1,
      roster: { pchain2: { state: 'offered' } },
    })
    const tooLate = wednesday + 13 * hourMs
    const late = await door.call(people[2] as string, 'volunteers.confirm', { id: shift, request: request() }, tooLate)
    expect(codeOf(late)).toBe('SHIFT_NO_OFFER')
    expect(await passOffers(door.store, tooLate)).toBe(1)
    const now = await shiftOf(shift)
    expect([now.roster.pchain2?.state, now.roster.pchain3?.state, now.taken, now.waiting]).toEqual([
      'expired',
      'offered',
      2,
      1,
    ])
    const yes = await door.call(people[3] as string, 'volunteers.confirm', { id: shift, request: request() }, tooLate)
    expect(ok(yes).state).toBe('joined')
    expect(await shiftOf(shift)).toMatchObject({ offered: 0, taken: 2 })
  })

  test('an overlap is refused by name and time; when the first is left, the second is free', async () => {
    const [first, second] = [`${await published(door)}_0_0`, `${await published(door, { title: '清晨交通引导' })}_0_0`]
    ok(await signUp(door, 'author', first))
    const { error } = await signUp(door, 'author', second)
    expect(error).toEqual({ code: 'SHIFT_OVERLAP', message: '这个时间您已报名其他班次：周末楼道清扫（3月7日）' })
    ok(await door.call('author', 'volunteers.leave', { id: first, request: request() }))
    expect(codeOf(await signUp(door, 'author', second))).toBe('OK')
  })

  test('two overlapping shifts at the same moment: one of them', async () => {
    const shifts = [`${await published(door)}_0_0`, `${await published(door)}_0_0`]
    const told = await Promise.all(shifts.map((id) => signUp(door, 'author', id)))
    expect(told.map(codeOf).sort()).toEqual(['OK', 'SHIFT_OVERLAP'])
  })

  test('a claim without a place, left by a process that died, is taken back', async () => {
    const [first, second] = [`${await published(door)}_0_0`, `${await published(door)}_0_0`]
    const held = { shift: first, title: '周末楼道清扫', startsAt: saturday, endsAt: saturdayEnd }
    await door.store.change('people', { _id: 'openid-author' }, { 'volunteer.agenda': [held] })
    expect(codeOf(await signUp(door, 'author', second))).toBe('OK')
  })

  test('a family takes as many places as it has people', async () => {
    const shift = `${await published(door)}_0_0`
    ok(await signUp(door, 'author', shift, { with: ['小满'] }))
    expect(await shiftOf(shift)).toMatchObject({ taken: 2 })
    expect((await signUp(door, 'neighbour', shift)).data.state).toBe('waiting')
  })

  test.each<[string, string, object, object, string]>([
    ['a shift that has begun', 'author', {}, { now: saturday }, 'SHIFT_PAST'],
    ['another community’s', 'dewResident', {}, {}, 'SHIFT_UNREACHED'],
    ['one without a profile', 'gridWorker', {}, {}, 'PROFILE_MISSING'],
    ['a risk notice that was not read', 'author', { notice: '地面湿滑' }, {}, 'SHIFT_RISK_UNREAD'],
    ['an age not reached', 'author', { posts: [{ name: '顾问', places: 2, ageMin: 70 }] }, {}, 'SHIFT_UNDER_AGE'],
    [
      'a skill not held',
      'author',
      { posts: [{ name: '急救', places: 2, skills: ['firstAid'] }] },
      {},
      'SHIFT_SKILL_MISSING',
    ],
  ])('%s is refused', async (_what, who, change, { now }: { now?: number }, code) => {
    await enrol(door, 'dewResident')
    const shift = `${await published(door, change)}_0_0`
    expect(codeOf(await signUp(door, who, shift, {}, now ?? wednesday))).toBe(code)
    expect((await shiftOf(shift)).taken).toBe(0)
  })
})

describe('at the event', () => {
  let shift: string
  beforeEach(async () => {
    await freeAll()
    shift = `${await published(door)}_0_0`
    ok(await signUp(door, 'author', shift))
    ok(await signUp(door, 'neighbour', shift))
  })
  const code = async (direction: 'in' | 'out', now: number, id = shift): Promise<string> =>
    ok(await door.call('volunteer', 'volunteers.code', { id, direction }, now)).text
  const scan = (who: string, text: string, now: number, more: object = {}) =>
    door.call(who, 'volunteers.scan', { code: text, request: request(), ...more }, now)

  test('two phones scan in and out, a second person confirms, and the hours are on record', async () => {
    const into = await code('in', saturday)
    const told = await scan('author', into, saturday + 20_000)
    expect([codeOf(told), told.calls]).toEqual(['OK', 3])
    ok(await scan('neighbour', into, saturday + 5000))
    ok(await scan('author', await code('out', saturdayEnd - 10 * minuteMs), saturdayEnd - 10 * minuteMs))
    expect(codeOf(await scan('author', into, saturday + 20_000))).toBe('CHECK_DONE')
    const roster = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }, saturdayEnd + hourMs))
    expect(roster).toMatchObject({ present: 2, unsure: 0, confirmed: 0 })
    // The neighbour forgot to check out: half of what was left counts, and it is marked.
    expect(
      roster.lines.map(({ measured, capped }: { measured: number; capped: boolean }) => [measured, capped]),
    ).toEqual([
      [109, false],
      [59, true],
    ])
    const lines = roster.lines.map(({ line }: { line: string }) => ({ line }))
    const confirmed = await door.call(
      'volunteer',
      'volunteers.confirmHours',
      { id: shift, lines, request: request() },
      saturdayEnd + hourMs,
    )
    expect(ok(confirmed).confirmed).toBe(2)
    expect(confirmed.calls).toBeLessThanOrEqual(4)
    expect(await door.store.get('records', `hour_${shift}_pauthor`)).toMatchObject({
      minutes: 109,
      how: 'scan',
      counts: true,
      year: 2026,
    })
    await door.store.remove('records', { _id: `hour_${shift}_pneighbour` })
    expect(await writeOwed(door.store)).toBe(1)
    expect(await door.store.get('records', `hour_${shift}_pneighbour`)).toMatchObject({ minutes: 59, how: 'capped' })
    expect((await shiftOf(shift)).owed).toBe(false)
    expect(await writeOwed(door.store)).toBe(0)
  })

  test.each<[string, (into: string) => string, number, string]>([
    ['relayed after a minute', (into) => into, saturday + 61_000, 'CODE_OLD'],
    ['changed by a letter', (into) => `${into.slice(0, -1)}${into.endsWith('A') ? 'B' : 'A'}`, saturday, 'CODE_FORGED'],
    ['turned into a check-out', (into) => into.replace('~in~', '~out~'), saturday, 'CODE_FORGED'],
    ['of nothing', () => '12345', saturday, 'CODE_FORGED'],
    ['an hour too early', (into) => into, saturday - hourMs, 'CODE_FUTURE'],
  ])('a code %s is refused', async (_what, change, now, expected) => {
    expect(codeOf(await scan('author', change(await code('in', saturday)), now))).toBe(expected)
    expect((await seat(shift, 'author'))?.in).toBeUndefined()
  })

  test('checking in too early, leaving without having come, and a stranger’s scan are refused', async () => {
    const early = saturday - hourMs
    expect(codeOf(await scan('author', await code('in', early), early))).toBe('CHECK_TOO_EARLY')
    expect(codeOf(await scan('author', await code('out', saturday), saturday))).toBe('CHECK_IN_FIRST')
    expect(codeOf(await scan('volunteer', await code('in', saturday), saturday))).toBe('SHIFT_NOT_JOINED')
    expect(codeOf(await door.call('author', 'volunteers.code', { id: shift, direction: 'in' }))).toBe('SHIFT_NOT_YOURS')
  })

  test('a scan sent later, and one of a printed code, wait for the organiser', async () => {
    const into = await code('in', saturday)
    const later = saturday + 3 * hourMs
    expect(codeOf(await scan('author', into, later))).toBe('CODE_OLD')
    expect(ok(await scan('author', into, later, { later: true }))).toMatchObject({ unsure: true })
    const { text } = ok(await door.call('volunteer', 'volunteers.printed', { id: shift, direction: 'in' }))
    expect(ok(await scan('neighbour', text, saturday + minuteMs))).toMatchObject({ unsure: true })
    const roster = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }, later))
    const lines = roster.lines.map(({ line }: { line: string }) => line)
    const confirm = (now: number) =>
      door.call(
        'volunteer',
        'volunteers.confirmHours',
        { id: shift, lines: lines.map((line: string) => ({ line })), request: request() },
        now,
      )
    expect(codeOf(await confirm(later))).toBe('HOURS_UNSURE')
    const marked = await door.call(
      'volunteer',
      'volunteers.mark',
      { id: shift, lines, what: 'sure', request: request() },
      later,
    )
    expect(ok(marked)).toMatchObject({ unsure: 0 })
    expect(marked.calls).toBeLessThanOrEqual(3)
    expect(codeOf(await confirm(later))).toBe('OK')
  })

  test('nobody withdraws after checking in; hours are neither longer than the shift nor one’s own', async () => {
    ok(await scan('author', await code('in', saturday - minuteMs), saturday - minuteMs))
    expect(
      codeOf(await door.call('author', 'volunteers.leave', { id: shift, request: request() }, saturday - minuteMs)),
    ).toBe('SHIFT_AFTER_CHECK_IN')
    const [first] = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }, saturdayEnd)).lines
    const confirm = (minutes: number, now = saturdayEnd) =>
      door.call(
        'clerk',
        'volunteers.confirmHours',
        { id: shift, lines: [{ line: first.line, minutes }], request: request() },
        now,
      )
    expect(codeOf(await confirm(25 * 60))).toBe('INPUT_INVALID')
    expect(codeOf(await confirm(121))).toBe('HOURS_TOO_LONG')
    expect(codeOf(await confirm(60, saturdayEnd - 1))).toBe('HOURS_NOT_OVER')
    const own = `${await published(door, { posts: [{ name: '领队', places: 1 }] })}_0_0`
    ok(await signUp(door, 'volunteer', own))
    ok(await scan('volunteer', await code('in', saturday, own), saturday))
    const [line] = ok(await door.call('volunteer', 'volunteers.roster', { id: own }, saturdayEnd)).lines
    const mine = { id: own, lines: [{ line: line.line }], request: request() }
    expect(codeOf(await door.call('volunteer', 'volunteers.confirmHours', mine, saturdayEnd))).toBe('HOURS_OWN')
    expect(codeOf(await door.call('clerk', 'volunteers.confirmHours', mine, saturdayEnd))).toBe('OK')
  })
})

test('lists: what is open for a place, an activity’s shifts, my shifts; two calls each', async () => {
  await freeAll()
  const id = await published(door, {
    times: [{ startsAt: wednesday + hourMs, endsAt: wednesday + 2 * hourMs }],
    posts: [
      { name: '清扫', places: 2 },
      { name: '登记', places: 1 },
    ],
  })
  ok(await signUp(door, 'author', `${id}_0_1`))
  for (const [call, data] of [
    ['volunteers.open', { area: plum }],
    ['volunteers.shifts', { id }],
    ['volunteers.mine', {}],
  ] as const) {
    const told = await door.call('author', call, data)
    expect(ok(told).shifts.some((one: { id: string }) => one.id === `${id}_0_1`)).toBe(true)
    expect(told.calls).toBeLessThanOrEqual(call === 'volunteers.shifts' ? 3 : 2)
    expect(JSON.stringify(told.data)).not.toMatch(/pauthor|secret/)
  }
})

test('a profile keeps the ID number sealed and shows its last four', async () => {
  const shown = ok(
    await door.call('clerk2', 'volunteers.saveProfile', profileInput({ idNumber: '110101198005010017' })),
  )
  expect(shown.idMasked).toBe('**************0017')
  const kept = JSON.stringify(await door.store.get('people', 'openid-clerk2'))
  expect(kept).not.toContain('110101198005010017')
  expect(codeOf(await door.call('clerk2', 'volunteers.saveProfile', profileInput({ bornOn: '2012-01-01' })))).toBe(
    'SHIFT_GUARDIAN_MISSING',
  )
})
