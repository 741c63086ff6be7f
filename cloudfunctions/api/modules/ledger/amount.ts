// 金额: how an amount that a person typed becomes whole 分. The only way in: what is read twice is read differently. Pure.
import * as z from 'zod'
import { defineProblems, type Problem, refuse } from '../../core/errors'
import { issueOf } from '../../core/rules-of-a-form'

export const amountProblems = defineProblems({
  AMOUNT_MISSING: '请填写金额',
  AMOUNT_NEGATIVE: '金额须大于 0，不能是负数',
  AMOUNT_ZERO: '金额须大于 0',
  AMOUNT_DECIMALS: '金额最多两位小数，精确到分',
  AMOUNT_EXPONENT: '金额请写成普通数字，不用科学记数法',
  AMOUNT_HUGE: '金额超过一千万元，请核对后分笔办理',
  AMOUNT_WORDS: '金额只填数字，不带货币符号、单位或文字',
  AMOUNT_UNREADABLE: '金额看不明白，请写成 1234.50 这样的数字',
})
const problems = amountProblems

/** 一千万元, in 分. */
export const fenMax = 1_000_000_000

/** Grouped by thousands, or not grouped at all; 1,23 is a mistake and not 123. */
const plain = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/

/** The 分 of what was typed in 元, or what is wrong with it. Full-width digits are digits. */
export function readFen(typed: string | number): { fen: number } | { problem: Problem } {
  const text = String(typed).normalize('NFKC').trim()
  if (!text) return { problem: problems.AMOUNT_MISSING }
  const bare = text.replace(/^[-−–—]\s*/, '')
  const isNegative = bare !== text
  if (/^\+?\d[\d,.]*e[+-]?\d+$/i.test(bare)) return { problem: problems.AMOUNT_EXPONENT }
  if (/[\p{L}\p{Sc}]/u.test(bare)) return { problem: problems.AMOUNT_WORDS }
  const read = plain.exec(bare)
  if (!read) return { problem: problems.AMOUNT_UNREADABLE }
  const [, whole = '', rest = ''] = read
  if (isNegative) return { problem: problems.AMOUNT_NEGATIVE }
  if (rest.length > 2) return { problem: problems.AMOUNT_DECIMALS }
  const digits = whole.replaceAll(',', '').replace(/^0+(?=\d)/, '')
  // As text, so that no amount is rounded before it is found too large.
  if (digits.length > 9) return { problem: problems.AMOUNT_HUGE }
  const fen = Number(digits) * 100 + Number(rest.padEnd(2, '0'))
  if (fen > fenMax) return { problem: problems.AMOUNT_HUGE }
  return fen === 0 ? { problem: problems.AMOUNT_ZERO } : { fen }
}

const Typed = z.union([z.string().max(40, '金额太长，请核对'), z.number()], '请填写金额')
const readable = (typed: Amount, ctx: z.RefinementCtx): void => {
  const read = readFen(typed)
  if ('problem' in read) ctx.addIssue(issueOf(read.problem))
}
/** Nothing, or nothing at all of it. */
export const isNone = (typed: Amount | undefined): boolean =>
  typed === undefined || String(typed).trim() === '' || Number(typed) === 0

/** What a phone may send for an amount: what is wrong with it is told with what is wrong elsewhere. `fenFrom` reads it. */
export const Amount = Typed.superRefine(readable)
/** One that may be left empty, or be nothing. */
export const AmountIfAny = Typed.superRefine((typed, ctx) => (isNone(typed) ? undefined : readable(typed, ctx)))
export type Amount = z.infer<typeof Typed>

/** The 分, or the refusal with its own code; `field` is where the sentence stands: 'amount', 'patch.amount'. */
export function fenFrom(typed: Amount, field: string): number {
  const read = readFen(typed)
  return 'fen' in read ? read.fen : refuse(read.problem, { fields: { [field]: read.problem.message } })
}
