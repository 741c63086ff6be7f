// What an organiser may change in a shift that is open: time, place and places. Those concerned are told and choose whether they stay; nobody
// is moved. The activity's own clock follows a new time.
import { sayFully } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { Tell } from '../../core/matter'
import { act } from '../../core/matters'
import type { Token } from '../../core/roles'
import { type Gate, risks } from './classes'
import { forgetFull } from './full'
import { shiftRunBy } from './organiser'
import { problems } from './problems'
import type { Seat, Shift } from './shift'

export type ShiftEdit = {
  id: string
  startsAt: number
  endsAt: number
  place: string
  capacity: number
  request: string
}

const held = ['joined', 'offered'] as const
const asksInsurance = ({ risk }: Shift): boolean => (risks[risk].gates as readonly Gate[]).includes('insurance')

/** One write. A new time or place asks everybody with a place whether they stay; a new time is in the activity's log first. */
export async function editShift(edit: ShiftEdit, ctx: Ctx): Promise<Shift> {
  const { shift, actor } = await shiftRunBy(edit.id, ctx)
  if (shift.log.some(({ request }) => request === edit.request)) return shift
  if (shift.state !== 'open') return refuse(problems.SHIFT_CLOSED)
  const moved = edit.startsAt !== shift.startsAt || edit.endsAt !== shift.endsAt || edit.place !== shift.place
  // Once it has begun only the number may still change: who comes without having signed up needs a place.
  if (moved && (shift.startsAt <= ctx.now || edit.startsAt <= ctx.now)) return refuse(problems.SHIFT_PAST)
  if (shift.endsAt <= ctx.now) return refuse(problems.SHIFT_PAST)
  if (edit.capacity < shift.taken)
    return refuse(problems.SHIFT_SMALLER, { fields: { capacity: problems.SHIFT_SMALLER.message } })
  const timed = edit.startsAt !== shift.startsAt || edit.endsAt !== shift.endsAt
  if (timed && asksInsurance(shift) && edit.endsAt > shift.insuredUntil)
    return refuse(problems.ACTIVITY_INSURANCE_MISSING, {
      fields: { endsAt: problems.ACTIVITY_INSURANCE_MISSING.message },
    })
  if (timed) {
    const { startsAt, endsAt, request } = edit
    const patch = { shift: edit.id.slice(shift.activity.length + 1), startsAt, endsAt }
    await act(shift.activity, 0, { action: 'retime', note: '', patch, request }, ctx)
  }
  const { _ } = ctx.store
  const roster = { ...shift.roster }
  const update: Record<string, unknown> = {}
  const where: Record<string, unknown> = { _id: edit.id, version: shift.version, taken: _.lte(edit.capacity) }
  const asked: Token[] = []
  const helping = new Set<Token>()
  if (moved)
    for (const [key, seat] of Object.entries(shift.roster)) {
      if (!(held as readonly string[]).includes(seat.state)) continue
      const event = { at: ctx.now, by: actor.key, what: '活动有变化，请选择', request: edit.request }
      const next: Seat = { ...seat, state: 'choosing', log: [...seat.log, event] }
      roster[key] = next
      where[`roster.${key}.log`] = _.size(seat.log.length)
      update[`roster.${key}`] = _.set(next)
      asked.push(`person:${key}`)
      if (seat.helper) helping.add(`person:${seat.helper}`)
    }
  // Who signs up while this is being written would not be asked, so the roster must be as it was read.
  if (moved) where.taken = shift.taken
  const news = `${shift.title}，${sayFully(edit.startsAt)}，${edit.place}`
  const tells: Tell[] = [
    { n: ctx.now, to: asked, text: `活动有变化，请选择是否参加：${news}` },
    { n: ctx.now, to: [...helping], text: `活动有变化，请联系您代办的居民，问清是否参加：${news}` },
  ].filter(({ to }) => to.length)
  const offers = Object.values(shift.roster).filter(({ state }) => state === 'offered').length
  const { id: _id, request, ...fields } = edit
  const log = { at: ctx.now, by: actor.key, what: moved ? '修改了时间或地点' : '修改了名额', request }
  const change = {
    ...update,
    ...fields,
    version: _.inc(1),
    log: _.push([log]),
    ...(moved && offers && { offered: _.inc(-offers) }),
    ...(edit.capacity > shift.capacity && { room: true }),
    ...(tells.length && { unsent: _.push(tells) }),
  }
  if ((await ctx.store.change('shifts', where, change)) !== 1) return refuse(coreProblems.STATE_CHANGED)
  forgetFull()
  if (asked.length) ctx.store.nudge('wechat', { deliverShift: edit.id })
  return { ...shift, ...fields, roster, version: shift.version + 1 }
}
