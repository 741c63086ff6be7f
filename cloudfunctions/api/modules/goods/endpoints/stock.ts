// The door for the room: its items with what there is of each, what is put in without an offer, places, and counting. What lies on the
// shelves is read in shelves.ts.
import * as z from 'zod'
import { onOf } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems as core, refuse } from '../../../core/errors'
import { keepFirst } from '../../../core/first'
import { Cursor, page, pageSize, RequestId } from '../../../core/matters'
import type { Where } from '../../../core/store'
import { areaName } from '../../../core/street'
import { MatterCard, MatterView } from '../../../core/view'
import { type Batch, batchOf, never, placed } from '../batch'
import { goodsCategories, poolLabel, type Reserve, reserves, units } from '../classes'
import { RoomPath, roomFor } from '../door'
import { firstWarning } from '../follow-offer'
import { ItemId } from '../handing'
import { type Item, itemOf, plainName, sayExpiry } from '../items'
import { move } from '../moves'
import { batchIdOf, count, Day, Key, quantityMost, text } from '../offering'
import { problems } from '../problems'
import { keepsRoom, looksIn, roomsOf } from '../rooms'
import { BatchId, type Counted, StocktakeInput, stocktakeOf } from '../stocktake'
import { BatchView, isNear, showBatch } from './shelves'

const ItemView = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  categoryLabel: z.string(),
  unit: z.string(),
  quantity: z.number(),
  reserved: z.number(),
  free: z.number(),
  minimum: z.number(),
  reserve: z.string(),
  reserveLabel: z.string(),
  soonest: z.string(),
  /** Some of it lapses within a month. */
  near: z.boolean(),
  low: z.boolean(),
})
const showItem = (item: Item, now: number): z.input<typeof ItemView> => ({
  id: item._id,
  name: item.name,
  category: item.category,
  categoryLabel: poolLabel(item.category),
  unit: item.unit,
  quantity: item.quantity,
  reserved: item.reserved,
  free: item.free,
  minimum: item.minimum,
  reserve: item.reserve,
  reserveLabel: reserves[item.reserve],
  soonest: sayExpiry(item.soonest),
  near: isNear(item.soonest, now),
  low: item.low,
})

const recorded = ['offer', 'handover', 'stocktake', 'stockAlert'] as const

const Name = text('物资名称', 30, 1)
const CategoryKey = z.enum(
  Object.keys(goodsCategories) as [keyof typeof goodsCategories, ...(keyof typeof goodsCategories)[]],
  '请选择物资类别',
)

