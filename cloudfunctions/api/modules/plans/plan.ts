// 计划: the community's plans and the street's purchased services on one board. Both committees sign one file, the street confirms, nobody
// skips a step or approves their own (M1, M2, M4); what repeats another plan is merged, moved or kept with a reason before it starts (M18).
import * as z from 'zod'
import { dayMs, sayFully, startOf } from '../../core/clock'
import { afterWorkingDays } from '../../core/deadline'
import { problems as core, defineProblems, refuse } from '../../core/errors'
import type { FieldSpec } from '../../core/form'
import type { Mode } from '../../core/matter'
import { reminder } from '../../core/reminder'
import { type AreaRole, holds } from '../../core/roles'
import { chooseRoute, planRoutes } from '../../core/routes'
import { holdersOf } from '../../core/settings'
import { periodLabels, spaceLabels } from '../../core/space'
import type { Store } from '../../core/store'
import { periodAt } from '../../core/street'
import type { Guard, Kind, Raise, Row, RuleCtx } from '../../core/workflow'
import { type Category, categories, categoryRows } from '../needs/categories'
import { type Audience, asOther, audiences, modes, type Other, type Plan, type PlanBody, unresolved } from './document'

export const planProblems = defineProblems({
  PLAN_ORDER: '结束须晚于开始',
  PLAN_PAST: '结束的日期已经过去，请重新选择',
  PLAN_LONG: '一项计划不超过一年',
  PLAN_UNHEARD: '按选定的方式，还要先听取意见，或等 3 个工作日',
  PLAN_OVERLAP: '与另一项计划重复，请先合并、调整时间，或说明理由保留两项',
  PLAN_NO_OVERLAP: '现在没有重复的计划',
  PLAN_MERGE_TARGET: '请选择要并入的计划',
  PLAN_HEARD: '您已经表达过意见',
})

export type PlanStatus = 'draft' | 'approved' | 'running' | 'done' | 'cancelled' | 'merged'

const everyone: readonly (AreaRole | 'resident' | 'party')[] = [
  'clerk',
  'secretary',
  'ownersCommittee',
  'socialWorker',
  'supervisor',
  'officer',
  'director',
  'resident',
  'party',
]

/** Open plans of the street in the same category: at most 200, by index. */
export const nearPlans = (store: Store, street: string, category: string): Promise<Plan[]> =>
  store.find<Plan>(
    'matters',
    { street, kind: 'plan', class: store._.in(['open', 'waiting']), 'body.category': category },
    { order: [['_id', 'asc']], limit: 200, fields: { trace: false, unsent: false, 'beside.supporters': false } },
  )

/** Puts the plans that overlap and are not resolved into the patch, whatever the phone sent. */
const lookUp = async (patch: unknown, matter: unknown, store: Store): Promise<unknown> => {
  const plan = matter as Plan
  const near = await nearPlans(store, plan.street, plan.body.category)
  return { ...(patch as object), overlaps: unresolved(plan, near).map(asOther) }
}
const Overlaps = z.array(z.strictObject({ id: z.string(), no: z.string(), title: z.string() })).default([])

const mustNotOverlap = (overlaps: readonly Other[]): void => {
  const [one] = overlaps
  if (!one) return
  refuse(planProblems.PLAN_OVERLAP, {
    detail: `与“${one.title}”（${one.no}）重复，请先合并、调整时间，或说明理由保留两项`,
  })
}

/** Everybody the mode names has been heard, or had three working days. */
const wasHeard: Guard<PlanBody> = [
  planProblems.PLAN_UNHEARD,
  ({ body, mode = 'consult', at, area }, { street, now }) => {
    const { consulted, voices } = modes[mode]
    if (now > afterWorkingDays(at, 3)) return true
    if (voices) return body.opinions.filter((one) => one.as === 'resident').length >= voices
    return (consulted as readonly AreaRole[]).every(
      (role) =>
        body.opinions.some((one) => one.as === role) ||
        (street.settings.posts !== undefined && holdersOf(street.settings, role, area, now).length === 0),
    )
  },
]
const notHeard: Guard<PlanBody> = [
  planProblems.PLAN_HEARD,
  ({ body }, { actor }) => !body.opinions.some(({ by }) => by === actor.key),
]

/** A community's plan is its own; a purchase is the street's. */
const isOurs: Guard<PlanBody> = [
  core.NOT_PERMITTED,
  (plan, { actor, agreeing }) =>
    agreeing ||
    holds(actor, 'author', plan) ||
    (plan.body.by === 'purchase'
      ? holds(actor, 'officer', plan) || holds(actor, 'director', plan)
      : holds(actor, 'clerk', plan) || holds(actor, 'secretary', plan)),
]

