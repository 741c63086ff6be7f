// Authorization, enumerated from the modules: every call × everybody, and every action × everybody × own area, other area × own, other's ×
// status. What the tables do not grant must be refused; the oracle of who is who is written by hand (support/relations.ts).
import { allRows, openActions } from '../../cloudfunctions/api/core/act'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import type { Grant } from '../../cloudfunctions/api/core/roles'
import { isVisible } from '../../cloudfunctions/api/core/view'
import { decide } from '../../cloudfunctions/api/core/workflow'
import { api } from '../../cloudfunctions/api/modules'
import { needKind } from '../../cloudfunctions/api/modules/needs/kind'
import { codeOf, theDoor } from '../support/door'
import { fundMatters } from '../support/funds'
import { givingMatters } from '../support/giving'
import { goodsMatters } from '../support/goods'
import { ruleFor } from '../support/needs'
import { raisedMatters } from '../support/raised'
import { relationsOf } from '../support/relations'
import { situations } from '../support/situations'
import { volunteeringMatters } from '../support/volunteering'
import { emergency, everybody, postsOf, type Who } from '../support/world'
import { type SafetyRun, violationsList } from './report'

/** Roles that read every need over their area (M63, M71). */
const watching = ['clerk', 'secretary', 'officer', 'director', 'gridWorker', 'supervisor']

/** Every call by everybody through the door, with an input nobody accepts: who is admitted hears that, who is not hears only that. */
async function calls(
  violations: ReturnType<typeof violationsList>,
  figures: { calls: number; granted: number },
): Promise<void> {
  const door = await theDoor()
  try {
    for (const [module, endpoints] of Object.entries(api))
      for (const [name, { who }] of Object.entries(endpoints))
        for (const person of [...everybody, 'openid-nobody', ''] as const) {
          figures.calls++
          const posts: readonly (readonly [string, string])[] = Object.hasOwn(postsOf, person)
            ? postsOf[person as Who]
            : []
          const listed = posts.some(([role]) => (who as readonly string[]).includes(role))
          const known = person !== '' && person !== 'openid-nobody'
          const expected =
            person === ''
              ? 'SIGN_IN'
              : who === 'guest'
                ? 'INPUT_INVALID'
                : !known
                  ? 'NOT_REGISTERED'
                  : who === 'member' || listed
                    ? 'INPUT_INVALID'
                    : 'NOT_PERMITTED'
          const code = codeOf(await door.call(person, `${module}.${name}`, { nobodyKnowsThis: 1 }))
          if (expected === 'INPUT_INVALID') figures.granted++
          if (code !== expected)
            violations.add(`${module}.${name} answers ${person || 'nobody'} ${code}, not ${expected}`)
        }
  } finally {
    await door.close()
  }
}

/** Plans, posts, settings and declarations in every status: everybody × every row, the common ones too, in and out of 非常规. */
async function raised(
  violations: ReturnType<typeof violationsList>,
  figures: { actions: number; reads: number; granted: number },
): Promise<void> {
  const door = await theDoor()
  try {
    const made = [
      ...(await raisedMatters(door)),
      ...(await volunteeringMatters(door)),
      ...(await goodsMatters(door)),
      ...(await givingMatters(door)),
      ...(await fundMatters(door)),
    ]
    for (const { what, matter, now, seated } of made) {
      const kind = kindOf(matter.kind)
      for (const at of [now, emergency.from + 1])
        for (const who of everybody) {
          const relations = relationsOf(who, matter, seated)
          const place: Grant[] = seated?.people.includes(who)
            ? [{ role: 'staff', body: seated.body, from: 0, by: 'seed' }]
            : []
          const rule = ruleFor(who, at, place)
          for (const [action, row] of allRows(kind)) {
            figures.actions++
            const may =
              row.by.some((role) => relations.includes(role)) && (row.from as string[]).includes(matter.status)
            const does = decide(row, matter as never, rule).ok
            if (does) figures.granted++
            if (does && !may) violations.add(`${what}: ${who} may ${action} without a row that says so`)
          }
          figures.reads++
          const isPublic =
            matter.body.visibility === 'public' && matter.class !== 'hidden' && matter.beside.check === 'pass'
          const concerned = relations.some(
            (role) =>
              (kind.seenBy as readonly string[]).includes(role) ||
              ['author', 'recorder', 'lead', 'party', 'member'].includes(role),
          )
          if (isVisible(kind, matter, rule.actor) !== (isPublic || concerned))
            violations.add(`${what}: ${who} ${concerned ? 'does not see' : 'sees'} it`)
        }
    }
  } finally {
    await door.close()
  }
}

/** Enumerated whole: `cases` and `seed` change nothing. */
export const run: SafetyRun = async ({ seed }) => {
  const violations = violationsList()
  const figures = { calls: 0, actions: 0, reads: 0, granted: 0 }
  const persons = [...everybody, 'system'] as (Who | 'system')[]

  await calls(violations, figures)
  await raised(violations, figures)
  for (const { what, matter, now } of situations())
    for (const who of persons) {
      const relations = relationsOf(who, matter)
      const rule = ruleFor(who, now)
      for (const [action, row] of allRows(needKind)) {
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
      if (!concerned && !relations.includes('resident') && openActions(needKind, matter, rule).length)
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
