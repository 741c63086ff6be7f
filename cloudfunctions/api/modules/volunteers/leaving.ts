// Leaving a shift, and who takes the place: the one who waits longest, in the same write, with a time to confirm. An offer is never an order.
import { dayMs, hourMs, minuteMs, sayTime } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { Tell } from '../../core/matter'
import type { PersonKey } from '../../core/roles'
import type { Store, Where } from '../../core/store'
import { isHeld, refuseOverlap, release, stands } from './agenda'
import { forgetFull } from './full'
import { overlaps, unfit, type Volunteer } from './pass'
import { problems } from './problems'
import type { Seat, SeatState, Shift } from './shift'
import { type ShiftForOne, shiftAndQueue, shiftFor } from './sign-up'

/** Until when an offered place is kept: twelve hours, but not into the last hour before the start; never less than a quarter of an hour. */
export const offerUntil = (startsAt: number, now: number): number =>
  Math.max(now + 15 * minuteMs, Math.min(now + 12 * hourMs, startsAt - hourMs))

type Places = Pick<Shift, '_id' | 'capacity' | 'taken' | 'queue' | 'title' | 'post' | 'startsAt'>

/** The part of a write that offers the next waiting person a place, given how many have become free by it. */
function promotion(
  shift: Places,
  freed: number,
  now: number,
  store: Store,
): { where: Where; update: Where; size: number } {
  const { _ } = store
  const [head] = shift.queue
  if (!head) return { where: { waiting: 0 }, update: {}, size: 0 }
  // Once it has begun nobody is called any more; whoever stands there is checked in by the organiser.
  if (shift.startsAt <= now) return { where: {}, update: {}, size: 0 }
  const where = { 'queue.0.person': head.person, taken: shift.taken }
  if (shift.taken - freed + head.size > shift.capacity) return { where, update: {}, size: 0 }
  const until = offerUntil(shift.startsAt, now)
  const line = `roster.${head.person}`
  const what = `${sayTime(until, now)}前确认：${shift.title}（${shift.post}）`
  const tells: Tell[] = [
    { n: now, to: [`person:${head.person}`], text: `候补到了名额，请在${what}` },
    ...(head.helper
      ? [{ n: now, to: [`person:${head.helper}` as const], text: `您代办的一位居民候补到名额，请联系本人，在${what}` }]
      : []),
  ]
  return {
    where,
    size: head.size,
    update: {
      queue: _.shift(),
      waiting: _.inc(-1),
      [`${line}.state`]: 'offered',
      [`${line}.until`]: until,
      offerDue: _.min(until),
      [`${line}.log`]: _.push([{ at: now, by: 'system', what: '候补到名额' }]),
      unsent: _.push(tells),
    },
  }
}

/** One write: this person out, the next one offered the place. */
export async function moveOut(
  shift: Places,
  person: PersonKey,
  seat: Pick<Seat, 'state' | 'size'>,
  to: { state: SeatState; by: PersonKey; what: string; request?: string; short?: boolean },
  now: number,
  store: Store,
): Promise<boolean> {
  const { _ } = store
  const line = `roster.${person}`
  const hadPlace = seat.state !== 'waiting'
  const next = hadPlace ? promotion(shift, seat.size, now, store) : { where: {}, update: {}, size: 0 }
  const offered = (next.size ? 1 : 0) - (seat.state === 'offered' ? 1 : 0)
  const event = { at: now, by: to.by, what: to.what, ...(to.request && { request: to.request }) }
  const update = {
    ...next.update,
    [`${line}.state`]: to.state,
    [`${line}.short`]: to.short ?? false,
    [`${line}.log`]: _.push([event]),
    people: _.pull(person),
    room: true,
    ...(hadPlace ? { taken: _.inc(next.size - seat.size) } : { waiting: _.inc(-1), queue: _.pull({ person }) }),
    ...(offered && { offered: _.inc(offered) }),
  }
  const where = { _id: shift._id, [`${line}.state`]: seat.state, [`${line}.in`]: _.exists(false), ...next.where }
  forgetFull()
  return (await store.change('shifts', where, update)) === 1
}

