// Signing up for a shift, for oneself or for somebody who is helped. The place is won by one conditional write on the shift; the person's
// agenda is claimed first. Four SDK calls for oneself: person, shift, agenda, place.
import { ancestorAt } from '../../core/areas'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, type Problem, Refusal, refuse } from '../../core/errors'
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'
import { agendaMax, claim, isHeld, refuseOverlap, release, stands } from './agenda'
import { markOf, rememberFull, sawRoom } from './full'
import { companionsMax, groupProblem, mostFor } from './groups'
import { overlaps, type Pass, unfit, type Volunteer } from './pass'
import { problems } from './problems'
import type { Seat, SeatEvent, Shift, Stamp } from './shift'
import { isFor } from './training'

/** What a decision about one person needs; the rest of the roster and the queue stay in the database. */
const decided = [
  'activity',
  'area',
  'author',
  'lead',
  'reach',
  'title',
  'post',
  'risk',
  'notice',
  'insuredUntil',
  'skills',
  'ageMin',
  'training',
  'rescue',
  'gives',
  'startsAt',
  'endsAt',
  'capacity',
  'taken',
  'waiting',
  'waitingMax',
  'offered',
  'state',
] as const
export type ShiftForOne = Pick<Shift, '_id' | (typeof decided)[number]> & { roster?: Record<PersonKey, Seat> }
export const decidedFields = Object.fromEntries(decided.map((field) => [field, true]))
const readFor = async <S>(id: string, person: PersonKey, store: Store, more: Partial<Record<keyof Shift, true>> = {}) =>
  (await store.get<S>('shifts', id, { ...decidedFields, [`roster.${person}`]: true, ...more })) ??
  refuse(problems.SHIFT_MISSING)

export const shiftFor = (id: string, person: PersonKey, store: Store): Promise<ShiftForOne> =>
  readFor<ShiftForOne>(id, person, store)
/** With who waits, for whoever makes a place free. */
export const shiftAndQueue = (id: string, person: PersonKey, store: Store) =>
  readFor<ShiftForOne & Pick<Shift, 'queue'>>(id, person, store, { queue: true })

export type SignUp = {
  id: string
  request: string
  with: string[]
  accepts: boolean
  /** Who came without having signed up has a live code in hand, and a place when one is free. */
  walkIn?: Stamp
}

/** Whose place it is. Read anew for every attempt; the first may bring the shift it has already read. */
export type Whom = {
  load: (attempt: number) => Promise<Volunteer | undefined>
  shift?: ShiftForOne
  /** 代办: who acts for them, and what the log says of it. */
  helper?: { key: PersonKey; said: string }
  /** Written down by whoever runs the shift: on the day as well, and from paper afterwards. */
  byOrganiser?: true
}

const myself = (ctx: Ctx): Whom => ({
  load: async (attempt) => (attempt === 0 ? await ctx.member() : ctx.store.get<Volunteer>('people', ctx.openid)),
})

/** Whether the call of a shift reaches where this person lives. */
export function hears(
  { building, street }: Pick<Volunteer, 'building' | 'street'>,
  shift: Pick<Shift, 'reach'>,
): boolean {
  const home = building ?? street ?? ''
  return shift.reach.some((area) => home === area || home.startsWith(`${area}/`))
}

/** What is filled in beside the button; the rest is in one's profile, which who is helped may not have. */
const ownFields = new Map<Problem, string>([[problems.SHIFT_COMPANION_MISSING, 'with']])
const helperFields = new Map<Problem, string>([
  ...ownFields,
  [problems.SHIFT_GUARDIAN_MISSING, 'guardian'],
  [problems.SHIFT_AGE_UNKNOWN, 'bornOn'],
])

/** The first part that stands in the way of this person and this shift, before any place is counted. */
function check(shift: ShiftForOne, pass: Pass, person: Volunteer, asked: SignUp, whom: Whom, now: number): void {
  if (shift.state !== 'open') refuse(problems.SHIFT_CLOSED)
  if (!whom.byOrganiser && (asked.walkIn ? shift.endsAt : shift.startsAt) <= now) refuse(problems.SHIFT_PAST)
  if (!hears(person, shift)) refuse(problems.SHIFT_UNREACHED)
  const problem = unfit(pass, shift, asked.with)
  const field = problem && (whom.helper ? helperFields : ownFields).get(problem)
  if (problem) refuse(problem, field ? { fields: { [field]: problem.message } } : {})
  if (!isFor(shift.gives, person.grants, now)) refuse(problems.SHIFT_PROGRAMME)
  if (shift.notice && !asked.accepts)
    refuse(problems.SHIFT_RISK_UNREAD, { fields: { accepts: problems.SHIFT_RISK_UNREAD.message } })
}

/** A family, or a group that somebody brings. The street is asked only for more than a family. */
async function checkGroup(shift: ShiftForOne, person: Volunteer, { with: companions }: SignUp, { store, now }: Ctx) {
  const street = companions.length > companionsMax && person.street ? await store.street(person.street, now) : undefined
  const problem = groupProblem(shift, companions, mostFor(person.grants, street, now))
  if (problem) refuse(problem, { fields: { with: problem.message } })
}

