// The door for points: what I have, what there is to have for them, and the community's shelf.
import * as z from 'zod'
import { covers } from '../../../core/areas'
import { onOf, sayTime } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems as coreProblems, refuse } from '../../../core/errors'
import { Cursor, pageSize } from '../../../core/matters'
import { placeOf } from '../../../core/place'
import type { Actor } from '../../../core/roles'
import type { Where } from '../../../core/store'
import { Key } from '../document'
import { accountOf, spend } from '../point-book'
import { type Item, liveBalance, type Posting } from '../points'
import { problems } from '../problems'
import { AreaPath } from './activities'

const Price = z.number('请填写积分').int('请填写积分').min(1, '至少 1 分').max(100_000, '积分过多')
const Title = z.string('请填写名称').trim().min(2, '请填写名称').max(30, '名称请控制在 30 字以内')
const ItemView = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['service', 'token']),
  kindLabel: z.string(),
  price: z.number(),
  stock: z.number(),
})
const kindLabels = { service: '社区服务', token: '纪念品' }
const showItem = ({ _id, title, kind, price, stock }: Item) => ({
  id: _id,
  title,
  kind,
  kindLabel: kindLabels[kind],
  price,
  stock,
})

const Line = z.object({ id: z.string(), what: z.string(), points: z.number(), time: z.string() })
const showLine = ({ _id, what, lines, at }: Posting, now: number): z.input<typeof Line> => ({
  id: _id,
  what,
  points: lines.find(({ account }) => account.startsWith('person:'))?.points ?? 0,
  time: sayTime(at, now),
})

/** The community's clerks keep its shelf. */
const keepsShelf = ({ grants }: Actor, area: string): boolean =>
  grants.some(({ role, area: over }) => role === 'clerk' && over !== undefined && covers(over, area))

export const points = {
  points: endpoint({
    who: 'member',
    about: '查看我的积分',
    input: z.strictObject({}),
    /** `lines`: what the timer has not entered yet, newest first. For a moment one may stand here and among those entered. */
    output: z.object({
      balance: z.number(),
      lapses: z.array(z.object({ points: z.number(), on: z.string() })),
      lines: z.array(Line),
    }),
    async run(_input, ctx) {
      const { key } = await ctx.member()
      const account = await accountOf(key, ctx.store)
      return {
        balance: liveBalance(account, ctx.now),
        lapses: account.lots
          .filter(({ until }) => until > ctx.now)
          .map(({ left, until }) => ({ points: left, on: onOf(until) })),
        lines: [...account.unposted].reverse().map((posting) => showLine(posting, ctx.now)),
      }
    },
  }),

  pointLines: endpoint({
    who: 'member',
    about: '查看我的积分明细',
    input: z.strictObject({ after: Cursor.optional() }),
    output: z.object({ lines: z.array(Line), next: Cursor.optional() }),
    async run({ after }, ctx) {
      const { key } = await ctx.member()
      const { _ } = ctx.store
      const where = after
        ? _.and([{ person: key }, _.or([{ at: _.lt(after.key) }, { at: after.key, _id: _.lt(after.id) }])])
        : { person: key }
      const posted = await ctx.store.find<Posting>('pointPostings', where as Where, {
        order: [
          ['at', 'desc'],
          ['_id', 'desc'],
        ],
        limit: pageSize + 1,
      })
      const shown = posted.slice(0, pageSize)
      const last = shown.at(-1)
      return {
        lines: shown.map((posting) => showLine(posting, ctx.now)),
        ...(posted.length > pageSize && last && { next: { key: last.at, id: last._id } }),
      }
    },
  }),

  items: endpoint({
    who: 'guest',
    about: '查看可以用积分换的社区服务与纪念品',
    input: z.strictObject({ area: AreaPath.optional() }),
    output: z.object({ items: z.array(ItemView) }),
    async run({ area: asked }, ctx) {
      const area = asked ?? (await placeOf(ctx)).place?.community
      const found = await ctx.store.find<Item>(
        'pointItems',
        { area, state: 'open' },
        { order: [['at', 'desc']], limit: 50 },
      )
      return { items: found.map(showItem) }
    },
  }),

  /** What is withdrawn too, for whoever keeps the shelf. */
  shelf: endpoint({
    who: ['clerk'],
    about: '查看积分货架，含已下架的',
    input: z.strictObject({ area: AreaPath }),
    output: z.object({ items: z.array(ItemView.extend({ open: z.boolean() })) }),
    async run({ area }, ctx) {
      const { actor } = await ctx.member()
      if (!keepsShelf(actor, area)) return refuse(coreProblems.NOT_PERMITTED)
      const found = await ctx.store.find<Item>(
        'pointItems',
        { area, state: ctx.store._.in(['open', 'closed']) },
        { order: [['at', 'desc']], limit: 100 },
      )
      return { items: found.map((item) => ({ ...showItem(item), open: item.state === 'open' })) }
    },
  }),

  saveItem: endpoint({
    who: ['clerk'],
    writes: true,
    about: '上架或调整一项积分兑换',
    input: z.strictObject({
      id: Key,
      area: AreaPath,
      title: Title,
      /** There is no kind for money: 67号令 16. */
      kind: z.enum(['service', 'token'], '积分只能换社区服务或纪念品'),
      price: Price,
      stock: z.number('请填写数量').int('请填写数量').min(0, '请填写数量').max(10_000, '数量过多'),
      /** The stock the clerk has seen; absent: the item is new. What was bought meanwhile is never written over. */
      was: z.number('请刷新后再试').int('请刷新后再试').min(0, '请刷新后再试').optional(),
      open: z.boolean('请选择是否上架').default(true),
    }),
    output: ItemView,
    async run({ id, area, title, kind, price, stock, was, open }, ctx) {
      const { actor } = await ctx.member()
      if (!keepsShelf(actor, area)) return refuse(coreProblems.NOT_PERMITTED)
      const state = open ? ('open' as const) : ('closed' as const)
      const item: Item = { _id: id, area, title, kind, price, stock, state, holds: [], held: false, at: ctx.now }
      const shown = { title, kind, price, stock, state }
      if (was === undefined && (await ctx.store.add('pointItems', item)) === 'added') return showItem(item)
      const where = { _id: id, area, stock: was }
      if (was !== undefined && (await ctx.store.change('pointItems', where, shown)) === 1) return showItem(item)
      const there = await ctx.store.get<Item>('pointItems', id)
      if (there?.area !== area) return refuse(there ? coreProblems.NOT_PERMITTED : problems.POINTS_ITEM)
      // Sent again, it stands as it was asked.
      const same = (Object.keys(shown) as (keyof typeof shown)[]).every((field) => there[field] === shown[field])
      if (!same)
        return refuse(problems.POINTS_STOCK, { fields: { stock: `现在还有 ${there.stock} 份，请核对后再保存` } })
      return showItem(there)
    },
  }),

  /** Price and title are sent back as they were shown: what has changed meanwhile is refused, never charged. */
  spend: endpoint({
    who: 'member',
    writes: true,
    about: '用积分换社区服务或纪念品',
    input: z.strictObject({ id: Key, item: Key, price: Price, title: Title }),
    output: z.object({ balance: z.number() }),
    async run(input, ctx) {
      const { key } = await ctx.member()
      return { balance: liveBalance(await spend(key, input, ctx.store, ctx.now), ctx.now) }
    },
  }),
}
