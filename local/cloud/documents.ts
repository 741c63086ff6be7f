// Documents and index entries in lmdb: durable when acknowledged, natural order is insertion order. Knows keys and bytes, no queries.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { deserialize, serialize } from 'bson'
import { type Key, open } from 'lmdb'
import type { Doc } from './ejson'
import { duplicate, noCollection } from './errors'
import { type IndexSpec, keyOf, keysIn } from './keys'

export type CollectionMeta = { indexes: IndexSpec[] }
export type Documents = ReturnType<typeof openDocuments>

const empty = Buffer.alloc(1)
const cacheMax = 50_000
/** Sorts after every key that begins with the same parts. */
export const beyond = Buffer.from([0xff])

export function openDocuments(dataDir: string) {
  mkdirSync(dataDir, { recursive: true })
  const env = open({ path: path.join(dataDir, 'db'), maxDbs: 8 })
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

  const decoded = (row: number, bytes: Buffer, version: number): Doc => {
    const known = cache.get(row)
    if (known?.version === version) return known.doc
    const doc = deserialize(bytes, { promoteBuffers: false }) as Doc
    if (cache.size >= cacheMax) cache.clear()
    cache.set(row, { version, doc })
    return doc
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
    putSetting: (name: string, value: unknown) => meta.put(`s:${name}`, value),

    rowOf: (collection: string, id: unknown): number | undefined => ids.get([collection, keyOf(id)] as Key),
    versionOf(collection: string, id: unknown): number | undefined {
      const row = store.rowOf(collection, id)
      return row === undefined ? undefined : docs.getEntry([collection, row])?.version
    },
    load(collection: string, row: number): Doc | undefined {
      const entry = docs.getEntry([collection, row])
      return entry ? decoded(row, entry.value, entry.version ?? 0) : undefined
    },
    byId(collection: string, id: unknown): Doc | undefined {
      const row = store.rowOf(collection, id)
      return row === undefined ? undefined : store.load(collection, row)
    },
    *all(collection: string): Generator<Doc> {
      const range = docs.getRange({ start: [collection], end: [collection, beyond] as unknown as Key, versions: true })
      for (const { key, value, version } of range) yield decoded((key as Key[])[1] as number, value, version ?? 0)
    },
    /** Row numbers with their keys, in the index's order (or against it). */
    scan: (collection: string, index: string, start: Key[], end: Key[], reverse: boolean): Iterable<Key[]> =>
      entries.getKeys(
        reverse
          ? { start: [collection, index, ...end] as Key, end: [collection, index, ...start] as Key, reverse: true }
          : { start: [collection, index, ...start] as Key, end: [collection, index, ...end] as Key },
      ) as Iterable<Key[]>,

    /** A copy that may be changed; documents from the cache are shared and must not be. */
    copy: (doc: Doc): Doc => deserialize(serialize(doc, { ignoreUndefined: false }), { promoteBuffers: false }) as Doc,

    checkUnique(collection: string, indexes: IndexSpec[], doc: Doc): void {
      const own = store.rowOf(collection, doc._id)
      for (const index of indexes.filter(({ unique }) => unique)) {
        for (const key of keysIn(index, doc)) {
          for (const found of store.scan(collection, index.name, key, [...key, beyond as unknown as Key], false)) {
            if (found.at(-1) !== own) throw duplicate(collection, index.name, key)
          }
        }
      }
    },
    /** Inside a write transaction: the document and its index entries. `doc` undefined removes it. */
    put(collection: string, indexes: IndexSpec[], id: unknown, before: Doc | undefined, doc: Doc | undefined): void {
      let row = store.rowOf(collection, id)
      if (row === undefined) {
        if (!doc) return
        row = nextRow()
        ids.put([collection, keyOf(id)] as Key, row)
      }
      for (const index of indexes) {
        if (before)
          for (const key of keysIn(index, before)) entries.remove([collection, index.name, ...key, row] as Key)
        if (doc) for (const key of keysIn(index, doc)) entries.put([collection, index.name, ...key, row] as Key, empty)
      }
      cache.delete(row)
      if (doc) docs.put([collection, row], serialize(doc, { ignoreUndefined: false }) as Buffer, ++versionSequence)
      else {
        docs.remove([collection, row])
        ids.remove([collection, keyOf(id)] as Key)
      }
    },
    dropIndex(collection: string, name: string): void {
      for (const key of entries.getKeys({
        start: [collection, name] as Key,
        end: [collection, name, beyond] as unknown as Key,
      }))
        entries.remove(key)
    },
    fillIndex(collection: string, index: IndexSpec): void {
      for (const doc of store.all(collection)) {
        const row = store.rowOf(collection, doc._id) as number
        for (const key of keysIn(index, doc)) entries.put([collection, index.name, ...key, row] as Key, empty)
      }
    },

    /** Runs `plan` in one group-committed write transaction and waits for the disk. `plan` must throw before its first write. */
    async write<T>(plan: () => T): Promise<T> {
      let result: T | undefined
      let error: unknown
      await env.transaction(() => {
        try {
          result = plan()
        } catch (caught) {
          error = caught
        }
      })
      if (error) throw error
      await env.flushed
      return result as T
    },
    /** Lets readers see what has been committed since the last turn. */
    close: () => env.close(),
  }
  return store
}
