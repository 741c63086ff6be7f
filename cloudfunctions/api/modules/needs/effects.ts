// What an action changes in a need beside its status. Pure; the engine writes it.

import { afterWorkingDays } from '../../core/deadline'
import { refuse as refuseWith } from '../../core/errors'
import type { Matter } from '../../core/matter'
import { type BodyType, bodiesFor, bodyName, periodAt } from '../../core/street'
import type { Change, RuleCtx } from '../../core/workflow'
import { handleDue, pause, resume } from './deadlines'
import { type Need, type NeedBody, refusals } from './document'
import { needProblems } from './problems'
import { lineFor, sayLine } from './register'

type Effect<P = Record<string, never>> = (need: Matter<NeedBody>, patch: P, ctx: RuleCtx) => Change<NeedBody>

const without = (need: Need, ...duties: string[]) => need.assists.filter(({ duty }) => !duties.includes(duty))

/** The first response, once. */
const responded = ({ body }: Need, now: number) => ({ firstResponseAt: body.firstResponseAt ?? now })

/** The handling clock of a category as of now: shorter in 非常规. */
const due = ({ body, area }: Need, { now, street }: RuleCtx, urgency = body.urgency): number =>
  handleDue(now, body.category, periodAt(street, area, now) === 'emergency' ? 'urgent' : urgency)

export const accept: Effect = (need, _patch, ctx) => ({
  body: {
    ...responded(need, ctx.now),
    handleDueAt: due(need, ctx),
    refusal: undefined,
  },
  lateCount: 0,
})

export const askInfo: Effect = (need, _patch, { now }) => ({ body: { ...responded(need, now), ...pause(need, now) } })

export const supply: Effect = (need, _patch, ctx) => {
  const resumed = resume(need, ctx.now)
  return {
    body: { ...resumed, handleDueAt: resumed.handleDueAt ?? due(need, ctx) },
  }
}

export const assignable: readonly BodyType[] = [
  'property',
  'organisation',
  'team',
  'grid',
  'socialWork',
  'partner',
  'owners',
]

/** Refuses with the line of the register that stands in the way. In 非常规 only 不得派给 binds (M42). */
function byRegister(need: Need, id: string, { street }: RuleCtx, direct = false): void {
  const body = street.bodies.get(id)
  const line = body && lineFor(street, need.body.category, body)
  if (line?.relation === 'lead' || (direct && line?.relation !== 'never')) return
  const problem =
    line?.relation === 'assist'
      ? needProblems.DUTY_ASSIST_ONLY
      : line
        ? needProblems.DUTY_FORBIDDEN
        : needProblems.DUTY_OUTSIDE
  const detail = line ? `${problem.message}。清单：${sayLine(line, street)}` : problem.message
  refuseWith(problem, { fields: { 'patch.body': detail }, detail })
}

/** 派单 (M8, 接诉即办条例 17): to a body that exists, works here, and is responsible for this by the register. */
export const assign: Effect<{ body: string }> = (need, { body }, ctx) => {
  const { actor, now, street } = ctx
  const known = bodiesFor(street, need.area, assignable).some(({ _id }) => _id === body)
  if (!known)
    return refuseWith(needProblems.NEED_BODY_UNKNOWN, {
      fields: { 'patch.body': needProblems.NEED_BODY_UNKNOWN.message },
    })
  const disputedBy =
    need.status === 'disputed' && need.assists.some((assist) => assist.duty === 'handle' && assist.body === body)
  if (disputedBy)
    return refuseWith(needProblems.NEED_SAME_BODY, { fields: { 'patch.body': needProblems.NEED_SAME_BODY.message } })
  byRegister(need, body, ctx)
  return {
    assists: [...without(need, 'handle'), { body, duty: 'handle', since: now }],
    body: { dispatchedBy: actor.key, takenAt: undefined },
    said: `派给${bodyName(street, body)}`,
  }
}

/** 街道直派 (M42): in 非常规 the street sends whom it needs, past the committee's steps; departments too. */
export const dispatch: Effect<{ body: string }> = (need, { body }, ctx) => {
  const known = bodiesFor(ctx.street, need.area, [...assignable, 'department']).some(({ _id }) => _id === body)
  if (!known)
    return refuseWith(needProblems.NEED_BODY_UNKNOWN, {
      fields: { 'patch.body': needProblems.NEED_BODY_UNKNOWN.message },
    })
  byRegister(need, body, ctx, true)
  return {
    assists: [...without(need, 'handle', 'leadDepartment', 'department'), { body, duty: 'handle', since: ctx.now }],
    body: {
      ...responded(need, ctx.now),
      dispatchedBy: ctx.actor.key,
      takenAt: undefined,
      disputes: 2,
      handleDueAt: due(need, ctx),
    },
    said: `直接派给${bodyName(ctx.street, body)}`,
    lateCount: 0,
  }
}

