// Who may do what, derived from the modules: one table a kind of matter, one for the calls. `npm run matrix`, `-- --json` for machines.
import type { AnyKind } from '../cloudfunctions/api/core/act'
import { areaRoles } from '../cloudfunctions/api/core/roles'
import { routes } from '../cloudfunctions/api/core/routes'
import type { Row } from '../cloudfunctions/api/core/workflow'
import { modules } from '../cloudfunctions/api/modules'

const relationLabels: Record<string, string> = {
  resident: '本社区居民',
  author: '提交人',
  recorder: '代办人',
  lead: '责任单位',
  system: '系统（到期）',
  staff: '单位人员',
  guest: '所有人',
  member: '已登记的人',
  'duty:handle': '经办单位',
  'duty:leadDepartment': '牵头科室',
  'duty:department': '协办科室',
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
}
export type CallLine = { call: string; about: string; who: string[] }

/** The route a row names; a row that decides by its patch is tried with each choice it offers. */
// biome-ignore lint/suspicious/noExplicitAny: rows of every kind are read alike.
function routeOf(row: Row<string, any>): string {
  const label = (name: string | undefined) => (name ? (routes[name]?.label ?? name) : undefined)
  if (typeof row.route !== 'function') return label(row.route) ?? ''
  const choices = (Array.isArray(row.fields) ? row.fields : []).flatMap((field) =>
    (field.options ?? []).map((option: { value: string; label: string }) => ({ name: field.name, ...option })),
  )
  const named = choices.flatMap(({ name, value, label: choice }) => {
    const route = label((row.route as (patch: object) => string | undefined)({ [name]: value }))
    return route ? [`${choice}：${route}`] : []
  })
  return named.join('；')
}

export function actionsOf(kind: AnyKind): ActionLine[] {
  const say = (status: string): string => kind.statuses[status]?.label ?? status
  return Object.entries(kind.actions).map(([action, row]) => ({
    action,
    label: row.label,
    from: [...new Set((row.from as readonly string[]).map(say))],
    to: row.to === 'same' ? '（不变）' : say(row.to),
    by: row.by.map(sayRole),
    unless: (row.guards ?? []).map(([problem]: readonly [{ message: string }, unknown]) => problem.message),
    agreement: routeOf(row),
  }))
}

export const calls = (): CallLine[] =>
  modules.flatMap(({ name, endpoints }) =>
    Object.entries(endpoints).map(([endpoint, { about, who }]) => ({
      call: `${name}.${endpoint}`,
      about,
      who: (typeof who === 'string' ? [who] : [...who]).map(sayRole),
    })),
  )

export const matrix = () => ({
  kinds: modules.flatMap((module) =>
    ('kinds' in module ? (module.kinds ?? []) : []).map((kind) => ({
      kind: kind.name,
      label: kind.label,
      actions: actionsOf(kind),
    })),
  ),
  calls: calls(),
})

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '／')).join(' | ')} |`)
    .join('\n')

export function asMarkdown({ kinds, calls }: ReturnType<typeof matrix>): string {
  const parts = kinds.map(({ label, actions }) =>
    [
      `## ${label}：谁可以做什么`,
      table(
        ['操作', '从', '到', '谁', '不可以的情形', '会签'],
        actions.map((one) => [
          one.label,
          one.from.join('、'),
          one.to,
          one.by.join('、'),
          one.unless.join('；'),
          one.agreement,
        ]),
      ),
    ].join('\n\n'),
  )
  const doors = table(
    ['功能', '说明', '谁'],
    calls.map(({ call, about, who }) => [call, about, who.join('、')]),
  )
  return [...parts, `## 功能\n\n${doors}`].join('\n\n')
}

if (require.main === module) {
  const all = matrix()
  console.log(process.argv.includes('--json') ? JSON.stringify(all, null, 2) : asMarkdown(all))
}
