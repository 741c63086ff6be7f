// What phones see of a shift in a list: what, when, where, how many places, and the reader's own.
import * as z from 'zod'
import { sayMoment } from '../../core/clock'
import { activityClasses, reachLabels } from './classes'
import { saySpan } from './hours'
import { saySeat, type Tone } from './seat-view'
import type { Seat, Shift } from './shift'

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

const stateLabels = { open: '招募中', closed: '已结束', cancelled: '已取消' }

/** Of a shift that will not be, the place is nobody's to confirm or to come to. */
export const sayMine = (seat: Seat, state: Shift['state']): { state: string; label: string; tone: Tone } =>
  state === 'cancelled'
    ? { state, label: stateLabels.cancelled, tone: 'plain' }
    : { state: seat.state, ...saySeat(seat) }

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
  const [begun, over] = [shift.startsAt, shift.endsAt].map((at) => shift.state === 'open' && at <= now)
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
    stateLabel: over ? stateLabels.closed : begun ? '进行中' : stateLabels[shift.state],
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
