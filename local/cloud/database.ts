// The database actions of the wire protocol, each over documents, reader and transactions.
import { randomBytes } from 'node:crypto'
import { aggregate, type Stage } from './aggregate'
import type { Documents } from './documents'
import { type Doc, idOut, parse, stringify } from './ejson'
import { CloudError, duplicate, failed, listOf } from './errors'
import { type IndexSpec, keyOf, nameOfKey } from './keys'
import type { Order, Query } from './planner'
import { project } from './projection'
import { inOrder, type Reader, testOf } from './reader'
import type { Transaction, Transactions } from './transactions'
import { applyUpdate } from './updates'

export type Body = {
  collectionName: string
  data?: string | string[]
  query?: string
  queryType?: 'DOC' | 'WHERE'
  order?: string
  projection?: string
  offset?: number
  limit?: number
  multi?: boolean
  merge?: boolean
  upsert?: boolean
  stages?: Stage[]
  transactionId?: string
}

const newId = () => randomBytes(16).toString('hex')
const limitMax = 1000
const sameId = (a: unknown, b: unknown): boolean => nameOfKey([keyOf(a)]) === nameOfKey([keyOf(b)])

/** A writer outside a transaction meets a document that one holds. */
class Held extends Error {
  constructor(readonly free: Promise<void>) {
    super('held')
  }
}

