// 认捐: promised, written down with its evidence by one, confirmed by another, posted by the books themselves. What is posted never changes; a
// mistake is reversed by two people again (M101, 慈善法 38).
import * as z from 'zod'
import type { FieldSpec } from '../../../core/form'
import type { Matter } from '../../../core/matter'
import type { Actor } from '../../../core/roles'
import type { Store } from '../../../core/store'
import type { Row, Status } from '../../../core/workflow'
import { evidenceTypes, type PledgeBody, RecordInput } from './document'
import * as effects from './effects'
import { claimFor, claimsOf } from './evidence'
import * as guards from './guards'

// biome-ignore format: a table is read in columns.
export const pledgeStatuses = {
  pledged:   { label: '待到账',   class: 'open',    tone: 'info',  turn: ['lead'],          next: '款项到慈善组织账户后登记' },
  recorded:  { label: '待复核',   class: 'open',    tone: 'warn',  turn: ['lead', 'clerk'], decides: true, next: '由另一个人核对凭证后入账' },
  confirmed: { label: '入账中',   class: 'open',    tone: 'info',  turn: ['lead'],          next: '正在记入账簿' },
  posted:    { label: '已到账',   class: 'settled', tone: 'ok',    turn: [],                next: '已记入账簿，谢谢您' },
  reversing: { label: '待冲正',   class: 'open',    tone: 'warn',  turn: ['lead', 'clerk'], decides: true, next: '由另一个人核对后冲正' },
  undoing:   { label: '冲正中',   class: 'open',    tone: 'info',  turn: ['lead'],          next: '正在记入账簿' },
  reversed:  { label: '已冲正',   class: 'settled', tone: 'plain', turn: [],                next: '原记录保留，已用相反的一笔冲正' },
  voided:    { label: '已作废',   class: 'settled', tone: 'plain', turn: [],                next: '没有到账，已作废' },
  withdrawn: { label: '已撤回',   class: 'settled', tone: 'plain', turn: [],                next: '捐赠人撤回了认捐' },
} as const satisfies Record<string, Status>
export type PledgeStatus = keyof typeof pledgeStatuses

/** Promised and not in the books yet: shown apart, never counted as given. */
export const promised: readonly PledgeStatus[] = ['pledged', 'recorded', 'confirmed']

const recordFields = ({ amount = 0 }: Pick<Matter, 'amount'>): FieldSpec[] => [
  {
    name: 'type',
    label: '凭证',
    kind: 'choice',
    required: true,
    options: Object.entries(evidenceTypes).map(([value, { label, refLabel }]) => ({ value, label, hint: refLabel })),
  },
  { name: 'ref', label: '凭证编号', kind: 'text', required: true, max: 64, hint: '一份凭证只能登记一笔捐赠' },
  { name: 'on', label: '到账日期', kind: 'date', required: true },
  {
    name: 'amount',
    label: '到账金额（元）',
    kind: 'text',
    required: true,
    max: 20,
    placeholder: (amount / 100).toFixed(2),
  },
  { name: 'fee', label: '其中平台手续费（元）', kind: 'text', max: 20, hint: '没有就不填' },
  { name: 'waived', label: '捐赠人不要票据', kind: 'yesNo', required: true },
  { name: 'receiptNo', label: '捐赠票据号', kind: 'text', max: 40, hint: '要票据的填写，不要的不填' },
  { name: 'photos', label: '凭证照片', kind: 'photos', max: 6, hint: '审核后才会公开，请遮住账号和身份证号' },
]

/** Claims the evidence, its photos and the receipt's number for this gift before the step that names them; one SDK call when they are free. */
async function claimEvidence(patch: unknown, matter: Matter, store: Store, actor: Actor): Promise<unknown> {
  const parsed = RecordInput.safeParse(patch ?? {})
  if (!parsed.success) return patch
  await claimFor(claimsOf(matter, parsed.data), matter, store, actor)
  return patch
}

const Posting = z.strictObject({ posting: z.string().max(80) })
const Reason = z.strictObject({ reason: z.string().max(80) })
const Paid = z.strictObject({
  ref: z.string().max(64),
  on: z.string(),
  fen: z.number().int(),
  feeFen: z.number().int(),
})
const written: readonly PledgeStatus[] = ['recorded', 'confirmed', 'posted']

