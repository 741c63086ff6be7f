// The body of an offer (捐赠意向): what is given, by whom, for what and until when, and what became of it. Goods, venues and services each have
// a form of their own. Shapes and zod input only.
import * as z from 'zod'
import { dayMs, onOf, startOf } from '../../core/clock'
import { problems as core } from '../../core/errors'
import type { Matter } from '../../core/matter'
import type { PersonKey } from '../../core/roles'
import { withRule } from '../../core/rules-of-a-form'
import { consents } from '../needs/document'
import { skills } from '../volunteers/classes'
import {
  type Check,
  type Condition,
  conditions,
  type GoodsCategory,
  goodsCategories,
  type OfferType,
  offerTypes,
  type Refusal,
  units,
} from './classes'
import { type Donor, donorShape, namesItself } from './donors'
import { problems } from './problems'

/** Goods as they were offered. `expiresOn` '' = they keep. */
export type GoodsPart = {
  name: string
  category: GoodsCategory
  unit: string
  quantity: number
  condition: Condition
  expiresOn: string
  /** Where they can be fetched, or when they will be brought. */
  where: string
}
export type VenuePart = { place: string; times: string; capacity: number }
export type ServicePart = { skill: keyof typeof skills; times: string; howMany: string }

/** What has been done with a part of it. `ref`: the handover, stock-taking or step it was noted for. */
export type Use = { ref: string; at: number; words: string; n?: number; need?: string }
export type Thanks = { ref: string; at: number; words: string }

export type OfferBody = {
  words: string
  photos: string[]
  visibility: 'public' | 'private'
  /** As the pool files it: a category of goods, a skill, or `venue`. */
  category: string
  type: OfferType
  donor: Donor
  /** 附加条件 and 希望用途, in the donor's words. */
  conditions: string
  purpose: string
  /** 有效期, epoch ms: an offer nobody took up ends by itself. */
  until: number
  goods?: GoodsPart
  venue?: VenuePart
  service?: ServicePart
  /** What it was given for, and the title where everybody may read it. */
  need?: string
  campaign?: string
  about?: string
  /** 专物专用: it may serve that alone, until the donor says otherwise (慈善法 56). */
  onlyFor: boolean
  askedToFree?: number
  checked?: { by: PersonKey; at: number; checks: Check[] }
  refusal?: Refusal
  /** As it was counted in. */
  received?: Pick<GoodsPart, 'name' | 'category' | 'unit' | 'quantity'> & {
    place: string
    expiresOn: string
    item: string
    by: PersonKey
    at: number
  }
  /** How much of it has not been handed out. */
  left?: number
  uses: Use[]
  thanks: Thanks[]
}
export type Offer = Matter<OfferBody>

/** The one batch an offer becomes. */
export const batchIdOf = (offer: string): string => `b${offer}`
/** What it may serve alone; '' = whatever is needed. */
export const tiedTo = ({ onlyFor, need, campaign }: Pick<OfferBody, 'onlyFor' | 'need' | 'campaign'>): string =>
  (onlyFor && (need ?? campaign)) || ''

const keysOf = <K extends string>(labels: Record<K, unknown>) => Object.keys(labels) as [K, ...K[]]
export const Key = z.string('请返回后重新填写').regex(/^[a-z0-9]{16,38}$/, '请返回后重新填写')
export const Link = z.string('请选择事项').regex(/^[a-z0-9]{16,40}$/, '没有这件事项')
export const text = (what: string, most: number, least = 0) =>
  z
    .string(`请填写${what}`)
    .trim()
    .min(least, least > 1 ? `${what}至少 ${least} 个字` : `请填写${what}`)
    .max(most, `${what}请控制在 ${most} 字以内`)
export const count = (what: string, most: number, least = 1) =>
  z.number(`请填写${what}`).int(`${what}请填写整数`).min(least, `${what}至少 ${least}`).max(most, `${what}太大，请核对`)
export const Day = (what: string) =>
  z
    .string(`请选择${what}`)
    .regex(/^20\d\d-\d\d-\d\d$/, `请选择${what}`)
    // The calendar is asked as well: there is no 30 February.
    .refine((on) => Number.isFinite(startOf(on)) && onOf(startOf(on)) === on, `请选择${what}`)
const Photo = z
  .string()
  .max(300)
  .regex(/^cloud:\/\/[\w.-]+\/[\w./-]+$/, '照片没有上传成功，请重新选择')

export const offerDays = 60
export const quantityMost = 100_000

const OfferForm = z.strictObject({
  id: Key,
  area: z.string('请选择社区').max(160),
  type: z.enum(keysOf(offerTypes), '请选择捐什么'),
  ...donorShape,
  words: text('说明', 500).default(''),
  photos: z.array(Photo).max(6, '照片最多 6 张').default([]),
  conditions: text('附加条件', 200).default(''),
  purpose: text('希望用途', 200).default(''),
  until: Day('有效期').optional(),
  goods: z
    .strictObject({
      name: text('物资名称', 30, 1),
      category: z.enum(keysOf(goodsCategories), '请选择物资类别'),
      unit: z.enum(units, '请选择单位'),
      quantity: count('数量', quantityMost),
      condition: z.enum(keysOf(conditions), '请选择新旧程度'),
      expiresOn: Day('保质期').optional(),
      where: text('存放地点', 60, 2),
    })
    .optional(),
  venue: z
    .strictObject({ place: text('场地', 60, 2), times: text('可用时间', 100, 2), capacity: count('容纳人数', 10_000) })
    .optional(),
  service: z
    .strictObject({
      skill: z.enum(keysOf(skills), '请选择服务类别'),
      times: text('可服务时间', 100, 2),
      howMany: text('能服务多少', 60, 1),
    })
    .optional(),
  need: Link.optional(),
  campaign: Link.optional(),
  onlyFor: z.boolean('请选择是否只用于这件事').default(true),
  onBehalfOf: z
    .strictObject({
      name: text('捐赠人姓名', 20, 1),
      consent: z.enum(keysOf(consents), '请选择捐赠人同意的方式'),
      phone: z
        .string('请填写 11 位手机号')
        .regex(/^1\d{10}$/, '请填写 11 位手机号')
        .optional(),
    })
    .optional(),
})
/** The part of the type that was chosen is filled in; a body says its name; what spoils says until when. */
export const OfferInput = withRule(
  withRule(
    withRule(OfferForm, ['type', 'goods', 'venue', 'service'], (input) =>
      input[input.type]
        ? undefined
        : [{ ...core.INPUT_INVALID, message: `请填写${offerTypes[input.type]}的情况` }, input.type],
    ),
    ['donorType', 'donorName', 'shownName'],
    (input) => (namesItself(input) ? undefined : [problems.OFFER_DONOR_NAME, 'donorName']),
  ),
  ['goods'],
  ({ goods }) =>
    goods && !goods.expiresOn && goodsCategories[goods.category].expires
      ? [problems.OFFER_EXPIRY_NEEDED, 'goods.expiresOn']
      : undefined,
)
export type OfferInput = z.output<typeof OfferInput>

/** The form of the type that was chosen; undefined when another was filled in. */
export const partOf = (
  input: OfferInput,
): { goods: GoodsPart } | { venue: VenuePart } | { service: ServicePart } | undefined => {
  if (input.type === 'goods')
    return input.goods && { goods: { ...input.goods, expiresOn: input.goods.expiresOn ?? '' } }
  if (input.type === 'venue') return input.venue && { venue: input.venue }
  return input.service && { service: input.service }
}

/** The last moment of a day. */
export const endOf = (on: string): number => startOf(on) + dayMs - 1
