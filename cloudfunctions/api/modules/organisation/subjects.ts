// What can be set about a street, one row each: what is filled in, what stands in the way, how it is said, what it changes.
import * as z from 'zod'
import { covers, type Level, levelLabels, levelOf, type Path } from '../../core/areas'
import { configure, withEntry } from '../../core/configure'
import { problems as core, defineProblems, type Problem, refuse } from '../../core/errors'
import type { FieldSpec } from '../../core/form'
import type { Matter } from '../../core/matter'
import { livePosts } from '../../core/settings'
import { forgetStreets, type Store, type Where } from '../../core/store'
import {
  addableTypes,
  areaName,
  type Body,
  type BodyType,
  bodiesFor,
  bodyName,
  bodyTypes,
  type Street,
} from '../../core/street'
import type { RuleCtx } from '../../core/workflow'
import { type Category, categories } from '../needs/categories'
import { levelLabels as registerLevels, relationLabels } from '../needs/register'
import { moveCommunity, placeAt } from './places'
import { cosign, route } from './signing'
import { templates } from './templates'

export const setupProblems = defineProblems({
  SETUP_BODY_EXISTS: '这里已经有同名的单位',
  SETUP_BODY_BUSY: '这个单位还有没办完的事，请先转交或办结',
  SETUP_BODY_STAFFED: '这个单位还有人任职，请先办理卸任',
  SETUP_AREA_EXISTS: '这里已经有同名的地点',
  SETUP_AREA_LEVEL: '网格下面只能添加楼栋，社区下面只能添加网格，街道下面只能添加社区',
  SETUP_DUTY_WHOM: '请选择一类单位',
})

type At = { store: Store; now: number; street: Street }
// biome-ignore lint/suspicious/noExplicitAny: each subject parses its own values and hands them to its own functions.
type Values = any
export type Subject = {
  label: string
  about: string
  levels: readonly Level[]
  fields: (area: Path, ctx: RuleCtx) => readonly FieldSpec[]
  patch: z.ZodType<Values>
  lookUp?: (values: Record<string, unknown>, area: Path, at: At) => Promise<Record<string, unknown>>
  /** What stands in the way as the street is now: a refusal to call, or undefined. */
  stands: (values: Values, area: Path, street: Street, now: number) => (() => never) | undefined
  say: (values: Values, area: Path, street: Street) => { title: string; facts: { label: string; value: string }[] }
  apply: (values: Values, matter: Pick<Matter, '_id' | 'area'>, at: At) => Promise<void>
}

const stop = (problem: Problem, field?: string, detail?: string) => (): never =>
  refuse(problem, {
    ...(field && { fields: { [`patch.${field}`]: detail ?? problem.message } }),
    ...(detail && { detail }),
  })

const Text = (message: string, max = 40) => z.string(message).trim().min(1, message).max(max, `请控制在 ${max} 字以内`)
const pick = <T extends string>(labels: Record<T, string>, message: string) =>
  z.enum(Object.keys(labels) as [T, ...T[]], message)
const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))
const typeLabels = Object.fromEntries(Object.entries(bodyTypes).map(([key, { label }]) => [key, label])) as Record<
  BodyType,
  string
>
const addable = Object.fromEntries(addableTypes.map((type) => [type, typeLabels[type]])) as Record<BodyType, string>
const allTypes = Object.keys(bodyTypes) as BodyType[]

const bodiesOf = (values: { template: string; names: string }, area: Path, street: Street, id: string): Body[] => {
  const template = templates[values.template] as (typeof templates)[string]
  const place = areaName(street, area)
  const more = values.names
    .split(/[\n、，,;；]/)
    .map((name) => name.trim())
    .filter(Boolean)
    .slice(0, 30)
  const lines = [
    ...template.bodies.map(({ type, name }) => ({ type, name: name.replace('{place}', place) })),
    ...more.map((name) => ({ type: template.open ?? ('team' as const), name: name.slice(0, 40) })),
  ]
  return lines.map(({ type, name }, index) => ({
    _id: `b${id}${index}`.slice(0, 60),
    street: street.path,
    area,
    type,
    name,
  }))
}

/** Adds those that are not there yet; one call, and one more for each that a cut-off run had added. */
async function addBodies(store: Store, bodies: Body[]): Promise<void> {
  if ((await store.addAll('bodies', bodies)) === 'duplicate') for (const body of bodies) await store.add('bodies', body)
  forgetStreets()
}

const sameName = (street: Street, area: Path, name: string): boolean =>
  [...street.bodies.values()].some((body) => body.area === area && body.name === name && body.endedAt === undefined)

