// The door to community funds: drawing one up, asking it for money, asking donors about another purpose, and what anybody reads of them.
// Every decision is a step of the matter itself.
import * as z from 'zod'
import { isPath } from '../../core/areas'
import { type Ctx, endpoint } from '../../core/endpoint'
import { problems as core, refuse } from '../../core/errors'
import { firstOf, keepFirst, numberFor } from '../../core/first'
import type { Matter } from '../../core/matter'
import { Cursor, MatterId, page, readerOf, seen } from '../../core/matters'
import { isArea } from '../../core/street'
import { MatterCard, MatterView } from '../../core/view'
import type { RuleCtx } from '../../core/workflow'
import type { Book } from '../ledger/book'
import { type Allocation, AllocationInput } from './allocation/document'
import { allocationOf } from './allocation/kind'
import { askedOf, stop, streetOf, streetWith } from './asked'
import { ChangeInput } from './change/document'
import { changeOf } from './change/kind'
import { forms } from './forms'
import { type Fund, FundContent, fundBodyId, seats } from './fund/document'
import { fundKind, fundOf } from './fund/kind'
import { fundProblems } from './problems'
import { purposeOptions } from './purposes'
import { AllocationView, allocationView, FundView, fundView } from './show'
import { work } from './work'

const Area = z.string('请选择社区').max(160).refine(isPath, '请选择社区')
const Options = z.array(z.object({ value: z.string(), label: z.string() }))

/** A matter of this kind that the reader may know of. Two calls. */
async function seenAs<B>(kind: string, id: string, ctx: Ctx): Promise<{ matter: Matter<B>; rule: RuleCtx }> {
  const { matter, rule } = await seen(id, ctx)
  return matter.kind === kind ? { matter: matter as unknown as Matter<B>, rule } : refuse(core.MATTER_MISSING)
}

export const funds = {
  ...forms,
  ...work,

  options: endpoint({
    who: 'guest',
    about: '查看基金的用途类别与席位',
    input: z.strictObject({}),
    output: z.object({ purposes: Options, seats: Options }),
    run: async () => ({
      purposes: purposeOptions,
      seats: Object.entries(seats).map(([value, label]) => ({ value, label })),
    }),
  }),

  /** By the charity's own people; committees raise one by its form too. Four calls. */
  found: endpoint({
    who: 'member',
    writes: true,
    about: '起草设立社区基金',
    input: FundContent.extend({ id: MatterId, area: Area }),
    output: MatterView,
    async run({ id, area, ...content }, ctx) {
      const { actor } = await ctx.member()
      const street = await streetOf(area, ctx)
      if (!isArea(street, area, 'community')) return stop(fundProblems.FUND_AREA, 'area')
      const may =
        actor.bodies.includes(content.host) ||
        (['clerk', 'secretary'] as const).some((role) => actor.tokens.includes(`${role}@${area}`))
      if (!may) return refuse(core.NOT_PERMITTED)
      const rule = { actor, now: ctx.now, street }
      const { title, body, lead } = fundOf(content, rule, '')
      const no = await numberFor(fundKind, rule, ctx)
      return keepFirst(
        firstOf(
          fundKind,
          { _id: id, no, area, title, body, ...(lead && { lead }), status: 'draft', check: 'waiting' },
          rule,
        ),
        rule,
        ctx,
      )
    },
  }),

  fund: endpoint({
    who: 'guest',
    about: '查看一个社区基金的管委会与会议',
    input: z.strictObject({ id: MatterId }),
    output: FundView,
    async run({ id }, ctx) {
      const { matter, rule } = await seenAs<Fund['body']>('fund', id, ctx)
      return fundView(matter, rule)
    },
  }),

  /** Four calls: person and what is asked, the allocation, the check of its words. */
  propose: endpoint({
    who: 'member',
    writes: true,
    about: '提出一项用款，或申请公益创投',
    input: AllocationInput,
    output: MatterView,
    async run(input, ctx) {
      const [{ actor }, asked] = await Promise.all([ctx.member(), askedOf(input, ctx)])
      const street = await streetWith(input.fund, asked.area, ctx)
      const committee = street.bodies.get(fundBodyId(input.fund))
      if (!committee || committee.endedAt !== undefined) return stop(fundProblems.FUND_NOT_ACTIVE, 'fund')
      const rule = { actor, now: ctx.now, street }
      const fundTitle = asked.fundTitle || committee.name
      // Those who decide are at the fund's community, wherever a round or a campaign is.
      return keepFirst(allocationOf(input, { ...asked, area: committee.area, fundTitle }, rule), rule, ctx)
    },
  }),

  allocations: endpoint({
    who: 'guest',
    about: '查看一个基金的用款',
    input: z.strictObject({ fund: MatterId, after: Cursor.optional() }),
    output: z.object({ cards: z.array(MatterCard), next: Cursor.optional() }),
    async run({ fund, after }, ctx) {
      const actor = await readerOf(ctx)
      const where = {
        'body.fund': fund,
        kind: 'allocation',
        class: ctx.store._.in(['open', 'settled']),
        'beside.check': 'pass',
      }
      return page(ctx, where, { key: 'at', direction: 'desc', after, actor })
    },
  }),

  allocation: endpoint({
    who: 'guest',
    about: '查看一项用款的表决与支出',
    input: z.strictObject({ id: MatterId }),
    output: AllocationView,
    async run({ id }, ctx) {
      const { matter, rule } = await seenAs<Allocation['body']>('allocation', id, ctx)
      return allocationView(matter, rule)
    },
  }),

  askPurpose: endpoint({
    who: 'member',
    writes: true,
    about: '提出改变用途，征求每一位捐赠人',
    input: ChangeInput,
    output: MatterView,
    async run(input, ctx) {
      const [{ actor }, found] = await Promise.all([ctx.member(), ctx.store.get<Book>('books', input.book)])
      const book = found ?? stop(fundProblems.FUND_MISSING, 'book')
      const rule = { actor, now: ctx.now, street: await streetWith(input.to, book.street, ctx) }
      return keepFirst(changeOf(input, book, rule), rule, ctx)
    },
  }),
}
