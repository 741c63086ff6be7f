// Whether a gift may be promised here, now, by this person, and why not: the amount box shows by the very rule that judges what it sends.
// And the first document of a pledge. Pure.
import { ancestorAt, covers } from '../../../core/areas'
import { refuseMoney } from '../../../core/asks-for-money'
import type { Problem } from '../../../core/errors'
import { firstOf, numberOf } from '../../../core/first'
import type { Matter } from '../../../core/matter'
import type { Actor } from '../../../core/roles'
import type { Street } from '../../../core/street'
import type { RuleCtx } from '../../../core/workflow'
import { fenFrom } from '../../ledger/amount'
import { bookIdOf } from '../../ledger/book'
import { keysOf } from '../body-name'
import type { Campaign } from '../campaign/document'
import { typeOf } from '../campaign/types'
import { nameless } from '../donors'
import { pledgeProblems as problems } from '../problems'
import { isValid } from '../standing'
import { cardOf, type consents, type PledgeBody, type PledgeInput } from './document'
import { pledgeKind } from './kind'

const isCampaign = (target: Matter): target is Campaign & Matter => target.kind === 'campaign'

const byGifts: Record<ReturnType<typeof typeOf>['gifts'], Problem | undefined> = {
  pledge: undefined,
  platform: problems.PLEDGE_ON_PLATFORM,
  goods: problems.PLEDGE_GOODS_ONLY,
  grants: problems.PLEDGE_VENTURE,
}

const livesIn = (area: string, { building }: Pick<Actor, 'building'>): boolean => {
  const home = building && ancestorAt(building, 'community')
  return home !== undefined && (covers(home, area) || covers(area, home))
}

/** Why no money may be promised to it; undefined when it may. A helper pledges for a resident of the place. */
export function whyNot(
  target: Matter,
  street: Street,
  now: number,
  giver?: Actor,
  isHelper = false,
): Problem | undefined {
  if (isCampaign(target)) {
    const by = byGifts[typeOf(target.body.type).gifts]
    if (by) return by
    if (target.status === 'paused') return problems.PLEDGE_PAUSED
    if (target.status !== 'open' || target.body.endsAt <= now) return problems.PLEDGE_ENDED
    if (target.body.type === 'residents' && giver && !isHelper && !livesIn(target.area, giver))
      return problems.PLEDGE_RESIDENTS
  } else if (target.kind !== 'fund' || target.status !== 'active') {
    // A fund takes gifts from its founding to its end.
    return problems.PLEDGE_TARGET
  }
  return isValid(street, target.lead, now) ? undefined : problems.PLEDGE_NO_CHARITY
}

/** Residents' helpers: whoever holds a post over the place. */
export const mayHelp = ({ grants }: Actor, area: string): boolean =>
  grants.some(
    ({ role, area: over }) =>
      role !== 'staff' &&
      over !== undefined &&
      (covers(ancestorAt(over, 'community') ?? over, area) || covers(area, over)),
  )

/** The pledge's first document; refuses what does not fit. The amount has been read. */
export function pledgeOf(input: PledgeInput, target: Matter, rule: RuleCtx, phone?: string): Matter {
  const { actor, now } = rule
  const fen = fenFrom(input.amount, 'amount')
  const shownName = input.shown === 'named' ? input.shownName : ''
  refuseMoney(shownName, 'shownName')
  refuseMoney(input.words, 'words')
  const proxy = input.onBehalfOf
  const { purpose = '' } = target.body as { purpose?: string }
  const code = input.donorType === 'person' ? '' : input.donorCode
  const donor = { donorKeys: keysOf({ name: input.donorName, code }), ...(code && { donorCode: code }) }
  const body: PledgeBody = {
    to: target._id,
    toKind: input.to.kind,
    toTitle: target.title,
    purpose,
    donorType: input.donorType,
    donorName: input.donorName,
    ...donor,
    shownName,
    hidesAmount: input.hidesAmount,
    words: input.words,
    source: proxy ? 'proxy' : 'phone',
    hasPhone: (proxy ? proxy.phone : phone) !== undefined,
    visibility: 'private',
    ...(input.need && { need: input.need }),
    card: cardOf(input.id),
    book: bookIdOf(input.to.kind, target._id),
  }
  const title = `${target.title} · ${shownName || nameless}`
  const first = firstOf(
    pledgeKind,
    {
      _id: input.id,
      no: numberOf(pledgeKind, input.id, rule),
      area: target.area,
      title,
      body,
      amount: fen,
      status: 'pledged',
      ...(target.lead && { lead: target.lead }),
      // What others may read of it is the chosen name.
      check: shownName || input.words ? 'waiting' : 'pass',
      ...(proxy && {
        as: 'recorder' as const,
        recorder: actor.key,
        onBehalfOf: {
          name: proxy.name,
          ...(proxy.phone && { phone: proxy.phone }),
          consent: proxy.consent as keyof typeof consents,
          at: now,
        },
      }),
      tells: `新认捐：${title}`,
    },
    rule,
  )
  return { ...first, beside: { ...first.beside, apply: 1 } }
}
