// The door for the overlap board: open plans of a street, those that repeat each other marked.
import * as z from 'zod'
import { isPath } from '../../core/areas'
import { sayFully } from '../../core/clock'
import { endpoint } from '../../core/endpoint'
import { kindOf } from '../../core/kinds'
import { Cursor, cardsOf, listFields } from '../../core/matters'
import { isVisible, MatterCard } from '../../core/view'
import { type Category, categories } from '../needs/categories'
import { audiences, type Plan, unresolved } from './document'

const boardSize = 100

export const plans = {
  board: endpoint({
    who: 'member',
    about: '对照查看街道购买的服务与社区的计划',
    input: z.strictObject({
      street: z.string('请选择街道').max(80).refine(isPath, '请选择街道'),
      after: Cursor.optional(),
    }),
    output: z.object({
      groups: z.array(
        z.object({
          category: z.string(),
          label: z.string(),
          plans: z.array(
            z.object({
              card: MatterCard,
              from: z.enum(['community', 'purchase']),
              when: z.string(),
              audience: z.string(),
              repeats: z.array(z.string()),
            }),
          ),
        }),
      ),
      next: Cursor.optional(),
    }),
    async run({ street, after }, ctx) {
      const { actor } = await ctx.member()
      const { _ } = ctx.store
      const found = await ctx.store.find<Plan>(
        'matters',
        { street, kind: 'plan', class: _.in(['open', 'waiting']), ...(after && { _id: _.gt(after.id) }) },
        { order: [['_id', 'asc']], limit: boardSize + 1, fields: listFields },
      )
      const read = found.slice(0, boardSize)
      // A plan whose words are not yet checked is for those who work on it.
      const shown = read.filter((plan) => isVisible(kindOf('plan'), plan as never, actor))
      const cards = await cardsOf(shown as never, actor, ctx)
      const rows = shown.map((plan, index) => ({
        category: plan.body.category,
        card: cards[index] as z.infer<typeof MatterCard>,
        from: plan.body.by,
        when: `${sayFully(plan.body.from).slice(5, -6)} 至 ${sayFully(plan.body.until).slice(5, -6)}`,
        audience: audiences[plan.body.audience],
        repeats: unresolved(plan, shown).map(({ title }) => title),
      }))
      const groups = (Object.keys(categories) as Category[]).flatMap((category) => {
        const plansOf = rows.filter((row) => row.category === category)
        return plansOf.length ? [{ category, label: categories[category], plans: plansOf }] : []
      })
      const last = read.at(-1)
      return { groups, next: found.length > boardSize && last ? { key: last._id, id: last._id } : undefined }
    },
  }),
}
