// The tables of funds and of reversals as such: every status is reached and left, what carries a fact of its own is no step of the timer, and a
// button that asks for nothing is accepted when it is pressed.
import { type AnyKind, agreement, allRows, openActions, take } from '../../cloudfunctions/api/core/act'
import { Refusal } from '../../cloudfunctions/api/core/errors'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import type { Grant } from '../../cloudfunctions/api/core/roles'
import { systemActor } from '../../cloudfunctions/api/core/roles'
import { routes } from '../../cloudfunctions/api/core/routes'
import '../../cloudfunctions/api/modules'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { type Door, theDoor } from '../support/door'
import { fundMatters } from '../support/funds'
import { ruleFor } from '../support/needs'
import type { Raised } from '../support/raised'
import { everybody, world } from '../support/world'

type Edge = [from: string, to: string]
/** Where a kind starts, and the ways that an effect decides by what has come in. */
const kinds: Record<string, { start: string; edges: Edge[] }> = {
  fund: { start: 'draft', edges: [] },
  allocation: { start: 'proposed', edges: [['voting', 'passed']] },
  purposeChange: {
    start: 'draft',
    edges: [
      ['moving', 'returning'],
      ['returning', 'done'],
    ],
  },
  consent: { start: 'asked', edges: [] },
  reversal: { start: 'asked', edges: [] },
}

describe.each(Object.entries(kinds))('%s', (name, { start, edges }) => {
  const kind: AnyKind = kindOf(name)
  const rows = Object.entries(kind.actions as Record<string, { from: readonly string[]; to: string }>)
  const all: Edge[] = [
    ...edges,
    ...rows.flatMap(([, { from, to }]) => from.map((one): Edge => [one, to === 'same' ? one : to])),
  ]

  test('every status is reached, and left unless it is over', () => {
    const reached = new Set([start])
    for (let before = 0; before !== reached.size; ) {
      before = reached.size
      for (const [from, to] of all) if (reached.has(from)) reached.add(to)
    }
    expect([...reached].sort()).toEqual(Object.keys(kind.statuses).sort())
    for (const [status, { class: held }] of Object.entries(kind.statuses) as [string, { class: string }][])
      if (held === 'open' || held === 'waiting')
        expect([status, all.some(([from, to]) => from === status && to !== status)]).toEqual([status, true])
  })

  test('rows name statuses that there are, and none of the engine’s own steps', () => {
    for (const [action, { from, to }] of rows) {
      expect(Object.keys(agreement)).not.toContain(action)
      expect([...Object.keys(kind.statuses), 'same']).toEqual(expect.arrayContaining([...from, to]))
    }
  })
})

describe('as they are met', () => {
  let door: Door
  let all: Raised[]
  beforeAll(async () => {
    door = await theDoor()
    all = await fundMatters(door)
  })
  afterAll(() => door.close())

  test('every log holds', () => {
    expect(all.length).toBeGreaterThan(60)
    for (const { what, matter } of all) expect([what, brokenAt(matter)]).toEqual([what, undefined])
  })

  test('the timer takes no step that carries a fact of its own', () => {
    const { street } = world()
    for (const { matter, now } of all) {
      const kind = kindOf(matter.kind)
      const told = allRows(kind).filter(([, row]) => row.by.every((role) => role === 'system') && row.patch)
      for (const [action] of told) {
        const rule = { actor: systemActor, now, street }
        expect(() => take(kind, matter, { action, note: '', patch: {} }, rule, routes)).toThrow(Refusal)
      }
    }
  })

  test('a button that asks for nothing is accepted when it is pressed', () => {
    for (const { what, matter, now, seated } of all)
      for (const who of everybody) {
        const kind = kindOf(matter.kind)
        const place: Grant[] = seated?.people.includes(who)
          ? [{ role: 'staff', body: seated.body, from: 0, by: 'seed' }]
          : []
        const rule = ruleFor(who, now, place)
        const rows = new Map(allRows(kind))
        for (const action of openActions(kind, matter, rule)) {
          const row = rows.get(action)
          if (row && (row.patch || row.note === 'required')) continue
          const note = action === 'decline' ? '理由' : ''
          try {
            take(kind, matter, { action, note, patch: {} }, rule, routes)
          } catch (error) {
            throw new Error(`${what}: ${who} ${action}: ${(error as Error).message}`)
          }
        }
      }
  })
})
