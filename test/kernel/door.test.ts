// The one door: unknown calls, prototype names, wrong shapes, defects; who is admitted; and the order in which that is judged.
import * as z from 'zod'
import { ctxFor, dispatch, endpoint, replyTo } from '../../cloudfunctions/api/core/endpoint'
import { api } from '../../cloudfunctions/api/modules'
import { codeOf, type Door, theDoor } from '../support/door'
import type { Who } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
})
afterAll(() => door.close())

test.each([
  'nothing',
  'nothing.at',
  'needs',
  'needs.',
  '.submit',
  'needs.submit.run',
  'constructor.toString',
  'constructor.name',
  '__proto__.x',
  'needs.__proto__',
  'needs.constructor',
  'needs.toString',
  'hasOwnProperty.call',
  'NEEDS.SUBMIT',
  'needs submit',
  '',
  7,
  null,
  undefined,
  ['needs.submit'],
  { toString: 'needs.submit' },
])('%p is no call', async (call) => {
  expect(await door.call('author', call, {})).toMatchObject({ ok: false, error: { code: 'CALL_UNKNOWN' } })
})

test.each([null, undefined, 'text', 7])('an event of %p is no call', async (event) => {
  const reply = await dispatch(api, event as never, ctxFor('openid-author', door.store, 0), 'TEST')
  expect(codeOf(reply as never)).toBe('CALL_UNKNOWN')
})

test.each(['a string', 7, true, ['a'], { area: 7 }, { area: '/jz/yh/xm', more: 1 }])(
  'needs.public with %p is refused by shape',
  async (data) => expect(codeOf(await door.call('author', 'needs.public', data))).toBe('INPUT_INVALID'),
)

test('every unknown field is named, those named like parts of every object too', async () => {
  const data = JSON.parse('{"street":"/jz/yh/xm","extra":1,"constructor":2,"toString":3}') as object
  const { error } = await door.call('clerk', 'matters.desk', data)
  expect({ ...error?.fields }).toEqual({ extra: '多余的内容', constructor: '多余的内容', toString: '多余的内容' })
})

test('a field at fault is named with a sentence in residents’ language', async () => {
  const { error } = await door.call('author', 'needs.submit', { id: 'short', title: '灯', photos: ['http://x/y.jpg'] })
  expect(error?.code).toBe('INPUT_INVALID')
  expect(error?.fields).toMatchObject({ title: '标题至少 4 个字', words: '请写明情况', category: '请选择类别' })
  expect(error?.fields?.['photos.0']).toMatch(/照片/)
  for (const sentence of Object.values(error?.fields ?? {})) expect(sentence).toMatch(/^[^!！]*[\u4e00-\u9fff][^!！]*$/)
})

const gate = Object.entries(api).flatMap(([module, endpoints]) =>
  Object.entries(endpoints).map(([name, { who }]) => [`${module}.${name}`, who] as const),
)

test.each(gate)('%s admits exactly %p', async (call, who) => {
  const seen: Record<string, string> = {}
  for (const one of ['', 'openid-nobody', 'neighbour', 'clerk', 'secretary', 'officer', 'manager', 'supervisor']) {
    // A shape that nothing accepts: whoever is admitted hears about it, whoever is not hears that first.
    seen[one] = codeOf(await door.call(one as Who, call, { nonsense: true }))
  }
  const posts: Record<string, string[]> = {
    clerk: ['clerk', 'staff'],
    secretary: ['secretary'],
    officer: ['officer'],
    manager: ['staff'],
    supervisor: ['supervisor'],
  }
  const admitted = (one: string) =>
    who === 'guest' || who === 'member' || (posts[one] ?? []).some((role) => (who as readonly string[]).includes(role))
  expect(seen).toEqual({
    '': 'SIGN_IN',
    'openid-nobody': who === 'guest' ? 'INPUT_INVALID' : 'NOT_REGISTERED',
    ...Object.fromEntries(
      ['neighbour', ...Object.keys(posts)].map((one) => [one, admitted(one) ? 'INPUT_INVALID' : 'NOT_PERMITTED']),
    ),
  })
})

describe('a defect', () => {
  const broken = {
    odd: {
      run: endpoint({
        who: 'guest',
        about: '坏的',
        input: z.strictObject({}),
        output: z.object({ a: z.string() }),
        run: async () => Promise.reject(new Error('ECONNREFUSED at secret-host:5432')),
      }),
    },
  }
  test('reaches the phone as a number to quote, never as its own words', async () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const reply = await dispatch(broken, { call: 'odd.run' }, ctxFor('openid-author', door.store, 0), '7F3K')
    expect(reply).toEqual({
      ok: false,
      error: { code: 'INTERNAL', message: '系统繁忙，请稍后再试（编号 7F3K）', ref: '7F3K' },
    })
    expect(log).toHaveBeenCalledTimes(1)
    expect(String(log.mock.calls[0])).toContain('ECONNREFUSED')
    log.mockRestore()
  })

  test('of any kind is a reply', () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    for (const thrown of [undefined, null, 'text', 7, new TypeError('x'), { code: 'DATABASE_REQUEST_FAILED' }])
      expect(replyTo(thrown, 'A1B2')).toMatchObject({ ok: false, error: { code: 'INTERNAL', ref: 'A1B2' } })
    log.mockRestore()
  })
})
