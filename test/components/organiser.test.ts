// What the organiser's pages reckon on the phone: days of a weekly series, a draft's way to the server and back, a roster as rows and groups.

import { chosen, countsOf, type Line, rowOf } from '../../miniprogram/packages/organiser/day/rows'
import { blank, contentOf, draftFrom } from '../../miniprogram/packages/organiser/draft/content'
import { groupsOf } from '../../miniprogram/packages/organiser/hours/groups'
import { daysOf, momentOf, onOf, sayDay, seriesOf, timesOf } from '../../miniprogram/packages/organiser/lib/times'
import { inTurn } from '../../miniprogram/packages/organiser/lib/turns'

const series = (change: object = {}) => ({
  on: '2026-12-25',
  from: '09:00',
  to: '11:00',
  repeats: 1,
  skipped: [] as string[],
  ...change,
})

describe('times', () => {
  test('are Shanghai’s, week after week, over the end of a year, without the days left out', () => {
    const weekly = series({ repeats: 3, skipped: ['2027-01-01'] })
    expect(daysOf(weekly)).toEqual(['2026-12-25', '2027-01-01', '2027-01-08'])
    expect(timesOf(weekly).map(({ startsAt }) => onOf(startsAt))).toEqual(['2026-12-25', '2027-01-08'])
    expect(momentOf('2026-12-25', '09:00')).toBe(Date.UTC(2026, 11, 25, 1))
    expect(sayDay('2026-12-25')).toBe('12月25日 周五')
  })

  test('that end before they begin end the next day; what is not chosen yet is no moment', () => {
    const [night] = timesOf(series({ from: '22:00', to: '02:00' }))
    expect(night && night.endsAt - night.startsAt).toBe(4 * 3_600_000)
    expect(timesOf(series({ from: '' }))[0]?.startsAt).toBeNaN()
    expect(timesOf(series({ on: '' }))).toEqual([])
  })

  test.each([
    ['one', {}],
    ['a month of weeks', { repeats: 5 }],
    ['weeks with a holiday between', { repeats: 4, skipped: ['2027-01-01'] }],
    ['a night', { from: '22:00', to: '02:00', repeats: 2 }],
  ])('of %s come back as the series they were', (_what, change) => {
    expect(seriesOf(timesOf(series(change)))).toEqual(series(change))
  })

  test('that are no weekly series are left as they are', () => {
    const [one] = timesOf(series())
    const [other] = timesOf(series({ on: '2026-12-27' }))
    expect(one && other && seriesOf([one, other])).toBeUndefined()
    expect(seriesOf([])).toBeUndefined()
  })
})

test('a draft comes back from the server as it was sent', () => {
  const draft = {
    ...blank(),
    ...series({ repeats: 2 }),
    title: '周末楼道清扫',
    insured: true,
    insurer: '平安',
    policyNo: 'P1',
    insuredOn: '2027-03-01',
    gives: true,
    course: '急救',
    posts: [
      { ...blank().posts[0], name: '清扫', places: '4', ageMin: '18', skills: ['care'], training: '', rescue: false },
    ],
  } as ReturnType<typeof blank>
  const content = contentOf(draft) as never
  const back = draftFrom(draft.id, { area: '/a', body: 'team', bodyName: '志愿队', version: 2, content })
  expect(contentOf(back)).toEqual(content)
  expect(back).toMatchObject({ version: 2, insuredOn: '2027-03-01', posts: [{ places: '4', ageMin: '18' }] })
  expect(contentOf({ ...back, insured: false, gives: false })).not.toHaveProperty('insurance')
})

const line = (change: Partial<Line>): Line => ({
  line: '0123456789abcdef',
  name: '林晓',
  with: [],
  state: 'joined',
  label: '已报名',
  home: '阳光里社区',
  walkIn: false,
  helped: false,
  unsure: false,
  measured: 0,
  capped: false,
  confirmed: false,
  standing: 'none',
  why: '',
  revocable: false,
  marks: ['in', 'absent'],
  answers: [],
  log: [],
  ...change,
})
const here = line({ name: '周秀兰', in: '今天 09:02', inHow: '扫码', marks: ['out'], standing: 'capped' })
const unsure = line({
  name: '钱一诺',
  in: '今天 09:05',
  inHow: '扫纸质码',
  unsure: true,
  marks: ['sure', 'out'],
  standing: 'unsure',
})
const waiting = line({ name: '陈默', state: 'waiting', label: '候补中', marks: [] })
const late = line({ with: ['小满'] })

test('a roster is looked through by who is still to come, who is there, and by name, those who come along too', () => {
  const all = [here, unsure, waiting, late]
  expect(countsOf(all)).toEqual({ all: 3, expected: 1, here: 2, unsure: 1, out: 0, others: 1 })
  expect(chosen(all, 'all', '小满').map(({ name }) => name)).toEqual(['林晓'])
  expect(chosen(all, 'all', '陈')).toEqual([])
  expect(rowOf(late)).toMatchObject({ says: '已报名', notes: '阳光里社区 · 同行 小满', step: { label: '签到' } })
  expect(rowOf(unsure)).toMatchObject({ says: '09:05 签到（扫纸质码）', tone: 'warn', step: { label: '确认在场' } })
  // Not coming is never the nearest tap.
  expect(rowOf(line({ marks: ['absent'] }))).toMatchObject({ step: undefined, others: [{ label: '未到' }] })
})

test('close-out begins with what needs a look, and shows a long roster in parts', () => {
  const all = [late, here, unsure, waiting]
  expect(groupsOf(all, 40).groups.map(({ key, count }) => [key, count])).toEqual([
    ['unsure', 1],
    ['capped', 1],
    // Who waited may have been there all the same, and is entered from the paper sheet.
    ['none', 2],
  ])
  const says = (change: Partial<Line>) => groupsOf([line({ standing: 'plain', ...change })], 1).groups[0]?.rows[0]?.says
  expect(says({ in: '今天 09:02', out: '今天 11:00' })).toBe('09:02 到 11:00')
  expect(says({ in: '3月7日 22:02', out: '3月7日 23:00' })).toBe('3月7日 22:02 到 23:00')
  expect(says({ in: '3月7日 22:02', out: '3月8日 02:00' })).toBe('3月7日 22:02 到 3月8日 02:00')
  expect(groupsOf(all, 2)).toMatchObject({ left: 2, groups: [{ key: 'unsure' }, { key: 'capped' }] })
})

test('taps that come faster than answers are done one after another, also after one that was refused', async () => {
  Object.assign(globalThis, { wx: { showToast: jest.fn(), showModal: jest.fn() } })
  const data: Record<string, unknown> = { busy: false }
  const screen = { data, setData: (change: object) => void Object.assign(data, change) }
  const done: string[] = []
  const tap = (what: string, fails = false) =>
    inTurn(screen, async () => {
      done.push(`${what} begins`)
      await new Promise((next) => setTimeout(next, 5))
      if (fails) throw new Error(what)
      done.push(`${what} ends`)
      return what
    })
  expect(await Promise.all([tap('one'), tap('two', true), tap('three')])).toEqual(['one', undefined, 'three'])
  expect(done).toEqual(['one begins', 'one ends', 'two begins', 'three begins', 'three ends'])
})
