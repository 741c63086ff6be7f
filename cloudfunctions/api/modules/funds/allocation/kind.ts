// The allocation as a kind of matter: its first document, its clock, who sees it, its part of the page.

import type { Path } from '../../../core/areas'
import { refuseMoney } from '../../../core/asks-for-money'
import { afterWorkingDays } from '../../../core/deadline'
import { type Problem, refuse } from '../../../core/errors'
import { firstOf, numberOf } from '../../../core/first'
import type { Matter } from '../../../core/matter'
import type { Actor, BodyId } from '../../../core/roles'
import { worksOn } from '../../../core/view'
import type { Kind, KindView, RuleCtx } from '../../../core/workflow'
import { fenFrom } from '../../ledger/amount'
import { sayFen } from '../../ledger/chart'
import { sumOf } from '../entries'
import { fundBodyId } from '../fund/document'
import { payeeOf } from '../payee'
import { allocationProblems as problems } from '../problems'
import { outside, purposes } from '../purposes'
import { waitsOf } from '../waiting'
import { apply } from './apply'
import type { Allocation, AllocationBody, AllocationInput } from './document'
import { sayVotes } from './vote'
import { type AllocationStatus, allocationActions, allocationStatuses } from './workflow'

const fact = (label: string, value: string) => (value ? [{ label, value }] : [])

function viewOf(allocation: Allocation, { actor, now }: RuleCtx): KindView {
  const { body, amount = 0, author } = allocation
  const works = worksOn(allocationKind, allocation as never, actor)
  const spent = sumOf(body.entries, ['posted'])
  const waiting = sumOf(body.entries, ['waiting', 'posting'])
  const opinions = body.opinions.map(({ agrees, text }) => `${agrees ? '没有异议' : '有异议'}：${text}`)
  return {
    words: body.words,
    photos: works ? (body.result?.photos ?? body.shown) : body.shown,
    author: author === actor.key ? '我' : '管委会',
    category: purposes[body.purpose].label,
    link: { id: body.fund, label: '查看基金' },
    facts: [
      ...fact('基金', body.fundTitle),
      ...fact('公益创投', body.roundTitle ?? ''),
      ...fact('用途', purposes[body.purpose].label),
      ...fact('金额', sayFen(amount)),
      ...fact('收款单位', body.payee.name),
      ...fact('统一社会信用代码', body.payee.code ?? ''),
      ...fact('表决', body.electorate.length ? sayVotes(body) : ''),
      ...fact('利益回避', works ? body.declarations.map(({ words }) => words).join('；') : ''),
      ...fact('监督意见', opinions.join('；')),
      ...fact('已支出', spent ? sayFen(spent) : ''),
      ...fact('待核对', works && waiting ? sayFen(waiting) : ''),
      ...fact('退回基金', body.released.fen ? sayFen(body.released.fen) : ''),
      ...fact(
        '还在等',
        works
          ? waitsOf(allocation as never, now)
              .map(({ text }) => text)
              .join('；')
          : '',
      ),
      ...fact('结果', body.result && (works || allocation.status === 'done') ? body.result.words : ''),
      ...fact('感谢', body.thanks ?? ''),
    ],
  }
}

const openFor: Partial<Record<AllocationStatus, number>> = { proposed: 5, passed: 5, running: 30, reported: 5 }

export const allocationKind: Kind<AllocationStatus, AllocationBody> = {
  name: 'allocation',
  label: '用款',
  statuses: allocationStatuses,
  actions: allocationActions,
  due: (status, { body }, { now }) => {
    if (status === 'voting') return body.voteUntil ?? null
    const days = openFor[status]
    return days === undefined ? null : afterWorkingDays(now, days)
  },
  workedBy: () => ['clerk', 'lead'],
  seenBy: ['clerk', 'secretary', 'ownersCommittee', 'socialWorker', 'supervisor', 'officer', 'director'],
  view: viewOf,
  applies: {
    in: ['granting', 'done', 'ended'],
    on: ['confirmSpend', 'entryReversed'],
    later: true,
    run: (allocation, at) => apply(allocation, at),
  },
}

/** What the money is asked of: the fund's own book, a campaign's, or a round that the fund pays for. */
export type Asked = {
  book: string
  area: Path
  host: BodyId
  fundTitle: string
  lock: { purpose: string; purposes?: readonly string[] }
  roundTitle?: string
  /** Unknown for a round: the books say so when it is granted. */
  availableFen?: number
}

/** The fund's committee, its host, and both committees of the community ask for whomever it is; a body asks for itself. */
export const mayProposeFor = (actor: Actor, fund: string, { area, host }: Pick<Asked, 'area' | 'host'>): boolean =>
  actor.bodies.some((body) => body === fundBodyId(fund) || body === host) ||
  (['clerk', 'secretary'] as const).some((role) => actor.tokens.includes(`${role}@${area}`))
const mayPropose = ({ actor }: RuleCtx, { fund, payee }: AllocationInput, asked: Asked): boolean =>
  mayProposeFor(actor, fund, asked) || ('body' in payee && actor.bodies.includes(payee.body))

/** The first document; refuses what lies outside the purpose, who may not be paid, and what asks for somebody's own pocket. */
export function allocationOf(input: AllocationInput, asked: Asked, rule: RuleCtx): Matter {
  const stop = (problem: Problem, field: string): never => refuse(problem, { fields: { [field]: problem.message } })
  if (!mayPropose(rule, input, asked)) refuse(problems.ALLOCATION_PROPOSER)
  const { id, fund, title, words, purpose, need, round, interest } = input
  const fen = fenFrom(input.amount, 'amount')
  const named = payeeOf(input.payee, rule.street, 'payee')
  const payee = { ...named, ...(input.payeeCode && !named.body && { code: input.payeeCode }) }
  refuseMoney(`${title}\n${words}`, 'words')
  const problem = outside(asked.lock, { purpose, text: `${title}\n${words}` })
  if (problem) stop(problem, 'purpose')
  const { availableFen = fen } = asked
  if (fen > availableFen)
    refuse(problems.ALLOCATION_ABOVE, {
      fields: { amount: `现在可用 ${sayFen(availableFen)}，请核对金额` },
      detail: `用款超过可用余额，现在可用 ${sayFen(availableFen)}`,
    })
  const body: AllocationBody = {
    words,
    visibility: 'public',
    fund,
    fundTitle: asked.fundTitle,
    book: asked.book,
    purpose,
    payee,
    ...(need && { need }),
    ...(round && { round, roundTitle: asked.roundTitle }),
    electorate: [],
    votes: [],
    declarations: interest ? [{ by: rule.actor.key, words: interest, at: rule.now }] : [],
    opinions: [],
    entries: [],
    released: { fen: 0, times: 0 },
    shown: [],
  }
  const since = rule.now
  const assists = [
    { body: fundBodyId(fund), duty: 'committee', since },
    ...(payee.body ? [{ body: payee.body, duty: 'payee', since }] : []),
  ]
  return firstOf(
    allocationKind,
    {
      _id: id,
      no: numberOf(allocationKind, id, rule),
      area: asked.area,
      title,
      body,
      lead: asked.host,
      assists,
      amount: fen,
      status: 'proposed',
      check: 'waiting',
      tells: `新的用款申请：${title}`,
    },
    rule,
  )
}