const workers = ['author', 'clerk', 'secretary', 'officer', 'director'] as const

const When = (message: string) =>
  z
    .string(message)
    .regex(/^\d{4}-\d\d-\d\d$/, message)
    .transform(startOf)
    .refine(Number.isFinite, message)
const weekFields: FieldSpec[] = [
  { name: 'from', label: '开始', kind: 'date', required: true },
  { name: 'until', label: '结束', kind: 'date', required: true },
]
const checkWeeks = (from: number, until: number, now: number): void => {
  const wrong =
    until <= now
      ? planProblems.PLAN_PAST
      : until <= from
        ? planProblems.PLAN_ORDER
        : until - from > 366 * dayMs
          ? planProblems.PLAN_LONG
          : undefined
  if (wrong) refuse(wrong, { fields: { 'patch.until': wrong.message } })
}

/** Which route a plan takes: by period, who it is from, amount and mode. */
export const routeOf = (plan: Plan, { street, now }: RuleCtx): string | undefined =>
  chooseRoute(planRoutes, {
    mode: plan.mode,
    by: plan.body.by,
    period: periodAt(street, plan.area, now),
    space: plan.space,
    amount: plan.amount ?? 0,
  })

// biome-ignore format: one row is one rule, read from left to right.
export const planActions: Record<string, Row<PlanStatus, PlanBody>> = {
  opine: {
    label: '表达意见', told: '表达了意见', from: ['draft'], to: 'same', by: everyone, note: 'required', anyVersion: true,
    guards: [notHeard],
    fields: [{ name: 'agrees', label: '您的意见', kind: 'choice', required: true, options: [{ value: 'yes', label: '赞成' }, { value: 'no', label: '不赞成' }] }],
    patch: z.strictObject({ agrees: z.enum(['yes', 'no'], '请选择赞成或不赞成') }),
    effect: (plan, { agrees }: { agrees: 'yes' | 'no' }, { actor, now }, note) => ({
      body: { opinions: [...plan.body.opinions.slice(-199), { as: everyone.find((role) => holds(actor, role, plan)) ?? 'resident', by: actor.key, agrees: agrees === 'yes', text: note, at: now }] },
      said: agrees === 'yes' ? '赞成' : '不赞成',
    }),
  },
  submit: {
    label: '提请批准', told: '通过', from: ['draft'], to: 'approved', by: workers, note: 'optional', tone: 'main',
    guards: [isOurs, wasHeard], lookUp, patch: z.strictObject({ overlaps: Overlaps }),
    effect: (_plan, { overlaps }: { overlaps: Other[] }) => { mustNotOverlap(overlaps); return {} },
    route: (_patch, plan, ctx) => routeOf(plan as Plan, ctx),
    tells: [{ whom: ['author', 'clerk', 'secretary', 'party'], text: '计划已通过：{title}' }],
  },
  start: {
    label: '开始实施', told: '开始实施', from: ['approved'], to: 'running', by: workers, note: 'none', tone: 'main',
    guards: [isOurs], lookUp, patch: z.strictObject({ overlaps: Overlaps }),
    effect: (_plan, { overlaps }: { overlaps: Other[] }, { now }) => { mustNotOverlap(overlaps); return { body: { startedAt: now } } },
    tells: [{ whom: ['party', 'clerk', 'officer'], text: '计划开始实施：{title}' }],
  },
  finish: {
    label: '提交结果', told: '完成', from: ['running'], to: 'done', by: workers, note: 'required', tone: 'main', guards: [isOurs],
    effect: (_plan, _patch, _ctx, note) => ({ body: { result: note } }),
    tells: [{ whom: ['clerk', 'secretary', 'officer', 'supervisor'], text: '计划完成：{title}' }],
  },
  moveWeeks: {
    label: '调整时间', told: '调整了时间', from: ['draft', 'approved'], to: 'draft', by: workers, note: 'required', guards: [isOurs],
    fields: weekFields, patch: z.strictObject({ from: When('请选择开始'), until: When('请选择结束') }),
    effect: (_plan, { from, until }: { from: number; until: number }, { now }) => { checkWeeks(from, until, now); return { body: { from, until }, said: `${sayFully(from).slice(0, -6)} 至 ${sayFully(until).slice(0, -6)}` } },
    tells: [{ whom: ['clerk', 'secretary', 'officer'], text: '计划调整了时间，须重新提请：{title}。{said}' }],
  },
  keepBoth: {
    label: '保留两项', told: '说明理由，保留两项', from: ['draft', 'approved'], to: 'same', by: workers, note: 'required', route: 'overlap',
    guards: [isOurs], lookUp, patch: z.strictObject({ overlaps: Overlaps }),
    effect: (plan, { overlaps }: { overlaps: Other[] }, { now }, note) => overlaps.length
      ? { body: { resolutions: [...plan.body.resolutions, ...overlaps.map(({ id }) => ({ with: id, how: 'keep' as const, reason: note, at: now }))] }, said: `与${overlaps.map(({ title }) => `“${title}”`).join('、')}并行` }
      : refuse(planProblems.PLAN_NO_OVERLAP),
  },
  merge: {
    label: '并入另一项', told: '并入另一项计划', from: ['draft', 'approved'], to: 'merged', by: workers, note: 'required', guards: [isOurs],
    lookUp,
    fields: (plan) => [{ name: 'into', label: '并入哪一项', kind: 'choice', required: true, options: plan.body.overlaps.map(({ id, no, title }) => ({ value: id, label: title, hint: no })) }],
    patch: z.strictObject({ into: z.string('请选择要并入的计划').max(40), overlaps: Overlaps }),
    effect: (plan, { into, overlaps }: { into: string; overlaps: Other[] }, { now }, note) => {
      const one = overlaps.find(({ id }) => id === into)
      if (!one) return refuse(planProblems.PLAN_MERGE_TARGET, { fields: { 'patch.into': planProblems.PLAN_MERGE_TARGET.message } })
      return { body: { resolutions: [...plan.body.resolutions, { with: into, how: 'merge', reason: note, at: now }] }, said: `并入“${one.title}”（${one.no}）` }
    },
    tells: [{ whom: ['author', 'clerk', 'secretary', 'officer'], text: '计划已合并：{title}。{said}' }],
  },
  cancel: {
    label: '取消计划', told: '取消了计划', from: ['draft', 'approved', 'running'], to: 'cancelled', by: workers, note: 'required', tone: 'danger', guards: [isOurs],
    tells: [{ whom: ['clerk', 'secretary', 'officer', 'party'], text: '计划已取消：{title}。{note}' }],
  },
  remindLate: reminder(['draft', 'approved', 'running'], ['author', 'clerk', 'officer']),
}

