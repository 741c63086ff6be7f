// Being there: scanning in and out, and what the organiser enters for somebody without a phone. A live code is proof; a printed one, or one
// sent later because the network was away, waits for the organiser, who sees the roster.
import { ancestorAt } from '../../core/areas'
import { hourMs, minuteMs } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { Person } from '../../core/person'
import { type Actor, holds } from '../../core/roles'
import { isHeld } from './agenda'
import { judge, readCode } from './code'
import { problems } from './problems'
import { lineOf, type Seat, type Seen, type Shift, type Stamp } from './shift'
import { signUp } from './sign-up'

const earlyMs = 30 * minuteMs
const outLateMs = hourMs
/** A scan kept on a phone is taken for two days. */
const laterMs = 48 * hourMs

/** Who runs a shift: its author, the staff of its body, and the community's clerks and social workers. */
export const runs = (actor: Actor, shift: Pick<Shift, 'author' | 'lead' | 'area'>): boolean =>
  actor.key === shift.author ||
  actor.bodies.includes(shift.lead) ||
  (['clerk', 'socialWorker'] as const).some((role) => holds(actor, role, { ...shift, assists: [] }))

/** The shift as its organiser sees it; 未找到 for a stranger. */
export async function shiftRunBy(id: string, ctx: Ctx): Promise<{ shift: Shift; actor: Actor; me: Person }> {
  const [me, found] = await Promise.all([ctx.member(), ctx.store.get<Shift>('shifts', id)])
  const shift = found ?? refuse(problems.SHIFT_MISSING)
  if (!runs(me.actor, shift)) return refuse(problems.SHIFT_NOT_YOURS)
  return { shift, actor: me.actor, me }
}

type Scan = { code: string; request: string; later: boolean; walkIn: boolean }
type ForScan = Pick<Shift, '_id' | 'secret' | 'state' | 'startsAt' | 'endsAt' | 'title' | 'post'> & {
  roster?: Record<string, Seat>
}

export async function scan({ code, request, later, walkIn }: Scan, ctx: Ctx) {
  const { store, now } = ctx
  const { _ } = store
  const read = readCode(code) ?? refuse(problems.CODE_FORGED, { fields: { code: problems.CODE_FORGED.message } })
  const { key } = await ctx.member()
  const fields = {
    secret: true,
    state: true,
    startsAt: true,
    endsAt: true,
    title: true,
    post: true,
    [`roster.${key}`]: true,
  }
  const shift = (await store.get<ForScan>('shifts', read.shift, fields)) ?? refuse(problems.CODE_FORGED)
  const judged = judge(read, shift.secret, now)
  if (!judged.ok) return refuse(judged.problem)
  if (judged.how === 'old' && (!later || now - judged.at > laterMs)) return refuse(problems.CODE_OLD)
  const seat = shift.roster?.[key]
  if (walkIn && judged.how === 'live' && read.direction === 'in' && !(seat && isHeld(seat))) {
    if (now < shift.startsAt - earlyMs) return refuse(problems.CHECK_TOO_EARLY)
    // The risk notice hangs where the code is shown, and the scan accepts it.
    const stamp: Stamp = { at: now, how: 'code', sure: true }
    const taken = await signUp({ id: shift._id, request, with: [], accepts: true, walkIn: stamp }, ctx)
    return { shift, seat: taken, direction: read.direction }
  }
  if (!seat || !isHeld(seat) || seat.state === 'waiting') return refuse(problems.SHIFT_NOT_JOINED)
  if (shift.state === 'cancelled') return refuse(problems.SHIFT_CLOSED)
  const done = seat[read.direction]
  if (done) {
    // The same scan again is answered as before; another one changes nothing.
    if (seat.log.some((event) => event.request === request)) return { shift, seat, direction: read.direction }
    return refuse(problems.CHECK_DONE)
  }
  const { at } = judged
  if (at < shift.startsAt - earlyMs) return refuse(problems.CHECK_TOO_EARLY)
  if (at > shift.endsAt + (read.direction === 'out' ? outLateMs : 0)) return refuse(problems.CHECK_TOO_LATE)
  if (read.direction === 'out' && !seat.in) return refuse(problems.CHECK_IN_FIRST)
  const how: Seen = judged.how === 'live' ? 'code' : judged.how === 'printed' ? 'printed' : 'later'
  const stamp: Stamp = { at, how, sure: how === 'code' }
  const line = `roster.${key}`
  const what = read.direction === 'in' ? '签到' : '签退'
  const won = await store.change(
    'shifts',
    { _id: shift._id, [`${line}.${read.direction}`]: _.exists(false), [`${line}.state`]: seat.state },
    {
      [`${line}.${read.direction}`]: _.set(stamp),
      // Who came has answered the question whether they stay.
      [`${line}.state`]: 'joined',
      ...(seat.state === 'offered' && { offered: _.inc(-1) }),
      [`${line}.log`]: _.push([{ at: now, by: key, what: stamp.sure ? what : `${what}（待确认）`, request }]),
    },
  )
  if (won !== 1) {
    const again = await store.get<ForScan>('shifts', read.shift, fields)
    const now2 = again?.roster?.[key]
    if (again && now2?.log.some((event) => event.request === request))
      return { shift: again, seat: now2, direction: read.direction }
    return refuse(coreProblems.STATE_CHANGED)
  }
  return { shift, seat: { ...seat, [read.direction]: stamp }, direction: read.direction }
}

