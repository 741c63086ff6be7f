// 三率: how a street's communities answer, solve and satisfy, from the roll-ups that the timer keeps.
import * as z from 'zod'
import { isPath } from '../../core/areas'
import { sayTime } from '../../core/clock'
import { endpoint } from '../../core/endpoint'
import { holds } from '../../core/roles'
import { areaName } from '../../core/street'
import { type RollUp, ratesOf } from './rules'

const Rate = z.object({ label: z.string(), percent: z.number().nullable(), of: z.number(), count: z.number() })

export const rates = {
  list: endpoint({
    who: 'member',
    about: '查看各社区的响应率、解决率、满意率',
    input: z.strictObject({ street: z.string('请选择街道').max(80).refine(isPath, '请选择街道') }),
    output: z.object({
      updated: z.string(),
      communities: z.array(
        z.object({
          path: z.string(),
          name: z.string(),
          open: z.number(),
          late: z.number(),
          unrated: z.number(),
          rates: z.array(Rate),
          mine: z.boolean(),
        }),
      ),
    }),
    async run({ street: path }, ctx) {
      const { actor } = await ctx.member()
      const street = await ctx.street(path)
      const found = await ctx.store.find<RollUp>('rates', { street: path }, { limit: 200 })
      const communities = [...street.areas.values()].filter(({ level }) => level === 'community')
      const rows = communities.map((community) => {
        const rollUp = found.find(({ _id }) => _id === community.path)
        const mine = (['clerk', 'secretary', 'supervisor'] as const).some((role) =>
          holds(actor, role, { area: community.path, author: '', assists: [] }),
        )
        return {
          path: community.path,
          name: areaName(street, community.path),
          open: rollUp?.open ?? 0,
          late: rollUp?.late ?? 0,
          unrated: rollUp?.unrated ?? 0,
          rates: ratesOf(rollUp),
          mine,
        }
      })
      const latest = Math.max(0, ...found.map(({ at }) => at))
      return { updated: latest ? sayTime(latest, ctx.now) : '', communities: rows }
    },
  }),
}
