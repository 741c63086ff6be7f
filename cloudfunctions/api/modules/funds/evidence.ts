// One voucher pays once (M101): it is claimed under an id made of what it is before an entry names it, so that a second entry cannot rest on
// it. A claim that no entry followed, or whose entry was made void, holds nobody up.
import { createHash } from 'node:crypto'
import { refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import type { Store } from '../../core/store'
import { type Entry, EntryInput } from './entries'
import { allocationProblems as problems } from './problems'

type Claim = { _id: string; schema: number; source: string; version: number; host: string; type: 'spend'; ref: string }

export const spendEvidenceId = (host: string, ref: string): string =>
  createHash('sha256').update(`spend|${host}|${ref}`).digest('hex')

/** Does an entry of the matter rest on it? Entries that are void or reversed do not. */
const rests = (matter: Matter<{ entries?: Entry[] }> | undefined, ref: string): boolean =>
  (matter?.body.entries ?? []).some((one) => one.ref === ref && one.state !== 'void' && one.state !== 'reversed')

async function isFree(matter: Matter<{ entries?: Entry[] }>, claim: Claim, store: Store): Promise<boolean> {
  if ((await store.add('evidence', claim)) === 'added') return !rests(matter, claim.ref)
  const held = await store.get<Claim>('evidence', claim._id)
  if (!held || held.source === matter._id) return !rests(matter, claim.ref)
  const holder = await store.get<Matter<{ entries?: Entry[] }>>('matters', held.source, { version: true, body: true })
  // At the version of the claim, the step that names it may be on its way.
  if (rests(holder, claim.ref) || (holder && holder.version <= held.version)) return false
  const where = { _id: held._id, source: held.source, version: held.version }
  return (await store.change('evidence', where, { source: claim.source, version: claim.version })) === 1
}

/** Before an entry is written down: refuses SPEND_REUSED. One SDK call when the voucher is new. */
export async function claimVoucher(patch: unknown, matter: Matter, store: Store): Promise<unknown> {
  const parsed = EntryInput.safeParse(patch ?? {})
  // What cannot be read is refused by the row itself.
  if (!parsed.success) return patch
  const { ref } = parsed.data
  const host = matter.lead ?? ''
  const claim: Claim = {
    _id: spendEvidenceId(host, ref),
    schema: 1,
    source: matter._id,
    version: matter.version,
    host,
    type: 'spend',
    ref,
  }
  if (!(await isFree(matter as Matter<{ entries?: Entry[] }>, claim, store)))
    refuse(problems.SPEND_REUSED, { fields: { 'patch.ref': problems.SPEND_REUSED.message } })
  return patch
}
