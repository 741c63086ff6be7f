// Situations of volunteering before a write: shifts with seats, people, records, and the rows that are made of them.
import { dayMs, hourMs } from '../../../cloudfunctions/api/core/clock'
import type { Pass } from '../../../cloudfunctions/api/modules/volunteers/pass'
import { type HourRecord, recordId, recordOf } from '../../../cloudfunctions/api/modules/volunteers/records'
import { lineOf, type Seat, type Shift } from '../../../cloudfunctions/api/modules/volunteers/shift'
import {
  act,
  activityInput,
  crowd,
  freshId,
  ok,
  published,
  request,
  saturday,
  saturdayEnd,
} from '../../support/activities'
import { wednesday } from '../../support/clock'
import type { Door } from '../../support/door'
import { plum } from '../../support/world'
import type { Sending, Write } from '../faults'

export const after = saturdayEnd + hourMs
let serial = 0
const samples = new WeakMap<Door, Promise<Shift>>()

async function sampleOf(door: Door): Promise<Shift> {
  const id = `${await published(door)}_0_0`
  const shift = (await door.store.get<Shift>('shifts', id)) as Shift
  await door.store.change('shifts', { _id: id }, { state: 'closed' })
  return shift
}

/** Another shift like the published one. */
export async function aShift(door: Door, change: Partial<Shift> = {}): Promise<Shift> {
  const known = samples.get(door) ?? sampleOf(door)
  samples.set(door, known)
  const shift = { ...(await known), _id: `${freshId()}_0_0`, state: 'open' as const, ...change }
  await door.store.add('shifts', shift)
  return shift
}

type Person = { openid: string; key: string }
/** A resident with a profile, who has nothing on. */
export async function somebody(door: Door, volunteer: Partial<Pass> = {}): Promise<Person> {
  const [openid = ''] = await crowd(door, 1, `f${++serial}`)
  const fields = Object.fromEntries(
    Object.entries(volunteer).map(([name, value]) => [`volunteer.${name}`, door.store._.set(value)]),
  )
  if (Object.keys(fields).length) await door.store.change('people', { _id: openid }, fields)
  return { openid, key: `p${openid.slice(7).replace('-', '')}` }
}

export const claimOf = ({ _id: shift, title, startsAt, endsAt }: Shift) => ({ shift, title, startsAt, endsAt })
export const stamp = (at: number, sure = true) => ({ at, how: 'code' as const, sure })

/** A shift with these people on its roster, each with the claim to the time. */
export async function seated(
  door: Door,
  seats: Partial<Seat>[],
  change: Partial<Shift> = {},
): Promise<[Shift, Person[]]> {
  const people: Person[] = []
  for (const _ of seats) people.push(await somebody(door))
  const lines = seats.map((seat, index): [string, Seat] => [
    people[index]?.key as string,
    {
      state: 'joined',
      name: '居民0',
      home: plum,
      size: 1,
      with: [],
      at: wednesday,
      log: [{ at: wednesday, by: people[index]?.key as string, what: '报名' }],
      ...seat,
    },
  ])
  const waiting = lines.filter(([, { state }]) => state === 'waiting').map(([person, { size }]) => ({ person, size }))
  const shift = await aShift(door, {
    roster: Object.fromEntries(lines),
    people: people.map(({ key }) => key),
    homes: [plum],
    taken: lines.filter(([, { state }]) => state !== 'waiting').length,
    waiting: waiting.length,
    queue: waiting,
    offered: lines.filter(([, { state }]) => state === 'offered').length,
    toConfirm: lines.filter(([, seat]) => seat.in && !seat.confirmed).length,
    ...change,
  })
  for (const { openid } of people)
    await door.store.change('people', { _id: openid }, { 'volunteer.agenda': door.store._.set([claimOf(shift)]) })
  return [shift, people]
}

export const about = (shift: Shift, ...people: Person[]): Sending['documents'] => [
  ['shifts', shift._id],
  ...people.map(({ openid }): [string, string] => ['people', openid]),
]
export const hours = (shift: Shift, ...people: Person[]): Sending['documents'] => [
  ...about(shift, ...people),
  ...people.map(({ key }): [string, string] => ['records', recordId(shift._id, key)]),
  ...people.map(({ key }): [string, string] => ['pointAccounts', key]),
]
export const organiser = 'openid-volunteer'
export const there = { in: stamp(saturday), out: stamp(saturdayEnd) }
export const offered = { state: 'offered' as const, until: saturday - dayMs }

