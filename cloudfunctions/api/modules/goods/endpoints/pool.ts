// The door for the pool: what is wanted and what is there, what may help a need, and what became of a gift.
import * as z from 'zod'
import { endpoint } from '../../../core/endpoint'
import { kindOf } from '../../../core/kinds'
import type { Matter } from '../../../core/matter'
import { Cursor, listFields, MatterId, pageSize, readerOf } from '../../../core/matters'
import type { Where } from '../../../core/store'
import { type Category, categories } from '../../needs/categories'
import { beginningOf, chainOf } from '../chain'
import { Chain } from '../chain-steps'
import { wantedFor } from '../classes'
import { RoomPath, roomFor, streetOf } from '../door'
import type { Item } from '../items'
import { isHelpedBy, Match, matchesFor, PoolLine, sayWants, thereOf, wanting, wantOf } from '../pool'
import { looksIn } from '../rooms'

const byName = [
  ['name', 'asc'],
  ['_id', 'asc'],
] as const
const Pool = z.object({ lines: z.array(PoolLine), next: Cursor.optional() })

export const pool = {
  /** What everybody may see that is wanted at a place, newest first; what is there, by name, for those who keep the room or oversee it. */
  search: endpoint({
    who: 'guest',
    about: '查看需要什么，或物资间里有什么',
    input: z.strictObject({
      area: RoomPath,
      side: z.enum(['wanted', 'there'], '请选择看什么').default('wanted'),
      category: z.string('请选择类别').max(20).optional(),
      after: Cursor.optional(),
    }),
    output: Pool,
    async run({ area, side, category, after }, ctx) {
      const { _ } = ctx.store
      if (side === 'there') {
        await roomFor(area, ctx, looksIn)
        const here = { area, open: true, ...(category && { category }) }
        const where = after
          ? _.and([here, _.or([{ name: _.gt(after.key) }, { name: after.key, _id: _.gt(after.id) }])])
          : here
        const found = await ctx.store.find<Item>('stockItems', where as Where, { order: byName, limit: pageSize + 1 })
        const shown = found.slice(0, pageSize)
        const last = shown.at(-1)
        const next = found.length > pageSize && last ? { key: last.name, id: last._id } : undefined
        return { lines: shown.map(thereOf), ...(next && { next }) }
      }
      const actor = await readerOf(ctx)
      const rule = { actor, now: ctx.now, street: await streetOf(area, ctx) }
      const here = {
        within: area,
        kind: _.in(wanting),
        class: _.in(['open', 'waiting']),
        'body.visibility': 'public',
        'beside.check': 'pass',
      }
      const where = after
        ? _.and([here, _.or([{ at: _.lt(after.key) }, { at: after.key, _id: _.lt(after.id) }])])
        : here
      const found = await ctx.store.find<Matter>('matters', where as Where, {
        order: [
          ['at', 'desc'],
          ['_id', 'desc'],
        ],
        limit: pageSize + 1,
        fields: listFields,
      })
      const shown = found.slice(0, pageSize)
      const last = shown.at(-1)
      const next = found.length > pageSize && last ? { key: last.at, id: last._id } : undefined
      const lines = shown
        .filter((matter) => !category || isHelpedBy(matter, category))
        .flatMap((matter) => wantOf(matter, kindOf(matter.kind).label, rule, category) ?? [])
      return { lines, ...(next && { next }) }
    },
  }),

  /** Decided by people: a suggestion moves nothing. `words` are those of the need, as its reader has them. */
  suggest: endpoint({
    who: 'member',
    about: '查看物资间里哪些资源可能帮上一类诉求，以及理由',
    input: z.strictObject({
      area: RoomPath,
      category: z.enum(Object.keys(categories) as [Category, ...Category[]], '请选择诉求类别'),
      words: z.string('请填写诉求的内容').max(1200, '请控制在 1200 字以内').default(''),
    }),
    output: z.object({ wants: z.string(), matches: z.array(Match) }),
    async run({ area, category, words }, ctx) {
      await roomFor(area, ctx, looksIn)
      const wanted = wantedFor(category)
      if (!wanted.length) return { wants: '', matches: [] }
      const items = await ctx.store.find<Item>(
        'stockItems',
        { area, open: true, category: ctx.store._.in(wanted) },
        { order: byName, limit: 100 },
      )
      return { wants: sayWants(category), matches: matchesFor({ category, words }, items, ctx.now) }
    },
  }),

  chain: endpoint({
    who: 'guest',
    about: '查看从需要到感谢的全过程',
    input: z.strictObject({ id: MatterId, after: Cursor.optional() }),
    output: Chain,
    run: async ({ id, after }, ctx) => chainOf(await beginningOf(id, ctx), after, ctx),
  }),
}
