// A batch (批次): goods of one kind that came in together, with their stock card. Whatever happens to it is one of the moves below, and each
// move is one conditional write of this one document (moves.ts). Pure. A whole number of units, never below zero, never less than is held.
import type { Path } from '../../core/areas'
import type { Problem } from '../../core/errors'
import type { PersonKey } from '../../core/roles'
import type { GoodsCategory } from './classes'
import { problems } from './problems'

/** Set aside for one round of one handover; `ref` is made of both and of the line, so that it is set aside once. */
export type Hold = { ref: string; of: string; round: number; n: number; at: number }

export const moveLabels = {
  in: '入库',
  hold: '预留',
  release: '退回预留',
  out: '发放',
  adjust: '盘点调整',
  place: '移位',
} as const
export type MoveKind = keyof typeof moveLabels

/** One line of the stock card. `change` is of the quantity, `held` of what is set aside; the balances are after it. */
export type CardLine = {
  n: number
  at: number
  by: PersonKey
  what: MoveKind
  change: number
  held: number
  balance: number
  reserved: number
  /** What it was done for: a handover's line, a stock-taking's line, an offer. */
  ref: string
  words?: string
}

/** One document of `batches`. */
export type Batch = {
  _id: string
  schema: number
  street: Path
  area: Path
  item: string
  name: string
  category: GoodsCategory
  unit: string
  /** Where it lies: 2 号架第 3 层. */
  place: string
  /** 'YYYY-MM-DD', the last day on which it may be handed out; `never` for what keeps. */
  expiresOn: string
  quantity: number
  reserved: number
  /** quantity − reserved, kept for the index. */
  free: number
  holds: Hold[]
  /** The offer it came from, '' for what was bought or brought over. */
  source: string
  /** Whose gift it is, so that nobody is handed their own; '' = nobody's here. */
  donor: PersonKey
  /** The donor as the public may name them. */
  shown: string
  /** 专物专用: the need or campaign it was given for, '' = any. */
  tied: string
  version: number
  /** How many lines the card has, those that were filed away included. */
  n: number
  log: CardLine[]
  /** What the lines filed away add up to. */
  filed: { n: number; quantity: number; reserved: number }
  /** Something of it is left. */
  open: boolean
  /** The item's totals have heard of the last move. */
  counted: boolean
  /** The card is long and is to be filed away in part. */
  long: boolean
  /** When the desk is to be told of its date next, epoch ms; null: not any more. */
  warnAt: number | null
  at: number
}

export const never = '9999-12-31'
export const quantityMax = 1_000_000
export const longAfter = 200

/** Who does it and when, and for what. */
export type Doing = { at: number; by: PersonKey; ref: string; words?: string }
export type Moved = { batch: Batch; line: CardLine } | { batch: Batch; again: true } | { problem: Problem }

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n > 0 && n <= quantityMax

type Change = { what: MoveKind; quantity?: number; reserved?: number; holds?: Hold[] }

function withLine(batch: Batch, { what, quantity = 0, reserved = 0, holds }: Change, doing: Doing): Moved {
  const after = { quantity: batch.quantity + quantity, reserved: batch.reserved + reserved }
  // The moves below have asked already: what gets here and does not fit is a defect.
  if (after.reserved < 0 || after.reserved > after.quantity) throw new Error(`batch ${batch._id}: ${what} does not fit`)
  const line: CardLine = {
    n: batch.n + 1,
    at: doing.at,
    by: doing.by,
    what,
    change: quantity,
    held: reserved,
    balance: after.quantity,
    reserved: after.reserved,
    ref: doing.ref,
    ...(doing.words && { words: doing.words }),
  }
  const log = [...batch.log, line]
  return {
    line,
    batch: {
      ...batch,
      ...after,
      free: after.quantity - after.reserved,
      holds: holds ?? batch.holds,
      version: batch.version + 1,
      n: line.n,
      log,
      open: after.quantity > 0,
      counted: false,
      long: log.length >= longAfter,
    },
  }
}

type Parts = Pick<
  Batch,
  | '_id'
  | 'street'
  | 'area'
  | 'item'
  | 'name'
  | 'category'
  | 'unit'
  | 'place'
  | 'expiresOn'
  | 'source'
  | 'donor'
  | 'shown'
  | 'tied'
  | 'warnAt'
>

/** The first document of a batch, with its first line. */
export function batchOf(parts: Parts, quantity: number, doing: Doing): Batch {
  if (!isCount(quantity)) throw new Error(`batch ${parts._id}: ${quantity} is no quantity`)
  const empty: Batch = {
    schema: 1,
    ...parts,
    quantity: 0,
    reserved: 0,
    free: 0,
    holds: [],
    version: 0,
    n: 0,
    log: [],
    filed: { n: 0, quantity: 0, reserved: 0 },
    open: false,
    counted: false,
    long: false,
    at: doing.at,
  }
  return (withLine(empty, { what: 'in', quantity }, doing) as { batch: Batch }).batch
}

