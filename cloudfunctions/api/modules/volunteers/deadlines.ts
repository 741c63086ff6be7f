// The clocks of an activity: shifts have their own hours; recording has ten working days (67号令 11). Pure.
import { afterWorkingDays } from '../../core/deadline'
import type { RuleCtx } from '../../core/workflow'
import type { Activity } from './document'
import { firstStart, lastEnd } from './guards'
import type { ActivityStatus } from './workflow'

export const recordDue = (from: number): number => afterWorkingDays(from, 10)

/** When the status is left: open and running by the clock of the shifts, closing by the ten working days and then by two at a time. */
export function dueOf(status: ActivityStatus, activity: Activity, { now }: RuleCtx): number | null {
  switch (status) {
    case 'open':
      return firstStart(activity)
    case 'running':
      return lastEnd(activity)
    case 'closing': {
      const due = activity.body.recordDueAt ?? recordDue(now)
      return due <= now ? afterWorkingDays(now, 2) : due
    }
    default:
      return null
  }
}
