// What a pledge's step means for the books: confirmed, its money arrives in them; undone, the opposite posting is written. Only then does the
// pledge say so itself. Each part may run twice and has one effect: the posting's id proves that it is there.
import { onOf } from '../../../core/clock'
import { followAsSystem } from '../../../core/matters'
import type { Store } from '../../../core/store'
import type { Draft } from '../../ledger/book'
import { linesFor, opposite } from '../../ledger/chart'
import { postOrLate } from '../../ledger/late'
import { post } from '../../ledger/post'
import { release } from '../../ledger/proof'
import { publicName } from '../donors'
import type { Pledge } from './document'
import { countSoon } from './tally'

type At = { store: Store; now: number }

export const arrivalOf = (pledge: Pick<Pledge, '_id'>): string => `${pledge._id}_arrive`
/** As the books call a reversal of any posting, so that there is never a second one. */
const reversalOf = (pledge: Pick<Pledge, '_id'>): string => `${arrivalOf(pledge)}_reversed`

/** 爱心居民捐赠 where the name or the amount is not for everybody. */
const wordsOf = ({ body, beside }: Pledge): string =>
  `${body.hidesAmount ? publicName('', 'pass') : publicName(body.shownName, beside.check)}捐赠`

const draftOf = (pledge: Pledge): Draft | undefined => {
  const { body } = pledge
  const { evidence, confirmed } = body
  if (!evidence || !confirmed) return undefined
  return {
    _id: arrivalOf(pledge),
    on: evidence.on,
    what: 'arrive',
    words: wordsOf(pledge),
    lines: linesFor.arrive(evidence.fen, evidence.feeFen),
    source: { kind: 'pledge', id: pledge._id },
    by: evidence.by,
    confirmedBy: confirmed.by,
    evidence: evidence.photos,
  }
}

async function arrive(pledge: Pledge, at: At): Promise<void> {
  const draft = draftOf(pledge)
  if (!draft) throw new Error(`pledge ${pledge._id} is confirmed without evidence`)
  const done = await postOrLate(at.store, pledge.body.book, draft, at.now)
  if (done.ok) await followAsSystem(pledge._id, 'post', at, { posting: done.posting._id })
  else await followAsSystem(pledge._id, 'bounce', at, { reason: done.problem.message })
}

async function undo(pledge: Pledge, at: At): Promise<void> {
  const arrival = draftOf(pledge)
  const { reversal } = pledge.body
  if (!arrival || !reversal?.confirmedBy) throw new Error(`pledge ${pledge._id} is undone by nobody`)
  const draft: Draft = {
    _id: reversalOf(pledge),
    on: onOf(at.now),
    what: 'reverse',
    words: '冲正一笔捐赠',
    lines: opposite(arrival.lines),
    source: arrival.source,
    by: reversal.by,
    confirmedBy: reversal.confirmedBy,
    reverses: arrival._id,
  }
  const done = await post(at.store, pledge.body.book, draft, at.now)
  if (done.ok) {
    await at.store.change('postings', { _id: arrival._id }, { reversedBy: draft._id })
    await followAsSystem(pledge._id, 'undo', at, { posting: done.posting._id })
  } else await followAsSystem(pledge._id, 'bounceReversal', at, { reason: done.problem.message })
}

export async function follow(pledge: Pledge, at: At): Promise<void> {
  if (pledge.status === 'confirmed') return arrive(pledge, at)
  if (pledge.status === 'undoing') return undo(pledge, at)
  // Its evidence may serve the gift it truly belongs to.
  if (!pledge.body.evidence || pledge.status === 'voided' || pledge.status === 'reversed')
    await release(pledge, at.store)
  await countSoon(pledge.body.to, at.store, at.now)
}
