// The published SDK, unpatched, against the local cloud: documents, queries, updates, transactions, files, functions, WeChat.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CloudBase } from '@cloudbase/node-sdk'
import { type Cloud, startCloud } from '../../local/cloud'

const index = (name: string, fields: string[], unique = false) => ({
  IndexName: name,
  MgoKeySchema: { MgoIndexKeys: fields.map((Name) => ({ Name, Direction: '1' as const })), MgoIsUnique: unique },
})
const indexes = {
  things: [index('turn', ['street', 'turn', 'dueAt', '_id']), index('code', ['code'], true)],
  shifts: [],
  plain: [],
  scores: [index('n', ['n'])],
}

let folder: string
let cloud: Cloud
let app: CloudBase
beforeAll(async () => {
  process.env.SILENT = '1'
  folder = mkdtempSync(path.join(tmpdir(), 'cloud-'))
  const functionsDir = path.join(folder, 'functions')
  const functions: Record<string, string> = {
    who: 'exports.main = async (event) => { await new Promise((go) => setTimeout(go, 5)); return { openid: process.env.WX_OPENID ?? null, source: process.env.TRIGGER_SRC, said: event.said } }',
    slow: 'exports.main = () => new Promise(() => {})',
    crash: "exports.main = () => { setTimeout(() => { throw new Error('boom') }, 5); return new Promise(() => {}) }",
    fail: "exports.main = () => { throw new Error('my own secret') }",
    tick: "let times = []; exports.main = async (event) => { if (event.Type === 'Timer') times.push(new Date().toISOString()); return times }",
  }
  for (const [name, code] of Object.entries(functions)) {
    mkdirSync(path.join(functionsDir, name), { recursive: true })
    writeFileSync(path.join(functionsDir, name, 'index.js'), code)
  }
  const config = path.join(folder, 'cloudbaserc.json')
  const triggers = [{ name: 'hourly', type: 'timer', config: '0 0 * * * * *' }]
  writeFileSync(
    config,
    JSON.stringify({
      functions: [
        { name: 'slow', timeout: 1 },
        { name: 'tick', triggers },
      ],
    }),
  )
  cloud = await startCloud({
    dataDir: path.join(folder, 'data'),
    functionsDir,
    config,
    indexes,
    strictIndexes: true,
    instancesMax: 3,
  })
  Object.assign(process.env, cloud.functionEnv())
  const { init } = await import('@cloudbase/node-sdk')
  app = init({ env: 'local-env' })
})
afterAll(async () => {
  await cloud.stop()
  rmSync(folder, { recursive: true, force: true })
})

const db = () => app.database()
const things = () => db().collection('things')

test('a document comes back as it was written, dates and all', async () => {
  const at = new Date(1_700_000_000_000)
  await db()
    .collection('plain')
    .add({ _id: 'a', n: 1.5, big: 9007199254740991, text: '诉求', at, list: [1, { z: 2 }], none: null })
  const { data } = await db().collection('plain').doc('a').get()
  expect(data).toEqual([{ _id: 'a', n: 1.5, big: 9007199254740991, text: '诉求', at, list: [1, { z: 2 }], none: null }])
})

test('a missing collection and a taken id have the platform’s own codes', async () => {
  await expect(db().collection('nowhere').get()).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' })
  await db().collection('plain').add({ _id: 'taken' })
  await expect(db().collection('plain').add({ _id: 'taken' })).rejects.toMatchObject({
    code: 'DATABASE_DUPLICATE_WRITE',
  })
})

test('a unique key is given once when eight ask for it at the same time', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_, n) => things().add({ _id: `u${n}`, code: 'only', street: '/none' })),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('sixty-four people race for ten places and exactly ten get one', async () => {
  const _ = db().command
  await db().collection('shifts').add({ _id: 's', taken: 0, people: [] })
  const tries = await Promise.all(
    Array.from({ length: 64 }, (_unused, n) =>
      db()
        .collection('shifts')
        .where({ _id: 's', taken: _.lt(10) })
        .update({ taken: _.inc(1), people: _.push([`p${n}`]) }),
    ),
  )
  const { data } = await db().collection('shifts').doc('s').get()
  expect(tries.filter(({ updated }) => updated === 1)).toHaveLength(10)
  expect(data[0].taken).toBe(10)
  expect(new Set(data[0].people).size).toBe(10)
})

