// 征求捐赠人意见: each donor concerned says for their own gift whether it may be used for something else; silence keeps it where it is. Until the
// date an answer may be changed.
import { createHash } from 'node:crypto'
import { minuteMs, onOf, sayTime } from '../../../core/clock'
import { firstOf, numberOf } from '../../../core/first'
import type { Matter } from '../../../core/matter'
import type { Guard, Kind, Row, RuleCtx, Status } from '../../../core/workflow'
import { sayFen } from '../../ledger/chart'
import { changeProblems as problems } from '../problems'
import { type AnswerKey, answers, type ConsentBody, type PurposeChange, partOf } from './document'

// biome-ignore format: a table is read in columns.
export const consentStatuses = {
  asked: { label: '待您答复', class: 'waiting', tone: 'warn',  turn: ['author'], decides: true, byItself: true, next: '请在答复截止以前答复，不答复就保留原来的用途' },
  move:  { label: '同意改变', class: 'waiting', tone: 'ok',    turn: [], byItself: true, next: '截止前可以改' },
  back:  { label: '要求退回', class: 'waiting', tone: 'info',  turn: [], byItself: true, next: '截止前可以改' },
  keep:  { label: '保留原用途', class: 'waiting', tone: 'plain', turn: [], byItself: true, next: '截止前可以改' },
  moved: { label: '已同意改变', class: 'settled', tone: 'ok',  turn: [], next: '征求已结束' },
  given: { label: '已要求退回', class: 'settled', tone: 'info', turn: [], next: '由慈善组织退回' },
  kept:  { label: '保留原用途', class: 'settled', tone: 'plain', turn: [], next: '征求已结束，按原来的用途使用' },
} as const satisfies Record<string, Status>
export type ConsentStatus = keyof typeof consentStatuses
type ConsentRow = Row<ConsentStatus, ConsentBody>

const open = ['asked', 'move', 'back', 'keep'] as const
const inTime: Guard<ConsentBody> = [problems.CHANGE_OVER, ({ body }, { now }) => now < body.until]
const isOver: Guard<ConsentBody> = [problems.CHANGE_OVER, ({ body }, { now }) => body.until <= now]

/** None of them is the main one: what a donor answers is the donor's own. */
const answer = (to: AnswerKey, told: string): ConsentRow => ({
  label: answers[to],
  told,
  from: open.filter((status) => status !== to),
  to,
  by: ['author', 'recorder'],
  note: 'none',
  guards: [inTime],
})
const closing = (from: readonly ConsentStatus[], to: ConsentStatus, label: string): ConsentRow => ({
  label,
  told: label,
  from,
  to,
  by: ['system'],
  note: 'none',
  guards: [isOver],
})

export const consentActions: Record<string, ConsentRow> = {
  sayMove: answer('move', '同意改变用途'),
  sayBack: answer('back', '要求退回'),
  sayKeep: answer('keep', '保留原来的用途'),
  closeMove: closing(['move'], 'moved', '征求结束：同意改变'),
  closeBack: closing(['back'], 'given', '征求结束：要求退回'),
  closeKeep: closing(['asked', 'keep'], 'kept', '征求结束：保留原来的用途'),
}

/** Questions of one change are closed over the half day after it, so that the timer has time for everything else too. */
const spread = (id: string): number => (Number.parseInt(id.slice(0, 4), 16) % 720) * minuteMs

export const consentKind: Kind<ConsentStatus, ConsentBody> = {
  name: 'consent',
  label: '用途征求',
  statuses: consentStatuses,
  actions: consentActions,
  due: (status, { _id, body }) => ((open as readonly string[]).includes(status) ? body.until + spread(_id) : null),
  workedBy: () => [],
  // Who answered what is between the donor and the charity.
  seenBy: [],
  view: ({ body, author }, { actor, now }) => ({
    words: body.words,
    photos: [],
    // The reasons are those of whoever asks.
    author: '社区',
    category: '用途征求',
    link: { id: body.change, label: '查看改变用途的理由' },
    ...(author === actor.key && { pages: [{ page: 'consent', label: '看三种答复的意思并答复' }] }),
    facts: [
      { label: '您捐给', value: body.bookTitle },
      { label: '您的捐赠', value: sayFen(body.givenFen) },
      { label: '其中还没有用的', value: sayFen(body.fen) },
      { label: '原来的用途', value: body.oldPurpose },
      { label: '打算改为', value: `${body.toTitle}：${body.newPurpose}` },
      { label: '答复截止', value: sayTime(body.until - 1, now) },
    ],
  }),
}

/** The same question whoever asks again. */
export const consentId = (change: string, pledge: string): string =>
  createHash('sha256').update(`consent|${change}|${pledge}`).digest('hex').slice(0, 32)

type Gift = Pick<Matter, '_id' | 'author' | 'recorder' | 'onBehalfOf' | 'area' | 'lead' | 'amount'> & {
  body: { evidence?: { fen: number } }
}

/** The question to one donor; the rule's actor is the timer. */
export function consentOf(change: PurposeChange, gift: Gift, rule: RuleCtx): Matter {
  const { body } = change
  const given = gift.body.evidence?.fen ?? gift.amount ?? 0
  const _id = consentId(change._id, gift._id)
  const title = `${body.bookTitle}：改变用途，请您答复`
  const asked: ConsentBody = {
    words: body.words,
    visibility: 'private',
    change: change._id,
    pledge: gift._id,
    bookTitle: body.bookTitle,
    oldPurpose: body.oldPurpose,
    toTitle: body.toTitle,
    newPurpose: body.newPurpose,
    fen: partOf(body.asideFen, given, body.givenFen),
    givenFen: given,
    until: body.until,
  }
  return firstOf(
    consentKind,
    {
      _id,
      no: numberOf(consentKind, _id, rule),
      area: change.area,
      title,
      body: asked,
      author: gift.author,
      ...(gift.recorder && { recorder: gift.recorder }),
      ...(gift.onBehalfOf && { onBehalfOf: gift.onBehalfOf }),
      ...(gift.lead && { lead: gift.lead }),
      as: 'system',
      status: 'asked',
      tells: `${title}（${onOf(body.until - 1)} 截止，不答复就保留原来的用途）`,
    },
    rule,
  )
}
