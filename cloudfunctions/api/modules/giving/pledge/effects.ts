// What a step changes in a pledge beside its status. Pure; the engine writes it, and the books follow (follow.ts).
import { onOf } from '../../../core/clock'
import { type Problem, refuse } from '../../../core/errors'
import type { Change, RuleCtx } from '../../../core/workflow'
import { fenFrom } from '../../ledger/amount'
import { sayFen } from '../../ledger/chart'
import { giftProblems as problems } from '../problems'
import { type Evidence, evidenceTypes, type Pledge, type PledgeBody, type Receipt, type RecordInput } from './document'

type Effect<P = Record<string, never>> = (pledge: Pledge, patch: P, ctx: RuleCtx, note: string) => Change<PledgeBody>

const stop = (problem: Problem, field: string): never =>
  refuse(problem, { fields: { [`patch.${field}`]: problem.message } })

/** The amount, the fee and the receipt as written down; refuses what does not fit together. */
export function readRecord({ amount, fee, type, photos, receiptNo, waived }: RecordInput): {
  fen: number
  feeFen: number
  receipt: Receipt
} {
  const fen = fenFrom(amount, 'patch.amount')
  const feeFen = fee === undefined || fee === '' || Number(fee) === 0 ? 0 : fenFrom(fee, 'patch.fee')
  if (feeFen >= fen) stop(problems.GIFT_FEE, 'fee')
  if (type === 'voucher' && !photos.length) stop(problems.GIFT_PHOTO, 'photos')
  if (receiptNo && waived) stop(problems.RECEIPT_BOTH, 'receiptNo')
  if (!receiptNo && !waived) stop(problems.RECEIPT_NEEDED, 'receiptNo')
  return { fen, feeFen, receipt: receiptNo ? { no: receiptNo } : { waived: true } }
}

export const record: Effect<RecordInput> = ({ amount = 0 }, patch, { actor, now }) => {
  const { fen, feeFen, receipt } = readRecord(patch)
  if (patch.on > onOf(now)) stop(problems.GIFT_LATER, 'on')
  const { type, ref, on, photos } = patch
  const evidence: Evidence = { type, ref, on, fen, feeFen, photos, by: actor.key, at: now }
  const differs = fen === amount ? '' : `，认捐 ${sayFen(amount)}`
  return {
    body: { evidence, receipt, confirmed: undefined, openOn: on },
    said: `${evidenceTypes[type].label} ${ref}，${sayFen(fen)}${differs}`,
    lateCount: 0,
  }
}

export type Paid = { ref: string; on: string; fen: number; feeFen: number }
/** What a payment provider has told, verified (payment.ts); a person still confirms it. */
export const recordPaid: Effect<Paid> = (_pledge, { ref, on, fen, feeFen }, { now }) => ({
  body: {
    evidence: { type: 'platform', ref, on, fen, feeFen, photos: [], by: 'system', at: now },
    receipt: { waived: true },
    openOn: on,
  },
  said: `${evidenceTypes.platform.label} ${ref}，${sayFen(fen)}`,
  lateCount: 0,
})

export const tellRefund: Effect<{ ref: string }> = (_pledge, { ref }) => ({ body: { refunded: true }, said: ref })

/** Nothing is kept of what did not stand. */
const cleared = { evidence: undefined, receipt: undefined, confirmed: undefined, openOn: undefined }

export const sendBack: Effect = () => ({ body: cleared, lateCount: 0 })
export const confirm: Effect = (_pledge, _patch, { actor, now }) => ({
  body: { confirmed: { by: actor.key, at: now } },
})
export const post: Effect<{ posting: string }> = ({ body }, { posting }, { now }) => ({
  body: { posting, postedAt: now, openOn: undefined },
  said: body.evidence ? sayFen(body.evidence.fen) : '',
})
export const bounce: Effect<{ reason: string }> = (_pledge, { reason }) => ({
  body: cleared,
  said: reason,
  lateCount: 0,
})
export const annul: Effect = () => ({ body: { openOn: undefined } })
export const reverse: Effect = (_pledge, _patch, { actor, now }) => ({ body: { reversal: { by: actor.key, at: now } } })
export const confirmReversal: Effect = ({ body }, _patch, { actor }) => ({
  body: { ...(body.reversal && { reversal: { ...body.reversal, confirmedBy: actor.key } }) },
})
export const keepPosted: Effect = () => ({ body: { reversal: undefined } })
export const keepPostedBecause: Effect<{ reason: string }> = (_pledge, { reason }) => ({
  body: { reversal: undefined },
  said: reason,
})
export const late: Effect = ({ lateCount }) => ({ lateCount: lateCount + 1 })
