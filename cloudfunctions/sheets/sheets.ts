// Which files there are, each with its rule. A file holds one year of one person or of one book, with a bound on its rows: it never grows
// with a collection.
import * as z from 'zod'
import { onOf, sayFully, startOf } from '../api/core/clock'
import { endpoint } from '../api/core/endpoint'
import { refuse } from '../api/core/errors'
import { bodyName } from '../api/core/street'
import { BookId } from '../api/modules/ledger/endpoints'
import { activityClasses } from '../api/modules/volunteers/classes'
import { problems } from '../api/modules/volunteers/problems'
import type { HourRecord } from '../api/modules/volunteers/records'
import { bookSheet, Span } from './book'
import { workbook } from './workbook'

const File = z.object({ name: z.string(), base64: z.string() })
const rowsMax = 1000
const states = { posted: '已确认', corrected: '已更正', revoked: '已撤销' }

export const sheets = {
  /** 67号令 7: activity, date, place, content, time, organiser, leader. */
  myRecord: endpoint({
    who: 'member',
    about: '下载我一年的平台服务记录（Excel）',
    input: z.strictObject({
      year: z.number('请选择年份').int('请选择年份').min(2000, '请选择年份').max(2200, '请选择年份'),
    }),
    output: File,
    async run({ year }, ctx) {
      const person = await ctx.member()
      const { _ } = ctx.store
      const span = _.and([_.gte(startOf(`${year}-01-01`)), _.lt(startOf(`${year + 1}-01-01`))])
      const found = await ctx.store.find<HourRecord>(
        'records',
        { person: person.key, startsAt: span },
        {
          order: [
            ['startsAt', 'asc'],
            ['_id', 'asc'],
          ],
          limit: rowsMax,
        },
      )
      if (!found.length) return refuse(problems.RECORD_MISSING)
      const street = person.street ? await ctx.store.street(person.street, ctx.now) : undefined
      const rows = found.map((one) => [
        one.on,
        one.title,
        one.post,
        `${sayFully(one.startsAt).slice(-5)}–${sayFully(one.endsAt).slice(-5)}`,
        one.state === 'revoked' ? 0 : Math.round(one.minutes / 6) / 10,
        activityClasses[one.class].label,
        one.place,
        street ? bodyName(street, one.body) : '',
        one.leader,
        states[one.state],
      ])
      const columns = [
        { title: '服务日期', width: 12 },
        { title: '活动', width: 26 },
        { title: '岗位', width: 12 },
        { title: '时间', width: 14 },
        { title: '时长（小时）', width: 12 },
        { title: '类别', width: 10 },
        { title: '地点', width: 20 },
        { title: '记录单位', width: 20 },
        { title: '负责人', width: 10 },
        { title: '状态', width: 10 },
      ]
      const heading = `${person.name} ${year} 年平台服务记录（${onOf(ctx.now)} 导出）`
      return { name: `平台服务记录-${year}.xlsx`, base64: await workbook(heading, columns, rows) }
    },
  }),

  /** What the public page of a book shows, row by row. */
  book: endpoint({
    who: 'guest',
    about: '下载一本账一年或一个月的收支（Excel）',
    input: z.strictObject({ book: BookId, span: Span }),
    output: File,
    run: ({ book, span }, ctx) => bookSheet(book, span, ctx),
  }),
}
