// What the forms of funds offer their reader: what may be chosen, what is left to decide on, and why not when somebody may not. The rules
// themselves are where the form is sent to.
import * as z from 'zod'
import { ancestorAt, isPath, levelOf } from '../../core/areas'
import { onOf } from '../../core/clock'
import { endpoint } from '../../core/endpoint'
import { refuse } from '../../core/errors'
import { MatterId } from '../../core/matters'
import type { Actor } from '../../core/roles'
import { areaName, type BodyType, bodyName, bodyTypes, type Street } from '../../core/street'
import type { RuleCtx } from '../../core/workflow'
import { standingOf, standings } from '../giving/standing'
import { type Book, bookIdOf } from '../ledger/book'
import { availableFen, sayFen } from '../ledger/chart'
import { type Asked, mayProposeFor } from './allocation/kind'
import { askedOf, streetWith } from './asked'
import { silence } from './change/document'
import { longest, mayAsk, soonest } from './change/kind'
import { conditions, hostProblem } from './fund/composition'
import { fundBodyId, fundOfBody } from './fund/document'
import { changeProblems, fundProblems, allocationProblems as problems } from './problems'
import { purposeOptions, purposes, purposesIn } from './purposes'

const Area = z.string('请选择地点').max(160).refine(isPath, '请选择地点')
const Options = z.array(z.object({ value: z.string(), label: z.string(), hint: z.string().optional() }))
type Option = z.infer<typeof Options>[number]

const FoundingForm = z.object({
  may: z.boolean(),
  whyNot: z.string(),
  areas: Options,
  hosts: Options,
  purposes: Options,
  /** What its committee must be like before it can be founded. */
  conditions: z.array(z.string()),
})

const signsFor = ({ tokens }: Actor, area: string): boolean =>
  (['clerk', 'secretary'] as const).some((role) => tokens.includes(`${role}@${area}`))

function foundingForm({ actor, now, street }: RuleCtx): z.infer<typeof FoundingForm> {
  const communities = [...street.areas.values()].filter(({ path }) => levelOf(path) === 'community')
  const charities = [...street.bodies.values()].filter(
    ({ type, endedAt }) => type === 'charity' && endedAt === undefined,
  )
  const own = charities.filter(({ _id }) => actor.bodies.includes(_id))
  const posts = communities.filter(({ path }) => signsFor(actor, path))
  const may = own.length > 0 || posts.length > 0
  return {
    may,
    whyNot: may ? '' : fundProblems.FUND_FOUNDER.message,
    areas: (own.length ? communities : posts).map(({ path, name }) => ({ value: path, label: name })),
    hosts: (posts.length ? charities : own).map(({ _id, name }) => ({
      value: _id,
      label: name,
      hint: hostProblem(street, _id, now)?.message ?? standings[standingOf(street, _id, now)].label,
    })),
    purposes: purposeOptions,
    conditions: conditions.map(({ label }) => label),
  }
}

const ProposingForm = z.object({
  may: z.boolean(),
  whyNot: z.string(),
  fund: z.string(),
  /** 公益创投: the round it is asked for in. */
  round: z.string().optional(),
  place: z.string(),
  area: z.string(),
  /** What may still be decided on; unknown for a round. */
  available: z.string().optional(),
  /** The purpose lock, in words. */
  lock: z.string(),
  purposes: Options,
  payees: Options,
  /** Who is not of the fund asks for their own body alone. */
  ownOnly: z.boolean(),
})

/** Bodies that do something for residents, and can be paid for it. */
const payeeTypes: readonly BodyType[] = [
  'organisation',
  'socialWork',
  'team',
  'partner',
  'property',
  'station',
  'committee',
]

function payeesFor(asked: Asked, ownOnly: boolean, { actor, street }: RuleCtx): Option[] {
  const community = ancestorAt(asked.area, 'community')
  return [...street.bodies.values()]
    .filter(({ _id, type, endedAt, area }) => {
      const isNear = !community || (ancestorAt(area, 'community') ?? community) === community
      const isOwn = actor.bodies.includes(_id)
      return endedAt === undefined && payeeTypes.includes(type) && (ownOnly ? isOwn : isOwn || isNear)
    })
    .map(({ _id, type }) => ({
      value: _id,
      label: bodyName(street, _id),
      hint: actor.bodies.includes(_id) ? `${bodyTypes[type].label}，您在这里任职，须申报并回避` : bodyTypes[type].label,
    }))
}

