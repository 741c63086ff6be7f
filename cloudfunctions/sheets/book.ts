// A book's year or month as a table: the columns of its public page and no others, so that nobody who gave is named in it either.
import * as z from 'zod'
import { onOf } from '../api/core/clock'
import type { Ctx } from '../api/core/endpoint'
import { defineProblems, refuse } from '../api/core/errors'
import { bodyName } from '../api/core/street'
import type { Posting } from '../api/modules/ledger/book'
import { labelOf, movedFen } from '../api/modules/ledger/chart'
import { readable } from '../api/modules/ledger/read'
import { postingLine } from '../api/modules/ledger/show'
import { workbook } from './workbook'

const problems = defineProblems({
  SHEET_EMPTY: '这段时间没有收支',
  SHEET_LONG: '这一年的收支太多，请按月下载',
})

/** '2026' or '2026-03'. */
export const Span = z.string('请选择年份').regex(/^20\d\d(-(0[1-9]|1[0-2]))?$/, '请选择年份或月份')

const pageRows = 1000
/** Five pages of rows at most: a file that still opens on a phone. */
export const sheetRowsMax = 5 * pageRows

const columns = [
  { title: '序号', width: 8 },
  { title: '日期', width: 12 },
  { title: '类别', width: 12 },
  { title: '说明', width: 36 },
  { title: '收入（元）', width: 14 },
  { title: '支出（元）', width: 14 },
  { title: '批准未付（元）', width: 14 },
  { title: '公开的凭证照片', width: 14 },
  { title: '备注', width: 24 },
]
const yuan = (fen: number): number | '' => (fen ? fen / 100 : '')

const rowOf = (posting: Posting) => {
  const { bank, aside } = movedFen(posting.lines)
  return [
    posting.n,
    posting.on,
    labelOf(posting.lines, posting.reverses),
    posting.words,
    yuan(Math.max(0, bank)),
    yuan(Math.max(0, -bank)),
    yuan(aside),
    posting.shows?.length ?? 0,
    postingLine(posting).note ?? '',
  ]
}

/** By the day an entry counts for; what the book has not copied out yet is in it. */
async function postingsOf(book: string, span: string, ctx: Ctx): Promise<Posting[]> {
  const { _ } = ctx.store
  const found: Posting[] = []
  let beyond: object = { on: _.and([_.gte(span), _.lt(`${span}~`)]) }
  for (;;) {
    const next = await ctx.store.find<Posting>(
      'postings',
      _.and([{ book }, beyond]) as unknown as Record<string, unknown>,
      {
        order: [
          ['on', 'asc'],
          ['n', 'asc'],
        ],
        limit: pageRows,
      },
    )
    found.push(...next)
    const last = next.at(-1)
    if (next.length < pageRows || !last) return found
    if (found.length >= sheetRowsMax) return refuse(problems.SHEET_LONG)
    beyond = _.and([
      { on: _.lt(`${span}~`) },
      _.or([{ on: _.gt(last.on) }, { on: last.on, n: _.gt(last.n) }]),
    ]) as unknown as object
  }
}

export async function bookSheet(id: string, span: string, ctx: Ctx): Promise<{ name: string; base64: string }> {
  const book = await readable(id, ctx)
  const copied = await postingsOf(id, span, ctx)
  const held = book.unposted.filter(({ on }) => on.startsWith(span))
  const all = [...new Map([...copied, ...held].map((posting) => [posting.n, posting])).values()]
  if (!all.length) return refuse(problems.SHEET_EMPTY)
  const street = await ctx.street(book.street)
  const heading = `${book.title} ${span} 收支明细（${bodyName(street, book.host)}，${onOf(ctx.now)} 导出）`
  const rows = all.sort((a, b) => a.n - b.n).map(rowOf)
  return { name: `收支明细-${book.title}-${span}.xlsx`, base64: await workbook(heading, columns, rows) }
}
