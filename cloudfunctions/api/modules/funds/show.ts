// What people see of a fund and of an allocation: the public what was decided and spent, those who work on it what waits for them. Pure.
import * as z from 'zod'
import { inShanghai, sayTime } from '../../core/clock'
import { type Actor, holds } from '../../core/roles'
import { areaName, bodyName } from '../../core/street'
import { Button, viewOf, worksOn } from '../../core/view'
import type { RuleCtx } from '../../core/workflow'
import { bookIdOf } from '../ledger/book'
import { sayFen } from '../ledger/chart'
import type { Allocation } from './allocation/document'
import { roomOf } from './allocation/effects'
import { allocationKind, mayProposeFor } from './allocation/kind'
import { isDeclared, sayVotes } from './allocation/vote'
import { mayAsk } from './change/kind'
import type { Entry, EntryState } from './entries'
import { conditions, hostProblem } from './fund/composition'
import { type Fund, seats } from './fund/document'
import { fundKind } from './fund/kind'
import { purposes } from './purposes'
import { Step, stepsOf } from './steps'

export const FundView = z.object({
  id: z.string(),
  version: z.number(),
  title: z.string(),
  status: z.object({ key: z.string(), label: z.string(), tone: z.string() }),
  /** The next step in one sentence. */
  next: z.string(),
  street: z.string(),
  host: z.string(),
  place: z.string(),
  words: z.string(),
  purpose: z.string(),
  purposes: z.array(z.object({ value: z.string(), label: z.string() })),
  members: z.array(z.object({ name: z.string(), seat: z.string(), since: z.string() })),
  supervisors: z.array(z.object({ name: z.string(), since: z.string() })),
  meetings: z.array(z.object({ on: z.string(), present: z.array(z.string()), of: z.number(), decisions: z.string() })),
  /** Its book; absent before it is founded. */
  book: z.string().optional(),
  /** This reader may ask for money from it. */
  mayPropose: z.boolean(),
  /** This reader may ask donors about another purpose. */
  mayAsk: z.boolean(),
  /** This reader works on it, and has the pages for that. */
  works: z.boolean(),
  /** While it is drawn up, for those who do: what it must have, at the field that it concerns. */
  conditions: z.array(z.object({ field: z.string(), label: z.string(), isMet: z.boolean() })),
  buttons: z.array(Button),
})

const mayPropose = (actor: Actor, { _id, area, lead = '' }: Fund): boolean =>
  mayProposeFor(actor, _id, { area, host: lead })

/** 2026年11月起. */
const sayMonth = (at: number): string => `${inShanghai(at).format('YYYY年M月')}起`

function conditionsOf({ body, lead }: Fund, { street, now }: RuleCtx): z.infer<typeof FundView>['conditions'] {
  const host = { field: 'host', label: '托管的慈善组织登记有效', isMet: !hostProblem(street, lead, now) }
  return [host, ...conditions.map(({ field, label, isMet }) => ({ field, label, isMet: isMet(body) }))]
}

export function fundView(fund: Fund, rule: RuleCtx): z.infer<typeof FundView> {
  const { body, lead } = fund
  const { actor, street } = rule
  const view = viewOf(fundKind as never, fund as never, rule)
  const works = holds(actor, 'author', fund) || worksOn(fundKind as never, fund as never, actor)
  return {
    id: fund._id,
    version: fund.version,
    title: fund.title,
    status: view.status,
    next: view.next,
    street: fund.street,
    host: lead ? bodyName(street, lead) : '',
    place: areaName(street, fund.area),
    words: body.words,
    purpose: body.purpose,
    purposes: body.purposes.map((value) => ({ value, label: purposes[value].label })),
    members: body.members.map(({ name, seat, at }) => ({ name, seat: seats[seat], since: sayMonth(at) })),
    supervisors: body.supervisors.map(({ name, at }) => ({ name, since: sayMonth(at) })),
    meetings: body.meetings.map(({ on, present, of, decisions }) => ({ on, present, of, decisions })).reverse(),
    ...(body.foundedAt !== undefined && { book: bookIdOf('fund', fund._id) }),
    mayPropose: fund.status === 'active' && mayPropose(actor, fund),
    mayAsk: fund.status === 'active' && mayAsk(actor, lead ?? '', fund.area),
    works,
    conditions: works && fund.status === 'draft' ? conditionsOf(fund, rule) : [],
    buttons: view.buttons.filter(({ shared }) => !shared),
  }
}

