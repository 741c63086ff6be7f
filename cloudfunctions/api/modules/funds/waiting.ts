// What an allocation or a change of purpose waits for, and from whom, in one short sentence each: for whoever works on a fund. Pure.
import { sayTime } from '../../core/clock'
import type { Matter } from '../../core/matter'
import { openObjection } from '../../core/objection'
import { sayFen } from '../ledger/chart'
import type { Allocation } from './allocation/document'
import { roomOf } from './allocation/effects'
import { leftToVote } from './allocation/vote'
import type { AllocationStatus } from './allocation/workflow'
import type { PurposeChange } from './change/document'
import type { ChangeStatus } from './change/workflow'
import { live, sumOf } from './entries'

/** The queues of a fund's desk, in the order in which money goes through them. */
export const waitSections = {
  vote: '等表决',
  opinion: '等监督意见',
  sign: '等会签',
  pay: '等支付与核对',
  accept: '等验收',
  change: '改变用途',
} as const
export type WaitSection = keyof typeof waitSections
export type WaitsFor = { section: WaitSection; text: string }

/** A use that is voted on stands in two queues, and each shows its own step. */
const stepsOf: Partial<Record<WaitSection, readonly string[]>> = { vote: ['openVote', 'vote'], opinion: ['opine'] }
export const isStepOf = (section: WaitSection, action: string): boolean => stepsOf[section]?.includes(action) ?? true

const opinionOf = ({ body }: Allocation): WaitsFor[] =>
  body.opinions.length ? [] : [{ section: 'opinion', text: '监督意见还没有发表，发表后才能拨付' }]

const paymentsOf = (allocation: Allocation): WaitsFor[] => {
  const waiting = allocation.body.entries.filter(({ state }) => state === 'waiting').length
  const room = roomOf(allocation)
  const texts = [
    waiting ? `${waiting} 笔支出等另一个人核对` : '',
    room > 0 ? `还可以支出 ${sayFen(room)}` : '',
    waiting || room > 0 ? '' : '钱已用完，等提交结果',
  ]
  return [{ section: 'pay', text: texts.filter(Boolean).join('；') }]
}

const allocationWaits: Partial<Record<AllocationStatus, (allocation: Allocation) => WaitsFor[]>> = {
  proposed: () => [{ section: 'vote', text: '等社区提交管委会表决' }],
  voting: (allocation) => [
    { section: 'vote', text: `还有 ${leftToVote(allocation.body)} 位委员没有投票` },
    ...opinionOf(allocation),
  ],
  passed: (allocation) =>
    allocation.body.opinions.length
      ? [{ section: 'sign', text: allocation.pending ? '等两委会签' : '表决已通过，等提请会签' }]
      : opinionOf(allocation),
  granting: () => [{ section: 'pay', text: '正在记入账簿，一分钟内完成' }],
  running: paymentsOf,
  reported: () => [{ section: 'accept', text: '结果等另一个人验收' }],
}

const changeWaits: Partial<Record<ChangeStatus, (change: PurposeChange, now: number) => string>> = {
  draft: ({ pending }) => (pending ? '等两委会签和街道同意' : '等提请征求捐赠人'),
  reserving: () => '正在单独留出，一分钟内开始征求',
  asking: ({ body }, now) => `捐赠人最晚${sayTime(body.until - 1, now)}答复，不答复就保留原来的用途`,
  moving: () => '正在按答复记账，一分钟内完成',
  returning: ({ body }) =>
    `还要退回捐赠人 ${sayFen(Math.max(0, (body.answered?.backFen ?? 0) - sumOf(body.entries, live)))}，或核对已登记的退回`,
}

/** Nothing for what is over. */
export function waitsOf(matter: Matter, now: number): WaitsFor[] {
  if (matter.kind === 'purposeChange') {
    const text = changeWaits[matter.status as ChangeStatus]?.(matter as never, now)
    return text ? [{ section: 'change', text }] : []
  }
  if (matter.kind !== 'allocation') return []
  const waits = allocationWaits[matter.status as AllocationStatus]?.(matter as never) ?? []
  return openObjection(matter)
    ? waits.map(({ section }) => ({ section, text: '监督委员会有异议，答复并解除后继续' }))
    : waits
}
