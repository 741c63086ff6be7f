// Reading a CSV file as spreadsheets and platforms write it: bytes to records, whatever the encoding or the line breaks inside quotes, and
// the dates in its cells. Broken records are listed and the rest is kept. Pure.
import type { CsvError } from 'csv-parse/sync'
import { dayMs, startOf } from './clock'

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

export type CsvRecord = { record: string[]; line: number }
export type BrokenLine = { line: number; reason: string }

/** Records with the line each starts on. A quote that is never closed costs its own line and no other. */
export function records(text: string): { found: CsvRecord[]; broken: BrokenLine[] } {
  const found: CsvRecord[] = []
  const broken: BrokenLine[] = []
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
      broken.push({ line: offset + ended + 1, reason: '引号没有成对，这一行没有导入' })
      const lines = rest.split('\n')
      offset += ended + 1
      rest = lines.slice(ended + 1).join('\n')
    }
  }
  if (rest) broken.push({ line: offset + 1, reason: '没有成对的引号太多，从这一行起都没有导入' })
  return { found, broken }
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
