// What a person sees of a matter: words, not codes; the buttons they may press next; nothing that is not listed here. Pure.
import * as z from 'zod'
import { type AnyKind, agreement, namedActions, openActions, rowOf } from './act'
import { openRoles } from './approval'
import { sayFully, sayTime } from './clock'
import { sayDue } from './deadline'
import { FieldSpec } from './form'
import type { Matter, Objection } from './matter'
import { openObjection } from './objection'
import { conflictsOn } from './posts'
import { type Actor, areaRoles, holds } from './roles'
import { declaredAt } from './settings'
import { type BodyType, bodyName, bodyTypes, communityBody, placeName, type Street } from './street'
import { dutyLabels, roleName, TimelineItem, talkOf, timelineOf, tone } from './timeline'
import { type Row, type RuleCtx, statusOf } from './workflow'

const Due = z.object({ text: z.string(), tone, full: z.string() })
const StatusView = z.object({ key: z.string(), label: z.string(), tone })

/** A matter as one row of a list. */
export const MatterCard = z.object({
  id: z.string(),
  no: z.string(),
  kind: z.string(),
  kindLabel: z.string(),
  title: z.string(),
  status: StatusView,
  place: z.string(),
  category: z.string().optional(),
  time: z.string(),
  due: Due.optional(),
  /** The next step in one sentence. */
  next: z.string(),
  version: z.number(),
  supportCount: z.number(),
  /** The one likely next step for this reader; absent when it is not their turn. */
  button: z.object({ action: z.string(), label: z.string(), form: z.boolean() }).optional(),
})
export type MatterCard = z.infer<typeof MatterCard>

/** What waits for a person beside matters (waits.ts). */
export const Wait = z.object({
  /** What the id is of; the phone knows which page shows it. */
  kind: z.string(),
  id: z.string(),
  title: z.string(),
  text: z.string(),
  button: z.string(),
})
export type Wait = z.infer<typeof Wait>

export const Button = z.object({
  action: z.string(),
  label: z.string(),
  tone: z.enum(['main', 'plain', 'danger']),
  /** True: ask `matters.form` first and draw it. False: one tap does it. */
  form: z.boolean(),
  /** A step that every kind has, such as handing it on: kept together on the page. */
  shared: z.boolean(),
})
export type Button = z.infer<typeof Button>

/** 社区 · 社会组织 · 社工 · 志愿者 · 慈善资源, and the two that are none of the five. */
export const she = z.enum(['community', 'organisation', 'socialWork', 'volunteer', 'charity', 'partner', 'government'])

export const MatterView = MatterCard.omit({ button: true }).extend({
  statusText: z.string(),
  full: z.string(),
  author: z.string(),
  mine: z.boolean(),
  words: z.string(),
  photos: z.array(z.string()),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  parties: z.array(z.object({ name: z.string(), duty: z.string(), she })),
  timeline: z.array(TimelineItem),
  buttons: z.array(Button),
  support: z.object({ count: z.number(), mine: z.boolean(), can: z.boolean() }),
  /** Agreement under way: what for, who has agreed, who is awaited. */
  pending: z
    .object({
      label: z.string(),
      route: z.string(),
      agreed: z.array(z.string()),
      waiting: z.array(z.string()),
      note: z.string().optional(),
    })
    .optional(),
  /** The person left a phone number and this reader may ask to see it. */
  hasContact: z.boolean(),
  link: z.object({ id: z.string(), label: z.string() }).optional(),
  /** Pages of its own that this reader is offered, by name: the phone knows where each is. */
  pages: z.array(z.object({ page: z.string(), label: z.string(), query: z.record(z.string(), z.string()).optional() })),
  /** 监督异议, answers and how they ended (M63). */
  objections: z.array(
    z.object({ text: z.string(), time: z.string(), answer: z.string().optional(), closed: z.string().optional() }),
  ),
  /** What each party wants and gives way on (M20). */
  interests: z.array(z.object({ party: z.string(), wants: z.string(), gives: z.string() })),
  /** To whom a role is handed on, until when (M17). */
  delegated: z.string().optional(),
  /** Posts that meet in one person here (M9, M16), for those who work on it. */
  warnings: z.array(z.string()),
  /** What the parties have written to each other (M21), newest last. */
  talk: z.array(z.object({ n: z.number(), who: z.string(), time: z.string(), text: z.string(), mine: z.boolean() })),
  mayTalk: z.boolean(),
  /** The area is in 非常规 now. */
  emergency: z.boolean(),
  /** Hidden from other residents until the words and photos are checked. */
  checking: z.boolean(),
})
export type MatterView = z.infer<typeof MatterView>

