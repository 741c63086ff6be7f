// Calls on four levels (M75): a post that its community can't fill is heard further, by hand or by the rule of three days, and comes back filled.
// In 非常规 calls are the command's.
import { dayMs } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { Tell } from '../../core/matter'
import { type Actor, holds, tokensOf } from '../../core/roles'
import type { Store, Where } from '../../core/store'
import { periodAt, type Street } from '../../core/street'
import { type Reach, reaches, reachLabels } from './classes'
import { runs } from './organiser'
import { problems } from './problems'
import { reachTo, type Shift } from './shift'

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

const pageRows = 100
const pagesMax = 10

/** Shifts to look at, soonest first, page by page, so that those with nothing to do stand in nobody's way. */
async function* soonest(store: Store, base: Where, from: number): AsyncGenerator<Shift> {
  const { _ } = store
  let where: unknown = { ...base, startsAt: _.gt(from) }
  for (let page = 0; page < pagesMax; page++) {
    const found = await store.find<Shift>('shifts', where as Where, {
      order: [
        ['startsAt', 'asc'],
        ['_id', 'asc'],
      ],
      limit: pageRows,
    })
    yield* found
    const last = found.at(-1)
    if (found.length < pageRows || !last) return
    where = _.and([base, _.or([{ startsAt: _.gt(last.startsAt) }, { startsAt: last.startsAt, _id: _.gt(last._id) }])])
  }
}

/** A call that has climbed and is full comes back: the home community and its organiser hear of it, once. */
export async function tellFilled(store: Store, now: number): Promise<number> {
  const { _ } = store
  const away = { back: false, state: 'open', level: _.in(['street', 'district', 'city']) }
  let told = 0
  for await (const shift of soonest(store, away, now)) {
    if (shift.taken < shift.capacity) continue
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
  let moved = 0
  for await (const shift of soonest(store, { level: 'community', climbs: true, state: 'open' }, now)) {
    if (shift.startsAt >= now + 3 * dayMs) break
    if (shift.taken >= shift.capacity) continue
    const where = { _id: shift._id, version: shift.version, level: 'community' }
    moved += await store.change('shifts', where, climbed(shift, 'street', 'system', now, store))
  }
  return moved
}
