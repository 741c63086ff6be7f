// 响应率, 解决率, 满意率: what enters which figure, counted from needs made by real steps.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { emptyRollUp, ratesOf, tally } from '../../cloudfunctions/api/modules/rates/rules'
import { wednesday } from '../support/clock'
import { aNeed, type NeedOptions, type Step } from '../support/needs'
import { plum, streetPath } from '../support/world'

const later = wednesday + 30 * dayMs
const sumOf = (needs: NeedOptions[], now = wednesday) =>
  needs.reduce((sum, options) => tally(sum, aNeed(options), now), emptyRollUp(plum, streetPath, now))
const by = (as: Step['as'], action: string, patch: object = {}, now?: number): Step => ({ as, action, patch, now })
const rated = (stars: number): NeedOptions => ({ status: 'answered', steps: [by('author', 'confirm', { stars })] })
const unrated: NeedOptions = { status: 'answered', steps: [by('system', 'closeUnrated', {}, later)] }
const redone: NeedOptions = { status: 'answered', steps: [by('author', 'redo')] }

test('nothing to divide by gives no percentage', () => {
  expect(ratesOf(undefined).map(({ percent }) => percent)).toEqual([null, null, null])
  expect(ratesOf(sumOf([{}])).map(({ percent }) => percent)).toEqual([null, null, null])
})

test('four stars satisfy, three do not; both are solved', () => {
  expect(sumOf([rated(5), rated(4), rated(3), rated(1)])).toMatchObject({
    followedUp: 4,
    solved: 4,
    satisfied: 2,
    open: 0,
  })
})

test('a need nobody rated enters neither 解决率 nor 满意率', () => {
  expect(sumOf([unrated], later)).toMatchObject({ followedUp: 0, solved: 0, satisfied: 0, unrated: 1 })
})

test('a need reopened by its resident counts as asked and not solved until it is solved', () => {
  expect(sumOf([redone])).toMatchObject({ followedUp: 1, solved: 0, open: 1 })
})

test('an answer in time counts as responded, one that is due and missing does not', () => {
  expect(sumOf([{ status: 'accepted' }])).toMatchObject({ due: 1, respondedInTime: 1 })
  expect(sumOf([{}], later)).toMatchObject({ due: 1, respondedInTime: 0, late: 1 })
  const tooLate: NeedOptions = { steps: [by('clerk', 'accept', {}, later)] }
  expect(sumOf([tooLate], later)).toMatchObject({ due: 1, respondedInTime: 0 })
})

test('the order of needs does not change the figures', () => {
  const needs = [rated(5), unrated, redone, { status: 'accepted' } as const, rated(2)]
  expect(sumOf([...needs].reverse(), later)).toEqual(sumOf(needs, later))
})

test('percentages are whole and never above a hundred', () => {
  for (const { percent, count, of } of ratesOf(sumOf([rated(5), rated(5), rated(2), redone], later))) {
    expect(count).toBeLessThanOrEqual(of)
    expect(percent).toBe(Math.round((count / of) * 100))
  }
})
