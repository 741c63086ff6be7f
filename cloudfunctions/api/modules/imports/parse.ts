// Reading a hotline file: bytes to rows, whatever the encoding, order of columns or line breaks inside quotes. Broken records are
// listed and the rest is kept. Pure.
import type { CsvError } from 'csv-parse/sync'
import { dayMs, startOf } from '../../core/clock'

export const columnNames = {
  originNo: ['工单编号', '工单号', '诉求编号', '留言编号', '编号'],
  title: ['标题', '主题', '留言主题', '诉求标题'],
  words: ['诉求内容', '留言详情', '内容', '详情', '诉求'],
  at: ['受理时间', '留言时间', '提交时间', '时间', '日期'],
  askedBy: ['诉求人', '留言用户', '姓名', '联系人'],
} as const
export type Column = keyof typeof columnNames
export const columnsNeeded: readonly Column[] = ['originNo', 'title', 'words']

export type Row = { line: number } & Record<Column, string>
export type Broken = { line: number; originNo: string; reason: string }
export type Table = { columns: { field: Column; header: string }[]; missing: Column[]; rows: Row[]; broken: Broken[] }

/** UTF-8 when it is valid UTF-8, GB18030 (which holds GBK) otherwise; a byte-order mark is dropped. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** Loaded by the first import, not by every cold start. */
const parser = () => (require('csv-parse/sync') as typeof import('csv-parse/sync')).parse

type Record_ = { record: string[]; line: number }

/** Records with the line each starts on. A quote that is never closed costs its own line and no other. */
function records(text: string): { found: Record_[]; broken: Broken[] } {
  const found: Record_[] = []
  const broken: Broken[] = []
  let rest = text
  let offset = 0
  for (let tries = 0; rest && tries < 200; tries++) {
    let ended = 0
    try {
      parser()(rest, {
        relax_quotes: true,
        relax_column_count: true,
        skip_empty_lines: true,
        on_record(record: string[], { lines }: { lines: number }) {
          found.push({ record, line: offset + ended + 1 })
          ended = lines
          return null
        },
      })
      return { found, broken }
    } catch (error) {
      if ((error as CsvError).code === undefined) throw error
      broken.push({ line: offset + ended + 1, originNo: '', reason: '引号没有成对，这一行没有导入' })
      const lines = rest.split('\n')
      offset += ended + 1
      rest = lines.slice(ended + 1).join('\n')
    }
  }
  return { found, broken }
}

export function readTable(bytes: Uint8Array): Table {
  const { found, broken } = records(decode(bytes).replaceAll('\r\n', '\n'))
  const header = found[0]?.record.map((cell) => cell.trim()) ?? []
  const place = (column: Column) =>
    header.findIndex((cell) => (columnNames[column] as readonly string[]).includes(cell))
  const fields = Object.keys(columnNames) as Column[]
  const columns = fields.flatMap((field) =>
    place(field) >= 0 ? [{ field, header: header[place(field)] as string }] : [],
  )
  const missing = columnsNeeded.filter((column) => place(column) < 0)
  const rows = found.slice(1).map(({ record, line }) => {
    const cell = (column: Column) => (record[place(column)] ?? '').trim()
    return {
      line,
      originNo: cell('originNo'),
      title: cell('title'),
      words: cell('words'),
      at: cell('at'),
      askedBy: cell('askedBy'),
    }
  })
  return { columns, missing, rows, broken }
}

/** '2019/2/14 20:00:00', '2019-02-14' or Excel's day number 43803.7246, in Shanghai, epoch ms; undefined for what is no date. */
export function readTime(text: string): number | undefined {
  const serial = /^\d{5}(?:\.\d+)?$/.test(text) ? Number(text) : undefined
  // Excel counts days from 1899-12-30; the text form of the fraction is cut to whole seconds.
  if (serial !== undefined)
    return startOf('1899-12-30') + Math.floor(serial) * dayMs + Math.round((serial % 1) * 86_400) * 1000
  const [, year, month, day, hour = '0', minute = '0', second = '0'] =
    /^(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?/.exec(text) ?? []
  if (!year || !month || !day) return undefined
  const on = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = startOf(on) + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000
  return Number.isNaN(at) || Number(month) > 12 || Number(day) > 31 ? undefined : at
}