export function databaseOn(documents: Documents, reader: Reader, transactions: Transactions, now: () => number) {
  const query = (body: Body): Query => parse(body.query, now())
  const orderOf = (body: Body): Order =>
    Object.entries(parse(body.order, now())).map(([field, way]) => [field, Number(way) < 0 ? -1 : 1])
  const indexes = (name: string): IndexSpec[] => documents.collection(name).indexes

  /** Plans again when a transaction that held a document is over. */
  async function writeOutside<T>(plan: () => T): Promise<T> {
    for (;;) {
      try {
        return await documents.write(plan)
      } catch (error) {
        if (!(error instanceof Held)) throw error
        await error.free
      }
    }
  }
  const free = (collection: string, id: unknown): void => {
    const held = transactions.heldBy(collection, id)
    if (held) throw new Held(held)
  }

  /** What matches, as a transaction sees it: its snapshot with its own writes over it. */
  function* matchIn(
    transaction: Transaction | undefined,
    collection: string,
    where: Query,
    first = Number.POSITIVE_INFINITY,
  ): Generator<Doc> {
    if (!transaction) {
      yield* reader.match(collection, where, first)
      return
    }
    const own = transactions.writtenIn(transaction, collection)
    let left = first
    for (const doc of reader.match(collection, where, Number.POSITIVE_INFINITY, transaction.snapshot)) {
      if (own.some(({ id }) => sameId(id, doc._id))) continue
      yield doc
      if (--left <= 0) return
    }
    const fits = testOf(where)
    for (const { doc } of own) {
      if (!doc || !fits(doc)) continue
      yield doc
      if (--left <= 0) return
    }
  }

  const insertOne = (text: string): Doc => {
    const doc = parse(text, now())
    if (Object.keys(doc).some((key) => key.startsWith('$'))) throw failed('field name cannot start with $')
    return doc._id === undefined ? { _id: newId(), ...doc } : (doc as Doc)
  }

  /** What a document becomes: another one, or itself with an update applied. */
  const changeBy = (body: Body, where: Query, merge: boolean) => {
    const data = parse(body.data as string, now())
    return (doc: Doc): { doc: Doc; next: Doc; changed: boolean } => {
      if (!merge) return { doc, next: { ...data, _id: doc._id }, changed: true }
      const next = documents.copy(doc)
      return { doc, next, changed: applyUpdate(next, data, where) }
    }
  }

  return {
    async addCollection({ collectionName: name }: Body) {
      if (documents.has(name)) throw new CloudError('DATABASE_COLLECTION_ALREADY_EXIST', 'Table exist')
      await documents.write(() => documents.putCollection(name, { indexes: [] }))
      return {}
    },

    /** All or nothing: one duplicate and none is added. */
    async insertDocument(body: Body) {
      const name = body.collectionName
      documents.collection(name)
      const docs = listOf<string>(body.data).map(insertOne)
      const transaction = transactions.of(body.transactionId)
      if (transaction) {
        for (const doc of docs) {
          if (transactions.see(transaction, name, doc._id)) {
            transactions.end(transaction)
            throw duplicate(name, '_id_', doc._id)
          }
          transactions.write(transaction, name, doc._id, undefined, doc)
        }
      } else {
        await writeOutside(() => {
          const fresh = new Set<string>()
          for (const doc of docs) {
            free(name, doc._id)
            const key = JSON.stringify(idOut(doc._id))
            if (fresh.has(key) || documents.rowOf(name, doc._id) !== undefined) throw duplicate(name, '_id_', doc._id)
            fresh.add(key)
          }
          documents.checkUnique(name, indexes(name), docs)
          for (const doc of docs) documents.put(name, indexes(name), doc._id, undefined, doc)
        })
      }
      return { data: { insertedIds: docs.map(({ _id }) => idOut(_id)) } }
    },

    async getDocument(body: Body) {
      const name = body.collectionName
      const transaction = transactions.of(body.transactionId)
      const where = query(body)
      const limit = Math.min(body.limit ?? (body.queryType === 'DOC' ? 1 : 100), limitMax)
      const offset = body.offset ?? 0
      const order = orderOf(body)
      documents.collection(name)
      let found = transaction
        ? inOrder([...matchIn(transaction, name, where)], order).slice(offset, offset + limit)
        : reader.page(name, where, { order, offset, limit })
      if (body.projection) found = project(found, parse(body.projection, now()), documents.copy)
      return { data: { list: found.map(stringify), offset, limit } }
    },

    async calculateDocument(body: Body) {
      return { data: { total: reader.count(body.collectionName, query(body)) } }
    },

    async modifyDocument(body: Body) {
      const name = body.collectionName
      const where = query(body)
      const transaction = transactions.of(body.transactionId)
      const first = body.multi ? Number.POSITIVE_INFINITY : 1
      const change = changeBy(body, where, body.merge ?? false)
      const plan = () => [...matchIn(transaction, name, where, first)].map(change)
      const missing = () => {
        const id = where._id ?? newId()
        return { id, doc: { ...(body.merge ? {} : parse(body.data as string, now())), _id: id } as Doc }
      }
      if (transaction) {
        const planned = plan()
        for (const { doc, next, changed } of planned)
          if (changed) transactions.write(transaction, name, doc._id, doc, next)
        if (planned.length || !body.upsert)
          return { data: { updated: planned.filter(({ changed }) => changed).length, upsert_id: null } }
        const { id, doc } = missing()
        transactions.write(transaction, name, id, undefined, doc)
        return { data: { updated: 0, upsert_id: id } }
      }
      return writeOutside(() => {
        const planned = plan()
        for (const { doc } of planned) free(name, doc._id)
        const changes = planned.flatMap(({ next, changed }) => (changed ? [next] : []))
        documents.checkUnique(name, indexes(name), changes)
        if (planned.length === 0 && body.upsert) {
          const { id, doc } = missing()
          free(name, id)
          documents.checkUnique(name, indexes(name), [doc])
          documents.put(name, indexes(name), id, undefined, doc)
          return { data: { updated: 0, upsert_id: id } }
        }
        for (const { doc, next, changed } of planned)
          if (changed) documents.put(name, indexes(name), doc._id, doc, next)
        return { data: { updated: planned.filter(({ changed }) => changed).length, upsert_id: null } }
      })
    },

    async modifyAndReturnDoc(body: Body) {
      const name = body.collectionName
      const where = query(body)
      const transaction = transactions.of(body.transactionId)
      const change = changeBy(body, where, true)
      const plan = () => [...matchIn(transaction, name, where, 1)].map(change)[0]
      if (transaction) {
        const planned = plan()
        if (planned) transactions.write(transaction, name, planned.doc._id, planned.doc, planned.next)
        return { data: { updated: planned ? 1 : 0, doc: planned ? stringify(planned.next) : null } }
      }
      return writeOutside(() => {
        const planned = plan()
        if (!planned) return { data: { updated: 0, doc: null } }
        free(name, planned.doc._id)
        documents.checkUnique(name, indexes(name), [planned.next])
        documents.put(name, indexes(name), planned.doc._id, planned.doc, planned.next)
        return { data: { updated: 1, doc: stringify(planned.next) } }
      })
    },

    async removeDocument(body: Body) {
      const name = body.collectionName
      const transaction = transactions.of(body.transactionId)
      const find = () => [...matchIn(transaction, name, query(body), body.multi ? Number.POSITIVE_INFINITY : 1)]
      if (transaction) {
        const docs = find()
        for (const doc of docs) transactions.write(transaction, name, doc._id, doc, undefined)
        return { data: { deleted: docs.length } }
      }
      return writeOutside(() => {
        const docs = find()
        for (const doc of docs) free(name, doc._id)
        for (const doc of docs) documents.put(name, indexes(name), doc._id, doc, undefined)
        return { data: { deleted: docs.length } }
      })
    },

    async aggregateDocuments(body: Body) {
      const list = aggregate(documents, reader, body.collectionName, body.stages ?? [], now())
      return { data: { list: list.map(stringify) } }
    },

    startTransaction: async () => ({ transactionId: transactions.start() }),
    async commitTransaction({ transactionId }: Body) {
      const transaction = transactions.of(transactionId)
      if (transaction) await transactions.commit(transaction)
      return {}
    },
    async abortTransaction({ transactionId }: Body) {
      const transaction = transactions.of(transactionId)
      if (transaction) transactions.end(transaction)
      return {}
    },
  }
}
