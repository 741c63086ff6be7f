// The engine: a kind of matter is a table of statuses and a table of rows, and `decide` reads them. What is absent is forbidden.
// Pure: no clock, no database, no SDK.
import type { ZodType } from 'zod'
import type { Level, Path } from './areas'
import { type Problem, problems } from './errors'
import type { FieldSpec } from './form'
import type { Matter, MatterClass, Period, Tone } from './matter'
import { type Actor, type AreaRole, delegatedAt, holds, type Role, type Token } from './roles'
import type { Store } from './store'
import { periodAt, type Street } from './street'

/** What rules may know: who acts, when, and the street's own configuration. */
export type RuleCtx = {
  actor: Actor
  now: number
  street: Street
  /** The actor is the last to agree to somebody else's proposal, which is judged again as it is carried out. */
  agreeing?: true
}

export type Guard<B> = readonly [problem: Problem, holds: (matter: Matter<B>, ctx: RuleCtx) => boolean]

export type Status = {
  label: string
  class: MatterClass
  tone: Tone
  /** Whose turn it is; empty only when the matter is over. */
  turn: readonly Role[]
  /** Something is to be decided here, not done: the desk keeps the two apart. */
  decides?: true
  /** Its clock says when it goes on by itself, not until when somebody has something to do: shown as words, never as a deadline. */
  byItself?: true
  /** The next step in one sentence, {due} replaced by the date: 居委会将在 {due} 前答复. */
  next: string
}

/** Fields of the matter that an effect may set; lists and body fields are replaced whole. */
export type Change<B> = {
  body?: Partial<B>
  assists?: Matter['assists']
  lead?: string
  title?: string
  area?: string
  /** Words for the log: 派给 阳光物业. */
  said?: string
  /** Overrides the row's `to`, for the few rows whose target depends on the case. */
  to?: string
  lateCount?: number
  /** A person's decision about words that the machine was unsure of. */
  check?: Matter['beside']['check']
  objections?: Matter['objections']
  interests?: Matter['interests']
  delegations?: Matter['delegations']
  mode?: Matter['mode']
  amount?: number
}

export type TellWhom = Role | 'supporters'

/** One row is one rule. */
export type Row<S extends string, B> = {
  /** Button: verb with its object. */
  label: string
  /** Timeline, said of the actor: 受理了诉求. */
  told: string
  from: readonly S[]
  to: S | 'same'
  by: readonly Role[]
  guards?: readonly Guard<B>[]
  /** What the actor fills in, as the phone draws it; `patch` is what is accepted. */
  fields?: readonly FieldSpec[] | ((matter: Matter<B>, ctx: RuleCtx) => readonly FieldSpec[])
  // biome-ignore lint/suspicious/noExplicitAny: each row parses its own patch and hands it to its own effect.
  patch?: ZodType<any>
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  effect?: (matter: Matter<B>, patch: any, ctx: RuleCtx, note: string) => Change<B>
  /** Completes the patch from another document before it is parsed, for who may take the step as it stands: one SDK call. */
  lookUp?: (patch: unknown, matter: Matter, store: Store, actor: Actor) => Promise<unknown>
  note: 'required' | 'optional' | 'none'
  /** The note is for those who work on the matter only. */
  internal?: boolean
  /** The approval route that must agree before the row moves the matter (core/approval.ts). */
  // biome-ignore lint/suspicious/noExplicitAny: each row reads its own patch.
  route?: string | ((patch: any, matter: Matter<B>, ctx: RuleCtx) => string | undefined)
  /** The row exists in this period only; a row of 非常规 is a wider right, and each use is listed (M42). */
  period?: Period
  /** Open even while agreement is awaited. */
  whilePending?: true
  /** Open even while an objection is. */
  whileObjected?: true
  /** Depends on nothing that another step could have changed: judged again on the newest version instead of refused. */
  anyVersion?: true
  /** Who is told, and in which words; {title}, {note} and {said} are replaced. */
  tells?: readonly { whom: readonly TellWhom[]; text: string }[]
  /** Who else is told what was noted, by name: those the actor has chosen. */
  // biome-ignore lint/suspicious/noExplicitAny: each row reads its own patch.
  mentions?: (patch: any, matter: Matter<B>) => readonly (Role | Token)[]
  tone?: 'main' | 'plain' | 'danger'
  /** Has a place or a page of its own, and no button on the page that every kind shares. */
  apart?: true
  /** Its button stays while a guard is in the way: pressing it says by name what is missing. For rows that ask for nothing. */
  names?: true
}

/** What a kind adds to a page, in words. `mayRead` tells whether the reader works on it or is the author. */
/** `query`: what the page is opened with instead of this matter's id. */
export type PageLink = { page: string; label: string; query?: Record<string, string> }

export type KindView = {
  words: string
  photos: string[]
  facts: { label: string; value: string }[]
  /** 阳光里 3 栋居民, 我, 张** … as this reader may see it. */
  author: string
  category?: string
  canSupport?: boolean
  hasContact?: boolean
  link?: { id: string; label: string }
  /** Steps that the table has open and that would be refused by name as things stand: not offered until they are of use. */
  withholds?: string[]
  /** Pages of its own that this reader is offered, by name: the phone knows where each is. */
  pages?: PageLink[]
}

