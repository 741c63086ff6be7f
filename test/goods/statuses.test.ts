// The tables of goods, enumerated: every status is reached by real steps and can be left or is over, and who may take which step.
import { openActions, take } from '../../cloudfunctions/api/core/act'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { routes } from '../../cloudfunctions/api/core/routes'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { decide } from '../../cloudfunctions/api/core/workflow'
import '../../cloudfunctions/api/modules'
import { type Door, theDoor } from '../support/door'
import { goodsMatters } from '../support/goods'
import { ruleFor } from '../support/needs'
import type { Raised } from '../support/raised'
import { everybody, type Who } from '../support/world'

const kinds = ['offer', 'handover', 'stocktake', 'stockAlert'] as const
let door: Door
let made: Raised[]
beforeAll(async () => {
  door = await theDoor()
  made = await goodsMatters(door)
})
afterAll(() => door.close())

/** One in this status, of those that the story of `by` has brought there. */
const one = (kind: string, status: string, by = 'author'): Raised => {
  const found = made.find(
    ({ matter }) =>
      matter.kind === kind && matter.status === status && matter.author === (by === 'system' ? by : `p${by}`),
  )
  if (!found) throw new Error(`no ${kind} of ${by} is ${status}`)
  return found
}
const mayTake = ({ matter, now }: Raised, action: string): Who[] => {
  const row = kindOf(matter.kind).actions[action]
  if (!row) throw new Error(`no ${action}`)
  return everybody.filter((who) => decide(row, matter, ruleFor(who, now)).ok)
}

test.each(kinds)('every status of a %s is reached, and whoever waits for somebody says whom', (name) => {
  const kind = kindOf(name)
  const reached = new Set(made.filter(({ matter }) => matter.kind === name).map(({ matter }) => matter.status))
  expect([...reached].sort()).toEqual(Object.keys(kind.statuses).sort())
  for (const { matter, what } of made.filter((each) => each.matter.kind === name)) {
    const over = matter.class === 'settled' || matter.class === 'hidden'
    expect([what, brokenAt(matter)]).toEqual([what, undefined])
    if (matter.class === 'open')
      expect([what, matter.turn.length > 0, matter.dueAt !== null]).toEqual([what, true, true])
    if (over) expect([what, matter.turn, matter.dueAt]).toEqual([what, [], null])
  }
})

test('a status that is not over can be left, and what cannot be left is over', () => {
  for (const name of kinds) {
    const { statuses, actions } = kindOf(name)
    const left = new Set(
      Object.values(actions).flatMap(({ from, to }) => (to === 'same' ? [] : [...(from as readonly string[])])),
    )
    // From stocked an offer is led on by what becomes of its batch.
    const led = name === 'offer' ? ['stocked'] : []
    for (const [status, { class: held }] of Object.entries(statuses))
      if (held === 'open' || held === 'waiting')
        expect([name, status, left.has(status) || led.includes(status)]).toEqual([name, status, true])
  }
})

test('the buttons offered are the steps that the table accepts, and none is the timer’s', () => {
  let offered = 0
  for (const { matter, now, what } of made)
    for (const who of everybody) {
      const rule = ruleFor(who, now)
      for (const action of openActions(kindOf(matter.kind), matter, rule)) {
        offered++
        const refused = (() => {
          try {
            take(kindOf(matter.kind), matter, { action, note: '说明', patch: {} }, rule, routes)
            return undefined
          } catch (error) {
            return (error as { problem?: { code: string } }).problem?.code
          }
        })()
        // Only what was filled in may still be wrong.
        expect([what, who, action, refused]).not.toEqual([what, who, action, 'NOT_PERMITTED'])
        expect([what, who, action, refused]).not.toEqual([what, who, action, 'STATE_CHANGED'])
      }
    }
  expect(offered).toBeGreaterThan(200)
})

test('a step of the timer that needs to be told something is refused when the clock alone asks', () => {
  const told: [string, string, string][] = [
    ['offer', 'stocked', 'noteUse'],
    ['offer', 'stocked', 'hearThanks'],
    ['handover', 'reserving', 'plan'],
    ['handover', 'reserving', 'setAside'],
    ['handover', 'reserving', 'fallShort'],
    ['handover', 'handing', 'finish'],
    ['stocktake', 'adjusting', 'settle'],
    ['stockAlert', 'open', 'recover'],
  ]
  for (const [kind, status, action] of told) {
    const found = made.find(({ matter }) => matter.kind === kind && matter.status === status) as {
      matter: Matter
      now: number
    }
    const clock = () =>
      take(kindOf(kind), found.matter, { action, note: '', patch: {} }, ruleFor('system', found.now), routes)
    expect(clock).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'INPUT_INVALID' }) }))
  }
})

describe('who may take a step', () => {
  const room: Who[] = ['clerk', 'clerk2', 'socialWorker', 'both', 'treasurer', 'treasurer2']
  const sorted = (list: readonly Who[]): Who[] => everybody.filter((who) => list.includes(who))
  test.each<[string, string, string, string, readonly Who[]]>([
    ['offer', 'asked', 'author', 'accept', room],
    ['offer', 'asked', 'author', 'refuse', room],
    ['offer', 'asked', 'author', 'withdraw', ['author']],
    ['offer', 'asked', 'socialWorker', 'accept', ['clerk', 'clerk2', 'both', 'treasurer', 'treasurer2']],
    ['offer', 'accepted', 'author', 'receive', room],
    ['offer', 'accepted', 'socialWorker', 'receive', ['clerk', 'clerk2', 'both', 'treasurer', 'treasurer2']],
    ['offer', 'available', 'author', 'use', room],
    ['offer', 'available', 'author', 'finish', [...room, 'author']],
    ['offer', 'stocked', 'author', 'thank', room],
    ['handover', 'asked', 'clerk', 'reserve', room],
    ['handover', 'reserved', 'clerk', 'pick', room],
    ['handover', 'reserved', 'clerk', 'handOver', room],
    ['handover', 'reserved', 'clerk', 'handOverTo', ['clerk2', 'socialWorker', 'both', 'treasurer', 'treasurer2']],
    ['handover', 'reserved', 'clerk', 'cancel', [...room, 'neighbour']],
    ['handover', 'done', 'clerk', 'thank', ['neighbour']],
    ['handover', 'thanking', 'clerk', 'passThanks', room],
    ['stocktake', 'asked', 'clerk', 'confirm', ['clerk2', 'socialWorker', 'both', 'treasurer', 'treasurer2']],
    ['stocktake', 'asked', 'clerk', 'withdraw', ['clerk']],
    ['stockAlert', 'open', 'system', 'attend', room],
  ])('%s %s of %s: %s', (kind, status, by, action, who) => {
    expect(mayTake(one(kind, status, by), action)).toEqual(sorted(who))
  })
})
