// What a believed notification does: a payment is written down on its pledge, once, and waits for a person's confirmation. Repeated, reordered
// or late ones change nothing that stands.
import { onOf } from '../../core/clock'
import type { Problem } from '../../core/errors'
import type { Matter } from '../../core/matter'
import { actAsSystem } from '../../core/matters'
import { systemActor } from '../../core/roles'
import type { Store } from '../../core/store'
import { claimOf } from '../ledger/proof'
import type { Notice } from './payment'
import type { Pledge } from './pledge/document'
import { claimFor } from './pledge/evidence'
import { paymentProblems as problems } from './problems'

export type Heard = { ok: true; did: 'recorded' | 'again' | 'noted' } | { ok: false; problem: Problem }

const refOf = (provider: string, { transaction }: Notice): string => `${provider}:${transaction}`.toUpperCase()
const over = ['voided', 'withdrawn', 'reversed']
const triesMax = 4

/**
 * Given back by the provider. Written down already: people are told once, and reverse it themselves. Not yet: its payment is claimed by
 * nobody, so that a payment told after its refund is not written down.
 */
async function refunded(pledge: Pledge, ref: string, at: { store: Store; now: number }): Promise<boolean> {
  if (pledge.body.evidence?.ref === ref)
    return pledge.body.refunded === true || actAsSystem(pledge as unknown as Matter, 'tellRefund', at, { ref })
  await at.store.add('evidence', { ...claimOf(pledge, 'platform', ref), source: 'refunded' })
  return true
}

export async function hear(notice: Notice, provider: string, store: Store, now: number): Promise<Heard> {
  const ref = refOf(provider, notice)
  for (let tries = 0; tries < triesMax; tries++) {
    const pledge = await store.get<Pledge>('matters', notice.pledge)
    if (pledge?.kind !== 'pledge') return { ok: false, problem: problems.PAYMENT_PLEDGE }
    const { evidence } = pledge.body
    if (notice.state === 'closed') return { ok: true, did: 'noted' }
    if (notice.state === 'refunded') {
      if (await refunded(pledge, ref, { store, now })) return { ok: true, did: 'noted' }
      continue
    }
    if (evidence)
      return evidence.ref === ref ? { ok: true, did: 'again' } : { ok: false, problem: problems.PAYMENT_OTHER }
    if (over.includes(pledge.status)) return { ok: false, problem: problems.PAYMENT_CLOSED }
    if (notice.amountFen !== pledge.amount || notice.feeFen >= notice.amountFen)
      return { ok: false, problem: problems.PAYMENT_AMOUNT }
    await claimFor([claimOf(pledge, 'platform', ref)], pledge as unknown as Matter, store, systemActor)
    const paid = { ref, on: onOf(Math.min(notice.paidAt, now)), fen: notice.amountFen, feeFen: notice.feeFen }
    const done = await actAsSystem(pledge as unknown as Matter, 'recordPaid', { store, now }, paid)
    if (done) return { ok: true, did: 'recorded' }
  }
  throw new Error(`the pledge ${notice.pledge} is written by too many at once`)
}
