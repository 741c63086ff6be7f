// Signing up for a shift, and leaving it. The place is won by one conditional write on the shift; the person's agenda is claimed first, so
// that nobody holds two places at once. Four SDK calls: person, shift, agenda, place. A full shift is answered from memory for a second.
import { ancestorAt } from '../../core/areas'
import { dayMs, sayTime } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'
import { agendaMax, type Held, overlaps, type Pass, unfit, type Volunteer } from './pass'
import { problems } from './problems'
import type { Seat, SeatEvent, Shift, Stamp } from './shift'

/** What a decision about one person needs; the rest of the roster stays in the database. */
const fieldsFor = (person: PersonKey) => ({
  activity: true,
  area: true,
  reach: true,
  title: true,
  post: true,
  risk: true,
  notice: true,
  insuredUntil: true,
  skills: true,
  ageMin: true,
  training: true,
  startsAt: true,
  endsAt: true,
  capacity: true,
  taken: true,
  waiting: true,
  waitingMax: true,
  offered: true,
  queue: true,
  state: true,
  [`roster.${person}`]: true,
})
export type ShiftForOne = Pick<
  Shift,
  | '_id'
  | 'activity'
  | 'area'
  | 'reach'
  | 'title'
  | 'post'
  | 'risk'
  | 'notice'
  | 'insuredUntil'
  | 'skills'
  | 'ageMin'
  | 'training'
  | 'startsAt'
  | 'endsAt'
  | 'capacity'
  | 'taken'
  | 'waiting'
  | 'waitingMax'
  | 'offered'
  | 'queue'
  | 'state'
> & { roster?: Record<PersonKey, Seat> }

export const shiftFor = async (id: string, person: PersonKey, store: Store): Promise<ShiftForOne> =>
  (await store.get<ShiftForOne>('shifts', id, fieldsFor(person))) ?? refuse(problems.SHIFT_MISSING)

const fullMs = 1000
const fullMax = 200
const full = new Map<string, number>()

/** For tests, which do in one moment what takes people longer. */
export const forgetFull = (): void => full.clear()

/** The cheapest answer of a rush: a shift with neither place nor wait, seen so within the last second of this instance. */
export function refuseWhenFull(id: string, now: number, held: readonly Held[]): void {
  const seen = full.get(id)
  if (seen === undefined || held.some(({ shift }) => shift === id)) return
  if (now - seen < fullMs && now >= seen) refuse(problems.SHIFT_FULL)
  // After a second one of them looks again, and the others are answered from memory meanwhile.
  full.set(id, now)
}
function rememberFull(id: string, now: number): never {
  if (full.size >= fullMax) full.clear()
  full.set(id, now)
  return refuse(problems.SHIFT_FULL)
}

export const isHeld = ({ state }: Seat): boolean => ['joined', 'waiting', 'offered', 'choosing'].includes(state)

const sayShift = ({ title, startsAt }: { title: string; startsAt: number }, now: number): string =>
  `${title}（${sayTime(startsAt, now)}）`

const refuseOverlap = (held: Held, now: number): never =>
  refuse(problems.SHIFT_OVERLAP, { detail: `${problems.SHIFT_OVERLAP.message}：${sayShift(held, now)}` })

/** Takes the time in the person's own document; false: it changed meanwhile. */
async function claim(person: Volunteer, pass: Pass, held: Held, ctx: Ctx): Promise<boolean> {
  const { _ } = ctx.store
  const agenda = [...pass.agenda.filter(({ endsAt }) => endsAt > ctx.now - dayMs), held]
  const where = { _id: person._id, 'volunteer.version': pass.version }
  const change = { 'volunteer.agenda': _.set(agenda), 'volunteer.version': _.inc(1) }
  return (await ctx.store.change('people', where, change)) === 1
}

/** Gives the time back. Left undone by a kill it costs nothing: a claim without a place is noticed when it is in the way. */
export const release = (openid: string, shift: string, store: Store): Promise<number> =>
  store.change(
    'people',
    { _id: openid },
    { 'volunteer.agenda': store._.pull({ shift }), 'volunteer.version': store._.inc(1) },
  )

export type SignUp = {
  id: string
  request: string
  with: string[]
  accepts: boolean
  /** Who came without having signed up has a live code in hand, and a place when one is free. */
  walkIn?: Stamp
}

/** Whether the call of a shift reaches where this person lives. */
export function hears(
  { building, street }: Pick<Volunteer, 'building' | 'street'>,
  shift: Pick<Shift, 'reach'>,
): boolean {
  const home = building ?? street ?? ''
  return shift.reach.some((area) => home === area || home.startsWith(`${area}/`))
}

