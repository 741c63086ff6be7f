// The door for whoever organises: what a draft may choose from and holds, the activities one runs or looks after, and which pages they lead to.
import * as z from 'zod'
import { ancestorAt, covers } from '../../../core/areas'
import { endpoint } from '../../../core/endpoint'
import { problems as coreProblems, refuse } from '../../../core/errors'
import { Cursor, page, seen } from '../../../core/matters'
import type { Actor, AreaRole } from '../../../core/roles'
import { routes } from '../../../core/routes'
import { bodyName, type Street } from '../../../core/street'
import { MatterCard } from '../../../core/view'
import { decide, type Row } from '../../../core/workflow'
import { activityClasses, type Gate, gateLabels, reachLabels, risks, skills } from '../classes'
import { type Activity, type ActivityBody, ActivityContent, Key } from '../document'
import { activityKind } from '../kind'
import { problems } from '../problems'
import { bodiesOf } from '../rules'
import { activityActions } from '../workflow'
import { AreaPath } from './activities'

const Options = z.array(z.object({ value: z.string(), label: z.string() }))
const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))

const classOptions = Object.entries(activityClasses).map(([value, { label, counts }]) => ({
  value,
  label,
  hint: counts ? '计志愿服务时长' : '不计志愿服务时长',
}))
const riskOptions = Object.entries(risks).map(([value, { label, gates, route }]) => ({
  value,
  label,
  hint: `发布须${routes[route]?.label ?? ''}`,
  gates: gates.map((gate: Gate) => ({ gate, label: gateLabels[gate] })),
}))

/** Communities in which the person may organise in somebody's name. */
const areasFor = (actor: Actor, street: Street) =>
  [...street.areas.values()]
    .filter(({ level, path }) => level === 'community' && bodiesOf(actor, street, path).length)
    .map(({ path, name }) => ({ value: path, label: name }))

const streetOf = ({ street }: { street?: string }, { grants }: Actor): string | undefined =>
  street ?? grants.flatMap(({ area }) => (area ? [ancestorAt(area, 'street')] : []))[0]

// biome-ignore format: a table is read in columns.
const sections = {
  drafts:  { class: 'waiting', statuses: ['draft'] },
  open:    { class: 'open',    statuses: ['open', 'running'] },
  closing: { class: 'open',    statuses: ['closing'] },
  over:    { class: 'settled', statuses: ['closed', 'cancelled'] },
} as const
type Section = keyof typeof sections
const sectionNames = Object.keys(sections) as [Section, ...Section[]]

const managing: readonly AreaRole[] = ['clerk', 'secretary', 'officer', 'director', 'socialWorker']

/** Pages for organisers and managers, offered by what a person holds. */
function waysOf(actor: Actor, street: Street | undefined): { page: string; label: string }[] {
  const holdsOne = (roles: readonly AreaRole[]) =>
    actor.grants.some(({ role, area }) => area !== undefined && (roles as readonly string[]).includes(role))
  return [
    ...(street && areasFor(actor, street).length ? [{ page: 'draft', label: '发起活动' }] : []),
    ...(holdsOne(managing) ? [{ page: 'overview', label: '招募与参与' }] : []),
    ...(holdsOne(['clerk', 'socialWorker', 'officer']) ? [{ page: 'trained', label: '培训情况' }] : []),
    ...(holdsOne(['clerk', 'socialWorker'])
      ? [
          { page: 'print', label: '代居民打印服务记录' },
          { page: 'join', label: '有微信了，并入账号' },
        ]
      : []),
    ...(holdsOne(['clerk']) ? [{ page: 'shelf', label: '积分货架' }] : []),
  ]
}

export const organising = {
  /** For the form: choices with what each asks for, where one may organise, and a draft's own content. */
  drafting: endpoint({
    who: 'member',
    about: '查看起草活动的选项，或一份草稿的内容',
    input: z.strictObject({ id: Key.optional() }),
    output: z.object({
      areas: Options,
      classes: z.array(z.object({ value: z.string(), label: z.string(), hint: z.string() })),
      risks: z.array(
        z.object({
          value: z.string(),
          label: z.string(),
          hint: z.string(),
          gates: z.array(z.object({ gate: z.string(), label: z.string() })),
        }),
      ),
      reaches: Options,
      skills: Options,
      draft: z
        .object({
          area: z.string(),
          body: z.string(),
          bodyName: z.string(),
          version: z.number(),
          content: z.object(ActivityContent.shape),
        })
        .optional(),
    }),
    async run({ id }, ctx) {
      const found = id ? await seen(id, ctx) : undefined
      if (found && found.matter.kind !== activityKind.name) return refuse(coreProblems.MATTER_MISSING)
      const person = await ctx.member()
      const { actor } = person
      const choices = {
        classes: classOptions,
        risks: riskOptions,
        reaches: options(reachLabels),
        skills: options(skills),
      }
      if (found) {
        const activity = found.matter as unknown as Activity
        const may = decide(activityActions.revise as Row<string, ActivityBody>, activity, found.rule)
        if (!may.ok) return refuse(may.problem)
        const { area, lead = '', version, title, body } = activity
        const name = found.street.areas.get(area)?.name ?? ''
        return {
          ...choices,
          areas: [{ value: area, label: name }],
          draft: { area, body: lead, bodyName: bodyName(found.street, lead), version, content: { title, ...body } },
        }
      }
      const path = streetOf(person, actor)
      const street = path ? await ctx.store.street(path, ctx.now) : undefined
      const areas = street ? areasFor(actor, street) : []
      return areas.length ? { ...choices, areas } : refuse(problems.ACTIVITY_NOT_ORGANISER)
    },
  }),

  /** With an area: all of it, for those who watch over it. Without: what the caller organises, alone or for a body. */
  organised: endpoint({
    who: 'member',
    about: '查看我组织的活动，或辖区内的活动',
    input: z.strictObject({
      area: AreaPath.optional(),
      section: z.enum(sectionNames, '请选择看什么'),
      after: Cursor.optional(),
    }),
    output: z.object({
      cards: z.array(MatterCard),
      next: Cursor.optional(),
      ways: z.array(z.object({ page: z.string(), label: z.string() })),
    }),
    async run({ area, section, after }, ctx) {
      const person = await ctx.member()
      const { actor } = person
      const { _ } = ctx.store
      const path = streetOf(person, actor)
      const ways = waysOf(actor, path ? await ctx.store.street(path, ctx.now) : undefined)
      const { class: shown, statuses } = sections[section]
      const kind = activityKind.name
      if (area) {
        const watches = actor.grants.some(
          ({ role, area: over }) =>
            over !== undefined && covers(over, area) && (activityKind.seenBy as readonly string[]).includes(role),
        )
        if (!watches) return refuse(coreProblems.NOT_PERMITTED)
        const where = { within: area, kind, class: shown, status: _.in([...statuses]) }
        return { ...(await page(ctx, where, { key: 'at', direction: 'desc', after, actor })), ways }
      }
      if (section === 'over') {
        const where = { author: actor.key, kind, class: shown }
        return { ...(await page(ctx, where, { key: 'at', direction: 'desc', after, actor })), ways }
      }
      const own = actor.tokens.filter((token) => /^(person|body):/.test(token))
      const where = { street: path ?? '', concern: _.in(own), kind, status: _.in([...statuses]) }
      return { ...(await page(ctx, where, { key: 'dueAt', direction: 'asc', after, actor })), ways }
    },
  }),
}
