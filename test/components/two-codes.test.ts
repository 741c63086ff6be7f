// The pages on which somebody is found by a code: who is shown is who the code belongs to that stands there, and what is done is done for them.
import { promises } from 'node:timers'

type Page = { data: Record<string, unknown>; [method: string]: unknown }
type Given = { data: object; methods: Record<string, (event?: object) => unknown> }

let given: Given
const calls: { answer: (data: object) => void }[] = []
const wx = {
  getStorageSync: () => undefined,
  getAppBaseInfo: () => ({}),
  cloud: {
    callFunction: () => new Promise((done) => calls.push({ answer: (data) => done({ result: { ok: true, data } }) })),
  },
}
const Component = (one: Given): void => {
  given = one
}
beforeAll(() => Object.assign(globalThis, { wx, Component }))
beforeEach(() => void calls.splice(0))

function opened(path: string): Page & { do(method: string, event?: object): void } {
  jest.isolateModules(() => require(`../../miniprogram/packages/organiser/${path}`))
  const data = { ...(given.data as Record<string, unknown>) }
  const page = { ...given.methods, data, setData: (change: object) => void Object.assign(data, change) }
  return { ...page, do: (method, event) => void given.methods[method]?.call(page, event) }
}
const written = (name: string, value: string) => ({ currentTarget: { dataset: { name } }, detail: { value } })

test.each([
  ['join/join', 'both', 'write'],
  ['help/help', 'found', 'writeCode'],
])('%s: the answer for a code that was written over meanwhile shows nobody', async (path, shown, write) => {
  const page = opened(path)
  page.do(write, written('card', 'AAAA1111'))
  page.do('find')
  page.do(write, written('card', 'BBBB2222'))
  calls[0]?.answer({ name: '马**' })
  await promises.setImmediate()
  expect([page.data.busy, page.data[shown]]).toEqual([false, undefined])
  page.do('find')
  calls[1]?.answer({ name: '何**' })
  await promises.setImmediate()
  expect(page.data[shown]).toEqual({ name: '何**' })
})
