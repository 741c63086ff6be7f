// 冲正: a mistake in the books is put right by an opposite posting, never by an edit. One of the host charity's people proposes it, another
// confirms it; it counts for the day on which it is written, so that no closed month changes.

import * as z from 'zod'
import { rowOf } from '../../core/act'
import { onOf } from '../../core/clock'
import { afterWorkingDays } from '../../core/deadline'
import { problems as core, type Problem } from '../../core/errors'
import { firstOf, numberOf } from '../../core/first'
import { kindOf } from '../../core/kinds'
import type { Matter } from '../../core/matter'
import { followAsSystem } from '../../core/matters'
import { reminder } from '../../core/reminder'
import type { Store } from '../../core/store'
import type { Guard, Kind, Row, RuleCtx, Status } from '../../core/workflow'
import type { Posting } from './book'
import { type Line, labelOf, movedFen, opposite, sayFen } from './chart'
import { post } from './post'
import { ledgerProblems as problems } from './problems'

export type ReversalBody = {
  book: string
  posting: string
  n: number
  lines: Line[]
  /** Of the posting that is to be reversed, as anybody may read it. */
  told: string
  words: string
  visibility: 'private'
}
export type Reversal = Matter<ReversalBody>
type ReversalRow = Row<ReversalStatus, ReversalBody>

// biome-ignore format: a table is read in columns.
const statuses = {
  asked:     { label: '待复核',   class: 'open',    tone: 'info',  turn: ['lead', 'clerk'], decides: true, next: '由另一个人在{due}前复核' },
  booking:   { label: '记账中',   class: 'open',    tone: 'info',  turn: [], next: '一分钟内记入账簿' },
  booked:    { label: '已冲正',   class: 'settled', tone: 'ok',    turn: [], next: '已记入账簿' },
  declined:  { label: '未冲正',   class: 'settled', tone: 'plain', turn: [], next: '原来的账保持不变' },
  withdrawn: { label: '已撤回',   class: 'hidden',  tone: 'plain', turn: [], next: '已撤回' },
} as const satisfies Record<string, Status>
type ReversalStatus = keyof typeof statuses

/** Who proposed it does not confirm it. */
const notOwn: Guard<ReversalBody> = [core.NOT_OWN, ({ author }, { actor }) => author !== actor.key]
const Why = z.strictObject({ why: z.string().max(60) })

// biome-ignore format: one row is one rule, read from left to right.
const actions: Record<string, ReversalRow> = {
  confirm: {
    label: '同意冲正', told: '同意冲正', from: ['asked'], to: 'booking', by: ['lead', 'clerk'], note: 'optional', tone: 'main',
    guards: [notOwn],
  },
  turnDown: {
    label: '不予冲正', told: '没有同意冲正', from: ['asked'], to: 'declined', by: ['lead', 'clerk'], note: 'required',
    guards: [notOwn],
    tells: [{ whom: ['author'], text: '没有冲正：{title}。{note}' }],
  },
  withdraw: { label: '撤回', told: '撤回了冲正', from: ['asked'], to: 'withdrawn', by: ['author'], note: 'none', tone: 'danger' },
  book: {
    label: '记入账簿', told: '已记入账簿', from: ['booking'], to: 'booked', by: ['system'], note: 'none',
    tells: [{ whom: ['author', 'lead'], text: '已冲正：{title}' }],
  },
  unbook: {
    label: '退回', told: '没能记入账簿', from: ['booking'], to: 'asked', by: ['system'], note: 'none', patch: Why,
    effect: (_reversal, { why }: z.infer<typeof Why>) => ({ said: why }),
    tells: [{ whom: ['author', 'lead'], text: '冲正没能记账：{title}。{said}' }],
  },
  remindLate: reminder(['asked'], ['lead', 'clerk']),
}

/** Writes the opposite posting once, marks the posting it reverses, and tells the matter that had made it. */
async function apply(reversal: Reversal, at: { store: Store; now: number }): Promise<void> {
  const { store, now } = at
  if (reversal.status !== 'booking') return
  const { book, posting, lines, told, n } = reversal.body
  const original = await store.get<Posting>('postings', posting)
  const confirmed = reversal.trace.filter(({ action }) => action === 'confirm').at(-1)
  const done = await post(
    store,
    book,
    {
      _id: `${posting}_reversed`,
      on: onOf(now),
      what: 'reverse',
      words: `冲正第 ${n} 笔：${told}`,
      lines: opposite(lines),
      source: { kind: 'reversal', id: reversal._id },
      by: reversal.author,
      confirmedBy: confirmed?.by ?? 'system',
      reverses: posting,
    },
    now,
  )
  const problem = !done.ok
    ? done.problem
    : done.posting.source.id === reversal._id
      ? undefined
      : problems.LEDGER_REVERSED
  if (problem) {
    await followAsSystem(reversal._id, 'unbook', at, { why: problem.message })
    return
  }
  await store.change('postings', { _id: posting }, { reversedBy: `${posting}_reversed` })
  // A kind whose entries can be reversed has a row of this name; without one the books alone know.
  if (original) await followAsSystem(original.source.id, 'entryReversed', at, { posting })
  await followAsSystem(reversal._id, 'book', at)
}

export const reversalKind: Kind<ReversalStatus, ReversalBody> = {
  name: 'reversal',
  label: '冲正',
  called: { author: '慈善组织' },
  statuses,
  actions,
  due: (status, { dueAt }, { now }) =>
    status === 'asked' ? (dueAt !== null && dueAt > now ? dueAt : afterWorkingDays(now, 3)) : null,
  workedBy: ({ status }) => (status === 'asked' ? ['lead', 'clerk'] : []),
  seenBy: ['clerk', 'secretary', 'supervisor', 'officer', 'director'],
  applies: { in: ['booking'], later: true, run: apply },
  view: ({ body, author }, { actor }) => ({
    words: body.words,
    photos: [],
    author: author === actor.key ? '我' : '慈善组织',
    facts: [
      { label: '原来的账', value: `第 ${body.n} 笔 · ${body.told}` },
      { label: '金额', value: sayFen(Math.abs(movedFen(body.lines).bank)) },
    ],
  }),
}

/** Why this posting is not reversed here; undefined when it may be. */
export function whyNotReverse({ lines, reverses, reversedBy, source }: Posting): Problem | undefined {
  if (reverses) return problems.LEDGER_REVERSAL
  if (reversedBy) return problems.LEDGER_REVERSED
  // A kind with a step of its own for it, such as a gift, must know of it first.
  if (rowOf(kindOf(source.kind), 'reverse')) return problems.LEDGER_OWN_WAY
  if (lines.some(({ account }) => account === 'movedIn' || account === 'movedOut')) return problems.LEDGER_TWO_BOOKS
  return movedFen(lines).bank === 0 ? problems.LEDGER_NOT_MONEY : undefined
}

/** What is proposed about a posting. */
export function reversalOf({ id, words }: { id: string; words: string }, posting: Posting, rule: RuleCtx): Matter {
  const { book, n, lines, area, host } = posting
  const told = `${labelOf(lines)} · ${posting.words}`
  const body: ReversalBody = { book, posting: posting._id, n, lines, told, words, visibility: 'private' }
  const title = `冲正第 ${n} 笔：${posting.words}`.slice(0, 60)
  const parts = { _id: id, no: numberOf(reversalKind, id, rule), area, title, body, lead: host, status: 'asked' }
  return firstOf(reversalKind, { ...parts, tells: `请复核：${title}` }, rule)
}
