// The door for places: which streets there are, and a street's communities and buildings to choose from.
import * as z from 'zod'
import { ancestorAt, isPath } from '../../core/areas'
import { endpoint } from '../../core/endpoint'

const Place = z.object({ path: z.string(), name: z.string() })

export const areas = {
  streets: endpoint({
    who: 'guest',
    about: '查看开通的街道',
    input: z.strictObject({}),
    output: z.object({ streets: z.array(Place) }),
    async run(_input, ctx) {
      const found = await ctx.store.find<{ _id: string; name: string }>(
        'areas',
        { level: 'street' },
        { limit: 100, fields: { name: true } },
      )
      return { streets: found.map(({ _id, name }) => ({ path: _id, name })) }
    },
  }),

  tree: endpoint({
    who: 'guest',
    about: '查看街道的社区与楼栋',
    input: z.strictObject({ street: z.string('请选择街道').max(80).refine(isPath, '请选择街道') }),
    output: z.object({ street: Place, communities: z.array(Place.extend({ buildings: z.array(Place) })) }),
    async run({ street: path }, ctx) {
      const street = await ctx.street(path)
      const all = [...street.areas.values()]
      const of = (community: string) =>
        all.filter((area) => area.level === 'building' && ancestorAt(area.path, 'community') === community)
      const communities = all.filter(({ level }) => level === 'community')
      return {
        street: { path: street.path, name: street.name },
        communities: communities.map(({ path, name }) => ({
          path,
          name,
          buildings: of(path).map((building) => ({ path: building.path, name: building.name })),
        })),
      }
    },
  }),
}
