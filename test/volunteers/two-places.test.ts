// Nobody is in two places: neither with a code, nor on the organiser's list, nor on paper.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import { lineOf, type Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { enrol, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { codeOf, type Door, type Told, theDoor } from '../support/door'

let door: Door
let shift: string
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer')
})
afterAll(() => door.close())
beforeEach(async () => {
  await door.store.change('people', { key: 'pauthor' }, { 'volunteer.agenda': [] })
  shift = `${await published(door)}_0_0`
  ok(await signUp(door, 'author', shift))
})

const shiftOf = async (id = shift): Promise<Shift> => (await door.store.get<Shift>('shifts', id)) as Shift
const codeFor = async (direction: 'in' | 'out', now: number, id = shift): Promise<string> =>
  ok(await door.call('volunteer', 'volunteers.code', { id, direction }, now)).text
const scan = (who: string, code: string, now: number, more: object = {}): Promise<Told> =>
  door.call(who, 'volunteers.scan', { code, request: request(), ...more }, now)

test('nobody is in two places: who is asked about a moved shift and comes to both is checked in once', async () => {
  const other = `${await published(door, { times: [{ startsAt: saturdayEnd, endsAt: saturdayEnd + 2 * hourMs }] })}_0_0`
  ok(await signUp(door, 'author', other))
  const edit = {
    id: other,
    startsAt: saturday + hourMs,
    endsAt: saturdayEnd + hourMs,
    place: '3 栋门厅',
    capacity: 2,
    request: request(),
  }
  ok(await door.call('volunteer', 'volunteers.editShift', edit))
  ok(await scan('author', await codeFor('in', saturday), saturday))
  const now = saturday + hourMs
  const second = await scan('author', await codeFor('in', now, other), now)
  expect(second.error?.code).toBe('SHIFT_OVERLAP')
  const line = { id: other, lines: [lineOf(other, 'pauthor')], what: 'in', request: request() }
  expect(codeOf(await door.call('volunteer', 'volunteers.mark', line, now))).toBe('SHIFT_OVERLAP')
  expect((await shiftOf(other)).roster.pauthor).not.toHaveProperty('in')
})

test('nobody is in two places on paper either: who came to a shift that is closed by now is not written down for another', async () => {
  const other = `${await published(door, { title: '清晨交通引导' })}_0_0`
  const monday = saturdayEnd + 48 * hourMs
  const writeDown = (id: string) => {
    const asked = { id, name: '马惊蛰', bornOn: '1950-03-05', consent: 'paper', request: request() }
    return door.call('volunteer', 'volunteers.addWithoutPhone', asked, monday)
  }
  const { lines } = ok(await writeDown(shift))
  const line = lines.find(({ card }: { card?: string }) => card).line
  const came = { id: shift, lines: [line], what: 'in', at: saturday, request: request() }
  ok(await door.call('volunteer', 'volunteers.mark', came, monday))
  await door.store.change('shifts', { _id: shift }, { state: 'closed' })
  expect((await writeDown(other)).error?.code).toBe('SHIFT_OVERLAP')
})
