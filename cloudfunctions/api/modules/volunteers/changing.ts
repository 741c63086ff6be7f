// What an organiser may change in a shift that is open: time, place, places, and how far the call is heard. Those concerned are told, and who
// no longer fits chooses; nobody is moved. Calls climb by hand or by the rule of three days (M75).
import { dayMs, sayFully } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { Tell } from '../../core/matter'
import { type Actor, holds, type Token, tokensOf } from '../../core/roles'
import type { Store } from '../../core/store'
import { periodAt, type Street } from '../../core/street'
import { type Reach, reaches, reachLabels } from './classes'
import { runs, shiftRunBy } from './organiser'
import { problems } from './problems'
import { reachTo, type Seat, type Shift } from './shift'
import { forgetFull } from './sign-up'

export type ShiftEdit = {
  id: string
  startsAt: number
  endsAt: number
  place: string
  capacity: number
  request: string
}

const held = ['joined', 'offered'] as const

/** One write. A new time or place asks everybody with a place whether they stay. */
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
    ...(tells.length && { unsent: _.push(tells) }),
  }
  if ((await ctx.store.change('shifts', where, change)) !== 1) return refuse(coreProblems.STATE_CHANGED)
  forgetFull()
  if (asked.length) ctx.store.nudge('wechat', { deliverShift: edit.id })
  return { ...shift, ...fields, roster, version: shift.version + 1 }
}

const nextReach = (level: Reach): Reach | undefined => reaches[reaches.indexOf(level) + 1]

const isAbove = (actor: Actor, { area }: Pick<Shift, 'area'>): boolean =>
  (['officer', 'director'] as const).some((role) => holds(actor, role, { area, author: '', assists: [] }))
/** Beyond the street somebody of the street decides (M75). */
const mayClimb = (actor: Actor, to: Reach, shift: ForClimb): boolean => to === 'street' || isAbove(actor, shift)

type ForClimb = Pick<Shift, 'area' | 'author' | 'lead' | 'level' | 'state' | 'startsAt'>

/** In 非常规 calls are the command's (条例 24). */
const isForCommand = (actor: Actor, shift: Pick<Shift, 'area'>, street: Street | undefined, now: number): boolean =>
  street !== undefined && !isAbove(actor, shift) && periodAt(street, shift.area, now) === 'emergency'

/** The button for letting an unfilled call climb as far as this person may now; '': not further, or not by them. */
export function sayClimb(actor: Actor, shift: ForClimb, street: Street | undefined, now: number): string {
  const to = nextReach(shift.level)
  if (shift.state !== 'open' || shift.startsAt <= now || !to || isForCommand(actor, shift, street, now)) return ''
  const may = (runs(actor, shift) || isAbove(actor, shift)) && mayClimb(actor, to, shift)
  return may ? `扩大到${reachLabels[to]}招募` : ''
}

function climbed(shift: Shift, to: Reach, by: string, now: number, store: Store, request?: string) {
  const { _ } = store
  const scoped = { area: shift.area, author: shift.author, assists: [] }
  const tells: Tell[] = [
    {
      n: now,
      to: [...tokensOf(to === 'street' ? 'officer' : 'director', scoped), ...tokensOf('clerk', scoped)],
      text: `招募扩大到${reachLabels[to]}：${shift.title}（${shift.post}），还差 ${shift.capacity - shift.taken} 人`,
    },
  ]
  return {
    level: to,
    back: false,
    reach: _.set(reachTo(shift.area, to)),
    version: _.inc(1),
    log: _.push([{ at: now, by, what: `招募扩大到${reachLabels[to]}`, ...(request && { request }) }]),
    unsent: _.push(tells),
  }
}

export async function climb({ id, request }: { id: string; request: string }, ctx: Ctx): Promise<Shift> {
  const [{ actor }, found] = await Promise.all([ctx.member(), ctx.store.get<Shift>('shifts', id)])
  const shift = found ?? refuse(problems.SHIFT_MISSING)
  if (!runs(actor, shift) && !isAbove(actor, shift)) return refuse(problems.SHIFT_NOT_YOURS)
  if (shift.log.some((one) => one.request === request)) return shift
  if (shift.state !== 'open' || shift.startsAt <= ctx.now) return refuse(problems.SHIFT_CLOSED)
  const to = nextReach(shift.level) ?? refuse(problems.SHIFT_CLIMBED)
  if (!mayClimb(actor, to, shift)) return refuse(problems.SHIFT_CLIMB_STREET)
  if (isForCommand(actor, shift, await ctx.street(shift.street), ctx.now)) return refuse(problems.SHIFT_CLIMB_COMMAND)
  const change = climbed(shift, to, actor.key, ctx.now, ctx.store, request)
  if ((await ctx.store.change('shifts', { _id: id, version: shift.version }, change)) !== 1)
    return refuse(coreProblems.STATE_CHANGED)
  ctx.store.nudge('wechat', { deliverShift: id })
  return { ...shift, level: to, reach: reachTo(shift.area, to) }
}

/** A call that has climbed and is full comes back: the home community and its organiser hear of it, once. */
export async function tellFilled(store: Store, now: number): Promise<number> {
  const { _ } = store
  const away = await store.find<Shift>(
    'shifts',
    { level: _.in(['street', 'district', 'city']), back: false, state: 'open', startsAt: _.gt(now) },
    { order: [['startsAt', 'asc']], limit: 100 },
  )
  let told = 0
  for (const shift of away.filter(({ taken, capacity }) => taken >= capacity)) {
    const to = [
      ...tokensOf('clerk', { area: shift.area, author: shift.author, assists: [] }),
      `person:${shift.author}` as const,
    ]
    const text = `${reachLabels[shift.level]}招募已招满：${shift.title}（${shift.post}）`
    const where = { _id: shift._id, back: false, taken: _.gte(shift.capacity), capacity: shift.capacity }
    told += await store.change('shifts', where, {
      back: true,
      log: _.push([{ at: now, by: 'system', what: `${reachLabels[shift.level]}招募招满` }]),
      unsent: _.push([{ n: now, to, text }]),
    })
  }
  return told
}

/** The rule: unfilled three days before, the street hears of it. Further up somebody decides. */
export async function climbUnfilled(store: Store, now: number): Promise<number> {
  const { _ } = store
  const near = await store.find<Shift>(
    'shifts',
    { level: 'community', climbs: true, state: 'open', startsAt: _.and([_.gt(now), _.lt(now + 3 * dayMs)]) },
    { order: [['startsAt', 'asc']], limit: 100 },
  )
  let moved = 0
  for (const shift of near.filter(({ taken, capacity }) => taken < capacity))
    moved += await store.change(
      'shifts',
      { _id: shift._id, version: shift.version, level: 'community' },
      climbed(shift, 'street', 'system', now, store),
    )
  return moved
}
