// What must hold of shifts, agendas and records at rest, whatever has happened to the machines in between: a sentence for everything that does
// not. Read from the documents alone; the log of each line is replayed and must say what the line says.
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import { type Account, isBalanced, type Posting, pointsFor } from '../../cloudfunctions/api/modules/volunteers/points'
import { type HourRecord, recordId } from '../../cloudfunctions/api/modules/volunteers/records'
import type { Seat, SeatState, Shift } from '../../cloudfunctions/api/modules/volunteers/shift'

const holdsPlace = ({ state }: Seat): boolean => ['joined', 'offered', 'choosing', 'absent'].includes(state)
const waits = ({ state }: Seat): boolean => state === 'waiting'
const isOn = (seat: Seat): boolean => ['joined', 'offered', 'choosing', 'waiting'].includes(seat.state)

/** What a line of the log makes of the state; a sign-up makes a place or a wait. */
const says: [begins: string, state: SeatState | undefined][] = [
  ['退出', 'left'],
  ['临时退出', 'left'],
  ['候补到名额', 'offered'],
  ['逾期未确认', 'expired'],
  ['确认参加', 'joined'],
  ['签到', 'joined'],
]

/** The line as its own log tells it. */
function seatTrouble(seat: Seat): string | undefined {
  let state: SeatState | 'new' = 'joined'
  const count = (word: string) => seat.log.filter(({ what }) => what.startsWith(word)).length
  for (const { what } of seat.log) {
    if (what === '报名') state = 'new'
    state = says.find(([begins]) => what.startsWith(begins))?.[1] ?? state
  }
  const fits = state === 'new' ? ['joined', 'waiting'].includes(seat.state) : state === seat.state
  if (!fits) return `is ${seat.state}, its log says ${state}`
  if (count('签到') !== Number(seat.in !== undefined)) return `${count('签到')} check-ins in the log`
  if (count('签退') !== Number(seat.out !== undefined)) return `${count('签退')} check-outs in the log`
  if (count('确认时长') !== Number(seat.confirmed !== undefined)) return `${count('确认时长')} confirmations in the log`
  const requests = seat.log.flatMap(({ request }) => (request ? [request] : []))
  return new Set(requests).size === requests.length ? undefined : 'one request twice in the log'
}

/** Places, waiting list and log of one shift. `settled`: the timer has run, so no place is free beside somebody who waits. */
export function shiftTroubles(shift: Shift, settled = true): string[] {
  const seats = Object.entries(shift.roster)
  const all = seats.map(([, seat]) => seat)
  const places = all.filter(holdsPlace).reduce((sum, { size }) => sum + size, 0)
  const waiting = all.filter(waits).length
  const offered = all.filter(({ state }) => state === 'offered').length
  const on = seats.filter(([, seat]) => isOn(seat)).map(([key]) => key)
  return [
    ...(places !== shift.taken ? [`${places} places, taken ${shift.taken}`] : []),
    ...(shift.taken > shift.capacity ? [`oversold: ${shift.taken} of ${shift.capacity}`] : []),
    ...(shift.waiting !== waiting || shift.queue.length !== waiting
      ? [`waiting ${shift.waiting}, queue ${shift.queue.length}, ${waiting} wait`]
      : []),
    ...(shift.offered !== offered ? [`offered ${shift.offered}, not ${offered}`] : []),
    ...(settled && shift.state === 'open' && waiting > 0 && shift.taken < shift.capacity
      ? [`undersold: ${shift.taken} of ${shift.capacity} with ${waiting} waiting`]
      : []),
    ...([...shift.people].sort().join() === on.sort().join() ? [] : ['people are not those on the roster']),
    ...seats.flatMap(([key, seat]) => {
      const trouble = seatTrouble(seat)
      return trouble ? [`${key} ${trouble}`] : []
    }),
  ].map((trouble) => `${shift._id}: ${trouble}`)
}

/** Every place has its claim to the time. A claim without a place stands in nobody's way and is counted only. */
export function agendaTroubles(person: Volunteer, shifts: readonly Shift[]): { troubles: string[]; idle: string[] } {
  const claims = person.volunteer?.agenda.map(({ shift }) => shift) ?? []
  const on = shifts.filter(({ roster }) => {
    const seat = roster[person.key]
    return seat !== undefined && isOn(seat)
  })
  const open = on.filter(({ state }) => state === 'open').map(({ _id }) => _id)
  return {
    troubles: open.filter((id) => !claims.includes(id)).map((id) => `${person.key} has a place in ${id} and no claim`),
    idle: claims.filter((id) => !on.some(({ _id }) => _id === id)),
  }
}

export type Books = { records: HourRecord[]; accounts: Account[]; postings: Posting[]; people: Volunteer[] }

/** Each confirmed line has one record of its minutes, each record its points once, and sums are what they sum. */
export function hourTroubles(shifts: readonly Shift[], { records, accounts, postings, people }: Books): string[] {
  const known = new Map(records.map((record) => [record._id, record]))
  const confirmed = shifts.flatMap((shift) =>
    Object.entries(shift.roster).flatMap(([key, seat]) =>
      seat.confirmed ? [{ id: recordId(shift._id, key), seat }] : [],
    ),
  )
  const ids = new Set(confirmed.map(({ id }) => id))
  const minutesOf = (key: string) =>
    records.filter(({ person, counts }) => person === key && counts).reduce((sum, { minutes }) => sum + minutes, 0)
  const pointsOf = (key: string) =>
    records.filter(({ person }) => person === key).reduce((sum, record) => sum + pointsFor(record), 0)
  const balances = new Map(accounts.map(({ _id, balance }) => [_id, balance]))
  return [
    ...confirmed.flatMap(({ id, seat }) => {
      const record = known.get(id)
      if (!record) return [`hour lost: ${id}`]
      return record.minutes === seat.minutes ? [] : [`${id}: ${record.minutes} on record, ${seat.minutes} confirmed`]
    }),
    ...records.filter(({ _id }) => !ids.has(_id)).map(({ _id }) => `${_id} is on record and was not confirmed`),
    ...postings.filter((one) => !isBalanced(one)).map(({ _id }) => `${_id} does not sum to nothing`),
    ...people.flatMap(({ key, volunteer }) => {
      const told = volunteer?.totals?.minutes ?? 0
      return told === minutesOf(key) ? [] : [`${key}: ${told} minutes summed, ${minutesOf(key)} on record`]
    }),
    ...people.flatMap(({ key }) => {
      const told = balances.get(key) ?? 0
      return told === pointsOf(key) ? [] : [`${key}: ${told} points, ${pointsOf(key)} earned`]
    }),
  ]
}
