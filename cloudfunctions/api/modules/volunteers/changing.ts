// Changing a shift that is open: time, place, number, and what it asks. Those concerned are told and choose whether they stay; nobody is
// moved. What the activity itself says, and its clock, follow.
import { sayFully } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { Tell } from '../../core/matter'
import { act } from '../../core/matters'
import type { PersonKey, Token } from '../../core/roles'
import {
  asksAll,
  type Changed,
  changesOf,
  fitsNoMore,
  mayChangeBegun,
  missingGate,
  sayChanges,
  type Terms,
} from './changes'
import { forgetFull } from './full'
import { shiftRunBy } from './organiser'
import type { Volunteer } from './pass'
import { problems } from './problems'
import type { Seat, Shift } from './shift'

export type ShiftEdit = Terms & {
  id: string
  startsAt: number
  endsAt: number
  place: string
  capacity: number
  request: string
}

const held = ['joined', 'offered'] as const
const isAsked = ({ state }: Seat): boolean => (held as readonly string[]).includes(state)
const inActivity = ['time', 'notice', 'leader', 'words'] as const satisfies readonly Changed[]

/** Whom the change asks: everybody with a place, or those who met the demands and do not any more. */
async function askedBy(changed: Changed[], shift: Shift, after: Shift, ctx: Ctx): Promise<PersonKey[]> {
  const all = Object.entries(shift.roster).filter(([, seat]) => isAsked(seat))
  if (asksAll(changed)) return all.map(([key]) => key)
  if (!changed.includes('demands') || !all.length) return []
  const keys = all.map(([key]) => key)
  const people = await ctx.store.find<Volunteer>(
    'people',
    { key: ctx.store._.in(keys) },
    { limit: keys.length, fields: { key: true, volunteer: true } },
  )
  const byKey = new Map(people.map((person) => [person.key, person]))
  return all.filter(([key, seat]) => fitsNoMore(byKey.get(key), seat, shift, after)).map(([key]) => key)
}

/** Everybody with a place or a wait who is not asked is told of what they should know. */
function tellsOf(changed: Changed[], asked: PersonKey[], after: Shift, now: number): Tell[] {
  const token = (key: PersonKey): Token => `person:${key}`
  const news = `${after.title}，${sayFully(after.startsAt)}，${after.place}`
  const what = sayChanges(changed.filter((one) => one !== 'capacity'))
  const helping = asked.flatMap((key) => after.roster[key]?.helper ?? [])
  const others = after.people.filter((key) => !asked.includes(key))
  return [
    { n: now, to: asked.map(token), text: `活动有变化，请选择是否参加：${news}。有变化的是${what}` },
    { n: now, to: [...new Set(helping)].map(token), text: `活动有变化，请联系您代办的居民，问清是否参加：${news}` },
    { n: now, to: what ? others.map(token) : [], text: `活动有变化：${news}。有变化的是${what}` },
  ].filter(({ to }) => to.length)
}

/** One write of the shift; what the activity itself says is in its log first. */
export async function editShift(edit: ShiftEdit, ctx: Ctx): Promise<Shift> {
  const { shift, actor } = await shiftRunBy(edit.id, ctx)
  if (shift.log.some(({ request }) => request === edit.request)) return shift
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
  const asked = await askedBy(changed, shift, after, ctx)
  if (inActivity.some((what) => changed.includes(what))) {
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
  const roster = { ...shift.roster }
  const update: Record<string, unknown> = {}
  // Who signs up while this is being written would not be asked, so the roster must be as it was read.
  const asks = asksAll(changed) || changed.includes('demands')
  const where: Record<string, unknown> = {
    _id,
    version: shift.version,
    taken: asks ? shift.taken : _.lte(edit.capacity),
  }
  let offers = 0
  for (const key of asked) {
    const seat = shift.roster[key] as Seat
    if (seat.state === 'offered') offers++
    const event = { at: ctx.now, by: actor.key, what: '活动有变化，请选择', request }
    const next: Seat = { ...seat, state: 'choosing', asks: sayChanges(changed), log: [...seat.log, event] }
    roster[key] = next
    where[`roster.${key}.log`] = _.size(seat.log.length)
    update[`roster.${key}`] = _.set(next)
  }
  const tells = tellsOf(changed, asked, after, ctx.now)
  const log = { at: ctx.now, by: actor.key, what: `修改了${sayChanges(changed) || '班次'}`, request }
  const change = {
    ...update,
    ...fields,
    version: _.inc(1),
    log: _.push([log]),
    ...(offers && { offered: _.inc(-offers) }),
    ...(edit.capacity > shift.capacity && { room: true }),
    ...(tells.length && { unsent: _.push(tells) }),
  }
  if ((await ctx.store.change('shifts', where, change)) !== 1) return refuse(coreProblems.STATE_CHANGED)
  forgetFull()
  if (tells.length) ctx.store.nudge('wechat', { deliverShift: _id })
  return { ...after, roster, version: shift.version + 1 }
}
