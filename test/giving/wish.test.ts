// Small wishes: written down with consent, nobody named, one neighbour, through the community, with thanks.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, freshId, ok, on, request, wishInput } from '../support/gifts'
import { aNeed } from '../support/needs'
import { dew, plum, type Who } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
})
afterAll(() => door.close())

const wish = async (change: object = {}, who: Who = 'socialWorker') => {
  const input = wishInput(change)
  const told = await door.call(who, 'giving.wish', input)
  if (told.ok) await door.store.change('matters', { _id: input.id }, { 'beside.check': 'pass' })
  return { id: input.id, told }
}
const take = (id: string, who: Who = 'author') => act(door, who, id, 'take', { patch: { name: '周阿姨' } })
const around = async (who: Who | 'openid-guest' = 'openid-guest') =>
  ok(await door.call(who, 'giving.around', { area: plum, list: 'wishes' })).wishes

test('a wish is taken, brought through the community, delivered and thanked for; nobody is named', async () => {
  const { id, told } = await wish()
  expect([codeOf(told), told.calls <= 4]).toEqual(['OK', true])
  expect(await around()).toMatchObject([
    { id, title: '一盏阅读台灯', limit: { text: '150.00 元' }, status: { label: '待认领' } },
  ])
  const taken = await take(id)
  expect([codeOf(taken), taken.calls <= 4]).toEqual(['OK', true])
  for (const who of ['openid-guest', 'author', 'neighbour', 'dewClerk'] as const) {
    const seen = ok(await door.call(who, 'matters.get', { id }))
    expect([who, JSON.stringify(seen).includes('小雨'), JSON.stringify(seen).includes('周阿姨')]).toEqual([
      who,
      false,
      false,
    ])
  }
  expect(JSON.stringify(ok(await door.call('clerk', 'matters.get', { id })))).toContain('五年级的小雨')
  expect(ok(await door.call('author', 'giving.mine', { list: 'wishes' })).wishes).toMatchObject([{ id, mine: true }])
  ok(await act(door, 'clerk', id, 'receive'))
  expect(codeOf(await act(door, 'clerk', id, 'deliver', { patch: { words: '小雨说谢谢' } }))).toBe('WISH_NAMES')
  ok(await act(door, 'clerk', id, 'deliver', { patch: { words: '台灯很亮，谢谢邻居。' } }))
  expect(await door.matter(id)).toMatchObject({ status: 'done', class: 'settled' })
  const over = ok(await door.call('openid-guest', 'giving.around', { area: plum, list: 'wishes', over: true })).wishes
  expect(over).toMatchObject([{ id, thanks: '台灯很亮，谢谢邻居。' }])
})

test('eight neighbours reach for one wish: one has it, and the others hear so', async () => {
  const { id } = await wish()
  const { version } = await door.matter(id)
  const everybody = Array.from({ length: 8 }, (_, index) => (index % 2 ? 'author' : 'neighbour') as Who)
  const told = await Promise.all(
    everybody.map((who) =>
      door.call(who, 'matters.act', { id, version, action: 'take', request: request(), patch: { name: '邻居' } }),
    ),
  )
  expect(told.filter((one) => one.ok)).toHaveLength(1)
  expect(new Set(told.filter((one) => !one.ok).map(codeOf))).toEqual(new Set(['WISH_TAKEN']))
})

test('who took it may give it back; another neighbour may not, and a stranger to the place takes none', async () => {
  const { id } = await wish()
  expect(codeOf(await take(id, 'dewResident'))).toBe('NOT_PERMITTED')
  ok(await take(id))
  expect(codeOf(await act(door, 'neighbour', id, 'giveUp'))).toBe('WISH_NOT_TAKER')
  ok(await act(door, 'author', id, 'giveUp', { note: '要出差' }))
  ok(await take(id, 'neighbour'))
  ok(await act(door, 'socialWorker', id, 'release', { note: '联系不上' }))
  expect((await door.matter(id)).body.taker).toBeUndefined()
})

test.each([
  ['above five hundred 元', { limit: '500.01' }, 'WISH_LIMIT', 'limit'],
  ['nothing', { limit: '0' }, 'AMOUNT_ZERO', 'limit'],
  ['cash', { words: '想要三百元现金交学费。' }, 'WISH_MONEY', 'words'],
  ['the name of the person', { words: '小雨想要一盏台灯。', whom: '小雨 10 岁' }, 'WISH_NAMES', 'words'],
  ['a phone number', { words: '请打 13800001111 联系。' }, 'WISH_NAMES', 'words'],
  ['a door', { words: '请送到 302 室。' }, 'WISH_NAMES', 'words'],
  ['money for one person', { words: '为我的孩子筹款买药，谢谢。' }, 'MONEY_ASKED', 'words'],
  ['a day that has passed', { until: on(-1) }, 'WISH_PAST', 'until'],
  ['more than half a year', { until: on(200) }, 'WISH_PAST', 'until'],
  ['a need that is none', { need: 'x'.repeat(20) }, 'WISH_NEED', 'need'],
  ['a place that is none', { area: '/jz/yh/xm' }, 'WISH_AREA', 'area'],
  ['no consent', { consent: 'none' }, 'INPUT_INVALID', 'consent'],
])('a wish with %s is refused by name', async (_what, change, code, field) => {
  const { told } = await wish(change)
  expect([codeOf(told), Object.keys(told.error?.fields ?? {})]).toEqual([code, [field]])
})

test('is written down by those who work with the residents of the place', async () => {
  for (const who of ['author', 'secretary', 'officer', 'treasurer'] as const)
    expect([who, codeOf((await wish({}, who)).told)]).toEqual([who, 'NOT_PERMITTED'])
  expect(codeOf((await wish({}, 'dewClerk')).told)).toBe('NOT_PERMITTED')
  ok((await wish({ area: dew }, 'dewClerk')).told)
  ok((await wish({ area: `${plum}/g1/b1` }, 'clerk')).told)
})

test('comes from a need of the community, which it keeps', async () => {
  const need = aNeed({ status: 'accepted', input: { id: freshId() } })
  await door.put(need)
  const { id, told } = await wish({ need: need._id })
  expect([codeOf(told), told.calls]).toEqual(['OK', 4])
  expect((await door.matter(id)).body.need).toBe(need._id)
})

test('nobody takes what they have written down, and what nobody took ends by itself', async () => {
  await door.store.change('people', { key: 'pclerk' }, { building: `${plum}/g1/b1` })
  const { id } = await wish({}, 'clerk')
  expect(codeOf(await take(id, 'clerk'))).toBe('WISH_OWN')
  await passTime.run({ store: door.store, now: wednesday + 32 * dayMs })
  expect(await door.matter(id)).toMatchObject({ status: 'closed', class: 'hidden' })
})

test('a taken wish that does not come is reminded of', async () => {
  const { id } = await wish({ until: on(100) })
  ok(await take(id))
  await passTime.run({ store: door.store, now: wednesday + 8 * dayMs })
  expect((await door.matter(id)).lateCount).toBe(0)
  await passTime.run({ store: door.store, now: wednesday + 14 * dayMs })
  expect(await door.matter(id)).toMatchObject({ lateCount: 1, status: 'taken' })
})
