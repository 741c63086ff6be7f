// What the public sees of campaigns, funds and wishes: cards and the page, made of the matter, its book and the street's register of
// charities. Money comes in from the books only; what is promised stands apart. Pure.
import * as z from 'zod'
import { ancestorAt } from '../../core/areas'
import { onOf } from '../../core/clock'
import type { Matter } from '../../core/matter'
import type { Actor } from '../../core/roles'
import { areaName, bodyName, communityBody, type Street } from '../../core/street'
import type { Book } from '../ledger/book'
import { sayFen, shown } from '../ledger/chart'
import { discloseBy, everyText, figuresOf, reportWords, sayDay, sayOverdue } from './campaign/disclosure'
import type { Campaign, Figures } from './campaign/document'
import { campaignKind } from './campaign/kind'
import { typeOf } from './campaign/types'
import { whyNot } from './pledge/rules'
import { keptOf, type LatestGift } from './pledge/tally'
import { charityOf, standingOf, standings } from './standing'
import type { Wish } from './wish'
import { wishKind } from './wish'

const tone = z.enum(['plain', 'info', 'warn', 'ok', 'danger'])
const StatusView = z.object({ key: z.string(), label: z.string(), tone })
/** An amount for reading and for drawing. */
export const Money = z.object({ fen: z.number(), text: z.string() })
export const money = (fen: number) => ({ fen, text: sayFen(fen) })

export const CampaignCard = z.object({
  id: z.string(),
  title: z.string(),
  type: z.string(),
  typeLabel: z.string(),
  status: StatusView,
  host: z.string(),
  place: z.string(),
  purpose: z.string(),
  goal: Money.optional(),
  raised: Money.optional(),
  pledged: Money.optional(),
  /** Of the goal, from posted money only, 0 to 100. */
  percent: z.number().optional(),
  ends: z.string(),
  /** 信息公开已逾期 3 天. */
  overdue: z.string().optional(),
  wanted: z.array(z.string()),
})

export const FundCard = z.object({
  id: z.string(),
  title: z.string(),
  status: StatusView,
  host: z.string(),
  place: z.string(),
  purpose: z.string(),
  held: Money,
  raised: Money,
  pledged: Money,
})

export const WishCard = z.object({
  id: z.string(),
  no: z.string(),
  title: z.string(),
  words: z.string(),
  status: StatusView,
  limit: Money,
  place: z.string(),
  until: z.string(),
  mine: z.boolean(),
  thanks: z.string().optional(),
  version: z.number(),
})

const statusOf = (statuses: Record<string, { label: string; tone: z.infer<typeof tone> }>, key: string) => ({
  key,
  label: statuses[key]?.label ?? key,
  tone: statuses[key]?.tone ?? ('plain' as const),
})
const hostOf = ({ lead }: Pick<Matter, 'lead'>, street: Street): string => (lead ? bodyName(street, lead) : '')
const percentOf = (raised: number, goal: number): number => Math.min(100, Math.floor((raised / goal) * 100))

type BookLike = Pick<Book, 'balances'> | undefined

export function cardOfCampaign(
  campaign: Campaign,
  book: BookLike,
  street: Street,
  now: number,
): z.input<typeof CampaignCard> {
  const { body, amount = 0 } = campaign
  const kept = keptOf(campaign)
  const raised = book ? shown(book.balances, 'donations') : 0
  return {
    id: campaign._id,
    title: campaign.title,
    type: body.type,
    typeLabel: typeOf(body.type).label,
    status: statusOf(campaignKind.statuses, campaign.status),
    host: hostOf(campaign, street),
    place: areaName(street, campaign.area),
    purpose: body.purpose,
    ...(amount > 0 && { goal: money(amount) }),
    ...(book && { raised: money(raised), pledged: money(kept?.pledgedFen ?? 0) }),
    ...(book && amount > 0 && { percent: percentOf(raised, amount) }),
    ends: sayDay(body.endsAt - 1),
    overdue: sayOverdue(discloseBy(campaign, street, now), now),
    wanted: body.wanted.map(({ name, quantity, unit }) => `${name} ${quantity} ${unit}`),
  }
}

export function cardOfFund(
  fund: Matter<{ purpose?: string }>,
  status: z.input<typeof StatusView>,
  book: BookLike,
  street: Street,
): z.input<typeof FundCard> {
  return {
    id: fund._id,
    title: fund.title,
    status,
    host: hostOf(fund, street),
    place: areaName(street, fund.area),
    purpose: fund.body.purpose ?? '',
    held: money(book ? shown(book.balances, 'bank') : 0),
    raised: money(book ? shown(book.balances, 'donations') : 0),
    pledged: money(keptOf(fund)?.pledgedFen ?? 0),
  }
}

export const cardOfWish = (wish: Wish, street: Street, actor: Actor): z.input<typeof WishCard> => ({
  id: wish._id,
  no: wish.no,
  title: wish.title,
  words: wish.body.words,
  status: statusOf(wishKind.statuses, wish.status),
  limit: money(wish.amount ?? 0),
  place: areaName(street, wish.area),
  until: sayDay(wish.body.until - 1),
  mine: wish.body.taker?.key === actor.key,
  thanks: wish.body.thanks,
  version: wish.version,
})

const FiguresView = z.object({
  in: Money,
  out: Money,
  held: Money,
  fees: Money,
  returned: Money,
  pledged: Money,
})
const showFigures = (figures: Figures) => ({
  in: money(figures.in),
  out: money(figures.out),
  held: money(figures.held),
  fees: money(figures.fees),
  returned: money(figures.returned),
  pledged: money(figures.pledged),
})

