// 需要 → 捐赠 → 入库 → 使用 → 感谢, walked from either end: from a need, from a gift, from what was handed out, from a campaign or a fund, from a use
// of its money. Nobody who is helped is named. At most one query beyond the matter itself, a page of it at a time.
import type * as z from 'zod'
import type { Ctx } from '../../core/endpoint'
import { problems, refuse } from '../../core/errors'
import { kindOf } from '../../core/kinds'
import type { Matter } from '../../core/matter'
import { guestActor, readerOf, type Seen } from '../../core/matters'
import { isVisible } from '../../core/view'
import type { RuleCtx } from '../../core/workflow'
import { nameless } from '../giving/donors'
import { giftsOf, linkOf } from '../giving/link'
import { fromCampaign, fromFund, fromMoney, fromPledge, fromRound, moneySteps } from './chain-money'
import { type After, type Chain, needStep, related, type Step, step } from './chain-steps'
import { publicName } from './donors'
import type { Handover } from './handing'
import { offerKind, offerStatuses } from './offer'
import type { Offer } from './offering'
import { type Picked, sayLines } from './picking'

function giftSteps(offer: Offer, rule: RuleCtx): Step[] {
  if (!isVisible(offerKind, offer as unknown as Matter, rule.actor)) return []
  const { body, title, at, _id, status } = offer
  const { received } = body
  return [
    step(
      'gift',
      title,
      `${publicName(body.donor)}，${offerStatuses[status as keyof typeof offerStatuses].label}`,
      at,
      rule,
      _id,
    ),
    ...(received
      ? [
          step(
            'stock',
            `${received.name} ${received.quantity} ${received.unit}`,
            `还有 ${body.left ?? received.quantity} ${received.unit}`,
            received.at,
            rule,
          ),
        ]
      : []),
  ]
}

/** How many of each line these parts are. */
const linesFrom = ({ lines }: Handover['body'], parts: readonly Picked[]) =>
  lines
    .map((line, index) => ({
      ...line,
      quantity: parts.filter((part) => part.line === index).reduce((sum, { n }) => sum + n, 0),
    }))
    .filter(({ quantity }) => quantity > 0)

/** What went out, of one gift or of all; thanks are told once somebody has passed them on. */
function useSteps({ _id, body, status, at, movedAt }: Handover, rule: RuleCtx, only?: string, open = false): Step[] {
  if (status !== 'done' && status !== 'thanked' && status !== 'thanking') return []
  const picks = body.picks.filter(({ gift }) => !only || gift === only)
  const from = [...new Set(picks.flatMap(({ gift, shown }) => (gift ? [shown] : [])))]
  const to = body.about ? `用于“${body.about}”` : body.need ? '用于一位居民的诉求' : '发给本社区居民'
  const words = only || !from.length ? to : `${to}，来自${from.join('、')}`
  return [
    step('use', sayLines(linesFrom(body, picks)), words, movedAt ?? at, rule, open ? _id : undefined),
    ...(status === 'thanked' && body.thanks ? [step('thanks', body.thanks.words, '', body.thanks.at, rule)] : []),
  ]
}

async function fromGift({ matter, rule }: Seen, after: After, ctx: Ctx): Promise<z.input<typeof Chain>> {
  const offer = matter as unknown as Offer
  const { body, _id, at } = offer
  // What has not come in cannot have gone out.
  const { found, next } = body.received
    ? await related({ 'body.gift': _id, kind: 'handover' }, after, ctx)
    : { found: [], next: undefined }
  const known = new Set(found.map((one) => one._id))
  const others = body.uses.filter(({ ref }) => !known.has(ref) && (ref.includes('_') || ref.startsWith('use')))
  const uses = found.flatMap((one) =>
    useSteps(one as unknown as Handover, rule, _id).filter(({ what }) => what === 'use'),
  )
  if (after) return { steps: uses, ...(next && { next }) }
  return {
    steps: [
      ...needStep(body.need, body.about, at, rule),
      ...giftSteps(offer, rule),
      ...others.map((use) => step('use', use.words, '', use.at, rule)),
      ...uses,
      ...body.thanks.map((thanks) => step('thanks', thanks.words, '', thanks.at, rule)),
    ],
    ...(next && { next }),
  }
}