const ways = (
  by: PlanBody['by'],
  roles: readonly AreaRole[],
  levels: Raise['levels'],
  label: string,
  about: string,
): Raise => ({
  label,
  about,
  by: roles,
  levels,
  fields: () => [
    { name: 'title', label: '名称', kind: 'text', required: true, max: 40 },
    {
      name: 'category',
      label: '类别',
      kind: 'choice',
      required: true,
      options: Object.entries(categories).map(([value, text]) => ({ value, label: text })),
    },
    {
      name: 'audience',
      label: '为谁',
      kind: 'choice',
      required: true,
      options: Object.entries(audiences).map(([value, text]) => ({ value, label: text })),
    },
    ...weekFields,
    {
      name: 'mode',
      label: '怎样决定',
      kind: 'choice',
      required: true,
      options: Object.entries(modes).map(([value, mode]) => ({ value, label: mode.label, hint: mode.about })),
    },
    { name: 'amount', label: '预算（元）', kind: 'number', hint: '没有就填 0；5 万元及以上须街道负责人同意' },
    { name: 'provider', label: by === 'purchase' ? '承接单位' : '由谁实施', kind: 'text', max: 40 },
    { name: 'words', label: '做什么', kind: 'long', required: true, max: 1000 },
  ],
  patch: z.strictObject({
    title: z.string('请填写名称').trim().min(4, '名称至少 4 个字').max(40, '名称请控制在 40 字以内'),
    category: z.enum(Object.keys(categories) as [Category, ...Category[]], '请选择类别'),
    audience: z.enum(Object.keys(audiences) as [Audience, ...Audience[]], '请选择为谁'),
    from: When('请选择开始'),
    until: When('请选择结束'),
    mode: z.enum(Object.keys(modes) as [Mode, ...Mode[]], '请选择怎样决定'),
    amount: z.coerce
      .number('请填写金额')
      .min(0, '金额不能小于 0')
      .max(100_000_000, '金额太大，请核对')
      .multipleOf(0.01, '金额最多两位小数')
      .default(0),
    provider: z.string().trim().max(40, '请控制在 40 字以内').default(''),
    words: z.string('请写明做什么').trim().min(4, '请写明做什么').max(1000, '请控制在 1000 字以内'),
    near: z.array(z.custom<Plan>((value) => typeof value === 'object')).default([]),
  }),
  async lookUp({ near: _forged, ...values }, _area, { store, street }) {
    const near = typeof values.category === 'string' ? await nearPlans(store, street.path, values.category) : []
    return { ...values, near }
  },
  draft(
    values: {
      title: string
      category: Category
      audience: Audience
      from: number
      until: number
      mode: Mode
      amount: number
      provider: string
      words: string
      near: Plan[]
    },
    area,
    { now },
  ) {
    const { title, category, audience, from, until, mode, amount, provider, words, near } = values
    checkWeeks(from, until, now)
    const body: PlanBody = {
      by,
      category,
      audience,
      from,
      until,
      provider,
      words,
      visibility: 'public',
      opinions: [],
      resolutions: [],
      overlaps: [],
    }
    const found = unresolved({ _id: '', area, body } as Plan, near)
    const overlaps = found.slice(0, 20).map(asOther)
    return {
      title,
      body: { ...body, overlaps },
      space: categoryRows[category].space,
      mode,
      amount: Math.round(amount * 100),
      ...(overlaps.length && { said: `与${overlaps.map((one) => `“${one.title}”`).join('、')}重复，须先解决` }),
    }
  },
  status: 'draft',
})

