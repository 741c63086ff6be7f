// Being there: scanning in and out. A live code is proof; a printed one, or one sent later because the network was away, waits for the
// organiser, who sees the roster. All times are the server's: a code carries the moment at which it was shown, and no phone's clock counts.
import { hourMs } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import { isHeld } from './agenda'
import { earlyMs } from './close-out'
import { type Judged, judge, readCode } from './code'
import { moveClaim } from './leaving'
import type { Volunteer } from './pass'
import { problems } from './problems'
import type { Seat, Seen, Shift, Stamp } from './shift'
import { decidedFields, type ShiftForOne, signUp } from './sign-up'

export const outLateMs = hourMs
/** A scan kept on a phone is taken for two days. */
const laterMs = 48 * hourMs

type Scan = { code: string; request: string; later: boolean; walkIn: boolean }
const scanned = ['secret', 'state', 'startsAt', 'endsAt', 'title', 'post', 'capacity', 'taken'] as const
type ForScan = Pick<Shift, '_id' | (typeof scanned)[number]> & { roster?: Record<string, Seat> }
const scannedFields = Object.fromEntries(scanned.map((field) => [field, true]))
export type Scanned = { shift: ForScan; seat: Seat; direction: 'in' | 'out' }

/** Once it has begun, who waits and stands before a live code has a place that is free. Before, places go to those who wait in their order. */
const isCalled = (seat: Seat, { startsAt, capacity, taken }: ForScan, live: boolean, now: number): boolean =>
  seat.state === 'waiting' && live && startsAt <= now && taken + seat.size <= capacity

/** A genuine code of a shift this person is not on: perhaps the neighbouring stand's. Who stands before a live one may join on the spot. */
function refuseStranger(person: Volunteer, shift: ForScan, seat: Seat | undefined, at: number, live: boolean): never {
  if (seat?.state === 'waiting') return refuse(problems.SHIFT_STILL_WAITING)
  const elsewhere = person.volunteer?.agenda.some(
    (held) => held.shift !== shift._id && at >= held.startsAt - earlyMs && at <= held.endsAt + outLateMs,
  )
  if (elsewhere) return refuse(problems.CODE_OTHER)
  const fields = { walkIn: `${shift.title}（${shift.post}）：现场还有名额时可以直接加入` }
  return refuse(problems.SHIFT_NOT_JOINED, live && shift.state === 'open' ? { fields } : {})
}

const howOf: Record<Extract<Judged, { ok: true }>['how'], Seen> = { live: 'code', printed: 'printed', old: 'later' }

/** One use per person and direction. Three calls: person, shift, line; four to join on the spot. */
export async function scan({ code, request, later, walkIn }: Scan, ctx: Ctx): Promise<Scanned> {
  const { store, now } = ctx
  const { _ } = store
  const read = readCode(code) ?? refuse(problems.CODE_FORGED, { fields: { code: problems.CODE_FORGED.message } })
  const { direction } = read
  const person: Volunteer = await ctx.member()
  const { key } = person
  // Who joins on the spot is judged like everybody who signs up, on what is read here.
  const fields = { ...(walkIn && decidedFields), ...scannedFields, [`roster.${key}`]: true }
  const shift = (await store.get<ForScan>('shifts', read.shift, fields)) ?? refuse(problems.CODE_FORGED)
  const judged = judge(read, shift.secret, now)
  if (!judged.ok) return refuse(judged.problem)
  const seat = shift.roster?.[key]
  // The same scan again is answered as before, however old the code is by now and whatever has become of the shift.
  if (seat?.[direction] && seat.log.some((event) => event.request === request)) return { shift, seat, direction }
  if (judged.how === 'old' && (!later || now - judged.at > laterMs)) return refuse(problems.CODE_OLD)
  if (shift.state === 'cancelled') return refuse(problems.SHIFT_CLOSED)
  if (walkIn && judged.how === 'live' && direction === 'in' && !(seat && isHeld(seat))) {
    if (now < shift.startsAt - earlyMs) return refuse(problems.CHECK_TOO_EARLY)
    // The risk notice hangs where the code is shown, and the scan accepts it.
    const stamp: Stamp = { at: now, how: 'code', sure: true }
    const taken = await signUp(
      { id: shift._id, request, with: [], accepts: true, walkIn: stamp },
      ctx,
      shift as ForScan & ShiftForOne,
    )
    return { shift, seat: taken, direction }
  }
  const live = judged.how === 'live' && direction === 'in'
  const called = seat !== undefined && isCalled(seat, shift, live, now)
  const mayCome = seat && (seat.state === 'waiting' ? called : isHeld(seat) || seat.state === 'absent')
  if (!mayCome) return refuseStranger(person, shift, seat, judged.at, live)
  if (seat[direction]) return refuse(problems.CHECK_DONE)
  const { at } = judged
  if (at < shift.startsAt - earlyMs) return refuse(problems.CHECK_TOO_EARLY)
  if (at > shift.endsAt + (direction === 'out' ? outLateMs : 0)) return refuse(problems.CHECK_TOO_LATE)
  if (direction === 'out' && !seat.in) return refuse(problems.CHECK_IN_FIRST)
  // Who was asked or offered a place and comes has answered; the time must be theirs as it now stands.
  if (seat.state !== 'joined') await moveClaim({ key, person }, shift, ctx)
  const how = howOf[judged.how]
  const stamp: Stamp = { at, how, sure: how === 'code' }
  const line = `roster.${key}`
  const what = direction === 'in' ? '签到' : '签退'
  const won = await store.change(
    'shifts',
    {
      _id: shift._id,
      [`${line}.${direction}`]: _.exists(false),
      [`${line}.state`]: seat.state,
      ...(called && { capacity: shift.capacity, taken: _.lte(shift.capacity - seat.size) }),
    },
    {
      [`${line}.${direction}`]: _.set(stamp),
      [`${line}.state`]: 'joined',
      ...(direction === 'in' && { toConfirm: _.inc(1), ...(now > shift.endsAt && { owed: true }) }),
      ...(seat.state === 'offered' && { offered: _.inc(-1) }),
      ...(called && { taken: _.inc(seat.size), waiting: _.inc(-1), queue: _.pull({ person: key }) }),
      [`${line}.log`]: _.push([{ at: now, by: key, what: stamp.sure ? what : `${what}（待确认）`, request }]),
    },
  )
  if (won === 1) return { shift, seat: { ...seat, state: 'joined', [direction]: stamp }, direction }
  const again = await store.get<ForScan>('shifts', read.shift, fields)
  const line2 = again?.roster?.[key]
  if (again && line2?.log.some((event) => event.request === request)) return { shift: again, seat: line2, direction }
  return refuse(line2?.[direction] ? problems.CHECK_DONE : coreProblems.STATE_CHANGED)
}
