// The first document of a matter that somebody raises through a door of its module's own, and keeping it once.
import { createHash } from 'node:crypto'
import type { AnyKind } from './act'
import { within } from './areas'
import { onOf } from './clock'
import type { Ctx } from './endpoint'
import { problems, refuse } from './errors'
import type { Matter } from './matter'
import { showMatter } from './matters'
import type { Role } from './roles'
import { settle } from './settle'
import { periodAt } from './street'
import { nextEvent } from './trace'
import type { MatterView } from './view'
import type { RuleCtx } from './workflow'

type Parts = Pick<Matter, '_id' | 'no' | 'area' | 'title' | 'status'> & {
  body: object
  /** As whom it was raised, as the log says it. */
  as?: Role
  /** Words and photos that others may read are checked first. */
  check?: Matter['beside']['check']
  tells?: string
} & Partial<Pick<Matter, 'author' | 'lead' | 'assists' | 'space' | 'recorder' | 'onBehalfOf' | 'amount'>>

/** Pure: the matter with its first event; those whose turn it is are told when `tells` says what. */
export function firstOf(
  kind: AnyKind,
  { as = 'author', check = 'pass', tells, body, ...parts }: Parts,
  rule: RuleCtx,
): Matter {
  const { street, now, actor } = rule
  const first: Matter = {
    schema: 1,
    kind: kind.name,
    street: street.path,
    within: within(parts.area),
    period: periodAt(street, parts.area, now),
    author: actor.key,
    assists: [],
    class: 'open',
    turn: [],
    concern: [],
    dueAt: null,
    lateCount: 0,
    pending: null,
    objections: [],
    version: 1,
    movedAt: now,
    at: now,
    trace: [],
    unsent: [],
    beside: { supporters: [], supportCount: 0, check },
    ...parts,
    body: body as Record<string, unknown>,
  }
  const matter = settle(kind, first, rule)
  const event = { at: now, by: actor.key, as, action: 'submit', from: parts.status, to: parts.status }
  return {
    ...matter,
    trace: [nextEvent(parts._id, [], event, matter)],
    unsent: tells ? [{ n: 1, to: matter.turn, text: tells }] : [],
  }
}

const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** 香梅街道-认捐-2026-K7Q3XM: drawn from the id, for what many raise at once or what is looked up besides, so that no counter is waited for. */
export function numberOf(kind: AnyKind, id: string, { street, now }: Pick<RuleCtx, 'street' | 'now'>): string {
  const drawn = createHash('sha256').update(`number|${id}`).digest().subarray(0, 6)
  const code = [...drawn].map((byte) => letters[byte % letters.length]).join('')
  return `${street.name}-${kind.label}-${onOf(now).slice(0, 4)}-${code}`
}

/** 香梅街道-活动-2026-0012: one SDK call. */
export async function numberFor(kind: AnyKind, { street, now }: RuleCtx, { store }: Ctx): Promise<string> {
  const year = onOf(now).slice(0, 4)
  const number = await store.count('counters', `${kind.name}:${street.path}:${year}`)
  return `${street.name}-${kind.label}-${year}-${String(number).padStart(4, '0')}`
}

/** Adds it; the same id again is answered from what was kept, and another person's id is no request of theirs. */
export async function keepFirst(matter: Matter, rule: RuleCtx, ctx: Ctx): Promise<MatterView> {
  const added = await ctx.store.add('matters', matter)
  const kept =
    added === 'added'
      ? matter
      : ((await ctx.store.get<Matter>('matters', matter._id)) ?? refuse(problems.MATTER_MISSING))
  if (kept.author !== matter.author || kept.kind !== matter.kind) return refuse(problems.STATE_CHANGED)
  if (added === 'added') {
    // Whoever carries out an effect delivers the notices too; words are then looked at by the timer.
    if (matter.beside.apply) ctx.store.nudge('cron', { apply: matter._id })
    else if (matter.beside.check === 'waiting') ctx.store.nudge('wechat', { check: matter._id })
    else if (matter.unsent.length) ctx.store.nudge('wechat', { deliver: matter._id })
  }
  return showMatter({ matter: kept, street: rule.street, rule })
}
