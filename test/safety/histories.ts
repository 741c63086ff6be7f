// Random workflow histories: people of the world and the timer try steps on one need after another, and a small model that knows only the
// promises (not the table) watches. A refused attempt must change nothing; an accepted one must keep every promise.
import { allRows, openActions, take } from '../../cloudfunctions/api/core/act'
import { dayMs, hourMs } from '../../cloudfunctions/api/core/clock'
import { workingDaysLeft } from '../../cloudfunctions/api/core/deadline'
import { Refusal } from '../../cloudfunctions/api/core/errors'
import type { Event, Matter } from '../../cloudfunctions/api/core/matter'
import { routes } from '../../cloudfunctions/api/core/routes'
import { brokenAt, canonical } from '../../cloudfunctions/api/core/trace'
import type { NeedBody } from '../../cloudfunctions/api/modules/needs/document'
import { needKind } from '../../cloudfunctions/api/modules/needs/kind'
import { needStatuses } from '../../cloudfunctions/api/modules/needs/workflow'
import { at } from '../support/clock'
import { aDraft, ruleFor } from '../support/needs'
import { type Random, seeded } from '../support/seeded'
import type { Who } from '../support/world'
import { type SafetyRun, violationsList } from './report'

const cast = ['author', 'neighbour', 'clerk', 'clerk2', 'both', 'secretary', 'officer', 'manager', 'volunteer'] as const
const more = [
  'cityStaff',
  'civilStaff',
  'gridWorker',
  'dewClerk',
  'farOfficer',
  'supervisor',
  'system',
  'system',
] as const
const persons: (Who | 'system')[] = [...cast, ...more]
const actions = [...allRows(needKind).map(([name]) => name), 'agree', 'decline', 'takeBack']
const timerActions = ['lapse', 'goOn', 'closeUnrated', 'escalateLate', 'remindLate']
/** Steps after which little can happen, taken less often. */
const ends = ['withdraw', 'merge', 'say', 'report', 'interest', 'arrange', 'mobilise', 'delegate', 'object']
const authors = ['author', 'clerk', 'volunteer', 'gridWorker'] as const

const patchOf = (action: string, { one }: Random): object => {
  const patches: Record<string, () => object> = {
    assign: () => ({ body: one(['property', 'team', 'grid', 'organisation']) }),
    extend: () => ({ days: one(['3', '5', '10']) }),
    convene: () => ({ lead: one(['city', 'civil']), helpers: one([[], ['civil'], ['safety', 'city']]) }),
    merge: () => ({ into: 'need000000000002', intoNo: '香梅街道-2026-00002' }),
    refuse: () => ({ reason: one(['elsewhere', 'settled', 'unclear', 'beyond', 'unfair']) }),
    dispatch: () => ({ body: one(['property', 'team', 'city']) }),
    arrange: () => ({
      lead: one(['xh-committee', 'organisation', 'city']),
      helpers: one([[], ['team'], ['property', 'socialWork']]),
    }),
    mobilise: () => ({ kinds: one([['volunteer'], ['organisation', 'socialWork']]) }),
    delegate: () => ({ to: one(['psupervisor', 'pgridWorker', 'psecretary', 'pclerk2']), days: one(['1', '3', '7']) }),
    interest: () => ({ party: '三栋住户', wants: '晚上安静' }),
    confirm: () => ({ stars: one([1, 2, 3, 4, 5]) }),
  }
  return patches[action]?.() ?? {}
}

/** What the model keeps of one need, from the events alone. */
type Model = {
  answered: boolean
  disputes: number
  handlers: Set<string>
  dispatcher?: string
  proposal?: { action: string; by: string; reason?: unknown }
  stoppedWith?: number
  appeals: number
  answeredAt: number
  refusedAt: number
}
const freshModel = (): Model => ({
  answered: false,
  disputes: 0,
  handlers: new Set(),
  appeals: 0,
  answeredAt: 0,
  refusedAt: 0,
})

