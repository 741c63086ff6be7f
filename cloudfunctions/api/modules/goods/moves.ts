// Writing a batch: every move is one conditional write of one document, judged again when somebody was faster. What it was done for says
// whether it has been done.
import { refuse } from '../../core/errors'
import type { Store } from '../../core/store'
import { type Batch, type CardLine, filedAway, type Moved } from './batch'
import { problems } from './problems'

const triesMax = 12

/** Two SDK calls when nobody else moves the same batch. */
export async function move(store: Store, id: string, change: (batch: Batch) => Moved): Promise<Moved> {
  const { _ } = store
  for (let tries = 0; tries < triesMax; tries++) {
    const batch = (await store.get<Batch>('batches', id)) ?? refuse(problems.BATCH_MISSING)
    const moved = change(batch)
    if (!('line' in moved)) return moved
    const { quantity, reserved, free, holds, place, version, n, open, long } = moved.batch
    const fields = { quantity, reserved, free, place, version, n, open, long, counted: false }
    const update = { ...fields, holds: _.set(holds), log: _.push([moved.line]) }
    if ((await store.change('batches', { _id: id, version: batch.version }, update)) === 1) return moved
  }
  throw new Error(`batch ${id} is moved by too many at once`)
}

/** A line of a stock card that was filed away; `_id` is `<batch>_<n>`. */
export type FiledLine = CardLine & { _id: string; batch: string; area: string }

/** Long cards are filed away in part: copied first, cut afterwards, so that no line is ever in neither place. */
export async function fileAway(store: Store): Promise<number> {
  const { _ } = store
  const found = await store.find<Batch>('batches', { long: true }, { limit: 20 })
  for (const batch of found) {
    const { lines, batch: after } = filedAway(batch)
    const docs: FiledLine[] = lines.map((line) => ({
      ...line,
      _id: `${batch._id}_${line.n}`,
      batch: batch._id,
      area: batch.area,
    }))
    if ((await store.addAll('stockLines', docs)) === 'duplicate')
      for (const doc of docs) await store.add('stockLines', doc)
    const { log, filed, long, version } = after
    const update = { log: _.set(log), filed: _.set(filed), long, version }
    await store.change('batches', { _id: batch._id, version: batch.version }, update)
  }
  return found.length
}
