// The door for the shelves: an item's batches in the order in which they go out, the stock card of each, and what lies where for whoever counts.
import * as z from 'zod'
import { dayMs, onOf, sayFully, startOf } from '../../../core/clock'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { refuse } from '../../../core/errors'
import { Cursor, pageSize } from '../../../core/matters'
import type { Order, Where } from '../../../core/store'
import { type Batch, type CardLine, moveLabels } from '../batch'
import { RoomPath, roomFor } from '../door'
import { ItemId } from '../handing'
import { sayExpiry } from '../items'
import type { FiledLine } from '../moves'
import { problems } from '../problems'
import { keepsRoom, looksIn } from '../rooms'
import { BatchId } from '../stocktake'

/** It goes out first. */
export const isNear = (expiresOn: string, now: number): boolean => startOf(expiresOn) - now < 30 * dayMs

export const BatchView = z.object({
  id: z.string(),
  item: z.string(),
  name: z.string(),
  unit: z.string(),
  place: z.string(),
  quantity: z.number(),
  reserved: z.number(),
  free: z.number(),
  expiry: z.string(),
  /** 'past' is never handed out, 'near' goes first. */
  date: z.enum(['fine', 'near', 'past']),
  from: z.string(),
  /** The offer it came from. */
  matter: z.string().optional(),
  tied: z.boolean(),
})
export const showBatch = (batch: Batch, now: number): z.input<typeof BatchView> => {
  const { _id, item, name, unit, place, quantity, reserved, free, expiresOn, source, shown, tied } = batch
  const date = expiresOn < onOf(now) ? 'past' : isNear(expiresOn, now) ? 'near' : 'fine'
  return {
    id: _id,
    item,
    name,
    unit,
    place,
    quantity,
    reserved,
    free,
    expiry: sayExpiry(expiresOn),
    date,
    from: source ? `${shown}捐赠` : shown,
    ...(source && { matter: source }),
    tied: tied !== '',
  }
}

const LineView = z.object({
  n: z.number(),
  time: z.string(),
  what: z.string(),
  in: z.number(),
  out: z.number(),
  balance: z.number(),
  reserved: z.number(),
  words: z.string(),
})
const showLine = (line: CardLine): z.input<typeof LineView> => ({
  n: line.n,
  time: sayFully(line.at),
  what: `${moveLabels[line.what]}${line.held && !line.change ? ` ${Math.abs(line.held)}` : ''}`,
  in: Math.max(0, line.change),
  out: Math.max(0, -line.change),
  balance: line.balance,
  reserved: line.reserved,
  words: line.words ?? '',
})

const cardSize = 50
/** What one stock-taking may count. */
const sheetSize = 50
/** A card's newest lines are in the batch itself; older ones were filed away with the room they belong to. */
async function olderLines(id: string, before: number, ctx: Ctx) {
  const lines = await ctx.store.find<FiledLine>(
    'stockLines',
    { batch: id, n: ctx.store._.lt(before) },
    { order: [['n', 'desc']], limit: cardSize + 1 },
  )
  const [first] = lines
  if (first) await roomFor(first.area, ctx, looksIn)
  const shown = lines.slice(0, cardSize)
  return { lines: shown.map(showLine), ...(lines.length > cardSize && { next: shown.at(-1)?.n }) }
}

/** Batches without their cards, a page after a key; ties are broken by _id. */
async function batchesBy(
  key: 'expiresOn' | 'place',
  where: Where,
  { after, size }: { after?: z.output<typeof Cursor>; size: number },
  { store }: Ctx,
) {
  const { _ } = store
  const from = after
    ? _.and([where, _.or([{ [key]: _.gt(after.key) }, { [key]: after.key, _id: _.gt(after.id) }])])
    : where
  const order: Order = [
    [key, 'asc'],
    ['_id', 'asc'],
  ]
  const fields = { log: false, holds: false }
  const found = await store.find<Batch>('batches', from as Where, { order, limit: size + 1, fields })
  const shown = found.slice(0, size)
  const last = shown.at(-1)
  return { shown, ...(found.length > size && last && { next: { key: last[key], id: last._id } }) }
}

export const shelves = {
  /** `gone`: those of which nothing is left. */
  batches: endpoint({
    who: 'member',
    about: '查看一种物资的各个批次',
    input: z.strictObject({ item: ItemId, gone: z.boolean('请选择').default(false), after: Cursor.optional() }),
    output: z.object({ batches: z.array(BatchView), next: Cursor.optional() }),
    async run({ item, gone, after }, ctx) {
      await ctx.member()
      const { shown, next } = await batchesBy('expiresOn', { item, open: !gone }, { after, size: pageSize }, ctx)
      const [first] = shown
      // All batches of an item lie in its room.
      if (first) await roomFor(first.area, ctx, looksIn)
      return { batches: shown.map((batch) => showBatch(batch, ctx.now)), ...(next && { next }) }
    },
  }),

  card: endpoint({
    who: 'member',
    about: '查看一个批次的库存卡',
    input: z.strictObject({ id: BatchId, before: z.number('请返回后重试').int('请返回后重试').optional() }),
    output: z.object({ batch: BatchView.optional(), lines: z.array(LineView), next: z.number().optional() }),
    async run({ id, before }, ctx) {
      await ctx.member()
      if (before !== undefined) return olderLines(id, before, ctx)
      const batch = (await ctx.store.get<Batch>('batches', id)) ?? refuse(problems.BATCH_MISSING)
      await roomFor(batch.area, ctx, looksIn)
      const lines = [...batch.log].reverse()
      return {
        batch: showBatch(batch, ctx.now),
        lines: lines.map(showLine),
        ...(batch.filed.n > 0 && { next: lines.at(-1)?.n }),
      }
    },
  }),

  /** What lies in a room, shelf by shelf: the sheet that is counted from. */
  sheet: endpoint({
    who: 'member',
    about: '查看盘点单：各个位置上的批次',
    input: z.strictObject({ area: RoomPath, after: Cursor.optional() }),
    output: z.object({ mayKeep: z.boolean(), batches: z.array(BatchView), next: Cursor.optional() }),
    async run({ area, after }, ctx) {
      const { actor, street } = await roomFor(area, ctx, looksIn)
      const { shown, next } = await batchesBy('place', { area, open: true }, { after, size: sheetSize }, ctx)
      const batches = shown.map((batch) => showBatch(batch, ctx.now))
      return { mayKeep: keepsRoom(actor, area, street), batches, ...(next && { next }) }
    },
  }),
}
