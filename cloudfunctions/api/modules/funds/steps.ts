// The way of an allocation from the request to the thanks, as a reader follows it: what is done, what is awaited, in words. Pure.
import * as z from 'zod'
import { sayFen } from '../ledger/chart'
import type { Allocation } from './allocation/document'
import { leftToVote, sayVotes } from './allocation/vote'
import type { AllocationStatus } from './allocation/workflow'
import { sumOf } from './entries'

export const Step = z.object({
  key: z.string(),
  label: z.string(),
  text: z.string(),
  /** done · now: awaited · later · stopped: the way ended here. */
  state: z.enum(['done', 'now', 'later', 'stopped']),
})
type Step = z.infer<typeof Step>

/** How far each status is on the way. */
// biome-ignore format: a table is read in columns.
const reached: Record<AllocationStatus, number> = {
  proposed: 1, voting: 1, rejected: 1, passed: 3, granting: 3, running: 4, ended: 4, reported: 5, done: 6, withdrawn: 0,
}
const stopped: readonly AllocationStatus[] = ['rejected', 'ended', 'withdrawn']

const textOf = {
  asked: ({ amount = 0, body }: Allocation) => `申请 ${sayFen(amount)}，付给${body.payee.name}`,
  vote: ({ status, body }: Allocation) => {
    if (!body.electorate.length) return status === 'rejected' ? '没有提交表决' : '等社区提交管委会表决'
    const left = status === 'voting' ? `，还有 ${leftToVote(body)} 人没有投票` : ''
    return `${sayVotes(body)}${left}`
  },
  opinion: ({ body }: Allocation) =>
    body.opinions.map(({ agrees, text }) => `${agrees ? '没有异议' : '有异议'}：${text}`).join('；') ||
    '监督委员会发表意见后才能拨付',
  grant: ({ body }: Allocation) => (body.granted ? '两委已会签，钱已单独留出' : '两委会签后，从基金中单独留出'),
  spend: ({ amount = 0, body }: Allocation) => {
    if (!body.granted) return '批准以后凭票据支付，由另一个人核对'
    const spent = sumOf(body.entries, ['posted'])
    const waiting = sumOf(body.entries, ['waiting', 'posting'])
    const released = body.released.fen ? `，余款 ${sayFen(body.released.fen)} 退回基金` : ''
    return `已支出 ${sayFen(spent)}，批准 ${sayFen(amount)}${waiting ? `，待核对 ${sayFen(waiting)}` : ''}${released}`
  },
  result: ({ status, body }: Allocation) =>
    status === 'done'
      ? (body.result?.words ?? '已验收')
      : body.result
        ? '结果已提交，等另一个人验收'
        : '做完以后公布结果',
}

const labels = {
  asked: '提出用款',
  vote: '管委会表决',
  opinion: '监督意见',
  grant: '两委会签',
  spend: '支出与凭证',
  result: '验收结果',
} as const

export function stepsOf(allocation: Allocation): Step[] {
  const status = allocation.status as AllocationStatus
  const at = reached[status]
  const isStopped = stopped.includes(status)
  return (Object.keys(labels) as (keyof typeof labels)[]).map((key, index): Step => {
    const isOpined = key === 'opinion' && allocation.body.opinions.length > 0
    const isAwaitingOpinion = key === 'opinion' && !isOpined && (status === 'voting' || status === 'passed')
    const isDone = key === 'opinion' ? isOpined : index < at
    // Both committees sign after the opinion.
    const isTooEarly = key === 'grant' && allocation.body.opinions.length === 0
    const isHere = (index === at && !isTooEarly) || isAwaitingOpinion
    const state = isDone ? 'done' : !isHere ? 'later' : isStopped ? 'stopped' : 'now'
    return { key, label: labels[key], text: textOf[key](allocation), state }
  })
}
