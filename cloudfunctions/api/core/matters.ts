// Matters in the store: reading one for a person, listing by index with keyset paging, and the action a phone asks for.
import * as z from 'zod'
import { type Action, eventOf, take, write } from './act'
import type { Ctx } from './endpoint'
import { problems, refuse } from './errors'
import { kindOf } from './kinds'
import type { Matter } from './matter'
import { type Actor, actorOf, systemActor } from './roles'
import { routes } from './routes'
import type { Order, Store, Where } from './store'
import type { Street } from './street'
import { cardOf, isVisible, type MatterCard, type MatterView, viewOf } from './view'
import type { RuleCtx } from './workflow'

export const pageSize = 20
export const MatterId = z.string('请选择事项').regex(/^[a-z0-9]{16,40}$/, '没有这件事项')
export const RequestId = z.string().regex(/^[a-z0-9]{8,40}$/, '请返回后重试')
export const Cursor = z.strictObject({ key: z.union([z.number(), z.string(), z.null()]), id: z.string().max(60) })
export type Cursor = z.infer<typeof Cursor>

export const guestActor: Actor = { key: 'guest', isSystem: false, grants: [], bodies: [], tokens: [] }

/** The reader, a guest included, towards a street. */
export async function readerOf(ctx: Ctx): Promise<Actor> {
  const person = await ctx.person()
  return person ? actorOf(person, ctx.now) : guestActor
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

export const showMatter = ({ matter, rule }: Seen): MatterView => viewOf(kindOf(matter.kind), matter, rule, routes)

/** One action on one matter: decided by its table, written once, answered the same when it is sent again. */
export async function act(id: string, version: number, action: Action, ctx: Ctx): Promise<MatterView> {
  const before = await seen(id, ctx)
  const { matter, rule } = before
  const kind = kindOf(matter.kind)
  if (eventOf(matter, action.request)) return showMatter(before)
  if (matter.version !== version) return refuse(problems.STATE_CHANGED)
  const row = Object.hasOwn(kind.actions, action.action) ? kind.actions[action.action] : undefined
  const patch = row?.lookUp ? await row.lookUp(action.patch, matter, ctx.store) : action.patch
  const moved = take(kind, matter, { ...action, patch }, rule, routes)
  if (!(await write(ctx.store, matter, moved))) {
    const now = await seen(id, ctx)
    return eventOf(now.matter, action.request) ? showMatter(now) : refuse(problems.STATE_CHANGED)
  }
  if (moved.tells.length && !row?.lookUp) ctx.store.nudge('wechat', { deliver: id })
  return showMatter({ ...before, matter: moved.matter })
}

/** An action of the timer, through the same table. False: somebody was faster, or the rule no longer holds. */
export async function actAsSystem(
  matter: Matter,
  action: string,
  { store, now }: { store: Store; now: number },
): Promise<boolean> {
  const street = await store.street(matter.street, now)
  if (!street) return false
  const moved = take(
    kindOf(matter.kind),
    matter,
    { action, note: '', patch: {} },
    { actor: systemActor, now, street },
    routes,
  )
  return write(store, matter, moved)
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
      return cardOf(kindOf(matter.kind), whole, { actor, now: ctx.now, street }, routes)
    }),
  )
