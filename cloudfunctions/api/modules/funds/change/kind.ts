// The change of purpose as a kind of matter: its first document, its clock, who sees it, its part of the page.

import { levelOf, type Path } from '../../../core/areas'
import { refuseMoney } from '../../../core/asks-for-money'
import { dayMs, sayTime } from '../../../core/clock'
import { afterWorkingDays } from '../../../core/deadline'
import { type Problem, refuse } from '../../../core/errors'
import { firstOf, numberOf } from '../../../core/first'
import type { Matter } from '../../../core/matter'
import type { Actor, BodyId } from '../../../core/roles'
import { worksOn } from '../../../core/view'
import type { Kind, KindView, RuleCtx } from '../../../core/workflow'
import type { Book } from '../../ledger/book'
import { availableFen, sayFen } from '../../ledger/chart'
import { sumOf } from '../entries'
import { fundBodyId } from '../fund/document'
import { changeProblems as problems } from '../problems'
import { apply } from './apply'
import { type ChangeBody, type ChangeInput, type PurposeChange, silence } from './document'
import { type ChangeStatus, changeActions, changeStatuses } from './workflow'

const fact = (label: string, value: string) => (value ? [{ label, value }] : [])

function viewOf(change: PurposeChange, { actor, now }: RuleCtx): KindView {
  const { body, author } = change
  const { answered } = body
  const works = body.asideFen > 0 && worksOn(purposeChangeKind as never, change as never, actor)
  return {
    words: body.words,
    photos: [],
    author: author === actor.key ? '我' : '社区',
    category: '改变用途',
    ...(works && { pages: [{ page: 'fundAnswers', label: '捐赠人的答复' }] }),
    facts: [
      ...fact('从', `${body.bookTitle}：${body.oldPurpose}`),
      ...fact('转到', `${body.toTitle}：${body.newPurpose}`),
      ...fact('答复截止', sayTime(body.until - 1, now)),
      ...fact('单独留出', body.asideFen ? sayFen(body.asideFen) : ''),
      ...(answered
        ? [
            ...fact('征求', `${answered.donors} 笔捐赠`),
            ...fact('同意改变', sayFen(answered.moveFen)),
            ...fact('要求退回', sayFen(answered.backFen)),
            ...fact('保留原用途', sayFen(answered.keepFen)),
          ]
        : [{ label: '没有答复', value: silence }]),
      ...fact('已退回', answered?.backFen ? sayFen(sumOf(body.entries, ['posted'])) : ''),
    ],
  }
}

const openFor: Partial<Record<ChangeStatus, number>> = { draft: 10, returning: 10 }

export const purposeChangeKind: Kind<ChangeStatus, ChangeBody> = {
  name: 'purposeChange',
  label: '改变用途',
  statuses: changeStatuses,
  actions: changeActions,
  due: (status, { body }, { now }) => {
    if (status === 'asking') return body.until
    const days = openFor[status]
    return days === undefined ? null : afterWorkingDays(now, days)
  },
  workedBy: () => ['clerk', 'lead'],
  seenBy: ['clerk', 'secretary', 'supervisor', 'officer', 'director'],
  view: viewOf,
  applies: {
    in: ['reserving', 'moving'],
    on: ['confirmReturn'],
    later: true,
    run: (change, at) => apply(change, at),
  },
}

/** How long donors have to answer. */
export const [soonest, longest] = [7 * dayMs, 93 * dayMs]

/** The charity's own people, and both committees of the place where it is decided. */
export const mayAsk = ({ bodies, tokens }: Actor, host: BodyId, area: Path): boolean =>
  bodies.includes(host) || (['clerk', 'secretary'] as const).some((role) => tokens.includes(`${role}@${area}`))

/** The first document; refuses what leaves donors no time, and whoever has no say over the book. */
export function changeOf(input: ChangeInput, book: Book, rule: RuleCtx): Matter {
  const stop = (problem: Problem, field: string): never => refuse(problem, { fields: { [field]: problem.message } })
  const { actor, now, street } = rule
  const target = street.bodies.get(fundBodyId(input.to))
  // What was raised for the whole street is decided where the money would go.
  const area = levelOf(book.area) === 'street' && target ? target.area : book.area
  if (!mayAsk(actor, book.host, area)) refuse(problems.CHANGE_PROPOSER)
  if (book._id === `fund_${input.to}`) stop(problems.CHANGE_SAME, 'to')
  if (!target || target.endedAt !== undefined) return stop(problems.CHANGE_HOST, 'to')
  if (input.until - now < soonest) stop(problems.CHANGE_SOON, 'until')
  if (input.until - now > longest) stop(problems.CHANGE_LONG, 'until')
  if (availableFen(book.balances) <= 0) refuse(problems.CHANGE_NOTHING)
  refuseMoney(input.words, 'words')
  const body: ChangeBody = {
    words: input.words,
    visibility: 'public',
    book: book._id,
    ...(book.of.kind === 'fund' && { fund: book.of.id }),
    bookTitle: book.title,
    oldPurpose: book.purpose,
    to: input.to,
    toTitle: target.name,
    newPurpose: '',
    until: input.until,
    asideFen: 0,
    givenFen: 0,
    entries: [],
  }
  return firstOf(
    purposeChangeKind,
    {
      _id: input.id,
      no: numberOf(purposeChangeKind, input.id, rule),
      area,
      title: `${book.title}：改变用途`,
      body,
      lead: book.host,
      status: 'draft',
      check: 'waiting',
      tells: `改变用途：${book.title}`,
    },
    rule,
  )
}
