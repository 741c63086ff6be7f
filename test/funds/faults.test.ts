// What follows a decision on money, with each of its SDK calls failing in one way: an error, a lost reply, a time-out, in turn. The safety run
// `ledger` fails each in every way.
import { type Door, theDoor } from '../support/door'
import { failEachCall } from '../support/faulty'
import { type Effect, fundEffects } from '../support/fund-effects'

let door: Door
let effects: Effect[]
beforeAll(async () => {
  door = await theDoor()
  effects = await fundEffects(door)
})
afterAll(() => door.close())

test.each([0, 1, 2, 3, 4, 5])('effect %i happens once, whatever fails', async (index) => {
  const { name, prepare, work, check } = effects[index] as Effect
  const { cases, wrong } = await failEachCall(door.store, prepare, work, check, true)
  expect({ name, wrong }).toEqual({ name, wrong: [] })
  expect(cases).toBeGreaterThan(4)
})

test('there is no effect that is not tried', () => expect(effects).toHaveLength(6))
