// What a gift rests on, claimed for it before the step that names it (ledger/proof.ts): its bank line, platform line or voucher by number, the
// number of its receipt, and the photos of them. A second gift cannot rest on the same.
import { refuse } from '../../../core/errors'
import type { Matter } from '../../../core/matter'
import type { Actor } from '../../../core/roles'
import type { Store } from '../../../core/store'
import { type Claim, claimAll, claimOf, photoClaims, sayHolder, type Taken } from '../../ledger/proof'
import { giftProblems as problems } from '../problems'
import type { RecordInput } from './document'

const fieldOf = ({ type }: Claim): string =>
  type === 'receipt' ? 'patch.receiptNo' : type === 'photo' ? 'patch.photos' : 'patch.ref'

/** Names what it proves already, where the reader may know of that. */
function stop(taken: Taken, actor: Actor): never {
  const { claim } = taken
  const problem = claim.type === 'photo' ? problems.EVIDENCE_PHOTO : problems.EVIDENCE_USED
  const holder = sayHolder(taken, actor)
  const what = claim.type === 'photo' ? '这张照片' : claim.type === 'receipt' ? '这个票据号' : '这份凭证'
  const then = claim.type === 'photo' ? '请换成这一笔自己的照片' : '请核对编号'
  const detail = holder && `${what}已经用在${holder}，${then}`
  return refuse(problem, { ...(detail && { detail }), fields: { [fieldOf(claim)]: detail ?? problem.message } })
}

/** All of them, in one SDK call when they are free; refuses EVIDENCE_USED or EVIDENCE_PHOTO. */
export async function claimFor(claims: readonly Claim[], matter: Matter, store: Store, actor: Actor): Promise<void> {
  const taken = await claimAll(claims, matter, store)
  if (taken) stop(taken, actor)
}

/** What the clerk writes down of an arrival rests on these. */
export const claimsOf = (matter: Matter, { type, ref, receiptNo, photos }: RecordInput): Claim[] => [
  claimOf(matter, type, ref),
  ...(receiptNo ? [claimOf(matter, 'receipt', receiptNo)] : []),
  ...photoClaims(matter, photos),
]
