// 谁可以做什么, read from the tables: what a kind's rows say, in Chinese, for the page of that name and the permission matrix. Pure.
import { type AnyKind, allRows } from './act'
import type { Routes } from './approval'
import { areaRoles } from './roles'
import type { Row } from './workflow'

const relationLabels: Record<string, string> = {
  resident: '本社区居民',
  author: '提交人',
  recorder: '代办人',
  lead: '责任单位',
  party: '牵头与协助单位',
  delegator: '委托人',
  joined: '成员',
  committees: '会签的两委',
  system: '系统（到期）',
  staff: '单位人员',
  guest: '所有人',
  member: '已登记的人',
  'duty:handle': '经办单位',
  'duty:leadDepartment': '牵头科室',
  'duty:department': '协办科室',
  'duty:committee': '管委会委员',
  'duty:payee': '收款单位',
}

/** 居民委员会, 经办单位, 所有人: a role, relation or `who` in Chinese. */
export const sayRole = (role: string): string =>
  relationLabels[role] ?? (Object.hasOwn(areaRoles, role) ? areaRoles[role as keyof typeof areaRoles].label : role)

export type ActionLine = {
  action: string
  label: string
  from: string[]
  to: string
  by: string[]
  unless: string[]
  agreement: string
  period: string
}

/** 两委会签（居民委员会、社区党组织）→ 街道办事处: the steps of a route in words. */
export const sayRoute = (name: string, routes: Routes): string => {
  const route = routes[name]
  if (!route) return name
  const steps = route.steps.map(
    ({ roles, need }) =>
      `${roles.map(sayRole).join('、')}${need === 'all' || roles.length === 1 ? '' : `中 ${need} 位`}`,
  )
  return `${route.label}（${steps.join(' → ')}）`
}

/** The route a row names; a row that decides by its patch is tried with each choice it offers. */
// biome-ignore lint/suspicious/noExplicitAny: rows of every kind are read alike.
function routeOf(row: Row<string, any>, routes: Routes): string {
  const label = (name: string | undefined) => (name ? (routes[name]?.label ?? name) : undefined)
  if (typeof row.route !== 'function') return label(row.route) ?? ''
  const choices = (Array.isArray(row.fields) ? row.fields : []).flatMap((field) =>
    (field.options ?? []).map((option: { value: string; label: string }) => ({ name: field.name, ...option })),
  )
  if (!choices.length) return '按方式、金额与时期选择会签路线'
  const named = choices.flatMap(({ name, value, label: choice }) => {
    const route = label((row.route as (patch: object) => string | undefined)({ [name]: value }))
    return route ? [`${choice}：${route}`] : []
  })
  return named.join('；')
}

export function actionsOf(kind: AnyKind, routes: Routes): ActionLine[] {
  const say = (status: string): string => kind.statuses[status]?.label ?? status
  return allRows(kind).map(([action, row]) => ({
    action,
    label: row.label,
    from: [...new Set((row.from as readonly string[]).map(say))],
    to: row.to === 'same' ? '（不变）' : say(row.to),
    by: row.by.map(sayRole),
    unless: (row.guards ?? []).map(([problem]: readonly [{ message: string }, unknown]) => problem.message),
    agreement: routeOf(row, routes),
    period: row.period === 'emergency' ? '非常规时期' : row.period === 'routine' ? '常规时期' : '',
  }))
}
