// Carrying out an action: table → decision → one conditional write. Used by phones and by the timer alike; knows no kind of matter.
import { agree as agreeOn, begin, pendingTurn, type Routes, voiceOf } from './approval'
import { afterWorkingDays } from './deadline'
import { fieldsOf } from './endpoint'
import { problems, refuse } from './errors'
import type { Event, Matter, Pending, Tell } from './matter'
import { type Role, type Token, tokensOf } from './roles'
import type { Store } from './store'
import { nextEvent } from './trace'
import { type Change, decide, type Kind, type Row, type RuleCtx, roleFor } from './workflow'

// biome-ignore lint/suspicious/noExplicitAny: kinds of every body type meet here.
export type AnyKind = Kind<any, any>
// biome-ignore lint/suspicious/noExplicitAny: as above.
type AnyRow = Row<any, any>

export type Action = { action: string; note: string; patch: unknown; request?: string }
export type Moved = { matter: Matter; event: Event; tells: Tell[] }

/** Actions every kind has while a route is running; the last is the timer's: it reminds once, then sends the proposal back. */
export const agreement = {
  agree: 'agree',
  decline: 'decline',
  takeBack: 'takeBack',
  expireApproval: 'expireApproval',
} as const

/** Without the fields that were taken away. */
const present = <T extends object>(from: T): T =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as T

/** Ties the given words to the case: {title}, {note}, {said}. */
const fill = (text: string, words: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '')

/** Everybody who works on it, while it is not over. */
const concernOf = (kind: AnyKind, matter: Matter): Token[] => {
  const over = matter.class === 'settled' || matter.class === 'hidden'
  const roles: readonly Role[] = over ? [] : kind.workedBy(matter)
  return [
    ...new Set([
      ...roles.flatMap((role) => tokensOf(role, matter)),
      ...matter.turn.filter((token) => !token.startsWith('person:')),
    ]),
  ]
}

/** Sets what follows from status, assistance and agreement: class, turn, concern, deadline. */
export function settle(kind: AnyKind, matter: Matter, ctx: RuleCtx, routes: Routes): Matter {
  const status = kind.statuses[matter.status]
  if (!status) throw new Error(`kind ${kind.name} has no status ${matter.status}`)
  const route = matter.pending && routes[matter.pending.route]
  const turn =
    route && matter.pending
      ? pendingTurn(route, matter, matter.pending)
      : status.turn.flatMap((role) => tokensOf(role, matter))
  const dueAt = matter.pending ? (matter.pending.dueAt ?? null) : kind.due(matter.status, matter, ctx)
  const next = { ...matter, class: status.class, turn: [...new Set(turn)], dueAt }
  return { ...next, concern: concernOf(kind, next) }
}

function parsePatch(row: AnyRow, action: Action): Record<string, unknown> {
  if (row.note === 'required' && !action.note)
    refuse(problems.NOTE_NEEDED, { fields: { note: problems.NOTE_NEEDED.message } })
  if (!row.patch) return {}
  const parsed = row.patch.safeParse(action.patch ?? {})
  if (!parsed.success) {
    const fields = Object.fromEntries(
      Object.entries(fieldsOf(parsed.error)).map(([path, text]) => [path === 'data' ? path : `patch.${path}`, text]),
    )
    return refuse(problems.INPUT_INVALID, { fields })
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
  pending: Pending | null
  tells: Tell[]
}

/** The matter after a step, with its event. Pure but for the hash. */
function afterStep(kind: AnyKind, matter: Matter, step: Step, action: Action, ctx: RuleCtx, routes: Routes): Moved {
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
      ...(change.objections && { objections: change.objections }),
      body: present({ ...matter.body, ...change.body }),
      version: matter.version + 1,
    },
    ctx,
    routes,
  )
  // A step that only adds to the log, such as a remark, leaves the clock alone.
  const onlyLogged =
    status === matter.status && !step.pending && !matter.pending && !change.body && change.lateCount === undefined
  const moved = onlyLogged ? { ...settled, dueAt: matter.dueAt } : settled
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
      ...(where && step.as.startsWith('duty:') && { where }),
      action: step.action,
      from: matter.status,
      to: status,
      ...(step.note && { note: step.note }),
      ...(step.internal && { internal: true }),
      ...(change.said && { said: change.said }),
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
export const rowOf = (kind: AnyKind, action: string): AnyRow | undefined =>
  Object.hasOwn(kind.actions, action) ? kind.actions[action] : undefined

/** What the action would make of the matter; refuses with the problem that stands in the way. */
export function take(kind: AnyKind, matter: Matter, action: Action, ctx: RuleCtx, routes: Routes): Moved {
  if (action.action in agreement && Object.hasOwn(agreement, action.action))
    return speak(kind, matter, action, ctx, routes)
  const row = rowOf(kind, action.action) ?? refuse(problems.ACTION_UNKNOWN)
  const decision = decide(row, matter, ctx)
  if (!decision.ok) return refuse(decision.problem)
  const patch = parsePatch(row, action)
  const as = roleFor(row, matter, ctx.actor) as Role
  const name = typeof row.route === 'function' ? row.route(patch) : row.route
  const route = name === undefined ? undefined : routes[name]
  if (name !== undefined && !route) throw new Error(`kind ${kind.name} names an unknown route ${name}`)
  if (route) {
    const pending = begin(route, { action: action.action, patch, note: action.note, by: ctx.actor.key, at: ctx.now })
    const tells: Tell[] = [
      { n: 0, to: pendingTurn(route, matter, pending), text: `请您会签：${matter.title}（${row.label}）` },
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
      routes,
    )
  }
  return carryOut(kind, matter, row, { as, to: decision.to, patch, action }, ctx, routes)
}