/** Every promise this accepted step breaks, in words. */
function judge(model: Model, before: Matter, after: Matter, patch: { reason?: unknown }): string[] {
  const event = after.trace.at(-1) as Event
  const body = after.body as unknown as NeedBody
  const status = needStatuses[after.status as keyof typeof needStatuses]
  const isOver = status.class === 'settled' || status.class === 'hidden'
  const broken: string[] = []
  const promise = (kept: boolean, words: string) => kept || broken.push(words)

  promise(isOver || after.turn.length > 0, 'an unfinished matter is nobody’s turn')
  promise(!isOver || (after.turn.length === 0 && after.dueAt === null), 'a finished matter still has a turn or a clock')
  promise(isOver || after.dueAt !== null, 'an unfinished matter has no deadline')
  promise(after.class === status.class, 'the class is not that of the status')
  promise(brokenAt(after) === undefined, `the log is broken at ${brokenAt(after)}`)
  promise(after.version === before.version + 1 && event.n === after.version, 'not exactly one event')
  promise(event.by !== 'system' || event.as === 'system', 'the timer acted as a person')
  promise(after.lead === before.lead || event.action === 'arrange', 'the lead changed by itself (首接负责)')
  const objected = before.objections.find(({ closed }) => !closed)
  const aside = [
    'say',
    'object',
    'answerObjection',
    'acceptAnswer',
    'insist',
    'overrule',
    'endDelegation',
    'decline',
    'takeBack',
  ]
  promise(!objected || event.by === 'system' || aside.includes(event.action), 'a step was taken past an open objection')
  promise(event.action !== 'answerObjection' || objected?.by !== event.by, 'somebody answered their own objection')
  promise(
    event.action !== 'overrule' || (objected?.answer !== undefined && objected.answer.by !== event.by),
    'an objection was overruled unanswered, or by who answered it',
  )
  const handed = (before.delegations ?? []).find(
    (one) => one.endedAt === undefined && one.from <= event.at && event.at < one.until && one.role === event.as,
  )
  promise(!handed || handed.to === event.by, 'somebody commanded beside the one it was handed to')
  promise(
    (after.delegations ?? []).filter(({ endedAt, until }) => endedAt === undefined && until > event.at).length <= 1,
    'two commanders',
  )
  promise(event.action !== 'dispatch' || event.wide !== undefined, 'a wider right left no mark')
  promise(
    !before.pending ||
      ['agree', 'decline', 'takeBack'].includes(event.action) ||
      !after.pending ||
      canonical(after.pending) === canonical(before.pending),
    'two agreements at once',
  )

  const deciding =
    ['upholdDispute', 'rejectDispute'].includes(event.action) ||
    (event.action === 'assign' && event.from === 'disputed')
  promise(!deciding || model.dispatcher !== event.by, 'the dispatcher decided the objection to their own dispatch')
  promise(event.action !== 'confirm' || !model.handlers.has(event.by), 'somebody rated their own work')
  if (event.to === 'refused' && event.action === 'refuse') {
    const needs = before.pending ? (before.pending.patch.reason as string) : (patch.reason as string)
    const agreed = before.pending !== null && before.pending.by !== event.by && event.as === 'secretary'
    promise(!['beyond', 'unfair'].includes(needs) || agreed, 'refused without the second committee')
  }
  promise(event.to !== 'closed' || model.answered, 'closed without an answer')
  promise(
    event.action !== 'closeUnrated' || (body.closedHow === 'unrated' && body.rating === undefined),
    'not rated, yet counted as rated',
  )
  promise(event.action !== 'closeUnrated' || event.at >= model.answeredAt + 7 * dayMs, 'closed before seven days')
  promise(event.action !== 'redo' || event.at <= model.answeredAt + 7 * dayMs, 'reopened after seven days')
  promise(
    event.action !== 'appeal' || (model.appeals === 0 && event.at <= model.refusedAt + 7 * dayMs),
    'a second or late appeal',
  )
  const disputes = model.disputes + (event.action === 'dispute' ? 1 : 0)
  promise(
    event.action !== 'dispute' || event.to === (disputes >= 2 ? 'arbitrated' : 'disputed'),
    'a second dispute did not go to the street',
  )
  if (['supply', 'goOn'].includes(event.action) && model.stoppedWith !== undefined)
    promise(
      workingDaysLeft(event.at, body.handleDueAt ?? 0) === model.stoppedWith,
      'the clock ran while the resident was asked',
    )
  return broken
}

