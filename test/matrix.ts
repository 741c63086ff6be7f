// Who may do what, derived from the modules: one table a kind of matter, one for the calls. `npm run matrix`, `-- --json` for machines.
import { routes } from '../cloudfunctions/api/core/routes'
import { actionsOf, sayRole } from '../cloudfunctions/api/core/rulebook'
import { modules } from '../cloudfunctions/api/modules'

export type CallLine = { call: string; about: string; who: string[] }

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
    Object.values(module.kinds ?? {}).map((kind) => ({
      kind: kind.name,
      label: kind.label,
      actions: actionsOf(kind, routes),
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
