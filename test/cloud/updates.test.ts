// Every update operator of the SDK, and what an insert of several documents promises.
import { type Here, here, index } from './here'

let at: Here
beforeAll(async () => {
  at = await here({ indexes: { things: [], codes: [index('code', ['code'], true)] } })
})
afterAll(() => at.leave())

const things = () => at.app.database().collection('things')
const codes = () => at.app.database().collection('codes')
let made = 0
/** A document, an update of it, and what it became (without its id). */
async function after(doc: object, update: object, where: object = {}): Promise<unknown> {
  const _id = `u${made++}`
  await things().add({ ...doc, _id })
  await things()
    .where({ _id, ...where })
    .update(update)
  const { _id: _gone, ...rest } = (await things().doc(_id).get()).data[0]
  return rest
}

test('numbers are added to, multiplied, raised and lowered', async () => {
  const _ = at.app.database().command
  expect(
    await after({ a: 1, b: 3, c: 5, d: 5 }, { a: _.inc(2), b: _.mul(2), c: _.max(9), d: _.min(2), fresh: _.inc(1) }),
  ).toEqual({
    ...{ a: 3, b: 6, c: 9, d: 2, fresh: 1 },
  })
})

test('fields are set deep down, replaced whole, renamed and removed', async () => {
  const _ = at.app.database().command
  const doc = { deep: { x: 1, y: 2 }, whole: { x: 1 }, old: 7, gone: 1 }
  expect(
    await after(doc, { 'deep.x': 5, deep2: { z: 1 }, whole: _.set({ n: 1 }), old: _.rename('name'), gone: _.remove() }),
  ).toEqual({
    ...{ deep: { x: 5, y: 2 }, deep2: { z: 1 }, whole: { n: 1 }, name: 7 },
  })
  expect(await after({ deep: { x: 1, y: 2 } }, { deep: { x: 3 } })).toEqual({ deep: { x: 3, y: 2 } })
})

test('lists are pushed to, cut, sorted, popped and pulled from', async () => {
  const _ = at.app.database().command
  expect(await after({ list: [3, 1] }, { list: _.push({ each: [2, 0], position: 0 }) })).toEqual({ list: [2, 0, 3, 1] })
  expect(await after({ list: [3, 1] }, { list: _.push({ each: [2], sort: 1, slice: 2 }) })).toEqual({ list: [1, 2] })
  expect(await after({ list: [3, 1] }, { list: _.push({ each: [4], slice: -2 }) })).toEqual({ list: [1, 4] })
  expect(await after({ list: [1, 2, 3] }, { list: _.pop() })).toEqual({ list: [1, 2] })
  expect(await after({ list: [1, 2, 3] }, { list: _.shift() })).toEqual({ list: [2, 3] })
  expect(await after({ list: [2] }, { list: _.unshift([0, 1]) })).toEqual({ list: [0, 1, 2] })
  expect(await after({ list: [{ n: 1 }, { n: 5 }] }, { list: _.pull({ n: _.gt(3) }) })).toEqual({ list: [{ n: 1 }] })
  expect(await after({ list: [1, 2, 3, 2] }, { list: _.pullAll([2, 3]) })).toEqual({ list: [1] })
  expect(await after({ list: [1] }, { list: _.addToSet({ each: [1, 2] }) })).toEqual({ list: [1, 2] })
  expect(await after({ list: [1] }, { list: _.addToSet(1) })).toEqual({ list: [1] })
})

test('the member that the condition found is changed, and no other', async () => {
  const list = [
    { id: 'a', n: 1 },
    { id: 'b', n: 2 },
  ]
  expect(await after({ list }, { 'list.$.n': 9 }, { 'list.id': 'b' })).toEqual({ list: [list[0], { id: 'b', n: 9 }] })
  expect(await after({ list }, { 'list.$[].n': 0 })).toEqual({ list: list.map(({ id }) => ({ id, n: 0 })) })
})

test('the server’s time is the cloud’s, with its offset', async () => {
  const before = at.cloud.clock.now()
  const { when, later } = (await after(
    {},
    { when: at.app.database().serverDate(), later: at.app.database().serverDate({ offset: 60_000 }) },
  )) as Record<string, Date>
  expect(when!.getTime()).toBeGreaterThanOrEqual(before)
  expect(later!.getTime() - when!.getTime()).toBe(60_000)
})

test('what cannot be updated is refused with the platform’s code, and nothing is changed', async () => {
  const _ = at.app.database().command
  await things().add({ _id: 'text', words: 'abc' })
  await expect(
    things()
      .doc('text')
      .update({ words: _.inc(1) }),
  ).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' })
  expect((await things().doc('text').get()).data[0]).toEqual({ _id: 'text', words: 'abc' })
})

test('several documents are added together or not at all', async () => {
  await codes().add({ _id: 'first', code: 'A' })
  const refused = { code: 'DATABASE_DUPLICATE_WRITE' }
  await expect(
    codes().add([
      { _id: 'x', code: 'X' },
      { _id: 'first', code: 'Y' },
    ]),
  ).rejects.toMatchObject(refused)
  await expect(
    codes().add([
      { _id: 'x', code: 'X' },
      { _id: 'y', code: 'A' },
    ]),
  ).rejects.toMatchObject(refused)
  await expect(
    codes().add([
      { _id: 'x', code: 'X' },
      { _id: 'y', code: 'X' },
    ]),
  ).rejects.toMatchObject(refused)
  expect((await codes().count()).total).toBe(1)
  await codes().add([
    { _id: 'x', code: 'X' },
    { _id: 'y', code: 'Y' },
  ])
  expect((await codes().count()).total).toBe(3)
})

test('an update of many does not give one key twice', async () => {
  await expect(
    codes()
      .where({ _id: at.app.database().command.in(['x', 'y']) })
      .update({ code: 'Z' }),
  ).rejects.toMatchObject({
    code: 'DATABASE_DUPLICATE_WRITE',
  })
  expect((await codes().where({ code: 'X' }).count()).total).toBe(1)
})

test('an unknown update of a whole document makes it, and a removal of many says how many', async () => {
  const { upsertedId } = (await things().doc('made').set({ kind: 'gone' })) as { upsertedId?: string }
  expect(upsertedId).toBe('made')
  await things().add([{ kind: 'gone' }, { kind: 'gone' }])
  expect((await things().where({ kind: 'gone' }).remove()).deleted).toBe(3)
})
