// The switch between 常规 and 非常规: declared by two people with a document, wider rights for its area and its time, every use listed,
// the review owed; the communities beside it notice nothing.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { aNeed } from '../support/needs'
import { dew, plum, streetPath } from '../support/world'
import { declarationValues, desk, on } from './raised'

let door: Door
beforeEach(async () => {
  door = await theDoor()
})
afterEach(() => door.close())
const { raise, act } = desk(() => door)
const need = 'need0000000000031'
const review = '两天内转移十二户，排涝设备不够，入汛前要补齐。'

async function declared(area = plum): Promise<string> {
  const told = await raise('officer', 'declaration', 'declare', area, declarationValues())
  expect(told.data.statusText).toBe('待确认（会签中）')
  expect((await act('director', told.data.id, 'agree')).data.statusText).toBe('非常规中')
  return told.data.id
}

test('the street dispatches directly where it is declared, every use is listed, and it ends with the review', async () => {
  await door.put(
    aNeed({ input: { id: need } }),
    aNeed({ by: 'dewResident', input: { id: 'need0000000000032', area: `${dew}/g1/b1` } }),
  )
  expect(codeOf(await act('officer', need, 'dispatch', '', { body: 'property' }))).toBe('PERIOD_ROUTINE')
  const id = await declared()
  const sent = await act('officer', need, 'dispatch', '立即排水', { body: 'city' })
  expect(sent.data).toMatchObject({ statusText: '已派单', emergency: true })
  expect((await door.matter(need)).unsent.every(({ text }) => text.startsWith('【非常规】'))).toBe(true)
  expect(codeOf(await act('officer', 'need0000000000032', 'dispatch', '', { body: 'organisation' }))).toBe(
    'PERIOD_ROUTINE',
  )
  const { uses } = (await door.call('supervisor', 'periods.uses', { id })).data
  expect(uses).toMatchObject([{ id: need, what: expect.stringContaining('街道直派') }])
  await door.store.change('matters', { _id: need }, { 'body.visibility': 'private' })
  await door.store.change('matters', { _id: id }, { 'beside.check': 'pass' })
  const seen = (await door.call('dewResident', 'periods.uses', { id })).data.uses
  expect(seen).toMatchObject([{ no: '', title: '一件不公开的事项' }])
  expect(JSON.stringify(seen)).not.toContain(need)
  expect(codeOf(await act('officer', id, 'endEarly', '结束'))).toBe('PERIOD_REVIEW')
  expect((await act('officer', id, 'endEarly', review)).data.statusText).toBe('已恢复')
  expect((await door.call('author', 'periods.current', { area: plum })).data).toEqual({ emergency: false })
  await door.put(aNeed({ input: { id: 'need0000000000033' } }))
  expect(codeOf(await act('officer', 'need0000000000033', 'dispatch', '', { body: 'property' }))).toBe('PERIOD_ROUTINE')
})

test('it ends by itself at its hour, and the review is owed', async () => {
  await door.put(aNeed({ input: { id: need } }))
  const id = await declared()
  const { until } = (await door.matter(id)).body as { until: number }
  expect(codeOf(await act('officer', need, 'dispatch', '', { body: 'property' }, until))).toBe('PERIOD_ROUTINE')
  expect((await door.call('author', 'periods.current', { area: plum }, until - 1)).data.emergency).toBe(true)
  await passTime.run({ store: door.store, now: until + 1 })
  expect((await door.matter(id)).status).toBe('review')
  expect(codeOf(await act('officer', id, 'writeReview', '太短', {}, until + dayMs))).toBe('PERIOD_REVIEW')
  expect((await act('director', id, 'writeReview', review, {}, until + dayMs)).data.statusText).toBe('已恢复')
})

test('ending and dispatching at once have one order: whoever is first is done, the other is judged after it', async () => {
  await door.put(aNeed({ input: { id: need } }))
  const id = await declared()
  const [ended, sent] = await Promise.all([
    act('director', id, 'endEarly', review),
    act('officer', need, 'dispatch', '', { body: 'property' }),
  ])
  expect(ended.ok).toBe(true)
  const after = await door.matter(need)
  expect([sent.ok, after.status]).toEqual(sent.ok ? [true, 'assigned'] : [false, 'submitted'])
  expect(after.wide ?? []).toEqual(sent.ok ? [id] : [])
})

test('in 非常规 the clock is shorter, and what nobody untrained may do stays forbidden', async () => {
  await declared()
  const told = await door.call('author', 'needs.submit', {
    id: 'need0000000000034',
    title: '三楼窗户被风吹坏',
    words: '玻璃悬着，楼下有人走。',
    photos: [],
    area: `${plum}/g1/b1`,
    category: 'safety',
    urgency: 'normal',
    scope: 'collective',
    visibility: 'public',
    anonymous: false,
  })
  expect(told.data.due.text).toBe('今天到期')
  expect((await door.matter('need0000000000034')).period).toBe('emergency')
  expect(codeOf(await act('officer', 'need0000000000034', 'dispatch', '', { body: 'team' }))).toBe('DUTY_FORBIDDEN')
})

test.each<[string, object, string, string]>([
  ['an end that is past', { until: on(-1) }, 'PERIOD_OVER', 'patch.until'],
  ['an end before the start', { from: on(5), until: on(3) }, 'PERIOD_ORDER', 'patch.until'],
  ['forty days', { until: on(40) }, 'PERIOD_LONG', 'patch.until'],
  ['no document', { docNo: '' }, 'INPUT_INVALID', 'patch.docNo'],
])('%s is refused at its field', async (_what, change, code, field) => {
  const told = await raise('officer', 'declaration', 'declare', plum, declarationValues(change))
  expect([codeOf(told), Object.keys(told.error?.fields ?? {})[0]]).toEqual([code, field])
})

test('periods over the same ground do not overlap, whichever was asked for first', async () => {
  const both = await Promise.all([
    raise('officer', 'declaration', 'declare', plum, declarationValues()),
    raise('director', 'declaration', 'declare', streetPath, declarationValues()),
  ])
  expect(both.map(codeOf)).toEqual(['OK', 'OK'])
  expect(codeOf(await act('director', both[0].data.id, 'agree'))).toBe('OK')
  expect(codeOf(await act('officer', both[1].data.id, 'agree'))).toBe('PERIOD_OVERLAP')
  expect(codeOf(await raise('officer', 'declaration', 'declare', `${plum}/g1`, declarationValues()))).toBe(
    'PERIOD_OVERLAP',
  )
  expect(codeOf(await raise('officer', 'declaration', 'declare', dew, declarationValues()))).toBe('OK')
})

test('it is longer only by two people again', async () => {
  const id = await declared()
  await act('officer', id, 'extend', '雨还没有停', { until: on(12) })
  expect(codeOf(await act('officer', id, 'agree'))).toBe('NOT_OWN')
  await act('director', id, 'agree')
  const { data } = await door.call('author', 'periods.current', { area: plum }, wednesday + 10 * dayMs)
  expect(data.emergency).toBe(true)
})

test('committees and residents declare nothing', async () => {
  for (const who of ['clerk', 'secretary', 'supervisor', 'author', 'farOfficer'] as const)
    expect(codeOf(await raise(who, 'declaration', 'declare', plum, declarationValues()))).toBe('NOT_PERMITTED')
})
