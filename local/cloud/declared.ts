// Declared indexes, in CloudBase's own shape, brought into being at a start: new ones are built over what is there, others dropped.
import type { Documents } from './documents'
import type { IndexSpec } from './keys'

export type IndexDef = {
  IndexName: string
  MgoKeySchema: { MgoIndexKeys: { Name: string; Direction: '1' | '-1' }[]; MgoIsUnique: boolean }
}

/** Raised when what an index keeps changes: indexes kept in an older form are built again. */
const form = 3

const specOf = ({ IndexName, MgoKeySchema }: IndexDef): IndexSpec => ({
  name: IndexName,
  fields: MgoKeySchema.MgoIndexKeys.map(({ Name }) => Name),
  unique: MgoKeySchema.MgoIsUnique,
})

const isSame = (a: IndexSpec, b: IndexSpec): boolean =>
  a.name === b.name && a.unique === b.unique && a.fields.join() === b.fields.join()

async function build(documents: Documents, name: string, wanted: IndexSpec[], keep: boolean): Promise<void> {
  const known = documents.has(name) ? documents.collection(name).indexes : []
  const kept = keep ? known.filter((index) => wanted.some((other) => isSame(index, other))) : []
  const fresh = wanted.filter((index) => !kept.some((other) => isSame(index, other)))
  if (documents.has(name) && fresh.length === 0 && kept.length === known.length) return
  await documents.write(() => {
    for (const index of known) if (!kept.includes(index)) documents.dropIndex(name, index.name)
    documents.putCollection(name, { indexes: [...kept, ...fresh] })
    for (const index of fresh) documents.fillIndex(name, index)
  })
}

/** Collections that are not named keep the indexes they have. Throws DATABASE_DUPLICATE_WRITE when a new unique index meets a key twice. */
export async function declareIndexes(documents: Documents, declared: Record<string, IndexDef[]>): Promise<void> {
  const current = documents.setting<number>('indexForm') === form
  for (const [name, definitions] of Object.entries(declared))
    await build(documents, name, definitions.map(specOf), current)
  if (current) return
  for (const name of documents.names())
    if (!(name in declared))
      await build(
        documents,
        name,
        documents.collection(name).indexes.map((one) => ({ ...one })),
        false,
      )
  await documents.putSetting('indexForm', form)
}
