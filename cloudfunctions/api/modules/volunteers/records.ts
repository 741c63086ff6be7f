// Confirmed hours as records: one document a person and shift, written after the roster says so and, if a process died in between, by the
// timer. A person's totals are computed again from the records, never added to.
import { within } from '../../core/areas'
import { onOf } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'
import { activityClasses } from './classes'
import { inTheWay, standingOf } from './close-out'
import type { Gives } from './document'
import { measured, shiftMinutes } from './hours'
import { keepOpenHours } from './open-hours'
import { shiftRunBy } from './organiser'
import { problems } from './problems'
import { lineOf, type Revoked, type Seat, type Shift } from './shift'

export type HourRecord = {
  _id: string
  schema: number
  person: PersonKey
  /** As it stood when it was recorded, for the certificate. */
  name: string
  street: string
  area: string
  within: string[]
  activity: string
  shift: string
  title: string
  post: string
  place: string
  leader: string
  body: string
  class: Shift['class']
  counts: boolean
  startsAt: number
  endsAt: number
  year: number
  on: string
  minutes: number
  /** scan: by codes or the organiser on the spot · capped: forgotten check-out · makeUp: entered later from paper. */
  how: 'scan' | 'capped' | 'makeUp'
  state: 'posted' | 'corrected' | 'revoked'
  confirmedBy: PersonKey
  at: number
  version: number
  /** A correction with the minutes that stood before, under the number of its request; a revocation with its reason. */
  history: { at: number; by: PersonKey; minutes?: number; reason: string }[]
  gives?: Gives
  /** Where its training is looked for: the place of the activity and the person's own home, each up to the street. */
  around: string[]
  /** Until when the course is valid by this record; 0: a later one has taken its place. Kept by the timer. */
  trainedUntil?: number
  /** Points it stands at, and in how many postings. */
  pointed?: number
  settled?: number
  /** How many of the person's records that stand lie before it: 0 is their first. Written when it is counted. */
  before?: number
  /** Totals and points have heard of it. */
  counted: boolean
}

/** `years` in minutes, `counts` in records, both by year. */
export type Totals = {
  _id: PersonKey
  minutes: number
  count: number
  years: Record<string, number>
  counts: Record<string, number>
  at: number
}

export const recordId = (shift: string, person: PersonKey): string => `hour_${shift}_${person}`

export function recordOf(shift: Shift, person: PersonKey, seat: Seat): HourRecord {
  const { minutes = 0, confirmed } = seat
  const { capped } = measured(seat, shift)
  return {
    _id: recordId(shift._id, person),
    schema: 1,
    person,
    name: seat.name,
    street: shift.street,
    area: shift.area,
    within: shift.within,
    activity: shift.activity,
    shift: shift._id,
    title: shift.title,
    post: shift.post,
    place: shift.place,
    leader: shift.leader,
    body: shift.lead,
    class: shift.class,
    counts: activityClasses[shift.class].counts,
    startsAt: shift.startsAt,
    endsAt: shift.endsAt,
    year: Number(onOf(shift.startsAt).slice(0, 4)),
    on: onOf(shift.startsAt),
    minutes,
    how: seat.in?.how === 'makeUp' || seat.out?.how === 'makeUp' ? 'makeUp' : capped ? 'capped' : 'scan',
    state: 'posted',
    confirmedBy: confirmed?.by ?? 'system',
    at: confirmed?.at ?? 0,
    version: 1,
    history: [],
    ...(shift.gives && { gives: shift.gives }),
    around: [...new Set([...shift.within, ...(seat.home ? within(seat.home) : [])])],
    counted: false,
  }
}

