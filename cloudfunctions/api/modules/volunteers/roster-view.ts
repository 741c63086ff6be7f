// What those who run a shift see of it: live counts, and every line with what may be entered, answered or confirmed. Keys and secrets are not
// listed, so they are not shown.
import * as z from 'zod'
import { sayMoment } from '../../core/clock'
import type { Actor } from '../../core/roles'
import { areaName, bodyName, type Street } from '../../core/street'
import { sayClimb } from './climbing'
import { phaseOf, standingOf, whyOf } from './close-out'
import { answersFor, helps } from './helping'
import { measured } from './hours'
import { marks, marksFor } from './marking'
import { cantRevoke } from './revoking'
import { isUnsure, seatLabels } from './seat-view'
import { lineOf, type Seat, type Seen, type Shift } from './shift'
import { ShiftCard, showCard } from './shift-card'

const seenLabels: Record<Seen, string> = {
  code: '扫码',
  printed: '扫纸质码',
  organiser: '组织者登记',
  later: '补传的扫码',
  capped: '按规则计算',
  makeUp: '补登',
}

/** What moves on the day; `stamp` changes with the roster and with the start, so that a phone asks for the roster only then. */
export const CountsView = z.object({
  capacity: z.number(),
  taken: z.number(),
  waiting: z.number(),
  present: z.number(),
  unsure: z.number(),
  confirmed: z.number(),
  phase: z.enum(['before', 'on', 'after', 'over']),
  says: z.string(),
  stamp: z.string(),
})

export const RosterView = ShiftCard.omit({ mine: true }).extend({
  ...CountsView.shape,
  /** What this reader may do beside marking; '' and false where not, or not now. */
  may: z.object({
    call: z.boolean(),
    help: z.boolean(),
    print: z.boolean(),
    edit: z.boolean(),
    offer: z.boolean(),
    climb: z.string(),
  }),
  /** Who confirms what the reader can't: one's own hours, and what one has entered. */
  others: z.string(),
  /** What volunteers have said of the activity, without their names; `says` is '' while nobody has. */
  ratings: z.object({ says: z.string(), words: z.array(z.string()) }),
  lines: z.array(
    z.object({
      line: z.string(),
      name: z.string(),
      with: z.array(z.string()),
      state: z.string(),
      label: z.string(),
      home: z.string(),
      walkIn: z.boolean(),
      /** 代办; and the card of somebody without a phone, by which they are found again. */
      helped: z.boolean(),
      card: z.string().optional(),
      in: z.string().optional(),
      out: z.string().optional(),
      inHow: z.string().optional(),
      outHow: z.string().optional(),
      unsure: z.boolean(),
      /** What the scans give, for the organiser to confirm or correct. */
      measured: z.number(),
      capped: z.boolean(),
      minutes: z.number().optional(),
      confirmed: z.boolean(),
      /** Where it stands at close-out for this reader, and why it has to be looked at. */
      standing: z.enum(['confirmed', 'revoked', 'none', 'own', 'unsure', 'entered', 'capped', 'plain']),
      why: z.string(),
      /** The reader may take its hours back. */
      revocable: z.boolean(),
      /** The stars the organiser has given. */
      rated: z.number().optional(),
      /** What the organiser may enter now, the likely one first. */
      marks: z.array(z.enum(marks)),
      /** What staff may answer for somebody without a phone, on their word. */
      answers: z.array(z.enum(['confirm', 'leave'])),
      log: z.array(z.object({ time: z.string(), what: z.string() })),
    }),
  ),
})

export function showCounts(shift: Shift, now: number): z.input<typeof CountsView> {
  const all = Object.values(shift.roster)
  const events = all.flatMap(({ log }) => log)
  return {
    capacity: shift.capacity,
    taken: shift.taken,
    waiting: shift.waiting,
    present: all.filter(({ in: came }) => came).reduce((sum, { size }) => sum + size, 0),
    unsure: all.filter(isUnsure).length,
    confirmed: all.filter(({ confirmed, revoked }) => confirmed && !revoked).length,
    ...phaseOf(shift, now),
    stamp: [shift.version, events.length, Math.max(0, ...events.map(({ at }) => at)), now >= shift.startsAt].join('-'),
  }
}

