// The chain of money: from a campaign or a fund, from a gift of money, and from a use of it back. Gifts are told as the public may read them: what
// has come in together, and the latest by the names and amounts their donors chose to show.
import type * as z from 'zod'
import type { Ctx } from '../../core/endpoint'
import { kindOf } from '../../core/kinds'
import type { Matter } from '../../core/matter'
import type { Seen } from '../../core/matters'
import type { Where } from '../../core/store'
import { isVisible } from '../../core/view'
import type { RuleCtx } from '../../core/workflow'
import { linkOf as useOf } from '../funds/link'
import { giftsOf, givenTo, linkOf } from '../giving/link'
import { bookIdOf } from '../ledger/book'
import { type After, type Chain, needStep, related, type Step, step } from './chain-steps'

type Told = z.input<typeof Chain>
const used = ['open', 'settled']

/** What money was used for, as funds say it, and the thanks for that. */
export function moneySteps(matter: Matter, rule: RuleCtx): Step[] {
  const use = isVisible(kindOf(matter.kind), matter, rule.actor) ? useOf(matter) : undefined
  if (!use) return []
  const thanks = use.thanks ? [step('thanks', use.thanks, '', matter.movedAt ?? matter.at, rule)] : []
  return [step('use', use.title, use.status, matter.at, rule, use.id), ...thanks]
}

/** Its steps after `first`, a page of the uses that `where` finds. */
async function usesAfter(first: Step[], where: Where, rule: RuleCtx, after: After, ctx: Ctx): Promise<Told> {
  const { _ } = ctx.store
  const { found, next } = await related({ ...where, kind: 'allocation', class: _.in(used) }, after, ctx)
  const steps = [...(after ? [] : first), ...found.flatMap((one) => moneySteps(one, rule))]
  return { steps, ...(next && { next }) }
}

/** From a campaign that raises money: what has come in for it, and what that was used for. */
export function fromCampaign({ matter, rule }: Seen, after: After, ctx: Ctx): Promise<Told> {
  const given = givenTo(matter)
  const gifts = given ? [{ ...step('gift', given.title, given.words, undefined, rule), book: given.book }] : []
  const may = giftsOf(matter) === 'pledge' && matter.status === 'open'
  const goal = step('need', matter.title, '', matter.at, rule, matter._id)
  const first = [{ ...goal, ...(may && { give: 'pledge' as const }) }, ...gifts]
  return usesAfter(first, { 'body.book': bookIdOf('campaign', matter._id) }, rule, after, ctx)
}

/** From a round of 公益创投: what the fund that pays for it has been asked for. */
export function fromRound({ matter, rule }: Seen, after: After, ctx: Ctx): Promise<Told> {
  const { fund } = matter.body as { fund?: { id: string; title: string } }
  const first = [
    step('need', matter.title, '', matter.at, rule, matter._id),
    ...(fund ? [step('gift', fund.title, '由这个基金出资', undefined, rule, fund.id)] : []),
  ]
  const book = bookIdOf('fund', fund?.id ?? '')
  return usesAfter(first, { 'body.book': book, 'body.round': matter._id }, rule, after, ctx)
}

/** From a fund: from whom it has what it holds, and everything that was used for. A campaign's money of which its committee decided is not its own. */
export function fromFund({ matter, rule }: Seen, after: After, ctx: Ctx): Promise<Told> {
  const given = givenTo(matter)
  const words = given ? [given.title, given.words].filter(Boolean).join('，') : ''
  const gift = step('gift', matter.title, words, matter.at, rule, matter._id)
  const book = bookIdOf('fund', matter._id)
  return usesAfter([{ ...gift, ...(given && { book: given.book }) }], { 'body.book': book }, rule, after, ctx)
}

/** From a gift of money: what it was given to, the gift itself, and what the money of that purpose was used for, once it has come in. */
export async function fromPledge({ matter, rule }: Seen, after: After, ctx: Ctx): Promise<Told> {
  const gift = linkOf(matter)
  const { toTitle, purpose, to, book } = matter.body as { toTitle: string; purpose: string; to: string; book: string }
  const first = [
    step('need', toTitle, purpose && `用途：${purpose}`, undefined, rule, to),
    ...(gift ? [step('gift', gift.title, gift.status, matter.at, rule, gift.id)] : []),
  ]
  // What has not come in cannot have gone out.
  return gift?.done ? usesAfter(first, { 'body.book': book }, rule, after, ctx) : { steps: after ? [] : first }
}

/** From a use of money back: the need it answers, the campaign or fund it is from and who gave to that, what came of it. One query. */
export async function fromMoney({ matter, rule }: Seen, ctx: Ctx): Promise<Told> {
  const use = useOf(matter)
  if (!use) return { steps: [] }
  const ids = [use.need, use.to].filter((id) => id !== undefined)
  const found = await ctx.store.find<Matter>(
    'matters',
    { _id: ctx.store._.in(ids) },
    { limit: ids.length, fields: { trace: false, unsent: false, 'beside.supporters': false } },
  )
  const open = (id?: string): Matter | undefined =>
    found.find((one) => one._id === id && isVisible(kindOf(one.kind), one, rule.actor))
  const [need, from] = [open(use.need), open(use.to)]
  const given = from && givenTo(from)
  const words = given ? [given.title, given.words].filter(Boolean).join('，') : '捐赠人共同的钱'
  return {
    steps: [
      ...needStep(use.need, need?.title, need?.at ?? matter.at, rule),
      ...(use.round ? [step('need', `公益创投：${use.round.title}`, '', matter.at, rule, use.round.id)] : []),
      step('gift', from?.title ?? '一次不公开的募集', words, undefined, rule, from?._id),
      ...moneySteps(matter, rule),
    ],
  }
}
