// Malformed input: every endpoint is sent broken variations of a good request. Each must be answered with a code and a Chinese sentence,
// never with a defect, never with silence.
import { setTimeout } from 'node:timers/promises'
import { api } from '../../cloudfunctions/api/modules'
import { published } from '../support/activities'
import { aBook } from '../support/charity'
import { codeOf, theDoor } from '../support/door'
import { aNeed, needId } from '../support/needs'
import { type Random, seeded } from '../support/seeded'
import type { Who } from '../support/world'
import { book, good } from './good-requests'
import { type SafetyRun, violationsList } from './report'

const odd: unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'x',
  '0',
  0,
  -1,
  1.5,
  2 ** 60,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  [],
  {},
  [[]],
  [null],
  { a: 1 },
  '长'.repeat(10_000),
  'a'.repeat(100_000),
  '\u0000',
  '\ud800',
  '‮',
  '$where',
  '{"$gt":""}',
  { $gt: '' },
  { $ne: null },
  { $regex: '.*' },
  '__proto__',
  'constructor',
  "'; DROP TABLE",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '/jz/yh/xm/none',
  '/x',
  needId,
  'A'.repeat(32),
  JSON.parse('{"__proto__":{"isSystem":true}}'),
  JSON.parse('{"constructor":{"prototype":{"x":1}}}'),
  Array(1000).fill('x'),
  '2026-13-45',
]

/** Replaces, removes or adds one thing somewhere in the request. */
function broken(from: object, { one, below, chance }: Random): unknown {
  if (chance(0.06)) return one(odd)
  const copy = structuredClone(from) as Record<string, unknown>
  for (let changes = 1 + below(2); changes > 0; changes--) {
    const keys = Object.keys(copy)
    const key =
      chance(0.15) || !keys.length ? one(['extra', 'status', 'openid', 'constructor', '$set', '_id']) : one(keys)
    const inner = copy[key]
    if (chance(0.12)) delete copy[key]
    else if (inner && typeof inner === 'object' && !Array.isArray(inner) && chance(0.7))
      copy[key] = broken(inner, { one, below, chance })
    else copy[key] = Array.isArray(inner) && chance(0.5) ? [...inner, one(odd)] : one(odd)
  }
  return copy
}

/** `cases` per endpoint. */
export const run: SafetyRun = async ({ cases, seed }) => {
  const random = seeded(seed)
  const violations = violationsList()
  const figures: Record<string, number> = { endpoints: 0, answers: 0, refused: 0 }
  const door = await theDoor()
  const log = console.error
  console.error = () => undefined
  try {
    await door.put(aNeed())
    await aBook(door, { _id: book, of: { kind: 'fund', id: needId }, host: 'charity' })
    await published(door, { id: 'volunteering000000001', notice: '地面湿滑' })
    for (const [module, endpoints] of Object.entries(api))
      for (const name of Object.keys(endpoints)) {
        const call = `${module}.${name}`
        const base = good[call]
        if (!base) violations.add(`${call} is not tried`)
        figures.endpoints!++
        for (let index = 0; index < cases; index++) {
          const who = random.one([
            'author',
            'clerk',
            'clerk2',
            'manager',
            'treasurer',
            'officer',
            'openid-guest',
            '',
          ] as (Who | '')[])
          const data = broken(base ?? {}, random)
          const answer = await Promise.race([door.call(who, call, data), setTimeout(20_000, undefined, { ref: false })])
          const where = `${call} by ${who || 'nobody'} with ${JSON.stringify(data)?.slice(0, 200)}`
          figures.answers!++
          if (!answer) violations.add(`${where} hangs`)
          else if (!answer.ok) {
            figures.refused!++
            const { message = '' } = answer.error ?? {}
            if (codeOf(answer) === 'INTERNAL') violations.add(`${where} is a defect`)
            if (!/^[A-Z_]+$/.test(codeOf(answer)) || !/[\u4e00-\u9fff]/.test(message))
              violations.add(`${where} answers ${message}`)
            for (const sentence of Object.values(answer.error?.fields ?? {}))
              if (!/[\u4e00-\u9fff]/.test(sentence)) violations.add(`${where}: a field says ${sentence}`)
          }
        }
      }
    if (({} as Record<string, unknown>).isSystem !== undefined)
      violations.add('every object has been given a part of the input')
  } finally {
    console.error = log
    await door.close()
  }
  return {
    name: 'malformed',
    cases: figures.answers!,
    violations: violations.kept,
    seed,
    figures: { ...figures, found: violations.count() },
  }
}