export const planKind: Kind<PlanStatus, PlanBody> = {
  name: 'plan',
  label: '计划',
  // biome-ignore format: a table is read in columns.
  statuses: {
    draft:     { label: '拟定中', class: 'open',    tone: 'info',  turn: ['author', 'clerk'], next: '听取意见后提请批准' },
    approved:  { label: '已通过', class: 'open',    tone: 'ok',    turn: ['author', 'clerk'], next: '将在{due}前开始实施' },
    running:   { label: '实施中', class: 'open',    tone: 'info',  turn: ['author', 'clerk'], next: '将在{due}前提交结果' },
    done:      { label: '已完成', class: 'settled', tone: 'ok',    turn: [], next: '已完成' },
    cancelled: { label: '已取消', class: 'settled', tone: 'plain', turn: [], next: '已取消' },
    merged:    { label: '已合并', class: 'settled', tone: 'plain', turn: [], next: '已与另一项计划合并' },
  },
  actions: planActions,
  due: (status, { body, lateCount }, { now }) => {
    const at =
      status === 'draft'
        ? Math.max(body.from, afterWorkingDays(now, 10))
        : status === 'approved'
          ? body.until
          : body.until + 10 * dayMs
    return status === 'draft' || status === 'approved' || status === 'running'
      ? lateCount > 0 && at <= now
        ? afterWorkingDays(now, 5)
        : at
      : null
  },
  workedBy: () => ['clerk', 'secretary', 'officer', 'party'],
  seenBy: ['clerk', 'secretary', 'ownersCommittee', 'socialWorker', 'gridWorker', 'supervisor', 'officer', 'director'],
  view: (plan, { street, now }) => {
    const { body, mode = 'consult', amount = 0, area } = plan
    const agreed = body.opinions.filter(({ agrees }) => agrees).length
    return {
      words: body.words,
      photos: [],
      facts: [
        { label: '来自', value: body.by === 'purchase' ? '街道购买服务' : '社区计划' },
        { label: '类别', value: `${categories[body.category]} · ${audiences[body.audience]}` },
        { label: '时间', value: `${sayFully(body.from).slice(0, -6)} 至 ${sayFully(body.until).slice(0, -6)}` },
        {
          label: '空间与时期',
          value: `${plan.space ? spaceLabels[plan.space] : '未定'} · ${periodLabels[periodAt(street, area, now)]}`,
        },
        { label: '怎样决定', value: `${modes[mode].label}：${modes[mode].about}` },
        { label: '预算', value: `${(amount / 100).toFixed(2)} 元` },
        ...(body.provider ? [{ label: '由谁实施', value: body.provider }] : []),
        ...(body.opinions.length
          ? [{ label: '意见', value: `${agreed} 方赞成，${body.opinions.length - agreed} 方不赞成` }]
          : []),
        ...(plan.class === 'open' && body.overlaps.length
          ? [{ label: '可能重复', value: body.overlaps.map(({ title, no }) => `${title}（${no}）`).join('；') }]
          : []),
        ...body.resolutions.map(({ how, reason }) => ({
          label: how === 'keep' ? '保留两项的理由' : '合并的理由',
          value: reason,
        })),
        ...(body.result ? [{ label: '结果', value: body.result }] : []),
      ],
      author: body.by === 'purchase' ? '街道' : '社区',
      category: categories[body.category],
    }
  },
  coordinated: true,
  raises: {
    community: ways(
      'community',
      ['clerk', 'secretary', 'socialWorker'],
      ['community', 'grid', 'building'],
      '社区计划',
      '写明做什么、为谁、什么时候，两委会签后报街道',
    ),
    purchase: ways(
      'purchase',
      ['officer', 'director'],
      ['street', 'community'],
      '街道购买服务',
      '街道购买的服务，先与社区计划比对，避免重复',
    ),
  },
}