/** The first part that stands in the way of this person and this shift, before any place is counted. */
function check(shift: ShiftForOne, pass: Pass, person: Volunteer, { accepts, walkIn }: SignUp, now: number): void {
  if (shift.state !== 'open') refuse(problems.SHIFT_CLOSED)
  if ((walkIn ? shift.endsAt : shift.startsAt) <= now) refuse(problems.SHIFT_PAST)
  if (!hears(person, shift)) refuse(problems.SHIFT_UNREACHED)
  const problem = unfit(pass, shift)
  if (problem) refuse(problem)
  if (shift.notice && !accepts)
    refuse(problems.SHIFT_RISK_UNREAD, { fields: { accepts: problems.SHIFT_RISK_UNREAD.message } })
}

/** The write that wins a place, or one in the waiting list; undefined: neither is left. */
function placeFor(shift: ShiftForOne, key: PersonKey, seat: Omit<Seat, 'state'>, store: Store) {
  const { _ } = store
  const line = `roster.${key}`
  const base = { _id: shift._id, state: 'open', [`${line}.state`]: _.nin(['joined', 'waiting', 'offered', 'choosing']) }
  const people = { people: _.addToSet(key), homes: _.addToSet(seat.home) }
  if (shift.waiting === 0 && shift.taken + seat.size <= shift.capacity)
    return {
      where: { ...base, waiting: 0, capacity: shift.capacity, taken: _.lte(shift.capacity - seat.size) },
      update: { taken: _.inc(seat.size), [line]: _.set({ ...seat, state: 'joined' }), ...people },
      state: 'joined' as const,
    }
  if (shift.waiting < shift.waitingMax)
    return {
      // A place that became free since the shift was read is won, not waited for.
      where: {
        ...base,
        waiting: shift.waiting === 0 ? 0 : _.and([_.gt(0), _.lt(shift.waitingMax)]),
        ...(shift.waiting === 0 && { taken: _.gt(shift.capacity - seat.size) }),
      },
      update: {
        waiting: _.inc(1),
        queue: _.push([{ person: key, size: seat.size }]),
        [line]: _.set({ ...seat, state: 'waiting' }),
        ...people,
      },
      state: 'waiting' as const,
    }
  return undefined
}

export async function signUp(asked: SignUp, ctx: Ctx): Promise<Seat> {
  const { id, request, with: others, walkIn } = asked
  const { store, now } = ctx
  for (let attempt = 0; attempt < 6; attempt++) {
    const member = attempt === 0 ? await ctx.member() : await store.get<Volunteer>('people', ctx.openid)
    const person = (member ?? refuse(coreProblems.NOT_REGISTERED)) as Volunteer
    const pass = person.volunteer ?? refuse(problems.PROFILE_MISSING)
    refuseWhenFull(id, now, pass.agenda)
    const shift = await shiftFor(id, person.key, store)
    const mine = shift.roster?.[person.key]
    // Sent twice: answered as the first time.
    if (mine && isHeld(mine)) return mine
    check(shift, pass, person, asked, now)
    const seat = { ...seatOf(person, others, request, now, mine?.log), ...(walkIn && { walkIn: true, in: walkIn }) }
    const place = placeFor(shift, person.key, seat, store)
    if (!place) return rememberFull(id, now)
    full.delete(id)
    // On the day nobody waits at the door; the organiser may raise the number.
    if (walkIn && place.state === 'waiting') return refuse(problems.SHIFT_FULL)
    const held = pass.agenda.find(({ shift: other }) => other === id)
    if (!held) {
      const other = pass.agenda.find((one) => overlaps(one, shift))
      if (other) {
        // A claim whose place was never won, because the process died, is nobody's: it is taken back and the sign-up goes on.
        const there = await store.get<ShiftForOne>('shifts', other.shift, fieldsFor(person.key))
        const seated = there?.state === 'open' && there.roster?.[person.key]
        if (seated && isHeld(seated)) return refuseOverlap(other, now)
        await release(ctx.openid, other.shift, store)
        continue
      }
      if (pass.agenda.filter(({ endsAt }) => endsAt > now).length >= agendaMax) return refuse(problems.SHIFT_TOO_MANY)
      const mark = { shift: id, title: shift.title, startsAt: shift.startsAt, endsAt: shift.endsAt }
      if (!(await claim(person, pass, mark, ctx))) continue
    }
    if ((await store.change('shifts', place.where, place.update)) === 1) return { ...seat, state: place.state }
  }
  return refuse(coreProblems.STATE_CHANGED)
}

/** Coming back continues one's own log; the last forty lines of it are kept. */
export const seatOf = (
  person: Volunteer,
  others: string[],
  request: string,
  now: number,
  log: SeatEvent[] = [],
): Omit<Seat, 'state'> => ({
  name: person.name,
  home: (person.building && ancestorAt(person.building, 'community')) ?? person.street ?? '',
  size: 1 + others.length,
  with: others,
  at: now,
  log: [...log.slice(-39), { at: now, by: person.key, what: '报名', request }],
})
