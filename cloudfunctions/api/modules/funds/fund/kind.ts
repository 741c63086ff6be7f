// The fund as a kind of matter: how it is drawn up, its clock, who sees it, its part of the page.

import type { Path } from '../../../core/areas'
import { refuseMoney } from '../../../core/asks-for-money'
import { afterWorkingDays } from '../../../core/deadline'
import { type Problem, refuse } from '../../../core/errors'
import type { Matter } from '../../../core/matter'
import { type Actor, holds } from '../../../core/roles'
import { bodyName, type Street } from '../../../core/street'
import { worksOn } from '../../../core/view'
import type { Kind, KindView, Raise, Raised, RuleCtx } from '../../../core/workflow'
import { purposeOptions, sayPurposes } from '../purposes'
import { apply } from './apply'
import { hostProblem } from './composition'
import { type FundBody, FundContent, seats } from './document'
import { type FundStatus, fundActions, fundStatuses } from './workflow'

const charitiesOf = (street: Street) =>
  [...street.bodies.values()].filter(({ type, endedAt }) => type === 'charity' && endedAt === undefined)

/** What somebody draws up; `at` is where the fields stand. */
export function fundOf(
  content: FundContent,
  { street, now }: Pick<RuleCtx, 'street' | 'now'>,
  at: '' | 'patch.',
): Raised {
  const stop = (problem: Problem, field: string): never =>
    refuse(problem, { fields: { [`${at}${field}`]: problem.message } })
  const { host, title, words, purpose, purposes } = content
  const problem = hostProblem(street, host, now)
  if (problem) stop(problem, 'host')
  refuseMoney(`${title}\n${words}\n${purpose}`, `${at}words`, 'campaign')
  const body: FundBody = {
    words,
    purpose,
    purposes: [...new Set(purposes)],
    visibility: 'private',
    members: [],
    supervisors: [],
    meetings: [],
  }
  return { title, body, lead: host }
}

const found: Raise = {
  label: '设立社区基金',
  about: '由慈善组织托管的专项基金，管委会至少五人、单数、有两委成员，另有监事；两委会签，报街道同意',
  by: ['clerk', 'secretary'],
  levels: ['community'],
  fields: (_area: Path, { street }) => [
    { name: 'title', label: '基金名称', kind: 'text', required: true, max: 30 },
    {
      name: 'host',
      label: '由哪家慈善组织托管',
      kind: 'choice',
      required: true,
      hint: '基金没有自己的账户，钱都在慈善组织账上单独记账',
      options: charitiesOf(street).map(({ _id, name }) => ({ value: _id, label: name })),
    },
    { name: 'words', label: '宗旨', kind: 'long', required: true, max: 1000 },
    {
      name: 'purpose',
      label: '用途',
      kind: 'text',
      required: true,
      max: 100,
      hint: '设立后改变用途须征求每一位捐赠人同意',
    },
    { name: 'purposes', label: '用途类别', kind: 'choices', required: true, max: 6, options: purposeOptions },
  ],
  patch: FundContent,
  draft: (content: FundContent, _area, rule) => fundOf(content, rule, 'patch.'),
  status: 'draft',
}

const fact = (label: string, value: string) => (value ? [{ label, value }] : [])

/** Pages of its own: what is missing while it is drawn up, what waits while it is at work. */
function pagesFor(fund: Matter<FundBody>, actor: Actor): Pick<KindView, 'pages'> {
  if (!holds(actor, 'author', fund) && !worksOn(fundKind as never, fund as never, actor)) return {}
  if (fund.status === 'draft') return { pages: [{ page: 'fundDraft', label: '组成管委会，补齐条件' }] }
  return fund.status === 'active' ? { pages: [{ page: 'fundDesk', label: '基金工作台' }] } : {}
}

function viewOf(fund: Matter<FundBody>, { street, actor }: RuleCtx): KindView {
  const { body, lead, author } = fund
  const last = body.meetings.at(-1)
  return {
    words: body.words,
    photos: [],
    author: author === actor.key ? '我' : '社区',
    category: sayPurposes(body.purposes),
    ...pagesFor(fund, actor),
    facts: [
      ...fact('用途', body.purpose),
      ...fact('用途类别', sayPurposes(body.purposes)),
      ...fact('托管', lead ? bodyName(street, lead) : ''),
      // Whoever decides on other people's money does so under their own name.
      ...fact('管委会', body.members.map(({ name, seat }) => `${name}（${seats[seat]}）`).join('、')),
      ...fact('监事', body.supervisors.map(({ name }) => name).join('、')),
      ...fact('最近的会议', last ? `${last.on}，到会 ${last.present.length}/${last.of} 人：${last.decisions}` : ''),
    ],
  }
}

export const fundKind: Kind<FundStatus, FundBody> = {
  name: 'fund',
  label: '社区基金',
  statuses: fundStatuses,
  actions: fundActions,
  due: (status, { dueAt }, { now }) =>
    status === 'draft' ? (dueAt !== null && dueAt > now ? dueAt : afterWorkingDays(now, 20)) : null,
  workedBy: ({ status }) => (status === 'draft' ? ['author', 'clerk', 'lead'] : []),
  seenBy: ['clerk', 'secretary', 'supervisor', 'socialWorker', 'ownersCommittee', 'officer', 'director'],
  view: viewOf,
  raises: { found },
  applies: { in: ['active', 'ended'], on: ['reseat'], later: true, run: apply },
}
