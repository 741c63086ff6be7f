// What phones see of one place: in words, with what has been seen of the person, and to the person with all that is theirs.
import * as z from 'zod'
import { sayMoment } from '../../core/clock'
import { ownerWords } from './groups'
import { sayHours } from './hours'
import type { Seat, SeatState } from './shift'

export const seatLabels: Record<SeatState, string> = {
  joined: '已报名',
  waiting: '候补中',
  offered: '候补到名额，请确认',
  choosing: '活动有变化，请选择是否参加',
  left: '已退出',
  expired: '候补已过期',
  absent: '未到',
}
export type Tone = 'plain' | 'info' | 'warn' | 'ok'
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
  if (!seat.in) {
    const asks = seat.state === 'choosing' && seat.asks
    return { label: asks ? `${asks}有变化，请选择是否参加` : seatLabels[seat.state], tone: seatTones[seat.state] }
  }
  const label = seat.out ? '已签退' : '已签到'
  return isUnsure(seat) ? { label: `${label}，待确认`, tone: 'warn' } : { label, tone: 'ok' }
}
export const isUnsure = (seat: Seat): boolean => seat.in?.sure === false || seat.out?.sure === false

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