export type Kind<S extends string = string, B = Record<string, unknown>> = {
  name: string
  label: string
  statuses: Record<S, Status>
  actions: Record<string, Row<S, B>>
  /** When this status must be left, epoch ms; null: no clock. `null` also stops a running one. */
  due: (status: S, matter: Matter<B>, ctx: RuleCtx) => number | null
  /** The deadline that was promised, where reminders have moved the clock on; undefined: the clock's own. */
  promised?: (matter: Matter<B>) => number | undefined
  /** Who works on it while it is open, beside those whose turn it is; their desks show it as 等别人. */
  workedBy: (matter: Matter<B>) => readonly Role[]
  /** Roles that see matters of this kind over their area; people concerned see them anyway. */
  seenBy: readonly Role[]
  /** Others who may read this one, by a list of its own. */
  alsoFor?: (matter: Matter<B>, actor: Actor) => boolean
  /** What its author and its recorder are called in the log; without: 居民 and 代办人. */
  called?: {
    author?: string
    recorder?: string
    /** Its author acts for the body or post they raised it as, and the log says that one each time. */
    asRaised?: true
  }
  /** Kind-specific part of the page's view. */
  view: (matter: Matter<B>, ctx: RuleCtx) => KindView
  /** Lead, parties, delegation and interests are arranged on it; without, only talk and objections (core/coordination.ts). */
  coordinated?: true
  /** Ways to raise one by a form, by name (core/raise.ts); a kind without them has an endpoint of its own. */
  raises?: Record<string, Raise>
  /** Statuses whose reaching changes the street's configuration or somebody's posts, and how; may run twice. */
  applies?: {
    in: readonly S[]
    /** Actions that change it without a change of status. */
    on?: readonly string[]
    /** The effect spans other documents and nobody waits for it: the function of the timer is nudged, and does it at once. */
    later?: true
    run: (matter: Matter<B>, at: { store: Store; now: number; street: Street }) => Promise<void>
  }
}

/** What a form makes of a matter: the parts that differ from kind to kind. */
export type Raised = {
  title: string
  body: Record<string, unknown>
  said?: string
  area?: Path
  space?: Matter['space']
  lead?: string
  assists?: Matter['assists']
  mode?: Matter['mode']
  amount?: number
}

/** A way to raise a matter: who may, where, what is filled in, and what becomes of it. */
export type Raise = {
  label: string
  /** What it is for, in one sentence. */
  about: string
  by: readonly AreaRole[]
  /** Levels of areas that it may be about. */
  levels: readonly Level[]
  fields: (area: Path, ctx: RuleCtx) => readonly FieldSpec[]
  // biome-ignore lint/suspicious/noExplicitAny: each way parses its own values and hands them to its own draft.
  patch: ZodType<any>
  /** Completes the values from another document before they are parsed: at most two SDK calls. */
  lookUp?: (
    values: Record<string, unknown>,
    area: Path,
    at: { store: Store; now: number; street: Street },
  ) => Promise<Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  draft: (values: any, area: Path, ctx: RuleCtx) => Raised
  /** The step taken at once, such as asking for agreement. */
  then?: string
  status: string
}

export type Decision<S> = { ok: true; to: S } | { ok: false; problem: Problem }

/** Permission is judged before state, so that a stranger learns nothing from the answer. */
export function decide<S extends string, B>(row: Row<S, B>, matter: Matter<B>, ctx: RuleCtx): Decision<S> {
  if (!row.by.some((role) => holds(ctx.actor, role, matter))) {
    // Whoever would hold the role, had it not been handed on, hears to whom.
    const handed = row.by.some(
      (role) => delegatedAt(matter, role, ctx.now) && holds(ctx.actor, role, { ...matter, delegations: undefined }),
    )
    return { ok: false, problem: handed ? problems.DELEGATED : problems.NOT_PERMITTED }
  }
  if (!row.from.includes(matter.status as S)) return { ok: false, problem: problems.STATE_CHANGED }
  if (row.period && row.period !== periodAt(ctx.street, matter.area, ctx.now))
    return { ok: false, problem: row.period === 'emergency' ? problems.PERIOD_ROUTINE : problems.PERIOD_EMERGENCY }
  if (matter.pending && !row.whilePending) return { ok: false, problem: problems.APPROVAL_PENDING }
  if (matter.objections.some(({ closed }) => !closed) && !ctx.actor.isSystem && !row.whileObjected)
    return { ok: false, problem: problems.OBJECTION_OPEN }
  const failed = row.guards?.find(([, passes]) => !passes(matter, ctx))
  if (failed) return { ok: false, problem: failed[0] }
  return { ok: true, to: row.to === 'same' ? (matter.status as S) : row.to }
}

/** The role, first in the row's order, under which the actor acts. */
export const roleFor = <S extends string, B>(row: Row<S, B>, matter: Matter<B>, actor: Actor): Role | undefined =>
  row.by.find((role) => holds(actor, role, matter))

export function statusOf(kind: { name: string; statuses: Record<string, Status> }, status: string): Status {
  const found = kind.statuses[status]
  if (!found) throw new Error(`kind ${kind.name} has no status ${status}`)
  return found
}
