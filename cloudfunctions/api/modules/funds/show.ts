// What people see of a fund and of an allocation: the public what was decided and spent, those who work on it what waits for them. Pure.
import * as z from 'zod'
import { sayTime } from '../../core/clock'
import type { Actor } from '../../core/roles'
import { areaName, bodyName } from '../../core/street'
import { worksOn } from '../../core/view'
import type { RuleCtx } from '../../core/workflow'
import { bookIdOf } from '../ledger/book'
import { sayFen } from '../ledger/chart'
import type { Allocation } from './allocation/document'
import { roomOf } from './allocation/effects'
import { allocationKind } from './allocation/kind'
import { isDeclared, sayVotes } from './allocation/vote'
import type { Entry, EntryState } from './entries'
import { type Fund, fundBodyId, seats } from './fund/document'
import { fundStatuses } from './fund/workflow'
import { purposes } from './purposes'

export const FundView = z.object({
  id: z.string(),
  version: z.number(),
  title: z.string(),
  status: z.string(),
  host: z.string(),
  place: z.string(),
  words: z.string(),
  purpose: z.string(),
  purposes: z.array(z.object({ value: z.string(), label: z.string() })),
  members: z.array(z.object({ name: z.string(), seat: z.string() })),
  supervisors: z.array(z.string()),
  meetings: z.array(z.object({ on: z.string(), present: z.array(z.string()), of: z.number(), decisions: z.string() })),
  /** Its book; absent before it is founded. */
  book: z.string().optional(),
  /** This reader may ask for money from it. */
  mayPropose: z.boolean(),
})

const mayPropose = (actor: Actor, { _id, area, lead = '' }: Fund): boolean =>
  actor.bodies.includes(fundBodyId(_id)) ||
  actor.bodies.includes(lead) ||
  (['clerk', 'secretary'] as const).some((role) => actor.tokens.includes(`${role}@${area}`))

export function fundView(fund: Fund, { actor, street }: RuleCtx): z.infer<typeof FundView> {
  const { body, lead } = fund
  return {
    id: fund._id,
    version: fund.version,
    title: fund.title,
    status: fundStatuses[fund.status as keyof typeof fundStatuses].label,
    host: lead ? bodyName(street, lead) : '',
    place: areaName(street, fund.area),
    words: body.words,
    purpose: body.purpose,
    purposes: body.purposes.map((value) => ({ value, label: purposes[value].label })),
    members: body.members.map(({ name, seat }) => ({ name, seat: seats[seat] })),
    supervisors: body.supervisors.map(({ name }) => name),
    meetings: body.meetings.map(({ on, present, of, decisions }) => ({ on, present, of, decisions })).reverse(),
    ...(body.foundedAt !== undefined && { book: bookIdOf('fund', fund._id) }),
    mayPropose: fund.status === 'active' && mayPropose(actor, fund),
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

export function allocationView(allocation: Allocation, { actor, now }: RuleCtx): z.infer<typeof AllocationView> {
  const { body, amount = 0 } = allocation
  const works = worksOn(allocationKind, allocation as never, actor)
  const vote = body.votes.find(({ by }) => by === actor.key)
  const myVote = isDeclared(body, actor.key) ? 'away' : vote && (vote.agrees ? 'yes' : 'no')
  const isAccepted = allocation.status === 'done'
  return {
    id: allocation._id,
    version: allocation.version,
    title: allocation.title,
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