/** Sets `n` aside for a handover's line; once for each `ref`. */
export function held(batch: Batch, n: number, { of, round }: Pick<Hold, 'of' | 'round'>, doing: Doing): Moved {
  if (!isCount(n)) throw new Error(`batch ${batch._id}: ${n} is no quantity`)
  if (batch.holds.some(({ ref }) => ref === doing.ref)) return { batch, again: true }
  if (batch.free < n) return { problem: problems.STOCK_SHORT }
  const holds = [...batch.holds, { ref: doing.ref, of, round, n, at: doing.at }]
  return withLine(batch, { what: 'hold', reserved: n, holds }, doing)
}

/** Gives back what was set aside under `ref`; nothing to do when it is not there. */
export function released(batch: Batch, doing: Doing): Moved {
  const hold = batch.holds.find(({ ref }) => ref === doing.ref)
  if (!hold) return { batch, again: true }
  const holds = batch.holds.filter((one) => one !== hold)
  return withLine(batch, { what: 'release', reserved: -hold.n, holds }, doing)
}

/** Hands out what was set aside under `ref`, once. What was neither set aside nor handed out before is refused. */
export function handedOut(batch: Batch, doing: Doing): Moved {
  const hold = batch.holds.find(({ ref }) => ref === doing.ref)
  if (!hold) {
    const before = batch.filed.n > 0 || batch.log.some(({ ref, what }) => what === 'out' && ref === doing.ref)
    return before ? { batch, again: true } : { problem: problems.STOCK_SHORT }
  }
  const holds = batch.holds.filter((one) => one !== hold)
  return withLine(batch, { what: 'out', quantity: -hold.n, reserved: -hold.n, holds }, doing)
}

/** What counting found more or less than the books have; never into what is set aside. Once for each `ref`. */
export function adjusted(batch: Batch, difference: number, doing: Doing): Moved {
  if (!Number.isSafeInteger(difference) || difference === 0)
    throw new Error(`batch ${batch._id}: ${difference} is no difference`)
  if (batch.log.some(({ ref, what }) => what === 'adjust' && ref === doing.ref)) return { batch, again: true }
  if (batch.free + difference < 0) return { problem: problems.STOCK_RESERVED }
  if (batch.quantity + difference > quantityMax) return { problem: problems.STOCK_LARGE }
  return withLine(batch, { what: 'adjust', quantity: difference }, doing)
}

/** Lies somewhere else from now on. */
export function placed(batch: Batch, place: string, doing: Doing): Moved {
  if (batch.log.some(({ ref, what }) => what === 'place' && ref === doing.ref)) return { batch, again: true }
  const moved = withLine(batch, { what: 'place' }, { ...doing, words: place })
  return 'line' in moved ? { ...moved, batch: { ...moved.batch, place } } : moved
}

/** The oldest lines, to be kept elsewhere once the card is long; the newest half stays. */
export function filedAway(batch: Batch): { batch: Batch; lines: CardLine[] } {
  const lines = batch.log.slice(0, Math.max(0, batch.log.length - longAfter / 2))
  const sum = (of: (line: CardLine) => number) => lines.reduce((all, line) => all + of(line), 0)
  const filed = {
    n: batch.filed.n + lines.length,
    quantity: batch.filed.quantity + sum(({ change }) => change),
    reserved: batch.filed.reserved + sum(({ held: n }) => n),
  }
  return {
    lines,
    batch: { ...batch, log: batch.log.slice(lines.length), filed, long: false, version: batch.version + 1 },
  }
}

/** What is wrong with a batch; empty when its card adds up to it. */
export function faultsOf(batch: Batch): string[] {
  const faults: string[] = []
  let { n, quantity, reserved } = batch.filed
  for (const line of batch.log) {
    n++
    quantity += line.change
    reserved += line.held
    if (line.n !== n) faults.push(`第 ${n} 行缺失或重复`)
    if (line.balance !== quantity || line.reserved !== reserved) faults.push(`第 ${line.n} 行结存不符`)
    if (reserved < 0 || reserved > quantity) faults.push(`第 ${line.n} 行之后库存为负或预留超出`)
  }
  if (n !== batch.n) faults.push(`记有 ${batch.n} 行，找到 ${n} 行`)
  if (quantity !== batch.quantity || reserved !== batch.reserved) faults.push('数量与库存卡不符')
  if (batch.free !== batch.quantity - batch.reserved) faults.push('可用数量不符')
  if (batch.holds.reduce((sum, hold) => sum + hold.n, 0) !== batch.reserved) faults.push('预留明细不符')
  if (new Set(batch.holds.map(({ ref }) => ref)).size !== batch.holds.length) faults.push('同一行预留了两次')
  return faults
}
