// What the organiser's pages ask of the door: drafts with their choices, lists of what one runs or looks after, the day's counts, where each
// line stands at close-out, and the shelf.
import { dayMs, hourMs, minuteMs } from '../../cloudfunctions/api/core/clock'
import { stepMs } from '../../cloudfunctions/api/modules/volunteers/code'
import { saySpan } from '../../cloudfunctions/api/modules/volunteers/hours'
import type { Item } from '../../cloudfunctions/api/modules/volunteers/points'
import {
  act,
  activityInput,
  content,
  enrol,
  freshId,
  ok,
  published,
  request,
  saturday,
  saturdayEnd,
  signUp,
} from '../support/activities'
import { at, wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { dew, plum, type Who } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer')
})
afterAll(() => door.close())
const free = () =>
  door.store.change(
    'people',
    { key: door.store._.in(['pauthor', 'pneighbour', 'pvolunteer']) },
    { 'volunteer.agenda': [] },
  )
beforeEach(free)

const drafting = (who: Who, input: object = {}) => door.call(who, 'volunteers.drafting', input)
const pagesOf = async (who: Who, id: string): Promise<string[]> =>
  ok(await door.call(who, 'matters.get', { id })).pages.map(({ page }: { page: string }) => page)

describe('a draft', () => {
  test('shows where one may organise, and what each class of risk asks for', async () => {
    const { areas, risks } = ok(await drafting('volunteer'))
    expect(areas).toEqual([{ value: plum, label: '杏花社区' }])
    expect(ok(await drafting('officer')).areas).toHaveLength(2)
    const gates = risks.map(({ value, hint, gates }: { value: string; hint: string; gates: { gate: string }[] }) => [
      value,
      hint,
      gates.length,
    ])
    expect(gates).toEqual([
      ['low', '发布须社区同意', 1],
      ['medium', '发布须社区同意', 3],
      ['high', '发布须社区同意，报街道同意', 5],
    ])
    expect(codeOf(await drafting('author'))).toBe('ACTIVITY_NOT_ORGANISER')
  })

  test('comes back whole to whoever may revise it, in two calls, and what was taken out is gone', async () => {
    const insurance = { insurer: '平安', no: 'P1', until: saturdayEnd + dayMs }
    const input = activityInput({ insurance, gives: { course: '急救', months: 12 } })
    ok(await door.call('volunteer', 'volunteers.draft', input))
    const told = await drafting('volunteer', { id: input.id })
    expect(ok(told).draft).toMatchObject({
      body: 'team',
      bodyName: '杏花志愿队',
      area: plum,
      content: { insurance, times: input.times },
    })
    expect(told.calls).toBeLessThanOrEqual(3)
    expect(codeOf(await drafting('author', { id: input.id }))).toBe('MATTER_MISSING')
    expect(codeOf(await drafting('clerk', { id: input.id }))).toBe('NOT_PERMITTED')
    expect(await pagesOf('volunteer', input.id)).toEqual(['activityDraft'])
    expect(await pagesOf('clerk', input.id)).toEqual([])
    ok(await act(door, 'volunteer', input.id, 'revise', { patch: content() }))
    const { draft } = ok(await drafting('volunteer', { id: input.id }))
    expect(Object.keys(draft.content)).not.toEqual(expect.arrayContaining(['insurance']))
    expect(draft.content.gives).toBeUndefined()
    ok(await act(door, 'volunteer', input.id, 'publish'))
    expect(codeOf(await drafting('volunteer', { id: input.id }))).toBe('APPROVAL_PENDING')
    ok(await act(door, 'clerk', input.id, 'agree'))
    expect(await pagesOf('volunteer', input.id)).toEqual(['shifts', 'activityShifts'])
    expect(await pagesOf('author', input.id)).toEqual(['shifts'])
  })

  test('keeps its button while a gate is missing, and pressing it names the gate', async () => {
    const input = activityInput({ leader: '' })
    ok(await door.call('volunteer', 'volunteers.draft', input))
    const { buttons } = ok(await door.call('volunteer', 'matters.get', { id: input.id }))
    expect(buttons.find(({ action }: { action: string }) => action === 'publish')).toMatchObject({ form: false })
    expect(codeOf(await act(door, 'volunteer', input.id, 'publish'))).toBe('ACTIVITY_LEADER_MISSING')
    const others = ok(await door.call('supervisor', 'matters.get', { id: input.id })).buttons
    expect(others.map(({ action }: { action: string }) => action)).not.toContain('publish')
  })

  test('of another kind of matter is none', async () => {
    const team = { id: freshId(), area: plum, title: '护河队', words: '清早巡河，捡拾垃圾。', name: '小满' }
    ok(await door.call('author', 'volunteers.registerTeam', team))
    expect(codeOf(await drafting('author', { id: team.id }))).toBe('MATTER_MISSING')
  })
})

