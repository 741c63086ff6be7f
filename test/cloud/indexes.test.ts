// Indexes as they are declared: built over what is there, dropped when no longer declared, and judged under strict rules.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloud'
import { ask, index } from './here'

let folder: string
let cloud: Cloud
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'indexes-'))
})
afterEach(async () => {
  await cloud.stop()
  rmSync(folder, { recursive: true, force: true })
})

const start = async (options: Partial<CloudOptions>) => {
  cloud = await startCloud({ dataDir: folder, ...options })
}
const add = (docs: object[]) =>
  ask(cloud, { action: 'database.insertDocument', collectionName: 'all', data: docs.map((doc) => JSON.stringify(doc)) })
const find = async (query: object, rest: object = {}) => {
  const asked = {
    action: 'database.getDocument',
    collectionName: 'all',
    queryType: 'WHERE',
    query: JSON.stringify(query),
  }
  const { code, message, data } = await ask(cloud, { ...asked, ...rest })
  return { code, message, ids: ((data as never as { list: string[] })?.list ?? []).map((one) => JSON.parse(one)._id) }
}
const served = () => cloud.queries.report().map((stat) => stat.index)

test('a new index is built over what is there, a dropped one is gone, and a changed one is built anew', async () => {
  await start({ indexes: { all: [index('one', ['a'])] } })
  await add([
    { _id: 'x', a: 1, b: 2 },
    { _id: 'y', a: 2, b: 1, c: ['p', 'q'] },
  ])
  expect([(await find({ a: 2 })).ids, served()]).toEqual([['y'], ['one']])
  await cloud.stop()
  await start({ indexes: { all: [index('two', ['b']), index('three', ['c', 'b'])] } })
  expect([(await find({ a: 2 })).ids, (await find({ b: 2 })).ids, (await find({ c: 'q' })).ids]).toEqual([
    ['y'],
    ['x'],
    ['y'],
  ])
  expect(served()).toEqual(['scan', 'two', 'three'])
  await cloud.stop()
  await start({ indexes: { all: [index('two', ['a'])] } })
  expect([(await find({ a: 1 })).ids, served()]).toEqual([['x'], ['two']])
  expect((await find({ b: 1 })).ids).toEqual(['y'])
})

test('a unique index over what is there twice is refused at the start', async () => {
  await start({ indexes: { all: [] } })
  await add([
    { _id: 'x', a: 1 },
    { _id: 'y', a: 1 },
  ])
  await cloud.stop()
  await expect(start({ indexes: { all: [index('only', ['a'], true)] } })).rejects.toMatchObject({
    code: 'DATABASE_DUPLICATE_WRITE',
  })
  await start({ indexes: { all: [] } })
  expect((await find({})).ids).toEqual(['x', 'y'])
})

test('natural order is the order of adding, also after changes and a restart', async () => {
  await start({ indexes: { all: [] } })
  await add(['c', 'a', 'b'].map((_id) => ({ _id })))
  await cloud.stop()
  await start({})
  await add([{ _id: 'A' }])
  const update = { collectionName: 'all', query: '{"_id":"c"}', data: '{"$set":{"n":1}}', merge: true, multi: false }
  await ask(cloud, { action: 'database.modifyDocument', ...update })
  expect((await find({})).ids).toEqual(['c', 'a', 'b', 'A'])
})

test('strictly, a filter needs an id or the first field of an index; an order alone does not make it served', async () => {
  await start({ indexes: { all: [index('ab', ['a', 'b']), index('tags', ['tags'])] }, strictIndexes: true })
  await add([{ _id: 'x', a: 1, b: 2, tags: ['p'] }])
  const order = { order: '{"a":{"$numberInt":"1"}}' }
  for (const query of [
    { a: 1 },
    { a: { $gt: 0 } },
    { a: 1, colour: 'red' },
    { _id: 'x', colour: 'red' },
    { $or: [{ a: 1 }, { tags: 'p' }] },
    {},
  ])
    expect([query, (await find(query, order)).code]).toEqual([query, undefined])
  for (const query of [
    { b: 2 },
    { colour: 'red' },
    { $or: [{ a: 1 }, { b: 2 }] },
    { a: { $exists: true } },
    { a: { $ne: 1 } },
  ])
    expect([query, (await find(query, order)).message]).toEqual([query, expect.stringContaining('all')])
  const count = { action: 'database.calculateDocument', collectionName: 'all', query: '{"b":2}' }
  expect(await ask(cloud, count)).toMatchObject({ code: 'DATABASE_REQUEST_FAILED' })
})
