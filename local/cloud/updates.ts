// Applying an update to a copy of a document. Pure.
import { update as apply } from 'mingo/updater'
import type { Doc } from './ejson'
import { failed, invalid } from './errors'
import { context } from './operators'
import type { Query } from './planner'

type Update = Record<string, Record<string, unknown>>

/** `_.addToSet({ each })` arrives with a literal `each`. */
function withEach(update: Update): Update {
  const sets = update.$addToSet
  if (!sets) return update
  const fixed = Object.entries(sets).map(([field, value]) => {
    const each = Array.isArray(value) ? value : (value as { each?: unknown[] } | null)?.each
    return [field, each ? { $each: each } : value]
  })
  return { ...update, $addToSet: Object.fromEntries(fixed) }
}

/** True when it changed something. `doc` is changed in place: pass a copy. `query` says which member `$` in a path means. */
export function applyUpdate(doc: Doc, data: Record<string, unknown>, query: Query = {}): boolean {
  const { $setOnInsert: _unused, ...update } = data as Update
  if (update.$set && '_id' in update.$set) throw invalid('cannot update _id')
  if (Object.keys(update).length === 0) return false
  try {
    const changed = apply(
      doc as never,
      withEach(update) as never,
      [],
      query as never,
      {
        cloneMode: 'deep',
        queryOptions: { context },
      } as never,
    )
    return Array.isArray(changed) ? changed.length > 0 : Boolean(changed)
  } catch (error) {
    throw failed((error as Error).message)
  }
}
