// When a need must be taken up, handled, rated: by category and urgency, in working days. Pure.
import { dayMs } from '../../core/clock'
import { afterWorkingDays, workingDaysLeft } from '../../core/deadline'
import type { RuleCtx } from '../../core/workflow'
import { type Category, categoryRows } from './categories'
import type { Need, Urgency } from './document'
import type { NeedStatus } from './workflow'

/** Working days to take up a new need: one, and the same day when it is urgent. */
const acceptDays: Record<Urgency, number> = { normal: 1, soon: 1, urgent: 0 }
export const rateDays = 7
export const reopenMs = 7 * dayMs
export const appealMs = 7 * dayMs
const supplyDays = 10
const decideDays = 2

export const responseDue = (at: number, urgency: Urgency): number => afterWorkingDays(at, acceptDays[urgency])

export function handleDue(from: number, category: Category, urgency: Urgency): number {
  const [normal, soon, urgent] = categoryRows[category].days
  return afterWorkingDays(from, { normal, soon, urgent }[urgency])
}

/** Stops the clock: remembers the working days that are left. */
export const pause = ({ body }: Need, now: number) => ({
  pausedLeft: body.handleDueAt === undefined ? undefined : Math.max(1, workingDaysLeft(now, body.handleDueAt)),
})

/** Lets it run again with the days that were left. */
export const resume = ({ body }: Need, now: number) => ({
  handleDueAt: body.pausedLeft === undefined ? body.handleDueAt : afterWorkingDays(now, body.pausedLeft),
  pausedLeft: undefined,
})

/** An overdue step gets two more working days each time it is passed upward, so that it can be late again and be seen again. */
const graced = (due: number, lateCount: number, now: number): number =>
  lateCount > 0 && due <= now ? afterWorkingDays(now, 2) : due

/** When the status must be left. The table of deadlines in one place. */
export function dueOf(status: NeedStatus, need: Need, { now }: RuleCtx): number | null {
  const { body } = need
  const handle = body.handleDueAt ?? body.responseDueAt
  // Who decides has two working days, or what is left of the handling; when that has passed, two days of their own.
  const soon = afterWorkingDays(now, decideDays)
  const short = handle > now ? Math.min(handle, soon) : soon
  switch (status) {
    case 'submitted':
      return graced(body.responseDueAt, need.lateCount, now)
    case 'accepted':
    case 'assigned':
    case 'joint':
      return graced(handle, need.lateCount, now)
    case 'disputed':
    case 'arbitrated':
    case 'called':
    case 'appealed':
      return graced(short, need.lateCount, now)
    case 'needInfo':
      return afterWorkingDays(now, supplyDays)
    case 'answered':
      return (body.answeredAt ?? now) + rateDays * dayMs
    default:
      return null
  }
}
