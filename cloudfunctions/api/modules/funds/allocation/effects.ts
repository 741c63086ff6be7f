// What a step changes in an allocation beside its status. Pure; the engine writes it, and the books follow (apply.ts).
import * as z from 'zod'
import { refuseMoney } from '../../../core/asks-for-money'
import { afterWorkingDays } from '../../../core/deadline'
import { problems as core, refuse } from '../../../core/errors'
import type { Change, RuleCtx } from '../../../core/workflow'
import { bookIdOf } from '../../ledger/book'
import { sayFen } from '../../ledger/chart'
import {
  changed,
  confirmed,
  type Entry,
  type EntryInput,
  type EntryRef,
  live,
  type Outcome,
  Photo,
  recorded,
  sayEntry,
  sumOf,
  told,
  waitingOne,
  withEntries,
} from '../entries'
import { payeeOf } from '../payee'
import { fundProblems, allocationProblems as problems } from '../problems'
import { outside } from '../purposes'
import type { Allocation, AllocationBody } from './document'
import type { FundPart } from './look-up'
import { outcomeOf, sayVotes } from './vote'

type Effect<P = Record<string, never>> = (
  allocation: Allocation,
  patch: P,
  ctx: RuleCtx,
  note: string,
) => Change<AllocationBody>

const Fund = z.custom<FundPart>((value) => typeof value === 'object' && value !== null)
export const FundSeen = z.strictObject({ fund: Fund.optional() })
export const DonorSeen = z.strictObject({ isDonor: z.boolean() })
export const Why = z.strictObject({ why: z.string().max(80) })
export const Booked = z.strictObject({ posting: z.string().max(80) })
export const Reversed = z.strictObject({ posting: z.string().max(80) })
export const Released = z.strictObject({ fen: z.number().int().positive(), times: z.number().int().positive() })
const words = (what: string, least: number, most: number) =>
  z.string(`请填写${what}`).trim().min(least, `请填写${what}`).max(most, `${what}请控制在 ${most} 字以内`)
export const ResultInput = z.strictObject({
  words: words('做成了什么', 4, 1000),
  photos: z.array(Photo).max(9, '照片最多 9 张').default([]),
})
export const Acceptance = z.strictObject({
  showPhotos: z
    .union([z.boolean(), z.enum(['yes', 'no'])], '请选择')
    .transform((value) => value === true || value === 'yes')
    .default(false),
  thanks: words('感谢的话', 0, 200).default(''),
})
export const Thanks = z.strictObject({ thanks: words('感谢的话', 2, 200) })

const voteDays = 10

/** The list of voters is frozen here. */
export const openVote: Effect<z.infer<typeof FundSeen>> = ({ _id, title, body }, { fund }, { now }) => {
  if (fund?.status !== 'active') return refuse(fundProblems.FUND_NOT_ACTIVE)
  const isOwn = body.book === bookIdOf('fund', body.fund)
  const problem = isOwn && outside(fund.body, { purpose: body.purpose, text: `${title}\n${body.words}` })
  if (problem) refuse(problem)
  const electorate = fund.body.members.map(({ key }) => key)
  return {
    body: { electorate, votes: [], voteUntil: afterWorkingDays(now, voteDays) },
    said: `${electorate.length} 位委员表决`,
  }
}

const settled = (body: AllocationBody): Pick<Change<AllocationBody>, 'to' | 'said'> => {
  const outcome = outcomeOf(body)
  return outcome === 'open'
    ? {}
    : { to: outcome, said: `${outcome === 'passed' ? '通过' : '未通过'}：${sayVotes(body)}` }
}

export const declare: Effect = ({ status, body }, _patch, { actor, now }, note) => {
  const declarations = [...body.declarations, { by: actor.key, words: note, at: now }]
  // A vote cast before the interest was known does not count.
  const votes = body.votes.filter(({ by }) => by !== actor.key)
  const next = { ...body, declarations, votes }
  return { body: { declarations, votes }, ...(status === 'voting' && settled(next)) }
}

export const vote: Effect<{ agrees: 'yes' | 'no' }> = ({ body }, { agrees }, { actor, now }) => {
  const votes = [...body.votes, { by: actor.key, agrees: agrees === 'yes', at: now }]
  return { body: { votes }, ...settled({ ...body, votes }) }
}

