// The body of a pledge (认捐意向): who gives how much to what, and what the charity has written down of its arrival. Money is in 分, whole.
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Matter } from '../../../core/matter'
import type { PersonKey } from '../../../core/roles'
import { withRule } from '../../../core/rules-of-a-form'
import { Amount, AmountIfAny, fenFrom, isNone } from '../../ledger/amount'
import { CreditCode } from '../body-name'
import { On, Photo } from '../campaign/document'
import { type DonorType, donorTypeKeys } from '../donors'
import { giftProblems, pledgeProblems } from '../problems'

// biome-ignore format: a table is read in columns.
export const evidenceTypes = {
  bank:     { label: '银行流水', refLabel: '银行流水号' },
  platform: { label: '平台流水', refLabel: '平台流水号' },
  voucher:  { label: '现金收据', refLabel: '收据或凭证编号' },
} as const
export type EvidenceType = keyof typeof evidenceTypes
export const evidenceTypeKeys = Object.keys(evidenceTypes) as [EvidenceType, ...EvidenceType[]]

export type Evidence = {
  type: EvidenceType
  ref: string
  /** The day of the bank line or voucher, 'YYYY-MM-DD'. */
  on: string
  fen: number
  /** What the platform kept of it. */
  feeFen: number
  photos: string[]
  by: PersonKey
  at: number
}
/** 捐赠票据 (慈善法 38): its number, or that the donor wanted none. */
export type Receipt = { no: string } | { waived: true }

export type PledgeBody = {
  to: string
  toKind: 'campaign' | 'fund'
  toTitle: string
  /** What it may be used for, as it was when the donor agreed to it. */
  purpose: string
  donorType: DonorType
  /** For the receipt; read by the charity only. */
  donorName: string
  /** 统一社会信用代码 of a body that gave it. */
  donorCode?: string
  /** What the donor is found by, however the name is written (body-name.ts). */
  donorKeys?: string[]
  /** '' = 爱心居民. */
  shownName: string
  hidesAmount: boolean
  /** The donor's own words, for the charity. */
  words: string
  source: 'phone' | 'proxy' | 'platform'
  hasPhone: boolean
  visibility: 'private'
  need?: string
  /** Of the thank-you card: says nothing about the donor. */
  card: string
  evidence?: Evidence
  receipt?: Receipt
  confirmed?: { by: PersonKey; at: number }
  /** The posting of its arrival. */
  posting?: string
  /** Its book; and, while it is written down and not in the book, the day that keeps its month open. */
  book: string
  openOn?: string
  postedAt?: number
  /** The provider of the payment says that it was given back. */
  refunded?: boolean
  reversal?: { by: PersonKey; at: number; confirmedBy?: PersonKey }
}
export type Pledge = Matter<PledgeBody>

/** In 分: above it the donor and the charity sign an agreement. */
export const pledgeMaxFen = 100_000_000

const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** Sixteen letters without look-alikes, from the pledge's own id, which nobody else knows. */
export const cardOf = (id: string): string =>
  [...createHash('sha256').update(`card|${id}`).digest().subarray(0, 16)]
    .map((byte) => letters[byte % letters.length])
    .join('')

const text = (what: string, most: number) =>
  z.string(`请填写${what}`).trim().max(most, `${what}请控制在 ${most} 字以内`)
export const consents = { inPerson: '当面同意', phone: '电话同意', paper: '书面同意' } as const

const PledgeForm = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{16,40}$/, '请返回后重新填写'),
  to: z.strictObject({
    kind: z.enum(['campaign', 'fund'], '请选择捐给哪里'),
    id: z.string('请选择捐给哪里').regex(/^[a-z0-9]{16,40}$/, '请选择捐给哪里'),
  }),
  amount: Amount,
  donorType: z.enum(donorTypeKeys, '请选择捐赠人类型'),
  donorName: text('捐赠人姓名或单位名称', 40).min(1, '请填写捐赠人姓名或单位名称'),
  donorCode: CreditCode,
  shown: z.enum(['named', 'anonymous'], '请选择是否公开名字'),
  shownName: text('公布的名字', 20).default(''),
  hidesAmount: z.boolean('请选择是否公开金额').default(false),
  words: text('留言', 200).default(''),
  need: z
    .string()
    .regex(/^[a-z0-9]{16,40}$/, '请重新选择诉求')
    .optional(),
  onBehalfOf: z
    .strictObject({
      name: text('居民姓名', 20).min(1, '请填写居民姓名'),
      consent: z.enum(Object.keys(consents) as [keyof typeof consents], '请选择居民同意的方式'),
      phone: z
        .string()
        .regex(/^1\d{10}$/, '请填写 11 位手机号')
        .optional(),
    })
    .optional(),
})
/** A pledge that is named has a name; a large one is not promised here. */
export const PledgeInput = withRule(
  withRule(PledgeForm, ['shown', 'shownName'], ({ shown, shownName }) =>
    shown === 'named' && !shownName ? [pledgeProblems.PLEDGE_NAME, 'shownName'] : undefined,
  ),
  ['amount'],
  ({ amount }) => (fenFrom(amount, 'amount') > pledgeMaxFen ? [pledgeProblems.PLEDGE_LARGE, 'amount'] : undefined),
)
export type PledgeInput = z.output<typeof PledgeInput>

/** An amount that arrived and what a platform kept of it, in 分. */
export const fenOf = ({ amount, fee }: { amount: Amount; fee?: Amount }): { fen: number; feeFen: number } => ({
  fen: fenFrom(amount, 'patch.amount'),
  feeFen: fee === undefined || isNone(fee) ? 0 : fenFrom(fee, 'patch.fee'),
})

/** What the charity's clerk writes down of an arrival. */
const RecordForm = z.strictObject({
  type: z.enum(evidenceTypeKeys, '请选择凭证类型'),
  ref: text('凭证编号', 64)
    .min(4, '请填写凭证编号，至少 4 位')
    .transform((ref) => ref.normalize('NFKC').replace(/\s+/g, '').toUpperCase()),
  on: On('请选择到账日期'),
  amount: Amount,
  fee: AmountIfAny.optional(),
  receiptNo: text('票据号', 40).default(''),
  waived: z
    .union([z.boolean(), z.enum(['yes', 'no'])], '请选择')
    .transform((value) => value === true || value === 'yes')
    .default(false),
  photos: z.array(Photo).max(6, '照片最多 6 张').default([]),
})
/** With a receipt's number or without one on the donor's wish; cash with its photo; a fee below the amount. */
export const RecordInput = withRule(
  withRule(
    withRule(RecordForm, ['type', 'photos'], ({ type, photos }) =>
      type === 'voucher' && !photos.length ? [giftProblems.GIFT_PHOTO, 'photos'] : undefined,
    ),
    ['receiptNo', 'waived'],
    ({ receiptNo, waived }) => {
      if (receiptNo && waived) return [giftProblems.RECEIPT_BOTH, 'receiptNo']
      return receiptNo || waived ? undefined : [giftProblems.RECEIPT_NEEDED, 'receiptNo']
    },
  ),
  ['amount', 'fee'],
  (typed) => {
    const { fen, feeFen } = fenOf(typed)
    return feeFen >= fen ? [giftProblems.GIFT_FEE, 'fee'] : undefined
  },
)
export type RecordInput = z.output<typeof RecordInput>
