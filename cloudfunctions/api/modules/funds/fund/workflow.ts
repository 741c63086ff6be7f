// 社区基金: drawn up, agreed to by both committees and the street, then it decides on its money in meetings that are written down. Its committee
// changes, and it ends, by the same route as it was founded (M89).
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { refuseMoney } from '../../../core/asks-for-money'
import { onOf } from '../../../core/clock'
import { type Problem, refuse } from '../../../core/errors'
import type { FieldSpec } from '../../../core/form'
import type { Matter } from '../../../core/matter'
import { reminder } from '../../../core/reminder'
import type { PersonKey } from '../../../core/roles'
import type { Store } from '../../../core/store'
import type { Guard, Row, RuleCtx, Status } from '../../../core/workflow'
import { type Book, bookIdOf } from '../../ledger/book'
import { On } from '../entries'
import { fundProblems as problems } from '../problems'
import { purposeOptions } from '../purposes'
import { type Found, hostProblem, lackOf, majorityOf, nameOf, seatProblem, supervisorProblem } from './composition'
import {
  type FundBody,
  fundBodyId,
  type Meeting,
  meetingsMax,
  membersMax,
  type Seat,
  seatKeys,
  seats,
  shape,
} from './document'

// biome-ignore format: a table is read in columns.
export const fundStatuses = {
  draft:     { label: '筹备中', class: 'open',    tone: 'info',  turn: ['author', 'clerk'], next: '组成管委会后提请设立' },
  active:    { label: '运作中', class: 'waiting', tone: 'ok',    turn: [], next: '由管委会决定用款，账目公开' },
  ended:     { label: '已终止', class: 'settled', tone: 'plain', turn: [], next: '基金已终止，账目保留' },
  withdrawn: { label: '已撤回', class: 'hidden',  tone: 'plain', turn: [], next: '已撤回' },
} as const satisfies Record<string, Status>
export type FundStatus = keyof typeof fundStatuses
type FundRow = Row<FundStatus, FundBody>
type FundMatter = Matter<FundBody>

const stop = (problem: Problem, field: string): never =>
  refuse(problem, { fields: { [`patch.${field}`]: problem.message } })

/** How a member is named on a phone: it tells nothing of the person. */
export const lineOf = (fund: string, key: PersonKey): string =>
  createHash('sha256').update(`${fund}:${key}`).digest('hex').slice(0, 16)
const Line = z.string('请选择一个人').regex(/^[0-9a-f]{16}$/, '请选择一个人')
const Code = z
  .string('请填写本人编号')
  .trim()
  .regex(/^[A-Za-z0-9]{8}$/, '编号是 8 位字母或数字')
const PersonFound = z.custom<Found>((value) => typeof value === 'object' && value !== null).optional()

/** The person who shows this code, whatever the phone said of them. */
async function findPerson(patch: unknown, _matter: Matter, store: Store): Promise<unknown> {
  const { found: _forged, ...given } = (patch ?? {}) as { found?: unknown; code?: unknown }
  const code = Code.safeParse(given.code)
  if (!code.success) return given
  const [found] = await store.find<Found>(
    'people',
    { code: code.data.toUpperCase() },
    { limit: 1, fields: { key: true, name: true, building: true, grants: true } },
  )
  return { ...given, ...(found && { found }) }
}

const codeField: FieldSpec = {
  name: 'code',
  label: '本人编号',
  kind: 'text',
  required: true,
  max: 8,
  hint: '请本人打开“我的”页面，把“我的编号”告诉您，即表示同意担任',
}
const seatField: FieldSpec = {
  name: 'seat',
  label: '席位',
  kind: 'choice',
  required: true,
  options: Object.entries(seats).map(([value, label]) => ({ value, label })),
}
const lineField = (label: string, fund: FundMatter, people: readonly { key: string; name: string }[]): FieldSpec => ({
  name: 'line',
  label,
  kind: 'choice',
  required: true,
  options: people.map(({ key, name }) => ({ value: lineOf(fund._id, key), label: name })),
})
const Seating = z.strictObject({ code: Code, seat: z.enum(seatKeys, '请选择席位'), found: PersonFound })
const Naming = z.strictObject({ code: Code, found: PersonFound })
const Leaving = z.strictObject({ line: Line })

const memberAt = ({ _id, body }: FundMatter, line: string) =>
  body.members.find(({ key }) => lineOf(_id, key) === line) ?? stop(problems.FUND_MEMBER_UNKNOWN, 'line')