test('a queue over several tokens comes in order, page by page, and reads little more than it shows', async () => {
  const _ = db().command
  const rows = Array.from({ length: 300 }, (_unused, n) => ({
    _id: `q${String(n).padStart(3, '0')}`,
    code: `q${n}`,
    street: '/s',
    turn: [`t${n % 7}`, 'all'],
    dueAt: (n * 37) % 100,
    state: 'open',
  }))
  for (let from = 0; from < rows.length; from += 100) await things().add(rows.slice(from, from + 100))
  const wanted = rows
    .filter(({ turn }) => turn.includes('t1') || turn.includes('t2'))
    .sort((a, b) => a.dueAt - b.dueAt || (a._id < b._id ? -1 : 1))
    .map(({ _id }) => _id)
  cloud.queries.reset()
  const got: string[] = []
  let after: { dueAt: number; _id: string } | undefined
  for (let page = 0; page < 20; page++) {
    const mine = { street: '/s', turn: _.in(['t1', 't2']) }
    const where = after
      ? _.and([mine, _.or([{ dueAt: _.gt(after.dueAt) }, { dueAt: after.dueAt, _id: _.gt(after._id) }])])
      : mine
    const { data } = await things().where(where).orderBy('dueAt', 'asc').orderBy('_id', 'asc').limit(10).get()
    got.push(...data.map(({ _id }: { _id: string }) => _id))
    after = data.at(-1)
    if (data.length < 10) break
  }
  expect(got).toEqual(wanted)
  const [stat] = cloud.queries.report()
  expect(stat?.index).toBe('turn')
  expect(stat?.sortedInMemory).toBe(false)
  const examined = cloud.queries.report().reduce((sum, one) => sum + one.examined, 0)
  expect(examined).toBeLessThan(wanted.length * 2)
})

test('a descending page starts at the end', async () => {
  await db()
    .collection('scores')
    .add([3, 1, 2, 5, 4].map((n) => ({ _id: `n${n}`, n })))
  const _ = db().command
  const { data } = await db()
    .collection('scores')
    .where({ n: _.lt(5) })
    .orderBy('n', 'desc')
    .limit(2)
    .get()
  expect(data.map(({ n }: { n: number }) => n)).toEqual([4, 3])
  expect(
    (
      await db()
        .collection('scores')
        .where({ n: _.gte(3) })
        .count()
    ).total,
  ).toBe(3)
})

test('a query that no declared index serves is refused by name', async () => {
  await expect(things().where({ colour: 'red' }).get()).rejects.toMatchObject({
    code: 'DATABASE_REQUEST_FAILED',
    message: expect.stringContaining('things'),
  })
})

test('reading some fields leaves the document whole for the next reader', async () => {
  await db()
    .collection('plain')
    .add({ _id: 'whole', beside: { a: 1, b: 2 }, trace: [1] })
  const doc = db().collection('plain').doc('whole')
  const { data: part } = await doc.field({ 'beside.a': false, trace: false }).get()
  expect(part).toEqual([{ _id: 'whole', beside: { b: 2 } }])
  expect((await doc.get()).data).toEqual([{ _id: 'whole', beside: { a: 1, b: 2 }, trace: [1] }])
  expect((await doc.field({ 'beside.b': true }).get()).data).toEqual([{ _id: 'whole', beside: { b: 2 } }])
})

test('updates set, count, push, pull, remove and return', async () => {
  const _ = db().command
  const plain = db().collection('plain')
  await plain.add({ _id: 'up', n: 1, list: [1], keep: { a: 1, b: 2 } })
  await plain.doc('up').update({ n: _.inc(2), list: _.push([2, 3]), keep: _.set({ c: 3 }), fresh: 'x' })
  expect((await plain.doc('up').get()).data[0]).toEqual({
    _id: 'up',
    n: 3,
    list: [1, 2, 3],
    keep: { c: 3 },
    fresh: 'x',
  })
  await plain.doc('up').update({ fresh: _.remove(), list: _.pull(2) })
  expect((await plain.doc('up').get()).data[0]).toEqual({ _id: 'up', n: 3, list: [1, 3], keep: { c: 3 } })
  const { doc } = (await plain.where({ _id: 'up' }).updateAndReturn({ n: _.inc(1) })) as { doc: { n: number } }
  expect(doc.n).toBe(4)
  await plain.doc('put').set({ whole: true })
  await plain.doc('put').set({ other: true })
  expect((await plain.doc('put').get()).data[0]).toEqual({ _id: 'put', other: true })
  expect((await plain.where({ _id: 'up' }).remove()).deleted).toBe(1)
})

