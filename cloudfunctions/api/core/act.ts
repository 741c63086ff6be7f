// Carrying out an action: table → decision → one conditional write. Used by phones and by the timer alike; knows no kind of matter.
import {
  agree as agreeOn,
  begin,
  mayPassUp,
  pendingTurn,
  type Routes,
  stepsFor,
  unansweredIn,
  voiceOf,
} from './approval'
import { commonRows } from './coordination'
import { afterWorkingDays } from './deadline'
import { fieldsOf } from './endpoint'
import { problemIn, problems, refuse } from './errors'
import type { Event, Matter, Pending, Tell } from './matter'
import { openObjection } from './objection'
import { areaRoles, type Role, type Token, tokensOf } from './roles'
import { routeFor } from './routes'
import { declaredAt } from './settings'
import { settle } from './settle'
import { nextEvent } from './trace'
import { type Change, decide, type Kind, type Row, type RuleCtx, roleFor } from './workflow'

// biome-ignore lint/suspicious/noExplicitAny: kinds of every body type meet here.
export type AnyKind = Kind<any, any>
// biome-ignore lint/suspicious/noExplicitAny: as above.
type AnyRow = Row<any, any>

export type Action = { action: string; note: string; patch: unknown; request?: string }
export type Moved = { matter: Matter; event: Event; tells: Tell[] }

/** Actions every kind has while a route is running; the last is the timer's: it reminds, then passes upward, then sends the proposal back. */
export const agreement = {
  agree: 'agree',
  decline: 'decline',
  takeBack: 'takeBack',
  expireApproval: 'expireApproval',
} as const

/** Without the fields that were taken away. */
const present = <T extends object>(from: T): T =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as T

const roleLabel = (role: Role): string =>
  role in areaRoles ? areaRoles[role as keyof typeof areaRoles].label : '这一方'

/** Ties the given words to the case: {title}, {note}, {said}. */
const fill = (text: string, words: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '')

function parsePatch(row: AnyRow, action: Action): Record<string, unknown> {
  if (row.note === 'required' && !action.note)
    refuse(problems.NOTE_NEEDED, { fields: { note: problems.NOTE_NEEDED.message } })
  if (!row.patch) return {}
  const parsed = row.patch.safeParse(action.patch ?? {})
  if (!parsed.success) {
    const fields = Object.fromEntries(
      Object.entries(fieldsOf(parsed.error)).map(([path, text]) => [path === 'data' ? path : `patch.${path}`, text]),
    )
    return refuse(problemIn(parsed.error) ?? problems.INPUT_INVALID, { fields })
  }
  return parsed.data as Record<string, unknown>
}

type Step = {
  change: Change<Record<string, unknown>>
  to: string
  action: string
  as: Role
  note: string
  internal?: boolean
  wide?: string
  pending: Pending | null
  tells: Tell[]
}

