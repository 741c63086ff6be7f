// The gates of an activity, each with the problem that names it. Pure.
import { covers } from '../../core/areas'
import { problems as coreProblems } from '../../core/errors'
import { holds } from '../../core/roles'
import { livePosts } from '../../core/settings'
import { bodiesFor, periodAt, type Street } from '../../core/street'
import type { Guard } from '../../core/workflow'
import { type Gate, risks } from './classes'
import type { Activity, ActivityBody, Time } from './document'
import { problems } from './problems'

type ActivityGuard = Guard<ActivityBody>

const asks = ({ body }: Activity, gate: Gate): boolean => (risks[body.risk].gates as readonly Gate[]).includes(gate)
/** Every shift's time as it stands now. */
const spansOf = ({ body }: Activity): Time[] =>
  body.times.flatMap((at, time) => body.posts.map((_post, index) => body.moved?.[`${time}_${index}`] ?? at))
export const firstStart = (activity: Activity): number => Math.min(...spansOf(activity).map(({ startsAt }) => startsAt))
export const lastEnd = (activity: Activity): number => Math.max(...spansOf(activity).map(({ endsAt }) => endsAt))

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
/** By the street's register, where it keeps one: a social worker of the place, or of a station that works there (M76). */
export const isSocialWorker: ActivityGuard = [
  problems.ACTIVITY_SOCIAL_WORKER_UNKNOWN,
  (activity, { street, now }) =>
    !asks(activity, 'socialWorker') ||
    !street.settings.posts ||
    leadsAsSocialWorker(activity.body.socialWorker, activity.area, street, now),
]
function leadsAsSocialWorker(name: string, area: string, street: Street, now: number): boolean {
  const stations = new Set(bodiesFor(street, area, ['socialWork']).map(({ _id }) => _id))
  return livePosts(street.settings, now).some(
    (post) =>
      post.name === name &&
      (post.role === 'socialWorker'
        ? post.area !== undefined && covers(post.area, area)
        : post.role === 'staff' && post.body !== undefined && stations.has(post.body)),
  )
}
/** In 非常规 the last word is the command's, also on what was proposed before (条例 24). */
export const isByCommand: ActivityGuard = [
  problems.ACTIVITY_COMMAND,
  (activity, { actor, agreeing, now, street }) =>
    !agreeing ||
    periodAt(street, activity.area, now) !== 'emergency' ||
    (['officer', 'director'] as const).some((role) => holds(actor, role, activity)),
]
/** The machine was unsure of words or photos. */
export const isInCheck: ActivityGuard = [coreProblems.STATE_CHANGED, ({ beside }) => beside.check === 'review']
export const isAhead: ActivityGuard = [problems.ACTIVITY_PAST, (activity, { now }) => firstStart(activity) > now]
export const hasBegun: ActivityGuard = [problems.ACTIVITY_NOT_YET, (activity, { now }) => firstStart(activity) <= now]
export const isOver: ActivityGuard = [problems.ACTIVITY_NOT_YET, (activity, { now }) => lastEnd(activity) <= now]
export const isLate: ActivityGuard = [problems.ACTIVITY_NOT_YET, ({ dueAt }, { now }) => dueAt !== null && dueAt <= now]
