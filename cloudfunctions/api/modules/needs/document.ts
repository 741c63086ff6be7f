// The body of a need (诉求): what a resident asks for, and what the handling has added. Shapes and zod input of its own fields only.
import * as z from 'zod'
import type { Matter } from '../../core/matter'
import { type Category, categories } from './categories'

export const urgencies = { normal: '一般', soon: '较急', urgent: '紧急' } as const
export type Urgency = keyof typeof urgencies

export const scopes = { individual: '个人的事', collective: '大家的事' } as const
export const visibilities = { public: '公开', private: '不公开' } as const
export const consents = { inPerson: '当面同意', phone: '电话同意', paper: '书面同意' } as const

export type NeedBody = {
  words: string
  /** Cloud file ids; shown to other residents after they are checked. */
  photos: string[]
  category: Category
  urgency: Urgency
  /** M58: one person's matter is a service, everybody's is deliberated. */
  scope: keyof typeof scopes
  visibility: keyof typeof visibilities
  /** Other residents read 一位居民. */
  anonymous: boolean
  source: 'phone' | 'proxy' | 'import'
  /** The name of who asks, for those who handle it; from the person's own profile, or from the record of 代办. */
  askedBy: string
  hasPhone: boolean
  /** 导入件的原编号；来源：导入文件 */
  originNo?: string
  responseDueAt: number
  firstResponseAt?: number
  handleDueAt?: number
  /** Working days that were left when the clock stopped. */
  pausedLeft?: number
  disputes: number
  dispatchedBy?: string
  takenAt?: number
  extensions: number
  answer?: string
  answeredAt?: number
  redoCount: number
  refusal?: keyof typeof refusals
  appealed: boolean
  mergedInto?: string
  rating?: { solved: boolean; stars: number; words: string; at: number }
  closedHow?: 'rated' | 'unrated'
}
export type Need = Matter<NeedBody>

/** Why the community may decline. The last two need the second committee's agreement (M60). */
export const refusals = {
  elsewhere: '不属于社区，已告知去处',
  settled: '已有明确结论',
  unclear: '内容不清且无法联系',
  beyond: '超出社区能力',
  unfair: '对其他居民不公平',
} as const

const Photo = z
  .string()
  .max(300)
  .regex(/^cloud:\/\/[\w.-]+\/[\w./-]+$/, '照片没有上传成功，请重新选择')

const label = (labels: Record<string, string>, message: string) =>
  z.enum(Object.keys(labels) as [string, ...string[]], message)

/** What a phone sends to submit a need. */
export const NeedInput = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{16,40}$/, '请返回后重新填写'),
  title: z.string('请写一个标题').trim().min(4, '标题至少 4 个字').max(50, '标题请控制在 50 字以内'),
  words: z.string('请写明情况').trim().min(4, '请写明情况，至少 4 个字').max(2000, '请控制在 2000 字以内'),
  photos: z.array(Photo).max(6, '照片最多 6 张').default([]),
  area: z.string('请选择地点').max(160),
  category: label(categories, '请选择类别').transform((value) => value as Category),
  urgency: label(urgencies, '请选择紧急程度').transform((value) => value as Urgency),
  scope: label(scopes, '请选择是个人的事还是大家的事').transform((value) => value as keyof typeof scopes),
  visibility: label(visibilities, '请选择是否公开').transform((value) => value as keyof typeof visibilities),
  anonymous: z.boolean().default(false),
  onBehalfOf: z
    .strictObject({
      name: z.string('请填写居民姓名').trim().min(1, '请填写居民姓名').max(20, '姓名请控制在 20 字以内'),
      consent: label(consents, '请选择居民同意的方式').transform((value) => value as keyof typeof consents),
      phone: z
        .string()
        .regex(/^1\d{10}$/, '请填写 11 位手机号')
        .optional(),
    })
    .optional(),
})
export type NeedInput = z.output<typeof NeedInput>