const template: Subject = {
  label: '按模板建立组织',
  about: '按一种组织模式为社区建立各个单位，之后可以逐个增减',
  levels: ['community'],
  fields: () => [
    {
      name: 'template',
      label: '组织模式',
      kind: 'choice',
      required: true,
      options: Object.entries(templates).map(([value, { label, about }]) => ({ value, label, hint: about })),
    },
    { name: 'names', label: '另外加上的单位或队伍', kind: 'long', max: 600, placeholder: '每行一个，可以不填' },
  ],
  patch: z.strictObject({
    template: z.enum(Object.keys(templates) as [string, ...string[]], '请选择组织模式'),
    names: z.string().max(600, '请控制在 600 字以内').default(''),
  }),
  stands(values, area, street) {
    const twice = bodiesOf(values, area, street, '').find(({ name }) => sameName(street, area, name))
    return twice && stop(setupProblems.SETUP_BODY_EXISTS, 'template', `${twice.name}已经有了，请改用“添加单位”`)
  },
  say: (values, area, street) => ({
    title: `${areaName(street, area)}按“${templates[values.template]?.label}”建立组织`,
    facts: bodiesOf(values, area, street, '').map(({ type, name }) => ({ label: typeLabels[type], value: name })),
  }),
  apply: (values, { _id, area }, { store, street }) => addBodies(store, bodiesOf(values, area, street, _id)),
}

const body: Subject = {
  label: '添加单位',
  about: '添加一个参与社区事务的单位或队伍',
  levels: ['street', 'community', 'grid'],
  fields: () => [
    { name: 'type', label: '类型', kind: 'choice', required: true, options: options(addable) },
    { name: 'name', label: '名称', kind: 'text', required: true, max: 40 },
  ],
  patch: z.strictObject({ type: pick(addable, '请选择类型'), name: Text('请填写名称') }),
  stands: ({ name }, area, street) =>
    sameName(street, area, name) ? stop(setupProblems.SETUP_BODY_EXISTS, 'name') : undefined,
  say: ({ type, name }, area, street) => ({
    title: `${areaName(street, area)}添加${name}`,
    facts: [{ label: '类型', value: typeLabels[type as BodyType] }],
  }),
  apply: ({ type, name }, { _id, area }, { store, street }) =>
    addBodies(store, [{ _id: `b${_id}`, street: street.path, area, type, name }]),
}

const endBody: Subject = {
  label: '撤销单位',
  about: '撤销的单位保留在记录里，不再接受新的派单',
  levels: ['street', 'community', 'grid'],
  fields: (area, { street }) => [
    {
      name: 'body',
      label: '撤销哪个单位',
      kind: 'choice',
      required: true,
      options: bodiesFor(street, area, allTypes)
        .filter((one) => covers(area, one.area))
        .map(({ _id, name }) => ({ value: _id, label: name })),
    },
  ],
  patch: z.strictObject({ body: Text('请选择单位', 60), busy: z.string().max(200).optional() }),
  /** An open matter that the body leads or handles: two index look-ups. */
  async lookUp({ body: id }, _area, { store, street }) {
    if (typeof id !== 'string') return { body: id }
    const { _ } = store
    const open = { street: street.path, class: _.in(['open', 'waiting']) }
    const theirs = _.or([
      { ...open, lead: id },
      { ...open, 'assists.body': id },
    ])
    const [one] = await store.find<{ no: string; title: string }>('matters', theirs as unknown as Where, {
      limit: 1,
      fields: { no: true, title: true, kind: true },
    })
    return { body: id, ...(one && { busy: `${one.title.slice(0, 60)}（${one.no}）` }) }
  },
  stands({ body: id, busy }, area, street, now) {
    const known = street.bodies.get(id)
    if (!known || known.endedAt !== undefined || !covers(area, known.area))
      return stop(core.INPUT_INVALID, 'body', '请选择这里的单位')
    if (busy) return stop(setupProblems.SETUP_BODY_BUSY, 'body', `${known.name}还有没办完的事：${busy}，请先转交或办结`)
    const staff = livePosts(street.settings, now).filter((post) => post.body === id)
    return staff.length
      ? stop(
          setupProblems.SETUP_BODY_STAFFED,
          'body',
          `还有 ${staff.length} 人在${known.name}任职：${staff
            .slice(0, 3)
            .map(({ name }) => name)
            .join('、')}，请先办理卸任`,
        )
      : undefined
  },
  say: ({ body: id }, _area, street) => ({ title: `撤销${bodyName(street, id)}`, facts: [] }),
  async apply({ body: id }, _matter, { store, now }) {
    await store.change('bodies', { _id: id }, { endedAt: now })
    forgetStreets()
  },
}