const noticeMs = dayMs

/** Whose place it is, who acts, and what the log says: oneself, or somebody who is helped (代办). */
export type Helped = {
  key: PersonKey
  by: PersonKey
  said: (what: string) => string
  person?: Volunteer
  /** As it was read to see who may help. */
  shift?: ShiftForOne & Pick<Shift, 'queue'>
}

const oneself = async (ctx: Ctx): Promise<Helped> => {
  const person: Volunteer = await ctx.member()
  return { key: person.key, by: person.key, said: (what) => what, person }
}

/** Withdrawing: with a day's notice or, marked as short, without; never after checking in. */
export async function leave(id: string, request: string, ctx: Ctx, helped?: Helped): Promise<Seat> {
  const { store, now } = ctx
  const { key, by, said } = helped ?? (await oneself(ctx))
  for (let attempt = 0; attempt < 6; attempt++) {
    const shift = (attempt === 0 && helped?.shift) || (await shiftAndQueue(id, key, store))
    const seat = shift.roster?.[key] ?? refuse(problems.SHIFT_NOT_JOINED)
    if (seat.state === 'left' && seat.log.some((event) => event.request === request)) {
      // Sent twice: perhaps the first time ended before the time was given back.
      await release(key, id, store)
      return seat
    }
    if (!isHeld(seat)) return refuse(problems.SHIFT_NOT_JOINED)
    if (seat.in) return refuse(problems.SHIFT_AFTER_CHECK_IN)
    if (shift.startsAt <= now) return refuse(problems.SHIFT_PAST)
    const short = seat.state === 'joined' && shift.startsAt - now < noticeMs
    const to = { state: 'left' as const, by, what: said(short ? '临时退出' : '退出'), request, short }
    if (!(await moveOut(shift, key, seat, to, now, store))) continue
    await release(key, id, store)
    // Whoever is offered the place hears of it from the timer, within a minute.
    return { ...seat, state: 'left', short }
  }
  return refuse(coreProblems.STATE_CHANGED)
}

/** Saying yes to an offered place, or staying after a change of time or place. */
export async function confirmSeat(id: string, request: string, ctx: Ctx, helped?: Helped): Promise<Seat> {
  const { store, now } = ctx
  const { _ } = store
  const who = helped ?? (await oneself(ctx))
  const { key, by, said } = who
  const shift = who.shift ?? (await shiftFor(id, key, store))
  const seat = shift.roster?.[key] ?? refuse(problems.SHIFT_NOT_JOINED)
  if (seat.state === 'joined') return seat
  if (seat.state === 'expired' || (seat.until !== undefined && seat.state === 'offered' && seat.until < now))
    return refuse(problems.SHIFT_NO_OFFER)
  if (seat.state !== 'offered' && seat.state !== 'choosing') return refuse(problems.SHIFT_NOT_JOINED)
  if (shift.state !== 'open') return refuse(problems.SHIFT_CLOSED)
  const person = who.person ?? (await store.find<Volunteer>('people', { key }, { limit: 1 }))[0]
  // At its new time the shift may lie beyond their training or insurance.
  const problem = person?.volunteer && unfit(person.volunteer, shift)
  if (problem) return refuse(problem)
  await moveClaim({ key, person }, shift, ctx)
  const line = `roster.${key}`
  const update = {
    [`${line}.state`]: 'joined',
    [`${line}.until`]: _.remove(),
    [`${line}.asks`]: _.remove(),
    [`${line}.log`]: _.push([{ at: now, by, what: said('确认参加'), request }]),
    ...(seat.state === 'offered' && { offered: _.inc(-1) }),
  }
  // What has changed since they looked is not accepted with it.
  const asked = seat.asks === undefined ? _.exists(false) : seat.asks
  const won = await store.change('shifts', { _id: id, [`${line}.state`]: seat.state, [`${line}.asks`]: asked }, update)
  if (won !== 1) return refuse(coreProblems.STATE_CHANGED)
  const { until: _until, asks: _asks, ...kept } = seat
  return { ...kept, state: 'joined' }
}

