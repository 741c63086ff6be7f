// What kinds of activities there are, which of them count hours (67号令 19), and what each class of risk asks for before it may be published
// (条例 12, 15, 16, 17; M76, M79).

import type { AreaRole } from '../../core/roles'

export const activityClasses = {
  service: { label: '志愿服务', counts: true },
  training: { label: '培训', counts: false },
  supervision: { label: '督导', counts: false },
  deliberation: { label: '议事协商', counts: false },
  own: { label: '自益活动', counts: false },
} as const
export type ActivityClass = keyof typeof activityClasses

/** Each gate as the organiser reads it while choosing a class of risk. */
export const gateLabels = {
  leader: '写明负责人',
  notice: '写明风险告知',
  insurance: '登记保到活动结束的志愿者保险',
  training: '每个岗位写明需要的培训',
  socialWorker: '写明带队社工',
} as const
export type Gate = keyof typeof gateLabels

// Who agrees to publishing is a route of core/routes.ts.
// biome-ignore format: a table is read in columns.
export const risks = {
  low:    { label: '一般', gates: ['leader'], route: 'activityByCommunity' },
  medium: { label: '有一定风险', gates: ['leader', 'notice', 'insurance'], route: 'activityByCommunity' },
  high:   { label: '风险较高', gates: ['leader', 'notice', 'insurance', 'training', 'socialWorker'], route: 'activityByStreet' },
} as const satisfies Record<string, { label: string; gates: readonly Gate[]; route: string }>
export type Risk = keyof typeof risks

/** How far a call is heard (M75): each step opens a post to more people, and the home community keeps it. */
export const reaches = ['community', 'street', 'district', 'city'] as const
export type Reach = (typeof reaches)[number]
export const reachLabels: Record<Reach, string> = {
  community: '本社区',
  street: '全街道',
  district: '全区',
  city: '全市',
}

/** 培训计划 (M80: 头雁、优才、全员赋能): whom a course is for; no posts: everybody. */
export const programmes = {
  heads: { label: '头雁计划', posts: ['clerk', 'secretary', 'ownersCommittee', 'supervisor'] },
  talents: { label: '优才计划', posts: ['socialWorker', 'gridWorker', 'staff'] },
  everyone: { label: '全员赋能', posts: [] },
} as const satisfies Record<string, { label: string; posts: readonly (AreaRole | 'staff')[] }>
export type Programme = keyof typeof programmes

export const skills = {
  firstAid: '急救',
  repair: '维修',
  tutoring: '辅导',
  care: '照护',
  mediation: '调解',
  law: '法律',
  medical: '医护',
  counselling: '心理',
  driving: '驾驶',
  photography: '摄影',
  performance: '文艺',
  sports: '体育',
  computing: '电脑手机',
  interpreting: '外语手语',
  cooking: '烹饪',
} as const
export type Skill = keyof typeof skills
