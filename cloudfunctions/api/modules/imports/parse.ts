// Reading a hotline file: bytes to rows, whatever the encoding, order of columns or line breaks inside quotes. Broken records are
// listed and the rest is kept. Pure.
import { decode, records } from '../../core/csv'

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

export function readTable(bytes: Uint8Array): Table {
  const { found, broken: lines } = records(decode(bytes).replaceAll('\r\n', '\n'))
  const broken = lines.map((line) => ({ ...line, originNo: '' }))
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
