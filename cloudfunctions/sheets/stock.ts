// The stock of a room as a sheet: one row a batch, by item and date, for those who keep the room or oversee it.
import * as z from 'zod'
import { isPath } from '../api/core/areas'
import { onOf } from '../api/core/clock'
import { endpoint } from '../api/core/endpoint'
import { areaName } from '../api/core/street'
import { type Batch, never } from '../api/modules/goods/batch'
import { goodsCategories } from '../api/modules/goods/classes'
import { roomFor } from '../api/modules/goods/door'
import { looksIn } from '../api/modules/goods/rooms'
import { workbook } from './workbook'

/** What one query may bring; a room that holds more says so on the sheet. */
const rowsMax = 1000
const columns = [
  { title: '物资', width: 20 },
  { title: '类别', width: 12 },
  { title: '单位', width: 8 },
  { title: '数量', width: 10 },
  { title: '已预留', width: 10 },
  { title: '可用', width: 10 },
  { title: '保质期至', width: 14 },
  { title: '位置', width: 20 },
  { title: '来源', width: 20 },
  { title: '入库日期', width: 14 },
  { title: '批次', width: 24 },
]

const rowOf = (batch: Batch) => [
  batch.name,
  goodsCategories[batch.category].label,
  batch.unit,
  batch.quantity,
  batch.reserved,
  batch.free,
  batch.expiresOn === never ? '长期可用' : batch.expiresOn,
  batch.place,
  batch.source ? `${batch.shown}捐赠` : batch.shown,
  onOf(batch.at),
  batch._id,
]

export const stockSheet = {
  stock: endpoint({
    who: 'member',
    about: '下载物资间的库存表（Excel）',
    input: z.strictObject({ area: z.string('请选择社区').max(160).refine(isPath, '请选择社区') }),
    output: z.object({ name: z.string(), base64: z.string() }),
    async run({ area }, ctx) {
      const { street } = await roomFor(area, ctx, looksIn)
      const found = await ctx.store.find<Batch>(
        'batches',
        { area, open: true },
        {
          order: [
            ['name', 'asc'],
            ['expiresOn', 'asc'],
            ['_id', 'asc'],
          ],
          limit: rowsMax,
          fields: { log: false, holds: false },
        },
      )
      const place = areaName(street, area)
      const more = found.length === rowsMax ? `，前 ${rowsMax} 个批次` : ''
      const heading = `${place}物资间库存（${onOf(ctx.now)} 导出${more}）`
      return { name: `库存-${place}-${onOf(ctx.now)}.xlsx`, base64: await workbook(heading, columns, found.map(rowOf)) }
    },
  }),
}
