// Which batches a handover takes from: first expired, first out. What is past its date, given for something else, or the recipient's own gift
// is left where it lies, and in routine times what is kept for emergencies stays (M47). Pure.
import type { PersonKey } from '../../core/roles'
import type { Batch } from './batch'

/** A line as it was asked for. */
export type Line = { item: string; name: string; unit: string; quantity: number }
/** A part of a line, from one batch. `ref` says for which round of which handover, so that a later round is another. */
export type Picked = {
  ref: string
  line: number
  batch: string
  n: number
  /** The gift it comes from, '' for what was bought. */
  gift: string
  shown: string
  place: string
  expiresOn: string
}
export type Missing = { line: number; n: number; why: 'short' | 'own' | 'tied' | 'reserve' }

export type Asking = {
  of: string
  round: number
  lines: readonly Line[]
  recipient: PersonKey
  /** The need and the campaign it is for. */
  fits: readonly string[]
  /** Only from this gift. */
  gift: string
  today: string
  /** How many of an item must stay, by the item's id. */
  keep: ReadonlyMap<string, number>
}
export type Shelf = Pick<
  Batch,
  '_id' | 'item' | 'free' | 'expiresOn' | 'at' | 'donor' | 'tied' | 'source' | 'shown' | 'place'
>

/** The earlier date first; of one date what came in first. */
export const firstOut = (a: Shelf, b: Shelf): number =>
  a.expiresOn < b.expiresOn ? -1 : a.expiresOn > b.expiresOn ? 1 : a.at - b.at || (a._id < b._id ? -1 : 1)

const sum = (batches: readonly Shelf[]): number => batches.reduce((all, { free }) => all + free, 0)

export function picksFor(asking: Asking, shelves: readonly Shelf[]): { picks: Picked[]; missing: Missing[] } {
  const picks: Picked[] = []
  const missing: Missing[] = []
  for (const [line, { item, quantity }] of asking.lines.entries()) {
    const there = shelves.filter((one) => one.item === item && one.free > 0 && one.expiresOn >= asking.today)
    const fitting = there.filter(
      ({ tied, source }) => (!tied || asking.fits.includes(tied)) && (!asking.gift || source === asking.gift),
    )
    const mayHave = fitting.filter(({ donor }) => !donor || donor !== asking.recipient).sort(firstOut)
    const spare = sum(there) - (asking.keep.get(item) ?? 0)
    let left = quantity
    let most = Math.min(quantity, spare)
    for (const { _id, free, source, shown, place, expiresOn } of mayHave) {
      const n = Math.min(free, most)
      if (n <= 0) break
      const ref = `${asking.of}_${asking.round}_${picks.length}`
      picks.push({ ref, line, batch: _id, n, gift: source, shown, place, expiresOn })
      most -= n
      left -= n
    }
    if (left > 0) {
      const why =
        sum(mayHave) >= quantity
          ? 'reserve'
          : sum(fitting) >= quantity
            ? 'own'
            : sum(there) >= quantity
              ? 'tied'
              : 'short'
      missing.push({ line, n: left, why })
    }
  }
  return { picks, missing }
}

const reasons: Record<Missing['why'], string> = {
  short: '',
  own: '，其余是受助人自己的捐赠',
  tied: '，其余已指定其他用途',
  reserve: '，其余为应急储备，常规时期不动用',
}

/** 大米还缺 3 袋；棉被还缺 1 床，其余已指定其他用途. */
export const sayMissing = (lines: readonly Line[], missing: readonly Missing[]): string =>
  missing.map(({ line, n, why }) => `${lines[line]?.name}还缺 ${n} ${lines[line]?.unit}${reasons[why]}`).join('；')

/** 大米 2 袋、食用油 1 桶. */
export const sayLines = (lines: readonly Pick<Line, 'name' | 'unit' | 'quantity'>[]): string =>
  lines.map(({ name, unit, quantity }) => `${name} ${quantity} ${unit}`).join('、')
