// What the steps of an offer ask for and change: the acceptance check, the counting in, a use, the thanks. Pure; the engine writes it.
import * as z from 'zod'
import { onOf } from '../../core/clock'
import { refuse } from '../../core/errors'
import type { FieldSpec } from '../../core/form'
import type { Matter } from '../../core/matter'
import type { Store } from '../../core/store'
import type { Change, RuleCtx } from '../../core/workflow'
import { never } from './batch'
import { type Check, checks, checksFor, goodsCategories, type Refusal, refusals } from './classes'
import { itemIdOf, plainName } from './items'
import { type Offer, type OfferBody, quantityMost, type Thanks, type Use } from './offering'
import { problems } from './problems'
import { recipientOf } from './recipients'

type Effect<P = Record<string, never>> = (offer: Offer, patch: P, ctx: RuleCtx, note: string) => Change<OfferBody>

const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))
const listMax = 60
const told = <T>(list: readonly T[], one: T): T[] => [...list, one].slice(-listMax)

const isPast = (expiresOn: string, now: number): boolean => expiresOn !== '' && expiresOn < onOf(now)

export const acceptFields = ({ body }: Offer): FieldSpec[] =>
  body.goods
    ? [
        {
          name: 'checks',
          label: '接收前逐项查看（慈善法第三十六条）',
          kind: 'choices',
          required: true,
          options: checksFor(body.goods.category).map((value) => ({ value, label: checks[value] })),
          hint: '有一项不合格，请选择“不接收”并说明理由',
        },
      ]
    : []
export const Accept = z.strictObject({
  checks: z
    .array(z.enum(Object.keys(checks) as [Check, ...Check[]], '请逐项查看'))
    .max(4, '请逐项查看')
    .default([]),
})
/** From here on everybody may read it; words that the check refused stay hidden. */
export const accept: Effect<{ checks: Check[] }> = ({ body, beside }, { checks: seen }, { actor, now }) => {
  const { goods } = body
  if (goods && isPast(goods.expiresOn, now)) return refuse(problems.OFFER_EXPIRED)
  if (goods && checksFor(goods.category).some((one) => !seen.includes(one)))
    return refuse(problems.OFFER_CHECKS, { fields: { 'patch.checks': problems.OFFER_CHECKS.message } })
  return {
    to: goods ? 'accepted' : 'available',
    lateCount: 0,
    ...(beside.check !== 'refused' && { check: 'pass' }),
    body: { visibility: 'public', ...(goods && { checked: { by: actor.key, at: now, checks: seen } }) },
  }
}

export const refuseFields: FieldSpec[] = [
  { name: 'reason', label: '理由', kind: 'choice', required: true, options: options(refusals) },
]
export const Refuse = z.strictObject({
  reason: z.enum(Object.keys(refusals) as [Refusal, ...Refusal[]], '请选择理由'),
})
export const turnDown: Effect<{ reason: Refusal }> = (_offer, { reason }) => ({
  body: { refusal: reason, visibility: 'private' },
  said: refusals[reason],
})

export const receiveFields = ({ body }: Offer): FieldSpec[] => {
  const { name = '', quantity = 0, unit = '', category = 'other' } = body.goods ?? {}
  const dated = goodsCategories[category].expires
  return [
    {
      name: 'quantity',
      label: `清点数量（${unit}）`,
      kind: 'number',
      required: true,
      max: quantityMost,
      hint: `捐赠单写明 ${quantity} ${unit}`,
    },
    { name: 'place', label: '放在哪里', kind: 'text', required: true, max: 30, placeholder: '例如：2 号架第 3 层' },
    { name: 'expiresOn', label: '保质期至', kind: 'date', ...(dated && { required: true }) },
    { name: 'name', label: '入库名称', kind: 'text', max: 30, placeholder: name, hint: '不填就按捐赠单的名称' },
  ]
}
export const Receive = z.strictObject({
  quantity: z.coerce
    .number('请填写数量')
    .int('数量请填写整数')
    .min(1, '数量至少 1')
    .max(quantityMost, '数量太大，请核对'),
  place: z.string('请填写放在哪里').trim().min(1, '请填写放在哪里').max(30, '请控制在 30 字以内'),
  expiresOn: z.union([z.literal(''), z.string().regex(/^20\d\d-\d\d-\d\d$/)], '请选择保质期').default(''),
  name: z.string().trim().max(30, '名称请控制在 30 字以内').default(''),
})
type Received = z.output<typeof Receive>
/** Its batch is written by what follows the step (follow-offer.ts). */
export const receive: Effect<Received> = (offer, { quantity, place, expiresOn, name }, { actor, now }) => {
  const { goods } = offer.body
  if (!goods) return refuse(problems.OFFER_NOT_GOODS)
  const until = expiresOn || goods.expiresOn
  if (!until && goodsCategories[goods.category].expires)
    return refuse(problems.OFFER_EXPIRY_NEEDED, { fields: { 'patch.expiresOn': problems.OFFER_EXPIRY_NEEDED.message } })
  if (isPast(until, now))
    return refuse(problems.OFFER_EXPIRED, { fields: { 'patch.expiresOn': problems.OFFER_EXPIRED.message } })
  const { category, unit } = goods
  const called = plainName(name || goods.name)
  const received = {
    name: called,
    category,
    unit,
    quantity,
    place,
    expiresOn: until || never,
    item: itemIdOf(offer.area, category, called, unit),
    by: actor.key,
    at: now,
  }
  return { body: { received, left: quantity }, said: `${called} ${quantity} ${unit}，放在${place}` }
}

