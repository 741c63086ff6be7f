// Reading by a plan: candidates in order, filtered by the query, no more of them than the page needs. Counts what it examined.

import type { Key } from 'lmdb'
import { compareKeys } from 'lmdb'
import { Query } from 'mingo/query'
import type { Documents } from './documents'
import type { Doc } from './ejson'
import { failed } from './errors'
import { dig, keyOf } from './keys'
import { context } from './operators'
import { type Order, type Plan, planFor, type Query as Where } from './planner'

export type QueryStat = {
  collection: string
  fields: string
  index: string
  sortedInMemory: boolean
  count: number
  examined: number
  returned: number
}

export type Reader = ReturnType<typeof readerOn>

export const compareBy =
  (order: Order) =>
  (a: Doc, b: Doc): number => {
    for (const [field, direction] of order) {
      const difference = compareKeys(
        [rank(dig(a, field)), keyOf(dig(a, field))] as Key,
        [rank(dig(b, field)), keyOf(dig(b, field))] as Key,
      )
      if (difference) return difference * direction
    }
    return 0
  }

const rank = (value: unknown): number =>
  value === undefined || value === null ? 0 : typeof value === 'number' ? 1 : typeof value === 'string' ? 2 : 3

/** Field names of a query, as its shape in the report. */
const shapeOf = (query: Where): string =>
  Object.entries(query)
    .flatMap(([key, value]) =>
      key.startsWith('$') && Array.isArray(value) ? value.map((part) => shapeOf(part as Where)) : [key],
    )
    .join(',')

export function readerOn(documents: Documents, { strict }: { strict: () => boolean }) {
  const stats = new Map<string, QueryStat>()

  /** Row numbers of several ranges, merged in the order of what follows the prefix. */
  function* rowsOf(collection: string, plan: Plan & { by: 'index' }): Generator<number> {
    const { index, ranges, reverse, ordered } = plan
    const seen = new Set<number>()
    const sources = ranges.map(({ start, end }) =>
      documents.scan(collection, index.name, start, end, reverse)[Symbol.iterator](),
    )
    if (sources.length === 1 || !ordered) {
      for (const source of sources) {
        for (let next = source.next(); !next.done; next = source.next()) {
          const row = next.value.at(-1) as number
          if (seen.has(row)) continue
          seen.add(row)
          yield row
        }
      }
      return
    }
    // collection, index name, then the fields: what decides the order begins after the equal prefix.
    const from = 2 + plan.equal
    const heads = sources.map((source) => ({ source, next: source.next() })).filter(({ next }) => !next.done)
    const sign = reverse ? -1 : 1
    while (heads.length) {
      let best = 0
      for (let place = 1; place < heads.length; place++) {
        const [a, b] = [heads[place]?.next.value as Key[], heads[best]?.next.value as Key[]]
        if (compareKeys(a.slice(from) as Key, b.slice(from) as Key) * sign < 0) best = place
      }
      const head = heads[best]
      if (!head) break
      const row = (head.next.value as Key[]).at(-1) as number
      head.next = head.source.next()
      if (head.next.done) heads.splice(best, 1)
      if (seen.has(row)) continue
      seen.add(row)
      yield row
    }
  }
  function* candidates(collection: string, plan: Plan, counter: { examined: number }): Generator<Doc> {
    if (plan.by === 'id') {
      const rows = [...new Set(plan.ids.flatMap((id) => documents.rowOf(collection, id) ?? []))].sort((a, b) => a - b)
      for (const row of rows) {
        counter.examined++
        const doc = documents.load(collection, row)
        if (doc) yield doc
      }
      return
    }
    if (plan.by === 'scan') {
      for (const doc of documents.all(collection)) {
        counter.examined++
        yield doc
      }
      return
    }
    const rows =
      plan.ordered && plan.wantsOrder ? rowsOf(collection, plan) : [...rowsOf(collection, plan)].sort((a, b) => a - b)
    for (const row of rows) {
      counter.examined++
      const doc = documents.load(collection, row)
      if (doc) yield doc
    }
  }

  function note(collection: string, query: Where, plan: Plan, order: Order, examined: number, returned: number): void {
    const index = plan.by === 'id' ? '_id' : plan.by === 'scan' ? 'scan' : plan.index.name
    const sortedInMemory = order.length > 0 && !(plan.by === 'index' && plan.ordered)
    const key = `${collection}|${shapeOf(query)}|${index}`
    const stat = stats.get(key) ?? {
      collection,
      fields: shapeOf(query),
      index,
      sortedInMemory,
      count: 0,
      examined: 0,
      returned: 0,
    }
    stats.set(key, {
      ...stat,
      count: stat.count + 1,
      examined: stat.examined + examined,
      returned: stat.returned + returned,
    })
  }

  const plan = (collection: string, query: Where, order: Order): Plan => {
    const chosen = planFor(query, order, documents.collection(collection).indexes)
    if (chosen.by === 'scan' && strict() && Object.keys(query).length + order.length > 0) {
      throw failed(`no declared index serves this query: ${collection} ${JSON.stringify(query)}`)
    }
    return chosen
  }

  return {
    /** Documents that match, unsorted beyond what the plan gives: for updates and removals. */
    *match(collection: string, query: Where, first = Number.POSITIVE_INFINITY): Generator<Doc> {
      const chosen = plan(collection, query, [])
      const counter = { examined: 0 }
      const tests = new Query(query as never, { context } as never)
      let returned = 0
      for (const doc of candidates(collection, chosen, counter)) {
        if (!tests.test(doc)) continue
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
      const tests = Object.keys(query).length ? new Query(query as never, { context } as never) : undefined
      const ordered = order.length === 0 || (chosen.by === 'index' && chosen.ordered)
      const found: Doc[] = []
      for (const doc of candidates(collection, chosen, counter)) {
        if (tests && !tests.test(doc)) continue
        found.push(doc)
        if (ordered && found.length >= offset + limit) break
      }
      if (!ordered) found.sort(compareBy(order))
      const shown = found.slice(offset, offset + limit)
      note(collection, query, chosen, order, counter.examined, shown.length)
      return shown
    },

    /** How many match; read from index entries alone where the index covers the query. */
    count(collection: string, query: Where): number {
      const chosen = plan(collection, query, [])
      let total = 0
      if (chosen.by === 'index' && chosen.exact) for (const _row of rowsOf(collection, chosen)) total++
      else for (const _doc of this.match(collection, query)) total++
      if (chosen.by === 'index' && chosen.exact) note(collection, query, chosen, [], total, total)
      return total
    },

    report: (): QueryStat[] => [...stats.values()],
    reset: () => stats.clear(),
  }
}