export type Mark = 'in' | 'out' | 'sure' | 'absent'

/** The organiser's word about several people at once; after the end it is a make-up entry, a class of its own. */
export async function mark(
  { id, lines, what, at, request }: { id: string; lines: string[]; what: Mark; at?: number; request: string },
  ctx: Ctx,
): Promise<Shift> {
  const { shift, actor } = await shiftRunBy(id, ctx)
  const { _ } = ctx.store
  const people = Object.keys(shift.roster).filter((key) => lines.includes(lineOf(id, key)))
  if (people.length !== new Set(lines).size) return refuse(problems.SHIFT_NOT_ON_ROSTER)
  const moment = at ?? ctx.now
  if (ctx.now < shift.startsAt - earlyMs) return refuse(problems.CHECK_TOO_EARLY)
  if (moment < shift.startsAt - earlyMs || moment > shift.endsAt + outLateMs || moment > ctx.now)
    return refuse(problems.CHECK_TOO_LATE, { fields: { at: problems.CHECK_TOO_LATE.message } })
  const how: Seen = ctx.now > shift.endsAt + outLateMs ? 'makeUp' : 'organiser'
  const stamp: Stamp = { at: moment, how, by: actor.key, sure: true }
  const roster = { ...shift.roster }
  const where: Record<string, unknown> = { _id: id }
  const update: Record<string, unknown> = {}
  for (const key of people) {
    const seat = roster[key] as Seat
    if (seat.log.some((event) => event.request === request)) continue
    if (seat.confirmed) return refuse(problems.CHECK_DONE)
    if (what === 'out' && !seat.in) return refuse(problems.CHECK_IN_FIRST)
    if ((what === 'in' || what === 'out') && seat[what]?.sure) return refuse(problems.CHECK_DONE)
    if (what === 'absent' && seat.in) return refuse(problems.SHIFT_AFTER_CHECK_IN)
    if (what === 'absent' && ctx.now < shift.startsAt) return refuse(problems.CHECK_TOO_EARLY)
    if (!isHeld(seat) && seat.state !== 'absent') return refuse(problems.SHIFT_NOT_ON_ROSTER)
    const next: Seat = { ...seat, state: what === 'absent' ? 'absent' : 'joined' }
    if (what === 'in' || what === 'out') next[what] = stamp
    if (what === 'sure') {
      if (next.in) next.in = { ...next.in, sure: true, by: actor.key }
      if (next.out) next.out = { ...next.out, sure: true, by: actor.key }
    }
    const said = { in: '由组织者签到', out: '由组织者签退', sure: '组织者确认在场', absent: '未到' }[what]
    next.log = [...seat.log, { at: ctx.now, by: actor.key, what: said, request }]
    roster[key] = next
    // Only the lines concerned are written, each if it is as it was read: other people's scans go on meanwhile.
    where[`roster.${key}.log`] = _.size(seat.log.length)
    update[`roster.${key}`] = _.set(next)
  }
  if (!Object.keys(update).length) return shift
  if ((await ctx.store.change('shifts', where, update)) !== 1) return refuse(coreProblems.STATE_CHANGED)
  return { ...shift, roster }
}

export const homeOf = (building: string | undefined): string => (building && ancestorAt(building, 'community')) ?? ''
