// The door for periods: what is in force here, and which wider rights were used under a declaration.
import * as z from 'zod'
import { ancestorAt, isPath } from '../../core/areas'
import { sayFully } from '../../core/clock'
import { endpoint } from '../../core/endpoint'
import { problems, refuse } from '../../core/errors'
import { kindOf } from '../../core/kinds'
import type { Matter } from '../../core/matter'
import { MatterId } from '../../core/matters'
import { declaredAt } from '../../core/settings'
import { areaName } from '../../core/street'
import { sayWho } from '../../core/timeline'
import { isVisible } from '../../core/view'

const Current = z.object({
  emergency: z.boolean(),
  id: z.string().optional(),
  level: z.number().optional(),
  docNo: z.string().optional(),
  area: z.string().optional(),
  until: z.string().optional(),
})

export const periods = {
  current: endpoint({
    who: 'guest',
    about: '查看一个地方现在是常规还是非常规时期',
    input: z.strictObject({ area: z.string('请选择地点').max(160).refine(isPath, '请选择地点') }),
    output: Current,
    async run({ area }, ctx) {
      const path = ancestorAt(area, 'street') ?? refuse(problems.AREA_UNKNOWN)
      const street = await ctx.street(path)
      const one = declaredAt(street.settings, area, ctx.now)
      if (!one) return { emergency: false }
      return {
        emergency: true,
        id: one.id,
        level: one.level,
        docNo: one.docNo,
        area: areaName(street, one.area),
        until: sayFully(one.until),
      }
    },
  }),

  /** Every use of a wider right under one declaration (M42), newest first; what was never in force is 未找到. */
  uses: endpoint({
    who: 'member',
    about: '查看一份声明下使用过的职权',
    input: z.strictObject({ id: MatterId, after: z.number().optional() }),
    output: z.object({
      uses: z.array(
        z.object({
          id: z.string().optional(),
          no: z.string(),
          title: z.string(),
          what: z.string(),
          who: z.string(),
          at: z.string(),
        }),
      ),
      next: z.number().optional(),
    }),
    async run({ id, after }, ctx) {
      const { actor, street: home } = await ctx.member()
      const { _ } = ctx.store
      const found = await ctx.store.find<Matter>(
        'matters',
        { wide: id, ...(after !== undefined && { at: _.lt(after) }) },
        { order: [['at', 'desc']], limit: 51, fields: { unsent: false, 'beside.supporters': false } },
      )
      const path = found[0]?.street ?? home
      const street = path === undefined ? undefined : await ctx.street(path)
      if (!street?.settings.periods.some((one) => one.id === id)) return refuse(problems.MATTER_MISSING)
      const shown = found.slice(0, 50)
      const uses = shown.flatMap((matter) =>
        matter.trace
          .filter(({ wide }) => wide === id)
          .map((event) => ({
            // What the reader may not see of the matter itself is not told here either.
            ...(isVisible(kindOf(matter.kind), matter, actor)
              ? { id: matter._id, no: matter.no, title: matter.title }
              : { no: '', title: '一件不公开的事项' }),
            what: `${kindOf(matter.kind).actions[event.action]?.label ?? event.action}${event.said ? `：${event.said}` : ''}`,
            who: sayWho(event, matter, street, actor),
            at: sayFully(event.at),
          })),
      )
      return { uses, next: found.length > 50 ? shown.at(-1)?.at : undefined }
    },
  }),
}
