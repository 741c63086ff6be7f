// What a page does around a call: the typed client, double taps, field errors, refusals, a stale page.
import { ApiError, api } from '../../miniprogram/lib/api'
import { newId } from '../../miniprogram/lib/ids'
import { load, run, turnTo } from '../../miniprogram/lib/screen'

const wx = {
  cloud: { callFunction: jest.fn() },
  showToast: jest.fn(),
  showModal: jest.fn(),
  navigateTo: jest.fn(),
  pageScrollTo: jest.fn(),
  stopPullDownRefresh: jest.fn(),
}
beforeAll(() => Object.assign(globalThis, { wx }))
beforeEach(() => jest.clearAllMocks())

function aScreen() {
  const data: Record<string, unknown> = { busy: false, errors: {} }
  return { data, setData: (change: object) => void Object.assign(data, change), reload: jest.fn() }
}
const answering = (result: unknown) => wx.cloud.callFunction.mockResolvedValue({ result })
const refused = (code: string, message: string, fields?: object) =>
  answering({ ok: false, error: { code, message, fields } })

test('a call goes through one door by its name, and waiting for a module sends nothing', async () => {
  answering({ ok: true, data: { streets: [] } })
  await expect(api.areas.streets({})).resolves.toEqual({ streets: [] })
  expect(wx.cloud.callFunction).toHaveBeenCalledWith({ name: 'api', data: { call: 'areas.streets', data: {} } })
  await api.areas
  expect(wx.cloud.callFunction).toHaveBeenCalledTimes(1)
})

test('no network is one calm sentence, and what was written stays', async () => {
  wx.cloud.callFunction.mockRejectedValue({ errMsg: 'cloud.callFunction:fail network error' })
  await expect(api.areas.streets({})).rejects.toMatchObject({
    code: 'NETWORK',
    message: expect.stringContaining('都还在'),
  })
})

test('two taps do it once', async () => {
  const screen = aScreen()
  const work = jest.fn(() => new Promise((done) => setTimeout(done, 20)))
  await Promise.all([run(screen, work), run(screen, work)])
  expect(work).toHaveBeenCalledTimes(1)
  expect(screen.data.busy).toBe(false)
})

test('a field at fault is told under its field', async () => {
  const screen = aScreen()
  refused('INPUT_INVALID', '有内容需要修改', { title: '标题至少 4 个字' })
  await run(screen, () => api.areas.streets({}))
  expect(screen.data.errors).toEqual({ title: '标题至少 4 个字' })
})

test('a stale page reloads itself, a guest is shown the way to register', async () => {
  const screen = aScreen()
  refused('STATE_CHANGED', '这件事项刚刚有了新进展，请看最新情况')
  await run(screen, () => api.areas.streets({}))
  expect(screen.reload).toHaveBeenCalledTimes(1)
  refused('NOT_REGISTERED', '请先选择您居住的楼栋')
  await run(screen, () => api.areas.streets({}))
  expect(wx.navigateTo).toHaveBeenCalledWith({ url: '/pages/register/register' })
})

test('a refresh without network keeps what is there; a first load says so with a retry', async () => {
  wx.cloud.callFunction.mockRejectedValue({ errMsg: 'fail' })
  const screen = aScreen()
  await load(screen, () => api.areas.streets({}))
  expect(screen.data.state).toBe('error')
  Object.assign(screen.data, { state: 'ready' })
  await load(screen, () => api.areas.streets({}))
  expect(screen.data.state).toBe('ready')
})

test('a page that can’t be read says why in its own words: no field is marked, and nothing was being written', async () => {
  const screen = aScreen()
  refused('INPUT_INVALID', '有内容需要修改，请查看标红的地方', { id: '没有这个班次' })
  await load(screen, () => api.areas.streets({}))
  expect(screen.data.failure).toBe('没有这个班次')
  wx.cloud.callFunction.mockRejectedValue({ errMsg: 'fail' })
  await load(screen, () => api.areas.streets({}))
  expect(screen.data.failure).toBe('网络不通，请检查网络后重试')
  refused('NOT_REGISTERED', '请先选择您居住的楼栋')
  await load(screen, () => api.areas.streets({}))
  expect(screen.data).toMatchObject({ failure: '请先选择您居住的楼栋', failureRef: 'NOT_REGISTERED' })
})

test('what isn’t there is not tried again; what may be otherwise next time is', async () => {
  const screen = aScreen()
  for (const [code, told] of [
    ['SHIFT_MISSING', 'MISSING'],
    ['INPUT_INVALID', 'MISSING'],
    ['SHIFT_NOT_YOURS', 'MISSING'],
    ['NOT_REGISTERED', 'NOT_REGISTERED'],
    ['TOO_MANY', ''],
    ['INTERNAL', ''],
  ]) {
    refused(code as string, '一句话')
    await load(screen, () => api.areas.streets({}))
    expect([code, screen.data.failureRef]).toEqual([code, told])
  }
  wx.cloud.callFunction.mockRejectedValue({ errMsg: 'fail' })
  await load(aScreen(), () => api.areas.streets({}))
  await load(screen, () => api.areas.streets({}))
  expect(screen.data.failureRef).toBe('')
})

test('when another list is chosen, the answer for the one before is not shown, nor its failure, nor an empty page', async () => {
  const screen = aScreen()
  Object.assign(screen.data, { list: 'one', cards: ['a'], next: { key: 1 }, more: true, state: 'ready' })
  const shown: unknown[] = []
  const set = screen.setData
  screen.setData = (change: object) => {
    set(change)
    shown.push([screen.data.state, screen.data.cards])
  }
  const answers: ((cards: string[] | Error) => void)[] = []
  const asked = () =>
    new Promise<{ cards: string[] }>((done, fail) => {
      answers.push((cards) => (cards instanceof Error ? fail(cards) : done({ cards })))
    })
  const lists = ['two', 'three', 'four'].map((list) => {
    turnTo(screen, { list, cards: [] })
    return load(screen, asked)
  })
  expect(screen.data).toMatchObject({ list: 'four', state: 'loading', next: undefined, more: false })
  answers[1]?.(new Error('late'))
  answers[0]?.(['of two'])
  await Promise.all(lists.slice(0, 2))
  expect(screen.data.state).toBe('loading')
  answers[2]?.(['of four'])
  await lists[2]
  expect(shown.at(-1)).toEqual(['ready', ['of four']])
  expect(shown).not.toContainEqual(['ready', []])
  expect(shown).not.toContainEqual(['ready', ['of two']])
})

test('a defect of the page itself never shows raw text', async () => {
  const screen = aScreen()
  await run(screen, () => Promise.reject(new TypeError('x is undefined')))
  const told = [...wx.showToast.mock.calls, ...wx.showModal.mock.calls]
    .flat()
    .map((one: { title?: string; content?: string }) => one.content || one.title)
  expect(told).toEqual(['这一页出了点问题，请返回后重试'])
  expect(new ApiError({ code: 'X', message: 'm' }).fields).toEqual({})
})

test('ids are of the shape the server takes, in order of time, and never the same', () => {
  const ids = Array.from({ length: 1000 }, newId)
  expect(new Set(ids).size).toBe(1000)
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]{16,40}$/)
})
