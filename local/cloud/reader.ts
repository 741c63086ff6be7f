// Reading by a plan: candidates in order, filtered by the query, no more of them than the page needs. Counts what it examined.
import type { Key, Transaction as Snapshot } from 'lmdb'
import { Query } from 'mingo/query'
import type { Documents } from './documents'
import type { Doc } from './ejson'
import { failed } from './errors'
import { nearestFirst, nearIn } from './geo'
import { compareParts, dig, keyOf } from './keys'
import { queryContext } from './operators'
import { type IndexPlan, idIndex, isServed, type Order, type Plan, planFor, type Query as Where } from './planner'

export type QueryStat = {
  collection: string
  /** Field names of the query and, after '>', of its order. */
  fields: string
  /** '_id', an index's name, several joined by '+', or 'scan'. */
  index: string
  sortedInMemory: boolean
  count: number
  /** Documents or, where the index covers a count, entries read. */
  examined: number
  returned: number
}
export type Reader = ReturnType<typeof readerOn>
type Counter = { examined: number }

/** Of an array the least member counts when ascending and the greatest when descending, as in MongoDB. */
const partOf = (doc: Doc, field: string, direction: number): Key => {
  const value = dig(doc, field)
  if (!Array.isArray(value)) return keyOf(value)
  return value.map(keyOf).sort((a, b) => compareParts(a, b) * direction)[0] ?? keyOf(null)
}

export function inOrder(docs: Doc[], order: Order): Doc[] {
  if (order.length === 0) return docs
  return docs
    .map((doc) => ({ doc, parts: order.map(([field, direction]) => partOf(doc, field, direction)) }))
    .sort((a, b) => {
      for (const [place, [, direction]] of order.entries()) {
        const difference = compareParts(a.parts[place], b.parts[place])
        if (difference) return difference * direction
      }
      return 0
    })
    .map(({ doc }) => doc)
}

/** A test for a query; a query that cannot be understood is the caller's error. */
export function testOf(query: Where): (doc: Doc) => boolean {
  const fields = Object.keys(query)
  if (fields.length === 0) return () => true
  const id = fields.length === 1 ? query._id : undefined
  if (typeof id === 'string') return (doc) => doc._id === id
  try {
    const tests = new Query(query as never, { context: queryContext } as never)
    return (doc) => tests.test(doc)
  } catch (error) {
    throw failed((error as Error).message)
  }
}

/** Field names of a query, as its shape in the report. */
const shapeOf = (query: Where): string =>
  Object.entries(query)
    .flatMap(([key, value]) =>
      key.startsWith('$') && Array.isArray(value) ? value.map((part) => shapeOf(part as Where)) : [key],
    )
    .join(',')

const nameOf = (plan: Plan): string =>
  plan.by === 'index'
    ? plan.index === idIndex
      ? '_id'
      : plan.index.name
    : plan.by === 'union'
      ? [...new Set(plan.plans.map(nameOf))].join('+')
      : plan.by === 'id'
        ? '_id'
        : 'scan'

