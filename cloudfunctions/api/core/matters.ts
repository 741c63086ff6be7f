// Matters in the store: reading one for a person, listing by index with keyset paging, and the action a phone asks for.
import * as z from 'zod'
import { type Action, rowOf, take } from './act'
import type { Ctx } from './endpoint'
import { problems, Refusal, refuse } from './errors'
import { kindOf } from './kinds'
import type { Matter } from './matter'
import { type Actor, systemActor } from './roles'
import { routes } from './routes'
import { noSettings, type Settings } from './settings'
import type { Order, Store, Where } from './store'
import type { Street } from './street'
import { cardOf, isVisible, type MatterCard, type MatterView, viewOf } from './view'
import { decide, type RuleCtx } from './workflow'
import { eventOf, write } from './write'

export const pageSize = 20
export const MatterId = z.string('请选择事项').regex(/^[a-z0-9]{16,40}$/, '没有这件事项')
export const RequestId = z.string().regex(/^[a-z0-9]{8,40}$/, '请返回后重试')
export const Cursor = z.strictObject({ key: z.union([z.number(), z.string(), z.null()]), id: z.string().max(120) })
export type Cursor = z.infer<typeof Cursor>

export const guestActor: Actor = { key: 'guest', at: 0, isSystem: false, grants: [], bodies: [], tokens: [] }

/** The reader, a guest included, towards a street. */
export async function readerOf(ctx: Ctx): Promise<Actor> {
  return (await ctx.person()) ? (await ctx.member()).actor : guestActor
}

export type Seen = { matter: Matter; rule: RuleCtx; street: Street }

/** A matter this caller may know of; 未找到 otherwise. Person and matter are read side by side. */
export async function seen(id: string, ctx: Ctx): Promise<Seen> {
  const [actor, matter] = await Promise.all([readerOf(ctx), ctx.store.get<Matter>('matters', id)])
  if (!matter) return refuse(problems.MATTER_MISSING)
  const kind = kindOf(matter.kind)
  if (!isVisible(kind, matter, actor)) return refuse(problems.MATTER_MISSING)
  const street = await ctx.street(matter.street)
  return { matter, street, rule: { actor, now: ctx.now, street } }
}

export const showMatter = ({ matter, rule }: Seen): MatterView => viewOf(kindOf(matter.kind), matter, rule)

/** One action on one matter: decided by its table, written once, answered the same when it is sent again. */
export async function act(id: string, version: number, action: Action, ctx: Ctx, tries = 4): Promise<MatterView> {
  const before = await seen(id, ctx)
  const { matter, rule } = before
  const kind = kindOf(matter.kind)
  if (eventOf(matter, action.request)) return showMatter(before)
  const row = rowOf(kind, action.action)
  if (row?.period) {
    // A right of one period is judged on the declaration as it stands now, not as some instance remembers it.
    const settings = await ctx.store.get<Settings>('settings', matter.street)
    before.rule.street = { ...before.street, settings: settings ?? noSettings(matter.street) }
  }
  if (matter.version !== version && !row?.anyVersion) return refuse(problems.STATE_CHANGED)
  // Nothing is looked up for who may not take the step anyway.
  const decision = row?.lookUp && decide(row, matter, rule)
  if (decision && !decision.ok) return refuse(decision.problem)
  const patch = row?.lookUp ? await row.lookUp(action.patch, matter, ctx.store, rule.actor) : action.patch
  const moved = take(kind, matter, { ...action, patch }, rule, routes)
  if (!(await write(ctx.store, matter, moved))) {
    const now = await seen(id, ctx)
    if (eventOf(now.matter, action.request)) return showMatter(now)
    // Talk and objections hang on nothing that somebody else has just changed: judged anew, a bounded number of times.
    if (row?.anyVersion && tries > 0) return act(id, now.matter.version, action, ctx, tries - 1)
    return refuse(problems.STATE_CHANGED)
  }
  // What is applied later is told of after it.
  if (isLater(moved.matter)) ctx.store.nudge('cron', { apply: id })
  else {
    await applyTo(moved.matter, ctx)
    if (moved.tells.length && !row?.lookUp) ctx.store.nudge('wechat', { deliver: id })
  }
  return showMatter({ ...before, matter: moved.matter })
}

const isLater = (matter: Matter): boolean =>
  matter.beside.apply === matter.version && kindOf(matter.kind).applies?.later === true

