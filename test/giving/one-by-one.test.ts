// What a second person ticks is confirmed by one call after another: a running count, what is refused with its reason, nothing twice after a
// lost answer.
import { sayFen } from '../../miniprogram/lib/money'
import { type Failed, oneByOne, tickedOf } from '../../miniprogram/packages/charity/finance/one-by-one'

const gift = (n: number) => ({
  id: `gift${n}`,
  version: n,
  title: '扶手',
  donor: `第${n}位`,
  amount: { fen: n * 100, text: `${n}.00 元` },
})

test('each is sent after the one before it was answered, and what was refused is listed while the rest goes on', async () => {
  const sent: object[] = []
  const counts: [number, number][] = []
  let open = 0
  const send = async (item: { id: string; version: number }) => {
    expect(++open).toBe(1)
    sent.push(item)
    await Promise.resolve()
    open--
    return { failed: item.id === 'gift2' ? [{ message: '这件事项刚刚有了新进展，请看最新情况' }] : [] }
  }
  const tell = (at: number, failed: Failed[]) => counts.push([at, failed.length])
  const failed = await oneByOne([1, 2, 3].map(gift), send, tell)
  expect(sent).toEqual([1, 2, 3].map((n) => ({ id: `gift${n}`, version: n })))
  expect(counts).toEqual([
    [1, 0],
    [2, 0],
    [3, 1],
    [3, 1],
  ])
  expect(failed).toEqual([
    { id: 'gift2', title: '第2位 2.00 元，扶手', message: '这件事项刚刚有了新进展，请看最新情况' },
  ])
})

test('a lost answer ends it, with what was refused so far still told', async () => {
  const told: Failed[][] = []
  const send = async ({ id }: { id: string }) => {
    if (id === 'gift3') throw new Error('lost')
    return { failed: id === 'gift1' ? [{ message: '您登记的到账须由另一个人复核' }] : [] }
  }
  await expect(oneByOne([1, 2, 3, 4].map(gift), send, (_at, failed) => told.push(failed))).rejects.toThrow('lost')
  expect([told.length, told.at(-1)?.map(({ id }) => id)]).toEqual([3, ['gift1']])
})

test('a tick holds for what was seen, as long as it is as it was', () => {
  const ticks = { gift1: 1, gift2: 1, gift9: 9 }
  expect(tickedOf([1, 2, 3].map(gift), ticks).map(({ id }) => id)).toEqual(['gift1'])
})

test.each([
  [0, '0.00 元'],
  [5, '0.05 元'],
  [99_999, '999.99 元'],
  [123_450, '1,234.50 元'],
  [100_000_000, '1,000,000.00 元'],
])('%d 分 are %s', (fen, text) => expect(sayFen(fen)).toBe(text))