/** The matter after a step, with its event. Pure but for the hash. */
function afterStep(kind: AnyKind, matter: Matter, step: Step, action: Action, ctx: RuleCtx): Moved {
  const { change } = step
  const status = change.to ?? step.to
  const settled = settle(
    kind,
    {
      ...matter,
      status,
      pending: step.pending,
      ...(change.assists && { assists: change.assists }),
      ...(change.lead && { lead: change.lead }),
      ...(change.title && { title: change.title }),
      ...(change.area && { area: change.area }),
      ...(change.lateCount !== undefined && { lateCount: change.lateCount }),
      ...(change.check && { beside: { ...matter.beside, check: change.check } }),
      ...(change.objections && { objections: change.objections.map(present) }),
      ...(change.interests && { interests: change.interests }),
      ...(change.delegations && { delegations: change.delegations }),
      ...(change.mode && { mode: change.mode }),
      ...(change.amount !== undefined && { amount: change.amount }),
      ...(step.wide && { wide: [...new Set([...(matter.wide ?? []), step.wide])] }),
      movedAt: ctx.now,
      body: present({ ...matter.body, ...change.body }),
      version: matter.version + 1,
    },
    ctx,
  )
  // A step that only adds to the log, such as a remark, leaves the clock alone.
  const onlyLogged =
    status === matter.status && !step.pending && !matter.pending && !change.body && change.lateCount === undefined
  const kept = onlyLogged ? { ...settled, dueAt: matter.dueAt } : settled
  const applies =
    !step.pending &&
    ((status !== matter.status && kind.applies?.in.includes(status)) || kind.applies?.on?.includes(step.action))
  const moved = applies ? { ...kept, beside: { ...kept.beside, apply: matter.version + 1 } } : kept
  const where = ctx.actor.bodies.find(
    (body) => matter.assists.some((assist) => assist.body === body) || matter.lead === body,
  )
  const event = nextEvent(
    matter._id,
    matter.trace,
    {
      at: ctx.now,
      by: ctx.actor.key,
      as: step.as,
      ...(where && (step.as.startsWith('duty:') || step.as === 'party') && { where }),
      action: step.action,
      from: matter.status,
      to: status,
      ...(step.note && { note: step.note }),
      ...(step.internal && { internal: true }),
      ...(change.said && { said: change.said }),
      ...(step.wide && { wide: step.wide }),
      ...(action.request && { request: action.request }),
    },
    moved,
  )
  const tells = step.tells.map((tell) => ({ ...tell, n: event.n }))
  return { matter: { ...moved, trace: [...matter.trace, event], unsent: [...matter.unsent, ...tells] }, event, tells }
}

function tellsOf(row: AnyRow, before: Matter, after: Matter, words: Record<string, string>): Tell[] {
  return (row.tells ?? []).flatMap(({ whom, text }) => {
    const to = whom.flatMap((one) =>
      one === 'supporters' ? after.beside.supporters.map((key): Token => `person:${key}`) : tokensOf(one, after),
    )
    const gone = whom.flatMap((one) => (one === 'supporters' ? [] : tokensOf(one, before)))
    const all = [...new Set([...to, ...(row.to === 'same' ? [] : gone.filter((token) => token.startsWith('body:')))])]
    return all.length ? [{ n: 0, to: all, text: fill(text, words) }] : []
  })
}

/** A kind's own row; inherited names such as 'constructor' are none. */
export function rowOf(kind: AnyKind, action: string): AnyRow | undefined {
  if (Object.hasOwn(kind.actions, action)) return kind.actions[action]
  const common = commonRows(kind)
  return Object.hasOwn(common, action) ? common[action] : undefined
}

/** A kind's own rows, then those that every kind has. */
export const allRows = (kind: AnyKind): [string, AnyRow][] => [
  ...Object.entries(kind.actions as Record<string, AnyRow>),
  ...Object.entries(commonRows(kind)).filter(([name]) => !Object.hasOwn(kind.actions, name)),
]

