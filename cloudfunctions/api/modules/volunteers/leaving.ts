// Leaving a shift, and who takes the place: the one who waits longest, in the same write, with a time to confirm. An offer is never an order.
import { dayMs, hourMs, minuteMs, sayTime } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { PersonKey } from '../../core/roles'
import type { Store, Where } from '../../core/store'
import { overlaps, type Volunteer } from './pass'
import { problems } from './problems'
import type { Seat, SeatState, Shift } from './shift'
import { forgetFull, isHeld, release, type ShiftForOne, shiftFor } from './sign-up'

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
  const where = { 'queue.0.person': head.person, taken: shift.taken }
  if (shift.taken - freed + head.size > shift.capacity) return { where, update: {}, size: 0 }
  const until = offerUntil(shift.startsAt, now)
  const line = `roster.${head.person}`
  const text = `候补到了名额，请在${sayTime(until, now)}前确认：${shift.title}（${shift.post}）`
  return {
    where,
    size: head.size,
    update: {
      queue: _.shift(),
      waiting: _.inc(-1),
      [`${line}.state`]: 'offered',
      [`${line}.until`]: until,
      [`${line}.log`]: _.push([{ at: now, by: 'system', what: '候补到名额' }]),
      unsent: _.push([{ n: now, to: [`person:${head.person}`], text }]),
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
    ...(hadPlace ? { taken: _.inc(next.size - seat.size) } : { waiting: _.inc(-1), queue: _.pull({ person }) }),
    ...(offered && { offered: _.inc(offered) }),
  }
  const where = { _id: shift._id, [`${line}.state`]: seat.state, [`${line}.in`]: _.exists(false), ...next.where }
  forgetFull()
  return (await store.change('shifts', where, update)) === 1
}

const noticeMs = dayMs

/** Withdrawing: with a day's notice or, marked as short, without; never after checking in. */
export async function leave(id: string, request: string, ctx: Ctx): Promise<Seat> {
  const { store, now } = ctx
  const { key } = await ctx.member()
  for (let attempt = 0; attempt < 6; attempt++) {
    const shift = await shiftFor(id, key, store)
    const seat = shift.roster?.[key] ?? refuse(problems.SHIFT_NOT_JOINED)
    if (seat.state === 'left' && seat.log.some((event) => event.request === request)) {
      // The answer was lost, and with it perhaps the giving back of the time.
      await release(ctx.openid, id, store)
      return seat
    }
    if (!isHeld(seat)) return refuse(problems.SHIFT_NOT_JOINED)
    if (seat.in) return refuse(problems.SHIFT_AFTER_CHECK_IN)
    if (shift.startsAt <= now) return refuse(problems.SHIFT_PAST)
    const short = seat.state === 'joined' && shift.startsAt - now < noticeMs
    const to = { state: 'left' as const, by: key, what: short ? '临时退出' : '退出', request, short }
    if (!(await moveOut(shift, key, seat, to, now, store))) continue
    await release(ctx.openid, id, store)
    // Whoever is offered the place hears of it from the timer, within a minute.
    return { ...seat, state: 'left', short }
  }
  return refuse(coreProblems.STATE_CHANGED)
}

/** Saying yes to an offered place, or staying after a change of time or place. */
export async function confirmSeat(id: string, request: string, ctx: Ctx): Promise<Seat> {
  const { store, now } = ctx
  const { _ } = store
  const person = (await ctx.member()) as Volunteer
  const shift = await shiftFor(id, person.key, store)
  const seat = shift.roster?.[person.key] ?? refuse(problems.SHIFT_NOT_JOINED)
  if (seat.state === 'joined') return seat
  if (seat.state === 'expired' || (seat.until !== undefined && seat.state === 'offered' && seat.until < now))
    return refuse(problems.SHIFT_NO_OFFER)
  if (seat.state !== 'offered' && seat.state !== 'choosing') return refuse(problems.SHIFT_NOT_JOINED)
  if (shift.state !== 'open') return refuse(problems.SHIFT_CLOSED)
  if (seat.state === 'choosing') await moveClaim(person, shift, ctx)
  const line = `roster.${person.key}`
  const update = {
    [`${line}.state`]: 'joined',
    [`${line}.until`]: _.remove(),
    [`${line}.log`]: _.push([{ at: now, by: person.key, what: '确认参加', request }]),
    ...(seat.state === 'offered' && { offered: _.inc(-1) }),
  }
  const won = await store.change('shifts', { _id: id, [`${line}.state`]: seat.state }, update)
  return won === 1 ? { ...seat, state: 'joined', until: undefined } : refuse(coreProblems.STATE_CHANGED)
}

/** The new time must be free too. */
async function moveClaim(person: Volunteer, shift: ShiftForOne, { store }: Ctx): Promise<void> {
  const pass = person.volunteer ?? refuse(problems.PROFILE_MISSING)
  const others = pass.agenda.filter((held) => held.shift !== shift._id)
  const other = others.find((held) => overlaps(held, shift))
  if (other) refuse(problems.SHIFT_OVERLAP, { detail: `${problems.SHIFT_OVERLAP.message}：${other.title}` })
  const held = { shift: shift._id, title: shift.title, startsAt: shift.startsAt, endsAt: shift.endsAt }
  const where = { _id: person._id, 'volunteer.version': pass.version }
  const change = { 'volunteer.agenda': store._.set([...others, held]), 'volunteer.version': store._.inc(1) }
  if ((await store.change('people', where, change)) !== 1) refuse(coreProblems.STATE_CHANGED)
}

/** The timer's part: offers nobody answered go to the next, and a free place never waits beside somebody who waits. */
export async function passOffers(store: Store, now: number): Promise<number> {
  const { _ } = store
  const order = [['startsAt', 'asc']] as const
  const [offered, waiting] = await Promise.all([
    store.find<Shift>('shifts', { state: 'open', offered: _.gt(0), startsAt: _.gt(now) }, { order, limit: 50 }),
    store.find<Shift>('shifts', { state: 'open', waiting: _.gt(0), startsAt: _.gt(now) }, { order, limit: 50 }),
  ])
  let moved = 0
  for (const shift of offered) {
    const over = Object.entries(shift.roster).find(([, { state, until = 0 }]) => state === 'offered' && until < now)
    if (!over) continue
    const [person, seat] = over
    if (await moveOut(shift, person, seat, { state: 'expired', by: 'system', what: '逾期未确认' }, now, store)) moved++
  }
  for (const shift of waiting) {
    const next = promotion(shift, 0, now, store)
    if (!next.size) continue
    const update = { ...next.update, taken: _.inc(next.size), offered: _.inc(1) }
    moved += await store.change('shifts', { _id: shift._id, state: 'open', ...next.where }, update)
  }
  return moved
}
