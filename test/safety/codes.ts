// Codes at the door of an event: forged, changed, of another shift, another direction, another time, relayed, used twice. None may leave a
// mark on the roster; a live one leaves exactly one.
import { printedCodeOf, codeOf as showCode, stepMs } from '../../cloudfunctions/api/modules/volunteers/code'
import type { Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { crowd, published, request, saturday, signUp } from '../support/activities'
import { codeOf, theDoor } from '../support/door'
import { type Random, seeded } from '../support/seeded'
import { type SafetyRun, violationsList } from './report'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

type Forgery = { what: string; code: string; now: number }

/** A code that must not be accepted at `now`. */
function forge(shift: Shift, other: Shift, { one, below }: Random): Forgery {
  const now = saturday + below(7200) * 1000
  const real = showCode(shift.secret, shift._id, 'in', now)
  const parts = real.split('~')
  const mac = parts[4] as string
  const with4 = (text: string) => [...parts.slice(0, 4), text].join('~')
  const at = below(mac.length)
  const random = Array.from({ length: 22 }, () => one([...letters])).join('')
  return one<() => Forgery>([
    () => ({ what: 'made up', code: with4(random), now }),
    () => ({
      what: 'one letter changed',
      code: with4(`${mac.slice(0, at)}${mac[at] === 'x' ? 'y' : 'x'}${mac.slice(at + 1)}`),
      now,
    }),
    () => ({ what: 'cut', code: with4(mac.slice(0, below(22))), now }),
    () => ({ what: 'under another secret', code: showCode(other.secret, shift._id, 'in', now), now }),
    () => ({
      what: 'of another shift',
      code: showCode(other.secret, other._id, 'in', now).replace(other._id, shift._id),
      now,
    }),
    () => ({
      what: 'of the other direction',
      code: showCode(shift.secret, shift._id, 'out', now).replace('~out~', '~in~'),
      now,
    }),
    () => ({
      what: 'paper made live',
      code: printedCodeOf(shift.secret, shift._id, 'in').replace('~p~', `~${parts[3]}~`),
      now,
    }),
    () => ({ what: 'relayed after a minute or more', code: real, now: now + 2 * stepMs + below(3_600_000) }),
    () => ({
      what: 'of a time to come',
      code: showCode(shift.secret, shift._id, 'in', now + 2 * stepMs + below(3_600_000)),
      now,
    }),
    () => ({
      what: 'with another step',
      code: [...parts.slice(0, 3), Math.floor(now / stepMs + 1).toString(36), mac].join('~'),
      now,
    }),
  ])()
}

export const run: SafetyRun = async ({ cases, seed }) => {
  const random = seeded(seed)
  const violations = violationsList()
  const figures = { forged: 0, accepted: 0, live: 0, twice: 0 }
  const door = await theDoor()
  const get = async (id: string) => (await door.store.get<Shift>('shifts', id)) as Shift
  try {
    const people = await crowd(door, 20, 'codes')
    const id = `${await published(door, { posts: [{ name: '引导', places: 20 }] })}_0_0`
    const otherId = `${await published(door)}_0_0`
    for (const one of people) await signUp(door, one, id)
    const [shift, other] = [await get(id), await get(otherId)]
    const scan = (who: string, code: string, now: number) =>
      door.call(who, 'volunteers.scan', { code, request: request() }, now)
    for (let index = 0; index < cases; index++) {
      const { what, code, now } = forge(shift, other, random)
      const told = await scan(random.one(people), code, now)
      figures.forged++
      if (told.ok) {
        figures.accepted++
        violations.add(`a code ${what} is accepted`)
      }
    }
    const untouched = Object.values((await get(id)).roster).filter((seat) => seat.in)
    if (untouched.length) violations.add(`${untouched.length} people are checked in by forged codes`)
    for (const who of people) {
      // Shown up to one step ago, by whichever clock.
      const now = saturday + random.below(600) * 1000
      const skew = random.one([-stepMs, 0, stepMs])
      const code = showCode(shift.secret, id, 'in', now + skew)
      const told = await Promise.all([scan(who, code, now), scan(who, code, now), scan(who, code, now)])
      figures.live++
      const accepted = told.filter(({ ok }) => ok).length
      if (accepted !== 1) violations.add(`a live code is accepted ${accepted} times: ${told.map(codeOf).join()}`)
      figures.twice += 2
    }
    const present = Object.values((await get(id)).roster).filter((seat) => seat.in?.sure)
    if (present.length !== people.length) violations.add(`${present.length} of ${people.length} are checked in`)
  } finally {
    await door.close()
  }
  return { name: 'codes', cases, violations: violations.kept, seed, figures: { ...figures, found: violations.count() } }
}
