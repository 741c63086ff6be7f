// The body of an allocation (用款): what for, to whom, how it was decided, and what was spent. Money is in 分, whole. Shapes and zod input.
import * as z from 'zod'
import type { Matter } from '../../../core/matter'
import type { PersonKey } from '../../../core/roles'
import { CreditCode } from '../../giving/body-name'
import { Amount } from '../../ledger/amount'
import type { Entry } from '../entries'
import { type Payee, PayeeInput } from '../payee'
import { type Purpose, purposeKeys } from '../purposes'

export type Vote = { by: PersonKey; agrees: boolean; at: number }
/** 利害关系: who has one does not vote, pay or confirm. */
export type Declaration = { by: PersonKey; words: string; at: number }
/** 监督意见. */
export type Opinion = { by: PersonKey; agrees: boolean; text: string; at: number }
export type Result = { words: string; photos: string[]; by: PersonKey; at: number }

export type AllocationBody = {
  words: string
  visibility: 'public'
  /** The fund whose committee decides, and the book that pays: the fund's own, or a campaign's. */
  fund: string
  fundTitle: string
  book: string
  purpose: Purpose
  payee: Payee
  /** The need it answers. */
  need?: string
  /** 公益创投: the round it was asked for in. */
  round?: string
  roundTitle?: string
  /** The committee as it stood when the vote was opened; whoever joins later has no vote. */
  electorate: PersonKey[]
  votes: Vote[]
  voteUntil?: number
  declarations: Declaration[]
  opinions: Opinion[]
  entries: Entry[]
  /** The earliest day of entries that are not in the books yet. */
  openOn?: string
  /** The posting that set the money aside. */
  granted?: { posting: string; at: number }
  /** What of it was set free again, in how many postings. */
  released: { fen: number; times: number }
  result?: Result
  /** The photos of the result that everybody may see. */
  shown: string[]
  thanks?: string
}
export type Allocation = Matter<AllocationBody>

const text = (what: string, least: number, most: number) =>
  z
    .string(`请填写${what}`)
    .trim()
    .min(least, `请填写${what}，至少 ${least} 个字`)
    .max(most, `${what}请控制在 ${most} 字以内`)
const MatterRef = z.string('请重新选择').regex(/^[a-z0-9]{16,40}$/, '请重新选择')

export const AllocationInput = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{16,40}$/, '请返回后重新填写'),
  fund: MatterRef,
  /** Of a campaign whose money is asked for; absent: the fund's own. */
  campaign: MatterRef.optional(),
  round: MatterRef.optional(),
  title: text('名称', 4, 40),
  words: text('说明', 10, 1000),
  purpose: z.enum(purposeKeys, '请选择用途'),
  amount: Amount,
  payee: PayeeInput,
  /** Of a firm that the register does not know. */
  payeeCode: CreditCode,
  need: MatterRef.optional(),
  /** 利害关系 of whoever asks, declared with the request: they neither vote on it nor pay it. */
  interest: z.string().trim().min(2, '请写明与收款单位的关系').max(200, '请控制在 200 字以内').optional(),
})
export type AllocationInput = z.output<typeof AllocationInput>
