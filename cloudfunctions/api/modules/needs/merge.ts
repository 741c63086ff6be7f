// 并案: the need that another one joins must exist, be open and belong to the same community. One read, before the table is asked.
import { ancestorAt } from '../../core/areas'
import { refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import type { Store } from '../../core/store'
import { needProblems } from './problems'

/** Completes `{ into }` with the other need's number; refuses NEED_MERGE_TARGET for one that can't be joined. */
export async function lookUpMerge(patch: unknown, matter: Matter, store: Store): Promise<unknown> {
  const { into } = (patch ?? {}) as { into?: unknown }
  if (typeof into !== 'string' || into === matter._id) return { into }
  const target = await store.get<Matter>('matters', into, { kind: true, area: true, class: true, no: true })
  const fits =
    target?.kind === 'need' &&
    target.class === 'open' &&
    ancestorAt(target.area, 'community') === ancestorAt(matter.area, 'community')
  if (!target || !fits)
    return refuse(needProblems.NEED_MERGE_TARGET, { fields: { 'patch.into': needProblems.NEED_MERGE_TARGET.message } })
  return { into, intoNo: target.no }
}
