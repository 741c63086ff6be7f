// Conditions of a pledge's rows, each with the problem it names: what is posted stays, two people stand behind every amount, and the donor is
// neither of them. Pure.
import type { Guard } from '../../../core/workflow'
import { giftProblems as problems } from '../problems'
import type { PledgeBody } from './document'

type PledgeGuard = Guard<PledgeBody>
const done = ['confirmed', 'posted', 'reversing', 'undoing', 'reversed']

/** Posting twice, and changing what is posted. */
export const notPosted: PledgeGuard = [problems.GIFT_POSTED, ({ status }) => !done.includes(status)]
export const notRecorded: PledgeGuard = [problems.GIFT_RECORDED, ({ status }) => status !== 'recorded']
export const notOwnRecord: PledgeGuard = [
  problems.GIFT_OWN_RECORD,
  ({ body }, { actor }) => body.evidence?.by !== actor.key,
]
export const notOwnReversal: PledgeGuard = [
  problems.GIFT_OWN_REVERSAL,
  ({ body }, { actor }) => body.reversal?.by !== actor.key,
]
/** Nor who pledged for somebody. */
export const notDonor: PledgeGuard = [
  problems.GIFT_DONOR,
  ({ author, recorder, onBehalfOf, body }, { actor }) =>
    actor.key !== author && actor.key !== onBehalfOf?.person && (body.source !== 'proxy' || actor.key !== recorder),
]
export const isLate: PledgeGuard = [problems.GIFT_NOT_DUE, ({ dueAt }, { now }) => dueAt !== null && dueAt <= now]
/** Reminded twice in vain. */
export const isForgotten: PledgeGuard = [
  problems.GIFT_NOT_DUE,
  ({ dueAt, lateCount, status }, { now }) => status === 'pledged' && lateCount >= 2 && dueAt !== null && dueAt <= now,
]