/** A negative opinion is an objection: answered, and the answer accepted or overruled on record, before money moves (M63). */
export const opine: Effect<{ agrees: 'yes' | 'no' }> = ({ body, objections }, { agrees }, { actor, now }, note) => {
  const opinion = { by: actor.key, agrees: agrees === 'yes', text: note, at: now }
  const objection = { id: `o${objections.length + 1}`, by: actor.key, at: now, text: note }
  return {
    body: { opinions: [...body.opinions, opinion] },
    said: opinion.agrees ? '没有异议' : '有异议',
    ...(!opinion.agrees && { objections: [...objections, objection] }),
  }
}

export const grant: Effect<z.infer<typeof DonorSeen>> = ({ amount = 0 }, { isDonor }) =>
  isDonor ? refuse(problems.ALLOCATION_PAYEE_DONOR) : { said: sayFen(amount) }

export const book: Effect<z.infer<typeof Booked>> = ({ amount = 0 }, { posting }, { now }) => ({
  body: { granted: { posting, at: now } },
  said: sayFen(amount),
})
export const unbook: Effect<z.infer<typeof Why>> = (_allocation, { why }) => ({ said: why })

/** What may still be written down. */
export const roomOf = ({ amount = 0, body }: Pick<Allocation, 'amount' | 'body'>): number =>
  amount - sumOf(body.entries, live) - body.released.fen

export const spend: Effect<EntryInput> = (allocation, input, { actor, now, street }) => {
  const { body } = allocation
  const { name } = input.payee ? payeeOf({ firm: input.payee }, street, 'patch.payee') : body.payee
  refuseMoney(input.words, 'patch.words')
  const at = { by: actor.key, now, roomFen: roomOf(allocation) }
  const entries = recorded(body.entries, { ...input, payee: name }, at)
  return { body: withEntries(entries), said: sayEntry(entries.at(-1) as Entry) }
}

export const confirmSpend: Effect<z.infer<typeof EntryRef>> = ({ body }, { entry }, { actor }) => {
  const one = waitingOne(body.entries, entry)
  return { body: withEntries(confirmed(body.entries, entry, actor.key)), said: sayEntry(one) }
}

export const voidSpend: Effect<z.infer<typeof EntryRef>> = ({ body }, { entry }) => {
  const one = waitingOne(body.entries, entry)
  return { body: withEntries(changed(body.entries, entry, { state: 'void' })), said: sayEntry(one) }
}

export const settleSpend: Effect<z.infer<typeof Outcome>> = ({ body }, outcome) => {
  const entries = told(body.entries, outcome)
  const one = entries.find(({ id }) => id === outcome.entry) as Entry
  return { body: withEntries(entries), said: outcome.why ? `${sayEntry(one)} 没有入账：${outcome.why}` : sayEntry(one) }
}

export const postingOf = (allocation: string, entry: string): string => `${allocation}_${entry}`

export const reversed: Effect<z.infer<typeof Reversed>> = ({ _id, body }, { posting }) => {
  const one = body.entries.find(({ id, state }) => postingOf(_id, id) === posting && state === 'posted')
  if (!one) return refuse(core.STATE_CHANGED)
  return { body: withEntries(changed(body.entries, one.id, { state: 'reversed' })), said: sayEntry(one) }
}

/** Told once for each posting that set something free. */
export const released: Effect<z.infer<typeof Released>> = ({ body }, { fen, times }) =>
  body.released.times + 1 === times
    ? { body: { released: { fen: body.released.fen + fen, times } }, said: sayFen(fen) }
    : refuse(core.STATE_CHANGED)

export const finish: Effect<z.infer<typeof ResultInput>> = (_allocation, { words: what, photos }, { actor, now }) => {
  refuseMoney(what, 'patch.words')
  return { body: { result: { words: what, photos, by: actor.key, at: now } }, said: what.slice(0, 200) }
}

export const acceptResult: Effect<z.infer<typeof Acceptance>> = ({ body }, { showPhotos, thanks }) => {
  refuseMoney(thanks, 'patch.thanks')
  return { body: { shown: showPhotos ? (body.result?.photos ?? []) : [], ...(thanks && { thanks }) } }
}

export const thank: Effect<z.infer<typeof Thanks>> = (_allocation, { thanks }) => {
  refuseMoney(thanks, 'patch.thanks')
  return { body: { thanks }, said: thanks }
}
