// The tables of giving as such: every status is reached and left, nothing of the engine's own is named, and what carries a fact of its own
// cannot be taken by the timer, which brings none.
import { type AnyKind, agreement, allRows, openActions, take } from '../../cloudfunctions/api/core/act'
import { Refusal } from '../../cloudfunctions/api/core/errors'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import { systemActor } from '../../cloudfunctions/api/core/roles'
import { routes } from '../../cloudfunctions/api/core/routes'
import '../../cloudfunctions/api/modules'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'
import { givingMatters } from '../support/giving'
import { ruleFor } from '../support/needs'
import type { Raised } from '../support/raised'
import { everybody, world } from '../support/world'

const starts: Record<string, string[]> = {
  charity: ['proposed'],
  campaign: ['draft'],
  pledge: ['pledged', 'recorded'],
  wish: ['open'],
}
const kinds = Object.keys(starts).map((name) => [name, kindOf(name)] as const)

describe.each(kinds)('%s', (name, kind: AnyKind) => {
  const rows = Object.entries(kind.actions as Record<string, { from: readonly string[]; to: string }>)
  const statuses = Object.keys(kind.statuses)

  test('every status is reached, and left unless it is over', () => {
    const reached = new Set(starts[name])
    for (let before = 0; before !== reached.size; ) {
      before = reached.size
      for (const [, { from, to }] of rows)
        if (to !== 'same' && from.some((status) => reached.has(status))) reached.add(to)
    }
    expect([...reached].sort()).toEqual([...statuses].sort())
    for (const status of statuses) {
      const { class: held } = kind.statuses[status] as { class: string }
      const isLeft = rows.some(([, { from, to }]) => to !== 'same' && to !== status && from.includes(status))
      if (held === 'open' || held === 'waiting') expect([status, isLeft]).toEqual([status, true])
    }
  })

  test('rows name statuses that there are, and none of the engine’s own steps', () => {
    for (const [action, { from, to }] of rows) {
      expect(Object.keys(agreement)).not.toContain(action)
      expect([...statuses, 'same']).toEqual(expect.arrayContaining([...from, to]))
    }
  })
})

describe('as they are met', () => {
  let door: Door
  let all: Raised[]
  beforeAll(async () => {
    door = await theDoor()
    all = await givingMatters(door)
  })
  afterAll(() => door.close())

  test('every log holds', () => {
    expect(all.length).toBeGreaterThan(45)
    for (const { what, matter } of all) expect([what, brokenAt(matter)]).toEqual([what, undefined])
  })

  test('the timer takes no step that carries a fact of its own', () => {
    const told = ['post', 'bounce', 'undo', 'bounceReversal', 'recordPaid', 'tellRefund']
    const rule = { actor: systemActor, now: wednesday, street: world().street }
    for (const { matter, now } of all.filter(({ matter: one }) => one.kind === 'pledge'))
      for (const action of told) {
        const tried = () => take(kindOf('pledge'), matter, { action, note: '', patch: {} }, { ...rule, now }, routes)
        expect(tried).toThrow(Refusal)
      }
  })

  test('a button that asks for nothing is accepted when it is pressed', () => {
    for (const { what, matter, now } of all)
      for (const who of everybody) {
        const kind = kindOf(matter.kind)
        const rule = ruleFor(who, now)
        const rows = new Map(allRows(kind))
        for (const action of openActions(kind, matter, rule)) {
          const row = rows.get(action)
          if (row && (row.patch || row.note === 'required')) continue
          const note = action === 'decline' ? '理由' : ''
          const pressed = () => take(kind, matter, { action, note, patch: {} }, rule, routes)
          try {
            pressed()
          } catch (error) {
            throw new Error(`${what}: ${who} ${action}: ${(error as Error).message}`)
          }
        }
      }
  })
})
