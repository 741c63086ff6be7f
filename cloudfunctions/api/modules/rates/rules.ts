// The three rates (北京市接诉即办工作条例): 响应率 answered in time, 解决率 the resident says solved, 满意率 four stars or more. Pure.
// A need that nobody rated is counted as not rated: it enters neither 解决率 nor 满意率.
import type { Need } from '../needs/document'

export type RollUp = {
  _id: string
  street: string
  at: number
  open: number
  late: number
  /** Needs whose response was due. */
  due: number
  respondedInTime: number
  /** Asked for their rating and answered. */
  followedUp: number
  solved: number
  satisfied: number
  unrated: number
}

export const emptyRollUp = (path: string, street: string, at: number): RollUp => ({
  _id: path,
  street,
  at,
  open: 0,
  late: 0,
  due: 0,
  respondedInTime: 0,
  followedUp: 0,
  solved: 0,
  satisfied: 0,
  unrated: 0,
})

/** Adds one need to a community's figures. */
export function tally(sum: RollUp, need: Pick<Need, 'class' | 'status' | 'dueAt' | 'body'>, now: number): RollUp {
  const { body } = need
  const isOpen = need.class === 'open' || need.class === 'waiting'
  const isDue = body.firstResponseAt !== undefined || body.responseDueAt <= now
  const rated = need.status === 'closed' && body.closedHow === 'rated'
  const unsolved = !rated && body.redoCount > 0
  const add = (condition: boolean) => (condition ? 1 : 0)
  return {
    ...sum,
    open: sum.open + add(isOpen),
    late: sum.late + add(need.class === 'open' && need.dueAt !== null && need.dueAt <= now),
    due: sum.due + add(isDue),
    respondedInTime:
      sum.respondedInTime + add(body.firstResponseAt !== undefined && body.firstResponseAt <= body.responseDueAt),
    followedUp: sum.followedUp + add(rated || unsolved),
    solved: sum.solved + add(rated),
    satisfied: sum.satisfied + add(rated && (body.rating?.stars ?? 0) >= 4),
    unrated: sum.unrated + add(body.closedHow === 'unrated'),
  }
}

/** Whole percents; null while there is nothing to divide by. */
export function ratesOf(
  sum: RollUp | undefined,
): { label: string; percent: number | null; of: number; count: number }[] {
  const rate = (label: string, count = 0, of = 0) => ({
    label,
    count,
    of,
    percent: of === 0 ? null : Math.round((count / of) * 100),
  })
  return [
    rate('响应率', sum?.respondedInTime, sum?.due),
    rate('解决率', sum?.solved, sum?.followedUp),
    rate('满意率', sum?.satisfied, sum?.followedUp),
  ]
}