/** A second person confirms: never one's own hours, and a make-up entry never by who entered it. Four calls. */
export async function confirmHours(
  { id, lines, request }: { id: string; lines: { line: string; minutes?: number }[]; request: string },
  ctx: Ctx,
): Promise<Shift> {
  const { shift, actor } = await shiftRunBy(id, ctx)
  const { _ } = ctx.store
  if (ctx.now < shift.endsAt) return refuse(problems.HOURS_NOT_OVER)
  const byLine = new Map(Object.keys(shift.roster).map((key) => [lineOf(id, key), key]))
  const roster = { ...shift.roster }
  const where: Record<string, unknown> = { _id: id }
  const update: Record<string, unknown> = {}
  const changed: PersonKey[] = []
  for (const [index, { line, minutes }] of lines.entries()) {
    const key = byLine.get(line) ?? refuse(problems.SHIFT_NOT_ON_ROSTER)
    const seat = roster[key] as Seat
    if (seat.log.some((event) => event.request === request)) continue
    const problem = inTheWay[standingOf(seat, key, shift, actor.key)]
    if (problem) return refuse(problem)
    const told = minutes ?? measured(seat, shift).minutes
    if (told > shiftMinutes(shift))
      return refuse(problems.HOURS_TOO_LONG, {
        fields: { [`lines.${index}.minutes`]: problems.HOURS_TOO_LONG.message },
      })
    const next: Seat = {
      ...seat,
      minutes: told,
      confirmed: { by: actor.key, at: ctx.now },
      log: [...seat.log, { at: ctx.now, by: actor.key, what: `确认时长 ${told} 分钟`, request }],
    }
    roster[key] = next
    where[`roster.${key}.log`] = _.size(seat.log.length)
    update[`roster.${key}`] = _.set(next)
    changed.push(key)
  }
  if (!changed.length) return shift
  if (
    (await ctx.store.change('shifts', where, {
      ...update,
      owed: true,
      toConfirm: _.inc(-changed.length),
    })) !== 1
  )
    return refuse(coreProblems.STATE_CHANGED)
  const after = { ...shift, roster }
  await ctx.store.addAll(
    'records',
    changed.map((key) => recordOf(after, key, roster[key] as Seat)),
  )
  return after
}

/** The record as the roster has it: once, whoever comes first. A record that is not written yet is the timer's. */
export async function revokeRecord(shift: string, person: PersonKey, { by, at, words }: Revoked, store: Store) {
  const { _ } = store
  const entry = { at, by, reason: words }
  const update = { state: 'revoked', counted: false, version: _.inc(1), history: _.push([entry]) }
  await store.change('records', { _id: recordId(shift, person), state: _.neq('revoked') }, update)
}

/** Writes what confirmed rosters still owe, then strikes the debt unless somebody has confirmed more meanwhile. */
export async function writeOwed(store: Store): Promise<number> {
  const { _ } = store
  const owing = await store.find<Shift>('shifts', { owed: true }, { limit: 20 })
  let written = 0
  for (const shift of owing) {
    const confirmed = Object.entries(shift.roster).filter(([, seat]) => seat.confirmed)
    for (const [person, seat] of confirmed) {
      if ((await store.add('records', recordOf(shift, person, seat))) === 'added') written++
      if (seat.revoked) await revokeRecord(shift._id, person, seat.revoked, store)
    }
    await keepOpenHours(shift, store)
    const same = Object.fromEntries(confirmed.map(([person, { log }]) => [`roster.${person}.log`, _.size(log.length)]))
    const others = Object.entries(shift.roster).filter(([, seat]) => !seat.confirmed)
    const still = Object.fromEntries(others.map(([person]) => [`roster.${person}.confirmed`, _.exists(false)]))
    await store.change('shifts', { _id: shift._id, ...same, ...still }, { owed: false })
  }
  return written
}

const pageRows = 500

/** A person's sum by year, and the ids of all records that stand, newest first: read from the records themselves, page by page. */
export async function totalsOf(
  person: PersonKey,
  store: Store,
  now: number,
): Promise<{ totals: Totals; standing: string[] }> {
  const { _ } = store
  const totals: Totals = { _id: person, minutes: 0, count: 0, years: {}, counts: {}, at: now }
  const standing: string[] = []
  let where: object = { person }
  for (;;) {
    const found = await store.find<HourRecord>('records', where as Record<string, unknown>, {
      order: [
        ['startsAt', 'desc'],
        ['_id', 'desc'],
      ],
      limit: pageRows,
      fields: { startsAt: true, minutes: true, year: true, counts: true, state: true },
    })
    const stand = found.filter(({ state }) => state !== 'revoked')
    standing.push(...stand.map(({ _id }) => _id))
    for (const record of stand.filter(({ counts }) => counts)) {
      totals.minutes += record.minutes
      totals.count++
      totals.years[record.year] = (totals.years[record.year] ?? 0) + record.minutes
      totals.counts[record.year] = (totals.counts[record.year] ?? 0) + 1
    }
    const last = found.at(-1)
    if (found.length < pageRows || !last) return { totals, standing }
    where = _.and([
      { person },
      _.or([{ startsAt: _.lt(last.startsAt) }, { startsAt: last.startsAt, _id: _.lt(last._id) }]),
    ]) as unknown as object
  }
}
