// A fault at every SDK call of every write, in turn: an error, a time-out, a reply that is lost although the cloud did what it was asked. The
// phone sends the same request again; then the timer runs, and the phone sends it once more. Whatever failed, the documents must look as if
// nothing had, and the answer must be the same. Each module's writes are a table of their own in writes/.

import { ctxFor, dispatch } from '../../cloudfunctions/api/core/endpoint'
import type { Job } from '../../cloudfunctions/api/core/manifest'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { forgetStreets, storeOn } from '../../cloudfunctions/api/core/store'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { api } from '../../cloudfunctions/api/modules'
import { applyJob } from '../../cloudfunctions/api/modules/matters/jobs'
import { volunteersModule } from '../../cloudfunctions/api/modules/volunteers'
import { forgetFull } from '../../cloudfunctions/api/modules/volunteers/full'
import { type Answer, type Door, theDoor } from '../support/door'
import { type Random, seeded } from '../support/seeded'
import { type Fault, type FaultyWire, faults, faultyWire } from './faulty-wire'
import { type SafetyRun, violationsList } from './report'
import { fundWrites } from './writes/funds'
import { givingWrites } from './writes/giving'
import { needWrites } from './writes/needs'
import { volunteerWrites } from './writes/volunteers'

/** One write about to be sent: who sends what, and the documents it is about. */
export type Sending = {
  openid: string
  call: string
  data: object
  now: number
  documents: [collection: string, id: string][]
}
/** `moves`: the timer takes the matter on, so that what is answered after it is another answer, and always the same. */
export type Write = { name: string; moves?: true; prepare: (door: Door) => Promise<Sending> }

const writes: readonly Write[] = [...needWrites, ...volunteerWrites, ...givingWrites, ...fundWrites]
const jobs: readonly Job[] = [applyJob, ...(volunteersModule.jobs ?? [])]
/** Held stock is looked at after ten minutes. */
const laterMs = 11 * 60_000
/** The phone asks again after a while. */
const againMs = 2000
const giveUpMs = 150
const pace = 10_000

/** The timer, until it finds nothing more to do. */
async function timer({ store }: Door, now: number): Promise<void> {
  for (let round = 0; round < 4; round++) {
    let did = 0
    for (const { run } of jobs) did += await run({ store, now })
    if (!did) return
  }
}

/** What may differ between two runs of the same story: drawn, hashed, or reckoned from the clock. */
const moving = new Set([
  'hash',
  'prev',
  'seal',
  'secret',
  'no',
  'recent',
  'ownRecent',
  '_id',
  'code',
  'card',
  'head',
  'image',
  'text',
  'line',
  'stamp',
  'marks',
  'measured',
  'says',
])

/** A value without what differs between two runs of the same story: ids, times, hashes, numbers that were drawn. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return value > 1e12 ? 'time' : value
  if (typeof value === 'string')
    return value
      .replace(/\w*vol\d{12,}\w*/gi, 'id')
      .replace(/\b(p(f\d+|[0-9a-f]{32})|openid-f\d+-\d+|nophone_[0-9a-f]{32})\b/g, 'somebody')
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, one]) => !moving.has(key) && one !== undefined)
      .map(([key, one]) => [String(plain(key)), plain(one)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )
}

/** How often an agenda was written is nobody's business, only what is in it. */
function bare(collection: string, doc: object | undefined): unknown {
  if (collection !== 'people' || !doc) return plain(doc ?? null)
  const { volunteer, ...person } = doc as { volunteer?: object }
  return plain({ ...person, volunteer: { ...volunteer, version: 0 } })
}

type Outcome = { answer: string; effect: string; broken: string[] }

async function outcome(door: Door, { documents }: Sending, answer: Answer): Promise<Outcome> {
  const kept = await Promise.all(
    documents.map(async ([name, id]) => [name, await door.store.get<object>(name, id)] as const),
  )
  const broken = kept.flatMap(([name, doc]) =>
    name === 'matters' && doc && brokenAt(doc as Matter) !== undefined ? [`its log is broken`] : [],
  )
  const { ok, data, error } = answer
  return {
    answer: JSON.stringify(plain({ ok, data, code: error?.code })),
    effect: JSON.stringify(kept.map(([name, doc]) => [name, bare(name, doc)])),
    broken,
  }
}

const firstDifference = (a: string, b: string): string => {
  const at = [...a].findIndex((letter, index) => letter !== b[index])
  const from = Math.max(0, (at < 0 ? a.length : at) - 60)
  return `…${a.slice(from, from + 120)} | …${b.slice(from, from + 120)}`
}

