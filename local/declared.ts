// What the modules declare of the database, in the shape CloudBase takes: collections with their indexes.
import type { Collections } from '../cloudfunctions/api/core/manifest'
import { modules } from '../cloudfunctions/api/modules'

export const collections: Collections = Object.assign({}, ...modules.map((module) => module.collections))

export const declaredIndexes = Object.fromEntries(
  Object.entries(collections).map(([name, { indexes }]) => [
    name,
    indexes.map((index) => ({
      IndexName: index.name,
      MgoKeySchema: {
        MgoIndexKeys: index.fields.map((field) => ({
          Name: field.replace(/^-/, ''),
          Direction: field.startsWith('-') ? ('-1' as const) : ('1' as const),
        })),
        MgoIsUnique: index.unique ?? false,
      },
    })),
  ]),
)
