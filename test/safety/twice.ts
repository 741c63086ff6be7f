// Sending twice, or eight at once: every write through the door with one request has one effect, and every answer is the same.
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { codeOf, type Door, type Told, theDoor } from '../support/door'
import { aNeed, needInput, patchFor, type wayTo } from '../support/needs'
import { seeded } from '../support/seeded'
import { house, type Who } from '../support/world'
import { type SafetyRun, violationsList } from './report'

const writes: [Who, string, keyof typeof wayTo][] = [
  ['clerk', 'accept', 'submitted'],
  ['clerk', 'refuse', 'submitted'],
  ['clerk', 'assign', 'accepted'],
  ['clerk', 'extend', 'accepted'],
  ['clerk', 'call', 'accepted'],
  ['clerk', 'report', 'accepted'],
  ['clerk', 'say', 'accepted'],
  ['manager', 'take', 'assigned'],
  ['manager', 'dispute', 'assigned'],
  ['clerk2', 'rejectDispute', 'disputed'],
  ['officer', 'convene', 'called'],
  ['cityStaff', 'finishJoint', 'joint'],
  ['author', 'supply', 'needInfo'],
  ['author', 'confirm', 'answered'],
  ['author', 'redo', 'answered'],
  ['author', 'appeal', 'refused'],
  ['officer', 'overturn', 'appealed'],
  ['author', 'withdraw', 'submitted'],
]

const answersOf = (told: Told[]): number =>
  new Set(told.map(({ ok, data, error }) => JSON.stringify({ ok, data, error }))).size

async function once(door: Door, index: number, one: <T>(from: readonly T[]) => T): Promise<string | undefined> {
  const id = `twice${String(index).padStart(16, '0')}`
  const [who, action, status] = one(writes)
  if (one([true, false, false, false])) {
    const send = () => door.call('author', 'needs.submit', { ...needInput(), id, area: house })
    const told = await Promise.all(Array.from({ length: 8 }, send))
    const kept = await door.store.find('matters', { _id: id }, { limit: 2 })
    if (kept.length !== 1 || answersOf([...told, await send()]) !== 1)
      return `submitting ${id}: ${told.map(codeOf).join()}`
    return undefined
  }
  await door.put(aNeed({ status, input: { id } }))
  const before = await door.matter(id)
  const ask = { id, version: before.version, action, request: `req${id}`, note: '说明', patch: patchFor[action] ?? {} }
  const send = () => door.call(who, 'matters.act', ask)
  const told = await Promise.all(Array.from({ length: 8 }, send))
  const again = await send()
  const after = await door.matter(id)
  const where = `${action} of ${id}`
  if (after.trace.length !== before.trace.length + 1)
    return `${where}: ${after.trace.length - before.trace.length} effects`
  if (![...told, again].every(({ ok }) => ok)) return `${where}: ${[...told, again].map(codeOf).join()}`
  if (answersOf([...told, again]) !== 1) return `${where}: answers differ`
  return brokenAt(after) === undefined ? undefined : `${where}: the log is broken`
}

export const run: SafetyRun = async ({ cases, seed }) => {
  const { one } = seeded(seed)
  const violations = violationsList()
  const door = await theDoor()
  try {
    for (let index = 0; index < cases; index++) {
      const broken = await once(door, index, one)
      if (broken) violations.add(broken)
    }
  } finally {
    await door.close()
  }
  return {
    name: 'twice',
    cases,
    violations: violations.kept,
    seed,
    figures: { calls: cases * 9, found: violations.count() },
  }
}
