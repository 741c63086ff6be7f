// A page of documents of `matters` after a key, for lists that show more than a card: by time, ties broken by _id. And the street of a place
// with its charities, which most of this door begins with.
import * as z from 'zod'
import { ancestorAt, isPath } from '../../../core/areas'
import type { Ctx } from '../../../core/endpoint'
import { problems, refuse } from '../../../core/errors'
import type { Matter } from '../../../core/matter'
import { type Cursor, listFields, pageSize } from '../../../core/matters'
import type { Order, Where } from '../../../core/store'
import type { Street } from '../../../core/street'

export const Area = z.string('请选择地点').max(160).refine(isPath, '请选择地点')
export const options = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }))
export const Options = z.array(z.object({ value: z.string(), label: z.string() }))

export async function pageOf<T extends Matter>(
  ctx: Ctx,
  where: Where,
  direction: 'asc' | 'desc',
  after?: Cursor,
): Promise<{ found: T[]; next?: Cursor }> {
  const { _ } = ctx.store
  const beyond = direction === 'asc' ? _.gt : _.lt
  const from = after
    ? _.and([where, _.or([{ at: beyond(after.key) }, { at: after.key, _id: beyond(after.id) }])])
    : where
  const order: Order = [
    ['at', direction],
    ['_id', direction],
  ]
  const read = await ctx.store.find<T>('matters', from as Where, { order, limit: pageSize + 1, fields: listFields })
  const found = read.slice(0, pageSize)
  const last = found.at(-1)
  return { found, next: read.length > pageSize && last ? { key: last.at, id: last._id } : undefined }
}

export const streetOf = (area: string, ctx: Ctx): Promise<Street> =>
  ctx.street(
    ancestorAt(area, 'street') ?? refuse(problems.AREA_UNKNOWN, { fields: { area: problems.AREA_UNKNOWN.message } }),
  )
export const charitiesOf = (street: Street) =>
  [...street.bodies.values()].filter(({ type, endedAt }) => type === 'charity' && endedAt === undefined)
