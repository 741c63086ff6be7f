// The door for campaigns: what there is to give to around a place, one campaign's public page, drafting one. What happens to it goes through
// matters.act.
import * as z from 'zod'
import { ancestorAt } from '../../../core/areas'
import { onOf } from '../../../core/clock'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { problems, refuse } from '../../../core/errors'
import { keepFirst } from '../../../core/first'
import { kindOf } from '../../../core/kinds'
import type { Matter } from '../../../core/matter'
import { Cursor, guestActor, MatterId, readerOf, seen } from '../../../core/matters'
import type { Street } from '../../../core/street'
import { isVisible, MatterView } from '../../../core/view'
import { decide, type Row } from '../../../core/workflow'
import { type Book, bookIdOf } from '../../ledger/book'
import { type Campaign, type CampaignBody, CampaignContent, CampaignInput } from '../campaign/document'
import { checkPlace, draftOf, mayOrganise } from '../campaign/draft'
import { missingGates } from '../campaign/gates'
import { campaignKind } from '../campaign/kind'
import { findFor } from '../campaign/look-up'
import { campaignTypes, gateLabels } from '../campaign/types'
import { campaignActions } from '../campaign/workflow'
import { donorOptions } from '../donors'
import { consents, evidenceTypes } from '../pledge/document'
import { campaignProblems } from '../problems'
import {
  CampaignCard,
  CampaignPage,
  CharityView,
  cardOfCampaign,
  cardOfFund,
  cardOfWish,
  FundCard,
  pageOfCampaign,
  showCharity,
  WishCard,
} from '../show'
import type { Wish } from '../wish'
import { Area, Options, options, pageOf } from './paging'

const labelsOf = (rows: Record<string, { label: string }>) =>
  options(Object.fromEntries(Object.entries(rows).map(([key, { label }]) => [key, label])))

const streetOf = (area: string, ctx: Ctx): Promise<Street> =>
  ctx.street(
    ancestorAt(area, 'street') ?? refuse(problems.AREA_UNKNOWN, { fields: { area: problems.AREA_UNKNOWN.message } }),
  )

/** The books of these, by id, in one call. */
async function booksOf(
  kind: 'campaign' | 'fund',
  found: readonly Matter[],
  { store }: Ctx,
): Promise<Map<string, Book>> {
  const ids = found.map(({ _id }) => bookIdOf(kind, _id))
  const books = ids.length
    ? await store.find<Book>('books', { _id: store._.in(ids) }, { limit: ids.length, fields: { balances: true } })
    : []
  return new Map(books.map((book) => [book._id, book]))
}

const Types = z.array(
  z.object({
    value: z.string(),
    label: z.string(),
    hint: z.string(),
    gates: z.array(z.object({ gate: z.string(), label: z.string() })),
  }),
)
const types = Object.entries(campaignTypes).map(([value, { label, about, gates }]) => ({
  value,
  label,
  hint: about,
  gates: gates.map((gate) => ({ gate, label: gateLabels[gate].label })),
}))

/** As it is sent again: amounts in 元, days as days. */
const DraftContent = z
  .object({ ...CampaignContent.shape, goal: z.string(), endsOn: z.string() })
  .omit({ members: true })
const writtenOf = ({ title, amount = 0, body }: Campaign): z.input<typeof DraftContent> => ({
  type: body.type,
  title,
  words: body.words,
  purpose: body.purpose,
  photos: body.photos,
  goal: amount ? (amount / 100).toFixed(2) : '',
  endsOn: onOf(body.endsAt - 1),
  planNo: body.planNo,
  contact: body.contact,
  query: body.query,
  platformUrl: body.platformUrl,
  wanted: body.wanted,
  ...(body.resolution && {
    resolution: body.resolution.matter
      ? { plan: body.resolution.matter }
      : { no: body.resolution.no, title: body.resolution.title, on: body.resolution.on, photo: body.resolution.photo },
  }),
  ...(body.fund && { fund: body.fund.id }),
  ...(body.need && { need: body.need }),
})

const charitiesOf = (street: Street) =>
  [...street.bodies.values()].filter(({ type, endedAt }) => type === 'charity' && endedAt === undefined)

const listed = ['campaigns', 'funds', 'wishes', 'forMe'] as const
const kindOfList = { campaigns: 'campaign', funds: 'fund', wishes: 'wish', forMe: 'campaign' } as const