export function readerOn(documents: Documents, { strict }: { strict: () => boolean }) {
  const stats = new Map<string, QueryStat>()

  /** Row numbers of several ranges, merged in the order of what follows the prefix. */
  function* rowsOf(collection: string, plan: IndexPlan, snapshot?: Snapshot): Generator<number> {
    const { index, ranges, reverse, ordered, equal } = plan
    const several = ranges.length > 1 || (index.multi?.length ?? 0) > 0
    const seen = new Set<number>()
    const fresh = (row: number) => !several || (!seen.has(row) && Boolean(seen.add(row)))
    const sources = ranges.map(({ start, end }) =>
      documents.scan(collection, index.name, start, end, reverse, snapshot),
    )
    if (sources.length === 1 || !ordered) {
      for (const source of sources)
        for (const key of source) if (fresh(key.at(-1) as number)) yield key.at(-1) as number
      return
    }
    // Collection, index name, then the fields: what decides the order begins after the equal prefix.
    const from = 2 + equal
    const heads = sources.flatMap((source) => {
      const iterator = source[Symbol.iterator]()
      const { done, value } = iterator.next()
      return done ? [] : [{ iterator, key: value as Key[] }]
    })
    const sign = reverse ? -1 : 1
    const isBefore = (a: Key[], b: Key[]): boolean => {
      for (let place = from; place < a.length; place++) {
        const difference = compareParts(a[place], b[place]) * sign
        if (difference) return difference < 0
      }
      return false
    }
    while (heads.length) {
      let best = 0
      for (let place = 1; place < heads.length; place++) if (isBefore(heads[place]!.key, heads[best]!.key)) best = place
      const head = heads[best]!
      const row = head.key.at(-1) as number
      const { done, value } = head.iterator.next()
      if (done) heads.splice(best, 1)
      else head.key = value as Key[]
      if (fresh(row)) yield row
    }
  }

  function* candidates(collection: string, plan: Plan, counter: Counter, snapshot?: Snapshot): Generator<Doc> {
    if (plan.by === 'scan') {
      for (const doc of documents.all(collection, snapshot)) {
        counter.examined++
        yield doc
      }
      return
    }
    if (plan.by === 'union') {
      const seen = new Set<Doc['_id']>()
      for (const part of plan.plans)
        for (const doc of candidates(collection, part, counter, snapshot)) {
          if (!seen.has(String(doc._id))) yield doc
          seen.add(String(doc._id))
        }
      return
    }
    const rows =
      plan.by === 'index'
        ? rowsOf(collection, plan, snapshot)
        : [...new Set(plan.ids.flatMap((id) => documents.rowOf(collection, id, snapshot) ?? []))].sort((a, b) => a - b)
    for (const row of rows) {
      counter.examined++
      const doc = documents.load(collection, row, snapshot)
      if (doc) yield doc
    }
  }

  function note(collection: string, query: Where, plan: Plan, order: Order, examined: number, returned: number): void {
    const index = nameOf(plan)
    const fields = [shapeOf(query), order.map(([field]) => field).join(',')].filter(Boolean).join(' > ')
    const key = `${collection}|${fields}|${index}`
    const sortedInMemory = order.length > 0 && !isOrdered(plan)
    const stat = stats.get(key) ?? { collection, fields, index, sortedInMemory, count: 0, examined: 0, returned: 0 }
    stat.count++
    stat.examined += examined
    stat.returned += returned
    stats.set(key, stat)
  }

  const isOrdered = (plan: Plan): boolean => plan.by === 'index' && plan.ordered

  const plan = (collection: string, query: Where, order: Order): Plan => {
    const { indexes } = documents.collection(collection)
    let chosen: Plan
    try {
      chosen = planFor(query, order, indexes)
    } catch (error) {
      throw failed(`the query cannot be read: ${(error as Error).message}`)
    }
    if (strict() && Object.keys(query).length > 0 && !isServed(chosen))
      throw failed(`no declared index serves this query: ${collection} ${JSON.stringify(query)}`)
    return chosen
  }

  return {
    /** Documents that match, in the plan's own order: for updates, removals, aggregations and transactions. */
    *match(collection: string, query: Where, first = Number.POSITIVE_INFINITY, snapshot?: Snapshot): Generator<Doc> {
      const chosen = plan(collection, query, [])
      const counter = { examined: 0 }
      const fits = testOf(query)
      let returned = 0
      for (const doc of candidates(collection, chosen, counter, snapshot)) {
        if (!fits(doc)) continue
        returned++
        yield doc
        if (returned >= first) break
      }
      note(collection, query, chosen, [], counter.examined, returned)
    },

    /** A page: filter, order, offset, limit. */
    page(
      collection: string,
      query: Where,
      { order, offset, limit }: { order: Order; offset: number; limit: number },
    ): Doc[] {
      const chosen = plan(collection, query, order)
      const counter = { examined: 0 }
      const fits = testOf(query)
      const near = nearIn(query)
      const ready = !near && (order.length === 0 || isOrdered(chosen))
      let found: Doc[] = []
      if (limit > 0)
        for (const doc of candidates(collection, chosen, counter)) {
          if (!fits(doc)) continue
          found.push(doc)
          if (ready && found.length >= offset + limit) break
        }
      if (near) found = nearestFirst(found, near)
      if (!ready) found = inOrder(found, order)
      const shown = found.slice(offset, offset + limit)
      note(collection, query, chosen, order, counter.examined, shown.length)
      return shown
    },

    /** How many match; read from index entries alone where the index covers the query. */
    count(collection: string, query: Where): number {
      const chosen = plan(collection, query, [])
      const counter = { examined: 0 }
      let total = 0
      if (Object.keys(query).length === 0) total = documents.size(collection)
      else if (chosen.by === 'index' && chosen.exact) for (const _row of rowsOf(collection, chosen)) total++
      else {
        const fits = testOf(query)
        for (const doc of candidates(collection, chosen, counter)) if (fits(doc)) total++
      }
      note(collection, query, chosen, [], counter.examined || total, total)
      return total
    },

    report: (): QueryStat[] => [...stats.values()].map((stat) => ({ ...stat })),
    reset: () => stats.clear(),
  }
}
