// Lead and assistance of a matter: one lead that the matrix allows, any number of assisting bodies with typed duties (M3, M6, M7), and one
// call that reaches every body of a kind (M13–M15). Pure.
import * as z from 'zod'
import { defineProblems, refuse } from './errors'
import type { Matter } from './matter'
import { dutyOf, mayLead, type She, sheLabels, spaceLabels } from './space'
import { type BodyType, bodiesFor, bodyName, bodyTypes, periodAt } from './street'
import type { Row, RuleCtx } from './workflow'

export const partyProblems = defineProblems({
  LEAD_FORBIDDEN: '这类单位现在不能牵头，请改选其他单位',
  LEAD_UNKNOWN: '没有这个单位，或它不在这里工作',
})
const problems = partyProblems

// biome-ignore lint/suspicious/noExplicitAny: common rows serve bodies of every kind.
type CommonRow = Row<string, any>
type AnyMatter = Matter<Record<string, unknown>>
const deciders = ['clerk', 'secretary', 'officer', 'director'] as const

const BodyId = z.string('请选择单位').min(1, '请选择单位').max(60)
const Choices = z.array(BodyId).max(20, '最多 20 个单位').default([])

/** All bodies that work for the matter's place, those that the matrix proposes to lead first. */
function bodyChoices(matter: AnyMatter, { street, now }: RuleCtx, leading: boolean) {
  const period = periodAt(street, matter.area, now)
  const rank = { propose: 0, may: 1, never: 2 }
  return bodiesFor(street, matter.area, Object.keys(bodyTypes) as BodyType[])
    .map((body) => ({ body, may: mayLead(period, matter.space, body.type) }))
    .filter(({ may }) => !leading || may !== 'never')
    .sort((a, b) => (leading ? rank[a.may] - rank[b.may] : 0))
    .map(({ body, may }) => {
      const { label, she } = bodyTypes[body.type]
      const hint = leading ? (may === 'propose' ? `${label} · 建议牵头` : label) : `${label} · ${dutyOf[she].label}`
      return { value: body._id, label: body.name, hint }
    })
}

const assistOf = (id: string, { street, now }: RuleCtx) => {
  const type = street.bodies.get(id)?.type ?? 'partner'
  return { body: id, duty: dutyOf[bodyTypes[type].she].duty, since: now }
}

/** One lead, any number of assisting parties with typed duties; duties that a kind gives itself, such as 经办, stay. */
export const arrange: CommonRow = {
  label: '安排牵头与协助',
  told: '安排了牵头与协助单位',
  from: [],
  to: 'same',
  by: deciders,
  note: 'optional',
  fields: (matter, ctx) => [
    { name: 'lead', label: '牵头单位', kind: 'choice', required: true, options: bodyChoices(matter, ctx, true) },
    {
      name: 'helpers',
      label: '协助单位',
      kind: 'choices',
      options: bodyChoices(matter, ctx, false),
      hint: '各单位按五社职责协助，都能看到这件事并在里面沟通',
    },
  ],
  patch: z.strictObject({ lead: BodyId, helpers: Choices }),
  effect(matter, { lead, helpers }: { lead: string; helpers: string[] }, ctx) {
    const here = new Set(bodiesFor(ctx.street, matter.area, Object.keys(bodyTypes) as BodyType[]).map(({ _id }) => _id))
    const unknown = [lead, ...helpers].find((id) => !here.has(id))
    if (unknown)
      return refuse(problems.LEAD_UNKNOWN, {
        fields: { [unknown === lead ? 'patch.lead' : 'patch.helpers']: problems.LEAD_UNKNOWN.message },
      })
    const period = periodAt(ctx.street, matter.area, ctx.now)
    const type = ctx.street.bodies.get(lead)?.type as BodyType
    if (mayLead(period, matter.space, type) === 'never') {
      const detail = `${period === 'emergency' ? '非常规时期由街道牵头' : `${matter.space ? spaceLabels[matter.space] : '常规时期'}的事不由${sheLabels[bodyTypes[type].she]}牵头`}，请改选其他单位`
      return refuse(problems.LEAD_FORBIDDEN, { fields: { 'patch.lead': detail }, detail })
    }
    const typed = new Set<string>(Object.values(dutyOf).map(({ duty }) => duty))
    const kept = matter.assists.filter(({ duty }) => !typed.has(duty))
    const added = [...new Set(helpers)].filter((id) => id !== lead)
    return {
      lead,
      assists: [...kept, ...added.map((id) => assistOf(id, ctx))],
      said: `${bodyName(ctx.street, lead)}牵头${added.length ? `，${added.map((id) => bodyName(ctx.street, id)).join('、')}协助` : ''}`,
    }
  },
  tells: [{ whom: ['party'], text: '请参与：{title}。{said}' }],
}

/** One call reaches every body of the chosen kinds that works here (M13–M15: 1+1+N, 一点介入 全面覆盖). */
export const mobilise: CommonRow = {
  label: '动员各方',
  told: '动员了各方',
  from: [],
  to: 'same',
  by: deciders,
  note: 'required',
  fields: [
    {
      name: 'kinds',
      label: '动员哪些力量',
      kind: 'choices',
      required: true,
      options: (['organisation', 'socialWork', 'volunteer', 'charity', 'partner', 'community'] as const).map((she) => ({
        value: she,
        label: sheLabels[she],
      })),
    },
  ],
  patch: z.strictObject({
    kinds: z
      .array(
        z.enum(['organisation', 'socialWork', 'volunteer', 'charity', 'partner', 'community'], '请选择要动员的力量'),
      )
      .min(1, '请选择要动员的力量'),
  }),
  effect(matter, { kinds }: { kinds: She[] }, ctx) {
    const types = (Object.keys(bodyTypes) as BodyType[]).filter((type) => kinds.includes(bodyTypes[type].she))
    const here = bodiesFor(ctx.street, matter.area, types).filter(
      ({ _id }) => _id !== matter.lead && !matter.assists.some(({ body }) => body === _id),
    )
    return {
      assists: [...matter.assists, ...here.map(({ _id }) => assistOf(_id, ctx))],
      said: here.length ? `向 ${here.length} 个单位发出动员` : '各方都已在内',
    }
  },
  tells: [{ whom: ['party'], text: '动员：{title}。{note}' }],
}
