// Each condition of the rows by a situation of its own: what stands in the way, and what a moment earlier or another person may do.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { Refusal } from '../../cloudfunctions/api/core/errors'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { wednesday } from '../support/clock'
import { aNeed, type NeedOptions, needId, patchFor, type Step, step } from '../support/needs'

const by = (as: Step['as'], action: string, patch?: object, now?: number): Step => ({
  as,
  action,
  patch: patch ?? patchFor[action],
  now,
})
const week = wednesday + 7 * dayMs
const proxy = { onBehalfOf: { name: '马立春', consent: 'paper' as const } }
const review = (check: Matter['beside']['check']) => (matter: Matter) => ({
  ...matter,
  beside: { ...matter.beside, check },
})

const table: [string, NeedOptions, Step, string][] = [
  [
    'a job that is taken is not disputed',
    { status: 'assigned', steps: [by('manager', 'take')] },
    by('manager', 'dispute'),
    'NEED_TAKEN',
  ],
  ['a job is taken once', { status: 'assigned', steps: [by('manager', 'take')] }, by('manager', 'take'), 'NEED_TAKEN'],
  ['a job is taken before it is finished', { status: 'assigned' }, by('manager', 'finish'), 'NEED_NOT_TAKEN'],
  [
    'after the street has decided, the body works',
    { status: 'arbitrated', steps: [by('officer', 'arbitrate')] },
    by('manager', 'dispute'),
    'NEED_DISPUTE_OVER',
  ],
  [
    'the second dispute goes to the street',
    { status: 'disputed', steps: [by('clerk2', 'rejectDispute')] },
    by('manager', 'dispute'),
    'arbitrated',
  ],
  [
    'who dispatched does not reject the dispute',
    { status: 'disputed' },
    by('clerk', 'rejectDispute'),
    'NEED_NOT_ARBITER',
  ],
  ['who dispatched does not uphold it', { status: 'disputed' }, by('clerk', 'upholdDispute'), 'NEED_NOT_ARBITER'],
  ['who dispatched does not dispatch elsewhere', { status: 'disputed' }, by('clerk', 'assign'), 'NEED_NOT_ARBITER'],
  ['a colleague does', { status: 'disputed' }, by('clerk2', 'assign'), 'assigned'],
  ['the party branch does', { status: 'disputed' }, by('secretary', 'upholdDispute'), 'accepted'],
  [
    'not back to the body that disputed',
    { status: 'disputed' },
    by('clerk2', 'assign', { body: 'property' }),
    'NEED_SAME_BODY',
  ],
  ['one appeal on the last day', { status: 'refused' }, by('author', 'appeal', {}, week), 'appealed'],
  ['none a moment after', { status: 'refused' }, by('author', 'appeal', {}, week + 1), 'NEED_APPEAL_OVER'],
  [
    'no second appeal',
    { status: 'appealed', steps: [by('officer', 'uphold')] },
    by('author', 'appeal'),
    'NEED_APPEALED',
  ],
  ['the author may reopen on the seventh day', { status: 'answered' }, by('author', 'redo', {}, week), 'accepted'],
  ['not on the eighth', { status: 'answered' }, by('author', 'redo', {}, week + 1), 'NEED_REVIEW_OVER'],
  ['a rated need may be reopened within seven days', { status: 'closed' }, by('author', 'redo', {}, week), 'accepted'],
  ['and not after', { status: 'closed' }, by('author', 'redo', {}, week + 1), 'NEED_REVIEW_OVER'],
  [
    'a helper who handled it leaves the rating to the resident',
    { status: 'answered', by: 'clerk', input: proxy },
    by('clerk', 'confirm'),
    'NOT_OWN',
  ],
  [
    'a helper who did not, may write it down',
    { status: 'answered', by: 'gridWorker', input: proxy },
    by('gridWorker', 'confirm'),
    'closed',
  ],
  [
    'a resident who did the work does not rate it',
    {
      status: 'accepted',
      by: 'volunteer',
      steps: [by('clerk', 'assign', { body: 'team' }), by('volunteer', 'take'), by('volunteer', 'finish')],
    },
    by('volunteer', 'confirm'),
    'NOT_OWN',
  ],
  ['words that were not questioned are not decided', { status: 'accepted' }, by('clerk', 'showWords'), 'STATE_CHANGED'],
  ['nor hidden', { status: 'accepted' }, by('clerk', 'hideWords'), 'STATE_CHANGED'],
  ['a need is not merged into itself', {}, by('clerk', 'merge', { into: needId }), 'NEED_MERGE_SELF'],
  ['the timer does nothing before the deadline', {}, by('system', 'remindLate'), 'NEED_NOT_LATE'],
  ['it reminds first', {}, by('system', 'escalateLate', {}, week), 'NEED_NOT_LATE'],
  ['it does not close early', { status: 'answered' }, by('system', 'closeUnrated', {}, week - 1), 'NEED_NOT_LATE'],
  ['it closes when seven days are over', { status: 'answered' }, by('system', 'closeUnrated', {}, week), 'closed'],
  [
    'it does not go on while the resident has time',
    { status: 'needInfo' },
    by('system', 'goOn', {}, week),
    'NEED_NOT_LATE',
  ],
]

test.each(table)('%s', (_what, options, one, expected) => {
  const answer = (() => {
    try {
      return step(aNeed(options) as unknown as Matter, one).status
    } catch (error) {
      if (error instanceof Refusal) return error.problem.code
      throw error
    }
  })()
  expect(answer).toBe(expected)
})

test.each(['showWords', 'hideWords'])('words the machine was unsure of: %s decides', (action) => {
  const questioned = review('review')(aNeed({ status: 'accepted' }) as unknown as Matter)
  expect(step(questioned, by('clerk', action)).beside.check).toBe(action === 'showWords' ? 'pass' : 'refused')
})

test('after the street has decided against the body, the next body is a new one and may object as the first one might', () => {
  const back = aNeed({ status: 'arbitrated', steps: [by('officer', 'arbitrateBack')] })
  expect([back.status, back.assists, back.body.disputes]).toEqual(['accepted', [], 0])
})
