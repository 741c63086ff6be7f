// The body of a change of purpose (改变用途, 慈善法 56), and of the question that each donor concerned is asked. Money is in 分, whole.
import * as z from 'zod'
import { dayMs, startOf } from '../../../core/clock'
import type { Matter } from '../../../core/matter'
import { type Entry, On } from '../entries'

export type ChangeBody = {
  words: string
  visibility: 'public'
  /** The book that the money is in, and the fund it would go to. */
  book: string
  /** The fund whose book it is; absent for a campaign's. */
  fund?: string
  bookTitle: string
  oldPurpose: string
  to: string
  toTitle: string
  newPurpose: string
  /** End of the last day on which donors answer, epoch ms. */
  until: number
  /** What was set aside while they are asked, and the gifts that it is a part of. */
  asideFen: number
  givenFen: number
  /** When it was set aside: gifts of after it are not concerned. */
  asideAt?: number
  /** What they answered; absent while they are asked. */
  answered?: { moveFen: number; backFen: number; keepFen: number; donors: number }
  /** What is given back, to donors together, by bank lines. */
  entries: Entry[]
  openOn?: string
}
export type PurposeChange = Matter<ChangeBody>

/** move: use it for the new purpose · back: give it back · keep: as it was, which silence says too. */
export const answers = { move: '同意改变用途', back: '请退回给我', keep: '保留原来的用途' } as const
export type AnswerKey = keyof typeof answers

/** What silence says. */
export const silence = '到期没有答复的，按保留原来的用途处理：不改用途，也不退回'

/** One for each gift concerned; its author is the donor, or who answers for them. */
export type ConsentBody = {
  words: string
  visibility: 'private'
  change: string
  pledge: string
  bookTitle: string
  oldPurpose: string
  toTitle: string
  newPurpose: string
  /** The donor's part of what was set aside. */
  fen: number
  givenFen: number
  until: number
}
export type Consent = Matter<ConsentBody>

/** How far asking has come: one document a change, so that no request waits for many. */
export type Asking = {
  _id: string
  schema: number
  street: string
  /** Of whose pledges: the campaign or fund. */
  target: string
  state: 'asking' | 'asked' | 'counted'
  until: number
  /** The last pledge that was looked at. */
  through: { at: number; id: string }
  donors: number
}

export const ChangeInput = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{16,40}$/, '请返回后重新填写'),
  book: z.string('请选择账簿').regex(/^(fund|campaign)_[a-z0-9]{16,40}$/, '请选择账簿'),
  to: z.string('请选择转到哪个基金').regex(/^[a-z0-9]{16,40}$/, '请选择转到哪个基金'),
  words: z.string('请写明理由').trim().min(10, '请写明理由，至少 10 个字').max(500, '请控制在 500 字以内'),
  until: On('请选择答复截止的日期').transform((on) => startOf(on) + dayMs),
})
export type ChangeInput = z.output<typeof ChangeInput>

/** A donor's part, rounded down: what is left over stays. In whole numbers of any size. */
export const partOf = (asideFen: number, fen: number, givenFen: number): number =>
  givenFen > 0 ? Number((BigInt(asideFen) * BigInt(fen)) / BigInt(givenFen)) : 0
