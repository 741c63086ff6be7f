// The last place, with people leaving, confirming and letting offers pass meanwhile: never more people than places, never a free place beside
// somebody who waits, the waiting list in order, and everybody's agenda as the roster says.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import { isHeld } from '../../cloudfunctions/api/modules/volunteers/agenda'
import { forgetFull } from '../../cloudfunctions/api/modules/volunteers/full'
import { passOffers } from '../../cloudfunctions/api/modules/volunteers/leaving'
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import type { Seat, Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { crowd, freshId, published, request, signUp } from '../support/activities'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'
import { type Random, seeded } from '../support/seeded'
import { type SafetyRun, violationsList } from './report'

const holdsPlace = ({ state }: Seat): boolean => ['joined', 'offered', 'choosing'].includes(state)

async function trial(door: Door, people: string[], sample: Shift, { one, below }: Random): Promise<string | undefined> {
  const id = `${freshId()}_0_0`
  const capacity = 1 + below(3)
  await door.store.add('shifts', { ...sample, _id: id, capacity, waitingMax: 3 })
  await door.store.change(
    'people',
    { key: door.store._.in(people.map((who) => `p${who.slice(7).replaceAll('-', '')}`)) },
    { 'volunteer.agenda': [] },
  )
  let now = wednesday
  let oversold = ''
  const steps = 3 + below(4)
  for (let step = 0; step < steps; step++) {
    await Promise.all(
      Array.from({ length: 2 + below(6) }, () => {
        const who = one(people)
        const what = one(['signUp', 'signUp', 'signUp', 'leave', 'leave', 'confirm'])
        if (what === 'signUp') return signUp(door, who, id, {}, now)
        return door.call(who, `volunteers.${what}`, { id, request: request() }, now)
      }),
    )
    now += below(8) * hourMs
    forgetFull()
    if (below(2)) await passOffers(door.store, now)
    const seen = (await door.store.get<Shift>('shifts', id)) as Shift
    const places = Object.values(seen.roster).filter(holdsPlace).length
    if (seen.taken > capacity || places !== seen.taken)
      oversold ||= `${places} places, taken ${seen.taken} of ${capacity}`
  }
  for (let round = 0; round < 8; round++) await passOffers(door.store, now)
  const shift = (await door.store.get<Shift>('shifts', id)) as Shift
  await door.store.change('shifts', { _id: id }, { state: 'closed' })
  if (oversold) return oversold
  const seats = Object.entries(shift.roster)
  const waiting = seats.filter(([, { state }]) => state === 'waiting').map(([key]) => key)
  const offered = seats.filter(([, { state }]) => state === 'offered').length
  if (shift.waiting !== waiting.length || shift.queue.length !== waiting.length)
    return `waiting ${shift.waiting}, queue ${shift.queue.length}, ${waiting.length} wait`
  if (shift.offered !== offered) return `offered ${shift.offered}, not ${offered}`
  if (shift.waiting && shift.taken < shift.capacity)
    return `undersold: ${shift.taken} of ${shift.capacity} with ${shift.waiting} waiting`
  const since = shift.queue.map(({ person }) => shift.roster[person]?.at ?? 0)
  if (since.some((at, index) => index > 0 && at < (since[index - 1] as number)))
    return 'the waiting list is out of order'
  const held = seats.filter(([, seat]) => isHeld(seat)).map(([key]) => key)
  if ([...shift.people].sort().join() !== held.sort().join())
    return `people ${shift.people.join()} are not ${held.join()}`
  for (const who of people) {
    const person = (await door.store.get<Volunteer>('people', who)) as Volunteer
    const claims = person.volunteer?.agenda.some((one) => one.shift === id) ?? false
    // A claim too much is taken back when it is in the way; a place without its claim would let two places be held.
    if (!claims && held.includes(person.key)) return `${who} has a place and no claim to the time`
  }
  return undefined
}

export const run: SafetyRun = async ({ cases, seed }) => {
  const violations = violationsList()
  const random = seeded(seed)
  const door = await theDoor()
  try {
    const people = await crowd(door, 7, 'last')
    const sample = (await door.store.get<Shift>('shifts', `${await published(door)}_0_0`)) as Shift
    await door.store.change('shifts', { _id: sample._id }, { state: 'closed' })
    for (let index = 0; index < cases; index++) {
      const broken = await trial(door, people, sample, random)
      if (broken) violations.add(`trial ${index}: ${broken}`)
    }
  } finally {
    await door.close()
  }
  return {
    name: 'last-place',
    cases,
    violations: violations.kept,
    seed,
    figures: { trials: cases, found: violations.count() },
  }
}
