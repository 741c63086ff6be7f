// The body of a community fund (社区基金): what it is for, who hosts its money, and the committee that decides on it. Shapes and zod input only.
import * as z from 'zod'
import type { Matter } from '../../../core/matter'
import type { BodyId, PersonKey } from '../../../core/roles'
import { type Purpose, purposeKeys } from '../purposes'

/** For whom somebody sits on the committee. */
export const seats = {
  party: '社区党组织',
  committee: '居民委员会',
  owners: '业主代表',
  resident: '居民代表',
  organisation: '社会组织代表',
  expert: '专业人士',
} as const
export type Seat = keyof typeof seats
export const seatKeys = Object.keys(seats) as [Seat, ...Seat[]]

export type Member = { key: PersonKey; name: string; seat: Seat; at: number }
export type Supervisor = { key: PersonKey; name: string; at: number }
/** A meeting as it was written down (湖南、湖北社区基金指引). */
export type Meeting = { on: string; present: string[]; of: number; decisions: string; by: PersonKey; at: number }

export type FundBody = {
  words: string
  /** 专款专用, in words and as categories. */
  purpose: string
  purposes: Purpose[]
  visibility: 'private' | 'public'
  members: Member[]
  supervisors: Supervisor[]
  /** At most sixty, the newest last; older ones stand in the log. */
  meetings: Meeting[]
  foundedAt?: number
}
export type Fund = Matter<FundBody>

export const membersMax = 15
export const meetingsMax = 60

/** The body that its committee is in the street's register. */
export const fundBodyId = (fund: string): BodyId => `fund-${fund}`
export const fundOfBody = (body: BodyId): string | undefined =>
  body.startsWith('fund-') ? body.slice('fund-'.length) : undefined

const text = (what: string, least: number, most: number) =>
  z
    .string(`请填写${what}`)
    .trim()
    .min(least, `请填写${what}，至少 ${least} 个字`)
    .max(most, `${what}请控制在 ${most} 字以内`)

export const shape = {
  title: text('基金名称', 4, 30),
  words: text('宗旨', 10, 1000),
  purpose: text('用途', 4, 100),
  purposes: z.array(z.enum(purposeKeys, '请选择用途类别')).min(1, '请至少选择一项用途类别').max(6, '最多选择 6 项'),
}
export const FundContent = z.strictObject({
  host: z.string('请选择慈善组织').min(1, '请选择慈善组织').max(60),
  ...shape,
})
export type FundContent = z.output<typeof FundContent>
