// A report of a designated platform as CSV: one gift a row. Broken rows are named by their line, so that nothing is lost in silence. Pure.
import { onOf } from '../../core/clock'
import { type BrokenLine, decode, readTime, records } from '../../core/csv'
import { readFen } from '../ledger/amount'

// biome-ignore format: a table is read in columns.
export const reportColumns = {
  on:     { names: ['日期', '捐赠时间', '交易时间', '支付时间', '时间'],     needed: true },
  ref:    { names: ['流水号', '交易号', '交易流水号', '订单号', '捐赠编号'], needed: true },
  amount: { names: ['金额', '捐赠金额', '捐赠金额（元）', '交易金额'],       needed: true },
  fee:    { names: ['手续费', '手续费（元）', '服务费', '平台服务费'],       needed: false },
  donor:  { names: ['捐赠人', '捐赠者', '昵称', '姓名'],                     needed: false },
  words:  { names: ['留言', '备注', '祝福语'],                               needed: false },
} as const
export type ReportColumn = keyof typeof reportColumns
const columnKeys = Object.keys(reportColumns) as ReportColumn[]

export type ReportRow = {
  line: number
  ref: string
  on: string
  fen: number
  feeFen: number
  donor: string
  words: string
}
export type Refused = { line: number; ref: string; reason: string }
export type Report = { missing: string[]; total: number; rows: ReportRow[]; refused: Refused[] }

const refOf = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** Platforms write fees as 0.00 where there is none. */
const feeOf = (text: string): { fen: number } | { problem: { message: string } } =>
  /^0*(?:\.0*)?$/.test(text.trim()) ? { fen: 0 } : readFen(text)

/** What the row says, or why it cannot be booked. `known` holds the lines of the references read before. */
function readRow(
  cell: (column: ReportColumn) => string,
  line: number,
  today: string,
  known: Map<string, number>,
): ReportRow | Refused {
  const ref = refOf(cell('ref'))
  const refused = (reason: string): Refused => ({ line, ref: ref.slice(0, 64), reason })
  if (!ref) return refused('没有流水号')
  if (ref.length < 4 || ref.length > 64) return refused('流水号须为 4 至 64 位')
  const before = known.get(ref)
  if (before !== undefined) return refused(`流水号与第 ${before} 行重复`)
  const at = readTime(cell('on'))
  if (at === undefined) return refused(`日期看不懂：${cell('on').slice(0, 30) || '空白'}`)
  const on = onOf(at)
  if (on > today) return refused('日期晚于今天')
  const amount = readFen(cell('amount'))
  if ('problem' in amount) return refused(amount.problem.message)
  const fee = feeOf(cell('fee'))
  if ('problem' in fee) return refused(`手续费：${fee.problem.message}`)
  if (fee.fen >= amount.fen) return refused('手续费须小于金额')
  if ([...cell('donor')].length > 40) return refused('捐赠人超过 40 字')
  known.set(ref, line)
  return {
    line,
    ref,
    on,
    fen: amount.fen,
    feeFen: fee.fen,
    donor: cell('donor'),
    words: [...cell('words')].slice(0, 200).join(''),
  }
}

export function readReport(bytes: Uint8Array, now: number): Report {
  const { found, broken } = records(decode(bytes).replaceAll('\r\n', '\n'))
  const header = found[0]?.record.map((cell) => cell.trim()) ?? []
  const place = (column: ReportColumn) =>
    header.findIndex((cell) => (reportColumns[column].names as readonly string[]).includes(cell))
  const missing = columnKeys.flatMap((column) =>
    reportColumns[column].needed && place(column) < 0 ? [reportColumns[column].names[0]] : [],
  )
  const known = new Map<string, number>()
  const rows: ReportRow[] = []
  const refused: Refused[] = broken.map(({ line, reason }: BrokenLine) => ({ line, ref: '', reason }))
  if (missing.length) return { missing, total: 0, rows, refused }
  const today = onOf(now)
  for (const { record, line } of found.slice(1)) {
    if (record.every((text) => text.trim() === '')) continue
    const read = readRow((column) => (record[place(column)] ?? '').trim(), line, today, known)
    if ('reason' in read) refused.push(read)
    else rows.push(read)
  }
  refused.sort((a, b) => a.line - b.line)
  return { missing, total: rows.length + refused.length, rows, refused }
}
