// One step of the chain need → gift → use → thanks, and a page of the matters that hang on another one. What the reader may not open is told in
// words only.
import * as z from 'zod'
import { sayTime } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import type { Matter } from '../../core/matter'
import { Cursor, pageSize } from '../../core/matters'
import type { Where } from '../../core/store'
import type { RuleCtx } from '../../core/workflow'

export const ChainStep = z.object({
  what: z.enum(['need', 'gift', 'stock', 'use', 'thanks']),
  label: z.string(),
  title: z.string(),
  words: z.string(),
  time: z.string(),
  /** The matter to open, where the reader may. */
  matter: z.string().optional(),
  /** The book in which every entry of it stands. */
  book: z.string().optional(),
  /** How something may still be given for it: for a need, or to a campaign. */
  give: z.enum(['offer', 'goods', 'pledge']).optional(),
})
export const Chain = z.object({ steps: z.array(ChainStep), next: Cursor.optional() })
export type Step = z.input<typeof ChainStep>

const labels = { need: '需要', gift: '捐赠', stock: '入库', use: '使用', thanks: '感谢' } as const
export const step = (
  what: Step['what'],
  title: string,
  words: string,
  at: number | undefined,
  { now }: RuleCtx,
  matter?: string,
): Step => ({
  what,
  label: labels[what],
  title,
  words,
  time: at === undefined ? '' : sayTime(at, now),
  ...(matter && { matter }),
})

/** What it begins with, when the reader came by another end. */
export const needStep = (need: string | undefined, about: string | undefined, at: number, rule: RuleCtx): Step[] => {
  if (!need) return []
  const told = step('need', about ?? '一件不公开的诉求', '', at, rule, about ? need : undefined)
  return [about ? { ...told, give: 'offer' } : told]
}

const order = [
  ['at', 'asc'],
  ['_id', 'asc'],
] as const
export type After = z.output<typeof Cursor> | undefined

export async function related(where: Where, after: After, { store }: Ctx): Promise<{ found: Matter[]; next?: Cursor }> {
  const { _ } = store
  const from = after ? _.and([where, _.or([{ at: _.gt(after.key) }, { at: after.key, _id: _.gt(after.id) }])]) : where
  const fields = { trace: false, unsent: false, 'beside.supporters': false }
  const read = await store.find<Matter>('matters', from as Where, { order, limit: pageSize + 1, fields })
  const found = read.slice(0, pageSize)
  const last = found.at(-1)
  return { found, ...(read.length > pageSize && last && { next: { key: last.at, id: last._id } }) }
}