/** Who looks at a roster, and the street with its names and its period. */
export type RosterReader = { actor: Actor; street: Street }

/** What the reader may do beside marking. Contact is for staff (WeChat 15.2.1). */
function mayDo(shift: Shift, { actor, street }: RosterReader, now: number): z.input<typeof RosterView>['may'] {
  const open = shift.state === 'open'
  return {
    call: helps(actor),
    help: open && shift.startsAt > now && helps(actor),
    print: actor.grants.some(({ role }) => role === 'clerk' || role === 'socialWorker'),
    edit: open && shift.endsAt > now,
    offer: open && shift.startsAt > now && shift.taken < shift.capacity,
    climb: shift.taken < shift.capacity ? sayClimb(actor, shift, street, now) : '',
  }
}

const wordsMost = 20

/** The words newest first, so that their order is not that of the roster. */
function showRatings(seats: Seat[]): z.input<typeof RosterView>['ratings'] {
  const given = seats.flatMap(({ rating }) => rating ?? []).sort((one, other) => other.at - one.at)
  const sum = given.reduce((stars, one) => stars + one.stars, 0)
  return {
    says: given.length ? `${given.length} 人评价，平均 ${Math.round((sum / given.length) * 10) / 10} 星` : '',
    words: given.flatMap(({ words }) => words || []).slice(0, wordsMost),
  }
}

export function showRoster(shift: Shift, reader: RosterReader, now: number): z.input<typeof RosterView> {
  const { actor, street } = reader
  const { mine: _mine, ...card } = showCard(shift, undefined, now)
  const rank = (key: string) => shift.queue.findIndex(({ person }) => person === key)
  const seats = Object.entries(shift.roster).sort(
    ([a, one], [b, other]) => rank(a) - rank(b) || one.at - other.at || (a < b ? -1 : 1),
  )
  const may = mayDo(shift, reader, now)
  return {
    ...card,
    ...showCounts(shift, now),
    may,
    others: `${areaName(street, shift.area)}居民委员会、社会工作者，或${bodyName(street, shift.lead)}的另一位工作人员`,
    ratings: showRatings(Object.values(shift.roster)),
    lines: seats.map(([key, seat]) => {
      const { minutes, capped } = measured(seat, shift)
      const standing = standingOf(seat, key, shift, actor.key)
      return {
        line: lineOf(shift._id, key),
        name: seat.name,
        with: seat.with,
        state: seat.state,
        label: seatLabels[seat.state],
        home: seat.home ? areaName(street, seat.home) : '',
        walkIn: seat.walkIn ?? false,
        helped: seat.helper !== undefined,
        ...(seat.card && { card: seat.card }),
        ...(seat.in && { in: sayMoment(seat.in.at, now), inHow: seenLabels[seat.in.how] }),
        ...(seat.out && { out: sayMoment(seat.out.at, now), outHow: seenLabels[seat.out.how] }),
        unsure: isUnsure(seat),
        measured: minutes,
        capped: seat.in !== undefined && capped,
        ...(seat.minutes !== undefined && { minutes: seat.minutes }),
        confirmed: seat.confirmed !== undefined,
        standing,
        why: whyOf(standing, seat),
        revocable: !seat.revoked && cantRevoke(seat, key, shift, actor) === undefined,
        ...(seat.rated && { rated: seat.rated.stars }),
        marks: marksFor(seat, shift, now),
        answers: may.call ? answersFor(seat, shift, now) : [],
        log: seat.log.map(({ at, what }) => ({ time: sayMoment(at, now), what })),
      }
    }),
  }
}