export const stock = {
  rooms: endpoint({
    who: 'member',
    about: '查看我管理的物资间',
    input: z.strictObject({}),
    output: z.object({ rooms: z.array(z.object({ area: z.string(), name: z.string() })) }),
    async run(_input, ctx) {
      const person = await ctx.member()
      const street = person.street ? await ctx.store.street(person.street, ctx.now) : undefined
      if (!street) return { rooms: [] }
      return { rooms: roomsOf(person.actor, street).map((area) => ({ area, name: areaName(street, area) })) }
    },
  }),

  /** What is short first, then what lapses soonest, then by name. */
  stock: endpoint({
    who: 'member',
    about: '查看物资间的库存',
    input: z.strictObject({ area: RoomPath, category: CategoryKey.optional(), after: Cursor.optional() }),
    output: z.object({ mayKeep: z.boolean(), items: z.array(ItemView), next: Cursor.optional() }),
    async run({ area, category, after }, ctx) {
      const { actor, street } = await roomFor(area, ctx, looksIn)
      const { _ } = ctx.store
      const here = { area, type: 'goods', ...(category && { category }) }
      const where = after
        ? _.and([here, _.or([{ rank: _.gt(after.key) }, { rank: after.key, _id: _.gt(after.id) }])])
        : here
      const found = await ctx.store.find<Item>('stockItems', where as Where, {
        order: [
          ['rank', 'asc'],
          ['_id', 'asc'],
        ],
        limit: pageSize + 1,
      })
      const shown = found.slice(0, pageSize)
      const last = shown.at(-1)
      return {
        mayKeep: keepsRoom(actor, area, street),
        items: shown.map((item) => showItem(item, ctx.now)),
        ...(found.length > pageSize && last && { next: { key: last.rank, id: last._id } }),
      }
    },
  }),

  item: endpoint({
    who: 'member',
    about: '查看一种物资的库存',
    input: z.strictObject({ id: ItemId }),
    output: z.object({ item: ItemView, area: z.string(), mayKeep: z.boolean() }),
    async run({ id }, ctx) {
      await ctx.member()
      const item = await ctx.store.get<Item>('stockItems', id)
      if (item?.type !== 'goods') return refuse(problems.ITEM_MISSING)
      const { actor, street } = await roomFor(item.area, ctx, looksIn)
      return { item: showItem(item, ctx.now), area: item.area, mayKeep: keepsRoom(actor, item.area, street) }
    },
  }),

  /** What happened in a room, newest first: offers, what was handed out, counts, and what the desk was told. */
  records: endpoint({
    who: 'member',
    about: '查看物资间的捐赠、发放、盘点与提醒',
    input: z.strictObject({ area: RoomPath, kind: z.enum(recorded, '请选择看什么'), after: Cursor.optional() }),
    output: z.object({ cards: z.array(MatterCard), next: Cursor.optional() }),
    async run({ area, kind, after }, ctx) {
      const { actor } = await roomFor(area, ctx, looksIn)
      const where = { within: area, kind, class: ctx.store._.in(['open', 'waiting', 'settled']) }
      return page(ctx, where, { key: 'at', direction: 'desc', after, actor })
    },
  }),

  saveItem: endpoint({
    who: 'member',
    writes: true,
    about: '登记一种物资，设最低数量与是否应急储备',
    input: z.strictObject({
      area: RoomPath,
      name: Name,
      category: CategoryKey,
      unit: z.enum(units, '请选择单位'),
      minimum: count('最低数量', quantityMost, 0).default(0),
      reserve: z.enum(Object.keys(reserves) as [Reserve, ...Reserve[]], '请选择是否储备').default(''),
    }),
    output: z.object({ id: z.string() }),
    async run({ area, name, category, unit, minimum, reserve }, ctx) {
      const { street } = await roomFor(area, ctx)
      const named = { street: street.path, area, category, name: plainName(name), unit, at: ctx.now }
      const item = itemOf(named, { minimum, reserve })
      if ((await ctx.store.add('stockItems', item)) === 'duplicate') {
        const { _ } = ctx.store
        await ctx.store.change('stockItems', { _id: item._id }, { minimum, reserve, stale: true, version: _.inc(1) })
      }
      return { id: item._id }
    },
  }),

  /** Bought or brought over: no offer stands behind it, so the card says where it is from. */
  putIn: endpoint({
    who: 'member',
    writes: true,
    about: '采购或调拨的物资入库',
    input: z.strictObject({
      id: Key,
      item: ItemId,
      quantity: count('数量', quantityMost),
      place: text('放在哪里', 30, 1),
      expiresOn: Day('保质期').optional(),
      from: text('来源', 30, 2),
    }),
    output: BatchView,
    async run({ id, item: itemId, quantity, place, expiresOn, from }, ctx) {
      const { actor } = await ctx.member()
      const item = await ctx.store.get<Item>('stockItems', itemId)
      if (item?.type !== 'goods') return refuse(problems.ITEM_MISSING)
      await roomFor(item.area, ctx)
      const dated = goodsCategories[item.category as keyof typeof goodsCategories].expires
      const wrong = dated && !expiresOn ? problems.OFFER_EXPIRY_NEEDED : undefined
      const past = expiresOn && expiresOn < onOf(ctx.now) ? problems.OFFER_EXPIRED : undefined
      const problem = wrong ?? past
      if (problem) return refuse(problem, { fields: { expiresOn: problem.message } })
      const until = expiresOn ?? never
      const { street, area, name, unit } = item
      const parts = {
        _id: batchIdOf(id),
        street,
        area,
        item: itemId,
        name,
        category: item.category as keyof typeof goodsCategories,
        unit,
        place,
        expiresOn: until,
        source: '',
        donor: '',
        shown: from,
        tied: '',
        warnAt: firstWarning(until),
      }
      const batch = batchOf(parts, quantity, { at: ctx.now, by: actor.key, ref: id, words: from })
      if ((await ctx.store.add('batches', batch)) === 'added') return showBatch(batch, ctx.now)
      const kept = await ctx.store.get<Batch>('batches', batch._id)
      // The same request again is answered from what was kept; another's id is no request of theirs.
      if (kept?.area !== area || kept.source !== '') return refuse(core.STATE_CHANGED)
      return showBatch(kept, ctx.now)
    },
  }),

  moveBatch: endpoint({
    who: 'member',
    writes: true,
    about: '一个批次换了位置',
    input: z.strictObject({ id: BatchId, place: text('放在哪里', 30, 1), request: RequestId }),
    output: BatchView,
    async run({ id, place, request }, ctx) {
      const { actor } = await ctx.member()
      const before = await ctx.store.get<Batch>('batches', id, { area: true })
      await roomFor((before ?? refuse(problems.BATCH_MISSING)).area, ctx)
      const doing = { at: ctx.now, by: actor.key, ref: request }
      const moved = await move(ctx.store, id, (batch) => placed(batch, place, doing))
      if ('problem' in moved) return refuse(moved.problem)
      return showBatch(moved.batch, ctx.now)
    },
  }),

  stocktake: endpoint({
    who: 'member',
    writes: true,
    about: '登记一次盘点，由另一位工作人员复核',
    input: StocktakeInput,
    output: MatterView,
    async run({ id, area, lines, words }, ctx) {
      const { rule } = await roomFor(area, ctx)
      const ids = lines.map(({ batch }) => batch)
      if (new Set(ids).size !== ids.length) return refuse(problems.STOCKTAKE_TWICE)
      const found = await ctx.store.find<Batch>(
        'batches',
        { _id: ctx.store._.in(ids) },
        { limit: 50, fields: { log: false, holds: false } },
      )
      const counted = lines.map(({ batch: batchId, counted: n, why }, index): Counted => {
        const batch = found.find(({ _id }) => _id === batchId)
        if (batch?.area !== area)
          return refuse(problems.BATCH_MISSING, {
            fields: { [`lines.${index}.batch`]: problems.BATCH_MISSING.message },
          })
        const { item, name, unit, place, quantity: kept, reserved } = batch
        if (n !== kept && !why)
          return refuse(problems.STOCKTAKE_WHY, { fields: { [`lines.${index}.why`]: problems.STOCKTAKE_WHY.message } })
        if (n < reserved)
          return refuse(problems.STOCKTAKE_RESERVED, {
            fields: { [`lines.${index}.counted`]: problems.STOCKTAKE_RESERVED.message },
          })
        return { batch: batchId, item, name, unit, place, kept, counted: n, why }
      })
      return keepFirst(stocktakeOf({ id, area, words }, counted, rule), rule, ctx)
    },
  }),
}
