// Setting batches right after a confirmed stock-taking: each by what was found more or less, once for its line. Whoever gave what was written
// off is told, as of everything else that becomes of a gift.
import type { Matter } from '../../core/matter'
import { actAsSystem } from '../../core/matters'
import type { Store } from '../../core/store'
import type { Street } from '../../core/street'
import { adjusted, type Batch } from './batch'
import { recount } from './counting'
import { move } from './moves'
import { tellUse } from './offer-news'
import type { Counted, Stocktake } from './stocktake'

type At = { store: Store; now: number; street: Street }

async function tellGift({ kept, counted, unit, why }: Counted, ref: string, { source }: Batch, at: At): Promise<void> {
  const n = kept - counted
  const words = `盘点${n > 0 ? `减少 ${n}` : `增加 ${-n}`} ${unit}，${why}`
  if (source) await tellUse(source, { ref, words, n }, at)
}

export async function followStocktake({ _id }: Stocktake, at: At): Promise<void> {
  const stocktake = await at.store.get<Stocktake>('matters', _id)
  if (stocktake?.status !== 'adjusting') return
  const { lines, confirmedBy: by = stocktake.author } = stocktake.body
  const left: number[] = []
  for (const [index, line] of lines.entries()) {
    const difference = line.counted - line.kept
    if (difference === 0) continue
    const ref = `${_id}_${index}`
    const doing = { at: at.now, by, ref, words: line.why }
    const moved = await move(at.store, line.batch, (batch) => adjusted(batch, difference, doing))
    if ('problem' in moved) left.push(index)
    else await tellGift(line, ref, moved.batch, at)
  }
  await actAsSystem(stocktake as unknown as Matter, 'settle', at, { left })
  for (const item of new Set(lines.map((line) => line.item))) await recount(item, at)
}
