// Transactions: reads come from one snapshot and see their own writes; the first writer of a document holds it, a second transaction
// conflicts, a writer outside waits; versions are checked again at commit. Gone after thirty seconds.
import { randomBytes } from 'node:crypto'
import type { Transaction as Snapshot } from 'lmdb'
import type { Documents } from './documents'
import type { Doc } from './ejson'
import { conflict, noTransaction } from './errors'
import { keyOf } from './keys'

type Write = {
  collection: string
  id: unknown
  before: Doc | undefined
  doc: Doc | undefined
  version: number | undefined
}
export type Transaction = {
  id: string
  snapshot: Snapshot
  writes: Map<string, Write>
  timer: NodeJS.Timeout
}
export type Transactions = ReturnType<typeof transactionsOn>

const nameOf = (collection: string, id: unknown) => `${collection}\0${JSON.stringify(keyOf(id))}`

export function transactionsOn(documents: Documents, lifetimeMs = 30_000) {
  const open = new Map<string, Transaction>()
  const locks = new Map<string, { by: Transaction; free: Promise<void>; release: () => void }>()

  const end = (transaction: Transaction): void => {
    clearTimeout(transaction.timer)
    if (open.delete(transaction.id)) transaction.snapshot.done()
    for (const [name, lock] of locks) {
      if (lock.by !== transaction) continue
      locks.delete(name)
      lock.release()
    }
  }

  return {
    start(): string {
      const transaction: Transaction = {
        id: randomBytes(16).toString('hex'),
        snapshot: documents.snapshot(),
        writes: new Map(),
        timer: setTimeout(() => end(transaction), lifetimeMs),
      }
      transaction.timer.unref()
      open.set(transaction.id, transaction)
      return transaction.id
    },
    of(id: string | undefined): Transaction | undefined {
      if (!id) return undefined
      const found = open.get(id)
      if (!found) throw noTransaction()
      return found
    },
    end,
    /** A document as this transaction sees it. */
    see(transaction: Transaction, collection: string, id: unknown): Doc | undefined {
      const name = nameOf(collection, id)
      const own = transaction.writes.get(name)
      return own ? own.doc : documents.byId(collection, id, transaction.snapshot)
    },
    /** Its own writes in a collection, in order; `doc` undefined is a removal. */
    writtenIn: (transaction: Transaction, collection: string): { id: unknown; doc: Doc | undefined }[] =>
      [...transaction.writes.values()].filter((write) => write.collection === collection),
    write(
      transaction: Transaction,
      collection: string,
      id: unknown,
      before: Doc | undefined,
      doc: Doc | undefined,
    ): void {
      const name = nameOf(collection, id)
      const lock = locks.get(name)
      const current = documents.versionOf(collection, id)
      const seen = documents.versionOf(collection, id, transaction.snapshot)
      if ((lock && lock.by !== transaction) || seen !== current) {
        end(transaction)
        throw conflict()
      }
      if (!lock) {
        let release = () => {}
        const free = new Promise<void>((resolve) => {
          release = resolve
        })
        locks.set(name, { by: transaction, free, release })
      }
      const own = transaction.writes.get(name)
      transaction.writes.set(name, {
        collection,
        id,
        doc,
        before: own ? own.before : before,
        version: own ? own.version : current,
      })
    },
    /** Ends them all, as a stop does. */
    endAll: (): void => {
      for (const transaction of [...open.values()]) end(transaction)
    },
    /** Resolves when no transaction holds the document. */
    heldBy: (collection: string, id: unknown): Promise<void> | undefined => locks.get(nameOf(collection, id))?.free,
    async commit(transaction: Transaction): Promise<void> {
      try {
        await documents.write(() => {
          const writes = [...transaction.writes.values()]
          for (const { collection, id, version } of writes)
            if (documents.versionOf(collection, id) !== version) throw conflict()
          for (const collection of new Set(writes.map((write) => write.collection))) {
            const changed = writes.flatMap((write) => (write.collection === collection && write.doc) || [])
            documents.checkUnique(collection, documents.collection(collection).indexes, changed)
          }
          for (const { collection, id, before, doc } of writes)
            documents.put(collection, documents.collection(collection).indexes, id, before, doc)
        })
      } finally {
        end(transaction)
      }
    },
  }
}
