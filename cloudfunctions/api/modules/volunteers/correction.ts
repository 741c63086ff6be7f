// A correction request (67号令 13): the volunteer says what is wrong, the community answers within five working days. A kind of matter, so that
// the desk, the deadline and the log are the same as everywhere.
import * as z from 'zod'
import { afterWorkingDays } from '../../core/deadline'
import { problems as coreProblems } from '../../core/errors'
import { firstOf } from '../../core/first'
import type { FieldSpec } from '../../core/form'
import type { Matter } from '../../core/matter'
import type { Store } from '../../core/store'
import type { Guard, Kind, Row, RuleCtx, Status } from '../../core/workflow'
import { sayHours } from './hours'
import { problems } from './problems'
import type { HourRecord } from './records'

export type CorrectionBody = {
  record: string
  words: string
  /** As recorded, as asked for, as decided. */
  was: number
  asked: number
  most: number
  minutes?: number
  photos: string[]
  visibility: 'private'
}
type Correction = Matter<CorrectionBody>

// biome-ignore format: a table is read in columns.
export const correctionStatuses = {
  asked:     { label: '待核对', class: 'open',    tone: 'info',  turn: ['clerk'], next: '{committee}将在{due}前答复' },
  corrected: { label: '已更正', class: 'settled', tone: 'ok',    turn: [],        next: '记录已更正' },
  declined:  { label: '未更正', class: 'settled', tone: 'plain', turn: [],        next: '记录保持不变' },
  withdrawn: { label: '已撤回', class: 'hidden',  tone: 'plain', turn: [],        next: '已撤回' },
} as const satisfies Record<string, Status>
type CorrectionStatus = keyof typeof correctionStatuses

const fields: FieldSpec[] = [{ name: 'minutes', label: '更正为多少分钟', kind: 'number', required: true, max: 720 }]
const Patch = z.strictObject({
  minutes: z.coerce.number('请填写分钟数').int('请填写分钟数').min(0, '请填写分钟数').max(720, '时长不能超过班次时间'),
})
const notOwn: Guard<CorrectionBody> = [coreProblems.NOT_OWN, ({ author }, { actor }) => author !== actor.key]
const isLate: Guard<CorrectionBody> = [
  problems.ACTIVITY_NOT_YET,
  ({ dueAt }, { now }) => dueAt !== null && dueAt <= now,
]

// biome-ignore format: one row is one rule, read from left to right.
export const correctionActions = {
  correct: {
    label: '更正记录', told: '更正了记录', from: ['asked'], to: 'corrected', by: ['clerk'], note: 'optional', tone: 'main',
    guards: [notOwn], fields, patch: Patch,
    effect: ({ body }: Correction, { minutes }: { minutes: number }) => ({
      body: { minutes: Math.min(minutes, body.most) }, said: `更正为${sayHours(Math.min(minutes, body.most))}`,
    }),
    tells: [{ whom: ['author'], text: '您的服务记录已更正：{title}。{said}' }],
  },
  uphold: {
    label: '保持不变', told: '答复：记录保持不变', from: ['asked'], to: 'declined', by: ['clerk'], note: 'required',
    guards: [notOwn],
    tells: [{ whom: ['author'], text: '您的更正申请已答复：{title}。{note}' }],
  },
  withdraw: {
    label: '撤回申请', told: '撤回了申请', from: ['asked'], to: 'withdrawn', by: ['author'], note: 'none',
  },
  remindLate: {
    label: '超时提醒', told: '已超时，提醒并抄送街道', from: ['asked'], to: 'same', by: ['system'], note: 'none',
    guards: [isLate],
    effect: ({ lateCount }: Correction) => ({ lateCount: lateCount + 1 }),
    tells: [{ whom: ['clerk', 'officer'], text: '更正申请已超时：{title}' }],
  },
} satisfies Record<string, Row<CorrectionStatus, CorrectionBody>>

/** Writes the corrected record once: its history names the request. */
async function follow({ _id, body, trace, at }: Correction, store: Store): Promise<void> {
  const { minutes } = body
  if (minutes === undefined) return
  const { _ } = store
  const last = trace.at(-1)
  const entry = { at: last?.at ?? at, by: last?.by ?? 'system', minutes: body.was, reason: _id }
  const where = { _id: body.record, state: _.neq('revoked'), 'history.reason': _.neq(_id) }
  const update = { minutes, state: 'corrected', counted: false, version: _.inc(1), history: _.push([entry]) }
  await store.change('records', where, update)
}

export const correctionKind: Kind<CorrectionStatus, CorrectionBody> = {
  name: 'correction',
  label: '记录更正申请',
  statuses: correctionStatuses,
  actions: correctionActions,
  due: (status, { dueAt }, { now }) =>
    status === 'asked' ? (dueAt !== null && dueAt > now ? dueAt : afterWorkingDays(now, dueAt === null ? 5 : 2)) : null,
  workedBy: () => ['clerk'],
  seenBy: ['clerk', 'secretary', 'officer', 'supervisor'],
  applies: { in: ['corrected'], run: (matter, { store }) => follow(matter, store) },
  called: { author: '志愿者' },
  view: ({ body, author }, { actor }) => ({
    words: body.words,
    photos: [],
    author: author === actor.key ? '我' : '志愿者',
    facts: [
      { label: '原记录', value: sayHours(body.was) },
      { label: '申请更正为', value: sayHours(body.asked) },
      ...(body.minutes === undefined ? [] : [{ label: '现记录', value: sayHours(body.minutes) }]),
    ],
  }),
}

export function correctionOf(
  { id, words, minutes, most }: { id: string; words: string; minutes: number; most: number },
  record: HourRecord,
  no: string,
  rule: RuleCtx,
): Matter {
  const body: CorrectionBody = {
    record: record._id,
    words,
    was: record.minutes,
    asked: minutes,
    most,
    photos: [],
    visibility: 'private',
  }
  const title = `${record.title}（${record.on}）`
  const parts = { _id: id, no, area: record.area, title, body, status: 'asked', tells: `更正申请：${title}` }
  return firstOf(correctionKind, parts, rule)
}
