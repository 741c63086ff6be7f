// The door for small wishes: whoever works with residents writes one down, with the person's consent. Taking and fulfilling it go through
// matters.act.
import * as z from 'zod'
import { ancestorAt, covers } from '../../../core/areas'
import { endpoint } from '../../../core/endpoint'
import { problems, refuse } from '../../../core/errors'
import { keepFirst } from '../../../core/first'
import type { Matter } from '../../../core/matter'
import { isArea } from '../../../core/street'
import { MatterView } from '../../../core/view'
import { Amount } from '../../ledger/amount'
import { On } from '../campaign/document'
import { consents } from '../pledge/document'
import { wishProblems } from '../problems'
import { wishOf } from '../wish'
import { Area } from './paging'

const text = (what: string, least: number, most: number) =>
  z
    .string(`请填写${what}`)
    .trim()
    .min(least, `请填写${what}，至少 ${least} 个字`)
    .max(most, `${what}请控制在 ${most} 字以内`)

export const wishes = {
  wish: endpoint({
    who: ['clerk', 'socialWorker'],
    writes: true,
    about: '经本人同意登记一个微心愿',
    input: z.strictObject({
      id: z.string().regex(/^[a-z0-9]{16,40}$/, '请返回后重新填写'),
      area: Area,
      title: text('心愿', 4, 30),
      words: text('说明', 4, 300),
      limit: Amount,
      until: On('请选择截止日期'),
      whom: text('受助人', 1, 40),
      consent: z.enum(Object.keys(consents) as [keyof typeof consents], '请选择本人同意的方式'),
      need: z
        .string()
        .regex(/^[a-z0-9]{16,40}$/, '请重新选择诉求')
        .optional(),
    }),
    output: MatterView,
    async run(input, ctx) {
      const [{ actor }, need] = await Promise.all([
        ctx.member(),
        input.need ? ctx.store.get<Matter>('matters', input.need, { kind: true, class: true, area: true }) : undefined,
      ])
      const community = ancestorAt(input.area, 'community')
      const street = await ctx.street(ancestorAt(input.area, 'street') ?? refuse(problems.AREA_UNKNOWN))
      if (!community || !isArea(street, community, 'community'))
        return refuse(wishProblems.WISH_AREA, { fields: { area: wishProblems.WISH_AREA.message } })
      const helps = actor.grants.some(
        ({ role, area }) =>
          (role === 'clerk' || role === 'socialWorker') && area !== undefined && covers(area, community),
      )
      if (!helps) return refuse(problems.NOT_PERMITTED)
      const fits = need?.kind === 'need' && need.class === 'open' && covers(community, need.area)
      if (input.need && !fits)
        return refuse(wishProblems.WISH_NEED, { fields: { need: wishProblems.WISH_NEED.message } })
      const rule = { actor, now: ctx.now, street }
      return keepFirst(wishOf(input, rule), rule, ctx)
    },
  }),
}
