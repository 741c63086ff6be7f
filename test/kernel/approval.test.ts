// Agreement along a route: nobody agrees to what they proposed, nobody twice, and the last agreement carries the action out.
import {
  agree,
  begin,
  openRoles,
  pendingTurn,
  type Route,
  unansweredIn,
  voiceOf,
} from '../../cloudfunctions/api/core/approval'
import { Refusal } from '../../cloudfunctions/api/core/errors'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { wednesday } from '../support/clock'
import { aDraft, type Step, step } from '../support/needs'
import { actor, house, plum, streetPath, world } from '../support/world'

const proposed = (as: Step['as'] = 'clerk', reason = 'beyond') =>
  step(aDraft(), { as, action: 'refuse', note: '超出能力', patch: { reason } })
const codeOf = (run: () => unknown): string => {
  try {
    run()
    return 'ok'
  } catch (error) {
    if (error instanceof Refusal) return error.problem.code
    throw error
  }
}
const say = (matter: Matter, as: Step['as'], action: string, note = '') =>
  codeOf(() => step(matter, { as, action, note }))

test('a refusal beyond the community waits for the second committee, and nothing else moves meanwhile', () => {
  const need = proposed()
  expect(need).toMatchObject({ status: 'submitted', turn: [`secretary@${plum}`], pending: { by: 'pclerk', step: 0 } })
  expect(say(need, 'clerk2', 'accept')).toBe('APPROVAL_PENDING')
  expect(say(need, 'author', 'withdraw')).toBe('APPROVAL_PENDING')
})

test.each([
  ['elsewhere', 'refused'],
  ['settled', 'refused'],
  ['unclear', 'refused'],
  ['beyond', 'submitted'],
  ['unfair', 'submitted'],
])('refused as %s: %s at once', (reason, status) => {
  expect(proposed('clerk', reason).status).toBe(status)
})

test.each<[Step['as'], string]>([
  ['secretary', 'ok'],
  ['both', 'ok'],
  ['clerk', 'NOT_PERMITTED'],
  ['clerk2', 'NOT_PERMITTED'],
  ['author', 'NOT_PERMITTED'],
  ['officer', 'NOT_PERMITTED'],
  ['dewSecretary', 'NOT_PERMITTED'],
  ['system', 'NOT_PERMITTED'],
])('%s agrees: %s', (as, code) => expect(say(proposed(), as, 'agree')).toBe(code))

test('who proposed it agrees to nothing, though they sit on both committees', () => {
  expect(say(proposed('both'), 'both', 'agree')).toBe('NOT_OWN')
  expect(say(proposed('both'), 'both', 'decline', '理由')).toBe('NOT_OWN')
  expect(say(proposed('both'), 'secretary', 'agree')).toBe('ok')
})

test('the last agreement carries out the action as it was proposed', () => {
  const need = step(proposed(), { as: 'secretary', action: 'agree', note: '' })
  expect(need).toMatchObject({ status: 'refused', pending: null, turn: [], dueAt: null, body: { refusal: 'beyond' } })
  expect(need.trace.at(-1)).toMatchObject({ action: 'refuse', as: 'secretary', by: 'psecretary', note: '超出能力' })
})

test('declining needs a reason and leaves the matter where it was', () => {
  expect(say(proposed(), 'secretary', 'decline')).toBe('NOTE_NEEDED')
  const need = step(proposed(), { as: 'secretary', action: 'decline', note: '社区可以协调' })
  expect(need).toMatchObject({ status: 'submitted', pending: null, turn: [`clerk@${plum}`] })
  expect(need.unsent.at(-1)).toMatchObject({ to: ['person:pclerk'] })
})

test('only who proposed it takes it back', () => {
  expect(say(proposed(), 'clerk2', 'takeBack')).toBe('NOT_PERMITTED')
  expect(step(proposed(), { as: 'clerk', action: 'takeBack', note: '' })).toMatchObject({
    status: 'submitted',
    pending: null,
  })
})

test.each(['agree', 'decline', 'takeBack'])('%s without anything waiting is refused', (action) => {
  expect(say(aDraft(), 'secretary', action, '理由')).toBe('STATE_CHANGED')
})

describe('a route of two steps, the first together', () => {
  const route: Route = {
    name: 'two',
    label: '会签',
    steps: [
      { roles: ['clerk', 'secretary'], need: 'all', days: 1 },
      { roles: ['officer', 'director'], need: 1, days: 3 },
    ],
  }
  const asked = { action: 'refuse', patch: {}, by: 'pauthor', at: wednesday }
  const waiting = (pending = begin(route, asked)): Matter => ({ ...aDraft(), pending })
  const agreedBy = (matter: Matter, ...who: Parameters<typeof actor>[0][]): Matter =>
    who.reduce((now, one) => {
      const answer = agree(now, actor(one), wednesday)
      if (!answer.ok) throw new Error(answer.problem.code)
      return waiting(answer.pending)
    }, matter)

  test('everybody of the first step is asked, then the second', () => {
    expect(pendingTurn(waiting(), begin(route, asked))).toEqual([`clerk@${plum}`, `secretary@${plum}`])
    const half = agreedBy(waiting(), 'clerk')
    expect([half.pending?.step, openRoles(half.pending!)]).toEqual([0, ['secretary']])
    const next = agreedBy(half, 'secretary')
    expect(next.pending?.step).toBe(1)
    expect(pendingTurn(next, next.pending!)).toEqual([`officer@${streetPath}`, `director@${streetPath}`])
    expect(agree(next, actor('director'), wednesday)).toMatchObject({ ok: true, done: true })
  })

  test('one person does not speak twice in a step, though they hold both roles', () => {
    const half = agreedBy(waiting(), 'both')
    expect(voiceOf(half, actor('both'))).toMatchObject({ problem: { code: 'ALREADY_AGREED' } })
    expect(voiceOf(half, actor('secretary'))).toEqual({ as: 'secretary' })
  })

  test('one person does not pass two tiers, though they hold a post in each', () => {
    const crossed = {
      steps: [
        { roles: ['clerk'], need: 'all', days: 1 },
        { roles: ['secretary'], need: 'all', days: 1 },
      ],
    } as const
    const two = { name: 'two', label: '两级会签', ...crossed }
    const half = agreedBy({ ...aDraft(), pending: begin(two, asked) }, 'both')
    expect(half.pending?.step).toBe(1)
    expect(voiceOf(half, actor('both'))).toMatchObject({ problem: { code: 'ALREADY_AGREED' } })
    expect(voiceOf(half, actor('secretary'))).toEqual({ as: 'secretary' })
  })

  test('a route that asks more people than there are is not begun', () => {
    const { street } = world()
    const need = { area: house }
    const asks = (count: number) => [
      { roles: ['officer', 'director'] as const, need: 1, days: 1 },
      ...Array.from({ length: count }, () => ({ roles: ['officer'] as const, need: 1, days: 1 })),
    ]
    expect(unansweredIn(asks(1), need, street, 'pclerk', wednesday)).toBeUndefined()
    expect(unansweredIn(asks(2), need, street, 'pclerk', wednesday)).toBe('officer')
    expect(unansweredIn(asks(1), need, street, 'pdirector', wednesday)).toBe('officer')
    expect(unansweredIn(asks(0), need, street, 'pdirector', wednesday)).toBeUndefined()
  })

  test('the second step has its own days', () => {
    const next = agreedBy(waiting(), 'clerk', 'secretary')
    expect(next.pending!.dueAt! - waiting().pending!.dueAt!).toBeGreaterThan(24 * 3_600_000)
  })
})