/** What the action would make of the matter; refuses with the problem that stands in the way. */
export function take(kind: AnyKind, matter: Matter, action: Action, ctx: RuleCtx, routes: Routes): Moved {
  if (action.action in agreement && Object.hasOwn(agreement, action.action)) return speak(kind, matter, action, ctx)
  const row = rowOf(kind, action.action) ?? refuse(problems.ACTION_UNKNOWN)
  const decision = decide(row, matter, ctx)
  if (!decision.ok) return refuse(decision.problem)
  const patch = parsePatch(row, action)
  const as = roleFor(row, matter, ctx.actor) as Role
  const name = typeof row.route === 'function' ? row.route(patch, matter, ctx) : row.route
  const route = name === undefined ? undefined : routeFor(name, routes, ctx.street)
  if (name !== undefined && !route) throw new Error(`kind ${kind.name} names an unknown route ${name}`)
  if (route) {
    const steps = stepsFor(route, matter.area, ctx.street)
    const silent = unansweredIn(steps, matter, ctx.street, ctx.actor.key, ctx.now)
    if (silent)
      return refuse(problems.ROUTE_UNSATISFIABLE, {
        detail: `${roleLabel(silent)}没有另一位能表态的人，请先补充任职，再提请`,
      })
    // The effect is tried first, so that what could never be carried out is not sent round.
    row.effect?.(matter, patch, ctx, action.note)
    const asked = { action: action.action, patch, note: action.note, by: ctx.actor.key, at: ctx.now }
    const pending = begin(route, asked, steps)
    const tells: Tell[] = [
      { n: 0, to: pendingTurn(matter, pending), text: `请您会签：${matter.title}（${row.label}）` },
    ]
    const said = `提请${route.label}`
    return afterStep(
      kind,
      matter,
      // What is only proposed is not yet said to the resident.
      {
        change: { said },
        to: matter.status,
        action: action.action,
        as,
        note: action.note,
        internal: true,
        pending,
        tells,
      },
      action,
      ctx,
    )
  }
  return carryOut(kind, matter, row, { as, to: decision.to, patch, action }, ctx)
}

function carryOut(
  kind: AnyKind,
  matter: Matter,
  row: AnyRow,
  { as, to, patch, action }: { as: Role; to: string; patch: Record<string, unknown>; action: Action },
  ctx: RuleCtx,
): Moved {
  const stays = row.whilePending === true
  const change: Change<Record<string, unknown>> =
    row.effect?.(stays ? matter : { ...matter, pending: null }, patch, ctx, action.note) ?? {}
  const declared = row.period === 'emergency' ? declaredAt(ctx.street.settings, matter.area, ctx.now) : undefined
  const step: Step = {
    change,
    to,
    action: action.action,
    as,
    note: action.note,
    internal: row.internal,
    wide: declared?.id,
    pending: stays ? matter.pending : null,
    tells: [],
  }
  const moved = afterStep(kind, matter, step, action, ctx)
  const words = { title: matter.title, note: action.note, said: change.said ?? '', no: matter.no }
  const named = (row.mentions?.(patch, matter) ?? []).flatMap((one): Token[] =>
    one.includes('@') || /^(person|body):/.test(one) ? [one as Token] : tokensOf(one as Role, matter),
  )
  const noted = named.length
    ? [{ n: 0, to: [...new Set(named)], text: `${row.label}：${matter.title}。${action.note || change.said || ''}` }]
    : []
  // In 非常规 every notice says so.
  const urgent = declaredAt(ctx.street.settings, matter.area, ctx.now) ? '【非常规】' : ''
  const tells = [...tellsOf(row, matter, moved.matter, words), ...noted].map((tell) => ({
    ...tell,
    text: `${urgent}${tell.text}`,
    n: moved.event.n,
  }))
  return { ...moved, tells, matter: { ...moved.matter, unsent: [...matter.unsent, ...tells] } }
}

