// 物资包: a list of items and how many of each, so that what is often given together is asked for in one tap. A kit is no stock of its own: it
// is put together when its items are set aside. Shapes and zod input only.
import * as z from 'zod'
import type { Path } from '../../core/areas'
import { ItemId, linesMost } from './handing'
import { count, Key, text } from './offering'
import type { Line } from './picking'

/** One document of `kits`. */
export type Kit = {
  _id: string
  schema: number
  street: Path
  area: Path
  name: string
  lines: Line[]
  state: 'open' | 'closed'
  version: number
  at: number
}

export const KitInput = z.strictObject({
  id: Key,
  area: z.string('请选择社区').max(160),
  name: text('名称', 20, 2),
  lines: z
    .array(z.strictObject({ item: ItemId, quantity: count('数量', 1000) }))
    .min(1, '请至少放一种物资')
    .max(linesMost, `一个物资包最多 ${linesMost} 种物资`),
  open: z.boolean('请选择是否启用').default(true),
})

/** The lines of so many kits. */
export const linesOf = ({ lines }: Pick<Kit, 'lines'>, times: number): Line[] =>
  lines.map((line) => ({ ...line, quantity: line.quantity * times }))
