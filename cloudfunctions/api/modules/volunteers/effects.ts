// What an action changes in an activity beside its status. Pure; the engine writes it.
import { sayFully } from '../../core/clock'
import { refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import type { Change, RuleCtx } from '../../core/workflow'
import { recordDue } from './deadlines'
import { type ActivityBody, type ActivityContent, photosMax, type Retimed } from './document'
import { problems } from './problems'

type Effect<P = Record<string, never>> = (
  activity: Matter<ActivityBody>,
  patch: P,
  ctx: RuleCtx,
  note: string,
) => Change<ActivityBody>

/** The words are looked at again, as they are others' to read. What the organiser has taken out is gone. */
export const revise: Effect<ActivityContent> = (_activity, { title, ...body }) => ({
  title,
  body: { insurance: undefined, gives: undefined, ...body },
  check: 'waiting',
})

/** Its shifts open in documents of their own (follow.ts). Words that were not refused are shown: people have agreed to them. */
export const publish: Effect = ({ beside }, _patch, { now }) => ({
  body: { visibility: 'public', publishedAt: now },
  ...(beside.check !== 'refused' && { check: 'pass' }),
})
/** New words are others' to read, so they are looked at as the first ones were. */
export const retime: Effect<Retimed> = ({ body, beside }, { shift, startsAt, endsAt, ...terms }, { now }) => {
  const before = body.moved?.[shift] ?? body.times[Number(shift.split('_')[0])]
  const moves = before?.startsAt !== startsAt || before?.endsAt !== endsAt
  const looked = beside.check !== 'refused' && (terms.words !== undefined || terms.notice !== undefined)
  const said = [
    ...(moves ? [`时间改为${sayFully(startsAt)}`] : []),
    ...(terms.words === undefined ? [] : ['活动内容']),
    ...(terms.notice === undefined ? [] : ['风险告知']),
    ...(terms.leader === undefined ? [] : [`负责人改为${terms.leader}`]),
  ]
  const says = {
    ...(Object.values(terms).some((term) => term !== undefined) && { saidAt: now }),
    ...(terms.words !== undefined && { reworded: now }),
  }
  return {
    body: { ...(moves && { moved: { ...body.moved, [shift]: { startsAt, endsAt } } }), ...terms, ...says },
    said: said.join('，'),
    ...(looked && { check: 'waiting' as const }),
  }
}
export const finish: Effect = (_activity, _patch, { now }) => ({ body: { recordDueAt: recordDue(now) }, lateCount: 0 })
/** What is told at the close is others' to read, so it is looked at like the words of the call. */
export const close: Effect<{ left: boolean }> = ({ beside }, { left }, { now }, note) => {
  if (left) return refuse(problems.ACTIVITY_HOURS_OPEN)
  const looked = note && beside.check !== 'refused' ? { check: 'waiting' as const } : {}
  return { body: { closedAt: now, ...(note && { story: note }) }, ...looked }
}
/** What the machine was unsure of, a person of the place has looked at. */
export const show: Effect = () => ({ check: 'pass' })
export const hide: Effect = () => ({ check: 'refused' })
/** Photos of people are looked at before others see them. */
export const addPhotos: Effect<{ photos: string[] }> = ({ body }, { photos }) => ({
  body: { photos: [...body.photos, ...photos].slice(0, photosMax) },
  said: `${photos.length} 张`,
  check: 'waiting',
})
export const late: Effect = ({ lateCount }) => ({ lateCount: lateCount + 1 })
