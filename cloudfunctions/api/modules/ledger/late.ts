// 补记: what is told after its month was closed. A closed month takes nothing any more, so the posting is dated today and says of which day its
// voucher is; the voucher keeps its own date.
import { onOf } from '../../core/clock'
import type { Store } from '../../core/store'
import type { Draft } from './book'
import { type Posted, post } from './post'
import { ledgerProblems } from './problems'

/** As `post`; in a month that is still open, or in this one. The posting's id is the same either way. */
export async function postOrLate(store: Store, bookId: string, draft: Draft, now: number): Promise<Posted> {
  const done = await post(store, bookId, draft, now)
  if (done.ok || done.problem !== ledgerProblems.LEDGER_PERIOD_CLOSED) return done
  const words = `${draft.words}（凭证日期 ${draft.on}，结账后补记）`
  return post(store, bookId, { ...draft, on: onOf(now), words }, now)
}
