// The organiser's word about people on the roster: who came and left without a phone in hand, who was there after all, who did not come. After
// the end it is a make-up entry from paper, a class of its own that somebody else confirms.
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, type Problem, refuse } from '../../core/errors'
import { isHeld } from './agenda'
import { earlyMs } from './close-out'
import { moveClaim } from './leaving'
import { shiftRunBy } from './organiser'
import { outLateMs } from './presence'
import { problems } from './problems'
import { lineOf, type Seat, type Seen, type Shift, type Stamp } from './shift'

export const marks = ['in', 'out', 'sure', 'absent'] as const
export type Mark = (typeof marks)[number]
type Marking = { id: string; lines: string[]; what: Mark; at?: number; request: string }

const said: Record<Mark, string> = { in: '由组织者签到', out: '由组织者签退', sure: '组织者确认在场', absent: '未到' }

/** What is in the way of marking a line so; undefined: nothing. */
function inTheWayOf(what: Mark, seat: Seat, shift: Shift, now: number): Problem | undefined {
  if (seat.confirmed) return problems.CHECK_DONE
  if (!isHeld(seat) && seat.state !== 'absent') return problems.SHIFT_NOT_ON_ROSTER
  if (what === 'absent') {
    if (seat.in) return problems.SHIFT_AFTER_CHECK_IN
    return now < shift.startsAt ? problems.CHECK_TOO_EARLY : undefined
  }
  // Whoever waits and stands there takes a place that is free; who was there, as a paper sheet says afterwards, was there.
  if (seat.state === 'waiting') {
    if (what !== 'in') return problems.SHIFT_STILL_WAITING
    return now <= shift.endsAt && shift.taken + seat.size > shift.capacity ? problems.SHIFT_NO_ROOM : undefined
  }
  if (what !== 'in' && !seat.in) return problems.CHECK_IN_FIRST
  return what !== 'sure' && seat[what]?.sure ? problems.CHECK_DONE : undefined
}

/** The marks that one tap gives a line now, the likely one first. Who came and left earlier than that is entered with its times. */
export function marksFor(seat: Seat, shift: Shift, now: number): Mark[] {
  if (now < shift.startsAt - earlyMs || shift.state === 'cancelled') return []
  const unsure = seat.in?.sure === false || seat.out?.sure === false
  const order: Mark[] = unsure ? ['sure', 'out', 'in', 'absent'] : ['in', 'out', 'absent']
  const isOver = (what: Mark) =>
    (what === 'in' && now > shift.endsAt) || (what === 'out' && now > shift.endsAt + outLateMs)
  return order.filter((what) => !isOver(what) && inTheWayOf(what, seat, shift, now) === undefined)
}

function marked(seat: Seat, what: Mark, stamp: Stamp, by: string, now: number, request: string): Seat {
  const next: Seat = { ...seat, state: what === 'absent' ? 'absent' : 'joined' }
  if (what === 'in' || what === 'out') next[what] = stamp
  if (what === 'sure') {
    if (next.in) next.in = { ...next.in, sure: true, by }
    if (next.out) next.out = { ...next.out, sure: true, by }
  }
  return { ...next, log: [...seat.log, { at: now, by, what: said[what], request }] }
}

/** Several people at once, by one write that touches their lines only. Three calls, and two more for each whose shift was moved. */
export async function mark({ id, lines, what, at, request }: Marking, ctx: Ctx): Promise<Shift> {
  const { now, store } = ctx
  const { shift, actor } = await shiftRunBy(id, ctx)
  const { _ } = store
  const people = Object.keys(shift.roster).filter((key) => lines.includes(lineOf(id, key)))
  if (people.length !== new Set(lines).size) return refuse(problems.SHIFT_NOT_ON_ROSTER)
  if (shift.state === 'cancelled') return refuse(problems.SHIFT_CLOSED)
  const moment = at ?? now
  if (now < shift.startsAt - earlyMs) return refuse(problems.CHECK_TOO_EARLY)
  const last = shift.endsAt + (what === 'out' ? outLateMs : 0)
  if ((what === 'in' || what === 'out') && (moment < shift.startsAt - earlyMs || moment > last))
    return refuse(problems.CHECK_TOO_LATE, { fields: { at: problems.CHECK_TOO_LATE.message } })
  if (moment > now) return refuse(problems.CHECK_FUTURE, { fields: { at: problems.CHECK_FUTURE.message } })
  const how: Seen = now > shift.endsAt + outLateMs ? 'makeUp' : 'organiser'
  const stamp: Stamp = { at: moment, how, by: actor.key, sure: true }
  const roster = { ...shift.roster }
  const where: Record<string, unknown> = { _id: id }
  const update: Record<string, unknown> = {}
  const count = { taken: 0, waiting: 0, offered: 0, toConfirm: 0 }
  const called: string[] = []
  for (const key of people) {
    const seat = roster[key] as Seat
    if (seat.log.some((event) => event.request === request)) continue
    const problem = inTheWayOf(what, seat, shift, now)
    if (problem) return refuse(problem)
    if (what === 'out' && seat.in && moment < seat.in.at)
      return refuse(problems.CHECK_OUT_FIRST, { fields: { at: problems.CHECK_OUT_FIRST.message } })
    // Whoever was asked or offered a place has answered by coming.
    if (seat.state === 'waiting') {
      count.taken += seat.size
      count.waiting--
      called.push(key)
    }
    if (seat.state === 'offered') count.offered--
    if (what !== 'absent' && !['joined', 'absent'].includes(seat.state)) await moveClaim({ key }, shift, ctx)
    if (what === 'in' && !seat.in) count.toConfirm++
    const next = marked(seat, what, stamp, actor.key, now, request)
    roster[key] = next
    // Only the lines concerned are written, each if it is as it was read: other people's scans go on meanwhile.
    where[`roster.${key}.log`] = _.size(seat.log.length)
    update[`roster.${key}`] = _.set(next)
  }
  if (!Object.keys(update).length) return shift
  const over = shift.taken + count.taken - shift.capacity
  if (count.taken && over > 0) {
    if (now <= shift.endsAt) return refuse(problems.SHIFT_NO_ROOM)
    update.capacity = _.inc(over)
  }
  if (count.taken)
    Object.assign(where, {
      capacity: shift.capacity,
      taken: over > 0 ? shift.taken : _.lte(shift.capacity - count.taken),
    })
  for (const [field, by] of Object.entries(count)) if (by) update[field] = _.inc(by)
  // Entered after the end: the activity's open hours are counted anew with what is owed.
  if (count.toConfirm && now > shift.endsAt) update.owed = true
  if (called.length) update.queue = _.pull({ person: _.in(called) })
  if ((await store.change('shifts', where, update)) !== 1) return refuse(coreProblems.STATE_CHANGED)
  const capacity = shift.capacity + (count.taken ? Math.max(0, over) : 0)
  return { ...shift, capacity, taken: shift.taken + count.taken, waiting: shift.waiting + count.waiting, roster }
}
