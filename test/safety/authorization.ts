// Authorization, enumerated from the modules: every call × everybody, and every action × everybody × own area, other area × own, other's ×
// status. What the tables do not grant must be refused; the oracle of who is who is written by hand (support/relations.ts).
import { openActions } from '../../cloudfunctions/api/core/act'
import { routes } from '../../cloudfunctions/api/core/routes'
import { isVisible } from '../../cloudfunctions/api/core/view'
import { decide } from '../../cloudfunctions/api/core/workflow'
import { api } from '../../cloudfunctions/api/modules'
import { needKind } from '../../cloudfunctions/api/modules/needs/kind'
import { ruleFor } from '../support/needs'
import { relationsOf } from '../support/relations'
import { situations } from '../support/situations'
import { actor, everybody, type Who } from '../support/world'
import { type SafetyRun, violationsList } from './report'

/** Roles that read every need over their area (M63, M71). */
const watching = ['clerk', 'secretary', 'officer', 'director', 'gridWorker', 'supervisor']

/** Enumerated whole: `cases` and `seed` change nothing. */
export const run: SafetyRun = async ({ seed }) => {
  const violations = violationsList()
  const figures = { calls: 0, actions: 0, reads: 0, granted: 0 }
  const persons = [...everybody, 'system'] as (Who | 'system')[]

  for (const [module, endpoints] of Object.entries(api))
    for (const [name, { who }] of Object.entries(endpoints))
      for (const person of everybody) {
        figures.calls++
        const roles = actor(person).grants.map(({ role }) => role as string)
        const admitted =
          who === 'guest' || who === 'member' || roles.some((role) => (who as readonly string[]).includes(role))
        if (admitted) figures.granted++
        const listed = typeof who === 'string' ? ['guest', 'member'].includes(who) : who.length > 0
        if (!listed) violations.add(`${module}.${name} does not say whom it admits`)
      }

  for (const { what, matter, now } of situations())
    for (const who of persons) {
      const relations = relationsOf(who, matter)
      const rule = ruleFor(who, now)
      for (const [action, row] of Object.entries(needKind.actions)) {
        figures.actions++
        const may = row.by.some((role) => relations.includes(role)) && (row.from as string[]).includes(matter.status)
        const does = decide(row, matter as never, rule).ok
        if (does) figures.granted++
        if (does && !may) violations.add(`${what}: ${who} may ${action} without a row that says so`)
      }
      if (who === 'system') continue
      figures.reads++
      const isPublic =
        matter.body.visibility === 'public' && matter.class !== 'hidden' && matter.beside.check === 'pass'
      const concerned = relations.some(
        (role) => watching.includes(role) || role.startsWith('duty:') || ['author', 'recorder', 'lead'].includes(role),
      )
      for (const seen of [matter, { ...matter, body: { ...matter.body, visibility: 'private' } }]) {
        figures.reads++
        const expected = concerned || (isPublic && seen.body.visibility === 'public')
        if (isVisible(needKind, seen, rule.actor) !== expected)
          violations.add(`${what}, ${seen.body.visibility}: ${who} ${expected ? 'does not see' : 'sees'} it`)
      }
      if (!concerned && !relations.includes('resident') && openActions(needKind, matter, rule, routes).length)
        violations.add(`${what}: ${who}, a stranger, is offered a button`)
    }
  const cases = figures.calls + figures.actions + figures.reads
  return {
    name: 'authorization',
    cases,
    violations: violations.kept,
    seed,
    figures: { ...figures, found: violations.count() },
  }
}
