// Scans kept on the phone: written down before they are sent, sent once the network is back, and what became of each.
import { checkIn, clearScans, keptCount, scans, sendKept, watchScans } from '../../miniprogram/lib/scans'

const storage = new Map<string, unknown>()
const wx = {
  cloud: { callFunction: jest.fn() },
  getStorageSync: (key: string) => storage.get(key) ?? '',
  setStorageSync: (key: string, value: unknown) => void storage.set(key, JSON.parse(JSON.stringify(value))),
}
beforeAll(() => Object.assign(globalThis, { wx }))
beforeEach(() => {
  storage.clear()
  wx.cloud.callFunction.mockReset()
})

const away = () => wx.cloud.callFunction.mockRejectedValue({ errMsg: 'cloud.callFunction:fail network error' })
const answer = { shift: 's', title: '楼道清扫', post: '清扫', direction: 'in', said: '已签到 09:02', unsure: false }
const answering = (more: object = {}) =>
  wx.cloud.callFunction.mockResolvedValue({ result: { ok: true, data: { ...answer, ...more } } })
const refusing = (code: string, message: string, fields?: object) =>
  wx.cloud.callFunction.mockResolvedValue({ result: { ok: false, error: { code, message, fields } } })
const sent = (call: number) => wx.cloud.callFunction.mock.calls[call]?.[0].data.data

test('a scan that arrives at once is answered and leaves nothing behind', async () => {
  answering()
  expect(await checkIn('WS1~a')).toMatchObject({ how: 'done', answer: { said: '已签到 09:02' } })
  expect(sent(0)).toMatchObject({ code: 'WS1~a', later: false, walkIn: false })
  expect(scans()).toEqual([])
})

test('without a network it is kept with its code and time, and sent later under the same request, once', async () => {
  away()
  expect(await checkIn('WS1~a')).toEqual({ how: 'kept' })
  const [kept] = scans()
  expect(kept).toMatchObject({ code: 'WS1~a', state: 'kept', request: sent(0).request })
  expect(kept?.at).toBeGreaterThan(0)
  expect(await sendKept()).toBe(0)
  answering({ unsure: true })
  expect(await sendKept()).toBe(1)
  expect(sent(2)).toEqual({ code: 'WS1~a', request: kept?.request, later: true, walkIn: false })
  expect(scans()).toMatchObject([{ state: 'sent', said: '已签到 09:02', title: '楼道清扫 · 清扫', unsure: true }])
  expect(await sendKept()).toBe(0)
  expect(wx.cloud.callFunction).toHaveBeenCalledTimes(3)
})

test('it is on the phone before the answer is there, so that closing the app loses nothing', async () => {
  let arrive: (value: object) => void = () => undefined
  wx.cloud.callFunction.mockReturnValue(new Promise((done) => (arrive = done)))
  const going = checkIn('WS1~a')
  expect(keptCount()).toBe(1)
  // Meanwhile nobody sends it a second time.
  expect(await sendKept()).toBe(0)
  arrive({ result: { ok: true, data: answer } })
  expect((await going).how).toBe('done')
  expect(keptCount()).toBe(0)
})

test('two that are kept are sent in the order they were scanned; a silent network ends the attempt', async () => {
  away()
  for (const code of ['WS1~in', 'WS1~out']) await checkIn(code)
  expect(await sendKept()).toBe(0)
  expect(wx.cloud.callFunction).toHaveBeenCalledTimes(3)
  answering()
  expect(await sendKept()).toBe(2)
  expect([sent(3).code, sent(4).code]).toEqual(['WS1~in', 'WS1~out'])
})

test.each(['INTERNAL', 'TOO_MANY', 'STATE_CHANGED'])('%s says nothing about the scan: it stays', async (code) => {
  refusing(code, '系统繁忙，请稍后再试')
  expect(await checkIn('WS1~a')).toEqual({ how: 'kept' })
  expect(await sendKept()).toBe(0)
  expect(keptCount()).toBe(1)
})

test('what is refused at once is told and not kept; what is refused later stands in the list with the reason', async () => {
  refusing('CODE_FORGED', '这不是有效的签到码，请扫现场出示的码')
  expect(await checkIn('12345')).toEqual({
    how: 'refused',
    code: 'CODE_FORGED',
    why: '这不是有效的签到码，请扫现场出示的码',
  })
  expect(scans()).toEqual([])
  away()
  await checkIn('WS1~a')
  refusing('SHIFT_NOT_JOINED', '您没有报名这个班次')
  expect(await sendKept()).toBe(0)
  expect(scans()).toMatchObject([{ state: 'refused', said: '您没有报名这个班次' }])
})

test('who did not sign up is asked, and the yes goes out with the next one', async () => {
  refusing('SHIFT_NOT_JOINED', '您没有报名这个班次', { walkIn: '楼道清扫（清扫）：现场还有名额时可以直接加入' })
  expect(await checkIn('WS1~a')).toEqual({ how: 'ask', question: '楼道清扫（清扫）：现场还有名额时可以直接加入' })
  answering()
  expect((await checkIn('WS1~a', true)).how).toBe('done')
  expect(sent(1)).toMatchObject({ walkIn: true })
})

test('somebody who is not registered is led there, and a kept scan waits for it', async () => {
  refusing('NOT_REGISTERED', '请先选择您居住的楼栋')
  await expect(checkIn('WS1~a')).rejects.toMatchObject({ code: 'NOT_REGISTERED' })
  expect(scans()).toEqual([])
})

test('clearing and making room take only what has an outcome', async () => {
  const past = Array.from({ length: 40 }, (_, index) => ({ request: `r${index}`, state: 'sent', code: '' }))
  storage.set('scans', past)
  away()
  const seen = jest.fn()
  const stop = watchScans(seen)
  await checkIn('WS1~a')
  expect(scans()).toHaveLength(30)
  expect(scans()[0]).toMatchObject({ code: 'WS1~a', state: 'kept' })
  clearScans()
  expect(scans()).toMatchObject([{ state: 'kept' }])
  expect(seen).toHaveBeenCalledTimes(2)
  stop()
  clearScans()
  expect(seen).toHaveBeenCalledTimes(2)
})
