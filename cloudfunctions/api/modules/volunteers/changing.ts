// Changing a shift that is open: time, place, number, and what it asks. Those concerned are told and choose whether they stay; nobody is
// moved. What the activity itself says, and its clock, follow; its other shifts hear of it from the timer (other-shifts.ts).
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import { act } from '../../core/matters'
import { askedBy, asking } from './asking'
import {
  asksAll,
  type Changed,
  changesOf,
  mayChangeBegun,
  missingGate,
  ofActivity,
  sayChanges,
  type Terms,
} from './changes'
import { forgetFull } from './full'
import { shiftRunBy } from './organiser'
import { problems } from './problems'
import type { Shift } from './shift'

export type ShiftEdit = Terms & {
  id: string
  startsAt: number
  endsAt: number
  place: string
  capacity: number
  request: string
}

const inActivity = (what: Changed): boolean => what === 'time' || ofActivity(what)

/** One write of the shift; what the activity itself says is in its log first. `version`: of the shift when it was first read. */
export async function editShift(edit: ShiftEdit, ctx: Ctx, tries = 3, version?: number): Promise<Shift> {
  const { shift, actor } = await shiftRunBy(edit.id, ctx)
  if (shift.log.some(({ request }) => request === edit.request)) return shift
  if (version !== undefined && shift.version !== version) return refuse(coreProblems.STATE_CHANGED)
  if (shift.state !== 'open') return refuse(problems.SHIFT_CLOSED)
  const { id: _id, request, words, ...fields } = edit
  const after: Shift = { ...shift, ...fields }
  const changed = changesOf(edit, shift)
  const begun = shift.startsAt <= ctx.now || (changed.includes('time') && edit.startsAt <= ctx.now)
  if (begun && !changed.every(mayChangeBegun)) return refuse(problems.SHIFT_PAST)
  if (shift.endsAt <= ctx.now) return refuse(problems.SHIFT_PAST)
  if (edit.capacity < shift.taken)
    return refuse(problems.SHIFT_SMALLER, { fields: { capacity: problems.SHIFT_SMALLER.message } })
  const missing = changed.some((what) => what !== 'capacity') ? missingGate(after) : undefined
  if (missing) return refuse(missing.problem, { fields: { [missing.field]: missing.problem.message } })
  const asks = await askedBy(changed, shift, after, ctx)
  if (changed.some(inActivity)) {
    const patch = {
      shift: edit.id.slice(shift.activity.length + 1),
      startsAt: edit.startsAt,
      endsAt: edit.endsAt,
      ...(words !== undefined && { words }),
      ...(changed.includes('notice') && { notice: after.notice }),
      ...(changed.includes('leader') && { leader: after.leader }),
    }
    await act(shift.activity, 0, { action: 'retime', note: '', patch, request }, ctx)
  }
  const { _ } = ctx.store
  const asked = { changed, asks, after, by: actor.key, at: ctx.now, request }
  const { roster, where, update, tells } = asking(shift, asked, ctx.store)
  const log = { at: ctx.now, by: actor.key, what: `修改了${sayChanges(changed) || '班次'}`, request }
  const change = {
    ...update,
    ...fields,
    version: _.inc(1),
    log: _.push([log]),
    ...(edit.capacity > shift.capacity && { room: true }),
    ...(words !== undefined && { reworded: ctx.now }),
    ...(changed.some(ofActivity) && { spreads: ctx.now }),
  }
  const asksAny = asksAll(changed) || changed.includes('demands')
  const same = {
    ...where,
    _id,
    version: shift.version,
    // Who signs up while this is being written would not be asked, so the roster must be as it was read.
    taken: asksAny ? shift.taken : _.lte(edit.capacity),
  }
  if ((await ctx.store.change('shifts', same, change)) !== 1)
    // The roster has moved: asked anew on the newest, for the activity already says what is new.
    return tries > 0 ? editShift(edit, ctx, tries - 1, shift.version) : refuse(coreProblems.STATE_CHANGED)
  forgetFull()
  if (tells.length) ctx.store.nudge('wechat', { deliverShift: _id })
  return { ...after, roster, version: shift.version + 1 }
}
