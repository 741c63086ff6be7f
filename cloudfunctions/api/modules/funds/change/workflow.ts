// 改变用途: what donors gave for one purpose goes to another only with each one's own consent (慈善法 56, M101). Both committees and the street
// agree that they are asked; what is agreed moves to another fund's book, what is asked back is given back by two people, the rest stays.
import * as z from 'zod'
import { problems as core, refuse } from '../../../core/errors'
import type { FieldSpec } from '../../../core/form'
import type { Matter } from '../../../core/matter'
import { reminder } from '../../../core/reminder'
import type { Store } from '../../../core/store'
import type { Guard, Row, Status } from '../../../core/workflow'
import { type Book, bookIdOf } from '../../ledger/book'
import { sayFen } from '../../ledger/chart'
import {
  changed,
  confirmed,
  type Entry,
  EntryInput,
  EntryRef,
  entryFields,
  live,
  Outcome,
  recorded,
  sayEntry,
  sumOf,
  told,
  waitingOne,
  withEntries,
} from '../entries'
import { claimVoucher } from '../evidence'
import { allocationProblems, changeProblems as problems } from '../problems'
import type { ChangeBody, PurposeChange } from './document'

// biome-ignore format: a table is read in columns.
export const changeStatuses = {
  draft:     { label: '拟定中',     class: 'open',    tone: 'info',  turn: ['author', 'clerk'], next: '提请两委会签，报街道同意后征求捐赠人' },
  reserving: { label: '记账中',     class: 'open',    tone: 'info',  turn: [], next: '一分钟内把这笔钱单独留出' },
  asking:    { label: '征求中',     class: 'waiting', tone: 'info',  turn: [], byItself: true, next: '捐赠人正在各自答复，不答复就保留原来的用途' },
  moving:    { label: '记账中',     class: 'open',    tone: 'info',  turn: [], next: '一分钟内按答复记账' },
  returning: { label: '待退回',     class: 'open',    tone: 'warn',  turn: ['lead'], next: '慈善组织在{due}前退回' },
  done:      { label: '已完成',     class: 'settled', tone: 'ok',    turn: [], next: '已按捐赠人的答复办理' },
  withdrawn: { label: '已撤回',     class: 'hidden',  tone: 'plain', turn: [], next: '已撤回' },
} as const satisfies Record<string, Status>
export type ChangeStatus = keyof typeof changeStatuses
type ChangeRow = Row<ChangeStatus, ChangeBody>
type ChangeGuard = Guard<ChangeBody>

const weekMs = 7 * 86_400_000
const enoughTime: ChangeGuard = [problems.CHANGE_SOON, ({ body }, { now }) => body.until - now >= weekMs]
const isOver: ChangeGuard = [core.STATE_CHANGED, ({ body }, { now }) => body.until <= now]
const someWait: ChangeGuard = [
  allocationProblems.SPEND_UNKNOWN,
  ({ body }) => body.entries.some(({ state }) => state === 'waiting'),
]

const Target = z.custom<Pick<Book, 'host' | 'title' | 'purpose'>>(
  (value) => typeof value === 'object' && value !== null,
)
async function readTarget(_patch: unknown, matter: Matter, store: Store): Promise<unknown> {
  const { to } = matter.body as unknown as ChangeBody
  const target = await store.get<Book>('books', bookIdOf('fund', to), { host: true, title: true, purpose: true })
  return target ? { target } : {}
}

const amount = z.number().int().positive()
const Reserved = z.strictObject({ asideFen: amount, givenFen: amount, asideAt: amount })
const Why = z.strictObject({ why: z.string().max(80) })
const whole = z.number().int().min(0)
const Counted = z.strictObject({ moveFen: whole, backFen: whole, keepFen: whole, donors: whole })

const entryField = ({ body }: PurposeChange): FieldSpec[] => entryFields(body.entries)
const returnFields: FieldSpec[] = [
  { name: 'amount', label: '退回金额（元）', kind: 'text', required: true, max: 20 },
  { name: 'on', label: '退回日期', kind: 'date', required: true },
  { name: 'ref', label: '银行流水号', kind: 'text', required: true, max: 64 },
  { name: 'words', label: '说明', kind: 'text', required: true, max: 100, hint: '公开，请不要写出捐赠人的姓名' },
]
const backFenOf = ({ body }: Pick<PurposeChange, 'body'>): number => body.answered?.backFen ?? 0

