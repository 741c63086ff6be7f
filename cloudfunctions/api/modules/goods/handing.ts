// The body of a handover (发放): for whom, of what, from which batches, and how it was confirmed. The recipient's name is on the matter itself and
// is read by those who work on it; whoever is helped and has an account shows a code. Shapes and zod input only.
import * as z from 'zod'
import type { Matter } from '../../core/matter'
import type { PersonKey } from '../../core/roles'
import { consents } from '../needs/document'
import { count, Key, Link, text } from './offering'
import type { Line, Missing, Picked } from './picking'

export const howLabels = { code: '受助人出示领取码', helper: '他人代领', signed: '受助人当面签字' } as const

export type HandoverBody = {
  words: string
  photos: string[]
  visibility: 'private'
  lines: Line[]
  /** 物资包, by name. */
  kit?: string
  need?: string
  /** The need's title where everybody may read it. */
  about?: string
  campaign?: string
  /** Only from this gift: its donor gave it for this. */
  from?: string
  /** Each asking for stock is a round of its own. */
  round: number
  picks: Picked[]
  missing: Missing[]
  /** The gifts it was taken from. */
  gift: string[]
  /** 领取码: the recipient shows it, nobody else reads it. */
  code: string
  confirmed?: {
    how: keyof typeof howLabels
    helper?: string
    consent?: keyof typeof consents
    by: PersonKey
    at: number
  }
  thanks?: { words: string; at: number }
}
export type Handover = Matter<HandoverBody>

/** 1234 5678: read out in two halves. */
export const sayCode = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`

export const linesMost = 20
export const ItemId = z.string('请选择物资').regex(/^[0-9a-f]{24}$/, '没有这种物资')

export const HandoverInput = z.strictObject({
  id: Key,
  area: z.string('请选择社区').max(160),
  lines: z
    .array(z.strictObject({ item: ItemId, quantity: count('数量', 10_000) }))
    .max(linesMost, `一次最多 ${linesMost} 种物资`)
    .default([]),
  kit: z.strictObject({ id: Key, count: count('份数', 100) }).optional(),
  need: Link.optional(),
  campaign: Link.optional(),
  from: Link.optional(),
  /** Whoever is helped when it is for no need: by their own code, or by name alone. */
  recipient: z
    .strictObject({
      name: text('受助人姓名', 20, 1),
      code: z
        .string('请填写对方的编号')
        .trim()
        .regex(/^[A-Za-z0-9]{8}$/, '请填写 8 位编号')
        .optional(),
    })
    .optional(),
  consent: z.enum(
    Object.keys(consents) as [keyof typeof consents, ...(keyof typeof consents)[]],
    '请选择受助人同意的方式',
  ),
  words: text('备注', 200).default(''),
})
export type HandoverInput = z.output<typeof HandoverInput>
