// What phones see of shifts: a card for everybody, one's own place, and the roster for those who run it. Keys and secrets are not listed, so
// they are not shown.
import * as z from 'zod'
import { sayMoment } from '../../core/clock'
import type { Actor } from '../../core/roles'
import { areaName, bodyName, type Street } from '../../core/street'
import { youngestAge, youngestFor } from './ages'
import { Choice, choiceOf } from './choice'
import { activityClasses, reachLabels, risks, type Skill, skills } from './classes'
import { sayClimb } from './climbing'
import { phaseOf, standingOf, whyOf } from './close-out'
import { companionsOf, ownerWords } from './groups'
import { answersFor, helps } from './helping'
import { measured, sayHours, saySpan } from './hours'
import { marks, marksFor } from './marking'
import type { Volunteer } from './pass'
import { cantRevoke } from './revoking'
import { lineOf, type Seat, type SeatState, type Seen, type Shift } from './shift'

export const seatLabels: Record<SeatState, string> = {
  joined: '已报名',
  waiting: '候补中',
  offered: '候补到名额，请确认',
  choosing: '活动有变化，请选择是否参加',
  left: '已退出',
  expired: '候补已过期',
  absent: '未到',
}
type Tone = 'plain' | 'info' | 'warn' | 'ok'
const seatTones: Record<SeatState, Tone> = {
  joined: 'ok',
  waiting: 'info',
  offered: 'warn',
  choosing: 'warn',
  left: 'plain',
  expired: 'plain',
  absent: 'plain',
}

/** A place in words, with what has been seen of the person. */
export function saySeat(seat: Seat): { label: string; tone: Tone } {
  if (seat.revoked) return { label: '时长已撤销', tone: 'plain' }
  if (seat.confirmed) return { label: `已记 ${sayHours(seat.minutes ?? 0)}`, tone: 'ok' }
  if (!seat.in) return { label: seatLabels[seat.state], tone: seatTones[seat.state] }
  const label = seat.out ? '已签退' : '已签到'
  return isUnsure(seat) ? { label: `${label}，待确认`, tone: 'warn' } : { label, tone: 'ok' }
}
/** Of a shift that will not be, the place is nobody's to confirm or to come to. */
const sayMine = (seat: Seat, state: Shift['state']): { state: string; label: string; tone: Tone } =>
  state === 'cancelled'
    ? { state, label: stateLabels.cancelled, tone: 'plain' }
    : { state: seat.state, ...saySeat(seat) }

const seenLabels: Record<Seen, string> = {
  code: '扫码',
  printed: '扫纸质码',
  organiser: '组织者登记',
  later: '补传的扫码',
  capped: '按规则计算',
  makeUp: '补登',
}

export const ShiftCard = z.object({
  id: z.string(),
  activity: z.string(),
  title: z.string(),
  post: z.string(),
  place: z.string(),
  startsAt: z.number(),
  endsAt: z.number(),
  time: z.string(),
  capacity: z.number(),
  taken: z.number(),
  waiting: z.number(),
  state: z.enum(['open', 'closed', 'cancelled']),
  stateLabel: z.string(),
  /** Its time is over: how many places it had is of no use to anybody who chooses. */
  over: z.boolean(),
  class: z.string(),
  counts: z.boolean(),
  reach: z.string(),
  /** The reader's own place, where there is one. */
  mine: z
    .object({
      state: z.string(),
      label: z.string(),
      tone: z.enum(['plain', 'info', 'warn', 'ok']),
      until: z.string().optional(),
    })
    .optional(),
})
export type ShiftCard = z.input<typeof ShiftCard>

export const SeatView = z.object({
  state: z.string(),
  label: z.string(),
  size: z.number(),
  until: z.string().optional(),
  /** With less than a day's notice. */
  short: z.boolean(),
  in: z.string().optional(),
  out: z.string().optional(),
  /** A scan that waits for the organiser. */
  unsure: z.boolean(),
  minutes: z.number().optional(),
  hours: z.string().optional(),
  /** Somebody signed up for them (代办). */
  helped: z.boolean(),
  /** With others: whose the hours are. */
  companions: z.string().optional(),
  with: z.array(z.string()),
  /** What this volunteer has said of the activity. */
  rating: z.object({ stars: z.number(), words: z.string() }).optional(),
  /** What the organiser has said of them (67号令 10). */
  rated: z.object({ stars: z.number(), words: z.string() }).optional(),
})