test('a transaction is whole or not at all, and the second writer of a document meets a conflict', async () => {
  const plain = db().collection('plain')
  await plain.add([
    { _id: 'from', n: 5 },
    { _id: 'to', n: 0 },
  ])
  await db().runTransaction(async (transaction: Awaited<ReturnType<ReturnType<typeof db>['startTransaction']>>) => {
    await transaction.collection('plain').doc('from').update({ n: 2 })
    await transaction.collection('plain').doc('to').update({ n: 3 })
  })
  expect((await plain.doc('from').get()).data[0].n + (await plain.doc('to').get()).data[0].n).toBe(5)
  const [one, two] = [await db().startTransaction(), await db().startTransaction()]
  await one.collection('plain').doc('from').update({ n: 100 })
  await expect(two.collection('plain').doc('from').update({ n: 200 })).rejects.toMatchObject({
    code: 'DATABASE_TRANSACTION_CONFLICT',
  })
  await one.rollback()
  expect((await plain.doc('from').get()).data[0].n).toBe(2)
})

test('aggregation groups and sorts', async () => {
  const { data } = await db()
    .collection('scores')
    .aggregate()
    .group({ _id: null, sum: db().command.aggregate.sum('$n') })
    .end()
  expect(data).toEqual([{ _id: null, sum: 15 }])
})

test('files go up, have an address, come down and are gone when deleted', async () => {
  const { fileID } = await app.uploadFile({ cloudPath: 'a/b.txt', fileContent: Buffer.from('街道') })
  const { fileContent } = await app.downloadFile({ fileID })
  expect(String(fileContent)).toBe('街道')
  await app.deleteFile({ fileList: [fileID] })
  const { fileList } = await app.getTempFileURL({ fileList: [fileID] })
  expect(fileList[0]).toMatchObject({ code: 'STORAGE_FILE_NONEXIST' })
})

test('forty calls at once each see their own caller and no other', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => cloud.invoke('who', { said: n }, n % 4 ? { openid: `o${n}` } : {})),
  )
  expect(answers).toEqual(
    Array.from({ length: 40 }, (_, n) => ({ openid: n % 4 ? `o${n}` : null, source: 'wx_client', said: n })),
  )
})

test('a time-out, a crash and an error are that call’s own, and the next call is served', async () => {
  await expect(cloud.invoke('slow', {})).rejects.toMatchObject({ code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED' })
  await expect(cloud.invoke('crash', {})).rejects.toMatchObject({ code: 'FUNCTION_EXECUTE_FAIL' })
  await expect(cloud.invoke('fail', {})).rejects.toMatchObject({ code: 'FUNCTION_INVOCATION_FAILED' })
  await expect(cloud.invoke('who', { said: 1 })).resolves.toMatchObject({ said: 1 })
  await expect(cloud.invoke('nobody', {})).rejects.toMatchObject({ code: 'FUNCTION_NOT_FOUND' })
})

test('moving the clock forward fires what came due, each at its own time', async () => {
  const before = cloud.clock.now()
  await cloud.clock.advance(3 * 3_600_000)
  const fired = (await cloud.invoke('tick', {})) as string[]
  expect(fired).toHaveLength(3)
  for (const at of fired) expect(at).toMatch(/:00:0\d\.\d{3}Z$/)
  expect(cloud.clock.now() - before).toBeGreaterThanOrEqual(3 * 3_600_000)
})

test('WeChat’s APIs are stood in for: messages are kept, codes are pictures, words are checked', async () => {
  const call = async (apiName: string, data: object) =>
    (
      (await app.callWxOpenApi({ apiName, requestData: data } as never)) as {
        result: { errCode: number; result?: { suggest: string } }
      }
    ).result
  expect(
    await call('subscribeMessage.send', {
      touser: 'o1',
      templateId: 't',
      page: 'p',
      data: { thing1: { value: '有进展' } },
    }),
  ).toMatchObject({ errCode: 0 })
  expect(cloud.outbox.list().at(-1)).toMatchObject({ touser: 'o1', data: { thing1: { value: '有进展' } } })
  cloud.outbox.refuse('o2')
  expect(await call('subscribeMessage.send', { touser: 'o2', templateId: 't', page: 'p', data: {} })).toMatchObject({
    errCode: 43101,
  })
  expect(await call('security.msgSecCheck', { content: '代开发票' })).toMatchObject({ result: { suggest: 'risky' } })
})

test('a foreign page and a foreign host are refused', async () => {
  const ask = (headers: Record<string, string>) =>
    new Promise<number>((resolve) => {
      http
        .request({ host: '127.0.0.1', port: cloud.port, path: '/local/clock', headers }, (answer) =>
          resolve(answer.statusCode ?? 0),
        )
        .end()
    })
  expect(await ask({ host: 'evil.example' })).toBe(403)
  expect(await ask({ origin: 'https://evil.example' })).toBe(403)
  expect(await ask({})).toBe(200)
})