/** The claim follows a shift that was moved meanwhile: its new time must be free too. */
export async function moveClaim(
  { key, person: known }: Pick<Helped, 'key' | 'person'>,
  shift: Pick<ShiftForOne, '_id' | 'title' | 'startsAt' | 'endsAt'>,
  ctx: Ctx,
): Promise<void> {
  const { store, now } = ctx
  const person = known ?? (await store.find<Volunteer>('people', { key }, { limit: 1 }))[0]
  const pass = person?.volunteer ?? refuse(problems.PROFILE_MISSING)
  const own = pass.agenda.find((held) => held.shift === shift._id)
  if (own && own.startsAt === shift.startsAt && own.endsAt === shift.endsAt) return
  const others = pass.agenda.filter((held) => held.shift !== shift._id)
  for (const held of others.filter((one) => overlaps(one, shift))) {
    if (await stands(held, key, ctx)) refuseOverlap(held, now)
    others.splice(others.indexOf(held), 1)
  }
  const held = { shift: shift._id, title: shift.title, startsAt: shift.startsAt, endsAt: shift.endsAt, at: now }
  const where = { key, 'volunteer.version': pass.version }
  const change = { 'volunteer.agenda': store._.set([...others, held]), 'volunteer.version': store._.inc(1) }
  if ((await store.change('people', where, change)) !== 1) refuse(coreProblems.STATE_CHANGED)
}

/** Offers nobody answered go to the next; then the clock is set to the next of them, unless the roster has changed meanwhile. */
async function passOverdue(shift: Shift, now: number, store: Store): Promise<number> {
  const { _ } = store
  const offers = Object.entries(shift.roster).filter(([, { state }]) => state === 'offered')
  const over = shift.startsAt > now && offers.find(([, { until = 0 }]) => until < now)
  if (over) {
    const [person, seat] = over
    const to = { state: 'expired' as const, by: 'system', what: '逾期未确认' }
    return (await moveOut(shift, person, seat, to, now, store)) ? 1 : 0
  }
  const { _id, offerDue, offered, waiting } = shift
  const left = shift.startsAt > now ? offers.map(([, { until = 0 }]) => until) : []
  const next = left.length ? Math.min(...left) : _.remove()
  await store.change('shifts', { _id, offerDue, offered, waiting }, { offerDue: next })
  return 0
}

/** A free place never waits beside somebody who waits. */
async function fillRoom(shift: Shift, now: number, store: Store): Promise<number> {
  const { _ } = store
  const next = promotion(shift, 0, now, store)
  if (shift.state === 'open' && next.size) {
    const update = { ...next.update, taken: _.inc(next.size), offered: _.inc(1) }
    return store.change('shifts', { _id: shift._id, state: 'open', capacity: shift.capacity, ...next.where }, update)
  }
  const { _id, taken, waiting, capacity } = shift
  await store.change('shifts', { _id, taken, waiting, capacity }, { room: false })
  return 0
}

const stepsMax = 20

/** One step after another on the newest roster, as long as there is one to take. */
async function untilDone(shift: Shift, step: typeof fillRoom, now: number, store: Store): Promise<number> {
  let steps = 0
  for (let newest: Shift | undefined = shift; newest && steps < stepsMax; steps++) {
    if (!(await step(newest, now, store))) break
    newest = await store.get<Shift>('shifts', shift._id)
  }
  return steps
}

/** The timer's part, on what has become due alone: overdue offers, and places that have become free. */
export async function passOffers(store: Store, now: number): Promise<number> {
  let moved = 0
  const overdue = await store.find<Shift>(
    'shifts',
    { offerDue: store._.lt(now) },
    { order: [['offerDue', 'asc']], limit: 50 },
  )
  for (const shift of overdue) moved += await untilDone(shift, passOverdue, now, store)
  const free = await store.find<Shift>('shifts', { room: true }, { limit: 50 })
  for (const shift of free) moved += await untilDone(shift, fillRoom, now, store)
  return moved
}