// biome-ignore format: one row is one rule, read from left to right.
export const changeActions: Record<string, ChangeRow> = {
  submit: {
    label: '提请征求捐赠人', told: '同意征求捐赠人', from: ['draft'], to: 'reserving', by: ['author', 'clerk', 'secretary', 'lead'], note: 'optional', tone: 'main', route: 'fundFounding',
    guards: [enoughTime], lookUp: readTarget, patch: z.strictObject({ target: Target.optional() }),
    effect: ({ lead }, { target }: { target?: Pick<Book, 'host' | 'title' | 'purpose'> }) => {
      if (!target || target.host !== lead) return refuse(problems.CHANGE_HOST)
      return { body: { toTitle: target.title, newPurpose: target.purpose } }
    },
  },
  withdraw: { label: '撤回', told: '撤回了改变用途', from: ['draft'], to: 'withdrawn', by: ['author', 'secretary'], note: 'none', tone: 'danger' },
  reserve: {
    label: '单独留出', told: '已单独留出，开始征求捐赠人', from: ['reserving'], to: 'asking', by: ['system'], note: 'none', patch: Reserved,
    effect: (_change, patch: z.infer<typeof Reserved>) => ({ body: patch, amount: patch.asideFen, said: sayFen(patch.asideFen) }),
    tells: [{ whom: ['author', 'lead', 'clerk', 'supervisor'], text: '开始征求捐赠人：{title}' }],
  },
  unreserve: {
    label: '退回', told: '没有开始征求', from: ['reserving'], to: 'draft', by: ['system'], note: 'none', patch: Why,
    effect: (_change, { why }: z.infer<typeof Why>) => ({ said: why }),
    tells: [{ whom: ['author', 'lead', 'clerk'], text: '改变用途没有开始：{title}。{said}' }],
  },
  count: {
    label: '征求结束', told: '征求结束', from: ['asking'], to: 'moving', by: ['system'], note: 'none', guards: [isOver], patch: Counted,
    effect: (_change, answered: z.infer<typeof Counted>) => ({
      body: { answered },
      said: `同意改变 ${sayFen(answered.moveFen)}，退回 ${sayFen(answered.backFen)}，保留 ${sayFen(answered.keepFen)}`,
    }),
  },
  move: {
    label: '按答复记账', told: '已按答复记账', from: ['moving'], to: 'done', by: ['system'], note: 'none',
    effect: (change) => (backFenOf(change) > 0 ? { to: 'returning' } : {}),
    tells: [{ whom: ['author', 'lead', 'clerk', 'supervisor'], text: '征求已结束：{title}' }],
  },
  giveBack: {
    label: '登记退回', told: '登记了一笔退回', from: ['returning'], to: 'same', by: ['lead'], note: 'none', tone: 'main',
    lookUp: claimVoucher, fields: returnFields, patch: EntryInput,
    effect: (change, input: EntryInput, { actor, now }) => {
      const roomFen = backFenOf(change) - sumOf(change.body.entries, live)
      const entries = recorded(change.body.entries, { ...input, payee: '' }, { by: actor.key, now, roomFen })
      return { body: withEntries(entries), said: sayEntry(entries.at(-1) as Entry) }
    },
    tells: [{ whom: ['lead', 'clerk'], text: '请核对退回：{title}。{said}' }],
  },
  confirmReturn: {
    label: '核对退回', told: '核对了一笔退回', from: ['returning'], to: 'same', by: ['lead', 'clerk', 'secretary'], note: 'none', tone: 'main',
    guards: [someWait], fields: entryField, patch: EntryRef,
    effect: ({ body }, { entry }: z.infer<typeof EntryRef>, { actor }) => {
      const one = waitingOne(body.entries, entry)
      return { body: withEntries(confirmed(body.entries, entry, actor.key)), said: sayEntry(one) }
    },
  },
  voidReturn: {
    label: '作废退回', told: '作废了一笔退回', from: ['returning'], to: 'same', by: ['lead'], note: 'required', tone: 'danger',
    guards: [someWait], fields: entryField, patch: EntryRef,
    effect: ({ body }, { entry }: z.infer<typeof EntryRef>) => ({ body: withEntries(changed(body.entries, entry, { state: 'void' })), said: sayEntry(waitingOne(body.entries, entry)) }),
  },
  settleReturn: {
    label: '退回入账', told: '退回入账', from: ['returning'], to: 'same', by: ['system'], note: 'none', patch: Outcome,
    effect: (change, outcome: z.infer<typeof Outcome>) => {
      const entries = told(change.body.entries, outcome)
      const isAll = sumOf(entries, ['posted']) === backFenOf(change)
      const said = outcome.why ? `没有入账：${outcome.why}` : sayEntry(entries.find(({ id }) => id === outcome.entry) as Entry)
      return { body: withEntries(entries), said, ...(isAll && { to: 'done' }) }
    },
    tells: [{ whom: ['lead'], text: '{title}：{said}' }],
  },
  entryReversed: {
    label: '退回冲正', told: '一笔退回已冲正', from: ['returning', 'done'], to: 'same', by: ['system'], note: 'none', patch: z.strictObject({ posting: z.string().max(80) }),
    effect: ({ _id, body }, { posting }: { posting: string }) => {
      const one = body.entries.find(({ id, state }) => `${_id}_${id}` === posting && state === 'posted')
      if (!one) return refuse(core.STATE_CHANGED)
      return { body: withEntries(changed(body.entries, one.id, { state: 'reversed' })), said: sayEntry(one), to: 'returning' }
    },
    tells: [{ whom: ['lead', 'clerk'], text: '退回已冲正：{title}。{said}' }],
  },
  remindLate: reminder(['draft', 'returning'], ['author', 'clerk', 'lead']),
}
