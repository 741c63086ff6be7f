// The door for needs: submit, look for similar ones, support, and the resident's lists. What happens to them goes through matters.act.
import * as z from 'zod'
import { ancestorAt, covers, isPath } from '../../core/areas'
import { asksForMoney } from '../../core/asks-for-money'
import { endpoint } from '../../core/endpoint'
import { problems, refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import { Cursor, cardsOf, listFields, MatterId, page, readerOf, seen, showMatter } from '../../core/matters'
import { liveGrants } from '../../core/roles'
import { isArea } from '../../core/street'
import { MatterCard, MatterView } from '../../core/view'
import { categories, hintCategory } from './categories'
import { consents, type Need, NeedInput, scopes, urgencies, visibilities } from './document'
import { needProblems } from './problems'
import { draftOf, likeness } from './rules'

const Page = z.object({ cards: z.array(MatterCard), next: Cursor.optional() })
const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))
const Options = z.array(z.object({ value: z.string(), label: z.string() }))
const AreaPath = z.string('请选择地点').max(160).refine(isPath, '请选择地点')

/** Open public needs of a community, newest first: what similar ones are looked for among. */
async function openNear(area: string, ctx: Parameters<typeof seen>[1]): Promise<Need[]> {
  const community = ancestorAt(area, 'community') ?? refuse(needProblems.NEED_AREA_UNKNOWN)
  const where = { within: community, kind: 'need', class: 'open', 'body.visibility': 'public', 'beside.check': 'pass' }
  return ctx.store.find<Need>('matters', where, {
    order: [
      ['at', 'desc'],
      ['_id', 'desc'],
    ],
    limit: 100,
    fields: listFields,
  })
}