export const campaigns = {
  options: endpoint({
    who: 'guest',
    about: '查看募集的类型、捐赠人类型与选项',
    input: z.strictObject({}),
    output: z.object({
      types: Types,
      donorTypes: Options,
      evidenceTypes: Options,
      consents: Options,
    }),
    run: async () => ({
      types,
      donorTypes: donorOptions,
      evidenceTypes: labelsOf(evidenceTypes),
      consents: options(consents),
    }),
  }),

  /** Charities of the street with how their registration stands, and whether the reader may raise a campaign here with each. */
  charities: endpoint({
    who: 'guest',
    about: '查看街道登记的慈善组织',
    input: z.strictObject({ area: Area }),
    output: z.object({ charities: z.array(CharityView.extend({ mayOrganise: z.boolean() })) }),
    async run({ area }, ctx) {
      const [actor, street] = [await readerOf(ctx), await streetOf(area, ctx)]
      const bodies = charitiesOf(street)
      return {
        charities: bodies.map(({ _id }) => ({
          ...showCharity(street, _id, ctx.now),
          mayOrganise: mayOrganise(actor, area, _id),
        })),
      }
    },
  }),

  /** What a form of a campaign may choose from, and with an id what a draft holds, for whoever may revise it. */
  drafting: endpoint({
    who: 'member',
    about: '查看起草募集的选项，或一份草稿的内容',
    input: z.strictObject({ area: Area, id: MatterId.optional() }),
    output: z.object({
      types: Types,
      charities: z.array(CharityView),
      draft: z
        .object({
          area: z.string(),
          host: z.string(),
          version: z.number(),
          content: DraftContent,
          /** Whom it is for, as names; sending no codes leaves the list as it is. */
          members: z.array(z.string()),
          missing: z.array(z.object({ gate: z.string(), label: z.string() })),
        })
        .optional(),
    }),
    async run({ area, id }, ctx) {
      const found = id ? await seen(id, ctx) : undefined
      if (found && found.matter.kind !== campaignKind.name) return refuse(problems.MATTER_MISSING)
      const { actor } = await ctx.member()
      const street = found?.street ?? (await streetOf(area, ctx))
      const where = found?.matter.area ?? area
      const hosts = charitiesOf(street).filter(({ _id }) => mayOrganise(actor, where, _id))
      const choices = { types, charities: hosts.map(({ _id }) => showCharity(street, _id, ctx.now)) }
      if (!found) return hosts.length ? choices : refuse(campaignProblems.CAMPAIGN_NOT_ORGANISER)
      const campaign = found.matter as unknown as Campaign
      const may = decide(campaignActions.revise as Row<string, CampaignBody>, campaign, found.rule)
      if (!may.ok) return refuse(may.problem)
      return {
        ...choices,
        draft: {
          area: campaign.area,
          host: campaign.lead ?? '',
          version: campaign.version,
          content: writtenOf(campaign),
          members: campaign.body.members.map(({ name }) => name),
          missing: missingGates(campaign, found.rule).map((gate) => ({ gate, label: gateLabels[gate].label })),
        },
      }
    },
  }),

  draft: endpoint({
    who: 'member',
    writes: true,
    about: '起草募集',
    input: CampaignInput,
    output: MatterView,
    async run(input, ctx) {
      const { actor } = await ctx.member()
      const street = await streetOf(input.area, ctx)
      checkPlace(input, street, actor)
      const found = await findFor(input, { area: input.area, lead: input.host }, '', ctx.store)
      const rule = { actor, now: ctx.now, street }
      return keepFirst(draftOf(input, found, rule), rule, ctx)
    },
  }),

  /** Newest first: what is open, or with `over` what is done. A place shows its own and the street's. */
  around: endpoint({
    who: 'guest',
    about: '查看一个地方的募集、基金与微心愿',
    input: z.strictObject({
      area: Area,
      list: z.enum(listed, '请选择看什么').default('campaigns'),
      over: z.boolean('请选择').default(false),
      after: Cursor.optional(),
    }),
    output: z.object({
      campaigns: z.array(CampaignCard),
      funds: z.array(FundCard),
      wishes: z.array(WishCard),
      next: Cursor.optional(),
    }),
    async run({ area, list, over, after }, ctx) {
      const { _ } = ctx.store
      const street = await streetOf(area, ctx)
      const kind = kindOfList[list]
      const mine = list === 'forMe' || list === 'wishes' ? await readerOf(ctx) : guestActor
      const places = [ancestorAt(area, 'community'), street.path].filter((place) => place !== undefined)
      const held = over ? 'settled' : kind === 'fund' ? _.in(['open', 'waiting']) : 'open'
      const where =
        list === 'forMe'
          ? { 'body.members.key': mine.key, kind, class: held, 'body.visibility': 'members' }
          : { area: _.in(places), kind, class: held, 'body.visibility': 'public', 'beside.check': 'pass' }
      const { found, next } = await pageOf<Matter>(ctx, where, 'desc', after)
      const none = { campaigns: [], funds: [], wishes: [], next }
      if (kind === 'wish')
        return { ...none, wishes: found.map((one) => cardOfWish(one as unknown as Wish, street, mine)) }
      const books = await booksOf(kind, found, ctx)
      const bookOf = ({ _id }: Matter) => books.get(bookIdOf(kind, _id))
      if (kind === 'fund')
        return {
          ...none,
          funds: found.map((fund) => {
            const { label = '', tone = 'plain' as const } = kindOf('fund').statuses[fund.status] ?? {}
            return cardOfFund(fund, { key: fund.status, label, tone }, bookOf(fund), street)
          }),
        }
      return {
        ...none,
        campaigns: found.map((one) => cardOfCampaign(one as unknown as Campaign, bookOf(one), street, ctx.now)),
      }
    },
  }),

  /** The public page; a directed campaign is 未找到 for whoever is not listed. */
  campaign: endpoint({
    who: 'guest',
    about: '查看一个募集的公示页',
    input: z.strictObject({ id: MatterId }),
    output: CampaignPage,
    async run({ id }, ctx) {
      const [found, book] = await Promise.all([
        ctx.store.get<Matter>('matters', id, { trace: false, unsent: false, 'beside.supporters': false }),
        ctx.store.get<Book>('books', bookIdOf('campaign', id), { balances: true }),
      ])
      if (found?.kind !== 'campaign') return refuse(problems.MATTER_MISSING)
      const isPublic = isVisible(campaignKind, found, guestActor)
      // Who reads matters only where not everybody may.
      const actor = isPublic ? guestActor : await readerOf(ctx)
      if (!isPublic && !isVisible(campaignKind, found, actor)) return refuse(problems.MATTER_MISSING)
      const street = await ctx.street(found.street)
      return pageOfCampaign(found as unknown as Campaign, book, { street, now: ctx.now })
    },
  }),
}
