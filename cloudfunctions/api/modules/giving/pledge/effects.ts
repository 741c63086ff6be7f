// What a step changes in a pledge beside its status. Pure; the engine writes it, and the books follow (follow.ts).
import { onOf } from '../../../core/clock'
import { type Problem, refuse } from '../../../core/errors'
import type { Change, RuleCtx } from '../../../core/workflow'
import { sayFen } from '../../ledger/chart'
import { giftProblems as problems } from '../problems'
import {
  type Evidence,
  evidenceTypes,
  fenOf,
  type Pledge,
  type PledgeBody,
  type Receipt,
  type RecordInput,
} from './document'

type Effect<P = Record<string, never>> = (pledge: Pledge, patch: P, ctx: RuleCtx, note: string) => Change<PledgeBody>

const stop = (problem: Problem, field: string): never =>
  refuse(problem, { fields: { [`patch.${field}`]: problem.message } })

export const record: Effect<RecordInput> = ({ amount = 0 }, patch, { actor, now }) => {
  const { type, ref, on, photos, receiptNo } = patch
  if (on > onOf(now)) stop(problems.GIFT_LATER, 'on')
  const { fen, feeFen } = fenOf(patch)
  const receipt: Receipt = receiptNo ? { no: receiptNo } : { waived: true }
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