export const needs = {
  options: endpoint({
    who: 'guest',
    about: '查看诉求的类别与选项',
    input: z.strictObject({}),
    output: z.object({
      categories: Options,
      urgencies: Options,
      scopes: Options,
      visibilities: Options,
      consents: Options,
    }),
    run: async () => ({
      categories: options(categories),
      urgencies: options(urgencies),
      scopes: options(scopes),
      visibilities: options(visibilities),
      consents: options(consents),
    }),
  }),

  submit: endpoint({
    who: 'member',
    writes: true,
    about: '提交诉求（本人，或经同意代办）',
    input: NeedInput,
    output: MatterView,
    async run(input, ctx) {
      const person = await ctx.member()
      const path =
        ancestorAt(input.area, 'street') ??
        refuse(needProblems.NEED_AREA_UNKNOWN, { fields: { area: needProblems.NEED_AREA_UNKNOWN.message } })
      const street = await ctx.street(path)
      if (!isArea(street, input.area, 'building') && !isArea(street, input.area, 'community')) {
        return refuse(needProblems.NEED_AREA_UNKNOWN, { fields: { area: needProblems.NEED_AREA_UNKNOWN.message } })
      }
      const helps = liveGrants(person.grants, ctx.now).some(
        ({ role, area }) =>
          role !== 'staff' && area !== undefined && covers(ancestorAt(area, 'community') ?? area, input.area),
      )
      if (input.onBehalfOf && !helps) return refuse(needProblems.NEED_PROXY_ROLE)
      const asked = asksForMoney(`${input.title}\n${input.words}`)
      if (asked) return refuse(problems.MONEY_ASKED, { fields: { words: problems.MONEY_ASKED.message } })
      const year = new Date(ctx.now + 8 * 3600_000).getUTCFullYear()
      const number = await ctx.store.count('counters', `need:${path}:${year}`)
      const need = draftOf(input, { person, number, year, rule: { actor: person.actor, now: ctx.now, street } })
      const added = await ctx.store.add('matters', need)
      const kept =
        added === 'duplicate'
          ? ((await ctx.store.get<Matter>('matters', need._id)) ?? refuse(problems.MATTER_MISSING))
          : need
      // The same request again is answered from what was kept; another person's id is no request of theirs.
      if (kept.author !== person.key) return refuse(problems.STATE_CHANGED)
      if (added === 'added') ctx.store.nudge('wechat', { check: need._id })
      return showMatter({ matter: kept as Matter, street, rule: { actor: person.actor, now: ctx.now, street } })
    },
  }),

  similar: endpoint({
    who: 'guest',
    about: '提交前查看相近的诉求',
    input: z.strictObject({ title: z.string().trim().max(50), area: AreaPath }),
    output: z.object({ cards: z.array(MatterCard), category: z.string() }),
    async run({ title, area }, ctx) {
      const actor = await readerOf(ctx)
      const category = hintCategory(title)
      if ([...title].length < 2) return { cards: [], category }
      const near = await openNear(area, ctx)
      const ranked = near
        .map((need) => ({ need, score: likeness(title, need.title) }))
        .filter(({ score }) => score >= 0.25)
        .sort((a, b) => b.score - a.score)
        .slice(0, 3)
      return {
        cards: await cardsOf(
          ranked.map(({ need }) => need as Matter),
          actor,
          ctx,
        ),
        category,
      }
    },
  }),

  /** Candidates for 并案: open needs of the same community, the most alike first. */
  near: endpoint({
    who: 'member',
    about: '查看可以并案的诉求',
    input: z.strictObject({ id: MatterId }),
    output: z.object({ cards: z.array(MatterCard) }),
    async run({ id }, ctx) {
      const { matter, rule } = await seen(id, ctx)
      const near = await openNear(matter.area, ctx)
      const ranked = near
        .filter((need) => need._id !== id)
        .sort((a, b) => likeness(matter.title, b.title) - likeness(matter.title, a.title))
        .slice(0, 10)
      return { cards: await cardsOf(ranked as Matter[], rule.actor, ctx) }
    },
  }),

  mine: endpoint({
    who: 'member',
    about: '查看我提交的诉求',
    input: z.strictObject({ after: Cursor.optional() }),
    output: Page,
    async run({ after }, ctx) {
      const { actor } = await ctx.member()
      return page(ctx, { author: actor.key }, { key: 'at', direction: 'desc', after, actor })
    },
  }),

  public: endpoint({
    who: 'guest',
    about: '查看本楼栋、本社区公开的诉求',
    input: z.strictObject({
      area: AreaPath,
      class: z.enum(['open', 'waiting', 'settled', 'any']).default('open'),
      after: Cursor.optional(),
    }),
    output: Page,
    async run({ area, class: held, after }, ctx) {
      const classes = held === 'any' ? ctx.store._.in(['open', 'waiting', 'settled']) : held
      const where = { within: area, kind: 'need', class: classes, 'body.visibility': 'public', 'beside.check': 'pass' }
      return page(ctx, where, { key: 'at', direction: 'desc', after, actor: await readerOf(ctx) })
    },
  }),

  /** Adds one's support, once; never moved to another need without being asked. */
  support: endpoint({
    who: 'member',
    writes: true,
    about: '支持一件公开的诉求',
    input: z.strictObject({ id: MatterId }),
    output: MatterView,
    async run({ id }, ctx) {
      const found = await seen(id, ctx)
      const { matter, rule } = found
      const me = rule.actor.key
      if (matter.beside.supporters.includes(me)) return showMatter(found)
      if (!showMatter(found).support.can) return refuse(problems.NOT_PERMITTED)
      const { _ } = ctx.store
      const where = { _id: id, 'beside.supporters': _.neq(me), 'beside.supportCount': _.lt(2000) }
      await ctx.store.change('matters', where, { 'beside.supporters': _.push([me]), 'beside.supportCount': _.inc(1) })
      const beside = {
        ...matter.beside,
        supporters: [...matter.beside.supporters, me],
        supportCount: matter.beside.supportCount + 1,
      }
      return showMatter({ ...found, matter: { ...matter, beside } })
    },
  }),
}