export const ShiftView = ShiftCard.omit({ mine: true }).extend({
  risk: z.string(),
  notice: z.string(),
  leader: z.string(),
  needs: z.array(z.string()),
  /** The same as it is kept, for whoever changes it. */
  demands: z.object({ skills: z.array(z.string()), ageMin: z.number(), training: z.string() }),
  /** How many the reader may bring, and whose the hours are. */
  companions: z.object({ most: z.number(), words: z.string() }),
  mine: SeatView.optional(),
  runs: z.boolean(),
  /** The reader may sign others up for it, on their word. */
  helps: z.boolean(),
  choice: Choice,
})

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

const stateLabels = { open: '招募中', closed: '已结束', cancelled: '已取消' }

type ForCard = Pick<
  Shift,
  | '_id'
  | 'activity'
  | 'title'
  | 'post'
  | 'place'
  | 'startsAt'
  | 'endsAt'
  | 'capacity'
  | 'taken'
  | 'waiting'
  | 'state'
  | 'class'
  | 'level'
> & { roster?: Record<string, Seat> }

/** What a card needs of a document, and the reader's own line. */
export const cardFields = (person?: string) => ({
  activity: true,
  title: true,
  post: true,
  place: true,
  startsAt: true,
  endsAt: true,
  capacity: true,
  taken: true,
  waiting: true,
  state: true,
  class: true,
  level: true,
  ...(person && { [`roster.${person}`]: true }),
})

export function showCard(shift: ForCard, person: string | undefined, now: number): ShiftCard {
  const mine = person ? shift.roster?.[person] : undefined
  const over = shift.state === 'open' && shift.endsAt <= now
  return {
    id: shift._id,
    activity: shift.activity,
    title: shift.title,
    post: shift.post,
    place: shift.place,
    startsAt: shift.startsAt,
    endsAt: shift.endsAt,
    time: saySpan(shift, now),
    capacity: shift.capacity,
    taken: shift.taken,
    waiting: shift.waiting,
    state: shift.state,
    over: shift.endsAt <= now,
    stateLabel: over ? '已结束' : stateLabels[shift.state],
    class: activityClasses[shift.class].label,
    counts: activityClasses[shift.class].counts,
    reach: reachLabels[shift.level],
    ...(mine && {
      mine: {
        ...sayMine(mine, shift.state),
        ...(mine.until && shift.state === 'open' && { until: sayMoment(mine.until, now) }),
      },
    }),
  }
}

export const isUnsure = (seat: Seat): boolean => seat.in?.sure === false || seat.out?.sure === false

export const showSeat = (seat: Seat, now: number): z.input<typeof SeatView> => ({
  state: seat.state,
  label: saySeat(seat).label,
  size: seat.size,
  with: seat.with,
  ...(seat.until && { until: sayMoment(seat.until, now) }),
  short: seat.short ?? false,
  ...(seat.in && { in: sayMoment(seat.in.at, now) }),
  ...(seat.out && { out: sayMoment(seat.out.at, now) }),
  unsure: isUnsure(seat),
  ...(seat.rating && { rating: { stars: seat.rating.stars, words: seat.rating.words } }),
  ...(seat.rated && { rated: { stars: seat.rated.stars, words: seat.rated.words } }),
  ...(seat.minutes !== undefined && !seat.revoked && { minutes: seat.minutes, hours: sayHours(seat.minutes) }),
  helped: seat.helper !== undefined,
  ...(seat.size > 1 && { companions: ownerWords }),
})

export function showShift(
  shift: Shift,
  person: Volunteer | undefined,
  { size, runs, most, helps }: { size: number; runs: boolean; most: number; helps: boolean },
  now: number,
): z.input<typeof ShiftView> {
  const { mine: _mine, ...card } = showCard(shift, undefined, now)
  const seat = person ? shift.roster[person.key] : undefined
  const youngest = youngestFor(shift)
  return {
    ...card,
    risk: risks[shift.risk].label,
    notice: shift.notice,
    leader: shift.leader,
    needs: [
      ...(youngest > youngestAge ? [`年满 ${youngest} 岁`] : []),
      ...(shift.skills.length ? [`会其中一项：${shift.skills.map((skill: Skill) => skills[skill]).join('、')}`] : []),
      ...(shift.training ? [`完成培训：${shift.training}`] : []),
    ],
    demands: { skills: shift.skills, ageMin: shift.ageMin, training: shift.training },
    companions: companionsOf(shift, most),
    ...(seat && { mine: { ...showSeat(seat, now), label: sayMine(seat, shift.state).label } }),
    runs,
    helps: helps && shift.state === 'open' && shift.startsAt > now,
    choice: choiceOf(shift, person, size, now),
  }
}

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