function seated(fund: FundMatter, { found, seat }: { found?: Found; seat: Seat }, ctx: RuleCtx): FundBody['members'] {
  if (!found) return stop(problems.FUND_PERSON, 'code')
  const problem = seatProblem(found, seat, fund.area, fund.body, ctx)
  if (problem)
    stop(problem, problem === problems.FUND_SEAT_PARTY || problem === problems.FUND_SEAT_COMMITTEE ? 'seat' : 'code')
  return [...fund.body.members, { key: found.key, name: found.name, seat, at: ctx.now }]
}

const hasRoom: Guard<FundBody> = [problems.FUND_FULL, ({ body }) => body.members.length < membersMax]
/** What an effect can refuse by its own name. */
const mustStand = (fund: FundMatter, { street, now }: RuleCtx): void => {
  const problem = hostProblem(street, fund.lead, now) ?? lackOf(fund.body)
  if (problem) refuse(problem)
}

const organisers = ['author', 'clerk', 'secretary', 'lead'] as const
const committee = ['duty:committee', 'clerk', 'secretary', 'lead'] as const

const Content = z.strictObject({ words: shape.words, purpose: shape.purpose, purposes: shape.purposes })
const contentFields: FieldSpec[] = [
  { name: 'words', label: '宗旨', kind: 'long', required: true, max: 1000 },
  {
    name: 'purpose',
    label: '用途',
    kind: 'text',
    required: true,
    max: 100,
    hint: '写清楚钱用在哪里；设立后改变用途须征求每一位捐赠人同意',
  },
  { name: 'purposes', label: '用途类别', kind: 'choices', required: true, max: 6, options: purposeOptions },
]

/** A meeting needs more than half of its members; what was decided is public. */
const Minutes = z.strictObject({
  on: On('请选择会议日期'),
  present: z.array(Line).min(1, '请选择到会的委员').max(membersMax, '请选择到会的委员'),
  decisions: z.string('请写明决定').trim().min(4, '请写明决定').max(1000, '请控制在 1000 字以内'),
})
function written({ _id, body }: FundMatter, patch: z.infer<typeof Minutes>, { actor, now }: RuleCtx): Meeting[] {
  if (patch.on > onOf(now)) stop(problems.FUND_MEETING_LATER, 'on')
  const present = body.members.filter(({ key }) => patch.present.includes(lineOf(_id, key)))
  if (present.length !== new Set(patch.present).size) stop(problems.FUND_MEMBER_UNKNOWN, 'present')
  if (present.length < majorityOf(body.members.length)) stop(problems.FUND_MEETING_FEW, 'present')
  refuseMoney(patch.decisions, 'patch.decisions', 'campaign')
  const { on, decisions } = patch
  const meeting = {
    on,
    decisions,
    present: present.map(({ name }) => name),
    of: body.members.length,
    by: actor.key,
    at: now,
  }
  return [...body.meetings.slice(1 - meetingsMax), meeting]
}

async function readHeld(_patch: unknown, { _id }: Matter, store: Store): Promise<unknown> {
  const book = await store.get<Book>('books', bookIdOf('fund', _id), { balances: true })
  return { heldFen: book?.balances.bank ?? 0 }
}