export const useFields: FieldSpec[] = [
  { name: 'need', label: '用于哪件诉求', kind: 'matter', hint: '不是为某件诉求，可以不选' },
]
export const UseInput = z.strictObject({
  need: z.union([z.literal(''), z.string().regex(/^[a-z0-9]{16,40}$/)], '请选择诉求').default(''),
  helped: z.string().default(''),
})
/** Who would be helped, whatever the phone says. */
export const lookUpNeed = async (patch: unknown, _matter: Matter, store: Store): Promise<unknown> => {
  const { need } = patch as { need?: unknown }
  const found =
    typeof need === 'string' && need
      ? await store.get<Matter>('matters', need, { author: true, onBehalfOf: true, 'body.whom': true })
      : undefined
  return { ...(patch as object), helped: found ? recipientOf(found).person : '' }
}
export const use: Effect<z.output<typeof UseInput>> = (offer, { need, helped }, { now }, note) => {
  if (helped && !offer.onBehalfOf && helped === offer.author) return refuse(problems.GOODS_OWN_GIFT)
  const { uses } = offer.body
  const one: Use = { ref: `use${offer.version}`, at: now, words: note, ...(need && { need }) }
  return { body: { uses: told(uses, one) }, said: note }
}

const over = ({ thanks }: OfferBody): 'used' | 'thanked' => (thanks.length ? 'thanked' : 'used')
export const finish: Effect = ({ body }) => ({ to: over(body) })
/** What was never used ends; what has been used is used up. */
export const expire: Effect = ({ body }) => ({ to: body.uses.length ? over(body) : 'expired' })

export const thank: Effect = ({ body, status, version }, _patch, { now }, note) => {
  const one: Thanks = { ref: `thanks${version}`, at: now, words: note }
  return { body: { thanks: told(body.thanks, one) }, ...(status === 'used' && { to: 'thanked' }) }
}

export const askToFree: Effect = (_offer, _patch, { now }) => ({ body: { askedToFree: now } })
export const free: Effect = () => ({ body: { onlyFor: false }, said: '可以用于其他需要' })
export const keepTied: Effect = () => ({ body: { askedToFree: undefined }, said: '仍只用于指定的事项' })

/** The timer's words about a part that was handed out or written off. The donor is told of the first part and when nothing is left. */
export const NoteUse = z.strictObject({
  ref: z.string(),
  words: z.string(),
  n: z.number(),
  left: z.number(),
  need: z.string().optional(),
})
export const noteUse: Effect<z.output<typeof NoteUse>> = ({ body, status }, { left, ...one }, { now }) => ({
  body: { uses: told(body.uses, { ...one, at: now }), left },
  said: one.words,
  // Parts that went out side by side are noted one after the other, the last of them after nothing was left.
  ...(left === 0 && status === 'stocked' && { to: over(body) }),
})
export const isNews = ({ left }: { left: number }, { body, status }: Offer): boolean =>
  body.uses.length === 0 || (left === 0 && status === 'stocked')

export const HearThanks = z.strictObject({ ref: z.string(), words: z.string() })
export const hearThanks: Effect<{ ref: string; words: string }> = ({ body, status }, { ref, words }, { now }) => ({
  body: { thanks: told(body.thanks, { ref, words, at: now }) },
  said: words,
  ...(status === 'used' && { to: 'thanked' }),
})