function learn(model: Model, before: Matter, after: Matter): void {
  const event = after.trace.at(-1) as Event
  const body = after.body as unknown as NeedBody
  if (!['author', 'recorder', 'system'].includes(event.as)) model.handlers.add(event.by)
  if (event.to === 'answered' && event.from !== 'answered')
    Object.assign(model, { answered: true, answeredAt: event.at })
  if (event.action === 'redo') Object.assign(model, { answered: false, disputes: 0 })
  if (event.action === 'dispute') model.disputes++
  if (event.action === 'arbitrate' || event.action === 'dispatch') model.disputes = 2
  if (event.action === 'dispatch') model.dispatcher = event.by
  if (event.action === 'assign') model.dispatcher = event.by
  if (event.action === 'appeal') model.appeals++
  if (event.to === 'refused' && event.from !== 'refused') model.refusedAt = event.at
  if (event.action === 'askInfo') {
    const due = (before.body as unknown as NeedBody).handleDueAt
    model.stoppedWith = due === undefined ? undefined : Math.max(1, workingDaysLeft(event.at, due))
  }
  if (event.from === 'needInfo' && event.to !== 'needInfo') model.stoppedWith = undefined
  if (body.redoCount > 50) throw new Error('a history ran away')
}

/** `cases` accepted or refused attempts, over needs of about forty attempts each. */
export const run: SafetyRun = async ({ cases, seed }) => {
  const random = seeded(seed)
  const violations = violationsList()
  const figures = { histories: 0, accepted: 0, refused: 0, closed: 0, statuses: 0 }
  const reached = new Set<string>()
  let now = at('2026-03-02')
  let need = aDraft()
  let model = freshModel()
  for (let index = 0; index < cases; index++) {
    if (
      index === 0 ||
      need.class === 'hidden' ||
      need.trace.length > 40 ||
      random.chance(need.class === 'settled' ? 0.25 : 0.01)
    ) {
      now = at('2026-03-02') + random.below(400 * 24) * hourMs
      const author = random.one(authors)
      const proxy =
        author === 'clerk' || author === 'gridWorker'
          ? { onBehalfOf: { name: '马立春', consent: 'phone' as const } }
          : {}
      need = aDraft({ ...proxy, urgency: random.one(['normal', 'soon', 'urgent']) }, author, now)
      model = freshModel()
      figures.histories++
    }
    now += random.chance(0.1) ? random.below(12 * 24) * hourMs : random.below(5 * 3600) * 1000
    const { who, action } = chooseStep(need, now, random)
    const patch = patchOf(action, random)
    const before = canonical(need)
    try {
      const moved = take(
        needKind,
        need,
        { action, note: '说明', patch, request: `r${index}aaaaaaa` },
        ruleFor(who, now),
        routes,
      ).matter
      for (const broken of judge(model, need, moved, patch))
        violations.add(`step ${index}: ${who} ${action} in ${need.status}: ${broken}`)
      if (canonical(need) !== before) violations.add(`step ${index}: ${who} ${action} changed the matter in place`)
      learn(model, need, moved)
      need = { ...moved, unsent: [] }
      figures.accepted++
      if (moved.status === 'closed') figures.closed++
      reached.add(moved.status)
    } catch (error) {
      if (!(error instanceof Refusal))
        violations.add(`step ${index}: ${who} ${action} in ${need.status}: ${String(error)}`)
      if (canonical(need) !== before) violations.add(`step ${index}: refused ${action} changed the matter`)
      figures.refused++
    }
  }
  figures.statuses = reached.size
  return { name: 'histories', cases, violations: violations.kept, seed, figures }
}

/** Two thirds of the steps are ones that somebody may take now, so that histories get somewhere; the rest are anybody's try at anything. */
function chooseStep(need: Matter, now: number, { one, chance }: Random): { who: Who | 'system'; action: string } {
  if (chance(0.34)) return { who: one(persons), action: one(actions) }
  for (let tries = 0; tries < 20; tries++) {
    const who = one(persons)
    const open = who === 'system' ? timerActions : openActions(needKind, need, ruleFor(who, now))
    const going = open.filter((action) => !ends.includes(action) || chance(0.1))
    if (going.length) return { who, action: one(going) }
  }
  return { who: one(persons), action: one(actions) }
}