// biome-ignore format: one row is one rule, read from left to right.
export const fundActions: Record<string, FundRow> = {
  seat: {
    label: '增加委员', told: '增加了委员', from: ['draft'], to: 'same', by: organisers, note: 'none',
    guards: [hasRoom], lookUp: findPerson, fields: [codeField, seatField], patch: Seating,
    effect: (fund, patch: z.infer<typeof Seating>, ctx) => ({ body: { members: seated(fund, patch, ctx) }, said: `${patch.found?.name ?? ''}（${seats[patch.seat]}）` }),
  },
  unseat: {
    label: '减少委员', told: '减少了委员', from: ['draft'], to: 'same', by: organisers, note: 'none',
    fields: (fund) => [lineField('哪一位', fund, fund.body.members)], patch: Leaving,
    effect: (fund, { line }: z.infer<typeof Leaving>) => {
      const { key, name } = memberAt(fund, line)
      return { body: { members: fund.body.members.filter((member) => member.key !== key) }, said: name }
    },
  },
  nameSupervisor: {
    label: '增加监事', told: '增加了监事', from: ['draft', 'active'], to: 'same', by: organisers, note: 'none',
    lookUp: findPerson, fields: [codeField], patch: Naming,
    effect: ({ area, body }, { found }: z.infer<typeof Naming>, { now }) => {
      const problem = found ? supervisorProblem(found, area, body, now) : problems.FUND_PERSON
      if (problem || !found) return stop(problem ?? problems.FUND_PERSON, 'code')
      return { body: { supervisors: [...body.supervisors.slice(-9), { key: found.key, name: found.name, at: now }] }, said: found.name }
    },
  },
  revise: {
    label: '修改宗旨与用途', told: '修改了宗旨与用途', from: ['draft'], to: 'same', by: organisers, note: 'none', fields: contentFields, patch: Content,
    effect: (_fund, patch: z.infer<typeof Content>) => {
      refuseMoney(`${patch.words}\n${patch.purpose}`, 'patch.words', 'campaign')
      return { body: patch }
    },
  },
  submit: {
    label: '提请设立', told: '设立了基金', from: ['draft'], to: 'active', by: organisers, note: 'optional', tone: 'main', route: 'fundFounding',
    effect: (fund, _patch, ctx) => {
      mustStand(fund, ctx)
      return {
        body: { visibility: 'public', foundedAt: ctx.now }, check: 'pass',
        assists: [{ body: fundBodyId(fund._id), duty: 'committee', since: ctx.now }],
        said: `管委会 ${fund.body.members.length} 人，监事 ${fund.body.supervisors.length} 人`,
      }
    },
    mentions: (_patch, { body }) => body.members.map(({ key }) => `person:${key}` as const),
    tells: [{ whom: ['author', 'lead', 'clerk', 'secretary', 'supervisor'], text: '基金已设立：{title}' }],
  },
  withdraw: { label: '撤回', told: '撤回了筹备', from: ['draft'], to: 'withdrawn', by: ['author', 'secretary'], note: 'none', tone: 'danger' },
  meet: {
    label: '记录会议', told: '记录了管委会会议', from: ['active'], to: 'same', by: committee, note: 'none', tone: 'main',
    fields: (fund) => [
      { name: 'on', label: '会议日期', kind: 'date', required: true },
      { ...lineField('到会的委员', fund, fund.body.members), name: 'present', kind: 'choices', hint: '过半数到会才算数' },
      { name: 'decisions', label: '决定', kind: 'long', required: true, max: 1000, hint: '公开，请不要写出受益人的姓名' },
    ],
    patch: Minutes,
    effect: (fund, patch: z.infer<typeof Minutes>, ctx) => {
      const meetings = written(fund, patch, ctx)
      return { body: { meetings }, said: `${patch.on}，到会 ${patch.present.length} 人：${patch.decisions}`.slice(0, 300) }
    },
    tells: [{ whom: ['duty:committee', 'supervisor', 'lead'], text: '会议已记录：{title}' }],
  },
  reseat: {
    label: '更换委员', told: '更换了委员', from: ['active'], to: 'same', by: ['clerk', 'secretary', 'lead'], note: 'required', route: 'fundFounding',
    lookUp: findPerson, patch: Seating.extend({ line: Line }),
    fields: (fund) => [lineField('谁离任', fund, fund.body.members), { ...codeField, label: '接任人的编号' }, seatField],
    effect: (fund, { line, ...patch }: z.infer<typeof Seating> & { line: string }, ctx) => {
      const leaving = memberAt(fund, line)
      const left = { ...fund, body: { ...fund.body, members: fund.body.members.filter(({ key }) => key !== leaving.key) } }
      const members = seated(left, patch, ctx)
      const problem = lackOf({ ...fund.body, members })
      if (problem) refuse(problem)
      return { body: { members }, said: `${leaving.name}离任，${nameOf(members, patch.found?.key ?? '')}接任` }
    },
    tells: [{ whom: ['duty:committee', 'lead', 'supervisor'], text: '管委会换了委员：{title}。{said}' }],
  },
  end: {
    label: '终止基金', told: '终止了基金', from: ['active'], to: 'ended', by: ['clerk', 'secretary', 'lead'], note: 'required', tone: 'danger', route: 'fundFounding',
    lookUp: readHeld, patch: z.strictObject({ heldFen: z.number().int() }),
    effect: (_fund, { heldFen }: { heldFen: number }) => (heldFen === 0 ? {} : refuse(problems.FUND_MONEY_LEFT)),
    tells: [{ whom: ['duty:committee', 'lead', 'supervisor', 'officer'], text: '基金已终止：{title}。{note}' }],
  },
  remindLate: reminder(['draft'], ['author', 'clerk']),
}
