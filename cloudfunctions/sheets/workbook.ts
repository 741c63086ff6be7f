// A table as an .xlsx file. The library writes it; here is only how our tables look.
import writeXlsxFile, { type Cell } from 'write-excel-file/node'

export type Column = { title: string; width: number; sums?: true }
type Value = string | number

/** The file as base64: a heading, the column titles, the rows. Texts are texts, so that no spreadsheet runs them as formulas. */
export async function workbook(heading: string, columns: readonly Column[], rows: readonly Value[][]): Promise<string> {
  const bold = (value: string): Cell => ({ value, type: String, fontWeight: 'bold' })
  const cell = (value: Value): Cell =>
    typeof value === 'number' ? { value, type: Number } : { value, type: String, wrap: true }
  const sheet = [
    [{ value: heading, type: String, fontWeight: 'bold', fontSize: 14 } as Cell],
    columns.map(({ title }) => bold(title)),
    ...rows.map((row) => row.map(cell)),
  ]
  const file = await writeXlsxFile(sheet, { columns: columns.map(({ width }) => ({ width })) }).toBuffer()
  return file.toString('base64')
}
