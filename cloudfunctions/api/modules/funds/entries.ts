// Entries of money on a matter: written down by one with its evidence, confirmed by another, then in the books. What is in the books never
// changes; a reversal there marks it here. Pure.
import * as z from 'zod'
import { onOf, startOf } from '../../core/clock'
import { problems as core, type Problem, refuse } from '../../core/errors'
import type { FieldSpec } from '../../core/form'
import type { PersonKey } from '../../core/roles'
import { Amount, fenFrom } from '../ledger/amount'
import { sayFen } from '../ledger/chart'
import { allocationProblems as problems } from './problems'

/** waiting: for a second person · posting: confirmed, on its way into the books · void: written down by mistake, never in them. */
export type EntryState = 'waiting' | 'posting' | 'posted' | 'void' | 'reversed'
export type Entry = {
  /** s1, s2 … */
  id: string
  fen: number
  /** The day of the bank line or voucher. */
  on: string
  /** Number of the voucher or bank line. */
  ref: string
  payee: string
  words: string
  photos: string[]
  by: PersonKey
  at: number
  state: EntryState
  confirmedBy?: PersonKey
  /** Why the books did not take it the last time. */
  why?: string
}
export const entriesMax = 60

export const Photo = z
  .string()
  .max(300)
  .regex(/^cloud:\/\/[\w.-]+\/[\w./-]+$/, '照片没有上传成功，请重新选择')
export const On = (message: string) =>
  z
    .string(message)
    .regex(/^\d{4}-\d\d-\d\d$/, message)
    .refine((on) => Number.isFinite(startOf(on)) && onOf(startOf(on)) === on, message)

export const EntryInput = z.strictObject({
  amount: Amount,
  on: On('请选择日期'),
  ref: z
    .string('请填写凭证编号')
    .transform((ref) => ref.normalize('NFKC').replace(/\s+/g, '').toUpperCase())
    .pipe(z.string().min(4, '请填写凭证编号，至少 4 位').max(64, '凭证编号请控制在 64 字以内')),
  words: z.string('请写明买了什么').trim().min(2, '请写明买了什么').max(100, '请控制在 100 字以内'),
  payee: z.string().trim().max(40, '请控制在 40 字以内').default(''),
  photos: z.array(Photo).max(9, '照片最多 9 张').default([]),
})
export type EntryInput = z.output<typeof EntryInput>
export const EntryRef = z.strictObject({ entry: z.string('请选择一笔').regex(/^s\d{1,3}$/, '请选择一笔') })
export const Outcome = z.strictObject({ entry: z.string().max(5), why: z.string().max(60).optional() })

export const sumOf = (entries: readonly Entry[], states: readonly EntryState[]): number =>
  entries.reduce((sum, { fen, state }) => (states.includes(state) ? sum + fen : sum), 0)
/** Written down and not void: they take up room. */
export const live = ['waiting', 'posting', 'posted'] as const
export const isUnsettled = ({ state }: Entry): boolean => state === 'waiting' || state === 'posting'

/** The day of the earliest that is not in the books: it keeps its month open. Undefined: none waits. */
export const openOn = (entries: readonly Entry[]): string | undefined =>
  entries
    .filter(isUnsettled)
    .map(({ on }) => on)
    .sort()[0]

const stop = (problem: Problem, field: string): never =>
  refuse(problem, { fields: { [`patch.${field}`]: problem.message } })

/** With one more, of at most `roomFen`. */
export function recorded(
  entries: readonly Entry[],
  { amount, ...input }: EntryInput,
  { by, now, roomFen }: { by: PersonKey; now: number; roomFen: number },
): Entry[] {
  const fen = fenFrom(amount, 'patch.amount')
  if (input.on > onOf(now)) stop(problems.SPEND_LATER, 'on')
  if (entries.length >= entriesMax) stop(problems.SPEND_FULL, 'amount')
  if (fen > roomFen) stop(problems.SPEND_OVER, 'amount')
  return [...entries, { id: `s${entries.length + 1}`, fen, ...input, by, at: now, state: 'waiting' }]
}

/** The one that waits under this id; refuses any other. */
export const waitingOne = (entries: readonly Entry[], id: string): Entry =>
  entries.find((entry) => entry.id === id && entry.state === 'waiting') ?? stop(problems.SPEND_UNKNOWN, 'entry')

/** What is taken away is not kept as nothing: the log is sealed over what the database holds. */
const present = (entry: Entry): Entry =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as Entry

export const changed = (entries: readonly Entry[], id: string, change: Partial<Entry>): Entry[] =>
  entries.map((entry) => (entry.id === id ? present({ ...entry, ...change }) : entry))

/** Never by who wrote it down. */
export function confirmed(entries: readonly Entry[], id: string, by: PersonKey): Entry[] {
  const { by: recorder } = waitingOne(entries, id)
  if (recorder === by) stop(problems.SPEND_OWN, 'entry')
  return changed(entries, id, { state: 'posting', confirmedBy: by, why: undefined })
}

/** What the books said of one that was on its way; refuses STATE_CHANGED for any other, so that it is told once. */
export function told(entries: readonly Entry[], { entry: id, why }: z.infer<typeof Outcome>): Entry[] {
  if (!entries.some((entry) => entry.id === id && entry.state === 'posting')) return refuse(core.STATE_CHANGED)
  if (why === undefined) return changed(entries, id, { state: 'posted' })
  return changed(entries, id, { state: 'waiting', confirmedBy: undefined, why })
}

/** Which of them a second person is to judge, as a choice of a form. */
export const entryFields = (entries: readonly Entry[]): FieldSpec[] => {
  const waiting = entries.filter(({ state }) => state === 'waiting')
  const options = waiting.map((entry) => ({ value: entry.id, label: sayInFull(entry) }))
  return [{ name: 'entry', label: '哪一笔', kind: 'choice', required: true, options }]
}
const sayInFull = ({ on, words, fen, ref }: Entry): string => `${on} ${words} ${sayFen(fen)}（${ref}）`
export const sayEntry = ({ id, words, fen }: Entry): string => `${id.slice(1)}. ${words} ${sayFen(fen)}`

/** The entries of a body with the day that follows from them. */
export const withEntries = (entries: Entry[]): { entries: Entry[]; openOn: string | undefined } => ({
  entries,
  openOn: openOn(entries),
})