export const FormView = z.object({
  action: z.string(),
  title: z.string(),
  button: z.string(),
  tone: z.enum(['main', 'plain', 'danger']),
  note: z.enum(['required', 'optional', 'none']),
  /** Who will read the note. */
  noteHint: z.string(),
  fields: z.array(FieldSpec),
})
export type FormView = z.infer<typeof FormView>

const fillNext = (next: string, matter: Matter, street: Street, now: number): string =>
  next
    .replace('{due}', matter.dueAt === null ? '近期' : sayTime(matter.dueAt, now).replace(/ \d\d:\d\d$/, ''))
    .replace('{handler}', () => {
      const handlers = matter.assists.filter(({ duty }) => duty === 'handle' || duty === 'leadDepartment')
      return handlers.map(({ body }) => bodyName(street, body)).join('、') || '责任单位'
    })
    .replace('{committee}', roleName('clerk', matter, street))
    .replace('{street}', `${street.name}办事处`)

const dueOf = (matter: Matter, now: number) => {
  const due = sayDue(matter.dueAt, now)
  return due && matter.dueAt !== null ? { ...due, full: sayFully(matter.dueAt) } : undefined
}

const needsForm = (row: Row<string, unknown>): boolean => row.note !== 'none' || row.fields !== undefined

function buttonsOf(kind: AnyKind, matter: Matter, ctx: RuleCtx): Button[] {
  const shown = [...openActions(kind, matter, ctx), ...namedActions(kind, matter, ctx)]
  const { withholds = [] } = kind.view(matter, ctx)
  const open = shown.filter((action) => !rowOf(kind, action)?.apart && !withholds.includes(action))
  return open.map((action): Button => {
    if (action === agreement.agree) return { action, label: '同意会签', tone: 'main', form: false, shared: false }
    if (action === agreement.decline) return { action, label: '不同意', tone: 'danger', form: true, shared: false }
    if (action === agreement.takeBack) return { action, label: '撤回提请', tone: 'plain', form: false, shared: false }
    const row = rowOf(kind, action) as Row<string, unknown>
    const shared = !Object.hasOwn(kind.actions, action) && row.tone !== 'main'
    return { action, label: row.label, tone: row.tone ?? 'plain', form: needsForm(row), shared }
  })
}

/** True for those who work on it: they read internal notes and full facts. */
export const worksOn = (kind: AnyKind, matter: Matter, actor: Actor): boolean =>
  [...kind.seenBy, ...(['lead'] as const)].some((role) => holds(actor, role, matter)) ||
  matter.assists.some(({ body }) => actor.bodies.includes(body))

/** May this reader know that the matter exists? Reads are scoped before permission is asked. */
export function isVisible(kind: AnyKind, matter: Matter, actor: Actor | undefined): boolean {
  const { visibility } = matter.body as { visibility?: string }
  const isPublic = visibility === 'public' && matter.class !== 'hidden' && matter.beside.check === 'pass'
  if (!actor) return isPublic
  if (actor.key === matter.author || holds(actor, 'author', matter) || holds(actor, 'recorder', matter)) return true
  return isPublic || worksOn(kind, matter, actor) || (kind.alsoFor?.(matter, actor) ?? false)
}

export function cardOf(kind: AnyKind, matter: Matter, ctx: RuleCtx): MatterCard {
  const status = statusOf(kind, matter.status)
  const myTurn = matter.turn.some((token) => ctx.actor.tokens.includes(token))
  const buttons = myTurn ? buttonsOf(kind, matter, ctx) : []
  const main = buttons.find((button) => button.tone === 'main') ?? undefined
  const promised = matter.pending ? undefined : kind.promised?.(matter)
  const clocked = promised === undefined ? matter : { ...matter, dueAt: promised }
  return {
    id: matter._id,
    no: matter.no,
    kind: matter.kind,
    kindLabel: kind.label,
    title: matter.title,
    status: {
      key: matter.status,
      label: openObjection(matter)
        ? `${status.label}（有异议）`
        : matter.pending
          ? `${status.label}（会签中）`
          : status.label,
      tone: status.tone,
    },
    place: placeName(ctx.street, matter.area),
    category: kind.view(matter, ctx).category,
    time: sayTime(matter.at, ctx.now),
    due: status.byItself && !matter.pending ? undefined : dueOf(clocked, ctx.now),
    next: openObjection(matter)
      ? '监督委员会有异议，答复并解除后继续'
      : matter.pending
        ? '正在等待会签'
        : fillNext(status.next, clocked, ctx.street, ctx.now),
    version: matter.version,
    supportCount: matter.beside.supportCount,
    button: main && { action: main.action, label: main.label, form: main.form },
  }
}

