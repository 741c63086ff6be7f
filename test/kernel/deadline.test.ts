// Working days by the State Council's calendar of 2026: 国庆 is 1–7 October, 20 September and 10 October are worked.
import { sayFully } from '../../cloudfunctions/api/core/clock'
import { afterWorkingDays, sayDue, workingDaysLeft } from '../../cloudfunctions/api/core/deadline'
import { at } from '../support/clock'

test.each<[string, number, number, string]>([
  ['one day from a Wednesday is Thursday evening', at('2026-03-04'), 1, '2026年3月5日 18:00'],
  ['one day from a Friday is Monday', at('2026-03-06'), 1, '2026年3月9日 18:00'],
  ['a Friday at 23:59 counts as that Friday', at('2026-03-06', 23, 59), 1, '2026年3月9日 18:00'],
  ['one day from a Saturday is Monday', at('2026-03-07'), 1, '2026年3月9日 18:00'],
  ['国庆: one day from 30 September is 8 October', at('2026-09-30'), 1, '2026年10月8日 18:00'],
  ['调休: three days from 30 September end on the worked Saturday', at('2026-09-30'), 3, '2026年10月10日 18:00'],
  ['调休: four days end on Monday', at('2026-09-30'), 4, '2026年10月12日 18:00'],
  ['the worked Sunday before 国庆 counts', at('2026-09-18'), 1, '2026年9月20日 18:00'],
  ['春节 2026 is skipped whole', at('2026-02-14'), 1, '2026年2月24日 18:00'],
  ['an urgent one in the morning is due the same day', at('2026-03-04', 9), 0, '2026年3月4日 18:00'],
  ['an urgent one at 17:59 is still due the same day', at('2026-03-04', 17, 59), 0, '2026年3月4日 18:00'],
  ['an urgent one at 18:00 sharp is due the next', at('2026-03-04', 18), 0, '2026年3月5日 18:00'],
  ['an urgent one on Friday evening is due on Monday', at('2026-03-06', 20), 0, '2026年3月9日 18:00'],
  ['an urgent one at the weekend is due on Monday', at('2026-03-07', 9), 0, '2026年3月9日 18:00'],
  ['an urgent one in 国庆 is due on the 8th', at('2026-10-03', 9), 0, '2026年10月8日 18:00'],
  ['a year without a known calendar counts Monday to Friday', at('2041-03-01', 9), 1, '2041年3月4日 18:00'],
])('%s', (_what, from, days, due) => {
  expect(sayFully(afterWorkingDays(from, days))).toBe(due)
})

test('a deadline is always ahead, and each further day is later than the one before', () => {
  for (let hour = 0; hour < 24 * 60; hour += 7) {
    const from = at('2026-09-01') + hour * 3_600_000
    const dues = [0, 1, 2, 3, 5, 10].map((days) => afterWorkingDays(from, days))
    expect(dues.every((due) => due > from)).toBe(true)
    expect(dues.slice(2)).toEqual([...dues.slice(2)].sort((a, b) => a - b))
  }
})

test('the days that are left after setting a deadline are the days that were given', () => {
  for (let hour = 0; hour < 24 * 60; hour += 11) {
    const from = at('2026-09-01', 0) + hour * 3_600_000
    for (const days of [1, 2, 5, 10]) expect(workingDaysLeft(from, afterWorkingDays(from, days))).toBe(days)
  }
})

test.each<[string, number, number | null, object | undefined]>([
  ['no clock runs', at('2026-03-04'), null, undefined],
  ['today', at('2026-03-04', 9), at('2026-03-04', 18), { text: '今天到期', tone: 'warn' }],
  ['tomorrow', at('2026-03-04', 9), at('2026-03-05', 18), { text: '还剩 1 个工作日', tone: 'warn' }],
  ['in five working days', at('2026-03-04'), at('2026-03-11', 18), { text: '还剩 5 个工作日', tone: 'plain' }],
  ['over the weekend', at('2026-03-07'), at('2026-03-08', 18), { text: '还剩不到 1 个工作日', tone: 'warn' }],
  ['a minute late', at('2026-03-04', 18, 1), at('2026-03-04', 18), { text: '已超时 1 个工作日', tone: 'danger' }],
  ['late over a weekend', at('2026-03-08'), at('2026-03-06', 18), { text: '已超时 1 个工作日', tone: 'danger' }],
  ['three days late', at('2026-03-09'), at('2026-03-04', 18), { text: '已超时 3 个工作日', tone: 'danger' }],
])('how a deadline is said: %s', (_what, now, due, said) => {
  expect(sayDue(due, now)).toEqual(said)
})
