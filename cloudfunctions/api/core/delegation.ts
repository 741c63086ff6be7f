// Authority goes with the task, to one person, for a time, and comes back by itself (M17: one commander). Pure.
import * as z from 'zod'
import { ancestorAt } from './areas'
import { dayMs, sayTime } from './clock'
import { defineProblems, refuse } from './errors'
import type { Matter } from './matter'
import { delegatedAt, holds, type Token } from './roles'
import { livePosts } from './settings'
import type { Row, RuleCtx } from './workflow'

export const delegationProblems = defineProblems({
  COMMAND_EXISTS: '这件事已经委托给一个人办理，一件事只能有一个指挥',
  DELEGATE_UNKNOWN: '请选择有任职的人',
  DELEGATION_NONE: '现在没有委托',
})
const problems = delegationProblems

// biome-ignore lint/suspicious/noExplicitAny: common rows serve bodies of every kind.
type CommonRow = Row<string, any>
type AnyMatter = Matter<Record<string, unknown>>

/** People with a post where the matter is, each once. */
function peopleHere(matter: Pick<Matter, 'area' | 'lead' | 'assists'>, street: RuleCtx['street'], now: number) {
  const community = ancestorAt(matter.area, 'community')
  const bodies = [matter.lead, ...matter.assists.map(({ body }) => body)]
  const near = livePosts(street.settings, now).filter(
    ({ area, body }) => area === community || area === street.path || (body && bodies.includes(body)),
  )
  return [...new Map(near.map(({ key, name }) => [key, { key, name }])).values()]
}

const days = [1, 3, 7, 15]
/** Roles that can be handed on with a matter, in the order in which an actor's own is looked for. */
const handable = ['clerk', 'secretary', 'officer', 'director'] as const
const mineOf = (matter: AnyMatter, ctx: RuleCtx) => handable.find((role) => holds(ctx.actor, role, matter))

/** Authority goes with the task, to one person, for a time (M17). */
export const delegate: CommonRow = {
  label: '委托一个人办理',
  told: '委托办理',
  from: [],
  to: 'same',
  by: handable,
  note: 'required',
  guards: [[problems.COMMAND_EXISTS, (matter, ctx) => !handable.some((role) => delegatedAt(matter, role, ctx.now))]],
  fields: (matter, { street, now, actor }) => [
    {
      name: 'to',
      label: '委托给谁',
      kind: 'choice',
      required: true,
      options: peopleHere(matter, street, now)
        .filter(({ key }) => key !== actor.key)
        .map(({ key, name }) => ({ value: key, label: name })),
      hint: '期间由他一个人行使您的职权，到期自动收回，您也可以提前收回',
    },
    {
      name: 'days',
      label: '委托多久',
      kind: 'choice',
      required: true,
      options: days.map((count) => ({ value: String(count), label: `${count} 天` })),
    },
  ],
  patch: z.strictObject({
    to: z.string('请选择委托给谁').min(1, '请选择委托给谁').max(60),
    days: z.enum(['1', '3', '7', '15'], '请选择委托多久'),
  }),
  effect(matter, { to, days: length }: { to: string; days: string }, ctx) {
    const person = peopleHere(matter, ctx.street, ctx.now).find(({ key }) => key === to)
    const role = mineOf(matter, ctx)
    if (!person || !role || to === ctx.actor.key)
      return refuse(problems.DELEGATE_UNKNOWN, { fields: { 'patch.to': problems.DELEGATE_UNKNOWN.message } })
    const until = ctx.now + Number(length) * dayMs
    return {
      delegations: [
        ...(matter.delegations ?? []),
        { role, to, name: person.name, by: ctx.actor.key, from: ctx.now, until },
      ],
      said: `委托${person.name}办理，到${sayTime(until, ctx.now)}`,
    }
  },
  mentions: ({ to }: { to: string }): Token[] => [`person:${to}`],
  tells: [],
}

const endNow = (matter: AnyMatter, now: number) =>
  (matter.delegations ?? []).map((one) => (one.endedAt === undefined ? { ...one, endedAt: now } : one))
const isDelegated = (matter: AnyMatter): boolean =>
  (matter.delegations ?? []).some(({ endedAt }) => endedAt === undefined)

export const endDelegation: CommonRow = {
  label: '收回委托',
  told: '收回了委托',
  from: [],
  to: 'same',
  by: ['delegator', 'director'],
  note: 'none',
  whilePending: true,
  whileObjected: true,
  guards: [[problems.DELEGATION_NONE, isDelegated]],
  effect: (matter, _patch, { now }) => ({ delegations: endNow(matter, now) }),
  tells: [],
}

/** The term of a delegation is over: the timer gives the turn back. */
export const lapse: CommonRow = {
  label: '委托到期',
  told: '委托到期，由原来的人办理',
  from: [],
  to: 'same',
  by: ['system'],
  note: 'none',
  internal: true,
  whilePending: true,
  guards: [
    [
      problems.DELEGATION_NONE,
      (matter, { now }) =>
        (matter.delegations ?? []).some(({ endedAt, until }) => endedAt === undefined && until <= now),
    ],
  ],
  effect: (matter, _patch, { now }) => ({ delegations: endNow(matter, now) }),
  tells: [],
}
