// 用款: asked for, voted on, looked at by the supervisors, signed by both committees, set aside in the books; then spent against evidence by
// two people, its result accepted by a third. What was set aside and not spent is set free again (M87, M89, M101).
import * as z from 'zod'
import type { FieldSpec } from '../../../core/form'
import { reminder } from '../../../core/reminder'
import type { Row, Status } from '../../../core/workflow'
import { EntryInput, EntryRef, entryFields, Outcome } from '../entries'
import { claimVoucher } from '../evidence'
import type { Allocation, AllocationBody } from './document'
import * as effects from './effects'
import * as guards from './guards'
import { readDonor, readFund } from './look-up'
import { decides } from './vote'

// biome-ignore format: a table is read in columns.
export const allocationStatuses = {
  proposed:  { label: '待提交表决', class: 'open',    tone: 'info',  turn: ['clerk', 'secretary'], decides: true, next: '{committee}将在{due}前提交管委会表决' },
  voting:    { label: '表决中',     class: 'open',    tone: 'info',  turn: ['duty:committee', 'supervisor'], decides: true, next: '管委会在{due}前表决，监督委员会发表意见' },
  passed:    { label: '待会签',     class: 'open',    tone: 'info',  turn: ['clerk', 'secretary', 'lead', 'supervisor'], next: '两委会签后拨付' },
  granting:  { label: '记账中',     class: 'open',    tone: 'info',  turn: [], next: '一分钟内记入账簿' },
  running:   { label: '已批准',     class: 'open',    tone: 'ok',    turn: ['lead'], next: '按用途支出，凭证由另一个人核对' },
  reported:  { label: '待验收',     class: 'open',    tone: 'warn',  turn: ['clerk', 'secretary', 'supervisor'], decides: true, next: '由另一个人在{due}前验收' },
  done:      { label: '已完成',     class: 'settled', tone: 'ok',    turn: [], next: '结果已公布' },
  ended:     { label: '已终止',     class: 'settled', tone: 'plain', turn: [], next: '余款已退回基金' },
  rejected:  { label: '未通过',     class: 'settled', tone: 'plain', turn: [], next: '没有通过' },
  withdrawn: { label: '已撤回',     class: 'hidden',  tone: 'plain', turn: [], next: '已撤回' },
} as const satisfies Record<string, Status>
export type AllocationStatus = keyof typeof allocationStatuses
type AllocationRow = Row<AllocationStatus, AllocationBody>

const yesNo = (name: string, label: string, yes: string, no: string): FieldSpec => ({
  name,
  label,
  kind: 'choice',
  required: true,
  options: [
    { value: 'yes', label: yes },
    { value: 'no', label: no },
  ],
})
const Choice = z.strictObject({ agrees: z.enum(['yes', 'no'], '请选择') })
const entryField = ({ body }: Allocation): FieldSpec[] => entryFields(body.entries)
const spendFields = ({ body }: Allocation): FieldSpec[] => [
  { name: 'amount', label: '金额（元）', kind: 'text', required: true, max: 20 },
  { name: 'on', label: '支付日期', kind: 'date', required: true },
  {
    name: 'ref',
    label: '凭证编号',
    kind: 'text',
    required: true,
    max: 64,
    hint: '发票号或银行流水号，一份凭证只能登记一次',
  },
  { name: 'words', label: '买了什么', kind: 'text', required: true, max: 100, hint: '公开，请不要写出受益人的姓名' },
  {
    name: 'payee',
    label: '收款单位',
    kind: 'text',
    max: 40,
    placeholder: body.payee.name,
    hint: '与批准的收款单位相同就不填',
  },
  { name: 'photos', label: '凭证照片', kind: 'photos', max: 9, hint: '审核后才会公开，请遮住账号和身份证号' },
]

