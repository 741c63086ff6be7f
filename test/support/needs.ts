// Needs in any status, made by the real draft and the real steps; nothing is written into a status by hand.
import { type Action, take } from '../../cloudfunctions/api/core/act'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { type Grant, systemActor } from '../../cloudfunctions/api/core/roles'
import { routes } from '../../cloudfunctions/api/core/routes'
import type { RuleCtx } from '../../cloudfunctions/api/core/workflow'
import type { Need, NeedInput } from '../../cloudfunctions/api/modules/needs/document'
import { needKind } from '../../cloudfunctions/api/modules/needs/kind'
import { draftOf } from '../../cloudfunctions/api/modules/needs/rules'
import type { NeedStatus } from '../../cloudfunctions/api/modules/needs/workflow'
import { wednesday } from './clock'
import { actor, house, type Who, world } from './world'

const here = world()
export const needId = 'need000000000001'
export const otherNeedId = 'need000000000002'

/** What a phone sends, with everything filled in. */
export const needInput = (change: Partial<NeedInput> = {}): NeedInput => ({
  id: needId,
  title: '二单元楼道灯不亮',
  words: '三楼到五楼的灯坏了一周，老人看不清台阶。',
  photos: [],
  area: house,
  category: 'facility',
  urgency: 'normal',
  scope: 'collective',
  visibility: 'public',
  anonymous: false,
  ...change,
})

/** What a rule may know: who acts and when, on the world's street. */
export const ruleFor = (who: Who | 'system', now = wednesday, also: readonly Grant[] = []): RuleCtx => ({
  actor: who === 'system' ? systemActor : actor(who, now, also),
  now,
  street: here.street,
})

export type Step = { as: Who | 'system'; action: string; note?: string; patch?: object; now?: number; request?: string }

/** One real step; throws the Refusal that stands in the way. */
export function step(need: Matter, { as, action, note = '请尽快', patch = {}, now, request }: Step): Matter {
  const asked: Action = { action, note, patch, ...(request && { request }) }
  return take(needKind, need, asked, ruleFor(as, now ?? need.trace.at(-1)?.at ?? wednesday), routes).matter
}

export const aDraft = (input: Partial<NeedInput> = {}, by: Who = 'author', now = wednesday): Matter => {
  const draft = draftOf(needInput(input), { person: here.people[by], number: 1, year: 2026, rule: ruleFor(by, now) })
  return { ...draft, beside: { ...draft.beside, check: 'pass' } }
}

const by = (as: Who, action: string, patch: object = {}): Step => ({ as, action, patch })
const accepted = [by('clerk', 'accept')]
const assigned = [...accepted, by('clerk', 'assign', { body: 'property' })]
const disputed = [...assigned, by('manager', 'dispute')]
const called = [...accepted, by('clerk', 'call')]
const joint = [...called, by('officer', 'convene', { lead: 'city', helpers: ['civil'] })]
const answered = [...assigned, by('manager', 'take'), by('manager', 'finish')]
const refused = [by('clerk', 'refuse', { reason: 'elsewhere' })]

/** The shortest real way into each status. */
export const wayTo: Record<NeedStatus, readonly Step[]> = {
  submitted: [],
  accepted,
  assigned,
  disputed,
  arbitrated: [...disputed, by('clerk2', 'rejectDispute'), by('manager', 'dispute')],
  needInfo: [...accepted, by('clerk', 'askInfo')],
  called,
  joint,
  answered,
  closed: [...answered, by('author', 'confirm', { stars: 5 })],
  merged: [by('clerk', 'merge', { into: otherNeedId, intoNo: '香梅街道-2026-00002' })],
  refused,
  appealed: [...refused, by('author', 'appeal')],
  withdrawn: [by('author', 'withdraw')],
}

export type NeedOptions = {
  status?: NeedStatus
  input?: Partial<NeedInput>
  by?: Who
  now?: number
  steps?: readonly Step[]
}

/** A need in `status`, then `steps`, then whatever `change` says. */
export function aNeed({ status = 'submitted', input, by: author, now, steps = [] }: NeedOptions = {}): Need {
  const all = [...wayTo[status], ...steps].map((one) => (author && one.as === 'author' ? { ...one, as: author } : one))
  return all.reduce(step, aDraft(input, author, now)) as unknown as Need
}

/** A patch that each action accepts, where it asks for one. */
export const patchFor: Record<string, object> = {
  assign: { body: 'team' },
  dispatch: { body: 'team' },
  arrange: { lead: 'xh-committee', helpers: ['team'] },
  mobilise: { kinds: ['volunteer'] },
  delegate: { to: 'psupervisor', days: '3' },
  interest: { party: '三栋住户', wants: '晚上安静' },
  extend: { days: '3' },
  convene: { lead: 'city', helpers: ['civil'] },
  merge: { into: otherNeedId, intoNo: '香梅街道-2026-00002' },
  refuse: { reason: 'elsewhere' },
  confirm: { stars: 4 },
}