/** What a status means for the street's configuration; the timer does again whatever was cut off here. */
async function applyTo(matter: Matter, { store, now }: Pick<Ctx, 'store' | 'now'>): Promise<void> {
  const { applies } = kindOf(matter.kind)
  if (matter.beside.apply !== matter.version || !applies) return
  const street = await store.street(matter.street, now)
  if (street) await applies.run(matter, { store, now, street })
}

/** Carries out one recorded effect and strikes it off, unless a newer one has been recorded meanwhile. May run twice. */
async function applyOne(matter: Matter, store: Store, now: number): Promise<void> {
  const street = await store.street(matter.street, now)
  if (street) await kindOf(matter.kind).applies?.run(matter, { store, now, street })
  await store.change('matters', { _id: matter._id, 'beside.apply': matter.beside.apply }, { 'beside.apply': null })
}

/** The effect that a step has just recorded, for the function that was nudged. */
export async function applyNow(id: string, store: Store, now: number): Promise<void> {
  const matter = await store.get<Matter>('matters', id)
  if (matter?.beside.apply) await applyOne(matter, store, now)
}

/** Effects that were recorded and may have been cut off, oldest first. One that fails does not hold up the others. */
export async function applyLeft(store: Store, now: number): Promise<number> {
  const { _ } = store
  const left = await store.find<Matter>('matters', { 'beside.apply': _.gt(0) }, { limit: 20 })
  let failed: unknown
  for (const matter of left)
    await applyOne(matter, store, now).catch((error: unknown) => {
      failed ??= error
    })
  if (failed) throw failed
  return left.length
}

/** An action of the timer, through the same table. False: somebody was faster, or the rule no longer holds. */
export async function actAsSystem(
  matter: Matter,
  action: string,
  { store, now }: { store: Store; now: number },
  patch: object = {},
): Promise<boolean> {
  const street = await store.street(matter.street, now)
  if (!street) return false
  const moved = take(
    kindOf(matter.kind),
    matter,
    { action, note: '', patch },
    { actor: systemActor, now, street },
    routes,
  )
  if (!(await write(store, matter, moved))) return false
  await applyTo(moved.matter, { store, now })
  return true
}

/**
 * A step that follows from an effect: on the newest version, until it is taken or its rule says that there is nothing more to do. An effect
 * is struck off after it, so that it is never lost.
 */
export async function followAsSystem(
  id: string,
  action: string,
  at: { store: Store; now: number },
  patch: object = {},
): Promise<boolean> {
  for (let tries = 0; tries < 8; tries++) {
    const matter = await at.store.get<Matter>('matters', id)
    if (!matter) return false
    try {
      if (await actAsSystem(matter, action, at, patch)) return true
    } catch (error) {
      if (error instanceof Refusal) return false
      throw error
    }
  }
  throw new Error(`the matter ${id} is written by too many at once`)
}

/** Heavy parts that lists never show. */
export const listFields = { trace: false, unsent: false, 'beside.supporters': false }

/** A page of cards after a key. `key` is the field the list is ordered by; ties are broken by _id. */
export async function page(
  ctx: Ctx,
  where: Where,
  { key, direction, after, actor }: { key: 'dueAt' | 'at'; direction: 'asc' | 'desc'; after?: Cursor; actor: Actor },
): Promise<{ cards: MatterCard[]; next?: Cursor }> {
  const { _ } = ctx.store
  const beyond = direction === 'asc' ? _.gt : _.lt
  const from = after
    ? _.and([where, _.or([{ [key]: beyond(after.key) }, { [key]: after.key, _id: beyond(after.id) }])])
    : where
  const order: Order = [
    [key, direction],
    ['_id', direction],
  ]
  const found = await ctx.store.find<Matter>('matters', from as Where, {
    order,
    limit: pageSize + 1,
    fields: listFields,
  })
  const shown = found.slice(0, pageSize)
  const cards = await cardsOf(shown, actor, ctx)
  const last = shown.at(-1)
  const next = found.length > pageSize && last ? { key: last[key], id: last._id } : undefined
  return { cards, next }
}

/** Cards of matters that were read without their heavy parts. */
export const cardsOf = (found: Matter[], actor: Actor, ctx: Ctx): Promise<MatterCard[]> =>
  Promise.all(
    found.map(async (matter) => {
      const whole: Matter = { ...matter, trace: [], unsent: [], beside: { ...matter.beside, supporters: [] } }
      const street = await ctx.street(matter.street)
      return cardOf(kindOf(matter.kind), whole, { actor, now: ctx.now, street })
    }),
  )
