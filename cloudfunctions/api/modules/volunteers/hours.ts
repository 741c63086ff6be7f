// Hours (67号令 7, 11, 13): minutes between check-in and check-out inside the shift; never more than the shift; a forgotten check-out counts
// half of what was left and is marked. Pure.
import { inShanghai, minuteMs, onOf, sayTime } from '../../core/clock'
import type { Seat, Shift } from './shift'

type Span = Pick<Shift, 'startsAt' | 'endsAt'>

export const shiftMinutes = ({ startsAt, endsAt }: Span): number => Math.floor((endsAt - startsAt) / minuteMs)

export type Measured = { minutes: number; capped: boolean }

/** What the scans give; 0 without a check-in. Travel and waiting before the start do not count. */
export function measured(seat: Pick<Seat, 'in' | 'out'>, shift: Span): Measured {
  if (!seat.in) return { minutes: 0, capped: false }
  const from = Math.min(Math.max(seat.in.at, shift.startsAt), shift.endsAt)
  const capped = seat.out === undefined
  const to = seat.out ? Math.min(Math.max(seat.out.at, from), shift.endsAt) : from + (shift.endsAt - from) / 2
  return { minutes: Math.floor((to - from) / minuteMs), capped }
}

/** 1.5 小时; whole minutes are kept, a tenth of an hour is shown. */
export const sayHours = (minutes: number): string => `${Math.round(minutes / 6) / 10} 小时`

const weekdays = '日一二三四五六'

/** 今天 09:00–11:00 · 3月7日 周六 09:00–11:00 · 3月7日 周六 22:00–次日 02:00. */
export function saySpan({ startsAt, endsAt }: Span, now: number): string {
  const [from, to] = [startsAt, endsAt].map((at) => inShanghai(at).format('HH:mm'))
  const said = sayTime(startsAt, now).replace(` ${from}`, '')
  const day = /\d/.test(said) ? `${said} 周${weekdays[inShanghai(startsAt).day()]}` : said
  return `${day} ${from}–${onOf(startsAt) === onOf(endsAt) ? '' : '次日 '}${to}`
}

/** 星级 by confirmed hours; the first number reached from the right. A street may give its own. */
export const starSteps: readonly number[] = [100, 300, 600, 1000, 1500]
export const starsFor = (minutes: number, steps: readonly number[] = starSteps): number =>
  steps.filter((hours) => minutes >= hours * 60).length

/** How far it is to the next star: 再服务 87.5 小时得 1 星. '' = there is none. */
export function sayNextStar(minutes: number, steps: readonly number[] = starSteps): string {
  const stars = starsFor(minutes, steps)
  const next = steps[stars]
  return next === undefined ? '' : `再服务 ${sayHours(next * 60 - minutes)}得 ${stars + 1} 星`
}

const tiers = [
  { hours: 100, label: '金色' },
  { hours: 40, label: '银色' },
  { hours: 10, label: '绿色' },
] as const

/** 礼遇档 by the hours of this calendar year and the last: it lapses by itself, and nobody is punished (M37, M92). '' = none yet. */
export function tierOf(years: Record<string, number>, now: number): string {
  const year = Number(onOf(now).slice(0, 4))
  const minutes = (years[year] ?? 0) + (years[year - 1] ?? 0)
  return tiers.find(({ hours }) => minutes >= hours * 60)?.label ?? ''
}

/** The table of a person's or an area's records has these columns, in the order of the national system's import sheet (67号令 5, 7). */
export const exportColumns = [
  '姓名',
  '证件类型',
  '证件号码',
  '志愿项目',
  '岗位',
  '服务日期',
  '开始时间',
  '结束时间',
  '服务时长（小时）',
  '服务地点',
  '记录单位',
  '负责人',
  '备注',
] as const

/** One line of a CSV file: quoted where needed, and never begun so that a spreadsheet would run it. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell) => {
      const text = /^[=+\-@\t\r]/.test(String(cell)) ? `'${cell}` : String(cell)
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    })
    .join(',')