// biome-ignore format: one row is one rule, read from left to right.
export const allocationActions: Record<string, AllocationRow> = {
  openVote: {
    label: '提交管委会表决', told: '提交管委会表决', from: ['proposed'], to: 'voting', by: ['clerk', 'secretary', 'lead'], note: 'optional', tone: 'main',
    guards: [guards.noInterest], lookUp: readFund, patch: effects.FundSeen, effect: effects.openVote,
    tells: [{ whom: ['duty:committee', 'supervisor', 'author'], text: '请表决用款：{title}' }],
  },
  turnDown: {
    label: '不予提交', told: '没有提交表决', from: ['proposed'], to: 'rejected', by: ['clerk', 'secretary'], note: 'required',
    tells: [{ whom: ['author', 'duty:payee'], text: '用款没有提交表决：{title}。{note}' }],
  },
  declare: {
    label: '申报利害关系', told: '申报了利害关系，回避', from: ['proposed', 'voting', 'running'], to: 'same', by: ['duty:committee', 'lead', 'clerk', 'secretary'], note: 'required', internal: true, anyVersion: true, whilePending: true,
    guards: [guards.notDeclared], effect: effects.declare,
  },
  vote: {
    label: '投票', told: '投了票', from: ['voting'], to: 'same', by: ['duty:committee'], note: 'none', tone: 'main', anyVersion: true, internal: true,
    guards: [guards.isElector, guards.notVoted, guards.notDeclared, guards.noInterest],
    fields: [yesNo('agrees', '您的意见', '赞成', '反对')], patch: Choice, effect: effects.vote,
    mentions: ({ agrees }: z.infer<typeof Choice>, { body }) => (decides(body, agrees === 'yes') ? ['author', 'clerk', 'lead', 'duty:payee'] : []),
  },
  opine: {
    label: '发表监督意见', told: '发表了监督意见', from: ['voting', 'passed'], to: 'same', by: ['supervisor'], note: 'required', tone: 'main', anyVersion: true, whilePending: true, whileObjected: true,
    guards: [guards.notElector, guards.notOpined, guards.noInterest],
    fields: [yesNo('agrees', '监督意见', '没有异议', '有异议，答复前不能拨付')], patch: Choice, effect: effects.opine,
    tells: [{ whom: ['author', 'clerk', 'secretary', 'lead'], text: '监督意见：{title}。{said}：{note}' }],
  },
  lapseVote: {
    label: '表决到期', told: '到期没有过半数赞成，未通过', from: ['voting'], to: 'rejected', by: ['system'], note: 'none', guards: [guards.isLate],
    tells: [{ whom: ['author', 'clerk', 'duty:committee'], text: '用款没有通过：{title}' }],
  },
  grant: {
    label: '提请会签拨付', told: '批准了用款', from: ['passed'], to: 'granting', by: ['clerk', 'secretary', 'lead'], note: 'optional', tone: 'main', route: 'fundGrant',
    guards: [guards.isOpined, guards.notDeclared, guards.noInterest], lookUp: readDonor, patch: effects.DonorSeen, effect: effects.grant,
  },
  book: {
    label: '记入账簿', told: '已从基金中划出', from: ['granting'], to: 'running', by: ['system'], note: 'none', patch: effects.Booked, effect: effects.book,
    tells: [{ whom: ['author', 'lead', 'clerk', 'duty:payee', 'duty:committee'], text: '用款已批准：{title}' }],
  },
  unbook: {
    label: '退回', told: '没能记入账簿', from: ['granting'], to: 'passed', by: ['system'], note: 'none', patch: effects.Why, effect: effects.unbook,
    tells: [{ whom: ['author', 'lead', 'clerk'], text: '用款没能拨付：{title}。{said}' }],
  },
  spend: {
    label: '登记支出', told: '登记了一笔支出', from: ['running'], to: 'same', by: ['lead'], note: 'none', tone: 'main',
    guards: [guards.notDeclared, guards.noInterest], lookUp: claimVoucher, fields: spendFields, patch: EntryInput, effect: effects.spend,
    tells: [{ whom: ['lead', 'clerk'], text: '请核对支出：{title}。{said}' }],
  },
  confirmSpend: {
    label: '核对支出', told: '核对了一笔支出', from: ['running'], to: 'same', by: ['lead', 'clerk', 'secretary'], note: 'none', tone: 'main',
    guards: [guards.notDeclared, guards.noInterest, guards.someWait], fields: entryField, patch: EntryRef, effect: effects.confirmSpend,
  },
  voidSpend: {
    label: '作废支出', told: '作废了一笔支出', from: ['running'], to: 'same', by: ['lead'], note: 'required', tone: 'danger',
    guards: [guards.someWait], fields: entryField, patch: EntryRef, effect: effects.voidSpend,
  },
  settleSpend: {
    label: '支出入账', told: '支出入账', from: ['running'], to: 'same', by: ['system'], note: 'none', whilePending: true, patch: Outcome, effect: effects.settleSpend,
    tells: [{ whom: ['lead'], text: '{title}：{said}' }],
  },
  entryReversed: {
    label: '支出冲正', told: '一笔支出已冲正', from: ['running', 'reported', 'done', 'ended'], to: 'same', by: ['system'], note: 'none', whilePending: true, patch: effects.Reversed, effect: effects.reversed,
    tells: [{ whom: ['lead', 'clerk'], text: '支出已冲正：{title}。{said}' }],
  },
  finish: {
    label: '提交结果', told: '提交了结果', from: ['running'], to: 'reported', by: ['lead', 'clerk', 'author', 'duty:payee'], note: 'none',
    guards: [guards.nothingOpen, guards.isSpent], patch: effects.ResultInput, effect: effects.finish,
    fields: [
      { name: 'words', label: '做成了什么', kind: 'long', required: true, max: 1000, hint: '公开，请不要写出受益人的姓名' },
      { name: 'photos', label: '结果照片', kind: 'photos', max: 9, hint: '验收时选择是否公开' },
    ],
    tells: [{ whom: ['clerk', 'secretary', 'supervisor'], text: '请验收用款结果：{title}' }],
  },
  acceptResult: {
    label: '验收结果', told: '验收了结果', from: ['reported'], to: 'done', by: ['secretary', 'clerk', 'supervisor'], note: 'optional', tone: 'main',
    guards: [guards.notReporter, guards.noInterest], patch: effects.Acceptance, effect: effects.acceptResult,
    fields: [
      { name: 'showPhotos', label: '公开结果照片', kind: 'yesNo', hint: '照片里没有受益人的脸和个人信息才公开' },
      { name: 'thanks', label: '给捐赠人的感谢', kind: 'long', max: 200 },
    ],
    tells: [{ whom: ['author', 'lead', 'duty:committee', 'duty:payee'], text: '用款已完成：{title}' }],
  },
  sendBack: {
    label: '退回补充', told: '退回补充', from: ['reported'], to: 'running', by: ['secretary', 'clerk', 'supervisor'], note: 'required',
    guards: [guards.notReporter],
    tells: [{ whom: ['lead', 'author', 'duty:payee'], text: '用款结果请补充：{title}。{note}' }],
  },
  endEarly: {
    label: '终止用款', told: '终止了用款', from: ['running'], to: 'ended', by: ['clerk', 'secretary', 'lead'], note: 'required', tone: 'danger', route: 'fundGrant', guards: [guards.nothingOpen],
    tells: [{ whom: ['author', 'lead', 'duty:committee', 'duty:payee'], text: '用款已终止：{title}。{note}' }],
  },
  release: {
    label: '释放余款', told: '余款退回基金', from: ['done', 'ended'], to: 'same', by: ['system'], note: 'none', patch: effects.Released, effect: effects.released,
  },
  thank: {
    label: '写感谢', told: '向捐赠人致谢', from: ['done'], to: 'same', by: ['author', 'clerk', 'lead', 'duty:payee'], note: 'none',
    guards: [guards.notThanked], patch: effects.Thanks, effect: effects.thank,
    fields: [{ name: 'thanks', label: '感谢的话', kind: 'long', required: true, max: 200, hint: '请不要写出受益人的姓名' }],
  },
  withdraw: { label: '撤回申请', told: '撤回了申请', from: ['proposed', 'voting', 'passed'], to: 'withdrawn', by: ['author'], note: 'none', tone: 'danger' },
  remindLate: reminder(['proposed', 'passed', 'running', 'reported'], ['clerk', 'secretary', 'lead']),
}
