// 诉求办理规则: which status may be left by whom, how, and who hears of it. Written to be read aloud by a committee member.
// 表达—归纳—协商—满足 (M55) and the closed loop (M71): a need is over only when it is rated, or was asked about for seven days.
import type { Guard, Row, Status } from '../../core/workflow'
import type { NeedBody } from './document'
import * as effects from './effects'
import * as forms from './forms'
import * as guards from './guards'
import { lookUpMerge } from './merge'

// biome-ignore format: a table is read in columns.
export const needStatuses = {
  submitted:  { label: '待受理',   class: 'open',    tone: 'info',   turn: ['clerk'],                next: '{committee}将在{due}前受理' },
  accepted:   { label: '办理中',   class: 'open',    tone: 'info',   turn: ['clerk'],                next: '{committee}将在{due}前答复' },
  assigned:   { label: '已派单',   class: 'open',    tone: 'info',   turn: ['duty:handle'],          next: '{handler}将在{due}前办理' },
  disputed:   { label: '派单异议', class: 'open',    tone: 'warn',   turn: ['clerk', 'secretary'],   decides: true, next: '{committee}将在{due}前裁定由谁办理' },
  arbitrated: { label: '派单异议', class: 'open',    tone: 'warn',   turn: ['officer'],              decides: true, next: '{street}将在{due}前裁定由谁办理' },
  needInfo:   { label: '待补充',   class: 'waiting', tone: 'warn',   turn: ['author', 'recorder'],   next: '请在{due}前补充情况，期间不计时' },
  called:     { label: '街道协办', class: 'open',    tone: 'warn',   turn: ['officer'],              next: '{street}将在{due}前召集科室' },
  joint:      { label: '街道协办', class: 'open',    tone: 'info',   turn: ['duty:leadDepartment'],  next: '{handler}牵头，将在{due}前办理' },
  answered:   { label: '待评价',   class: 'waiting', tone: 'warn',   turn: ['author', 'recorder'],   next: '请在{due}前告诉我们是否解决' },
  closed:     { label: '已办结',   class: 'settled', tone: 'ok',     turn: [],                       next: '已办结' },
  merged:     { label: '已并案',   class: 'settled', tone: 'plain',  turn: [],                       next: '已与另一件诉求一并办理' },
  refused:    { label: '不予受理', class: 'settled', tone: 'plain',  turn: [],                       next: '如有不同意见，7 天内可以向街道申诉一次' },
  appealed:   { label: '申诉中',   class: 'open',    tone: 'warn',   turn: ['officer'],              decides: true, next: '{street}将在{due}前答复申诉' },
  withdrawn:  { label: '已撤回',   class: 'hidden',  tone: 'plain',  turn: [],                       next: '已撤回' },
} as const satisfies Record<string, Status>

export type NeedStatus = keyof typeof needStatuses
type NeedRow = Row<NeedStatus, NeedBody>
const guarded = (...list: Guard<NeedBody>[]) => list

