// The organiser's word about people on the roster: who came and left without a phone in hand, who was there after all, who did not come. After
// the end it is a make-up entry from paper, a class of its own that somebody else confirms.
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import { isHeld } from './agenda'
import { moveClaim } from './leaving'
import { shiftRunBy } from './organiser'
import { earlyMs, outLateMs } from './presence'
import { problems } from './problems'
import { lineOf, type Seat, type Seen, type Shift, type Stamp } from './shift'

export type Mark = 'in' | 'out' | 'sure' | 'absent'
type Marking = { id: string; lines: string[]; what: Mark; at?: number; request: string }

const said: Record<Mark, string> = { in: '由组织者签到', out: '由组织者签退', sure: '组织者确认在场', absent: '未到' }

/** Refuses what this mark can't say of this line. */
function check(seat: Seat, what: Mark, moment: number, shift: Shift, now: number): void {
  if (seat.confirmed) refuse(problems.CHECK_DONE)
  if (what === 'out' && !seat.in) refuse(problems.CHECK_IN_FIRST)
  if (what === 'out' && seat.in && moment < seat.in.at)
    refuse(problems.CHECK_OUT_FIRST, { fields: { at: problems.CHECK_OUT_FIRST.message } })
  if (what === 'sure' && !seat.in) refuse(problems.CHECK_IN_FIRST)
  if ((what === 'in' || what === 'out') && seat[what]?.sure) refuse(problems.CHECK_DONE)
  if (what === 'absent' && seat.in) refuse(problems.SHIFT_AFTER_CHECK_IN)
  if (what === 'absent' && now < shift.startsAt) refuse(problems.CHECK_TOO_EARLY)
  if (!isHeld(seat) && seat.state !== 'absent') refuse(problems.SHIFT_NOT_ON_ROSTER)
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
  if ((what === 'in' || what === 'out') && (moment < shift.startsAt - earlyMs || moment > last || moment > now))
    return refuse(problems.CHECK_TOO_LATE, { fields: { at: problems.CHECK_TOO_LATE.message } })
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
    check(seat, what, moment, shift, now)
    // Whoever waits and stands there takes a place that is free; whoever was asked or offered one has answered by coming.
    if (seat.state === 'waiting') {
      if (what !== 'in') return refuse(problems.SHIFT_STILL_WAITING)
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
  if (shift.taken + count.taken > shift.capacity) return refuse(problems.SHIFT_FULL)
  if (count.taken) Object.assign(where, { capacity: shift.capacity, taken: _.lte(shift.capacity - count.taken) })
  for (const [field, by] of Object.entries(count)) if (by) update[field] = _.inc(by)
  if (called.length) update.queue = _.pull({ person: _.in(called) })
  if ((await store.change('shifts', where, update)) !== 1) return refuse(coreProblems.STATE_CHANGED)
  return { ...shift, taken: shift.taken + count.taken, waiting: shift.waiting + count.waiting, roster }
}