describe('lists', () => {
  type Card = { id: string }
  const organised = async (who: Who, input: object) => {
    const told = await door.call(who, 'volunteers.organised', input)
    expect(told.calls).toBeLessThanOrEqual(2)
    return ok(told).cards.map(({ id }: Card) => id)
  }

  test('hold my own drafts, open and ended activities, or those of the area for who watches over it', async () => {
    const draft = activityInput()
    ok(await door.call('volunteer', 'volunteers.draft', draft))
    const open = await published(door)
    const gone = await published(door)
    ok(await act(door, 'clerk', gone, 'cancel', { note: '大雨' }))
    expect(await organised('volunteer', { section: 'drafts' })).toContain(draft.id)
    expect(await organised('volunteer', { section: 'open' })).toEqual(expect.arrayContaining([open]))
    expect(await organised('volunteer', { section: 'open' })).not.toContain(gone)
    expect(await organised('volunteer', { section: 'over' })).toContain(gone)
    expect(await organised('neighbour', { section: 'open' })).toEqual([])
    for (const who of ['clerk', 'supervisor', 'officer'] as const) {
      expect(await organised(who, { section: 'open', area: plum })).toContain(open)
      expect(await organised(who, { section: 'over', area: plum })).toContain(gone)
    }
    for (const who of ['dewClerk', 'volunteer', 'farOfficer'] as const)
      expect(codeOf(await door.call(who, 'volunteers.organised', { section: 'open', area: plum }))).toBe(
        'NOT_PERMITTED',
      )
  })

  test('say when an open activity begins, and call nothing due', async () => {
    const id = await published(door)
    const { cards } = ok(await door.call('clerk', 'volunteers.organised', { section: 'open', area: plum }))
    const card = cards.find((one: Card) => one.id === id)
    expect([card.next, card.due]).toEqual(['志愿者正在报名，3月7日开始', undefined])
  })

  test('lead on to the pages that a person’s posts open', async () => {
    const ways = async (who: Who) =>
      ok(await door.call(who, 'volunteers.organised', { section: 'open' })).ways.map(
        ({ page }: { page: string }) => page,
      )
    expect(await ways('volunteer')).toEqual(['draft'])
    expect(await ways('clerk')).toEqual(['draft', 'overview', 'trained', 'print', 'join', 'shelf'])
    expect(await ways('officer')).toEqual(['draft', 'overview', 'trained'])
    expect(await ways('supervisor')).toEqual([])
    expect(await ways('author')).toEqual([])
    expect(await ways('manager')).toEqual([])
  })

  test('are drafted in the name of a body that may call for volunteers, and of no other', async () => {
    const asked = async (who: Who, body: string, area = plum) =>
      codeOf(await door.call(who, 'volunteers.draft', activityInput({ body, area })))
    expect(await asked('cityStaff', 'city')).toBe('OK')
    expect(await asked('socialWorker', 'socialWork')).toBe('OK')
    expect(await asked('treasurer', 'charity')).toBe('OK')
    expect(await asked('manager', 'property')).toBe('ACTIVITY_NOT_ORGANISER')
    const offered = async (who: Who) => ok(await door.call(who, 'volunteers.open', { area: plum })).organises
    expect([await offered('manager'), await offered('treasurer')]).toEqual([false, true])
    // A post in the community does not lend its name to a company.
    const { bodies } = ok(await door.call('clerk', 'volunteers.bodies', { area: plum }))
    expect(bodies.map(({ value }: { value: string }) => value)).toEqual(['xh-committee'])
    expect(await asked('clerk', 'property')).toBe('ACTIVITY_BODY_UNKNOWN')
  })

  test('of shifts say whether the reader runs them, and when they are', async () => {
    const id = await published(door)
    const shifts = async (who: Who) => ok(await door.call(who, 'volunteers.shifts', { id }))
    expect(await shifts('clerk')).toMatchObject({
      title: '周末楼道清扫',
      runs: true,
      shifts: [{ time: '3月7日 周六 09:00–11:00' }],
    })
    for (const who of ['author', 'officer'] as const) expect((await shifts(who)).runs).toBe(false)
    // Whose hours wait is said to those who run it, so that close-out leads to them.
    ok(await signUp(door, 'author', `${id}_0_0`))
    const { lines } = ok(await door.call('clerk', 'volunteers.roster', { id: `${id}_0_0` }))
    const came = { id: `${id}_0_0`, lines: [lines[0].line], what: 'in', request: request() }
    ok(await door.call('clerk', 'volunteers.mark', came, saturday))
    expect((await shifts('clerk')).shifts[0].toConfirm).toBe(1)
    expect((await shifts('author')).shifts[0].toConfirm).toBeUndefined()
    expect(saySpan({ startsAt: at('2026-03-04', 22), endsAt: at('2026-03-05', 2) }, wednesday)).toBe(
      '今天 22:00–次日 02:00',
    )
  })
})

