// Who holds what, where and until when.
import { actorOf, type Grant, holds, type Role, type Scoped, tokensOf } from '../../cloudfunctions/api/core/roles'
import { wednesday } from '../support/clock'
import { dew, far, house, plum, streetPath } from '../support/world'

const matter: Scoped = {
  area: house,
  author: 'pa',
  lead: 'committee',
  assists: [
    { body: 'property', duty: 'handle' },
    { body: 'city', duty: 'department' },
  ],
}
const someone = (grant: Partial<Grant>, more: { key?: string; building?: string } = {}) =>
  actorOf({ key: 'px', ...more, grants: [{ role: 'clerk', from: 0, by: 'seed', ...grant }] }, wednesday)

test.each<[string, string, boolean]>([
  ['the community itself', plum, true],
  ['the whole street', streetPath, true],
  ['the building', house, true],
  ['the other community', dew, false],
  ['a community of another street', far, false],
  ['a neighbour whose path begins alike', `${plum}x`, false],
])('a post over %s: %s holds: %p', (_where, area, expected) => {
  expect(holds(someone({ area }), 'clerk', matter)).toBe(expected)
})

test('a term decides to the millisecond: it starts at `from` and is over at `until`', () => {
  const grants: Grant[] = [{ role: 'clerk', area: plum, from: 1000, until: 2000, by: 'seed' }]
  const at = (now: number) => holds(actorOf({ key: 'p', grants }, now), 'clerk', matter)
  expect([999, 1000, 1999, 2000].map(at)).toEqual([false, true, true, false])
})

test('a post that has ended leaves no token behind', () => {
  const grants: Grant[] = [
    { role: 'clerk', area: plum, from: 0, until: wednesday, by: 'seed' },
    { role: 'staff', body: 'property', from: 0, until: wednesday, by: 'seed' },
    { role: 'staff', body: 'team', from: wednesday + 1, by: 'seed' },
  ]
  const actor = actorOf({ key: 'p1', grants }, wednesday)
  expect(actor.tokens).toEqual(['person:p1'])
  expect(actor.bodies).toEqual([])
})

test('membership of a body gives its duty and no other, and no role over the area', () => {
  const staff = someone({ role: 'staff', body: 'property' })
  const held = (['duty:handle', 'duty:department', 'lead', 'clerk', 'resident'] as Role[]).filter((role) =>
    holds(staff, role, matter),
  )
  expect(held).toEqual(['duty:handle'])
})

test('a resident belongs to the whole community, and to no other', () => {
  const at = (building: string) => holds(someone({ role: 'staff' }, { building }), 'resident', matter)
  expect([`${plum}/g2/b4`, `${dew}/g1/b1`, `${far}/g1/b1`].map(at)).toEqual([true, false, false])
})

test('the author of a need raised for somebody with an account is that person', () => {
  const forThem = { ...matter, recorder: 'pa', onBehalfOf: { person: 'pb' } }
  const held = (key: string) =>
    (['author', 'recorder'] as const).filter((role) => holds(actorOf({ key, grants: [] }, 0), role, forThem))
  expect([held('pa'), held('pb')]).toEqual([['recorder'], ['author']])
  expect(tokensOf('author', forThem)).toEqual(['person:pb'])
})

test('only the timer is the system, and it is nothing else', () => {
  expect(holds(someone({ area: streetPath }), 'system', matter)).toBe(false)
})

test('a turn lands where the role sits: grid, community, street', () => {
  expect(tokensOf('gridWorker', matter)).toEqual([`gridWorker@${plum}/g1`])
  expect(tokensOf('clerk', matter)).toEqual([`clerk@${plum}`])
  expect(tokensOf('officer', matter)).toEqual([`officer@${streetPath}`])
  expect(tokensOf('duty:department', matter)).toEqual(['body:city'])
  expect(tokensOf('gridWorker', { ...matter, area: plum })).toEqual([])
})
