// The approval routes a kind may name, as data: a street sees them on the page 谁可以做什么, and sets its own steps for those it may.
import type { Route, Routes } from './approval'
import type { Street } from './street'

/** The route by its name, with the street's own steps where it has set them. */
export const routeFor = (name: string, routes: Routes, street: Street): Route | undefined => {
  const known = routes[name]
  const own = street.settings.routes[name]
  return known && own ? { ...known, steps: own } : known
}

// biome-ignore format: a table is read in columns.
export const routes: Routes = {
  secondCommittee: { name: 'secondCommittee', label: '社区党组织会签', steps: [{ roles: ['secretary'], need: 'all', days: 2 }] },
  appointment:     { name: 'appointment',     label: '街道另一位负责人同意', steps: [{ roles: ['officer', 'director'], need: 1, days: 3 }] },
  setting:         { name: 'setting',         label: '街道另一位负责人同意', steps: [{ roles: ['officer', 'director'], need: 1, days: 3 }] },
  declaration:     { name: 'declaration',     label: '街道另一位负责人确认', steps: [{ roles: ['officer', 'director'], need: 1, days: 0 }] },
  overlap:         { name: 'overlap',         label: '街道确认保留两项', steps: [{ roles: ['officer', 'director'], need: 1, days: 2 }] },
  // 街道—社区两委—多元主体: both committees on one file at once, then the street (M1, M4).
  planConsult:     { name: 'planConsult',     label: '两委会签，报街道同意', steps: [{ roles: ['committees'], need: 'all', days: 3 }, { roles: ['officer', 'director'], need: 1, days: 3 }] },
  planLarge:       { name: 'planLarge',       label: '两委会签，报街道负责人同意', steps: [{ roles: ['committees'], need: 'all', days: 3 }, { roles: ['officer'], need: 1, days: 3 }, { roles: ['director'], need: 1, days: 3 }] },
  planGovern:      { name: 'planGovern',      label: '居民委员会表态，街道负责人决定', steps: [{ roles: ['clerk'], need: 'all', days: 3 }, { roles: ['director'], need: 1, days: 3 }] },
  planParticipate: { name: 'planParticipate', label: '两委确认居民意见，街道备案', steps: [{ roles: ['committees'], need: 'all', days: 3 }, { roles: ['officer', 'director'], need: 1, days: 2 }] },
  planPurchase:    { name: 'planPurchase',    label: '街道另一位负责人同意', steps: [{ roles: ['officer', 'director'], need: 1, days: 3 }] },
  planEmergency:   { name: 'planEmergency',   label: '街道另一位负责人同意（非常规）', steps: [{ roles: ['officer', 'director'], need: 1, days: 0 }] },
  // An activity is published by the community; with higher risk by the street as well; in 非常规 by the street alone, one command (条例 24).
  activityByCommunity: { name: 'activityByCommunity', label: '社区同意', steps: [{ roles: ['clerk', 'secretary'], need: 1, days: 2 }] },
  activityByStreet: { name: 'activityByStreet', label: '社区同意，报街道同意', steps: [{ roles: ['clerk', 'secretary'], need: 1, days: 2 }, { roles: ['officer', 'director'], need: 1, days: 2 }] },
  activityEmergency: { name: 'activityEmergency', label: '街道统一指挥，同意发布', steps: [{ roles: ['officer', 'director'], need: 1, days: 0 }] },
  // A campaign is both committees' and then the street's; what reaches the whole street is for the street alone.
  campaignByBoth:  { name: 'campaignByBoth',  label: '两委会签，报街道同意', steps: [{ roles: ['committees'], need: 'all', days: 3 }, { roles: ['officer', 'director'], need: 1, days: 3 }] },
  campaignLarge:   { name: 'campaignLarge',   label: '两委会签，报街道负责人同意', steps: [{ roles: ['committees'], need: 'all', days: 3 }, { roles: ['officer'], need: 1, days: 3 }, { roles: ['director'], need: 1, days: 3 }] },
  campaignStreet:  { name: 'campaignStreet',  label: '街道同意', steps: [{ roles: ['officer', 'director'], need: 1, days: 3 }] },
}

/** One line of the table that chooses a route: the first whose conditions hold. Amounts in 分. */
export type RouteRow = {
  mode?: string
  by?: string
  period?: 'routine' | 'emergency'
  space?: string
  from?: number
  route: keyof typeof routes & string
}

/** By kind, amount, space and period; the last row of each table always holds. */
// biome-ignore format: a table is read in columns.
export const planRoutes: readonly RouteRow[] = [
  { period: 'emergency',                  route: 'planEmergency' },
  { by: 'purchase', mode: 'govern',       route: 'planPurchase' },
  { from: 5_000_000,                      route: 'planLarge' },
  { mode: 'govern',                       route: 'planGovern' },
  { mode: 'participate',                  route: 'planParticipate' },
  {                                       route: 'planConsult' },
]
export const chooseRoute = (
  rows: readonly RouteRow[],
  on: { mode?: string; by?: string; period: string; space?: string; amount: number },
): string | undefined =>
  rows.find(
    (row) =>
      (row.mode === undefined || row.mode === on.mode) &&
      (row.by === undefined || row.by === on.by) &&
      (row.period === undefined || row.period === on.period) &&
      (row.space === undefined || row.space === on.space) &&
      (row.from === undefined || on.amount >= row.from),
  )?.route