const place: Subject = {
  label: '添加地点',
  about: '在街道下添加社区，在社区下添加网格，在网格下添加楼栋',
  levels: ['street', 'community', 'grid'],
  fields: (area) => [{ name: 'name', label: `${levelLabels[below(area)]}名称`, kind: 'text', required: true, max: 20 }],
  patch: z.strictObject({ name: Text('请填写名称', 20) }),
  stands(values, area, street) {
    if (!street.areas.has(area)) return stop(core.AREA_UNKNOWN)
    const twice = [...street.areas.values()].some(
      ({ path, name }) => name === values.name && path.startsWith(`${area}/`) && levelOf(path) === below(area),
    )
    return twice ? stop(setupProblems.SETUP_AREA_EXISTS, 'name') : undefined
  },
  say: ({ name }, area, street) => ({
    title: `${areaName(street, area)}添加${levelLabels[below(area)]}${name}`,
    facts: [],
  }),
  async apply({ name }, { _id, area }, { store, street }) {
    await placeAt(store, street, area, below(area), name, _id)
    forgetStreets()
  },
}
const below = (area: Path): Level =>
  ({ street: 'community', community: 'grid', grid: 'building' })[levelOf(area) as 'street'] as Level

const duty: Subject = {
  label: '调整权责清单',
  about: '写明一类事由哪类单位主责、协助，或不得派给它；派单按清单执行',
  levels: ['street'],
  fields: (area, { street }) => [
    { name: 'category', label: '事项类别', kind: 'choice', required: true, options: options(categories) },
    {
      name: 'type',
      label: '哪类单位',
      kind: 'choice',
      options: options(typeLabels),
      hint: '要对某一家单位单独规定，请在下面选择',
    },
    {
      name: 'body',
      label: '只对某一家单位',
      kind: 'choice',
      options: bodiesFor(street, area, allTypes)
        .concat([...street.bodies.values()].filter((one) => one.area !== area && one.endedAt === undefined))
        .filter((one, index, all) => all.indexOf(one) === index)
        .map(({ _id, name }) => ({ value: _id, label: name })),
    },
    { name: 'level', label: '层级', kind: 'choice', required: true, options: options(registerLevels) },
    { name: 'relation', label: '责任', kind: 'choice', required: true, options: options(relationLabels) },
    {
      name: 'source',
      label: '依据',
      kind: 'text',
      required: true,
      max: 60,
      placeholder: '例如：清单第 12 项',
    },
  ],
  patch: z.strictObject({
    category: pick(categories, '请选择事项类别'),
    type: pick(typeLabels, '请选择哪类单位').optional(),
    body: z.string().max(60).optional(),
    level: pick(registerLevels, '请选择层级'),
    relation: pick(relationLabels, '请选择责任'),
    source: Text('请写明依据', 60),
  }),
  stands: ({ type, body: id }, _area, street) =>
    id
      ? street.bodies.has(id)
        ? undefined
        : stop(core.INPUT_INVALID, 'body', '请选择这里的单位')
      : type
        ? undefined
        : stop(setupProblems.SETUP_DUTY_WHOM, 'type'),
  say: ({ category, type, body: id, level, relation, source }, _area, street) => ({
    title: `权责清单：${categories[category as Category]}，${id ? bodyName(street, id) : typeLabels[type as BodyType]}${relationLabels[relation as 'lead']}`,
    facts: [
      { label: '层级', value: registerLevels[level as 'street'] },
      { label: '依据', value: source },
    ],
  }),
  apply: ({ category, type, body: id, level, relation, source }, _matter, { store, street }) => {
    const whom = id ? { body: id as string } : { type: type as BodyType }
    const line = { id: `${category}-${id ?? type}`, category, level, ...whom, relation, source }
    return configure(store, street.path, (settings) => ({ ...settings, duties: withEntry(settings.duties, line) }))
  },
}

const Stars = z
  .string('请填写五个星级的小时数')
  .trim()
  .regex(/^\d{1,5}([、,， ]+\d{1,5}){4}$/, '请填写五个数，用顿号分开，例如 100、300、600、1000、1500')
  .transform((text) => text.split(/[、,， ]+/).map(Number))
  .refine((hours) => hours.every((one, index) => one > (hours[index - 1] ?? 0)), '后一级要比前一级多')

const stars: Subject = {
  label: '调整志愿星级',
  about: '设置一星到五星各需要多少小时，从生效起按新的计算',
  levels: ['street'],
  fields: () => [
    {
      name: 'hours',
      label: '五个星级的小时数',
      kind: 'text',
      required: true,
      max: 40,
      hint: '例如 100、300、600、1000、1500',
    },
  ],
  patch: z.strictObject({ hours: Stars }),
  stands: () => undefined,
  say: ({ hours }) => ({ title: `志愿星级：${(hours as number[]).join('、')} 小时`, facts: [] }),
  apply: ({ hours }, _matter, { store, street }) =>
    configure(store, street.path, (settings) => ({ ...settings, stars: hours as number[] })),
}

export const subjects = {
  template,
  body,
  endBody,
  place,
  duty,
  route,
  cosign,
  stars,
  move: moveCommunity,
} satisfies Record<string, Subject>
export type SubjectName = keyof typeof subjects
