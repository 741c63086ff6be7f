// The activity as a kind of matter: tables, clock, who sees it, its part of the page, and what follows in its shifts.
import { sayFully } from '../../core/clock'
import { decide, type Kind, type KindView, type Row, type RuleCtx } from '../../core/workflow'
import { activityClasses, reachLabels, risks } from './classes'
import { dueOf } from './deadlines'
import type { Activity, ActivityBody } from './document'
import { follow } from './follow'
import { firstStart } from './guards'
import { openHours } from './open-hours'
import { runs } from './organiser'
import { type ActivityStatus, activityActions, activityStatuses } from './workflow'

const fact = (label: string, value: string) => (value ? [{ label, value }] : [])

/** A draft goes back to the organiser's form while it may be revised; a published one has its shifts, and photos of the day. */
function pagesOf(activity: Activity, ctx: RuleCtx): { page: string; label: string }[] {
  const may = (row: object) => decide(row as Row<ActivityStatus, ActivityBody>, activity as never, ctx).ok
  const isRun = activity.body.publishedAt !== undefined && runs(ctx.actor, { ...activity, lead: activity.lead ?? '' })
  const label = ['open', 'running'].includes(activity.status) ? '看班次，报名' : '看班次'
  const left = openHours(activity).length
  return [
    ...(activity.body.publishedAt === undefined ? [] : [{ page: 'shifts', label }]),
    ...(may(activityActions.revise) ? [{ page: 'activityDraft', label: '修改草稿' }] : []),
    ...(isRun ? [{ page: 'activityShifts', label: left ? `去确认时长（还有 ${left} 个班次）` : '班次与名单' }] : []),
    ...(may(activityActions.addPhotos) ? [{ page: 'activityPhotos', label: '上传现场照片' }] : []),
  ]
}

function viewOf(activity: Activity, ctx: RuleCtx): KindView {
  const { actor } = ctx
  const { body } = activity
  return {
    words: body.words,
    photos: body.photos,
    author: activity.author === actor.key ? '我' : '组织者',
    category: activityClasses[body.class].label,
    facts: [
      ...fact(
        '类别',
        `${activityClasses[body.class].label}，${activityClasses[body.class].counts ? '计志愿服务时长' : '不计时长'}`,
      ),
      ...fact('时间', `${sayFully(firstStart(activity))}起，共 ${body.times.length} 个班次`),
      ...fact('集合地点', body.place),
      ...fact('岗位', body.posts.map(({ name, places }) => `${name} ${places} 人`).join('、')),
      ...fact('负责人', body.leader),
      ...fact('带队社工', body.socialWorker),
      ...fact('风险', risks[body.risk].label),
      ...fact('风险告知', body.notice),
      ...fact('保险', body.insurance ? `${body.insurance.insurer}，有效至${sayFully(body.insurance.until)}` : ''),
      // Once it is published each shift says how far its own call has climbed.
      ...fact('招募范围', body.publishedAt === undefined ? reachLabels[body.reach] : ''),
      ...fact('小结', body.story ?? ''),
    ],
    pages: pagesOf(activity, ctx),
    ...(openHours(activity).length && { withholds: ['close'] }),
  }
}

export const activityKind: Kind<ActivityStatus, ActivityBody> = {
  name: 'activity',
  label: '志愿活动',
  statuses: activityStatuses,
  actions: activityActions,
  due: dueOf,
  promised: ({ status, body }) => (status === 'closing' ? body.recordDueAt : undefined),
  workedBy: () => ['clerk', 'lead'],
  seenBy: ['clerk', 'secretary', 'officer', 'director', 'socialWorker', 'supervisor'],
  applies: { in: ['open', 'closing', 'closed', 'cancelled'], run: follow },
  called: { author: '组织者' },
  view: viewOf,
}