export const GiftLine = z.object({ name: z.string(), amount: z.string(), on: z.string() })
export const showGift = ({ name, fen, on }: LatestGift) => ({
  name,
  amount: fen === undefined ? '金额不公开' : sayFen(fen),
  on,
})

/** Who holds the gifts and by what right, as every page of giving shows it (慈善法 24, 25). */
export const CharityView = z.object({
  id: z.string(),
  name: z.string(),
  standing: z.enum(['valid', 'expired', 'none']),
  standingLabel: z.string(),
  standingTone: z.enum(['ok', 'danger', 'warn']),
  certificateNo: z.string().optional(),
  qualified: z.boolean(),
  until: z.string().optional(),
  platform: z.string().optional(),
  platformUrl: z.string().optional(),
  contact: z.string().optional(),
  query: z.string().optional(),
  /** Its registration, as a matter. */
  matter: z.string().optional(),
})
export function showCharity(street: Street, body: string, now: number): z.input<typeof CharityView> {
  const charity = charityOf(street, body)
  const standing = standingOf(street, body, now)
  return {
    id: body,
    name: bodyName(street, body),
    standing,
    standingLabel: standings[standing].label,
    standingTone: standings[standing].tone,
    qualified: charity?.qualified ?? false,
    ...(charity && {
      certificateNo: charity.certificateNo,
      until: sayDay(charity.until - 1),
      platform: charity.platform || undefined,
      platformUrl: charity.platformUrl || undefined,
      contact: charity.contact,
      query: charity.query,
      matter: charity.matter,
    }),
  }
}

export const CampaignPage = CampaignCard.extend({
  no: z.string(),
  version: z.number(),
  about: z.string(),
  words: z.string(),
  photos: z.array(z.string()),
  charity: CharityView.optional(),
  planNo: z.string(),
  contact: z.string(),
  query: z.string(),
  /** The page on the designated platform: gifts to a public campaign go there. */
  platformUrl: z.string(),
  figures: FiguresView.optional(),
  /** The amount box shows only when this is true; otherwise the reason stands in its place. */
  takesPledges: z.boolean(),
  whyNot: z.string().optional(),
  /** A directed campaign cannot be passed on. */
  mayShare: z.boolean(),
  resolution: z
    .object({ id: z.string().optional(), title: z.string(), no: z.string(), on: z.string().optional() })
    .optional(),
  fund: z.object({ id: z.string(), title: z.string() }).optional(),
  need: z.string().optional(),
  responsible: z.array(z.object({ label: z.string(), name: z.string() })),
  disclosure: z.object({
    every: z.string(),
    due: z.string().optional(),
    overdue: z.string().optional(),
    reports: z.array(
      z.object({
        kindLabel: z.string(),
        on: z.string(),
        words: z.string(),
        late: z.boolean(),
        figures: FiguresView.optional(),
      }),
    ),
  }),
  latest: z.array(GiftLine),
  /** Drafted from the books, to be sent as it is or added to. */
  reportDraft: z.string(),
  book: z.string().optional(),
})

export function pageOfCampaign(
  campaign: Campaign,
  book: (Pick<Book, 'balances'> & { _id: string }) | undefined,
  { street, now }: { street: Street; now: number },
): z.input<typeof CampaignPage> {
  const { body, lead } = campaign
  const kept = keptOf(campaign)
  const type = typeOf(body.type)
  const figures = book && figuresOf(book, kept?.pledgedFen ?? 0)
  // Who may give is judged at the form, which knows the reader.
  const refusal = whyNot(campaign as unknown as Matter, street, now)
  const due = discloseBy(campaign, street, now)
  const community = ancestorAt(campaign.area, 'community')
  const committee = community && communityBody(street, community, 'committee')
  const { resolution } = body
  return {
    ...cardOfCampaign(campaign, book, street, now),
    no: campaign.no,
    version: campaign.version,
    about: type.about,
    words: body.words,
    photos: body.photos,
    ...(lead && { charity: showCharity(street, lead, now) }),
    planNo: body.planNo,
    contact: body.contact,
    query: body.query,
    platformUrl: body.platformUrl,
    ...(figures && { figures: showFigures(figures) }),
    takesPledges: refusal === undefined,
    whyNot: refusal?.message,
    mayShare: body.visibility === 'public',
    ...(resolution && {
      resolution: { id: resolution.matter, title: resolution.title, no: resolution.no, on: resolution.on },
    }),
    ...(body.fund && { fund: body.fund }),
    ...(body.need && { need: body.need }),
    responsible: [
      ...(lead ? [{ label: '接收与管理', name: bodyName(street, lead) }] : []),
      { label: '联系', name: body.contact },
      committee ? { label: '所在社区', name: committee.name } : { label: '所在街道', name: `${street.name}办事处` },
    ],
    disclosure: {
      every: everyText(street, campaign.area, now),
      due: due === undefined ? undefined : sayDay(due),
      overdue: sayOverdue(due, now),
      reports: body.disclosures
        .map((one) => ({
          kindLabel: one.kind === 'full' ? '完整情况' : '进展',
          on: onOf(one.at),
          words: one.words,
          late: one.late,
          ...(one.figures && { figures: showFigures(one.figures) }),
        }))
        .reverse(),
    },
    latest: (kept?.latest ?? []).map(showGift),
    reportDraft: reportWords(campaign.title, figures, now),
    ...(book && { book: book._id }),
  }
}
