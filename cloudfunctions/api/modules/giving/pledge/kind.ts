// The pledge as a kind of matter: its clock, who sees it, its part of the page. It is never public: the public reads the chosen name.
import { dayMs } from '../../../core/clock'
import { afterWorkingDays } from '../../../core/deadline'
import { maskName } from '../../../core/person'
import { holds } from '../../../core/roles'
import { bodyName } from '../../../core/street'
import type { Kind, KindView, RuleCtx } from '../../../core/workflow'
import { sayFen } from '../../ledger/chart'
import { donorTypes, nameless } from '../donors'
import { consents, evidenceTypes, type Pledge, type PledgeBody } from './document'
import { follow } from './follow'
import { type PledgeStatus, pledgeActions, pledgeStatuses } from './workflow'

const patience = 30 * dayMs

function dueOf(status: PledgeStatus, { at, dueAt, lateCount }: Pledge, { now }: RuleCtx): number | null {
  if (status === 'pledged') return Math.max(at + patience * (lateCount + 1), lateCount === 0 ? 0 : now)
  if (status === 'recorded' || status === 'reversing')
    return dueAt !== null && dueAt > now && lateCount > 0 ? dueAt : afterWorkingDays(now, 3)
  return null
}

const fact = (label: string, value: string) => (value ? [{ label, value }] : [])

/** The donor's full name is for the receipt, and the donor's words are for the charity: both of them read these, nobody else. */
const isBetween = (pledge: Pledge, { actor }: RuleCtx): boolean =>
  (['lead', 'author', 'recorder'] as const).some((role) => holds(actor, role, pledge))

function donorOf(pledge: Pledge, ctx: RuleCtx): string {
  const { body } = pledge
  if (isBetween(pledge, ctx)) return body.donorName
  return body.donorType === 'person' ? maskName(body.donorName) : body.donorName
}

function viewOf(pledge: Pledge, ctx: RuleCtx): KindView {
  const { body, amount = 0, lead, onBehalfOf } = pledge
  const { evidence, receipt } = body
  const { actor, street } = ctx
  return {
    words: isBetween(pledge, ctx) ? body.words : '',
    photos: evidence?.photos ?? [],
    author: holds(actor, 'author', pledge) && !onBehalfOf ? '我' : donorTypes[body.donorType].label,
    category: body.toKind === 'fund' ? '捐给基金' : '捐给募集',
    hasContact: body.hasPhone,
    link: { id: body.to, label: body.toKind === 'fund' ? '查看基金' : '查看募集' },
    facts: [
      ...fact('捐给', body.toTitle),
      ...fact('用途', body.purpose),
      ...fact('金额', sayFen(amount)),
      ...fact('捐赠人', `${donorOf(pledge, ctx)}（${donorTypes[body.donorType].label}）`),
      ...fact('统一社会信用代码', isBetween(pledge, ctx) ? (body.donorCode ?? '') : ''),
      ...fact('公布为', `${body.shownName || nameless}，${body.hidesAmount ? '不公开金额' : '公开金额'}`),
      ...fact('接收', lead ? bodyName(street, lead) : ''),
      ...fact('代办', onBehalfOf ? `由社区工作者代为登记，${consents[onBehalfOf.consent]}` : ''),
      ...fact('凭证', evidence ? `${evidenceTypes[evidence.type].label} ${evidence.ref}，${evidence.on}` : ''),
      ...fact('到账', evidence ? sayFen(evidence.fen) : ''),
      ...fact('平台手续费', evidence?.feeFen ? sayFen(evidence.feeFen) : ''),
      ...fact('捐赠票据', receipt ? ('no' in receipt ? receipt.no : '捐赠人不要票据') : ''),
    ],
  }
}

export const pledgeKind: Kind<PledgeStatus, PledgeBody> = {
  name: 'pledge',
  label: '认捐',
  statuses: pledgeStatuses,
  actions: pledgeActions,
  due: dueOf,
  workedBy: () => ['lead'],
  seenBy: ['clerk', 'secretary', 'supervisor', 'officer', 'director'],
  view: viewOf,
  applies: {
    in: ['pledged', 'confirmed', 'posted', 'undoing', 'reversed', 'voided', 'withdrawn'],
    later: true,
    run: (pledge, at) => follow(pledge as Pledge, at),
  },
}
