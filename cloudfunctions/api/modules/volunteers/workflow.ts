// 志愿活动: from a draft through agreement to a closed activity with recorded hours. Places, scans and hours are not steps of the activity:
// they live in its shifts.
import * as z from 'zod'
import type { Store } from '../../core/store'
import { periodAt } from '../../core/street'
import type { Guard, Row, Status } from '../../core/workflow'
import { risks } from './classes'
import { type ActivityBody, ActivityContent, PhotosInput, Retimed } from './document'
import * as effects from './effects'
import * as guards from './guards'

// biome-ignore format: a table is read in columns.
export const activityStatuses = {
  draft:     { label: '草稿',     class: 'waiting', tone: 'plain', turn: ['author'],         next: '写好后请提请发布' },
  open:      { label: '招募中',   class: 'open',    tone: 'info',  turn: ['author', 'lead'], next: '志愿者正在报名，{due}开始', byItself: true },
  running:   { label: '进行中',   class: 'open',    tone: 'info',  turn: ['author', 'lead'], next: '活动期间，按班次签到', byItself: true },
  closing:   { label: '待记时长', class: 'open',    tone: 'warn',  turn: ['author', 'lead'], next: '请在{due}前确认时长' },
  closed:    { label: '已结束',   class: 'settled', tone: 'ok',    turn: [],                 next: '已结束' },
  cancelled: { label: '已取消',   class: 'settled', tone: 'plain', turn: [],                 next: '已取消' },
  dropped:   { label: '已删除',   class: 'hidden',  tone: 'plain', turn: [],                 next: '已删除' },
} as const satisfies Record<string, Status>

export type ActivityStatus = keyof typeof activityStatuses
type ActivityRow = Row<ActivityStatus, ActivityBody>
const HoursLeft = z.strictObject({ left: z.boolean() })
const hoursLeft = async (_patch: unknown, { _id }: { _id: string }, store: Store) => {
  const where = { activity: _id, toConfirm: store._.gt(0) }
  return { left: (await store.find('shifts', where, { limit: 1, fields: { _id: true } })).length > 0 }
}
const guarded = (...list: Guard<ActivityBody>[]) => list
const gates = [
  guards.isAhead,
  guards.hasLeader,
  guards.hasNotice,
  guards.hasInsurance,
  guards.hasTraining,
  guards.hasSocialWorker,
  guards.isSocialWorker,
  guards.isByCommand,
]

// biome-ignore format: one row is one rule, read from left to right.
export const activityActions = {
  revise: {
    label: '修改草稿', told: '修改了草稿', from: ['draft'], to: 'same', by: ['author', 'lead'], note: 'none',
    apart: true, patch: ActivityContent, effect: effects.revise,
  },
  publish: {
    label: '提请发布', told: '发布了活动', from: ['draft'], to: 'open', by: ['author', 'lead', 'clerk'], note: 'none', tone: 'main', names: true,
    guards: guarded(...gates),
    // Higher risk is for the street to agree to as well; in 非常规 only the command publishes (条例 24).
    route: (_patch, activity, { street, now }) =>
      periodAt(street, activity.area, now) === 'emergency' ? 'activityEmergency' : risks[activity.body.risk].route,
    effect: effects.publish,
    tells: [{ whom: ['author', 'lead'], text: '活动已发布：{title}' }],
  },
  drop: {
    label: '删除草稿', told: '删除了草稿', from: ['draft'], to: 'dropped', by: ['author'], note: 'none', tone: 'danger',
  },
  retime: {
    label: '修改班次', told: '修改了班次', from: ['open', 'running'], to: 'same', by: ['author', 'lead', 'clerk', 'socialWorker'], note: 'none',
    apart: true, anyVersion: true, whilePending: true, whileObjected: true, patch: Retimed, effect: effects.retime,
  },
  cancel: {
    label: '取消活动', told: '取消了活动', from: ['open', 'running'], to: 'cancelled', by: ['author', 'lead', 'clerk', 'officer'], note: 'required', tone: 'danger',
    tells: [{ whom: ['author', 'lead', 'clerk'], text: '活动已取消：{title}。{note}' }],
  },
  noteIncident: {
    label: '记录突发情况', told: '记录了突发情况', from: ['open', 'running', 'closing'], to: 'same', by: ['author', 'lead', 'clerk', 'socialWorker'], note: 'required', internal: true,
    tells: [{ whom: ['clerk'], text: '活动有突发情况：{title}。{note}' }],
  },
  start: {
    label: '开始', told: '活动开始', from: ['open'], to: 'running', by: ['system'], note: 'none',
    guards: guarded(guards.hasBegun),
  },
  finish: {
    label: '结束现场', told: '现场结束，开始确认时长', from: ['running'], to: 'closing', by: ['author', 'lead', 'clerk'], note: 'none', tone: 'main',
    guards: guarded(guards.isOver),
    effect: effects.finish,
    tells: [{ whom: ['author', 'lead'], text: '请在十个工作日内确认时长：{title}' }],
  },
  finishByClock: {
    label: '到时结束现场', told: '现场结束，开始确认时长', from: ['running'], to: 'closing', by: ['system'], note: 'none',
    guards: guarded(guards.isOver),
    effect: effects.finish,
    tells: [{ whom: ['author', 'lead'], text: '请在十个工作日内确认时长：{title}' }],
  },
  addPhotos: {
    label: '上传现场照片', told: '上传了现场照片', from: ['running', 'closing'], to: 'same', by: ['author', 'lead', 'clerk'], note: 'none', apart: true,
    patch: PhotosInput, effect: effects.addPhotos,
  },
  close: {
    label: '确认完毕，结束活动', told: '结束了活动', from: ['closing'], to: 'closed', by: ['author', 'lead', 'clerk'], note: 'optional', tone: 'main',
    // Hours still to be confirmed are in the shifts: one question, asked for the rule.
    lookUp: hoursLeft, patch: HoursLeft, effect: effects.close,
  },
  showWords: {
    label: '内容可以公开', told: '同意公开内容', from: ['open', 'running', 'closing', 'closed'], to: 'same', by: ['clerk'], note: 'none',
    guards: guarded(guards.isInCheck), effect: effects.show,
  },
  hideWords: {
    label: '内容不宜公开', told: '决定不公开内容', from: ['open', 'running', 'closing', 'closed'], to: 'same', by: ['clerk'], note: 'required',
    guards: guarded(guards.isInCheck), effect: effects.hide,
    tells: [{ whom: ['author'], text: '活动内容不宜公开：{title}。{note}' }],
  },
  remindLate: {
    label: '时长记录超时提醒', told: '已超过十个工作日，提醒并抄送社区', from: ['closing'], to: 'same', by: ['system'], note: 'none',
    guards: guarded(guards.isLate),
    effect: effects.late,
    tells: [{ whom: ['author', 'lead', 'clerk'], text: '时长记录已超时：{title}' }],
  },
} satisfies Record<string, ActivityRow>