/** The write that wins a place, or one in the waiting list; undefined: neither is left. */
function placeFor(shift: ShiftForOne, { key, _id }: Volunteer, seat: Omit<Seat, 'state'>, { store, now }: Ctx) {
  const { _ } = store
  // Once it has begun nobody waits at the door: who stands there has a free place, and the organiser may raise the number.
  const begun = shift.startsAt <= now
  const line = `roster.${key}`
  const base = { _id: shift._id, state: 'open', [`${line}.state`]: _.nin(['joined', 'waiting', 'offered', 'choosing']) }
  const people = { people: _.addToSet(key), marks: _.addToSet(markOf(shift._id, _id)), homes: _.addToSet(seat.home) }
  if ((begun || shift.waiting === 0) && shift.taken + seat.size <= shift.capacity)
    return {
      where: {
        ...base,
        ...(!begun && { waiting: 0 }),
        capacity: shift.capacity,
        taken: _.lte(shift.capacity - seat.size),
      },
      update: {
        taken: _.inc(seat.size),
        [line]: _.set({ ...seat, state: 'joined' }),
        ...people,
        ...(seat.in && { toConfirm: _.inc(1) }),
      },
      state: 'joined' as const,
    }
  if (!begun && shift.waiting < shift.waitingMax)
    return {
      // A place that became free since the shift was read is won, not waited for.
      where: {
        ...base,
        waiting: shift.waiting === 0 ? 0 : _.and([_.gt(0), _.lt(shift.waitingMax)]),
        ...(shift.waiting === 0 && { taken: _.gt(shift.capacity - seat.size) }),
      },
      update: {
        waiting: _.inc(1),
        queue: _.push([{ person: key, size: seat.size, ...(seat.helper && { helper: seat.helper }) }]),
        [line]: _.set({ ...seat, state: 'waiting' }),
        ...people,
      },
      state: 'waiting' as const,
    }
  return undefined
}

/** `won`: by this very call; otherwise the place was theirs already. */
export type Placed = { key: PersonKey; seat: Seat; won: boolean }

export async function takePlace(asked: SignUp, whom: Whom, ctx: Ctx): Promise<Placed> {
  let claimed: PersonKey | undefined
  try {
    return await tryPlace(asked, whom, ctx, (key) => {
      claimed = key
    })
  } catch (error) {
    // Who was refused after all keeps no time; after a defect the place may have been won, and its claim stays.
    if (claimed && error instanceof Refusal) await release(claimed, asked.id, ctx.store)
    throw error
  }
}

async function tryPlace(asked: SignUp, whom: Whom, ctx: Ctx, claims: (key: PersonKey) => void): Promise<Placed> {
  const { id, walkIn } = asked
  const { store, now } = ctx
  /** Kept while only the place was lost to somebody else; read anew when the agenda has changed. */
  let known: Volunteer | undefined
  let claimed = false
  for (let attempt = 0; attempt < 6; attempt++) {
    const person: Volunteer = known ?? (await whom.load(attempt)) ?? refuse(coreProblems.NOT_REGISTERED)
    known = undefined
    const pass = person.volunteer ?? refuse(problems.PROFILE_MISSING)
    const { key } = person
    const shift = (attempt === 0 && whom.shift) || (await shiftFor(id, key, store))
    const mine = shift.roster?.[key]
    // Sent twice: answered as the first time. A place in what is over is no answer to somebody who asks anew.
    const again = mine?.log.some((event) => event.request === asked.request)
    if (mine && isHeld(mine) && (again || shift.state === 'open')) return { key, seat: mine, won: false }
    check(shift, pass, person, asked, whom, now)
    await checkGroup(shift, person, asked, ctx)
    const seat = { ...seatOf(person, asked, whom, now, mine?.log), ...(walkIn && { walkIn: true, in: walkIn }) }
    const place = placeFor(shift, person, seat, ctx)
    if (!place) return rememberFull(id, store, now)
    sawRoom(id)
    if (walkIn && place.state === 'waiting') return refuse(problems.SHIFT_FULL)
    const held = pass.agenda.find(({ shift: other }) => other === id)
    if (!held && !claimed) {
      const other = pass.agenda.find((one) => overlaps(one, shift))
      if (other) {
        if (await stands(other, key, ctx)) return refuseOverlap(other, now)
        await release(key, other.shift, store)
        continue
      }
      if (pass.agenda.filter(({ endsAt }) => endsAt > now).length >= agendaMax) return refuse(problems.SHIFT_TOO_MANY)
      const mark = { shift: id, title: shift.title, startsAt: shift.startsAt, endsAt: shift.endsAt }
      if (!(await claim(person, pass, mark, ctx))) continue
      claims(key)
      claimed = true
    }
    if ((await store.change('shifts', place.where, place.update)) === 1)
      return { key, seat: { ...seat, state: place.state }, won: true }
    known = person
  }
  return refuse(coreProblems.STATE_CHANGED)
}

/** `shift`: as it has just been read. */
export const signUp = async (asked: SignUp, ctx: Ctx, shift?: ShiftForOne): Promise<Seat> =>
  (await takePlace(asked, { ...myself(ctx), ...(shift && { shift }) }, ctx)).seat

/** Coming back continues one's own log; the last forty lines of it are kept. */
const seatOf = (
  person: Volunteer,
  { with: others, request }: SignUp,
  { helper }: Whom,
  now: number,
  log: SeatEvent[] = [],
): Omit<Seat, 'state'> => ({
  name: person.name,
  home: (person.building && ancestorAt(person.building, 'community')) ?? person.street ?? '',
  size: 1 + others.length,
  with: others,
  at: now,
  ...(helper && { helper: helper.key }),
  ...(person.noPhone && { card: person.code ?? '' }),
  log: [...log.slice(-39), { at: now, by: helper?.key ?? person.key, what: helper?.said ?? '报名', request }],
})