function sayObjection({ text, at, answer, closed }: Objection, now: number) {
  const ended =
    closed && (closed.how === 'accepted' ? '监督委员会认可答复，异议解除' : `街道裁定异议不成立：${closed.text ?? ''}`)
  return { text, time: sayTime(at, now), answer: answer?.text, closed: ended }
}

function sayDelegation({ delegations }: Matter, now: number): string | undefined {
  const live = (delegations ?? []).find(({ endedAt, until }) => endedAt === undefined && now < until)
  return live && `${areaRoles[live.role].label}的职权委托给${live.name}，到${sayTime(live.until, now)}`
}

export function viewOf(kind: AnyKind, matter: Matter, ctx: RuleCtx): MatterView {
  const { actor, street } = ctx
  const { button: _button, ...card } = cardOf(kind, matter, ctx)
  const own = kind.view(matter, ctx)
  const isWorker = worksOn(kind, matter, actor)
  const isAuthor = holds(actor, 'author', matter) || holds(actor, 'recorder', matter)
  const guide = communityBody(street, matter.area, 'party')
  const bodies = [
    // 党建引领 一核多元 (M10): the party organisation leads every record of coordination.
    ...(kind.coordinated && guide && guide._id !== matter.lead ? [{ body: guide._id, duty: '党建引领' }] : []),
    ...(matter.lead ? [{ body: matter.lead, duty: '牵头负责' }] : []),
    ...matter.assists.map(({ body, duty }) => ({ body, duty: dutyLabels[duty] ?? duty })),
  ]
  return {
    ...card,
    statusText: card.status.label,
    full: sayFully(matter.at),
    author: own.author,
    mine: isAuthor,
    words: own.words,
    photos: matter.beside.check === 'pass' || isAuthor || isWorker ? own.photos : [],
    facts: own.facts,
    parties: bodies.map(({ body, duty }) => {
      const type = street.bodies.get(body)?.type as BodyType | undefined
      return { name: bodyName(street, body), duty, she: type ? bodyTypes[type].she : 'partner' }
    }),
    timeline: timelineOf(kind, matter, ctx, isWorker),
    buttons: buttonsOf(kind, matter, ctx),
    support: {
      count: matter.beside.supportCount,
      mine: matter.beside.supporters.includes(actor.key),
      can: own.canSupport ?? false,
    },
    pending:
      matter.pending && isWorker
        ? {
            label: rowOf(kind, matter.pending.action)?.label ?? '',
            route: matter.pending.label,
            agreed: matter.pending.agreed.map(({ as }) => roleName(as, matter, street)),
            waiting: openRoles(matter.pending).map((role) => roleName(role, matter, street)),
            note: isWorker ? matter.pending.note : undefined,
          }
        : undefined,
    hasContact: isWorker && (own.hasContact ?? false),
    link: own.link,
    pages: own.pages ?? [],
    objections: isWorker || isAuthor ? matter.objections.map((one) => sayObjection(one, ctx.now)) : [],
    interests: isWorker ? (matter.interests ?? []).map(({ party, wants, gives }) => ({ party, wants, gives })) : [],
    delegated: isWorker ? sayDelegation(matter, ctx.now) : undefined,
    warnings: isWorker
      ? conflictsOn(matter, street, ctx.now).map(({ name, posts, why }) => `${name}同时任${posts.join('、')}：${why}`)
      : [],
    talk: isWorker ? talkOf(matter, ctx) : [],
    mayTalk: openActions(kind, matter, ctx).includes('say'),
    emergency: declaredAt(street.settings, matter.area, ctx.now) !== undefined,
    checking: matter.beside.check !== 'pass',
  }
}
