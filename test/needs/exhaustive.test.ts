// Every status × action × person of the world, own and others', against an oracle that knows who everybody is without asking `holds`.
import { allRows, openActions, rowOf, take } from '../../cloudfunctions/api/core/act'
import { Refusal } from '../../cloudfunctions/api/core/errors'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { routes } from '../../cloudfunctions/api/core/routes'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { decide } from '../../cloudfunctions/api/core/workflow'
import { needKind } from '../../cloudfunctions/api/modules/needs/kind'
import { type NeedStatus, needActions, needStatuses } from '../../cloudfunctions/api/modules/needs/workflow'
import { patchFor, ruleFor } from '../support/needs'
import { relationsOf } from '../support/relations'
import { situations } from '../support/situations'
import { emergency, everybody, plum, type Who } from '../support/world'

const statuses = Object.keys(needStatuses) as NeedStatus[]
const actions = allRows(needKind).map(([name]) => name)
const persons = [...everybody, 'system'] as (Who | 'system')[]
const cases = situations().flatMap((situation) => persons.map((who) => ({ ...situation, who })))

/** Declared for one community and a few weeks only. */
const isEmergency = ({ area }: Matter, now: number): boolean =>
  area.startsWith(plum) && now >= emergency.from && now < emergency.until

const leadAt = (matter: Matter, now: number): string =>
  isEmergency(matter, now) ? 'city' : matter.area.startsWith(plum) ? 'xh-committee' : 'ql-committee'

const attempt = (matter: Matter, action: string, who: Who | 'system', now: number) => {
  try {
    // In 非常规 only the street leads.
    const special: Record<string, object> = {
      arrange: { lead: leadAt(matter, now), helpers: [] },
      delegate: { to: who === 'director' ? 'pofficer' : 'pdirector', days: '3' },
    }
    const patch = special[action] ?? patchFor[action] ?? {}
    const ask = { action, note: '说明', patch }
    return take(needKind, matter, ask, ruleFor(who, now), routes)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

test('who is who in a need is the same for the rules and for a person who knows the street', () => {
  for (const { matter, who, now, what } of cases)
    for (const [action, row] of allRows(needKind)) {
      const expected = row.by.some((role) => relationsOf(who, matter).includes(role))
      const decision = decide(row, matter as never, ruleFor(who, now))
      const told = decision.ok ? 'ok' : decision.problem.code
      if (expected === (told === 'NOT_PERMITTED')) throw new Error(`${what}: ${who} ${action}: ${told}`)
    }
})

test('permission is judged first, then the status, then agreement, then the guards; anything absent is forbidden', () => {
  for (const { matter, who, now, what } of cases)
    for (const action of actions) {
      const row = rowOf(needKind, action)!
      const rule = ruleFor(who, now)
      const guard = row.guards?.find(([, passes]) => !passes(matter as never, rule))
      const expected = !row.by.some((role) => relationsOf(who, matter).includes(role))
        ? 'NOT_PERMITTED'
        : !row.from.includes(matter.status as NeedStatus)
          ? 'STATE_CHANGED'
          : row.period === 'emergency' && !isEmergency(matter, now)
            ? 'PERIOD_ROUTINE'
            : matter.pending && !row.whilePending
              ? 'APPROVAL_PENDING'
              : (guard?.[0].code ?? 'ok')
      const decision = decide(row, matter as never, rule)
      const told = decision.ok ? 'ok' : decision.problem.code
      if (told !== expected) throw new Error(`${what}: ${who} ${action}: ${told}, not ${expected}`)
    }
})

test('the buttons are exactly what pressing them accepts', () => {
  for (const { matter, who, now, what } of cases) {
    const buttons = openActions(needKind, matter, ruleFor(who, now))
    const accepted = [...actions, 'agree', 'decline', 'takeBack'].filter((action) => {
      if (rowOf(needKind, action)?.by.every((role) => role === 'system')) return false
      return !(attempt(matter, action, who, now) instanceof Refusal)
    })
    expect({ what, who, buttons: [...buttons].sort() }).toEqual({ what, who, buttons: accepted.sort() })
  }
})

test('every accepted step keeps the promises of its status: class, turn, clock, one event, a log that holds', () => {
  let steps = 0
  for (const { matter, who, now, what } of cases)
    for (const action of actions) {
      const moved = attempt(matter, action, who, now)
      if (moved instanceof Refusal) continue
      steps++
      const after = moved.matter
      const status = needStatuses[after.status as NeedStatus]
      const row = rowOf(needKind, action)!
      const where = `${what}: ${who} ${action}`
      const over = status.class === 'settled' || status.class === 'hidden'
      expect({ where, class: after.class, turn: after.turn.length > 0, clock: after.dueAt !== null }).toEqual({
        where,
        class: status.class,
        turn: !over,
        clock: !over,
      })
      expect([after.version, after.trace.length, brokenAt(after)]).toEqual([
        matter.version + 1,
        matter.version + 1,
        undefined,
      ])
      if (row.to !== 'same' && !after.pending && action !== 'dispute')
        expect([where, after.status]).toEqual([where, row.to])
    }
  expect(steps).toBeGreaterThan(200)
})

test('every refusal is a code and a calm Chinese sentence', () => {
  const told = new Map<string, string>()
  for (const { matter, who, now } of cases)
    for (const action of [...actions, 'agree', 'constructor', '__proto__', 'toString', 'nothing']) {
      const answer = attempt(matter, action, who, now)
      if (answer instanceof Refusal) told.set(answer.problem.code, answer.message)
    }
  expect([...told.keys()]).toEqual(expect.arrayContaining(['NOT_PERMITTED', 'STATE_CHANGED', 'ACTION_UNKNOWN']))
  for (const [code, message] of told) {
    expect(code).toMatch(/^[A-Z_]+$/)
    expect(message).toMatch(/^[^!！a-z]*[\u4e00-\u9fff][^!！]*$/)
  }
})

test('every status is reachable, and only the settled ones are left by nobody but those who may object', () => {
  const reached = new Set(['submitted', ...Object.values(needActions).map(({ to }) => to as string), 'arbitrated'])
  expect(statuses.filter((status) => !reached.has(status))).toEqual([])
  const left = (status: NeedStatus) =>
    Object.keys(needActions).filter((action) => (needKind.actions[action]!.from as string[]).includes(status))
  const final = statuses.filter((status) => left(status).length === 0)
  expect(final).toEqual(['withdrawn'])
  const settled = statuses.filter((status) => needStatuses[status].class === 'settled')
  expect(Object.fromEntries(settled.map((status) => [status, left(status)]))).toEqual({
    closed: ['redo'],
    merged: ['unmerge'],
    refused: ['appeal'],
  })
})

test('every open status has somebody whose turn it is, and each of them has a step to take', () => {
  for (const [status, { turn, class: held }] of Object.entries(needStatuses)) {
    const rows = Object.values(needActions).filter(({ from }) => (from as readonly string[]).includes(status))
    if (held !== 'settled' && held !== 'hidden') expect([status, turn.length > 0]).toEqual([status, true])
    for (const role of turn)
      expect([status, role, rows.some(({ by }) => (by as readonly string[]).includes(role))]).toEqual([
        status,
        role,
        true,
      ])
  }
})
