// The body of a campaign (募集): what for, whom it is from, what it must show (慈善法 24, 25), and what it has disclosed. Shapes and zod input.
import * as z from 'zod'
import { dayMs, startOf } from '../../../core/clock'
import type { Matter } from '../../../core/matter'
import type { PersonKey } from '../../../core/roles'
import { AmountIfAny } from '../../ledger/amount'
import { badUrl, type CampaignType, campaignTypeKeys } from './types'

export type Member = { key: PersonKey; name: string }
/** The decision of the residents a collection rests on: a passed plan, or the words of the minutes. */
export type Resolution = { matter?: string; no: string; title: string; on?: string; photo?: string }
export type Wanted = { name: string; quantity: number; unit: string }

/** As the books stood when it was published; amounts in 分. */
export type Figures = { in: number; out: number; held: number; fees: number; returned: number; pledged: number }
export type Disclosure = {
  at: number
  /** interim: every three months, in 非常规 every five days · full: after the end. */
  kind: 'interim' | 'full'
  words: string
  figures?: Figures
  /** It came after its date. */
  late: boolean
}

export type CampaignBody = {
  type: CampaignType
  words: string
  photos: string[]
  visibility: 'public' | 'members' | 'private'
  /** 专款专用: what gifts may be used for. */
  purpose: string
  planNo: string
  contact: string
  query: string
  platformUrl: string
  /** End of the last day, epoch ms. */
  endsAt: number
  members: Member[]
  resolution?: Resolution
  wanted: Wanted[]
  fund?: { id: string; title: string }
  need?: string
  openedAt?: number
  endedAt?: number
  /** When the next disclosure is due. */
  discloseBy?: number
  /** At most sixty, the newest last; older ones stand in the log. */
  disclosures: Disclosure[]
  /** When its clocks were looked at last. */
  lookedAt?: number
}
export type Campaign = Matter<CampaignBody>

export const disclosuresMax = 60
export const membersMax = 300

const text = (what: string, most: number, least = 0) =>
  z
    .string(`请填写${what}`)
    .trim()
    .min(least, least > 1 ? `${what}至少 ${least} 个字` : `请填写${what}`)
    .max(most, `${what}请控制在 ${most} 字以内`)
export const Photo = z
  .string()
  .max(300)
  .regex(/^cloud:\/\/[\w.-]+\/[\w./-]+$/, '照片没有上传成功，请重新选择')
export const On = (message: string) =>
  z
    .string(message)
    .regex(/^\d{4}-\d\d-\d\d$/, message)
    .refine((on) => Number.isFinite(startOf(on)), message)
const MatterRef = z.string('请重新选择').regex(/^[a-z0-9]{16,40}$/, '请重新选择')
export const Code = z
  .string('请填写成员的编号')
  .trim()
  .regex(/^[A-Za-z0-9]{8}$/, '编号是 8 位字母或数字')
  .transform((code) => code.toUpperCase())

export const ResolutionInput = z.strictObject({
  plan: MatterRef.optional(),
  no: text('决议编号', 40).default(''),
  title: text('决议事项', 60).default(''),
  on: On('请选择决议日期').optional(),
  photo: Photo.optional(),
})

/** What the organiser writes, for the first draft and each revision; what is missing is only refused at publishing. */
export const CampaignContent = z.strictObject({
  type: z.enum(campaignTypeKeys, '请选择募集类型'),
  title: text('标题', 40, 4),
  words: text('说明', 2000, 4),
  purpose: text('用途', 100).default(''),
  photos: z.array(Photo).max(6, '照片最多 6 张').default([]),
  goal: AmountIfAny.optional(),
  endsOn: On('请选择截止日期').transform((on) => startOf(on) + dayMs),
  planNo: text('备案编号', 40).default(''),
  contact: text('联系人与联系方式', 60).default(''),
  query: text('查询方式', 100).default(''),
  platformUrl: z
    .string()
    .trim()
    .max(300, '网址请控制在 300 字以内')
    .refine((value) => value === '' || /^https:\/\/[\w.-]+(?:\/[^\s<>"']*)?$/.test(value), badUrl.message)
    .default(''),
  members: z.array(Code).max(membersMax, `成员最多 ${membersMax} 位`).default([]),
  resolution: ResolutionInput.optional(),
  wanted: z
    .array(
      z.strictObject({
        name: text('物品', 30, 1),
        quantity: z.number('请填写数量').int('请填写数量').min(1, '数量至少 1').max(100_000, '数量太大，请核对'),
        unit: text('单位', 6, 1),
      }),
    )
    .max(20, '物品最多 20 种')
    .default([]),
  fund: MatterRef.optional(),
  need: MatterRef.optional(),
})
export type CampaignContent = z.output<typeof CampaignContent>

export const CampaignInput = CampaignContent.extend({
  id: z.string().regex(/^[a-z0-9]{16,40}$/, '请返回后重新填写'),
  area: z.string('请选择社区').max(160),
  host: z.string('请选择慈善组织').min(1, '请选择慈善组织').max(60),
})