/** Agreeing, declining and taking back while a route runs. */
function speak(kind: AnyKind, matter: Matter, action: Action, ctx: RuleCtx): Moved {
  const { pending } = matter
  if (!pending) return refuse(problems.STATE_CHANGED)
  const row = rowOf(kind, pending.action) ?? refuse(problems.ACTION_UNKNOWN)
  const stand = (as: Role, said: string, next: Pending | null, tells: Tell[]): Moved =>
    afterStep(
      kind,
      matter,
      {
        change: { said },
        to: matter.status,
        action: action.action,
        as,
        note: action.note,
        internal: true,
        pending: next,
        tells,
      },
      action,
      ctx,
    )

  if (action.action === agreement.expireApproval) {
    if (!ctx.actor.isSystem) return refuse(problems.NOT_PERMITTED)
    if (pending.dueAt === undefined || pending.dueAt > ctx.now) return refuse(problems.STATE_CHANGED)
    if (!pending.reminded) {
      const next = { ...pending, reminded: true, dueAt: afterWorkingDays(ctx.now, 2) }
      return stand('system', `提醒会签「${row.label}」`, next, [
        { n: 0, to: pendingTurn(matter, pending), text: `会签已超时，请尽快办理：${matter.title}` },
      ])
    }
    if (mayPassUp(pending)) {
      const next = { ...pending, up: true, dueAt: afterWorkingDays(ctx.now, 2) }
      return stand('system', `会签再次超时，上级也可以办理「${row.label}」`, next, [
        { n: 0, to: pendingTurn(matter, next), text: `会签无人办理，请您代为表态：${matter.title}` },
      ])
    }
    const back: Tell[] = [{ n: 0, to: [`person:${pending.by}`], text: `会签没有人答复，已退回：${matter.title}` }]
    return stand('system', `会签超时，退回「${row.label}」`, null, back)
  }
  if (action.action === agreement.takeBack) {
    if (pending.by !== ctx.actor.key) return refuse(problems.NOT_PERMITTED)
    return stand(roleFor(row, matter, ctx.actor) ?? 'author', `撤回「${row.label}」`, null, [])
  }
  if (action.action === agreement.decline) {
    const voice = voiceOf(matter, ctx.actor)
    if ('problem' in voice) return refuse(voice.problem)
    if (!action.note) return refuse(problems.NOTE_NEEDED, { fields: { note: problems.NOTE_NEEDED.message } })
    const tells: Tell[] = [
      { n: 0, to: [`person:${pending.by}`], text: `会签未通过：${matter.title}。理由：${action.note}` },
    ]
    return stand(voice.as, `不同意「${row.label}」`, null, tells)
  }
  if (openObjection(matter)) return refuse(problems.OBJECTION_OPEN)
  const agreed = agreeOn(matter, ctx.actor, ctx.now)
  if (!agreed.ok) return refuse(agreed.problem)
  if (!agreed.done) {
    const tells: Tell[] = [
      { n: 0, to: pendingTurn(matter, agreed.pending), text: `请您会签：${matter.title}（${row.label}）` },
    ]
    return stand(agreed.as, `同意「${row.label}」`, agreed.pending, tells)
  }
  // The waiting action is judged again as it is carried out: what held when it was proposed may hold no longer.
  const again = { ...ctx, agreeing: true as const }
  const failed = row.guards?.find(([, passes]) => !passes({ ...matter, pending: null }, again))
  if (failed) return refuse(failed[0])
  const to = row.to === 'same' ? matter.status : row.to
  const finished = { ...action, action: pending.action, note: pending.note ?? '' }
  return carryOut(kind, matter, row, { as: agreed.as, to, patch: pending.patch, action: finished }, ctx)
}

/** Which actions the actor may press now, judged by the very rule that will judge the press. */
export function openActions(kind: AnyKind, matter: Matter, ctx: RuleCtx): string[] {
  const open = allRows(kind)
    .filter(([, row]) => !row.by.every((role) => role === 'system') && decide(row, matter, ctx).ok)
    .map(([name]) => name)
  if (!matter.pending) return open
  const mine = matter.pending.by === ctx.actor.key ? [agreement.takeBack] : []
  const voice = 'as' in voiceOf(matter, ctx.actor)
  const agreeing = voice && !openObjection(matter) ? [agreement.agree] : []
  return [...agreeing, ...(voice ? [agreement.decline] : []), ...mine, ...open]
}

/** Closed by a guard alone, and shown all the same, so that the refusal says what is missing. */
export const namedActions = (kind: AnyKind, matter: Matter, ctx: RuleCtx): string[] =>
  allRows(kind)
    .filter(([, row]) => row.names && !decide(row, matter, ctx).ok && decide({ ...row, guards: [] }, matter, ctx).ok)
    .map(([name]) => name)
