// One voucher pays once (M101): its number and its photos are claimed before an entry names them (ledger/proof.ts), so that a second entry, here
// or elsewhere, cannot rest on them. An entry that was made void holds nobody up.
import { refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import type { Actor } from '../../core/roles'
import type { Store } from '../../core/store'
import { claimAll, claimOf, photoClaims, sayHolder } from '../ledger/proof'
import { EntryInput } from './entries'
import { allocationProblems as problems } from './problems'

/** Before an entry is written down: refuses SPEND_REUSED or SPEND_PHOTO. One SDK call when the voucher is new. */
export async function claimVoucher(patch: unknown, matter: Matter, store: Store, actor: Actor): Promise<unknown> {
  const parsed = EntryInput.safeParse(patch ?? {})
  // What cannot be read is refused by the row itself.
  if (!parsed.success) return patch
  const { ref, photos } = parsed.data
  const taken = await claimAll([claimOf(matter, 'spend', ref), ...photoClaims(matter, photos)], matter, store)
  if (!taken) return patch
  const isPhoto = taken.claim.type === 'photo'
  const problem = isPhoto ? problems.SPEND_PHOTO : problems.SPEND_REUSED
  const holder = sayHolder(taken, actor)
  const detail =
    holder &&
    `${isPhoto ? '这张照片' : '这份凭证'}已经用在${holder}，请${isPhoto ? '换成这一笔自己的照片' : '核对编号'}`
  return refuse(problem, {
    ...(detail && { detail }),
    fields: { [isPhoto ? 'patch.photos' : 'patch.ref']: detail ?? problem.message },
  })
}
