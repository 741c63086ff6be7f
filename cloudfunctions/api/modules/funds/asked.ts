// Where money is asked for: a fund's own book, a campaign's, or a round of 公益创投 that a fund pays for. One query.
import { ancestorAt } from '../../core/areas'
import type { Ctx } from '../../core/endpoint'
import { problems as core, type Problem, refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import type { Street } from '../../core/street'
import { type Book, bookIdOf } from '../ledger/book'
import { availableFen } from '../ledger/chart'
import type { AllocationInput } from './allocation/document'
import type { Asked } from './allocation/kind'
import { fundBodyId } from './fund/document'
import { allocationProblems, fundProblems } from './problems'

export const stop = (problem: Problem, field: string): never =>
  refuse(problem, { fields: { [field]: problem.message } })

/** A campaign as a round of 公益创投 needs it. */
type Round = Matter<{ type: string; purpose: string; endsAt: number; fund?: { id: string; title: string } }>
export type AskedOf = Pick<AllocationInput, 'fund' | 'campaign' | 'round'>

export async function askedOf({ fund, campaign, round }: AskedOf, ctx: Ctx): Promise<Asked> {
  if (round) {
    const found = await ctx.store.get<Round>('matters', round)
    const paying = found?.body.fund
    const fits = found?.kind === 'campaign' && found.body.type === 'venture' && found.status === 'open'
    if (!found?.lead || !fits || paying?.id !== fund || found.body.endsAt <= ctx.now)
      return stop(allocationProblems.ALLOCATION_ROUND, 'round')
    const { title, area, lead, body } = found
    const lock = { purpose: body.purpose }
    return { book: bookIdOf('fund', fund), area, host: lead, fundTitle: paying.title, lock, roundTitle: title }
  }
  const id = campaign ? bookIdOf('campaign', campaign) : bookIdOf('fund', fund)
  const book = await ctx.store.get<Book>('books', id)
  if (!book) return stop(fundProblems.FUND_MISSING, campaign ? 'campaign' : 'fund')
  const { area, host, title } = book
  return {
    book: id,
    area,
    host,
    fundTitle: campaign ? '' : title,
    lock: book,
    availableFen: availableFen(book.balances),
  }
}

export const streetOf = (area: string, ctx: Ctx): Promise<Street> =>
  ctx.street(ancestorAt(area, 'street') ?? refuse(core.AREA_UNKNOWN))

/** The street with this fund's committee in it: one that was founded just now is not in the cache yet. */
export async function streetWith(fund: string, area: string, ctx: Ctx): Promise<Street> {
  const street = await streetOf(area, ctx)
  if (street.bodies.has(fundBodyId(fund))) return street
  return (await ctx.store.street(street.path, ctx.now, true)) ?? street
}
