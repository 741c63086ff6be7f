// A plan: what a community means to do, or the street means to buy; its body, its modes, and when two of them overlap. Pure.

import { covers } from '../../core/areas'
import type { Matter, Mode } from '../../core/matter'
import type { AreaRole, Role } from '../../core/roles'
import type { Category } from '../needs/categories'

export const audiences = {
  all: '全体居民',
  elders: '老年人',
  children: '儿童青少年',
  disabled: '残疾人',
  families: '家庭妇女',
  newcomers: '新市民',
} as const
export type Audience = keyof typeof audiences

/** Who decides and who is heard (M19). */
// biome-ignore format: a table is read in columns.
export const modes: Record<Mode, { label: string; about: string; consulted: readonly (AreaRole | 'resident')[]; voices: number }> = {
  consult:     { label: '协商式', about: '两委会签决定，报街道同意；先听监督委员会和社工的意见', consulted: ['supervisor', 'socialWorker'], voices: 0 },
  govern:      { label: '治理式', about: '街道决定；先听社区党组织的意见', consulted: ['secretary'], voices: 0 },
  participate: { label: '参与式', about: '居民议定，两委确认，街道备案；至少听 3 位居民的意见', consulted: ['resident'], voices: 3 },
}

export type Opinion = { as: Role; by: string; agrees: boolean; text: string; at: number }
/** A plan it overlaps with, and how that was resolved. */
export type Resolution = { with: string; how: 'keep' | 'merge'; reason: string; at: number }

export type PlanBody = {
  by: 'community' | 'purchase'
  category: Category
  audience: Audience
  /** Epoch ms; the weeks it runs in. */
  from: number
  until: number
  provider: string
  words: string
  visibility: 'public'
  opinions: Opinion[]
  resolutions: Resolution[]
  /** Overlapping plans as they were found last. */
  overlaps: Other[]
  startedAt?: number
  result?: string
}
export type Plan = Matter<PlanBody>
export type Other = { id: string; no: string; title: string }

type Comparable = Pick<Plan, '_id' | 'area'> & { body: Pick<PlanBody, 'category' | 'audience' | 'from' | 'until'> }

/** Same category, an audience in common, places that meet, weeks that meet (M2, M18). */
export const overlap = (a: Comparable, b: Comparable): boolean =>
  a._id !== b._id &&
  a.body.category === b.body.category &&
  (a.body.audience === b.body.audience || a.body.audience === 'all' || b.body.audience === 'all') &&
  (covers(a.area, b.area) || covers(b.area, a.area)) &&
  a.body.from < b.body.until &&
  b.body.from < a.body.until

/** Resolved from either side. */
const isResolved = (a: Plan, b: Plan): boolean =>
  a.body.resolutions.some((one) => one.with === b._id) || b.body.resolutions.some((one) => one.with === a._id)

export const unresolved = (plan: Plan, others: readonly Plan[]): Plan[] =>
  others.filter((other) => overlap(plan, other) && !isResolved(plan, other))

export const asOther = ({ _id, no, title }: Plan): Other => ({ id: _id, no, title })
