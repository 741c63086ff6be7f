// Transactions: reads see the writes of their own transaction; the first writer of a document holds it, a second transaction conflicts,
// a writer outside waits; versions are checked again at commit. Gone after thirty seconds.
import { randomBytes } from 'node:crypto'
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
  writes: Map<string, Write>
  read: Map<string, number | undefined>
  timer: NodeJS.Timeout
}
export type Transactions = ReturnType<typeof transactionsOn>

const lifetimeMs = 30_000
const nameOf = (collection: string, id: unknown) => `${collection}\0${JSON.stringify(keyOf(id))}`

export function transactionsOn(documents: Documents) {
  const open = new Map<string, Transaction>()
  const locks = new Map<string, { by: Transaction; free: Promise<void>; release: () => void }>()

  const end = (transaction: Transaction): void => {
    clearTimeout(transaction.timer)
    open.delete(transaction.id)
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
        writes: new Map(),
        read: new Map(),
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
    /** A document as this transaction sees it; remembers the version it saw. */
    see(transaction: Transaction, collection: string, id: unknown): Doc | undefined {
      const name = nameOf(collection, id)
      const own = transaction.writes.get(name)
      if (own) return own.doc
      if (!transaction.read.has(name)) transaction.read.set(name, documents.versionOf(collection, id))
      return documents.byId(collection, id)
    },
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
      const seen = transaction.read.has(name) ? transaction.read.get(name) : current
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
    /** Resolves when no transaction holds the document. */
    heldBy: (collection: string, id: unknown): Promise<void> | undefined => locks.get(nameOf(collection, id))?.free,
    async commit(transaction: Transaction): Promise<void> {
      try {
        await documents.write(() => {
          const writes = [...transaction.writes.values()]
          for (const { collection, id, version, doc } of writes) {
            if (documents.versionOf(collection, id) !== version) throw conflict()
            if (doc) documents.checkUnique(collection, documents.collection(collection).indexes, doc)
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
