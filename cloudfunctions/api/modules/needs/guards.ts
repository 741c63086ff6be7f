// Conditions of the rows, each with the problem it names. Pure.
import { problems as coreProblems } from '../../core/errors'
import type { Event } from '../../core/matter'
import type { Guard } from '../../core/workflow'
import { appealMs, reopenMs } from './deadlines'
import type { NeedBody } from './document'
import { needProblems as problems } from './problems'

type NeedGuard = Guard<NeedBody>

export const notTaken: NeedGuard = [problems.NEED_TAKEN, ({ body }) => body.takenAt === undefined]
export const isTaken: NeedGuard = [problems.NEED_NOT_TAKEN, ({ body }) => body.takenAt !== undefined]
/** After the street has decided, the body does the work. */
export const mayDispute: NeedGuard = [problems.NEED_DISPUTE_OVER, ({ body }) => body.disputes < 2]
/** Who dispatched does not decide the objection to it. */
export const isArbiter: NeedGuard = [
  problems.NEED_NOT_ARBITER,
  ({ status, body }, { actor }) => status !== 'disputed' || body.dispatchedBy !== actor.key,
]
export const mayExtend: NeedGuard = [problems.NEED_EXTENDED, ({ body }) => body.extensions < 2]
export const notAppealed: NeedGuard = [problems.NEED_APPEALED, ({ body }) => !body.appealed]
const enteredAt = (trace: Event[]): number => trace.filter(({ from, to }) => from !== to).at(-1)?.at ?? 0
export const inAppealTime: NeedGuard = [
  problems.NEED_APPEAL_OVER,
  ({ trace }, { now }) => now <= enteredAt(trace) + appealMs,
]
/** Nobody rates their own work: a helper who also handled it leaves the rating to the resident. */
export const notHandler: NeedGuard = [
  coreProblems.NOT_OWN,
  ({ trace }, { actor }) =>
    !trace.some(({ by, as, n }) => n > 1 && by === actor.key && as !== 'author' && as !== 'recorder'),
]
/** WeChat's check was unsure; a person decides. */
export const inCheck: NeedGuard = [coreProblems.STATE_CHANGED, ({ beside }) => beside.check === 'review']
/** Seven days from the answer. */
export const inReview: NeedGuard = [
  problems.NEED_REVIEW_OVER,
  ({ body }, { now }) => now <= (body.answeredAt ?? 0) + reopenMs,
]
export const isLate: NeedGuard = [problems.NEED_NOT_LATE, ({ dueAt }, { now }) => dueAt !== null && dueAt <= now]
/** The community's own steps are passed upward the second time; elsewhere only a reminder is left. */
const climbs = ['submitted', 'accepted', 'assigned', 'disputed']
export const wasReminded: NeedGuard = [problems.NEED_NOT_LATE, ({ lateCount }) => lateCount > 0]
export const mayOnlyRemind: NeedGuard = [
  problems.NEED_NOT_LATE,
  ({ status, lateCount }) => lateCount === 0 || !climbs.includes(status),
]
