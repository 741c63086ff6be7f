// Seven-field cron (second first, year last) in Shanghai's time, which has been UTC+8 without summer time since 1991. Works by days and
// times of day, so that a year of every-second firings is counted without being walked through. Pure.
import { CronExpressionParser } from 'cron-parser'

const dayMs = 86_400_000
const shanghaiMs = 8 * 3_600_000

export type Schedule = {
  isOn: (day: Date) => boolean
  /** Offsets into a day, in ms, ascending. */
  timesOfDay: number[]
}

/** '2026,2027', '2026-2030', '*' → a test for years. */
function yearTest(field: string): (year: number) => boolean {
  if (field === '*' || field === '?') return () => true
  const spans = field.split(',').map((part) => part.split('-').map(Number))
  if (spans.flat().some(Number.isNaN)) throw new Error(`not a year: ${field}`)
  return (year) => spans.some(([from = 0, to = from]) => year >= from && year <= to)
}

/** Throws an Error that names the expression when it has not seven fields or they cannot be read. */
export function scheduleOf(expression: string): Schedule {
  const parts = expression.trim().split(/\s+/)
  if (parts.length !== 7) throw new Error(`a timer needs seven fields, second first: "${expression}"`)
  const { fields } = CronExpressionParser.parse(parts.slice(0, 6).join(' '))
  const inYear = yearTest(parts[6] as string)
  const numbers = (values: readonly (number | string)[]) => values.map(Number).sort((a, b) => a - b)
  const [months, days, weekdays] = [fields.month, fields.dayOfMonth, fields.dayOfWeek].map(
    ({ values }) => new Set(numbers(values)),
  )
  const [anyDay, anyWeekday] = [parts[3], parts[5]].map((field) => field === '*' || field === '?')
  const [hours, minutes, seconds] = [fields.hour, fields.minute, fields.second].map(({ values }) => numbers(values))
  // Where both a day and a weekday are given, either will do.
  const fits = (date: Date): boolean => {
    const [day, weekday] = [days!.has(date.getUTCDate()), weekdays!.has(date.getUTCDay())]
    return anyDay ? weekday : anyWeekday ? day : day || weekday
  }
  return {
    isOn: (date) => inYear(date.getUTCFullYear()) && months!.has(date.getUTCMonth() + 1) && fits(date),
    timesOfDay: hours!.flatMap((hour) =>
      minutes!.flatMap((minute) => seconds!.map((second) => ((hour * 60 + minute) * 60 + second) * 1000)),
    ),
  }
}

const firstAfter = (times: number[], offset: number): number => {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! > offset) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * When it fires after `from` and up to `to` (epoch ms), ascending. More than `most` times are thinned out evenly; the last is always kept.
 */
export function firingsBetween({ isOn, timesOfDay }: Schedule, from: number, to: number, most: number): number[] {
  const days: { start: number; first: number; count: number }[] = []
  let total = 0
  for (let day = Math.floor((from + shanghaiMs) / dayMs); day * dayMs <= to + shanghaiMs; day++) {
    if (!isOn(new Date(day * dayMs))) continue
    const start = day * dayMs - shanghaiMs
    const first = firstAfter(timesOfDay, from - start)
    const count = firstAfter(timesOfDay, to - start) - first
    if (count <= 0) continue
    days.push({ start, first, count })
    total += count
  }
  const step = Math.max(1, total / most)
  const firings: number[] = []
  let place = 0
  let before = 0
  for (let kept = 1; kept <= Math.min(total, most); kept++) {
    const wanted = Math.ceil(kept * step) - 1
    while (wanted >= before + days[place]!.count) before += days[place++]!.count
    const { start, first } = days[place]!
    firings.push(start + timesOfDay[first + wanted - before]!)
  }
  return firings
}
