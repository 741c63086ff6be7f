// Transactions through the SDK: what they see, who waits, who conflicts, and what is left when they are forgotten.
import { ask, type Here, here, index } from './here'

let at: Here
beforeAll(async () => {
  at = await here({ indexes: { accounts: [index('owner', ['owner'], true)] }, transactionMs: 4_000 })
})
afterAll(() => at.leave())

const db = () => at.app.database()
const accounts = () => db().collection('accounts')
const amountOf = async (id: string): Promise<number | undefined> => (await accounts().doc(id).get()).data[0]?.n
const put = (id: string, n: number) => accounts().doc(id).set({ n, owner: id })

test('what another writes meanwhile is not seen, one’s own writes are', async () => {
  await put('a', 1)
  const transaction = await db().startTransaction()
  const mine = transaction.collection('accounts')
  expect((await mine.doc('a').get()).data).toMatchObject({ n: 1 })
  await put('b', 5)
  await accounts().doc('a').update({ n: 2 })
  expect((await mine.doc('a').get()).data).toMatchObject({ n: 1 })
  expect((await mine.doc('b').get()).data).toBeNull()
  await mine.doc('c').set({ n: 7, owner: 'c' })
  expect((await mine.doc('c').get()).data).toMatchObject({ n: 7 })
  expect(await amountOf('c')).toBeUndefined()
  await transaction.rollback()
  expect(await amountOf('c')).toBeUndefined()
})

test('a document that changed since the transaction began cannot be written by it', async () => {
  await put('a', 1)
  const transaction = await db().startTransaction()
  await accounts().doc('a').update({ n: 2 })
  await expect(transaction.collection('accounts').doc('a').update({ n: 3 })).rejects.toMatchObject({
    code: 'DATABASE_TRANSACTION_CONFLICT',
  })
  expect(await amountOf('a')).toBe(2)
})

test('a writer outside waits until the transaction is over', async () => {
  await put('a', 1)
  const transaction = await db().startTransaction()
  await transaction.collection('accounts').doc('a').update({ n: 10 })
  const order: string[] = []
  const outside = accounts()
    .doc('a')
    .update({ n: db().command.inc(1) })
    .then(() => order.push('outside'))
  await transaction.commit().then(() => order.push('committed'))
  await outside
  expect(order).toEqual(['committed', 'outside'])
  expect(await amountOf('a')).toBe(11)
})

test('twenty transfers at once keep the sum', async () => {
  await put('from', 100)
  await put('to', 0)
  const transfer = () =>
    db().runTransaction(async (transaction: Awaited<ReturnType<ReturnType<typeof db>['startTransaction']>>) => {
      const both = transaction.collection('accounts')
      const from = (await both.doc('from').get()).data as unknown as { n: number }
      const to = (await both.doc('to').get()).data as unknown as { n: number }
      await both.doc('from').update({ n: from.n - 1 })
      await both.doc('to').update({ n: to.n + 1 })
    })
  const results = await Promise.allSettled(Array.from({ length: 20 }, transfer))
  const done = results.filter(({ status }) => status === 'fulfilled').length
  expect(done).toBeGreaterThan(0)
  expect([await amountOf('from'), await amountOf('to')]).toEqual([100 - done, done])
})

test('a unique key may move from one document to another in one transaction, and is still given once', async () => {
  await put('p', 1)
  await put('q', 1)
  const swap = await db().startTransaction()
  await swap.collection('accounts').doc('p').update({ owner: 'q' })
  await swap.collection('accounts').doc('q').update({ owner: 'p' })
  await swap.commit()
  expect((await accounts().where({ owner: 'q' }).get()).data[0]._id).toBe('p')
  const twice = await db().startTransaction()
  await twice.collection('accounts').doc('p').update({ owner: 'p' })
  await expect(twice.commit()).rejects.toMatchObject({ code: 'DATABASE_DUPLICATE_WRITE' })
})

test('a removal inside is seen inside, and a query of the wire protocol sees both', async () => {
  await put('r', 42)
  const { transactionId } = (await ask(at.cloud, { action: 'database.startTransaction' })) as never as {
    transactionId: string
  }
  const rest = { collectionName: 'accounts', transactionId }
  await ask(at.cloud, { action: 'database.removeDocument', ...rest, query: '{"_id":"r"}', multi: false })
  await ask(at.cloud, { action: 'database.insertDocument', ...rest, data: ['{"_id":"s","n":42,"owner":"s"}'] })
  const { data } = await ask(at.cloud, {
    action: 'database.getDocument',
    ...rest,
    queryType: 'WHERE',
    query: '{"n":42}',
  })
  expect((data as never as { list: string[] }).list.map((one) => JSON.parse(one)._id)).toEqual(['s'])
  await ask(at.cloud, { action: 'database.abortTransaction', transactionId })
  expect(await amountOf('r')).toBe(42)
})

test('a forgotten transaction ends by itself, frees what it held and answers with its own code', async () => {
  await put('a', 1)
  const transaction = await db().startTransaction()
  await transaction.collection('accounts').doc('a').update({ n: 5 })
  // Waits for the transaction to expire.
  await accounts().doc('a').update({ n: 2 })
  expect(await amountOf('a')).toBe(2)
  await expect(transaction.collection('accounts').doc('a').get()).rejects.toMatchObject({
    code: 'DATABASE_TRANSACTION_FAIL',
  })
  await expect(transaction.commit()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' })
})