// biome-ignore format: one row is one rule, read from left to right.
export const needActions = {
  accept: {
    label: '受理', told: '受理了诉求', from: ['submitted'], to: 'accepted', by: ['clerk'], note: 'none', tone: 'main',
    effect: effects.accept,
    tells: [{ whom: ['author'], text: '您的诉求已受理：{title}' }],
  },
  askInfo: {
    label: '请居民补充', told: '请居民补充情况', from: ['submitted', 'accepted'], to: 'needInfo', by: ['clerk'], note: 'required',
    effect: effects.askInfo,
    tells: [{ whom: ['author', 'recorder'], text: '请补充情况：{title}。{note}' }],
  },
  supply: {
    label: '补充情况', told: '补充了情况', from: ['needInfo'], to: 'accepted', by: ['author', 'recorder'], note: 'required', tone: 'main',
    effect: effects.supply,
    tells: [{ whom: ['clerk'], text: '居民已补充：{title}' }],
  },
  assign: {
    label: '派单', told: '派单', from: ['accepted', 'disputed'], to: 'assigned', by: ['clerk'], note: 'optional', tone: 'main',
    guards: guarded(guards.isArbiter),
    fields: forms.assign,
    patch: forms.Assign,
    effect: effects.assign,
    tells: [{ whom: ['duty:handle'], text: '新派单：{title}' }, { whom: ['author'], text: '您的诉求已转交办理：{title}。{said}' }],
  },
  dispatch: {
    label: '街道直派', told: '街道直接派单', from: ['submitted', 'accepted', 'assigned', 'disputed', 'arbitrated', 'called', 'joint'], to: 'assigned', by: ['officer', 'director'], note: 'optional',
    period: 'emergency',
    fields: forms.dispatch,
    patch: forms.Assign,
    effect: effects.dispatch,
    tells: [{ whom: ['duty:handle'], text: '街道直派，请立即办理：{title}。{note}' }, { whom: ['clerk', 'author'], text: '街道已直接派单：{title}。{said}' }],
  },
  take: {
    label: '接受派单', told: '接受了派单', from: ['assigned'], to: 'same', by: ['duty:handle'], note: 'none', tone: 'main',
    guards: guarded(guards.notTaken),
    effect: effects.take,
  },
  dispute: {
    label: '提出异议', told: '对派单提出异议', from: ['assigned'], to: 'disputed', by: ['duty:handle'], note: 'required',
    guards: guarded(guards.notTaken, guards.mayDispute),
    effect: effects.dispute,
    tells: [{ whom: ['clerk', 'secretary'], text: '派单异议：{title}。{note}' }],
  },
  upholdDispute: {
    label: '异议成立', told: '认为异议成立，收回派单', from: ['disputed'], to: 'accepted', by: ['clerk', 'secretary'], note: 'optional',
    guards: guarded(guards.isArbiter),
    effect: effects.takeBackJob,
    tells: [{ whom: ['clerk'], text: '异议成立，请重新派单：{title}' }],
  },
  rejectDispute: {
    label: '维持派单', told: '维持原派单', from: ['disputed'], to: 'assigned', by: ['clerk', 'secretary'], note: 'required',
    guards: guarded(guards.isArbiter),
    tells: [{ whom: ['duty:handle'], text: '维持派单，请办理：{title}。{note}' }],
  },
  arbitrate: {
    label: '裁定由其办理', told: '裁定由原单位办理', from: ['arbitrated'], to: 'assigned', by: ['officer'], note: 'required', tone: 'main',
    effect: effects.arbitrate,
    tells: [{ whom: ['duty:handle', 'clerk'], text: '街道裁定由您单位办理：{title}。{note}' }],
  },
  arbitrateBack: {
    label: '退回社区另派', told: '裁定由社区另行派单', from: ['arbitrated'], to: 'accepted', by: ['officer'], note: 'required',
    effect: effects.reassign,
    tells: [{ whom: ['clerk'], text: '街道裁定另行派单：{title}。{note}' }],
  },
  answer: {
    label: '答复居民', told: '答复了居民', from: ['accepted', 'assigned', 'joint'], to: 'answered', by: ['clerk'], note: 'required',
    effect: effects.answer,
    tells: [{ whom: ['author', 'recorder', 'supporters'], text: '您的诉求有了答复，请评价：{title}' }],
  },
  finish: {
    label: '提交办理结果', told: '办理完成', from: ['assigned'], to: 'answered', by: ['duty:handle'], note: 'required', tone: 'main',
    guards: guarded(guards.isTaken),
    effect: effects.answer,
    tells: [{ whom: ['author', 'recorder', 'supporters'], text: '您的诉求已办理，请评价：{title}' }, { whom: ['clerk'], text: '已提交办理结果：{title}' }],
  },
  finishJoint: {
    label: '提交协办结果', told: '协办完成', from: ['joint'], to: 'answered', by: ['duty:leadDepartment'], note: 'required', tone: 'main',
    effect: effects.answer,
    tells: [{ whom: ['author', 'recorder', 'supporters'], text: '您的诉求已办理，请评价：{title}' }, { whom: ['clerk', 'officer'], text: '协办完成：{title}' }],
  },
  report: {
    label: '记录进展', told: '记录了进展', from: ['accepted', 'assigned', 'joint', 'called'], to: 'same', by: ['clerk', 'duty:handle', 'duty:leadDepartment', 'duty:department', 'officer'], note: 'required',
    tells: [{ whom: ['author'], text: '您的诉求有新进展：{title}' }],
  },
  extend: {
    label: '申请延期', told: '延长了办理期限', from: ['accepted', 'assigned', 'joint'], to: 'same', by: ['clerk', 'duty:handle', 'duty:leadDepartment'], note: 'required',
    guards: guarded(guards.mayExtend),
    fields: forms.extend,
    patch: forms.Extend,
    effect: effects.extend,
    tells: [{ whom: ['author', 'clerk'], text: '办理期限有变化：{title}。{said}' }],
  },
  call: {
    label: '上报街道（吹哨）', told: '上报街道', from: ['accepted', 'assigned', 'disputed'], to: 'called', by: ['clerk'], note: 'required',
    effect: effects.call,
    tells: [{ whom: ['officer'], text: '社区吹哨：{title}。{note}' }],
  },
  convene: {
    label: '召集科室', told: '召集了科室', from: ['called'], to: 'joint', by: ['officer'], note: 'optional', tone: 'main',
    fields: forms.convene,
    patch: forms.Convene,
    effect: effects.convene,
    tells: [{ whom: ['duty:leadDepartment', 'duty:department'], text: '请到社区协办：{title}' }, { whom: ['clerk', 'author'], text: '街道已召集科室：{title}。{said}' }],
  },
  sendBack: {
    label: '退回社区', told: '退回社区办理', from: ['called', 'joint'], to: 'accepted', by: ['officer'], note: 'required',
    effect: effects.sendBack,
    tells: [{ whom: ['clerk'], text: '街道退回：{title}。{note}' }],
  },
  merge: {
    label: '并案', told: '并入另一件诉求', from: ['submitted', 'accepted'], to: 'merged', by: ['clerk'], note: 'optional',
    fields: forms.merge,
    patch: forms.Merge,
    lookUp: lookUpMerge,
    effect: effects.merge,
    tells: [{ whom: ['author', 'supporters'], text: '您的诉求已与同类诉求一并办理：{title}。{said}' }],
  },
  unmerge: {
    label: '撤销并案', told: '撤销了并案', from: ['merged'], to: 'accepted', by: ['clerk'], note: 'required',
    effect: effects.unmerge,
    tells: [{ whom: ['author', 'supporters'], text: '您的诉求恢复单独办理：{title}' }],
  },
  refuse: {
    label: '不予受理', told: '不予受理', from: ['submitted', 'accepted'], to: 'refused', by: ['clerk'], note: 'required', tone: 'danger',
    fields: forms.refuse,
    patch: forms.Refuse,
    effect: effects.refuse,
    route: ({ reason }) => (reason === 'beyond' || reason === 'unfair' ? 'secondCommittee' : undefined),
    tells: [{ whom: ['author', 'recorder', 'supporters'], text: '您的诉求未能受理：{title}。{note}' }],
  },
  appeal: {
    label: '向街道申诉', told: '向街道申诉', from: ['refused'], to: 'appealed', by: ['author', 'recorder'], note: 'required',
    guards: guarded(guards.notAppealed, guards.inAppealTime),
    effect: effects.appeal,
    tells: [{ whom: ['officer'], text: '居民申诉：{title}' }],
  },
  overturn: {
    label: '责成社区受理', told: '责成社区受理', from: ['appealed'], to: 'accepted', by: ['officer'], note: 'required', tone: 'main',
    effect: effects.accept,
    tells: [{ whom: ['author', 'clerk'], text: '申诉成立，社区将办理：{title}' }],
  },
  uphold: {
    label: '维持不予受理', told: '维持不予受理', from: ['appealed'], to: 'refused', by: ['officer'], note: 'required',
    tells: [{ whom: ['author', 'clerk'], text: '申诉已答复：{title}。{note}' }],
  },
  showWords: {
    label: '内容可以公开', told: '同意公开内容', from: ['submitted', 'accepted', 'assigned', 'called', 'joint', 'answered'], to: 'same', by: ['clerk'], note: 'none',
    guards: guarded(guards.inCheck),
    effect: () => ({ check: 'pass' }),
  },
  hideWords: {
    label: '内容不宜公开', told: '决定不公开内容', from: ['submitted', 'accepted', 'assigned', 'called', 'joint', 'answered'], to: 'same', by: ['clerk'], note: 'required',
    guards: guarded(guards.inCheck),
    effect: () => ({ check: 'refused' }),
    tells: [{ whom: ['author'], text: '内容不宜公开，仍会办理：{title}。{note}' }],
  },
  withdraw: {
    label: '撤回诉求', told: '撤回了诉求', from: ['submitted', 'accepted', 'needInfo'], to: 'withdrawn', by: ['author', 'recorder'], note: 'none', tone: 'danger',
    tells: [{ whom: ['clerk'], text: '居民撤回：{title}' }],
  },
  confirm: {
    label: '已解决，去评价', told: '评价', from: ['answered'], to: 'closed', by: ['author', 'recorder'], note: 'none', tone: 'main',
    guards: guarded(guards.notHandler),
    fields: forms.rate,
    patch: forms.Rate,
    effect: effects.confirm,
    tells: [{ whom: ['clerk', 'duty:handle', 'duty:leadDepartment'], text: '居民已评价：{title}。{said}' }],
  },
  redo: {
    label: '仍未解决', told: '反映仍未解决', from: ['answered', 'closed'], to: 'accepted', by: ['author', 'recorder'], note: 'required',
    guards: guarded(guards.inReview),
    effect: effects.redo,
    tells: [{ whom: ['clerk', 'duty:handle', 'duty:leadDepartment'], text: '居民反映仍未解决：{title}。{note}' }],
  },
  remindLate: {
    label: '超时提醒', told: '已超时，提醒并抄送街道', from: ['submitted', 'accepted', 'assigned', 'disputed', 'arbitrated', 'called', 'joint', 'appealed'], to: 'same', by: ['system'], note: 'none',
    guards: guarded(guards.isLate, guards.mayOnlyRemind),
    effect: effects.late,
    tells: [{ whom: ['clerk', 'duty:handle', 'duty:leadDepartment', 'officer'], text: '已超时：{title}' }],
  },
  escalateLate: {
    label: '超时上报', told: '再次超时，上报街道', from: ['submitted', 'accepted', 'assigned', 'disputed'], to: 'called', by: ['system'], note: 'none',
    guards: guarded(guards.isLate, guards.wasReminded),
    effect: effects.escalate,
    tells: [{ whom: ['officer', 'clerk', 'author'], text: '超时已上报街道：{title}' }],
  },
  goOn: {
    label: '恢复办理', told: '未收到补充，由社区继续办理', from: ['needInfo'], to: 'accepted', by: ['system'], note: 'none',
    guards: guarded(guards.isLate),
    effect: effects.supply,
    tells: [{ whom: ['clerk', 'author'], text: '未收到补充，社区继续办理：{title}' }],
  },
  closeUnrated: {
    label: '到期办结', told: '7 天内未评价，按未评价办结', from: ['answered'], to: 'closed', by: ['system'], note: 'none',
    guards: guarded(guards.isLate),
    effect: effects.closeUnrated,
    tells: [{ whom: ['author'], text: '您的诉求已按未评价办结：{title}' }],
  },
} satisfies Record<string, NeedRow>

export type NeedAction = keyof typeof needActions