const entryStates: Record<EntryState, string> = {
  waiting: '待核对',
  posting: '入账中',
  posted: '已入账',
  void: '已作废',
  reversed: '已冲正',
}

export const AllocationView = z.object({
  id: z.string(),
  version: z.number(),
  title: z.string(),
  words: z.string(),
  status: z.object({ key: z.string(), label: z.string(), tone: z.string() }),
  next: z.string(),
  purpose: z.string(),
  steps: z.array(Step),
  fund: z.object({ id: z.string(), title: z.string() }),
  book: z.string(),
  round: z.object({ id: z.string(), title: z.string() }).optional(),
  need: z.string().optional(),
  amount: z.string(),
  /** What may still be written down as spent. */
  room: z.string(),
  payee: z.string(),
  vote: z.string().optional(),
  /** How this reader has voted. */
  myVote: z.enum(['yes', 'no', 'away']).optional(),
  opinions: z.array(z.object({ agrees: z.boolean(), text: z.string(), time: z.string() })),
  entries: z.array(
    z.object({
      id: z.string(),
      on: z.string(),
      words: z.string(),
      amount: z.string(),
      payee: z.string(),
      state: z.enum(['waiting', 'posting', 'posted', 'void', 'reversed']),
      stateLabel: z.string(),
      /** For those who work on it. */
      ref: z.string().optional(),
      photos: z.array(z.string()),
      why: z.string().optional(),
      /** This reader wrote it down, and another confirms it. */
      own: z.boolean(),
    }),
  ),
  result: z.object({ words: z.string(), photos: z.array(z.string()) }).optional(),
  thanks: z.string().optional(),
})

const isBooked = ({ state }: Entry): boolean => state === 'posted' || state === 'reversed'

export function allocationView(allocation: Allocation, rule: RuleCtx): z.infer<typeof AllocationView> {
  const { body, amount = 0 } = allocation
  const { actor, now } = rule
  const { status, next } = viewOf(allocationKind as never, allocation as never, rule)
  const works = worksOn(allocationKind, allocation as never, actor)
  const vote = body.votes.find(({ by }) => by === actor.key)
  const myVote = isDeclared(body, actor.key) ? 'away' : vote && (vote.agrees ? 'yes' : 'no')
  const isAccepted = allocation.status === 'done'
  return {
    id: allocation._id,
    version: allocation.version,
    title: allocation.title,
    words: body.words,
    status,
    next,
    purpose: purposes[body.purpose].label,
    steps: stepsOf(allocation),
    fund: { id: body.fund, title: body.fundTitle },
    book: body.book,
    ...(body.round && { round: { id: body.round, title: body.roundTitle ?? '' } }),
    ...(body.need && { need: body.need }),
    amount: sayFen(amount),
    room: sayFen(Math.max(0, roomOf(allocation))),
    payee: body.payee.name,
    ...(body.electorate.length > 0 && { vote: sayVotes(body) }),
    ...(myVote && { myVote }),
    opinions: body.opinions.map(({ agrees, text, at }) => ({ agrees, text, time: sayTime(at, now) })),
    entries: body.entries
      .filter((entry) => works || isBooked(entry))
      .map((entry) => ({
        id: entry.id,
        on: entry.on,
        words: entry.words,
        amount: sayFen(entry.fen),
        payee: entry.payee,
        state: entry.state,
        stateLabel: entryStates[entry.state],
        ...(works && { ref: entry.ref }),
        // The public sees evidence on the page of the book, once it has been reviewed.
        photos: works ? entry.photos : [],
        ...(works && entry.why !== undefined && { why: entry.why }),
        own: entry.by === actor.key,
      })),
    ...(body.result &&
      (works || isAccepted) && {
        result: { words: body.result.words, photos: works ? body.result.photos : body.shown },
      }),
    ...(body.thanks && { thanks: body.thanks }),
  }
}
