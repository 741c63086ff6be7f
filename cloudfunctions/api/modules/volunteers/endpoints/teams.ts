// The door for what residents begin: a team, and a neighbour's honour. What happens to them goes through matters.act.
import * as z from 'zod'
import { ancestorAt } from '../../../core/areas'
import { endpoint } from '../../../core/endpoint'
import { problems as coreProblems, defineProblems, refuse } from '../../../core/errors'
import { keepFirst, numberFor, numberOf } from '../../../core/first'
import { Cursor, page, readerOf } from '../../../core/matters'
import type { Person } from '../../../core/person'
import { placeOf } from '../../../core/place'
import { isArea } from '../../../core/street'
import { MatterView } from '../../../core/view'
import { Key } from '../document'
import { awards, honourKind, honourOf, honourProblems } from '../honour'
import { StoryCard, storiesOf } from '../stories'
import { teamKind, teamOf } from '../team'
import { AreaPath } from './activities'

const doorProblems = defineProblems({
  HONOUR_CODE: '没有这个编号，请本人在“我的”页面查看后告诉您',
  HONOUR_NO_PHONE: '这位邻居没有手机，请告诉社区，由社区当面征求同意',
})
const text = (what: string, least: number, most: number) =>
  z
    .string(`请填写${what}`)
    .trim()
    .min(least, `请填写${what}，至少 ${least} 个字`)
    .max(most, `${what}请控制在 ${most} 字以内`)
/** Each list by the classes of its matters; stories are activities that are over and have something to tell (M78). */
const lists = { team: ['waiting'], honour: ['open', 'settled'], activity: ['open'], story: ['settled'] } as const
const listNames = Object.keys(lists) as [keyof typeof lists, ...(keyof typeof lists)[]]
const awardKeys = Object.keys(awards) as [keyof typeof awards, ...(keyof typeof awards)[]]

export const teams = {
  registerTeam: endpoint({
    who: 'member',
    writes: true,
    about: '登记一支志愿队，由社区备案',
    input: z.strictObject({
      id: Key,
      area: AreaPath,
      title: text('队名', 2, 30),
      words: text('宗旨', 4, 500),
      name: text('您的称呼', 1, 20),
    }),
    output: MatterView,
    async run(input, ctx) {
      const { actor } = await ctx.member()
      const street = await ctx.street(ancestorAt(input.area, 'street') ?? refuse(coreProblems.AREA_UNKNOWN))
      if (!isArea(street, input.area, 'community'))
        return refuse(coreProblems.AREA_UNKNOWN, { fields: { area: coreProblems.AREA_UNKNOWN.message } })
      const home = actor.building && ancestorAt(actor.building, 'community')
      if (home !== input.area) return refuse(coreProblems.NOT_PERMITTED)
      const rule = { actor, now: ctx.now, street }
      return keepFirst(teamOf(input, await numberFor(teamKind, rule, ctx), rule), rule, ctx)
    },
  }),

  nominate: endpoint({
    who: 'member',
    writes: true,
    about: '推荐一位邻居获得荣誉，本人同意后公开',
    input: z.strictObject({
      id: Key,
      award: z.enum(awardKeys, '请选择荣誉'),
      code: z
        .string('请填写对方的编号')
        .trim()
        .regex(/^[A-Za-z0-9]{8}$/, '请填写 8 位编号'),
      words: text('事迹', 10, 500),
    }),
    output: MatterView,
    async run({ id, award, code, words }, ctx) {
      const { actor } = await ctx.member()
      const [found] = await ctx.store.find<Person>('people', { code: code.toUpperCase() }, { limit: 1 })
      const home = found?.building && ancestorAt(found.building, 'community')
      if (!found || !home)
        return refuse(doorProblems.HONOUR_CODE, { fields: { code: doorProblems.HONOUR_CODE.message } })
      if (found.key === actor.key)
        return refuse(honourProblems.HONOUR_OWN, { fields: { code: honourProblems.HONOUR_OWN.message } })
      // Nobody is named without their own word, which is given on a phone.
      if (found.noPhone)
        return refuse(doorProblems.HONOUR_NO_PHONE, { fields: { code: doorProblems.HONOUR_NO_PHONE.message } })
      const street = await ctx.street(ancestorAt(home, 'street') ?? home)
      const rule = { actor, now: ctx.now, street }
      const no = numberOf(honourKind, id, rule)
      const person = { key: found.key, name: found.name, area: home }
      return keepFirst(honourOf({ id, award, words }, person, no, rule), rule, ctx)
    },
  }),

  /** Teams, honours, activities or stories of a place that everybody may see, newest first. */
  around: endpoint({
    who: 'guest',
    about: '查看本社区的志愿队、荣誉、活动与活动小结',
    input: z.strictObject({
      area: AreaPath.optional(),
      kind: z.enum(listNames, '请选择看什么'),
      after: Cursor.optional(),
    }),
    output: z.object({ cards: z.array(StoryCard), next: Cursor.optional() }),
    async run({ area: asked, kind: name, after }, ctx) {
      const actor = await readerOf(ctx)
      const area = asked ?? (await placeOf(ctx)).place?.community ?? ''
      if (name === 'story') return storiesOf(area, after, actor, ctx)
      const where = {
        within: area,
        kind: name,
        class: ctx.store._.in([...lists[name]]),
        'body.visibility': 'public',
        'beside.check': 'pass',
      }
      return page(ctx, where, { key: 'at', direction: 'desc', after, actor })
    },
  }),
}
