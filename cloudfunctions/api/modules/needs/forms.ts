// What each action asks for: the fields a phone draws and the patch that is accepted, side by side.
import * as z from 'zod'
import type { FieldSpec } from '../../core/form'
import type { Matter } from '../../core/matter'
import { type BodyType, bodiesFor, bodyTypes } from '../../core/street'
import type { RuleCtx } from '../../core/workflow'
import { categoryRows } from './categories'
import { type NeedBody, refusals } from './document'
import { assignable } from './effects'
import { lineFor } from './register'

type Fields = (need: Matter<NeedBody>, ctx: RuleCtx) => FieldSpec[]

const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))
const BodyId = z.string('请选择单位').min(1, '请选择单位').max(60)

/** Bodies that the register makes responsible here, the likeliest first. */
export const assign: Fields = (need, { street }) => {
  const likely: readonly BodyType[] = categoryRows[need.body.category].bodies
  const rank = (type: BodyType) => (likely.includes(type) ? likely.indexOf(type) : likely.length)
  const bodies = bodiesFor(street, need.area, assignable)
    .filter((body) => lineFor(street, need.body.category, body)?.relation === 'lead')
    .sort((a, b) => rank(a.type) - rank(b.type))
  return [
    {
      name: 'body',
      label: '派给哪个单位',
      kind: 'choice',
      required: true,
      hint: `按权责清单列出对“${categoryRows[need.body.category].label}”负主责的单位`,
      options: bodies.map((body) => ({ value: body._id, label: body.name, hint: bodyTypes[body.type].label })),
    },
  ]
}
/** In 非常规 the street may send any body that is not forbidden. */
export const dispatch: Fields = (need, { street }) => [
  {
    name: 'body',
    label: '直接派给谁',
    kind: 'choice',
    required: true,
    hint: '非常规时期的职权，使用会列入声明的清单',
    options: bodiesFor(street, need.area, [...assignable, 'department'])
      .filter((body) => lineFor(street, need.body.category, body)?.relation !== 'never')
      .map((body) => ({ value: body._id, label: body.name, hint: bodyTypes[body.type].label })),
  },
]
export const Assign = z.strictObject({ body: BodyId })

/** The street's departments; one leads, the others report to it. */
export const convene: Fields = (_need, { street }) => {
  const departments = bodiesFor(street, street.path, ['department']).map((body) => ({
    value: body._id,
    label: body.name,
  }))
  return [
    { name: 'lead', label: '牵头科室', kind: 'choice', required: true, options: departments },
    { name: 'helpers', label: '协办科室', kind: 'choices', options: departments, hint: '协办科室向牵头科室报告' },
  ]
}
export const Convene = z.strictObject({
  lead: BodyId,
  helpers: z.array(BodyId).max(8, '协办科室最多 8 个').default([]),
})

export const extend: FieldSpec[] = [
  {
    name: 'days',
    label: '延长几个工作日',
    kind: 'choice',
    required: true,
    options: [3, 5, 10].map((days) => ({ value: String(days), label: `${days} 个工作日` })),
  },
]
export const Extend = z.strictObject({ days: z.enum(['3', '5', '10'], '请选择延长几个工作日') })

export const merge: FieldSpec[] = [
  {
    name: 'into',
    label: '并入哪件诉求',
    kind: 'matter',
    required: true,
    hint: '支持过这件诉求的居民会收到通知，不会被自动转移',
  },
]
export const Merge = z.strictObject({
  into: z.string('请选择诉求').regex(/^[a-z0-9]{16,40}$/, '请选择诉求'),
  intoNo: z.string().max(60).default(''),
})

export const refuse: FieldSpec[] = [
  {
    name: 'reason',
    label: '理由',
    kind: 'choice',
    required: true,
    hint: '“超出能力”“不公平”须由社区党组织会签',
    options: options(refusals),
  },
]
export const Refuse = z.strictObject({ reason: z.enum(Object.keys(refusals) as [keyof typeof refusals], '请选择理由') })

export const rate: FieldSpec[] = [
  { name: 'stars', label: '满意程度', kind: 'stars', required: true, max: 5 },
  { name: 'words', label: '想说的话', kind: 'long', max: 200, placeholder: '选填' },
]
export const Rate = z.strictObject({
  stars: z.coerce.number('请选择满意程度').int().min(1, '请选择满意程度').max(5),
  words: z.string().trim().max(200, '请控制在 200 字以内').default(''),
})
