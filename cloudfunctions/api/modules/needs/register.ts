// 权责清单 (M8; 接诉即办条例 17): which body is responsible for, assists with, or must never be given a category. The street's own lines
// for a category replace the ones below; a line for one body comes before a line for its kind. Pure.
import type { DutyLine } from '../../core/settings'
import { type Body, type BodyType, bodyTypes, type Street } from '../../core/street'
import { type Category, categories, categoryRows } from './categories'

export const relationLabels = { lead: '主责', assist: '协助', never: '不得派给' } as const
export const levelLabels = { community: '社区', street: '街道' } as const

/** What nobody untrained may be sent to do, whatever the street decides later. */
const dangerous: Partial<Record<Category, readonly BodyType[]>> = {
  safety: ['team', 'partner', 'organisation'],
  health: ['team', 'partner', 'grid'],
}
const helping: readonly BodyType[] = ['organisation', 'team', 'grid', 'socialWork', 'partner', 'owners', 'property']

/** The lines a street starts with. */
function startingLines(category: Category): DutyLine[] {
  const row: readonly BodyType[] = categoryRows[category].bodies
  const never = dangerous[category] ?? []
  const line = (type: BodyType, relation: DutyLine['relation']): DutyLine => ({
    id: `${category}-${type}`,
    category,
    level: type === 'department' ? 'street' : 'community',
    type,
    relation,
    source: '通用清单',
  })
  return [
    ...row.map((type) => line(type, 'lead')),
    ...never.map((type) => line(type, 'never')),
    ...helping.filter((type) => !row.includes(type) && !never.includes(type)).map((type) => line(type, 'assist')),
  ]
}

export function linesOf(street: Street, category: Category): DutyLine[] {
  const own = street.settings.duties.filter((line) => line.category === category)
  const replaced = (line: DutyLine) =>
    own.some(({ type, body }) => (type && type === line.type) || (body && body === line.body))
  return [...own, ...startingLines(category).filter((line) => !replaced(line))]
}

/** The line that speaks of this body for this category; undefined when the register does not name it. */
export function lineFor(street: Street, category: Category, body: Pick<Body, '_id' | 'type'>): DutyLine | undefined {
  const lines = linesOf(street, category)
  return lines.find((line) => line.body === body._id) ?? lines.find((line) => line.type === body.type && !line.body)
}

/** 设施维修：物业主责（通用清单）. */
export function sayLine(line: DutyLine, street: Street): string {
  const whom = line.body
    ? (street.bodies.get(line.body)?.name ?? '已撤销的单位')
    : line.type
      ? bodyTypes[line.type].label
      : ''
  return `${categories[line.category as Category]}：${whom}${relationLabels[line.relation]}（${line.source}）`
}