/** The gifts it was taken from, as what was picked says; when they were given stands on their own pages. */
function pickedSteps({ body }: Handover, rule: RuleCtx): Step[] {
  return body.gift.map((gift) => {
    const parts = body.picks.filter((pick) => pick.gift === gift)
    const title = sayLines(linesFrom(body, parts))
    return step('gift', title, `${parts[0]?.shown ?? nameless}捐赠`, undefined, rule, gift)
  })
}

function fromUse({ matter, rule }: Seen): z.input<typeof Chain> {
  const handover = matter as unknown as Handover
  const { body, at } = handover
  return {
    steps: [
      ...needStep(body.need, body.about, at, rule),
      ...pickedSteps(handover, rule),
      ...useSteps(handover, rule, undefined, true),
    ],
  }
}

/** Money that was given for it, and wishes written down for it, as giving says them. */
function linkStep(matter: Matter, rule: RuleCtx): Step[] {
  const link = linkOf(matter)
  const may = link !== undefined && isVisible(kindOf(matter.kind), matter, rule.actor)
  const what = link?.kind === 'wish' ? ('need' as const) : ('gift' as const)
  return link ? [step(what, link.title, link.status, matter.at, rule, may ? link.id : undefined)] : []
}

/** From a need, a wish or a campaign for goods: everything that was given for it. */
async function fromNeed({ matter, rule }: Seen, after: After, ctx: Ctx): Promise<z.input<typeof Chain>> {
  const field = matter.kind === 'campaign' ? 'body.campaign' : 'body.need'
  const where = { [field]: matter._id, kind: ctx.store._.in(['offer', 'handover', 'pledge', 'wish', 'allocation']) }
  const { found, next } = await related(where, after, ctx)
  const steps = found.flatMap((one) =>
    one.kind === 'offer'
      ? giftSteps(one as unknown as Offer, rule)
      : one.kind === 'handover'
        ? useSteps(one as unknown as Handover, rule)
        : one.kind === 'allocation'
          ? moneySteps(one, rule)
          : linkStep(one, rule),
  )
  const give: Step['give'] = matter.kind === 'campaign' ? 'goods' : 'offer'
  const need = step('need', matter.title, '', matter.at, rule, matter._id)
  const first = after ? [] : [{ ...need, ...((give === 'offer' || matter.status === 'open') && { give }) }]
  return { steps: [...first, ...steps], ...(next && { next }) }
}

/**
 * What a chain begins from. Where everybody may read it, the chain is the same for all, and nobody is asked who they are: two SDK calls. What
 * is private is told to whoever may know of it, in three.
 */
export async function beginningOf(id: string, ctx: Ctx): Promise<Seen> {
  const matter = (await ctx.store.get<Matter>('matters', id)) ?? refuse(problems.MATTER_MISSING)
  const kind = kindOf(matter.kind)
  const actor = isVisible(kind, matter, undefined) ? guestActor : await readerOf(ctx)
  if (!isVisible(kind, matter, actor)) return refuse(problems.MATTER_MISSING)
  const street = await ctx.street(matter.street)
  return { matter, street, rule: { actor, now: ctx.now, street } }
}

/** The chain around it. */
export async function chainOf(found: Seen, after: After, ctx: Ctx): Promise<z.input<typeof Chain>> {
  const { kind } = found.matter
  if (kind === 'offer') return fromGift(found, after, ctx)
  if (kind === 'handover') return fromUse(found)
  if (kind === 'allocation') return fromMoney(found, ctx)
  if (kind === 'pledge') return fromPledge(found, after, ctx)
  if (kind === 'fund') return fromFund(found, after, ctx)
  const gifts = kind === 'campaign' && giftsOf(found.matter)
  if (gifts === 'grants') return fromRound(found, after, ctx)
  return gifts && gifts !== 'goods' ? fromCampaign(found, after, ctx) : fromNeed(found, after, ctx)
}