export const take: Effect = (_need, _patch, { now }) => ({ body: { takenAt: now } })

/** The second objection goes to the street. */
export const dispute: Effect = (need) => {
  const disputes = need.body.disputes + 1
  return { body: { disputes }, ...(disputes >= 2 && { to: 'arbitrated', said: '第二次异议，转街道裁定' }) }
}

export const takeBackJob: Effect = (need) => ({ assists: without(need, 'handle'), body: { takenAt: undefined } })

/** Another body is chosen, and it may object as the first one might. */
export const reassign: Effect = (need) => ({
  assists: without(need, 'handle'),
  body: { takenAt: undefined, disputes: 0 },
})

export const arbitrate: Effect = () => ({ body: { disputes: 2 } })

export const answer: Effect = (need, _patch, { now }) => ({
  body: { ...responded(need, now), answeredAt: now },
  lateCount: 0,
})

/** Days are added to the deadline, or to today when it has passed. */
export const extend: Effect<{ days: string }> = (need, { days }, { now }) => ({
  body: {
    extensions: need.body.extensions + 1,
    handleDueAt: afterWorkingDays(Math.max(now, need.body.handleDueAt ?? now), Number(days)),
  },
  said: `延长 ${days} 个工作日`,
  lateCount: 0,
})

/** 吹哨: the community stays responsible, the street must come (首接负责, 吹哨报到). */
export const call: Effect = (need) => ({ assists: without(need, 'handle'), body: { takenAt: undefined } })

export const convene: Effect<{ lead: string; helpers: string[] }> = (need, { lead, helpers }, ctx) => {
  const { now, street } = ctx
  const departments = new Set(bodiesFor(street, street.path, ['department']).map(({ _id }) => _id))
  if (![lead, ...helpers].every((body) => departments.has(body))) {
    return refuseWith(needProblems.NEED_BODY_UNKNOWN, {
      fields: { 'patch.lead': needProblems.NEED_BODY_UNKNOWN.message },
    })
  }
  const others = helpers.filter((body) => body !== lead)
  return {
    assists: [
      ...without(need, 'leadDepartment', 'department'),
      { body: lead, duty: 'leadDepartment', since: now },
      ...[...new Set(others)].map((body) => ({ body, duty: 'department', since: now })),
    ],
    body: { handleDueAt: due(need, ctx) },
    said: `${bodyName(street, lead)}牵头${others.length ? `，${others.map((body) => bodyName(street, body)).join('、')}协办` : ''}`,
    lateCount: 0,
  }
}

export const sendBack: Effect = (need, _patch, { now }) => ({
  assists: without(need, 'leadDepartment', 'department'),
  body: { handleDueAt: Math.max(need.body.handleDueAt ?? 0, afterWorkingDays(now, 2)) },
  lateCount: 0,
})

/** The original keeps its words, supporters and author; only its handling ends here (supports are never moved, M59). */
export const merge: Effect<{ into: string; intoNo: string }> = (need, { into, intoNo }) => {
  if (into === need._id)
    return refuseWith(needProblems.NEED_MERGE_SELF, { fields: { 'patch.into': needProblems.NEED_MERGE_SELF.message } })
  return { body: { mergedInto: into }, said: intoNo ? `并入 ${intoNo}` : '并入另一件诉求' }
}

export const unmerge: Effect = (need, _patch, ctx) => ({
  body: { mergedInto: undefined, handleDueAt: due(need, ctx) },
})

export const refuse: Effect<{ reason: keyof typeof refusals }> = (need, { reason }, { now }) => ({
  body: { ...responded(need, now), refusal: reason },
  said: refusals[reason],
})

export const appeal: Effect = () => ({ body: { appealed: true } })

/** M71: over only with feedback. 4 or 5 stars count as satisfied. */
export const confirm: Effect<{ stars: number; words: string }> = (_need, { stars, words }, { now }) => ({
  body: { rating: { solved: true, stars, words, at: now }, closedHow: 'rated' },
  said: `已解决，${stars} 星`,
})

export const redo: Effect = (need, _patch, ctx) => ({
  assists: without(need, 'handle', 'leadDepartment', 'department'),
  body: {
    redoCount: need.body.redoCount + 1,
    rating: undefined,
    closedHow: undefined,
    takenAt: undefined,
    disputes: 0,
    handleDueAt: due(need, ctx, 'soon'),
  },
  lateCount: 0,
})

export const late: Effect = (need) => ({ lateCount: need.lateCount + 1 })
export const escalate: Effect = (need) => ({
  lateCount: 0,
  assists: without(need, 'handle'),
  body: { takenAt: undefined },
})

/** Counted as not rated, never as satisfied. */
export const closeUnrated: Effect = () => ({ body: { closedHow: 'unrated' } })
