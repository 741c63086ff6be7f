// The door for who reads about campaigns: what there is to give to around a place, the charities there, one campaign's public page.
import * as z from 'zod'
import { ancestorAt } from '../../../core/areas'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { problems, refuse } from '../../../core/errors'
import { kindOf } from '../../../core/kinds'
import type { Matter } from '../../../core/matter'
import { Cursor, guestActor, MatterId, readerOf } from '../../../core/matters'
import { isVisible } from '../../../core/view'
import { type Book, bookIdOf } from '../../ledger/book'
import type { Campaign } from '../campaign/document'
import { mayOrganise } from '../campaign/draft'
import { campaignKind } from '../campaign/kind'
import { donorOptions } from '../donors'
import { consents, evidenceTypes } from '../pledge/document'
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
import { Types, types } from './drafting'
import { Area, charitiesOf, Options, options, pageOf, streetOf } from './paging'

const labelsOf = (rows: Record<string, { label: string }>) =>
  options(Object.fromEntries(Object.entries(rows).map(([key, { label }]) => [key, label])))

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
