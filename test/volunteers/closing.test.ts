// Closing an activity is offered once no shift has hours to confirm, and the way to those hours stands in its place.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import { applyNow } from '../../cloudfunctions/api/core/matters'
import { writeOwed } from '../../cloudfunctions/api/modules/volunteers/records'
import { lineOf } from '../../cloudfunctions/api/modules/volunteers/shift'
import { act, crowd, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { codeOf, type Door, theDoor } from '../support/door'

let door: Door
let id: string
let people: string[]
beforeAll(async () => {
  door = await theDoor()
  people = await crowd(door, 2, 'closing')
})
afterAll(() => door.close())
const after = saturdayEnd + hourMs

beforeEach(async () => {
  await door.store.change('people', { _id: door.store._.in(people) }, { 'volunteer.agenda': [] })
  const posts = ['清扫', '引导'].map((name) => ({ name, places: 2 }))
  id = await published(door, { posts })
  for (const [n, one] of people.entries()) ok(await signUp(door, one, `${id}_0_${n}`))
})

const line = (n: number) => lineOf(`${id}_0_${n}`, `pclosing${n}`)
const mark = (n: number, what: string, now: number, more: object = {}) =>
  door.call(
    'volunteer',
    'volunteers.mark',
    { id: `${id}_0_${n}`, lines: [line(n)], what, request: request(), ...more },
    now,
  )
const confirm = (n: number) => {
  const asked = { id: `${id}_0_${n}`, lines: [{ line: line(n) }], request: request() }
  return door.call('clerk', 'volunteers.confirmHours', asked, after)
}
/** What the organiser is offered on the activity's page, and on the page of the hours. */
async function offered() {
  const { buttons, pages } = ok(await door.call('volunteer', 'matters.get', { id }, after))
  const { end } = ok(await door.call('volunteer', 'volunteers.shifts', { id }, after))
  return {
    closes: buttons.some(({ action }: { action: string }) => action === 'close'),
    way: pages.find(({ page }: { page: string }) => page === 'activityShifts').label,
    end: end?.action,
  }
}
async function finished() {
  for (const n of [0, 1]) ok(await mark(n, 'in', saturday))
  await door.store.change('matters', { _id: id }, { status: 'running' })
  ok(await act(door, 'volunteer', id, 'finish', {}, after))
}

test('the step is not offered while hours are open; the page of the hours has it at once, the activity with the next minute', async () => {
  await finished()
  expect(await offered()).toEqual({ closes: false, way: '去确认时长（还有 2 个班次）', end: undefined })
  ok(await confirm(0))
  await writeOwed(door.store)
  expect(await offered()).toEqual({ closes: false, way: '去确认时长（还有 1 个班次）', end: undefined })
  expect(codeOf(await act(door, 'volunteer', id, 'close', {}, after))).toBe('ACTIVITY_HOURS_OPEN')
  ok(await confirm(1))
  expect(await offered()).toMatchObject({ closes: false, end: 'close' })
  await writeOwed(door.store)
  expect(await offered()).toEqual({ closes: true, way: '班次与名单', end: 'close' })
  ok(await act(door, 'volunteer', id, 'close', {}, after))
})

test('what is kept for the page is in nobody’s way: the rule asks the shifts', async () => {
  await finished()
  for (const n of [0, 1]) ok(await confirm(n))
  expect((await offered()).closes).toBe(false)
  ok(await act(door, 'volunteer', id, 'close', {}, after))
})

test('counting it again, as the timer does what was cut off, makes no difference', async () => {
  await finished()
  ok(await confirm(0))
  await applyNow(id, door.store, after)
  expect(await offered()).toEqual({ closes: false, way: '去确认时长（还有 1 个班次）', end: undefined })
})

test('somebody entered from paper after the last was confirmed opens them again', async () => {
  await door.store.change('matters', { _id: id }, { status: 'running' })
  ok(await act(door, 'volunteer', id, 'finish', {}, after))
  expect(await offered()).toMatchObject({ closes: true, end: 'close' })
  ok(await mark(1, 'in', after + hourMs, { at: saturday }))
  expect((await offered()).end).toBeUndefined()
  await writeOwed(door.store)
  expect(await offered()).toEqual({ closes: false, way: '去确认时长（还有 1 个班次）', end: undefined })
})

test('whoever does not run it is offered nothing', async () => {
  await finished()
  for (const n of [0, 1]) ok(await confirm(n))
  const other = await door.call('neighbour', 'volunteers.shifts', { id }, after)
  expect([ok(other).runs, ok(other).end, other.calls <= 3]).toEqual([false, undefined, true])
})
