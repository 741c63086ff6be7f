// The gates of an activity, each with the problem that names it. Pure.
import type { Guard } from '../../core/workflow'
import { type Gate, risks } from './classes'
import type { Activity, ActivityBody } from './document'
import { problems } from './problems'

type ActivityGuard = Guard<ActivityBody>

const asks = ({ body }: Activity, gate: Gate): boolean => (risks[body.risk].gates as readonly Gate[]).includes(gate)
export const firstStart = ({ body }: Activity): number => Math.min(...body.times.map(({ startsAt }) => startsAt))
export const lastEnd = ({ body }: Activity): number => Math.max(...body.times.map(({ endsAt }) => endsAt))

export const hasLeader: ActivityGuard = [
  problems.ACTIVITY_LEADER_MISSING,
  (activity) => !asks(activity, 'leader') || activity.body.leader !== '',
]
export const hasNotice: ActivityGuard = [
  problems.ACTIVITY_NOTICE_MISSING,
  (activity) => !asks(activity, 'notice') || activity.body.notice !== '',
]
/** The policy covers the last hour of the last shift. */
export const hasInsurance: ActivityGuard = [
  problems.ACTIVITY_INSURANCE_MISSING,
  (activity) => !asks(activity, 'insurance') || (activity.body.insurance?.until ?? 0) >= lastEnd(activity),
]
export const hasTraining: ActivityGuard = [
  problems.ACTIVITY_TRAINING_MISSING,
  (activity) => !asks(activity, 'training') || activity.body.posts.every(({ training }) => training !== ''),
]
export const hasSocialWorker: ActivityGuard = [
  problems.ACTIVITY_SOCIAL_WORKER_MISSING,
  (activity) => !asks(activity, 'socialWorker') || activity.body.socialWorker !== '',
]
export const isAhead: ActivityGuard = [problems.ACTIVITY_PAST, (activity, { now }) => firstStart(activity) > now]
export const hasBegun: ActivityGuard = [problems.ACTIVITY_NOT_YET, (activity, { now }) => firstStart(activity) <= now]
export const isOver: ActivityGuard = [problems.ACTIVITY_NOT_YET, (activity, { now }) => lastEnd(activity) <= now]
export const isLate: ActivityGuard = [problems.ACTIVITY_NOT_YET, ({ dueAt }, { now }) => dueAt !== null && dueAt <= now]
