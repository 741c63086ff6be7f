// An item of the pool (库存物资): goods of one name and unit in one room, with what its batches add up to, its minimum and whether it is kept
// for emergencies (M47). Venues and services that were accepted stand beside them, so that what is there is one list. Pure.
import { createHash } from 'node:crypto'
import type { Path } from '../../core/areas'
import { type Batch, never } from './batch'
import type { GoodsCategory, OfferType, Reserve, Unit } from './classes'

/** One document of `stockItems`. */
export type Item = {
  _id: string
  schema: number
  type: OfferType
  street: Path
  area: Path
  /** A category of goods, a skill, or `venue`. */
  category: string
  name: string
  unit: string
  /** Below it the desk is told; 0 = none. */
  minimum: number
  reserve: Reserve
  quantity: number
  reserved: number
  free: number
  /** The earliest date among what is free; `never` = nothing lapses. */
  soonest: string
  /** Something of it is there to be given. */
  open: boolean
  low: boolean
  /** Its place in the room's list: what is short first, then by date, then by name. */
  rank: string
  /** How often it has fallen below its minimum: each time is told once. */
  lowRound: number
  /** The totals are to be taken again. */
  stale: boolean
  version: number
  /** Of a venue or service: the offer, and how the donor is named. */
  offer: string
  shown: string
  words: string
  at: number
}

/** 大 米 and 大米 are one name. */
export const plainName = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '')

/** The same goods in the same room are one item, however often somebody enters them. */
export const itemIdOf = (area: Path, category: GoodsCategory, name: string, unit: Unit | string): string =>
  createHash('sha256')
    .update([area, category, plainName(name), unit].join('|'))
    .digest('hex')
    .slice(0, 24)

/** One string that sorts as the room's list does. */
export const rankOf = (name: string, { soonest, low }: Pick<Item, 'soonest' | 'low'>): string =>
  `${low ? 'a' : 'b'}|${soonest}|${name}`

type Named = Pick<Item, 'street' | 'area' | 'category' | 'name' | 'unit' | 'at'>
const bare = { schema: 1, minimum: 0, reserve: '' as const, quantity: 0, reserved: 0, free: 0, soonest: never }
const quiet = { open: false, low: false, lowRound: 0, stale: true, version: 1, offer: '', shown: '', words: '' }

export const itemOf = (named: Named, change: Partial<Item> = {}): Item => ({
  _id: itemIdOf(named.area, named.category as GoodsCategory, named.name, named.unit),
  type: 'goods',
  ...bare,
  ...quiet,
  rank: rankOf(named.name, { soonest: never, low: false }),
  ...named,
  ...change,
})

/** An accepted venue or service as it stands in the pool: there until it is used up or taken back. */
export const entryOf = (named: Omit<Named, 'unit'> & Pick<Item, 'type' | 'offer' | 'shown' | 'words'>): Item => ({
  ...bare,
  ...quiet,
  ...named,
  _id: named.offer,
  rank: rankOf(named.name, { soonest: never, low: false }),
  unit: '',
  quantity: 1,
  free: 1,
  open: true,
  stale: false,
})

export type Totals = Pick<Item, 'quantity' | 'reserved' | 'free' | 'soonest' | 'open'>

/** What is past its date lies there and is not free. */
export function totalsOf(
  batches: readonly Pick<Batch, 'quantity' | 'reserved' | 'free' | 'expiresOn'>[],
  today: string,
): Totals {
  const sum = (of: (batch: (typeof batches)[number]) => number) => batches.reduce((all, batch) => all + of(batch), 0)
  const usable = batches.filter(({ expiresOn, free }) => expiresOn >= today && free > 0)
  const free = usable.reduce((all, batch) => all + batch.free, 0)
  return {
    quantity: sum(({ quantity }) => quantity),
    reserved: sum(({ reserved }) => reserved),
    free,
    soonest: usable.map(({ expiresOn }) => expiresOn).sort()[0] ?? never,
    open: free > 0,
  }
}

export const isLow = ({ minimum }: Pick<Item, 'minimum'>, { free }: Pick<Totals, 'free'>): boolean =>
  minimum > 0 && free < minimum

/** 2026年5月1日前使用 · 长期可用. */
export const sayExpiry = (on: string): string =>
  on === never ? '长期可用' : `${on.slice(0, 4)}年${Number(on.slice(5, 7))}月${Number(on.slice(8))}日前使用`