describe('on the day', () => {
  let shift: string
  beforeEach(async () => {
    shift = `${await published(door)}_0_0`
    ok(await signUp(door, 'author', shift))
  })
  const counts = async (now: number, who: Who = 'volunteer') =>
    ok(await door.call(who, 'volunteers.counts', { id: shift }, now))
  const roster = async (now: number, who: Who = 'volunteer') =>
    ok(await door.call(who, 'volunteers.roster', { id: shift }, now))
  const mark = async (what: string, now: number, who: Who = 'volunteer') => {
    const lines = (await roster(now, who)).lines.map(({ line }: { line: string }) => line)
    return door.call(who, 'volunteers.mark', { id: shift, lines, what, request: request() }, now)
  }

  test('the counts are small, and their stamp changes with the roster and only with it', async () => {
    const before = await counts(saturday)
    expect(before).toMatchObject({ taken: 1, capacity: 2, present: 0, phase: 'on' })
    expect((await counts(saturday + minuteMs)).stamp).toBe(before.stamp)
    ok(await mark('in', saturday))
    const after = await counts(saturday + minuteMs)
    expect(after).toMatchObject({ present: 1 })
    expect(after.stamp).not.toBe(before.stamp)
    expect((await roster(saturday + minuteMs)).stamp).toBe(after.stamp)
    expect(codeOf(await door.call('author', 'volunteers.counts', { id: shift }))).toBe('SHIFT_NOT_YOURS')
    const phases = [wednesday, saturday, saturdayEnd].map(async (now) => (await counts(now)).phase)
    expect(await Promise.all(phases)).toEqual(['before', 'on', 'after'])
    expect((await counts(wednesday)).says).toBe('3月7日 08:30 起可以签到')
  })

  test('one tap gives what can be so at this moment; afterwards times are entered', async () => {
    const marks = async (now: number) => (await roster(now)).lines[0].marks
    expect(await marks(wednesday)).toEqual([])
    expect(await marks(saturday - 10 * minuteMs)).toEqual(['in'])
    expect(await marks(saturday)).toEqual(['in', 'absent'])
    ok(await mark('in', saturday))
    expect(await marks(saturdayEnd + minuteMs)).toEqual(['out'])
    expect(await marks(saturdayEnd + 2 * hourMs)).toEqual([])
  })

  test('the next code is there before this one ends, with the server’s own time', async () => {
    const code = (now: number) => door.call('volunteer', 'volunteers.code', { id: shift, direction: 'in' }, now)
    const now = ok(await code(saturday + 1))
    const next = ok(await code(saturday + stepMs + 1))
    expect(now).toMatchObject({ now: saturday + 1, until: saturday + stepMs, next: { text: next.text } })
    expect(now.text).not.toBe(next.text)
  })

  test('a shift that has begun takes more people, and keeps its time and place', async () => {
    const edit = (change: object, now: number) =>
      door.call(
        'volunteer',
        'volunteers.editShift',
        {
          id: shift,
          startsAt: saturday,
          endsAt: saturdayEnd,
          place: '3 栋门厅',
          capacity: 5,
          request: request(),
          ...change,
        },
        now,
      )
    expect(ok(await edit({}, saturday + hourMs)).capacity).toBe(5)
    expect(codeOf(await edit({ place: '5 栋门厅' }, saturday + hourMs))).toBe('SHIFT_PAST')
    expect(codeOf(await edit({ capacity: 6 }, saturdayEnd))).toBe('SHIFT_PAST')
  })

  test('the roster says what this reader may do', async () => {
    const may = { call: true, help: true, print: false, edit: true, offer: true, climb: '扩大到全街道招募' }
    expect((await roster(wednesday)).may).toEqual(may)
    expect((await roster(saturday)).may).toEqual({ ...may, help: false, offer: false, climb: '' })
    // What somebody has done is printed by those who care for residents.
    expect(ok(await door.call('clerk', 'volunteers.roster', { id: shift }, saturday)).may.print).toBe(true)
    ok(await door.call('clerk', 'volunteers.climb', { id: shift, request: request() }))
    expect((await roster(wednesday)).may.climb).toBe('')
    const climb = async (who: Who) =>
      ok(await door.call(who, 'volunteers.overview', { area: '/jz/yh/xm' })).unfilled.find(
        ({ id }: { id: string }) => id === shift,
      )?.climb
    expect(await climb('officer')).toBe('扩大到全区招募')
  })

  test('who has no phone leaves or says yes through staff, before the start, and nobody else does', async () => {
    const add = { id: shift, request: request(), name: '马桂芳', consent: 'inPerson' }
    ok(await door.call('volunteer', 'volunteers.addWithoutPhone', add))
    const answers = async (now: number) => {
      const lines: { name: string; answers: string[] }[] = (await roster(now)).lines
      return Object.fromEntries(lines.map(({ name, answers }) => [name, answers]))
    }
    expect(await answers(wednesday)).toEqual({ 周小满: [], 马桂芳: ['leave'] })
    expect(await answers(saturday)).toEqual({ 周小满: [], 马桂芳: [] })
    ok(
      await door.call('volunteer', 'volunteers.editShift', {
        id: shift,
        startsAt: saturday + hourMs,
        endsAt: saturdayEnd + hourMs,
        place: '3 栋门厅',
        capacity: 4,
        request: request(),
      }),
    )
    expect(await answers(wednesday)).toEqual({ 周小满: [], 马桂芳: ['confirm', 'leave'] })
    expect(ok(await door.call('volunteer', 'volunteers.options', {})).consents).toHaveLength(3)
  })

  test('close-out knows for each reader which lines are plain, capped, unsure, one’s own, or entered by oneself', async () => {
    ok(await signUp(door, 'volunteer', shift))
    const printed = ok(await door.call('volunteer', 'volunteers.printed', { id: shift, direction: 'in' })).text
    ok(await door.call('author', 'volunteers.scan', { code: printed, request: request() }, saturday))
    const standings = async (who: Who, now = saturdayEnd + 2 * hourMs) =>
      (await roster(now, who)).lines.map(({ standing }: { standing: string }) => standing)
    expect(await standings('clerk')).toEqual(['unsure', 'none'])
    expect((await roster(saturdayEnd, 'clerk')).lines[0].why).toBe('扫的是纸质码，请先确认在场')
    const [first, second] = (await roster(saturdayEnd)).lines
    const one = (line: string, what: string, now: number, who: Who = 'clerk') =>
      door.call(
        who,
        'volunteers.mark',
        { id: shift, lines: [line], what, at: saturday + minuteMs, request: request() },
        now,
      )
    ok(await one(first.line, 'sure', saturday + 5 * minuteMs))
    expect(await standings('clerk')).toEqual(['capped', 'none'])
    expect(await standings('volunteer')).toEqual(['capped', 'own'])
    // Entered after the end from a paper sheet, by the clerk: it is another person's to confirm.
    ok(await one(second.line, 'in', saturdayEnd + 2 * hourMs))
    expect(await standings('clerk')).toEqual(['capped', 'entered'])
    expect((await roster(saturdayEnd, 'clerk')).others).toBe(
      '杏花社区居民委员会、社会工作者，或杏花志愿队的另一位工作人员',
    )
    const confirm = (who: Who, line: string) =>
      door.call(
        who,
        'volunteers.confirmHours',
        { id: shift, lines: [{ line }], request: request() },
        saturdayEnd + 2 * hourMs,
      )
    expect(codeOf(await confirm('clerk', second.line))).toBe('NOT_OWN')
    expect(codeOf(await confirm('volunteer', second.line))).toBe('HOURS_OWN')
    ok(await confirm('clerk2', second.line))
    expect(await standings('clerk')).toEqual(['capped', 'confirmed'])
  })
})

