// 非常规: the street declares it for an area with the issuing document, a second person confirms, the wider rights last until the date and
// no longer, and returning needs the review (突发事件应对法 63, 64; M40–M43).
import * as z from 'zod'
import { covers, type Path } from '../../core/areas'
import { dayMs, sayFully, sayTime, startOf } from '../../core/clock'
import { configure, withEntry } from '../../core/configure'
import { afterWorkingDays } from '../../core/deadline'
import { defineProblems, refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import { reminder } from '../../core/reminder'
import type { DeclaredPeriod } from '../../core/settings'
import { areaName, type Street } from '../../core/street'
import type { Guard, Kind, Raise, Row } from '../../core/workflow'

export const periodProblems = defineProblems({
  PERIOD_OVER: '结束时间已经过去，请重新选择',
  PERIOD_ORDER: '结束须晚于开始',
  PERIOD_LONG: '一次声明不超过 30 天，需要更久请到期前延长',
  PERIOD_OVERLAP: '这个范围在这段时间已经有一份声明',
  PERIOD_REVIEW: '请写回顾，至少 20 个字：发生了什么、用了哪些职权、以后怎样做',
})

export const levelLabels = { '1': '一级', '2': '二级', '3': '三级', '4': '四级' } as const

export type DeclarationBody = {
  level: 1 | 2 | 3 | 4
  docNo: string
  from: number
  until: number
  words: string
  visibility: 'public'
  endedAt?: number
  review?: string
}
type Declaration = Matter<DeclarationBody>
export type DeclarationStatus = 'proposed' | 'inForce' | 'review' | 'closed' | 'withdrawn'

const longest = 30 * dayMs
const streetRoles = ['officer', 'director'] as const
const reviewMin = 20

/** Another declared period over the same ground and time. */
function clash(street: Street, area: Path, from: number, until: number, own: string): DeclaredPeriod | undefined {
  return street.settings.periods.find(
    (one) =>
      one.id !== own &&
      (covers(one.area, area) || covers(area, one.area)) &&
      from < (one.endedAt ?? one.until) &&
      one.from < until,
  )
}
const fits: Guard<DeclarationBody> = [
  periodProblems.PERIOD_OVERLAP,
  ({ _id, area, body }, { street }) => !clash(street, area, body.from, body.until, _id),
]
const notOver: Guard<DeclarationBody> = [periodProblems.PERIOD_OVER, ({ body }, { now }) => body.until > now]
const isOver: Guard<DeclarationBody> = [periodProblems.PERIOD_OVER, ({ body }, { now }) => body.until <= now]

const reviewed = (note: string): string =>
  [...note].length >= reviewMin
    ? note
    : refuse(periodProblems.PERIOD_REVIEW, { fields: { note: periodProblems.PERIOD_REVIEW.message } })

const When = (message: string) =>
  z
    .string(message)
    .regex(/^\d{4}-\d\d-\d\d$/, message)
    .transform(startOf)
    .refine(Number.isFinite, message)

// biome-ignore format: one row is one rule, read from left to right.
const actions: Record<string, Row<DeclarationStatus, DeclarationBody>> = {
  confirm: {
    label: '确认进入非常规', told: '进入非常规时期', from: ['proposed'], to: 'inForce', by: streetRoles, note: 'optional', tone: 'main',
    route: 'declaration', guards: [notOver, fits],
    tells: [{ whom: ['clerk', 'secretary', 'supervisor', 'officer', 'director'], text: '进入非常规时期：{title}' }],
  },
  withdraw: { label: '撤回声明', told: '撤回了声明', from: ['proposed'], to: 'withdrawn', by: ['author', 'director'], note: 'none', tone: 'danger' },
  extend: {
    label: '延长', told: '提请延长', from: ['inForce'], to: 'inForce', by: streetRoles, note: 'required', route: 'declaration',
    fields: [{ name: 'until', label: '延长到', kind: 'date', required: true }],
    patch: z.strictObject({ until: When('请选择延长到哪一天') }),
    effect({ _id, area, body }, { until }: { until: number }, { street, now }) {
      const wrong = until <= Math.max(now, body.until) ? periodProblems.PERIOD_ORDER : until - now > longest ? periodProblems.PERIOD_LONG : clash(street, area, body.from, until, _id) ? periodProblems.PERIOD_OVERLAP : undefined
      if (wrong) return refuse(wrong, { fields: { 'patch.until': wrong.message } })
      return { body: { until }, said: `延长到 ${sayFully(until)}` }
    },
  },
  endEarly: {
    label: '结束并写回顾', told: '提前结束，恢复常规', from: ['inForce'], to: 'closed', by: streetRoles, note: 'required', tone: 'main',
    effect: (_matter, _patch, { now }, note) => ({ body: { endedAt: now, review: reviewed(note) }, said: '恢复常规' }),
    tells: [{ whom: ['clerk', 'secretary', 'supervisor', 'officer', 'director'], text: '恢复常规时期：{title}' }],
  },
  expire: {
    label: '到期结束', told: '到期，恢复常规，等待回顾', from: ['inForce'], to: 'review', by: ['system'], note: 'none', guards: [isOver],
    tells: [{ whom: ['officer', 'director', 'clerk'], text: '非常规到期，请写回顾：{title}' }],
  },
  remindLate: reminder(['proposed', 'review'], streetRoles),
  writeReview: {
    label: '写回顾', told: '写了回顾', from: ['review'], to: 'closed', by: streetRoles, note: 'required', tone: 'main',
    effect: (_matter, _patch, _ctx, note) => ({ body: { review: reviewed(note) } }),
    tells: [{ whom: ['clerk', 'secretary', 'supervisor'], text: '回顾已公开：{title}' }],
  },
}

export const declare: Raise = {
  label: '声明进入非常规',
  about: '依据发文，在一个范围、一段时间内由街道直接派单；到期自动恢复常规',
  by: streetRoles,
  levels: ['street', 'community', 'grid'],
  fields: () => [
    {
      name: 'docNo',
      label: '发文字号',
      kind: 'text',
      required: true,
      max: 40,
      placeholder: '香街发〔2026〕12号',
    },
    {
      name: 'level',
      label: '等级',
      kind: 'choice',
      required: true,
      options: Object.entries(levelLabels).map(([value, label]) => ({ value, label })),
    },
    { name: 'from', label: '开始', kind: 'date', required: true },
    { name: 'until', label: '结束', kind: 'date', required: true, hint: '到这一天零点自动恢复常规，最多 30 天' },
    { name: 'words', label: '事由与措施', kind: 'long', required: true, max: 500 },
  ],
  patch: z.strictObject({
    docNo: z.string('请填写发文字号').trim().min(2, '请填写发文字号').max(40, '请控制在 40 字以内'),
    level: z.enum(['1', '2', '3', '4'], '请选择等级'),
    from: When('请选择开始的日期'),
    until: When('请选择结束的日期'),
    words: z.string('请写明事由与措施').trim().min(4, '请写明事由与措施').max(500, '请控制在 500 字以内'),
  }),
  draft(
    {
      docNo,
      level,
      from,
      until,
      words,
    }: { docNo: string; level: keyof typeof levelLabels; from: number; until: number; words: string },
    area,
    { street, now },
  ) {
    const wrong = (field: string, problem: { code: string; message: string }) =>
      refuse(problem, { fields: { [`patch.${field}`]: problem.message } })
    // Today means from now on.
    const start = Math.max(from, now)
    if (until <= now) wrong('until', periodProblems.PERIOD_OVER)
    if (until <= start) wrong('until', periodProblems.PERIOD_ORDER)
    if (until - start > longest) wrong('until', periodProblems.PERIOD_LONG)
    if (clash(street, area, start, until, '')) wrong('from', periodProblems.PERIOD_OVERLAP)
    return {
      title: `${areaName(street, area)}${levelLabels[level]}响应（${docNo}）`,
      body: { level: Number(level), docNo, from: start, until, words, visibility: 'public' },
    }
  },
  then: 'confirm',
  status: 'proposed',
}

/** The entry that the tables read: in force from the confirmation, never backwards. */
async function apply(
  { _id, area, status, body }: Declaration,
  { store, street }: { store: import('../../core/store').Store; street: Street },
) {
  const entry: DeclaredPeriod = {
    id: _id,
    area,
    level: body.level,
    docNo: body.docNo,
    from: body.from,
    until: body.until,
    ...(status !== 'inForce' && { endedAt: body.endedAt ?? body.until }),
  }
  await configure(store, street.path, (settings) => ({ ...settings, periods: withEntry(settings.periods, entry) }))
}

export const declarationKind: Kind<DeclarationStatus, DeclarationBody> = {
  name: 'declaration',
  label: '声明',
  // biome-ignore format: a table is read in columns.
  statuses: {
    proposed:  { label: '待确认',   class: 'open',    tone: 'warn',   turn: ['officer', 'director'], decides: true, next: '由街道另一位负责人确认后生效' },
    inForce:   { label: '非常规中', class: 'open',    tone: 'danger', turn: ['officer', 'director'], next: '到{due}自动恢复常规' },
    review:    { label: '待回顾',   class: 'open',    tone: 'warn',   turn: ['officer', 'director'], next: '{street}将在{due}前公开回顾' },
    closed:    { label: '已恢复',   class: 'settled', tone: 'ok',     turn: [], next: '已恢复常规，回顾已公开' },
    withdrawn: { label: '已撤回',   class: 'hidden',  tone: 'plain',  turn: [], next: '已撤回' },
  },
  actions,
  due: (status, { body }, { now }) =>
    status === 'proposed'
      ? afterWorkingDays(now, 0)
      : status === 'inForce'
        ? body.until
        : status === 'review'
          ? afterWorkingDays(now, 10)
          : null,
  workedBy: ({ status }) => (status === 'closed' ? [] : ['officer', 'director', 'clerk']),
  seenBy: ['officer', 'director', 'clerk', 'secretary', 'gridWorker', 'supervisor', 'socialWorker'],
  view: ({ body }, { now }) => ({
    words: body.words,
    photos: [],
    facts: [
      { label: '发文字号', value: body.docNo },
      { label: '等级', value: levelLabels[String(body.level) as '1'] },
      { label: '开始', value: sayTime(body.from, now) },
      { label: '结束', value: sayFully(body.endedAt ?? body.until) },
      ...(body.review ? [{ label: '回顾', value: body.review }] : []),
    ],
    author: '街道',
    category: '非常规',
  }),
  coordinated: true,
  raises: { declare },
  applies: { in: ['inForce', 'review', 'closed'], on: ['extend'], run: apply },
}
