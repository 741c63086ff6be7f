// One step of an import: at most two hundred rows become needs in four SDK calls. Ids come from the community and the original number,
// so a row seen before is skipped and importing twice adds nothing.
import { createHash } from 'node:crypto'
import { ancestorAt, covers } from '../../core/areas'
import { asksForMoney } from '../../core/asks-for-money'
import { readTime } from '../../core/csv'
import type { Ctx } from '../../core/endpoint'
import { defineProblems, problems, refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import { hintCategory } from '../needs/categories'
import { draftOf } from '../needs/rules'
import { type Broken, columnNames, type Row, readTable, type Table } from './parse'

export const importProblems = defineProblems({
  IMPORT_FILE: '没有读到这个文件，请重新选择',
  IMPORT_EMPTY: '文件里没有可以导入的内容',
  IMPORT_COLUMNS: '文件缺少必要的列',
  IMPORT_AREA: '请选择您所在的社区',
  IMPORT_LARGE: '文件请控制在 20 MB 以内',
})

const stepRows = 200
const fileMaxBytes = 20 * 1024 * 1024
/** The file of the import that is running on this instance; steps of one import come one after another. */
let held: { fileID: string; table: Table } | undefined

async function tableOf(fileID: string, ctx: Ctx): Promise<Table> {
  if (held?.fileID === fileID) return held.table
  const bytes = await ctx.store.file(fileID).catch(() => refuse(importProblems.IMPORT_FILE))
  if (bytes.length > fileMaxBytes) return refuse(importProblems.IMPORT_LARGE)
  held = { fileID, table: readTable(bytes) }
  return held.table
}

/** Why a row can't become a need; undefined when it can. */
function faultOf(row: Row): string | undefined {
  if (!row.originNo) return '没有编号'
  if (row.originNo.length > 60) return '编号超过 60 字'
  if (!row.words) return '没有内容'
  if (row.words.length > 5000) return '内容超过 5000 字，请缩短后再导入'
  if (row.at && readTime(row.at) === undefined) return `时间看不懂：${row.at.slice(0, 30)}`
  if (asksForMoney(`${row.title}\n${row.words}`)) return problems.MONEY_ASKED.message
  return undefined
}

const idOf = (area: string, originNo: string): string =>
  `i${createHash('sha256').update(`${area}#${originNo}`).digest('hex').slice(0, 31)}`

/** A message without a title of its own is called by its first words. */
const titleOf = ({ title, words }: Row): string =>
  clip([...title].length < 2 ? words.replace(/\s+/g, ' ') : title, [...title].length < 2 ? 30 : 100)

const clip = (text: string, most: number): string =>
  [...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text

export async function importStep({ area, fileID, offset }: { area: string; fileID: string; offset: number }, ctx: Ctx) {
  const person = await ctx.member()
  const isClerk = person.actor.grants.some(
    (grant) => grant.role === 'clerk' && grant.area !== undefined && covers(grant.area, area),
  )
  if (!isClerk) return refuse(importProblems.IMPORT_AREA)
  const street = await ctx.street(ancestorAt(area, 'street') as string)
  const table = await tableOf(fileID, ctx)
  if (table.missing.length) {
    const names = table.missing.map((column) => columnNames[column][0]).join('、')
    return refuse(importProblems.IMPORT_COLUMNS, { detail: `文件缺少这些列：${names}。请在第一行写上列名` })
  }
  if (!table.rows.length) return refuse(importProblems.IMPORT_EMPTY)

  const rows = table.rows.slice(offset, offset + stepRows)
  const faulty: Broken[] = rows.flatMap((row) => {
    const reason = faultOf(row)
    return reason ? [{ line: row.line, originNo: row.originNo.slice(0, 60), reason }] : []
  })
  const faultyLines = new Set(faulty.map(({ line }) => line))
  const good = new Map(rows.filter(({ line }) => !faultyLines.has(line)).map((row) => [idOf(area, row.originNo), row]))
  const { _ } = ctx.store
  const dropKnown = async () => {
    const known = good.size
      ? await ctx.store.find<{ _id: string }>(
          'matters',
          { _id: _.in([...good.keys()]) },
          { limit: stepRows, fields: { _id: true } },
        )
      : []
    for (const { _id } of known) good.delete(_id)
  }
  const addGood = async () => {
    const year = new Date(ctx.now + 8 * 3600_000).getUTCFullYear()
    const last = await ctx.store.count('counters', `need:${street.path}:${year}`, good.size)
    const rule = { actor: person.actor, now: ctx.now, street }
    const needs = [...good].map(([id, row], index): Matter => {
      const text = `${row.title}${row.words}`
      const input = {
        id,
        title: titleOf(row),
        words: row.words,
        photos: [],
        area,
        category: hintCategory(text),
        urgency: 'normal',
        scope: 'collective',
        visibility: 'private',
        anonymous: true,
      } as const
      const number = last - good.size + index + 1
      return draftOf(
        { ...input, photos: [] },
        { person: { key: person.key, name: row.askedBy || '' }, number, year, rule },
        { originNo: row.originNo, at: readTime(row.at) ?? ctx.now },
      )
    })
    return ctx.store.addAll('matters', needs)
  }
  // The same step may be under way elsewhere: what it has added meanwhile is read again and left out.
  for (let tries = 0; ; tries++) {
    await dropKnown()
    if (!good.size || (await addGood()) === 'added') break
    if (tries === 3) return refuse(problems.TOO_MANY)
  }
  const done = offset + rows.length
  const isFirst = offset === 0
  return {
    total: table.rows.length + table.broken.length,
    done: done + (done >= table.rows.length ? table.broken.length : 0),
    added: good.size,
    skipped: rows.length - faulty.length - good.size,
    refused: [...(isFirst ? table.broken : []), ...faulty],
    next: done < table.rows.length ? done : undefined,
    columns: table.columns,
  }
}