/** Calls over the wire, whose SDK gives up soon or, where nothing is to fail, as late as usual. */
function overWire(wire: FaultyWire) {
  const { init } = require('@cloudbase/node-sdk') as typeof import('@cloudbase/node-sdk')
  const at = { env: 'local-env', secretId: 'l', secretKey: 'l', serviceUrl: wire.url }
  const apps = { patient: init(at as never), hasty: init({ ...at, timeout: giveUpMs } as never) }
  return async (how: keyof typeof apps, { openid, call, data, now }: Sending): Promise<Answer> =>
    (await dispatch(api, { call, data }, ctxFor(openid, storeOn(apps[how]), now, pace), 'FLTS')) as Answer
}
type Sender = ReturnType<typeof overWire>

/** The write with one fault, sent again, then once more after the timer; without a fault it is the measure of the others. */
async function story(write: Write, door: Door, wire: FaultyWire, send: Sender, fault?: { nth: number; fault: Fault }) {
  const sending = await write.prepare(door)
  const { openid, call, data, now, documents } = sending
  // What an instance remembers is read again, so that every call of the write can fail.
  forgetStreets()
  forgetFull()
  wire.arm(fault)
  const first = await send(fault ? 'hasty' : 'patient', sending)
  const calls = wire.calls()
  wire.arm()
  const again = await door.call(openid, call, data, now + againMs)
  await timer(door, now + laterMs)
  const seen = await outcome(door, sending, again)
  const third = await door.call(openid, call, data, now + laterMs)
  await timer(door, now + 2 * laterMs)
  const after = await outcome(door, sending, third)
  for (const [name, id] of documents)
    if (name === 'shifts') await door.store.change(name, { _id: id }, { state: 'closed' })
  return { first, calls, seen, after }
}

type Outcomes = { seen: Outcome; after: Outcome }
function compare({ seen, after }: Outcomes, { seen: measure, after: later }: Outcomes): string | undefined {
  if (seen.broken.length) return seen.broken.join()
  if (seen.answer !== measure.answer) return `the answer differs: ${firstDifference(seen.answer, measure.answer)}`
  if (seen.effect !== measure.effect) return `the effect differs: ${firstDifference(seen.effect, measure.effect)}`
  if (after.answer !== later.answer)
    return `after the timer the answer differs: ${firstDifference(after.answer, later.answer)}`
  if (after.effect !== measure.effect)
    return `after the timer the effect differs: ${firstDifference(after.effect, measure.effect)}`
  return undefined
}

/** So many of these, each once. */
const drawn = <T>(from: readonly T[], count: number, { below }: Random): T[] => {
  const left = [...from]
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)[0] as T)
}
const perWrite = 3

/** `cases` 0: every call of every write with every fault; otherwise so many, three of each of some writes, drawn by the seed. */
export const run: SafetyRun = async ({ cases, seed }) => {
  const violations = violationsList()
  const random = seeded(seed)
  const door = await theDoor()
  const wire = await faultyWire(door.cloud.adminUrl)
  const quiet = [console.error, process.env.SILENCE] as const
  // Every case ends in a logged defect, on purpose; slow requests are the point.
  console.error = () => {}
  process.env.SILENCE = 'true'
  /** What went wrong with a write → after which faults. */
  const wrong = new Map<string, string[]>()
  const keep = (what: string, when: string) => wrong.set(what, [...(wrong.get(what) ?? []), when])
  let done = 0
  let faulted = 0
  try {
    const send = overWire(wire)
    for (const write of cases === 0 ? writes : drawn(writes, Math.ceil(cases / perWrite), random)) {
      const { first, calls, seen, after } = await story(write, door, wire, send)
      if (!first.ok) violations.add(`${write.name} is refused: ${JSON.stringify(first.error)}`)
      const measure = { seen, after: write.moves ? after : seen }
      const plainly = compare({ seen, after }, measure)
      if (plainly) keep(`${write.name}: ${plainly}`, 'no fault')
      const all = Array.from({ length: calls }, (_, index) => faults.map((fault) => ({ nth: index + 1, fault }))).flat()
      for (const { nth, fault } of cases === 0 ? all : drawn(all, perWrite, random)) {
        const told = await story(write, door, wire, send, { nth, fault })
        if (!told.first.ok) faulted++
        const different = compare(told, measure)
        if (different) keep(`${write.name}: ${different}`, `call ${nth} ${fault}`)
        done++
      }
    }
  } finally {
    console.error = quiet[0]
    if (quiet[1] === undefined) delete process.env.SILENCE
    else process.env.SILENCE = quiet[1]
    await wire.close()
    await door.close()
  }
  for (const [what, when] of wrong) violations.add(`${what} (${when.join(', ')})`)
  return {
    name: 'faults',
    cases: done,
    violations: violations.kept,
    seed,
    figures: { writes: writes.length, faulted, found: violations.count() },
  }
}
