// The gates before publishing as guards, one a gate, so that what is missing is named; and what only the clock decides. Pure.
import type { Guard } from '../../../core/workflow'
import { campaignProblems, gateProblems } from '../problems'
import { charityOf, isValid, standingOf } from '../standing'
import { discloseBy } from './disclosure'
import type { Campaign, CampaignBody, Resolution } from './document'
import { type Gate, gateLabels, typeOf } from './types'

type CampaignGuard = Guard<CampaignBody>
type Ctx = Parameters<CampaignGuard[1]>[1]

/** A plan that was passed; or the number, the day and a photo of the minutes together. */
const isDecided = ({ matter, no, on, photo }: Resolution): boolean =>
  matter !== undefined || (no !== '' && on !== undefined && photo !== undefined)

const passes: Record<Gate, (campaign: Campaign, ctx: Ctx) => boolean> = {
  certificate: ({ lead }, { street }) => charityOf(street, lead) !== undefined,
  qualified: ({ lead }, { street }) => charityOf(street, lead)?.qualified === true,
  plan: ({ body }) => body.planNo !== '',
  platform: ({ lead, body }, { street }) => body.platformUrl !== '' && charityOf(street, lead)?.platform !== '',
  contact: ({ body }) => body.contact !== '',
  query: ({ body }) => body.query !== '',
  members: ({ body }) => body.members.length > 0,
  resolution: ({ body }) => body.resolution !== undefined && isDecided(body.resolution),
  wanted: ({ body }) => body.wanted.length > 0,
  fund: ({ body }) => body.fund !== undefined,
  goal: ({ amount = 0 }) => amount > 0,
  purpose: ({ body }) => body.purpose !== '',
}
const order = Object.keys(passes) as Gate[]

const needs = ({ body }: Campaign, gate: Gate): boolean => typeOf(body.type).gates.includes(gate)

/** Gates of this campaign that do not stand open, in the table's order. */
export const missingGates = (campaign: Campaign, ctx: Ctx): Gate[] =>
  order.filter((gate) => needs(campaign, gate) && !passes[gate](campaign, ctx))

const gateGuards = order.map(
  (gate): CampaignGuard => [
    gateLabels[gate].problem,
    (campaign, ctx) => !needs(campaign, gate) || passes[gate](campaign, ctx),
  ],
)
const notExpired: CampaignGuard = [
  gateProblems.CAMPAIGN_CERTIFICATE_EXPIRED,
  (campaign, { street, now }) => standingOf(street, campaign.lead, now) !== 'expired',
]
const isAhead: CampaignGuard = [gateProblems.CAMPAIGN_PAST, ({ body }, { now }) => body.endsAt > now]

/** All that must hold at publishing, when it is proposed and again when it is agreed to. */
export const publishGuards: readonly CampaignGuard[] = [
  gateGuards[0] as CampaignGuard,
  notExpired,
  ...gateGuards.slice(1),
  isAhead,
]

export const isOver: CampaignGuard = [campaignProblems.CAMPAIGN_NOT_DUE, ({ body }, { now }) => body.endsAt <= now]
export const hasLapsed: CampaignGuard = [
  campaignProblems.CAMPAIGN_STANDS,
  ({ lead }, { street, now }) => !isValid(street, lead, now),
]
export const stands: CampaignGuard = [
  campaignProblems.CAMPAIGN_LAPSED,
  ({ lead, body }, { street, now }) => isValid(street, lead, now) && body.endsAt > now,
]
export const isDisclosureLate: CampaignGuard = [
  campaignProblems.CAMPAIGN_NOT_DUE,
  (campaign, { street, now }) => (discloseBy(campaign, street, now) ?? Number.POSITIVE_INFINITY) <= now,
]
/** A declaration has shortened the clock that was set before it. */
export const isHastened: CampaignGuard = [
  campaignProblems.CAMPAIGN_NOT_DUE,
  (campaign, { street, now }) => (discloseBy(campaign, street, now) ?? 0) < (campaign.body.discloseBy ?? 0),
]
/** Its clock has come, and nothing is to be done: the registration was renewed in time. */
export const isOnlyDue: CampaignGuard = [
  campaignProblems.CAMPAIGN_NOT_DUE,
  ({ dueAt }, { now }) => dueAt !== null && dueAt <= now,
]
export const isDirected: CampaignGuard = [
  campaignProblems.CAMPAIGN_NOT_DIRECTED,
  ({ body }) => typeOf(body.type).readers === 'members',
]
/** Its gifts come by a platform's report, which is still booked. */
export const importsReports = ({ status, body }: Pick<Campaign, 'status' | 'body'>): boolean =>
  typeOf(body.type).gifts === 'platform' && ['open', 'paused', 'ended'].includes(status)
/** As counted last: nothing promised is left between pledge and books. */
export const noOpenGifts: CampaignGuard = [
  campaignProblems.CAMPAIGN_GIFTS_OPEN,
  ({ beside }) => !((beside.kept as { pledged?: number } | undefined)?.pledged ?? 0),
]
