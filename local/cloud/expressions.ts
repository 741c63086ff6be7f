// Aggregation expressions that mingo 7.2 lacks or answers differently from MongoDB.
import { evalExpr } from 'mingo/core'

type Evaluate = (obj: unknown, expression: unknown, options: unknown) => unknown

const all = (obj: unknown, expression: unknown, options: unknown): unknown[] =>
  (expression as unknown[]).map((one) => (evalExpr as Evaluate)(obj, one, options))

/** A slice by bytes of UTF-8; a negative count is the rest. */
const substring: Evaluate = (obj, expression, options) => {
  const [text, from, count] = all(obj, expression, options) as [unknown, number, number]
  return Buffer.from(String(text ?? ''))
    .subarray(from, count < 0 ? undefined : from + count)
    .toString()
}

/** Place of a piece in a text, counted in characters; null without a text, -1 without the piece. */
const indexOf: Evaluate = (obj, expression, options) => {
  const [text, piece, from = 0, to] = all(obj, expression, options) as [unknown, string, number?, number?]
  if (text === null || text === undefined) return null
  const found = [...String(text)].slice(0, to)
  const place = found.slice(from).join('').indexOf(piece)
  return place < 0 ? -1 : from + [...found.slice(from).join('').slice(0, place)].length
}

/** Week of the year, 0–53: weeks begin on Sunday and the days before the first one are week 0. */
const week: Evaluate = (obj, expression, options) => {
  const asked = (expression as { date?: unknown }).date ?? expression
  const value = (evalExpr as Evaluate)(obj, Array.isArray(asked) ? asked[0] : asked, options)
  if (value === null || value === undefined) return null
  const date = new Date(value as Date)
  const newYear = Date.UTC(date.getUTCFullYear(), 0, 1)
  const day = Math.floor((date.getTime() - newYear) / 86_400_000)
  const firstSunday = (7 - new Date(newYear).getUTCDay()) % 7
  return day < firstSunday ? 0 : Math.floor((day - firstSunday) / 7) + 1
}

export const expressionFixes = { $substr: substring, $substrBytes: substring, $indexOfCP: indexOf, $week: week }
