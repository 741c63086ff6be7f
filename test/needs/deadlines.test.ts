// A need's clock: set by category and urgency, stopped while the resident is asked, and moved by nothing but what may move it.
import { dayMs, hourMs, sayFully } from '../../cloudfunctions/api/core/clock'
import { workingDaysLeft } from '../../cloudfunctions/api/core/deadline'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { categoryRows } from '../../cloudfunctions/api/modules/needs/categories'
import { at, wednesday } from '../support/clock'
import { aNeed, type NeedOptions, type Step, step } from '../support/needs'

const need = (options: NeedOptions = {}) => aNeed(options) as unknown as Matter
const due = (options: NeedOptions) => sayFully(need(options).dueAt as number)

test.each<[string, NeedOptions, string]>([
  ['a new one is taken up by the next working day', {}, '2026年3月5日 18:00'],
  ['an urgent one the same day', { input: { urgency: 'urgent' } }, '2026年3月4日 18:00'],
  ['one from Friday evening by Monday', { now: at('2026-03-06', 19) }, '2026年3月9日 18:00'],
  [
    'an urgent one on Saturday by Monday',
    { now: at('2026-03-07'), input: { urgency: 'urgent' } },
    '2026年3月9日 18:00',
  ],
  ['repairs take ten working days', { status: 'accepted' }, '2026年3月18日 18:00'],
  ['pressing ones five', { status: 'accepted', input: { urgency: 'soon' } }, '2026年3月11日 18:00'],
  ['dispatching does not start the clock again', { status: 'assigned' }, '2026年3月18日 18:00'],
  ['an objection is decided in two', { status: 'disputed' }, '2026年3月6日 18:00'],
  ['the resident has seven days to rate', { status: 'answered' }, '2026年3月11日 10:00'],
])('%s', (_what, options, expected) => expect(due(options)).toBe(expected))

test('every category says how fast, and the more urgent is never slower', () => {
  for (const { days } of Object.values(categoryRows)) expect([...days].sort((a, b) => b - a)).toEqual([...days])
})

test.each([0, 1, 3, 8, 40])(
  'after %p days of waiting for the resident as many working days are left as before',
  (days) => {
    const asked = need({ status: 'needInfo' })
    const before = workingDaysLeft(wednesday, (need({ status: 'accepted' }).dueAt as number) ?? 0)
    const now = wednesday + days * dayMs
    const supplied = step(asked, { as: 'author', action: 'supply', now })
    expect(workingDaysLeft(now, supplied.dueAt as number)).toBe(before)
  },
)

const logged: [string, NeedOptions, Step][] = [
  ['a remark while the street decides', { status: 'called' }, { as: 'officer', action: 'say' }],
  ['a report while the street decides', { status: 'called' }, { as: 'officer', action: 'report' }],
  ['a remark on an objection', { status: 'disputed' }, { as: 'clerk', action: 'say' }],
  ['a remark on an appeal', { status: 'appealed' }, { as: 'officer', action: 'say' }],
  ['a report of a body', { status: 'assigned' }, { as: 'manager', action: 'report' }],
]
test.each(logged)('%s moves no deadline', (_what, options, one) => {
  const before = need(options)
  expect(step(before, { ...one, now: wednesday + 26 * hourMs }).dueAt).toBe(before.dueAt)
})

test('a late one is not made young again by writing remarks', () => {
  const first = need({ status: 'accepted' })
  const reminded = step(first, { as: 'system', action: 'remindLate', now: (first.dueAt as number) + 1 })
  const now = (reminded.dueAt as number) + dayMs
  const remarked = step(reminded, { as: 'clerk', action: 'say', now })
  expect(remarked.dueAt).toBe(reminded.dueAt)
  expect(step(remarked, { as: 'system', action: 'escalateLate', now }).status).toBe('called')
})

test('what is passed upward late gives the street its own two working days', () => {
  const first = need()
  const reminded = step(first, { as: 'system', action: 'remindLate', now: (first.dueAt as number) + 1 })
  const now = (reminded.dueAt as number) + 1
  const called = step(reminded, { as: 'system', action: 'escalateLate', now })
  expect(workingDaysLeft(now, called.dueAt as number)).toBe(2)
})

test('extending adds working days to the deadline, twice at most', () => {
  const once = need({ status: 'accepted', steps: [{ as: 'clerk', action: 'extend', patch: { days: '3' } }] })
  expect(sayFully(once.dueAt as number)).toBe('2026年3月23日 18:00')
  const twice = step(once, { as: 'clerk', action: 'extend', patch: { days: '10' } })
  expect(() => step(twice, { as: 'clerk', action: 'extend', patch: { days: '3' } })).toThrow('延期过两次')
})