test('the shelf shows what is withdrawn to its own clerk, and residents see only what is there', async () => {
  const item = { id: freshId(), area: plum, title: '理发一次', kind: 'service', price: 10, stock: 3 }
  ok(await door.call('clerk', 'volunteers.saveItem', item))
  ok(await door.call('clerk', 'volunteers.saveItem', { ...item, was: 3, open: false }))
  const shelf = await door.call('clerk2', 'volunteers.shelf', { area: plum })
  expect(ok(shelf).items).toMatchObject([{ id: item.id, open: false, stock: 3 }])
  expect(shelf.calls).toBeLessThanOrEqual(2)
  expect(ok(await door.call('author', 'volunteers.items', { area: plum })).items).toEqual([])
  expect(codeOf(await door.call('dewClerk', 'volunteers.shelf', { area: plum }))).toBe('NOT_PERMITTED')
  expect(codeOf(await door.call('clerk', 'volunteers.shelf', { area: dew }))).toBe('NOT_PERMITTED')
})

test('a shelf that is put in order writes over nothing that was bought meanwhile, and a new item nothing that is there', async () => {
  const item = { id: freshId(), area: plum, title: '磨刀一次', kind: 'service', price: 10, stock: 3 }
  const save = (change: object, who: Who = 'clerk') => door.call(who, 'volunteers.saveItem', { ...item, ...change })
  const stock = async () => (await door.store.get<Item>('pointItems', item.id))?.stock
  ok(await save({}))
  ok(await save({}))
  await door.store.change('pointItems', { _id: item.id }, { stock: 2 })
  expect((await save({ was: 3, stock: 10 })).error).toMatchObject({
    code: 'POINTS_STOCK',
    fields: { stock: '现在还有 2 份，请核对后再保存' },
  })
  expect(codeOf(await save({}))).toBe('POINTS_STOCK')
  expect(await stock()).toBe(2)
  const told = await Promise.all([save({ was: 2, stock: 10 }), save({ was: 2, stock: 5 }, 'clerk2')])
  expect(told.map(codeOf).sort()).toEqual(['OK', 'POINTS_STOCK'])
  const kept = await stock()
  const again = await save({ was: 2, stock: kept })
  expect([codeOf(again), await stock()]).toEqual(['OK', kept])
  expect(again.calls).toBeLessThanOrEqual(4)
  expect(codeOf(await save({ id: freshId(), was: 2 }))).toBe('POINTS_ITEM')
})
