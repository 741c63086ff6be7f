// Nothing becomes unreachable: whatever posts are vacant, expired or handed on, somebody can take every open matter a step further.
import { allRows, openActions, take } from '../../cloudfunctions/api/core/act'
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { type Actor, actorOf, type Grant } from '../../cloudfunctions/api/core/roles'
import { routes } from '../../cloudfunctions/api/core/routes'
import type { Post } from '../../cloudfunctions/api/core/settings'
import '../../cloudfunctions/api/modules'
import { step } from '../support/needs'
import { seeded } from '../support/seeded'
import { situations } from '../support/situations'
import { world } from '../support/world'

const still = new Set([
  'agree',
  'decline',
  'takeBack',
  'answerObjection',
  'acceptAnswer',
  'insist',
  'overrule',
  'endDelegation',
])

/** Does this action take the matter further, or end what holds it up? */
const moves = (matter: Matter, action: string): boolean => {
  if (still.has(action)) return true
  const row = allRows(kindOf(matter.kind)).find(([name]) => name === action)?.[1]
  return row !== undefined && row.to !== 'same'
}

/** The street with some of its posts only: gone, or run out long ago. */
function thinned(seed: number, now: number) {
  const { chance } = seeded(seed)
  const here = world()
  const all = here.street.settings.posts as Post[]
  const posts = all.flatMap((post): Post[] => {
    const isHead = post.role === 'officer' || post.role === 'director'
    if (chance(0.4)) return [post]
    // Heads of the street are never struck from the register; their terms can run out.
    return isHead || chance(0.5) ? [{ ...post, until: now - 30 * dayMs }] : []
  })
  const street = { ...here.street, settings: { ...here.street.settings, posts } }
  const grantsOf = (key: string): Grant[] =>
    posts
      .filter((post) => post.key === key)
      .map(({ role, area, body, from, until }) => ({
        role,
        from,
        by: 'seed',
        ...(area && { area }),
        ...(body && { body }),
        ...(until && { until }),
      }))
  const actors: Actor[] = Object.values(here.people).map((person) =>
    actorOf({ ...person, grants: grantsOf(person.key) }, now, street),
  )
  return { street, actors }
}

const open = situations().filter(({ matter }) => matter.class === 'open' || matter.class === 'waiting')
const objected = open
  .filter(({ matter }) => !matter.pending && matter.status === 'accepted')
  .map((one) => ({
    ...one,
    what: `${one.what}, objected to`,
    matter: step(one.matter, { as: 'supervisor', action: 'object', note: '请说明', now: one.now }),
  }))
const delegated = open
  .filter(({ what }) => what === 'accepted')
  .map((one) => ({
    ...one,
    what: 'accepted, handed on',
    matter: step(one.matter, {
      as: 'clerk',
      action: 'delegate',
      note: '出差',
      patch: { to: 'psupervisor', days: '15' },
      now: one.now,
    }),
  }))

test.each([...Array(40).keys()])('with posts thinned out, draw %i', (draw) => {
  let covered = 0
  for (const { what, matter, now } of [...open, ...objected, ...delegated]) {
    const { street, actors } = thinned(draw * 1000 + what.length, now)
    const able = actors.filter((actor) =>
      openActions(kindOf(matter.kind), matter, { actor, now, street }).some((action) => moves(matter, action)),
    )
    if (able.length === 0) throw new Error(`${what}: nobody can act`)
    if (able.some((actor) => actor.grants.some(({ by }) => by === 'vacancy'))) covered++
  }
  expect(covered).toBeGreaterThan(0)
})

test('a post that is held is covered by nobody', () => {
  const here = world()
  const director = actorOf(here.people.director, Date.UTC(2026, 2, 4), here.street)
  expect(director.grants.filter(({ role }) => role === 'clerk')).toEqual([])
  // The far street has no secretary of its own: its officer stands in, ours does not.
  const far = actorOf(here.people.farOfficer, Date.UTC(2026, 2, 4), here.otherStreet)
  expect(far.grants.map(({ role }) => role)).toEqual(expect.arrayContaining(['secretary']))
  expect(director.grants.some(({ area }) => area?.startsWith(here.otherStreet.path))).toBe(false)
})

test('what somebody may do in a vacancy is what pressing it accepts', () => {
  const one = open.find(({ what }) => what === 'submitted')
  if (!one) throw new Error('no submitted need')
  const here = world()
  const posts = (here.street.settings.posts as Post[]).filter(({ role }) => role !== 'clerk')
  const street = { ...here.street, settings: { ...here.street.settings, posts } }
  const officer = actorOf(here.people.officer, one.now, street)
  const moved = take(
    kindOf('need'),
    one.matter,
    { action: 'accept', note: '', patch: {} },
    { actor: officer, now: one.now, street },
    routes,
  )
  expect(moved.matter.status).toBe('accepted')
})