/** The record of somebody who was there for two hours, counted. */
export async function recorded(door: Door, minutes = 120): Promise<[Shift, Person, HourRecord]> {
  const [shift, [person]] = await seated(door, [{ ...there, minutes, confirmed: { by: 'pclerk', at: after } }])
  const one = person as Person
  const record = { ...recordOf(shift, one.key, shift.roster[one.key] as Seat), counted: true }
  await door.store.add('records', record)
  const totals = { _id: one.key, minutes, count: 1, years: { 2026: minutes }, at: after }
  await door.store.change('people', { _id: one.openid }, { 'volunteer.totals': door.store._.set(totals) })
  return [shift, one, record]
}

type Prepared = Omit<Sending, 'call' | 'now'> & { now?: number }
export const row = (name: string, call: string, prepare: (door: Door) => Promise<Prepared>, moves?: true): Write => ({
  name: `${call} ${name}`,
  ...(moves && { moves }),
  prepare: async (door) => ({ now: wednesday, call: `volunteers.${call}`, ...(await prepare(door)) }),
})
export const place = (
  name: string,
  call: string,
  seats: Partial<Seat>[],
  who: number,
  more: object = {},
  change: Partial<Shift> = {},
) =>
  row(name, call, async (door) => {
    const [shift, people] = await seated(door, seats, change)
    const { openid } = people[who] as Person
    return { openid, data: { id: shift._id, request: request(), ...more }, documents: about(shift, ...people) }
  })
export const signing = (name: string, seats: Partial<Seat>[], more: object = {}) =>
  row(name, 'signUp', async (door) => {
    const [shift, others] = await seated(door, seats)
    const one = await somebody(door)
    const data = { id: shift._id, request: request(), ...more }
    return { openid: one.openid, data, documents: about(shift, one, ...others) }
  })
export const scanning = (
  name: string,
  seat: Partial<Seat>,
  now: number,
  codeFor: (shift: Shift) => string,
  more: object = {},
) =>
  row(name, 'scan', async (door) => {
    const [shift, [one]] = await seated(door, [seat])
    const { openid } = one as Person
    const data = { code: codeFor(shift), request: request(), ...more }
    return { openid, now, data, documents: about(shift, one as Person) }
  })
export const marking = (what: string, seat: Partial<Seat>, now: number) =>
  row(what, 'mark', async (door) => {
    const [shift, people] = await seated(door, [seat, seat])
    const lines = people.map(({ key }) => lineOf(shift._id, key))
    return {
      openid: organiser,
      now,
      data: { id: shift._id, lines, what, request: request() },
      documents: about(shift, ...people),
    }
  })
export const coded = async (door: Door, one?: Person): Promise<Person & { code: string }> => {
  const person = one ?? (await somebody(door))
  const code = `C${String(++serial).padStart(7, '0')}`
  await door.store.change('people', { _id: person.openid }, { code })
  return { ...person, code }
}
export const helped = (name: string, call: string, seats: Partial<Seat>[], who: number) =>
  row(name, call, async (door) => {
    const [shift, people] = await seated(door, seats)
    const { code } = await coded(door, people[who])
    const data = { id: shift._id, request: request(), code, consent: 'phone' }
    return { openid: 'openid-clerk', data, documents: about(shift, ...people) }
  })
/** A step of a matter that `begin` makes; its documents as it says. */
export const step = (
  name: string,
  who: string,
  action: string,
  begin: (door: Door) => Promise<{ id: string; documents: Sending['documents'] }>,
  patch: object = {},
  note = '',
) =>
  ({
    name: `matters.act ${name}`,
    async prepare(door: Door) {
      const { id, documents } = await begin(door)
      const { version } = await door.matter(id)
      const data = { id, version, action, request: request(), note, patch }
      return {
        openid: `openid-${who}`,
        call: 'matters.act',
        now: wednesday,
        data,
        documents: [['matters', id], ...documents],
      }
    },
  }) satisfies Write

export async function asked(door: Door): Promise<{ id: string; documents: Sending['documents'] }> {
  const input = activityInput()
  ok(await door.call('volunteer', 'volunteers.draft', input))
  ok(await act(door, 'volunteer', input.id, 'publish'))
  return { id: input.id, documents: [] }
}
export async function correcting(door: Door): Promise<{ id: string; documents: Sending['documents'] }> {
  const [shift, one, record] = await recorded(door)
  const id = freshId()
  ok(
    await door.call(one.openid, 'volunteers.askCorrection', {
      id,
      record: record._id,
      minutes: 90,
      words: '提前走了一会儿',
    }),
  )
  return { id, documents: hours(shift, one) }
}
