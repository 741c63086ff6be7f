/** @jest-environment jsdom */
// The shared components, mounted by WeChat's simulator: what they show and what they tell.
import { mount, settled } from './mounted'

const card = {
  id: 'a',
  no: '香梅街道-2026-00001',
  title: '楼道灯不亮',
  status: { key: 'submitted', label: '待受理', tone: 'info' },
  category: '设施维修',
  place: '阳光里社区 · 3 栋',
  time: '今天 09:00',
  supportCount: 2,
  next: '居民委员会将在明天前受理',
  due: { text: '还剩 1 个工作日', tone: 'warn', full: '' },
  button: { action: 'accept', label: '受理', form: false },
  version: 1,
}

test('a card says what, where, how far and by when, and tells which one was opened', async () => {
  const component = mount('matter-card', { card })
  await settled()
  const text = component.dom?.textContent ?? ''
  for (const part of [
    '楼道灯不亮',
    '设施维修',
    '3 栋',
    '2 人支持',
    '居民委员会将在明天前受理',
    '还剩 1 个工作日',
    '受理',
  ])
    expect(text).toContain(part)
  const opened: unknown[] = []
  component.addEventListener('open', ({ detail }) => opened.push(detail))
  component.instance.open?.()
  expect(opened).toEqual([{ id: 'a' }])
})

test('a card without a turn has no button', async () => {
  const component = mount('matter-card', { card: { ...card, button: undefined } })
  await settled()
  expect(component.querySelectorAll('.do')).toHaveLength(0)
})

test('a choice field tells its name and value, and a wrong field says why beneath it', async () => {
  const fields = [
    {
      name: 'body',
      label: '派给哪个单位',
      kind: 'choice',
      required: true,
      options: [{ value: 'p', label: '阳光物业' }],
    },
  ]
  const component = mount('form-fields', { fields, values: {}, errors: { 'patch.body': '请选择单位' } })
  await settled()
  expect(component.dom?.textContent).toContain('请选择单位')
  const told: unknown[] = []
  component.addEventListener('change', ({ detail }) => told.push(detail))
  component.instance.choose?.({ currentTarget: { dataset: { name: 'body', value: 'p' } } })
  component.instance.toggle?.({ currentTarget: { dataset: { name: 'helpers', value: 'a' } } })
  expect(told).toEqual([
    { name: 'body', value: 'p' },
    { name: 'helpers', value: ['a'] },
  ])
})

test('the timeline marks what residents cannot see and shows the full time on tap', async () => {
  const items = [
    {
      n: 2,
      time: '今天 10:00',
      full: '2026年11月24日 10:00',
      who: '居民委员会',
      told: '写了内部备注',
      internal: true,
      tone: 'plain',
      note: '先电话联系',
    },
  ]
  const component = mount('time-line', { items })
  await settled()
  expect(component.dom?.textContent).toContain('内部备注，居民看不到')
  component.instance.toggle?.({ currentTarget: { dataset: { n: 2 } } })
  await settled()
  expect(component.dom?.textContent).toContain('2026年11月24日 10:00')
})

test('a list says that it is loading, empty with a way on, or failed with a retry', async () => {
  const empty = mount('list-state', { state: 'ready', count: 0, empty: '您还没有提交过诉求', way: '我要反映' })
  await settled()
  expect(empty.dom?.textContent).toContain('您还没有提交过诉求')
  expect(empty.dom?.textContent).toContain('我要反映')
  const failed = mount('list-state', { state: 'error', failure: '网络不通', count: 0 })
  await settled()
  const retried = jest.fn()
  failed.addEventListener('retry', retried)
  failed.instance.retry?.()
  expect(failed.dom?.textContent).toContain('重试')
  expect(retried).toHaveBeenCalledTimes(1)
})

test('where nothing is there, trying again is not offered: the list it belongs to is, and the first screen', async () => {
  const wx = { switchTab: jest.fn(), redirectTo: jest.fn() }
  const getCurrentPages = () => [{ route: 'pages/home/home' }, { route: 'packages/volunteer/shift/shift' }]
  Object.assign(globalThis, { getCurrentPages })
  Object.assign((globalThis as unknown as { wx: object }).wx, wx)
  const gone = mount('list-state', { state: 'error', failure: '没有这个班次', failureRef: 'MISSING', count: 0 })
  await settled()
  const text = gone.dom?.textContent ?? ''
  expect([text.includes('重试'), text.includes('看可以报名的活动'), text.includes('回首页')]).toEqual([
    false,
    true,
    true,
  ])
  gone.instance.onward?.()
  gone.instance.home?.()
  expect(wx.switchTab.mock.calls).toEqual([[{ url: '/pages/volunteer/volunteer' }], [{ url: '/pages/home/home' }]])
})
