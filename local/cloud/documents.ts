// Documents and index entries in lmdb: durable when acknowledged, natural order is insertion order. Knows keys and bytes, no queries.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { deserialize, serialize } from 'bson'
import { type Key, open, type Transaction as Snapshot } from 'lmdb'
import type { Doc } from './ejson'
import { duplicate, noCollection } from './errors'
import { type IndexSpec, keyOf, keysIn, nameOfKey } from './keys'

export type CollectionMeta = { indexes: IndexSpec[] }
export type Documents = ReturnType<typeof openDocuments>

/** Containers and dates anew; ids, binaries and the like are never changed in place. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied)
  if (value instanceof Date) return new Date(value)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  const copy: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(value))
    if (key === '__proto__') Object.defineProperty(copy, key, { value: copied(part), enumerable: true, writable: true })
    else copy[key] = copied(part)
  return copy
}

const empty = Buffer.alloc(1)
const cacheMax = 20_000
/** Sorts after every key that begins with the same parts. */
export const beyond = Buffer.from([0xff])

/** `throwaway`: nobody waits for the disk, because the folder is thrown away; a machine that stops may lose what was acknowledged. */
export function openDocuments(dataDir: string, throwaway = false) {
  mkdirSync(dataDir, { recursive: true })
  const env = open({ path: path.join(dataDir, 'db'), maxDbs: 8, noSync: throwaway })
  const docs = env.openDB<Buffer, Key>({ name: 'docs', encoding: 'binary', useVersions: true })
  const entries = env.openDB<Buffer, Key>({ name: 'entries', encoding: 'binary' })
  const ids = env.openDB<number, Key>({ name: 'ids', encoding: 'ordered-binary' })
  const meta = env.openDB<unknown, string>({ name: 'meta', encoding: 'json' })

  let rowSequence = (meta.get('rows') as number | undefined) ?? 0
  let reserved = rowSequence
  let versionSequence = Date.now() * 1000
  const cache = new Map<number, { version: number; doc: Doc }>()
  const metas = new Map<string, CollectionMeta>()

  /** Row numbers are reserved by the thousand, so that a start never scans and a crash never reuses one. */
  const nextRow = (): number => {
    if (rowSequence >= reserved) {
      reserved = rowSequence + 1000
      meta.put('rows', reserved)
    }
    return ++rowSequence
  }

  const remembered = (row: number, version: number, doc: Doc): Doc => {
    if (cache.size >= cacheMax) cache.clear()
    cache.set(row, { version, doc })
    return doc
  }
  const decoded = (row: number, bytes: Buffer, version: number): Doc => {
    const known = cache.get(row)
    if (known?.version === version) return known.doc
    return remembered(row, version, deserialize(bytes, { promoteBuffers: false }) as Doc)
  }

  /** Each runs its plan and gives back how to settle it once the disk has it. */
  type Pending = { run: () => () => void; fail: (error: unknown) => void }
  let waiting: Pending[] = []
  let committing: Promise<void> | undefined
  /**
   * One commit for all that has come in; the next takes what came in meanwhile. It is made here and not by lmdb's own thread: that one
   * goes to and fro between two threads for every plan, and this one is measured faster although it waits for the disk.
   */
  async function commitAll(): Promise<void> {
    while (waiting.length) {
      await new Promise((resolve) => setImmediate(resolve))
      const together = waiting
      waiting = []
      let settle: (() => void)[] = []
      try {
        // Returns when data and root are on the disk.
        env.transactionSync(() => {
          settle = together.map(({ run }) => run())
        })
      } catch (error) {
        settle = together.map((one) => () => one.fail(error))
      }
      for (const one of settle) one()
    }
    committing = undefined
  }

  const store = {
    collection(name: string): CollectionMeta {
      const known = metas.get(name) ?? (meta.get(`c:${name}`) as CollectionMeta | undefined)
      if (!known) throw noCollection(name)
      metas.set(name, known)
      return known
    },
    has: (name: string): boolean => metas.has(name) || meta.get(`c:${name}`) !== undefined,
    putCollection(name: string, value: CollectionMeta): void {
      metas.set(name, value)
      meta.put(`c:${name}`, value)
    },
    names: (): string[] => [...meta.getKeys({ start: 'c:', end: 'c;' })].map((key) => String(key).slice(2)),
    setting: <T>(name: string): T | undefined => meta.get(`s:${name}`) as T | undefined,
    putSetting: (name: string, value: unknown): Promise<void> => store.write(() => void meta.put(`s:${name}`, value)),

    /** With a snapshot, as things were when it was taken. */
    rowOf: (collection: string, id: unknown, snapshot?: Snapshot): number | undefined =>
      ids.get([collection, keyOf(id)] as Key, { transaction: snapshot }),
    versionOf(collection: string, id: unknown, snapshot?: Snapshot): number | undefined {
      const row = store.rowOf(collection, id, snapshot)
      return row === undefined ? undefined : docs.getEntry([collection, row], { transaction: snapshot })?.version
    },
    load(collection: string, row: number, snapshot?: Snapshot): Doc | undefined {
      const entry = docs.getEntry([collection, row], { transaction: snapshot })
      return entry ? decoded(row, entry.value, entry.version ?? 0) : undefined
    },
    byId(collection: string, id: unknown, snapshot?: Snapshot): Doc | undefined {
      const row = store.rowOf(collection, id, snapshot)
      return row === undefined ? undefined : store.load(collection, row, snapshot)
    },
    *all(collection: string, snapshot?: Snapshot): Generator<Doc> {
      const [start, end] = [[collection] as Key, [collection, beyond] as unknown as Key]
      for (const { key, value, version } of docs.getRange({ start, end, versions: true, transaction: snapshot }))
        yield decoded((key as Key[])[1] as number, value, version ?? 0)
    },
    size: (collection: string): number => {
      store.collection(collection)
      return docs.getKeysCount({ start: [collection], end: [collection, beyond] as unknown as Key })
    },
    /** A snapshot to read from; call `done()` on it. */
    snapshot: (): Snapshot => env.useReadTransaction(),

    /** Keys with their row numbers last, in the index's order or against it. The index of ids has its own table. */
    scan(
      collection: string,
      index: string,
      start: Key[],
      end: Key[],
      reverse: boolean,
      snapshot?: Snapshot,
    ): Iterable<Key[]> {
      const byId = index === '_id_'
      const [low, high] = [start, end].map((parts) => [collection, ...(byId ? [] : [index]), ...parts] as Key)
      const range = reverse ? { start: high, end: low, reverse } : { start: low, end: high }
      if (!byId) return entries.getKeys({ ...range, transaction: snapshot }) as Iterable<Key[]>
      return ids
        .getRange({ ...range, transaction: snapshot })
        .map(({ key, value }) => [collection, index, (key as Key[])[1] as Key, value])
    },

    /** A copy that may be changed; documents from the cache are shared and must not be. */
    copy: (doc: Doc): Doc => copied(doc) as Doc,

    /** Throws when what is about to be written gives one unique key twice. A key may move from one changed document to another. */
    checkUnique(collection: string, indexes: IndexSpec[], changed: Doc[]): void {
      const unique = indexes.filter((index) => index.unique)
      if (unique.length === 0) return
      const rows = new Set(changed.map(({ _id }) => store.rowOf(collection, _id)))
      for (const index of unique) {
        const taken = new Map<string, Doc>()
        for (const doc of changed) {
          for (const key of keysIn(index, doc).keys) {
            const name = nameOfKey(key)
            if ((taken.get(name) ?? doc) !== doc) throw duplicate(collection, index.name, key)
            taken.set(name, doc)
            for (const found of store.scan(collection, index.name, key, [...key, beyond as unknown as Key], false))
              if (!rows.has(found.at(-1) as number)) throw duplicate(collection, index.name, key)
          }
        }
      }
    },
    /** Inside a write: the document and what changes of its index entries. `doc` undefined removes it. */
    put(collection: string, indexes: IndexSpec[], id: unknown, before: Doc | undefined, doc: Doc | undefined): void {
      let row = store.rowOf(collection, id)
      if (row === undefined) {
        if (!doc) return
        row = nextRow()
        ids.put([collection, keyOf(id)] as Key, row)
      }
      for (const index of indexes) {
        const named = (keys: Key[][]) => new Map(keys.map((key) => [nameOfKey(key), key]))
        const { keys = [], arrays = [] } = doc ? keysIn(index, doc) : {}
        const [old, fresh] = [named(before ? keysIn(index, before).keys : []), named(keys)]
        store.markMulti(collection, index, arrays)
        for (const [name, key] of old)
          if (!fresh.has(name)) entries.remove([collection, index.name, ...key, row] as Key)
        for (const [name, key] of fresh)
          if (!old.has(name)) entries.put([collection, index.name, ...key, row] as Key, empty)
      }
      cache.delete(row)
      if (doc) {
        docs.put([collection, row], serialize(doc, { ignoreUndefined: false }) as Buffer, ++versionSequence)
        // As it will be read: a commit that fails leaves another version on the disk, and this one is never asked for.
        remembered(row, versionSequence, doc)
      } else {
        docs.remove([collection, row])
        ids.remove([collection, keyOf(id)] as Key)
      }
    },
    markMulti(collection: string, index: IndexSpec, arrays: string[]): void {
      const known = index.multi ?? []
      if (arrays.every((field) => known.includes(field))) return
      index.multi = [...new Set([...known, ...arrays])]
      const current = store.collection(collection)
      if (current.indexes.includes(index)) store.putCollection(collection, current)
    },
    dropIndex(collection: string, name: string): void {
      const [start, end] = [[collection, name] as Key, [collection, name, beyond] as unknown as Key]
      for (const key of [...entries.getKeys({ start, end })]) entries.remove(key)
    },
    /** Builds an index over what is there. Throws, before it writes, when a unique one meets a key twice. */
    fillIndex(collection: string, index: IndexSpec): void {
      const found: Key[] = []
      const taken = new Set<string>()
      for (const doc of store.all(collection)) {
        const row = store.rowOf(collection, doc._id) as number
        const { keys, arrays } = keysIn(index, doc)
        store.markMulti(collection, index, arrays)
        for (const key of keys) {
          if (index.unique && taken.has(nameOfKey(key))) throw duplicate(collection, index.name, key)
          if (index.unique) taken.add(nameOfKey(key))
          found.push([collection, index.name, ...key, row] as Key)
        }
      }
      for (const key of found) entries.put(key, empty)
    },

    /**
     * Runs `plan` in a write transaction and resolves when it is on the disk. Plans that arrive together share one; a plan that throws
     * must do so before its first write.
     */
    write: <T>(plan: () => T): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        const run = () => {
          try {
            const result = plan()
            return () => resolve(result)
          } catch (error) {
            return () => reject(error)
          }
        }
        waiting.push({ run, fail: reject })
        committing ??= commitAll()
      }),
    async close(): Promise<void> {
      await committing
      await env.close()
    },
  }
  return store
}