function proposingForm(fund: string, asked: Asked, rule: RuleCtx): z.infer<typeof ProposingForm> {
  const { actor, street } = rule
  const committee = street.bodies.get(fundBodyId(fund))
  const isActive = committee !== undefined && committee.endedAt === undefined
  const ownOnly = !mayProposeFor(actor, fund, asked)
  const payees = payeesFor(asked, ownOnly, rule)
  const why = !isActive
    ? fundProblems.FUND_NOT_ACTIVE
    : ownOnly && !payees.length
      ? problems.ALLOCATION_PROPOSER
      : asked.availableFen !== undefined && asked.availableFen <= 0
        ? problems.ALLOCATION_NOTHING
        : undefined
  const lock: readonly string[] = asked.lock.purposes ?? purposesIn(asked.lock.purpose)
  return {
    may: !why,
    whyNot: why?.message ?? '',
    fund: asked.fundTitle || (committee?.name ?? ''),
    ...(asked.roundTitle && { round: asked.roundTitle }),
    place: areaName(street, committee?.area ?? asked.area),
    area: committee?.area ?? asked.area,
    ...(asked.availableFen !== undefined && { available: sayFen(asked.availableFen) }),
    lock: asked.lock.purpose,
    purposes: lock.length ? purposeOptions.filter(({ value }) => lock.includes(value)) : purposeOptions,
    payees,
    ownOnly,
  }
}

const AskingForm = z.object({
  may: z.boolean(),
  whyNot: z.string(),
  title: z.string(),
  purpose: z.string(),
  available: z.string(),
  /** Other funds of the same host. */
  targets: Options,
  /** Days between which donors may be given time to answer. */
  earliest: z.string(),
  latest: z.string(),
  silence: z.string(),
})
const lives = (street: Street, fund: string): boolean => {
  const committee = street.bodies.get(fundBodyId(fund))
  return committee !== undefined && committee.endedAt === undefined
}

function askingForm(book: Book, others: readonly Book[], { actor, now, street }: RuleCtx): z.infer<typeof AskingForm> {
  const targets = others.filter((one) => one.host === book.host && lives(street, one.of.id))
  const isAsker =
    mayAsk(actor, book.host, book.area) ||
    // What was raised for the whole street is decided where the money would go.
    (levelOf(book.area) === 'street' && targets.some(({ area }) => mayAsk(actor, book.host, area)))
  const why = !isAsker
    ? changeProblems.CHANGE_PROPOSER
    : availableFen(book.balances) <= 0
      ? changeProblems.CHANGE_NOTHING
      : targets.length
        ? undefined
        : changeProblems.CHANGE_NO_TARGET
  return {
    may: !why,
    whyNot: why?.message ?? '',
    title: book.title,
    purpose: book.purpose,
    available: sayFen(availableFen(book.balances)),
    targets: targets.map(({ of, title, purpose, purposes: kinds }) => ({
      value: of.id,
      label: title,
      hint: `${purpose}（${(kinds ?? []).map((kind) => purposes[kind as keyof typeof purposes]?.label ?? kind).join('、')}）`,
    })),
    // The day counts to its end.
    earliest: onOf(now + soonest),
    latest: onOf(now + longest - 86_400_000),
    silence,
  }
}

export const forms = {
  /** One call. */
  founding: endpoint({
    who: 'member',
    about: '查看设立社区基金要填什么',
    input: z.strictObject({ street: Area }),
    output: FoundingForm,
    async run({ street: path }, ctx) {
      const { actor } = await ctx.member()
      return foundingForm({ actor, now: ctx.now, street: await ctx.street(path) })
    },
  }),

  /** Two calls. */
  proposing: endpoint({
    who: 'member',
    about: '查看申请用款要填什么',
    input: z.strictObject({ fund: MatterId, campaign: MatterId.optional(), round: MatterId.optional() }),
    output: ProposingForm,
    async run(input, ctx) {
      const [{ actor }, asked] = await Promise.all([ctx.member(), askedOf(input, ctx)])
      const street = await streetWith(input.fund, asked.area, ctx)
      return proposingForm(input.fund, asked, { actor, now: ctx.now, street })
    },
  }),

  /** Two calls: person, and the book with those of the street's other funds. */
  asking: endpoint({
    who: 'member',
    about: '查看改变用途要填什么',
    input: z.strictObject({
      book: z.string('请选择账簿').regex(/^(fund|campaign)_[a-z0-9]{16,40}$/, '请选择账簿'),
      street: Area,
    }),
    output: AskingForm,
    async run({ book: id, street: path }, ctx) {
      const street = await ctx.street(path)
      const funds = [...street.bodies.keys()].flatMap((body) => fundOfBody(body) ?? []).slice(0, 50)
      const ids = [...new Set([id, ...funds.map((fund) => bookIdOf('fund', fund))])]
      const [{ actor }, books] = await Promise.all([
        ctx.member(),
        ctx.store.find<Book>('books', { _id: ctx.store._.in(ids) }, { limit: ids.length, fields: { unposted: false } }),
      ])
      const book = books.find(({ _id }) => _id === id) ?? refuse(fundProblems.FUND_MISSING)
      const others = books.filter(({ _id, of }) => _id !== id && of.kind === 'fund')
      return askingForm(book, others, { actor, now: ctx.now, street })
    },
  }),
}
