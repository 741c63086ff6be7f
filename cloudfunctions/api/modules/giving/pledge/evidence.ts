// One piece of evidence proves one gift (M101): a bank line, a platform's line or a voucher is claimed under an id made of what it is, so that
// a second gift cannot rest on it. The claim comes first, the step that names it next; a claim that no step followed holds nobody up.
import { createHash } from 'node:crypto'
import { refuse } from '../../../core/errors'
import type { Matter } from '../../../core/matter'
import type { BodyId } from '../../../core/roles'
import type { Store } from '../../../core/store'
import { giftProblems as problems } from '../problems'
import type { EvidenceType } from './document'

/** One document of `evidence`. */
export type Claim = {
  _id: string
  schema: number
  /** The matter that rests on it; of a payment that was given back, none. */
  source: string
  /** The version of that matter when it was claimed. */
  version: number
  host: BodyId
  type: EvidenceType | 'receipt'
  ref: string
}

export const evidenceId = (host: BodyId, type: Claim['type'], ref: string): string =>
  createHash('sha256').update(`${type}|${host}|${ref}`).digest('hex')

export const claimOf = (
  { _id, version, lead = '' }: Pick<Matter, '_id' | 'version' | 'lead'>,
  type: Claim['type'],
  ref: string,
): Claim => ({ _id: evidenceId(lead, type, ref), schema: 1, source: _id, version, host: lead, type, ref })

/** Does the matter still name what it claimed? */
function rests(matter: Matter | undefined, { type, ref }: Claim): boolean {
  const { evidence, receipt } = (matter?.body ?? {}) as {
    evidence?: { type: string; ref: string }
    receipt?: { no?: string }
  }
  return type === 'receipt' ? receipt?.no === ref : evidence?.type === type && evidence.ref === ref
}

/** Takes over a claim whose matter has moved on without it; false when it holds. */
async function takeOver(claim: Claim, held: Claim, store: Store): Promise<boolean> {
  const holder = await store.get<Matter>('matters', held.source, { version: true, body: true })
  // At the version of the claim, the step that names it may be on its way; without a document, the document itself.
  if (!holder || rests(holder, held) || holder.version <= held.version) return false
  const where = { _id: held._id, source: held.source, version: held.version }
  return (await store.change('evidence', where, { source: claim.source, version: claim.version })) === 1
}

/** Claims all of them for one matter, in one call when none is there; refuses EVIDENCE_USED with where the other one stands. */
export async function claimAll(claims: readonly Claim[], store: Store): Promise<void> {
  if ((await store.addAll('evidence', [...claims])) === 'added') return
  const ids = claims.map(({ _id }) => _id)
  const there = await store.find<Claim>('evidence', { _id: store._.in(ids) }, { limit: claims.length })
  for (const claim of claims) {
    const held = there.find(({ _id }) => _id === claim._id)
    if (!held) await store.add('evidence', claim)
    else if (held.source !== claim.source && !(await takeOver(claim, held, store)))
      refuse(problems.EVIDENCE_USED, {
        fields: { [claim.type === 'receipt' ? 'patch.receiptNo' : 'patch.ref']: problems.EVIDENCE_USED.message },
      })
  }
}

/** What a matter had claimed before the version it is at now, and rests on no more. */
export const release = (matter: Pick<Matter, '_id' | 'version'>, store: Store): Promise<number> =>
  store.remove('evidence', { source: matter._id, version: store._.lt(matter.version) })
