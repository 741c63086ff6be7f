// 需要 → 捐赠 → 入库 → 使用 → 感谢, walked from either end: from a need, from a gift, from what was handed out. Nobody who is helped is named; what
// the reader may not open is told in words only. At most one query beyond the matter itself, a page of it at a time.
import * as z from 'zod'
import { sayTime } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems, refuse } from '../../core/errors'
import { kindOf } from '../../core/kinds'
import type { Matter } from '../../core/matter'
import { Cursor, guestActor, pageSize, readerOf, type Seen } from '../../core/matters'
import type { Where } from '../../core/store'
import { isVisible } from '../../core/view'
import type { RuleCtx } from '../../core/workflow'
import { linkOf as useOf } from '../funds/link'
import { nameless } from '../giving/donors'
import { linkOf } from '../giving/link'
import { publicName } from './donors'
import type { Handover } from './handing'
import { offerKind, offerStatuses } from './offer'
import type { Offer } from './offering'
import { type Picked, sayLines } from './picking'

export const ChainStep = z.object({
  what: z.enum(['need', 'gift', 'stock', 'use', 'thanks']),
  label: z.string(),
  title: z.string(),
  words: z.string(),
  time: z.string(),
  /** The matter to open, where the reader may. */
  matter: z.string().optional(),
})
export const Chain = z.object({ steps: z.array(ChainStep), next: Cursor.optional() })
type Step = z.input<typeof ChainStep>

const labels = { need: '需要', gift: '捐赠', stock: '入库', use: '使用', thanks: '感谢' } as const
const step = (
  what: Step['what'],
  title: string,
  words: string,
  at: number | undefined,
  { now }: RuleCtx,
  matter?: string,
): Step => ({
  what,
  label: labels[what],
  title,
  words,
  time: at === undefined ? '' : sayTime(at, now),
  ...(matter && { matter }),
})

const needStep = (need: string | undefined, about: string | undefined, at: number, rule: RuleCtx): Step[] =>
  need ? [step('need', about ?? '一件不公开的诉求', '', at, rule, about ? need : undefined)] : []

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

const order = [
  ['at', 'asc'],
  ['_id', 'asc'],
] as const
type After = z.output<typeof Cursor> | undefined

async function related(where: Where, after: After, { store }: Ctx): Promise<{ found: Matter[]; next?: Cursor }> {
  const { _ } = store
  const from = after ? _.and([where, _.or([{ at: _.gt(after.key) }, { at: after.key, _id: _.gt(after.id) }])]) : where
  const fields = { trace: false, unsent: false, 'beside.supporters': false }
  const read = await store.find<Matter>('matters', from as Where, { order, limit: pageSize + 1, fields })
  const found = read.slice(0, pageSize)
  const last = found.at(-1)
  return { found, ...(read.length > pageSize && last && { next: { key: last.at, id: last._id } }) }
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

/** What money was used for it, as funds say it, and the thanks for that. */
function moneySteps(matter: Matter, rule: RuleCtx): Step[] {
  const use = isVisible(kindOf(matter.kind), matter, rule.actor) ? useOf(matter) : undefined
  if (!use) return []
  const thanks = use.thanks ? [step('thanks', use.thanks, '', matter.movedAt ?? matter.at, rule)] : []
  return [step('use', use.title, use.status, matter.at, rule, use.id), ...thanks]
}

/** From a use of money: the need it answers, the fund it is from, what came of it. */
async function fromMoney({ matter, rule }: Seen, ctx: Ctx): Promise<z.input<typeof Chain>> {
  const use = useOf(matter)
  if (!use) return { steps: [] }
  const need = use.need ? await ctx.store.get<Matter>('matters', use.need) : undefined
  const about = need && isVisible(kindOf(need.kind), need, rule.actor) ? need.title : undefined
  return {
    steps: [
      ...needStep(use.need, about, need?.at ?? matter.at, rule),
      step('gift', use.fund.title, '捐赠人共同的钱', matter.at, rule, use.fund.id),
      ...moneySteps(matter, rule),
    ],
  }
}

/** From a fund: everything its money was used for. */
async function fromFund({ matter, rule }: Seen, after: After, ctx: Ctx): Promise<z.input<typeof Chain>> {
  const where = { 'body.fund': matter._id, kind: 'allocation', class: ctx.store._.in(['open', 'settled']) }
  const { found, next } = await related(where, after, ctx)
  const first = after ? [] : [step('gift', matter.title, '', matter.at, rule, matter._id)]
  return { steps: [...first, ...found.flatMap((one) => moneySteps(one, rule))], ...(next && { next }) }
}

/** From a need, a wish or a campaign: everything that was given for it. */
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
  const first = after ? [] : [step('need', matter.title, '', matter.at, rule, matter._id)]
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
  return kind === 'fund' ? fromFund(found, after, ctx) : fromNeed(found, after, ctx)
}
