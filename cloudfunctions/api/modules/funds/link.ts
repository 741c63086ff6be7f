// What an allocation is in the chain need → gift → use → thanks, in words that any reader of the chain may see. Pure.
import { onOf } from '../../core/clock'
import type { Matter } from '../../core/matter'
import type { ChainLink } from '../giving/link'
import { sayFen } from '../ledger/chart'
import type { Allocation } from './allocation/document'
import { allocationStatuses } from './allocation/workflow'
import { targetOf } from './donors'
import { sumOf } from './entries'

/** `to` is the campaign or fund whose money it uses. */
export type UseLink = ChainLink & {
  fund: { id: string; title: string }
  /** The round of 公益创投 it was asked for in. */
  round?: { id: string; title: string }
  thanks?: string
}

/** Undefined for what is none. */
export function linkOf(matter: Matter): UseLink | undefined {
  if (matter.kind !== 'allocation') return undefined
  const { _id, title, status, at, amount = 0, body } = matter as Matter<unknown> as Allocation
  const spent = sumOf(body.entries, ['posted'])
  return {
    id: _id,
    kind: 'allocation',
    label: '用款',
    title: `${title}：${spent ? `已支出 ${sayFen(spent)}` : sayFen(amount)}`,
    status: allocationStatuses[status as keyof typeof allocationStatuses].label,
    on: onOf(body.granted?.at ?? at),
    done: status === 'done',
    ...(body.need && { need: body.need }),
    to: targetOf(body.book),
    fund: { id: body.fund, title: body.fundTitle },
    ...(body.round && { round: { id: body.round, title: body.roundTitle ?? '' } }),
    ...(body.thanks && { thanks: body.thanks }),
  }
}