// biome-ignore format: one row is one rule, read from left to right.
export const pledgeActions: Record<string, Row<PledgeStatus, PledgeBody>> = {
  record: {
    label: '登记到账', told: '登记了到账', from: ['pledged', ...written], to: 'recorded', by: ['lead'], note: 'none', tone: 'main',
    guards: [guards.notPosted, guards.notRecorded], lookUp: claimEvidence, fields: recordFields, patch: RecordInput, effect: effects.record,
    tells: [{ whom: ['lead', 'clerk'], text: '请复核到账：{title}。{said}' }],
  },
  recordPaid: {
    label: '支付到账', told: '收到支付通知，登记了到账', from: ['pledged'], to: 'recorded', by: ['system'], note: 'none',
    patch: Paid, effect: effects.recordPaid,
    tells: [{ whom: ['lead', 'clerk'], text: '请复核到账：{title}。{said}' }],
  },
  tellRefund: {
    label: '支付退款', told: '支付平台告知已退款', from: written, to: 'same', by: ['system'], note: 'none', patch: z.strictObject({ ref: z.string().max(64) }), effect: effects.tellRefund,
    tells: [{ whom: ['lead', 'clerk'], text: '支付平台告知已退款，请核对后退回或冲正：{title}' }],
  },
  confirm: {
    label: '复核无误，入账', told: '复核了到账', from: written, to: 'confirmed', by: ['lead', 'clerk', 'officer'], note: 'none', tone: 'main',
    guards: [guards.notPosted, guards.notOwnRecord, guards.notDonor], effect: effects.confirm,
  },
  sendBack: {
    label: '退回重新登记', told: '退回，请重新登记', from: written, to: 'pledged', by: ['lead', 'clerk', 'officer'], note: 'required',
    guards: [guards.notPosted], effect: effects.sendBack,
    tells: [{ whom: ['lead'], text: '到账登记被退回：{title}。{note}' }],
  },
  post: {
    label: '入账', told: '记入了账簿', from: ['confirmed'], to: 'posted', by: ['system'], note: 'none', patch: Posting, effect: effects.post,
    tells: [{ whom: ['author', 'recorder'], text: '您的捐赠已到账：{title}。{said}，谢谢您' }],
  },
  bounce: {
    label: '退回登记', told: '没有入账，退回重新登记', from: ['confirmed'], to: 'pledged', by: ['system'], note: 'none', patch: Reason, effect: effects.bounce,
    tells: [{ whom: ['lead', 'clerk'], text: '没有入账，请重新登记：{title}。{said}' }],
  },
  void: {
    label: '作废', told: '作废了认捐', from: ['pledged', ...written], to: 'voided', by: ['lead'], note: 'required', tone: 'danger',
    guards: [guards.notPosted], effect: effects.annul,
    tells: [{ whom: ['author', 'recorder'], text: '认捐已作废：{title}。{note}' }],
  },
  withdraw: {
    label: '撤回认捐', told: '撤回了认捐', from: ['pledged', ...written], to: 'withdrawn', by: ['author', 'recorder'], note: 'none', tone: 'danger',
    guards: [guards.notPosted, guards.notRecorded],
    tells: [{ whom: ['lead'], text: '捐赠人撤回了认捐：{title}' }],
  },
  reverse: {
    label: '提出冲正', told: '提出冲正', from: ['posted'], to: 'reversing', by: ['lead', 'clerk', 'officer'], note: 'required', tone: 'danger',
    effect: effects.reverse,
    tells: [{ whom: ['lead', 'clerk'], text: '请复核冲正：{title}。{note}' }],
  },
  confirmReversal: {
    label: '复核无误，冲正', told: '复核了冲正', from: ['reversing'], to: 'undoing', by: ['lead', 'clerk', 'officer'], note: 'none', tone: 'main',
    guards: [guards.notOwnReversal, guards.notDonor], effect: effects.confirmReversal,
  },
  keepPosted: {
    label: '不冲正', told: '核对后不冲正', from: ['reversing'], to: 'posted', by: ['lead', 'clerk', 'officer'], note: 'required',
    effect: effects.keepPosted,
    tells: [{ whom: ['lead'], text: '没有冲正：{title}。{note}' }],
  },
  undo: {
    label: '冲正入账', told: '用相反的一笔冲正', from: ['undoing'], to: 'reversed', by: ['system'], note: 'none', patch: Posting,
    tells: [{ whom: ['author', 'recorder', 'lead'], text: '这笔捐赠已冲正：{title}' }],
  },
  bounceReversal: {
    label: '冲正退回', told: '没有冲正', from: ['undoing'], to: 'posted', by: ['system'], note: 'none', patch: Reason, effect: effects.keepPostedBecause,
    tells: [{ whom: ['lead', 'clerk'], text: '没有冲正：{title}。{said}' }],
  },
  remindDonor: {
    label: '提醒捐赠人', told: '还没有到账，提醒捐赠人', from: ['pledged'], to: 'same', by: ['system'], note: 'none',
    guards: [guards.isLate], effect: effects.late,
    tells: [{ whom: ['lead', 'author', 'recorder'], text: '认捐还没有到账：{title}' }],
  },
  remindLate: {
    label: '到期提醒', told: '还没有复核，提醒办理', from: ['recorded', 'reversing'], to: 'same', by: ['system'], note: 'none',
    guards: [guards.isLate], effect: effects.late,
    tells: [{ whom: ['lead', 'clerk'], text: '到账还没有复核：{title}' }],
  },
  runOut: {
    label: '长期未到账', told: '三个月没有到账，作废', from: ['pledged'], to: 'voided', by: ['system'], note: 'none', guards: [guards.isForgotten],
    tells: [{ whom: ['lead', 'author', 'recorder'], text: '三个月没有到账，认捐已作废：{title}' }],
  },
}