function carryOut(
  kind: AnyKind,
  matter: Matter,
  row: AnyRow,
  { as, to, patch, action }: { as: Role; to: string; patch: Record<string, unknown>; action: Action },
  ctx: RuleCtx,
  routes: Routes,
): Moved {
  const change: Change<Record<string, unknown>> = row.effect?.({ ...matter, pending: null }, patch, ctx) ?? {}
  const step: Step = {
    change,
    to,
    action: action.action,
    as,
    note: action.note,
    internal: row.internal,
    pending: null,
    tells: [],
  }
  const moved = afterStep(kind, matter, step, action, ctx, routes)
  const words = { title: matter.title, note: action.note, said: change.said ?? '', no: matter.no }
  const tells = tellsOf(row, matter, moved.matter, words).map((tell) => ({ ...tell, n: moved.event.n }))
  return { ...moved, tells, matter: { ...moved.matter, unsent: [...matter.unsent, ...tells] } }
}

/** Agreeing, declining and taking back while a route runs. */
function speak(kind: AnyKind, matter: Matter, action: Action, ctx: RuleCtx, routes: Routes): Moved {
  const { pending } = matter
  const route = pending ? routes[pending.route] : undefined
  if (!pending || !route) return refuse(problems.STATE_CHANGED)
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
      routes,
    )

  if (action.action === agreement.expireApproval) {
    if (!ctx.actor.isSystem) return refuse(problems.NOT_PERMITTED)
    if (pending.dueAt === undefined || pending.dueAt > ctx.now) return refuse(problems.STATE_CHANGED)
    if (!pending.reminded) {
      const next = { ...pending, reminded: true, dueAt: afterWorkingDays(ctx.now, 2) }
      return stand('system', `提醒会签「${row.label}」`, next, [
        { n: 0, to: pendingTurn(route, matter, pending), text: `会签已超时，请尽快办理：${matter.title}` },
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
    const voice = voiceOf(route, matter, ctx.actor)
    if ('problem' in voice) return refuse(voice.problem)
    if (!action.note) return refuse(problems.NOTE_NEEDED, { fields: { note: problems.NOTE_NEEDED.message } })
    const tells: Tell[] = [
      { n: 0, to: [`person:${pending.by}`], text: `会签未通过：${matter.title}。理由：${action.note}` },
    ]
    return stand(voice.as, `不同意「${row.label}」`, null, tells)
  }
  const agreed = agreeOn(route, matter, ctx.actor, ctx.now)
  if (!agreed.ok) return refuse(agreed.problem)
  if (!agreed.done) {
    const tells: Tell[] = [
      { n: 0, to: pendingTurn(route, matter, agreed.pending), text: `请您会签：${matter.title}（${row.label}）` },
    ]
    return stand(agreed.as, `同意「${row.label}」`, agreed.pending, tells)
  }
  // The waiting action is judged again as it is carried out: what held when it was proposed may hold no longer.
  const failed = row.guards?.find(([, passes]) => !passes({ ...matter, pending: null }, ctx))
  if (failed) return refuse(failed[0])
  const to = row.to === 'same' ? matter.status : row.to
  const finished = { ...action, action: pending.action, note: pending.note ?? '' }
  return carryOut(kind, matter, row, { as: agreed.as, to, patch: pending.patch, action: finished }, ctx, routes)
}

/** The fields a change writes, as one conditional update. Whole values, so that nothing merges by accident. */
export async function write(store: Store, before: Matter, { matter, event, tells }: Moved): Promise<boolean> {
  const { _ } = store
  const checked = matter.beside.check === before.beside.check ? {} : { 'beside.check': matter.beside.check }
  const replaced = [
    'status',
    'class',
    'turn',
    'concern',
    'dueAt',
    'assists',
    'lateCount',
    'pending',
    'objections',
    'title',
    'area',
    'body',
    'lead',
  ] as const
  const set = Object.fromEntries(
    replaced.flatMap((key) => (matter[key] === undefined ? [] : [[key, _.set(matter[key])]])),
  )
  const update = {
    ...set,
    ...checked,
    version: _.inc(1),
    trace: _.push([event]),
    ...(tells.length && { unsent: _.push(tells) }),
  }
  return (await store.change('matters', { _id: before._id, version: before.version }, update)) === 1
}

export const eventOf = (matter: Matter, request?: string): Event | undefined =>
  request === undefined ? undefined : matter.trace.find((event) => event.request === request)

/** Which actions the actor may press now, judged by the very rule that will judge the press. */
export function openActions(kind: AnyKind, matter: Matter, ctx: RuleCtx, routes: Routes): string[] {
  const rows = Object.entries(kind.actions as Record<string, AnyRow>)
  const open = rows
    .filter(([, row]) => !row.by.every((role) => role === 'system') && decide(row, matter, ctx).ok)
    .map(([name]) => name)
  const route = matter.pending ? routes[matter.pending.route] : undefined
  if (!matter.pending || !route) return open
  const mine = matter.pending.by === ctx.actor.key ? [agreement.takeBack] : []
  return 'as' in voiceOf(route, matter, ctx.actor) ? [agreement.agree, agreement.decline, ...mine] : mine
}
