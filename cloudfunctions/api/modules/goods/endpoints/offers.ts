// The door for donors: the choices of the form, an offer for oneself or, with consent, for somebody else, and what one has given and got.
// What happens to an offer goes through matters.act.
import * as z from 'zod'
import { refuseMoney } from '../../../core/asks-for-money'
import { dayMs, onOf, startOf } from '../../../core/clock'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { type Problem, refuse } from '../../../core/errors'
import { keepFirst, numberOf } from '../../../core/first'
import { kindOf } from '../../../core/kinds'
import type { Matter } from '../../../core/matter'
import { Cursor, page, readerOf } from '../../../core/matters'
import type { Actor } from '../../../core/roles'
import type { Street } from '../../../core/street'
import { isVisible, MatterCard, MatterView } from '../../../core/view'
import { consents } from '../../needs/document'
import { checks, conditions, goodsCategories, offerTypes, refusals, reserves, skillLabels, units } from '../classes'
import { type DonorType, donorTypes, isBody } from '../donors'
import { helped, publicTitle, RoomPath, streetOf } from '../door'
import { type Linked, offerKind, offerOf } from '../offer'
import { OfferInput } from '../offering'
import { problems } from '../problems'
import { keepsRoom } from '../rooms'

const options = (labels: Record<string, string | { label: string }>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label: typeof label === 'string' ? label : label.label }))
const Options = z.array(z.object({ value: z.string(), label: z.string() }))
const Page = z.object({ cards: z.array(MatterCard), next: Cursor.optional() })
const untilMost = 366 * dayMs

/** What is wrong with what was filled in, beyond the form itself; days are told together. */
function check(input: OfferInput, now: number): void {
  const { goods, until } = input
  const wrong: [Problem, string][] = []
  if (goods?.expiresOn && goods.expiresOn < onOf(now)) wrong.push([problems.OFFER_EXPIRED, 'goods.expiresOn'])
  if (until && (until <= onOf(now) || startOf(until) > now + untilMost)) wrong.push([problems.OFFER_UNTIL, 'until'])
  const [first] = wrong
  if (first) refuse(first[0], { fields: Object.fromEntries(wrong.map(([{ message }, field]) => [field, message])) })
  const written = [input.words, input.conditions, input.purpose, input.shownName, goods?.name, goods?.where]
  const more = [input.venue?.place, input.venue?.times, input.service?.times, input.service?.howMany, input.donorName]
  refuseMoney([...written, ...more].join('\n'), 'words')
}

/** What it is given for, as the donor may know of it; one SDK call. */
async function linkedTo({ need, campaign }: OfferInput, actor: Actor, street: Street, ctx: Ctx): Promise<Linked> {
  const ids = [need, campaign].filter((id) => id !== undefined)
  if (!ids.length) return {}
  const found = await ctx.store.find<Matter>('matters', { _id: ctx.store._.in(ids) }, { limit: 2 })
  const wanted = (id: string | undefined, kinds: readonly string[]): Matter | undefined => {
    if (id === undefined) return undefined
    const matter = found.find(({ _id }) => _id === id)
    const isOpen = matter?.class === 'open' || matter?.class === 'waiting'
    const fits = matter && isOpen && kinds.includes(matter.kind) && matter.street === street.path
    return fits && isVisible(kindOf(matter.kind), matter, actor) ? matter : refuse(problems.OFFER_LINK)
  }
  const [one, other] = [wanted(need, helped), wanted(campaign, ['campaign'])]
  // Goods are collected by campaigns for goods; what is for money takes pledges.
  if (other && other.body.type !== 'goods') return refuse(problems.OFFER_LINK)
  const about = (one && publicTitle(one)) ?? (other && publicTitle(other))
  return { ...(one && { need: one._id }), ...(other && { campaign: other._id }), ...(about && { about }) }
}

export const offers = {
  options: endpoint({
    who: 'guest',
    about: '查看捐赠的类别与选项',
    input: z.strictObject({}),
    output: z.object({
      types: Options,
      categories: z.array(z.object({ value: z.string(), label: z.string(), expires: z.boolean() })),
      units: z.array(z.string()),
      conditions: Options,
      donors: z.array(z.object({ value: z.string(), label: z.string(), nameLabel: z.string(), isBody: z.boolean() })),
      skills: Options,
      checks: Options,
      refusals: Options,
      reserves: Options,
      consents: Options,
    }),
    run: async () => ({
      types: options(offerTypes),
      categories: Object.entries(goodsCategories).map(([value, one]) => ({ value, ...one })),
      units: [...units],
      conditions: options(conditions),
      donors: (Object.keys(donorTypes) as DonorType[]).map((value) => ({
        value,
        ...donorTypes[value],
        isBody: isBody(value),
      })),
      skills: options(skillLabels),
      checks: options(checks),
      refusals: options(refusals),
      reserves: options(reserves),
      consents: options(consents),
    }),
  }),

  offer: endpoint({
    who: 'member',
    writes: true,
    about: '提出捐赠意向：物资、场地或服务（本人，或经同意代办）',
    input: OfferInput,
    output: MatterView,
    async run(input, ctx) {
      const person = await ctx.member()
      const { actor } = person
      const street = await streetOf(input.area, ctx)
      check(input, ctx.now)
      if (input.onBehalfOf && !keepsRoom(actor, input.area, street)) return refuse(problems.OFFER_PROXY_ROLE)
      const rule = { actor, now: ctx.now, street }
      const linked = await linkedTo(input, actor, street, ctx)
      return keepFirst(offerOf(input, person, linked, numberOf(offerKind, input.id, rule), rule), rule, ctx)
    },
  }),

  /** What has been accepted at a place, newest first, under the names donors have chosen. */
  offers: endpoint({
    who: 'guest',
    about: '查看本社区已接受的捐赠',
    input: z.strictObject({ area: RoomPath, after: Cursor.optional() }),
    output: Page,
    async run({ area, after }, ctx) {
      const where = {
        within: area,
        kind: 'offer',
        class: ctx.store._.in(['open', 'waiting', 'settled']),
        'body.visibility': 'public',
        'beside.check': 'pass',
      }
      return page(ctx, where, { key: 'at', direction: 'desc', after, actor: await readerOf(ctx) })
    },
  }),

  mine: endpoint({
    who: 'member',
    about: '查看我的捐赠，或发给我的物资',
    input: z.strictObject({ side: z.enum(['gave', 'got'], '请选择看什么').default('gave'), after: Cursor.optional() }),
    output: Page,
    async run({ side, after }, ctx) {
      const { actor } = await ctx.member()
      const where =
        side === 'gave' ? { author: actor.key, kind: 'offer' } : { 'onBehalfOf.person': actor.key, kind: 'handover' }
      return page(ctx, where, { key: 'at', direction: 'desc', after, actor })
    },
  }),
}
