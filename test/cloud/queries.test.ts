// Whatever index a query is read by, the answer is the one a plain look at every document gives.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { declareIndexes } from '../../local/cloud/declared'
import { type Documents, openDocuments } from '../../local/cloud/documents'
import type { Doc } from '../../local/cloud/ejson'
import type { Order, Query } from '../../local/cloud/planner'
import { inOrder, type Reader, readerOn, testOf } from '../../local/cloud/reader'
import { index } from './here'

const seed = 20260304
/** A small generator of equal runs: mulberry32. */
function randomFrom(start: number) {
  let state = start
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)] as T }
}
const { below, pick } = randomFrom(seed)

const long = '很长的一句话'.repeat(30)
const values = [
  ...[null, undefined, 0, 1, 2, -1.5, 7, Number.POSITIVE_INFINITY, '', 'a', 'ab', 'b', '😀', 'a\0b', '\u0001'],
  ...[true, false, new Date(0), new Date(1_700_000_000_000), long, `${long}x`, `${long}y`],
] as const
const fields = ['a', 'b', 'tags', 'deep.x'] as const

const aDoc = (n: number): Doc => ({
  _id: `d${String(n).padStart(4, '0')}`,
  a: below(3) ? pick([0, 1, 2, 3]) : pick(values),
  b: below(3) ? below(10) : pick(values),
  tags: below(4) ? Array.from({ length: below(4) }, () => pick(['x', 'y', 'z', 1, 5])) : pick(values),
  deep: below(2)
    ? { x: pick(values) }
    : Array.from({ length: below(3) }, () => ({ x: pick(['p', 'q', 3]), y: below(3) })),
})

function aCondition(): unknown {
  const value = below(2) ? below(10) : pick(values.filter((one) => one !== undefined))
  const bound = () => pick(['$gt', '$gte', '$lt', '$lte'])
  return pick([
    () => value,
    () => ({ $eq: value }),
    () => ({ $in: [value, pick([1, 2, 'x', null]), below(5)] }),
    () => ({ [bound()]: value ?? 1 }),
    () => ({ [bound()]: value ?? 1, [bound()]: below(10) }),
    () => ({ $ne: value }),
    () => ({ $gte: 0, $ne: 1 }),
    () => ({ $exists: Boolean(below(2)) }),
    () => /^a/,
    () => ({ $nin: [value] }),
  ])()
}

function aQuery(depth = 0): Query {
  const plain = Object.fromEntries(Array.from({ length: below(3) }, () => [pick(fields), aCondition()]))
  if (depth > 1) return plain
  return pick([
    () => plain,
    () => ({ $and: [aQuery(depth + 1), plain] }),
    () => ({ ...plain, $or: [aQuery(depth + 1), { [pick(fields)]: aCondition() }] }),
    () => {
      const from = below(10)
      return { ...plain, $or: [{ b: { $gt: from } }, { b: from, _id: { $gt: `d00${below(99)}` } }] }
    },
    () => ({ ...plain, deep: { $elemMatch: { x: pick(['p', 'q']), y: below(3) } } }),
    () => ({ _id: { [pick(['$gt', '$lte'])]: `d00${below(99)}` } }),
    () => ({ _id: { $in: ['d0001', 'd0003', 'nobody'] }, ...plain }),
  ])()
}

const anOrder = (): Order =>
  pick<Order>([
    [],
    [['b', 1]],
    [['b', -1]],
    [
      ['b', 1],
      ['_id', 1],
    ],
    [
      ['b', -1],
      ['_id', -1],
    ],
    [
      ['a', 1],
      ['b', -1],
    ],
    [['_id', -1]],
    [['deep.x', 1]],
  ])

let folder: string
let documents: Documents
let reader: Reader
const docs: Doc[] = []
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'queries-'))
  documents = openDocuments(folder)
  const indexes = [
    index('ab', ['a', 'b', '_id']),
    index('b', ['b', '_id']),
    index('tags', ['tags', 'b']),
    index('deep', ['deep.x', 'deep.y']),
  ]
  await declareIndexes(documents, { all: indexes })
  reader = readerOn(documents, { strict: () => false })
  const own = documents.collection('all').indexes
  for (let n = 0; n < 400; n++) docs.push(documents.copy(aDoc(n)))
  await documents.write(() => {
    for (const doc of docs) documents.put('all', own, doc._id, undefined, doc)
  })
  // A third is changed and a few are removed, so that entries were taken out of the indexes as well.
  await documents.write(() => {
    for (const [place, doc] of [...docs.entries()].filter(([n]) => n % 3 === 0)) {
      const next = documents.copy({ ...aDoc(0), _id: doc._id })
      documents.put('all', own, doc._id, doc, next)
      docs[place] = next
    }
    for (const doc of docs.splice(100, 20)) documents.put('all', own, doc._id, doc, undefined)
  })
})
afterAll(async () => {
  await documents.close()
  rmSync(folder, { recursive: true, force: true })
})

const idsOf = (list: Doc[]) => list.map(({ _id }) => String(_id))

test(`800 random queries find, count and order as a plain look does (seed ${seed})`, () => {
  const read = new Map<string, number>()
  for (let n = 0; n < 800; n++) {
    const query = aQuery()
    const order = anOrder()
    const fits = docs.filter(testOf(query))
    const said = `${n}: ${JSON.stringify(query)} by ${JSON.stringify(order)}`
    const found = reader.page('all', query, { order, offset: 0, limit: 1000 })
    expect([said, idsOf(found).sort()]).toEqual([said, idsOf(fits).sort()])
    expect([said, reader.count('all', query)]).toEqual([said, fits.length])
    if (order.length && order.at(-1)?.[0] === '_id')
      expect([said, idsOf(found)]).toEqual([said, idsOf(inOrder(fits, order))])
    const few = reader.page('all', query, { order, offset: 3, limit: 4 })
    expect([said, few.length]).toEqual([said, Math.max(0, Math.min(4, fits.length - 3))])
    if (order.length) expect([said, idsOf(few)]).toEqual([said, idsOf(found.slice(3, 7))])
  }
  for (const { index: name, count } of reader.report()) read.set(name, (read.get(name) ?? 0) + count)
  for (const name of ['_id', 'ab', 'b', 'tags', 'deep', 'scan'])
    expect([name, (read.get(name) ?? 0) > 20]).toEqual([name, true])
})
