// Steps that every kind of matter has while it is open, written once: talk, objections of supervisors, lead and assistance, delegation.
// A kind's own rows come first.
import { delegate, endDelegation, lapse } from './delegation'
import type { Matter } from './matter'
import { acceptAnswer, answerObjection, insist, object, overrule } from './objection'
import { arrange, mobilise } from './parties'
import { areaRoles, type Role } from './roles'
import { interest, say } from './talk'
import type { Kind, Row } from './workflow'

// biome-ignore lint/suspicious/noExplicitAny: common rows serve bodies of every kind.
type CommonRow = Row<string, any>

const watched = { say, object, answerObjection, acceptAnswer, insist, overrule }
const whole = { ...watched, arrange, mobilise, delegate, endDelegation, lapse, interest }
export type CommonAction = keyof typeof whole

const made = new WeakMap<object, Record<string, CommonRow>>()

/** The common rows of a kind, open in each of its statuses that is not over. */
// biome-ignore lint/suspicious/noExplicitAny: kinds of every body type meet here.
export function commonRows(kind: Kind<any, any>): Record<string, CommonRow> {
  const known = made.get(kind)
  if (known) return known
  const statuses = Object.entries(kind.statuses) as [string, { class: Matter['class'] }][]
  const from = statuses.flatMap(([name, status]) =>
    status.class === 'open' || status.class === 'waiting' ? [name] : [],
  )
  const rows = Object.fromEntries(
    Object.entries(kind.coordinated ? whole : watched).map(([name, row]) => [
      name,
      // Whoever does not see matters of this kind has no step in them either.
      { ...row, from, by: row.by.filter((role: Role) => !(role in areaRoles) || kind.seenBy.includes(role)) },
    ]),
  )
  made.set(kind, rows)
  return rows
}
