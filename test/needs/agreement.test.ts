// A refusal that waits for the second committee: what the resident reads meanwhile, and what silence does.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { viewOf } from '../../cloudfunctions/api/core/view'
import { needKind } from '../../cloudfunctions/api/modules/needs/kind'
import { draftOf, hotlineKey } from '../../cloudfunctions/api/modules/needs/rules'
import { wednesday } from '../support/clock'
import { aDraft, needInput, ruleFor, step } from '../support/needs'
import { world } from '../support/world'

const proposed = () =>
  step(aDraft(), { as: 'clerk', action: 'refuse', note: '小区没有空地', patch: { reason: 'beyond' } })
const read = (who: 'author' | 'clerk', need = proposed()) => JSON.stringify(viewOf(needKind, need, ruleFor(who)))

test('a proposed refusal is not told to the resident before the second committee agrees', () => {
  expect(read('author')).not.toContain('不予受理')
  expect(read('author')).not.toContain('小区没有空地')
  expect(read('clerk')).toContain('提请「不予受理」')
  const agreed = step(proposed(), { as: 'secretary', action: 'agree' })
  expect(read('author', agreed)).toContain('小区没有空地')
  expect(agreed.status).toBe('refused')
})

test('a silent approver is reminded, then the street may answer too, then the proposal goes back to who made it', () => {
  expect(() => step(proposed(), { as: 'system', action: 'expireApproval' })).toThrow()
  const later = wednesday + 6 * dayMs
  const reminded = step(proposed(), { as: 'system', action: 'expireApproval', note: '', now: later })
  expect(reminded.pending?.reminded).toBe(true)
  expect(reminded.unsent.at(-1)?.to[0]).toMatch(/^secretary@/)
  const up = step(reminded, { as: 'system', action: 'expireApproval', note: '', now: later + 8 * dayMs })
  expect(up.turn.map((token) => token.split('@')[0])).toEqual(['secretary', 'officer', 'director'])
  expect(step(up, { as: 'officer', action: 'agree', now: later + 9 * dayMs }).status).toBe('refused')
  const back = step(up, { as: 'system', action: 'expireApproval', note: '', now: later + 16 * dayMs })
  expect([back.pending, back.status]).toEqual([null, 'submitted'])
  expect(back.turn[0]).toMatch(/^clerk@/)
  expect(brokenAt(back)).toBeUndefined()
})

test('nobody but the timer ends an agreement by silence', () => {
  expect(() => step(proposed(), { as: 'clerk', action: 'expireApproval', now: wednesday + 9 * dayMs })).toThrow(
    '这一步由其他人员办理',
  )
})

test('what comes from a hotline file has no author here, and who imported it is its recorder', () => {
  const { people } = world()
  const need = draftOf(
    needInput(),
    { person: people.clerk, number: 1, year: 2026, rule: ruleFor('clerk') },
    { originNo: '9001', at: wednesday },
  )
  expect([need.author, need.recorder]).toEqual([hotlineKey, people.clerk.key])
  expect(viewOf(needKind, need, ruleFor('clerk')).author).not.toBe('我')
})

test('the phone number a helper wrote down is kept for who handles it and shown on no page', () => {
  const { people } = world()
  const input = needInput({ onBehalfOf: { name: '马桂芳', consent: 'phone', phone: '13900001234' } })
  const need = draftOf(input, { person: people.clerk, number: 1, year: 2026, rule: ruleFor('clerk') })
  expect(need.onBehalfOf?.phone).toBe('13900001234')
  for (const who of ['clerk', 'officer', 'manager'] as const)
    expect(JSON.stringify(viewOf(needKind, need, ruleFor(who)))).not.toContain('13900001234')
})
