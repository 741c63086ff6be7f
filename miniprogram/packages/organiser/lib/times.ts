// Dates and clock times that people choose, as moments in Shanghai, whatever zone the phone is in; and one week after another.
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const inShanghai = (at: number): string => new Date(at + 8 * hourMs).toISOString()

/** '2026-03-07', '09:00' → epoch ms; NaN while one of them is not chosen. */
export const momentOf = (on: string, clock: string): number => Date.parse(`${on}T${clock}:00+08:00`)
export const onOf = (at: number): string => inShanghai(at).slice(0, 10)
export const clockOf = (at: number): string => inShanghai(at).slice(11, 16)
export const plusDays = (on: string, days: number): string => onOf(momentOf(on, '12:00') + days * dayMs)

const weekdays = '日一二三四五六'
/** 3月7日 周六. */
export function sayDay(on: string): string {
  const [, month = '', day = ''] = on.split('-')
  const weekday = new Date(momentOf(on, '12:00') + 8 * hourMs).getUTCDay()
  return `${Number(month)}月${Number(day)}日 周${weekdays[weekday]}`
}

export type Time = { startsAt: number; endsAt: number }
/** One day's hours; what ends before it begins ends the next day. */
export function timeOn(on: string, from: string, to: string): Time {
  const startsAt = momentOf(on, from)
  const endsAt = momentOf(on, to)
  return { startsAt, endsAt: endsAt <= startsAt ? endsAt + dayMs : endsAt }
}

/** A first day, hours, and how many weeks in a row, without the days left out. */
export type Series = { on: string; from: string; to: string; repeats: number; skipped: string[] }
export const daysOf = ({ on, repeats }: Pick<Series, 'on' | 'repeats'>): string[] =>
  on ? Array.from({ length: repeats }, (_, week) => plusDays(on, 7 * week)) : []
export const timesOf = (series: Series): Time[] =>
  daysOf(series)
    .filter((on) => !series.skipped.includes(on))
    .map((on) => timeOn(on, series.from, series.to))

/** The series that gives these times; undefined when they are no weekly series. */
export function seriesOf(times: Time[]): Series | undefined {
  const [first] = times
  const last = times.at(-1)
  if (!first || !last) return undefined
  const on = onOf(first.startsAt)
  const repeats = Math.round((momentOf(onOf(last.startsAt), '12:00') - momentOf(on, '12:00')) / (7 * dayMs)) + 1
  const all = { on, from: clockOf(first.startsAt), to: clockOf(first.endsAt), repeats }
  const held = times.map(({ startsAt }) => onOf(startsAt))
  const series = { ...all, skipped: daysOf(all).filter((day) => !held.includes(day)) }
  return JSON.stringify(timesOf(series)) === JSON.stringify(times) ? series : undefined
}
