// Applying an update to a copy of a document. Pure.
import { update as apply } from 'mingo/updater'
import type { Doc } from './ejson'
import { failed, invalid } from './errors'
import { dig } from './keys'
import { updateContext } from './operators'
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

const needsNumber = ['$inc', '$mul']
const needsList = ['$push', '$addToSet', '$pop', '$pull', '$pullAll']

/** mingo leaves a value of the wrong type as it is; MongoDB refuses the whole update. */
function checkTypes(doc: Doc, update: Update): void {
  for (const [operator, fields] of Object.entries(update)) {
    const wanted = needsNumber.includes(operator) ? 'number' : needsList.includes(operator) ? 'array' : undefined
    if (!wanted) continue
    for (const field of Object.keys(fields).filter((path) => !path.includes('$'))) {
      const value = dig(doc, field)
      const fits = value === undefined || (wanted === 'array' ? Array.isArray(value) : typeof value === 'number')
      if (!fits) throw failed(`Cannot apply ${operator} to '${field}': it holds no ${wanted}`)
    }
  }
}

/** True when it changed something. `doc` is changed in place: pass a copy. `query` says which member `$` in a path means. */
export function applyUpdate(doc: Doc, data: Record<string, unknown>, query: Query = {}): boolean {
  const { $setOnInsert: _unused, ...update } = data as Update
  if (update.$set && '_id' in update.$set) throw invalid('cannot update _id')
  if (Object.keys(update).length === 0) return false
  checkTypes(doc, update)
  const named = Object.values(update).some((fields) => Object.keys(fields).some((path) => path.includes('.$')))
  try {
    const changed = apply(
      doc as never,
      withEach(update) as never,
      [],
      (named ? query : {}) as never,
      {
        cloneMode: 'deep',
        queryOptions: { context: updateContext },
      } as never,
    )
    return Array.isArray(changed) ? changed.length > 0 : Boolean(changed)
  } catch (error) {
    throw failed((error as Error).message)
  }
}
