// Deadlines in working days, with the State Council's holidays and make-up days (from chinese-days; a year it does not know yet counts
// Monday to Friday). A deadline ends with the working day, at 18:00 in Shanghai.
import { dayMs, hourMs, inShanghai, onOf, startOf } from './clock'

const closingHour = 18

/** Reads its years of holidays when it is first asked: a cold start that shows no deadline does not wait for them. */
const workdays = new Map<string, boolean>()
let calendar: typeof import('chinese-days') | undefined
function isWorkday(on: string): boolean {
  calendar ??= require('chinese-days') as typeof import('chinese-days')
  const known = workdays.get(on)
  if (known !== undefined) return known
  const found = calendar.isWorkday(on)
  workdays.set(on, found)
  return found
}

/** The end of the `days`-th working day after the day of `from`; 0 = the end of this working day, or of the next when there is none. */
export function afterWorkingDays(from: number, days: number): number {
  let day = startOf(onOf(from))
  if (days === 0) while (!isWorkday(onOf(day)) || day + closingHour * hourMs <= from) day += dayMs
  for (let left = days; left > 0; ) {
    day += dayMs
    if (isWorkday(onOf(day))) left--
  }
  return day + closingHour * hourMs
}

/** Whole working days from `now` to `dueAt`: 0 = today, negative = that many working days late (at least 1 late once it has passed). */
export function workingDaysLeft(now: number, dueAt: number): number {
  const late = now > dueAt
  const [from, to] = late ? [dueAt, now] : [now, dueAt]
  let days = 0
  for (let day = startOf(onOf(from)) + dayMs; day <= to && days < 400; day += dayMs) if (isWorkday(onOf(day))) days++
  return late ? -Math.max(1, days) : days
}

export type Due = { text: string; tone: 'plain' | 'warn' | 'danger' }

/** 还剩 2 个工作日 · 今天到期 · 已超时 1 个工作日; undefined when no clock runs. */
export function sayDue(dueAt: number | null, now: number): Due | undefined {
  if (dueAt === null) return undefined
  const left = workingDaysLeft(now, dueAt)
  if (left < 0) return { text: `已超时 ${-left} 个工作日`, tone: 'danger' }
  if (left === 0)
    return { text: inShanghai(dueAt).isSame(inShanghai(now), 'day') ? '今天到期' : '还剩不到 1 个工作日', tone: 'warn' }
  return { text: `还剩 ${left} 个工作日`, tone: left <= 1 ? 'warn' : 'plain' }
}
