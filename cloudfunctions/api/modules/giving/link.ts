// What a pledge or a wish is in the chain need → gift → use → thanks, and what has been given to a campaign or fund, in words that any reader of
// the chain may see. Pure.
import { onOf } from '../../core/clock'
import type { Matter } from '../../core/matter'
import { bookIdOf } from '../ledger/book'
import { sayFen } from '../ledger/chart'
import type { Campaign } from './campaign/document'
import { typeOf } from './campaign/types'
import { nameless, publicName } from './donors'
import type { Pledge, PledgeBody } from './pledge/document'
import { keptOf, type LatestGift } from './pledge/tally'
import { pledgeStatuses } from './pledge/workflow'
import { type Wish, wishKind } from './wish'

export type ChainLink = {
  id: string
  kind: string
  label: string
  title: string
  status: string
  on: string
  done: boolean
  need?: string
  /** The campaign or fund it was given to. */
  to?: string
}

const linkOfPledge = (pledge: Pledge): ChainLink => {
  const { body, beside, amount = 0 } = pledge
  const name = publicName(body.shownName, beside.check)
  const shown = body.hidesAmount ? '一笔捐赠' : sayFen(body.evidence?.fen ?? amount)
  return {
    id: pledge._id,
    kind: 'pledge',
    label: '捐赠',
    title: `${name}：${shown}，${body.toTitle}`,
    status: pledgeStatuses[pledge.status as keyof typeof pledgeStatuses].label,
    on: onOf(body.postedAt ?? pledge.at),
    done: pledge.status === 'posted',
    ...(body.need && { need: body.need }),
    to: body.to,
  }
}

const linkOfWish = (wish: Wish): ChainLink => ({
  id: wish._id,
  kind: 'wish',
  label: '微心愿',
  title: wish.body.taker ? `${wish.title}（${nameless}认领）` : wish.title,
  status: wishKind.statuses[wish.status as keyof typeof wishKind.statuses].label,
  on: onOf(wish.at),
  done: wish.status === 'done',
  ...(wish.body.need && { need: wish.body.need }),
})

/** Undefined for what is neither. */
export function linkOf(matter: Matter): ChainLink | undefined {
  if (matter.kind === 'pledge') return linkOfPledge(matter as Matter<unknown> as Matter<PledgeBody>)
  return matter.kind === 'wish' ? linkOfWish(matter as Matter<unknown> as Wish) : undefined
}

/** How gifts come to a campaign. */
export const giftsOf = (campaign: Matter): ReturnType<typeof typeOf>['gifts'] =>
  typeOf((campaign as Matter<unknown> as Campaign).body.type).gifts

/** At most so many of the latest gifts are named. */
const namedMost = 5
const sayGift = ({ name, fen }: LatestGift): string => (fen === undefined ? name : `${name} ${sayFen(fen)}`)

/** What a campaign or fund has been given in money, as it was counted last; undefined when nothing has arrived. */
export function givenTo(target: Matter): { title: string; words: string; book: string } | undefined {
  const kept = keptOf(target)
  if (!kept?.latest.length) return undefined
  const latest = kept.latest.slice(0, namedMost).map(sayGift).join('、')
  return {
    title: kept.givenFen === undefined ? '收到捐款' : `共收到捐款 ${sayFen(kept.givenFen)}`,
    words: `最近的捐赠：${latest}`,
    book: bookIdOf(target.kind === 'fund' ? 'fund' : 'campaign', target._id),
  }
}
