// Tampering with the log: a bit, a deletion, a swap, a cut, an edited field, a forged relinking. Every one must be found by `brokenAt`.
import { createHash } from 'node:crypto'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { brokenAt, canonical } from '../../cloudfunctions/api/core/trace'
import { type NeedStatus, needStatuses } from '../../cloudfunctions/api/modules/needs/workflow'
import { aNeed } from '../support/needs'
import { type Random, seeded } from '../support/seeded'
import { type SafetyRun, violationsList } from './report'

const hashOf = (event: object) => {
  const { hash: _hash, ...rest } = event as { hash?: string }
  return createHash('sha256').update(canonical(rest)).digest('hex')
}

/** Every place in the document where a letter or digit can be changed. */
function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'string' || typeof value === 'number') return [path]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]))
}

function flip(matter: Matter, { one, below }: Random): string {
  const { unsent: _unsent, beside: _beside, version: _version, ...sealed } = matter
  const path = one(leaves(sealed))
  let holder = matter as unknown as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) holder = holder[key] as typeof holder
  const last = path.at(-1) as string | number
  const old = holder[last]
  if (typeof old === 'number') holder[last] = old + 2 ** below(20)
  else {
    const text = String(old)
    const place = below(Math.max(1, text.length))
    const letter = String.fromCharCode(text.charCodeAt(place || 0) ^ (1 << below(4)))
    holder[last] = text ? `${text.slice(0, place)}${letter}${text.slice(place + 1)}` : 'x'
  }
  return `a bit of ${path.join('.')}`
}

const kinds: Record<string, (matter: Matter, random: Random) => string> = {
  bit: flip,
  deletion: ({ trace }, { below }) => {
    const place = below(trace.length)
    trace.splice(place, 1)
    return `event ${place + 1} deleted`
  },
  swap: ({ trace }, { below }) => {
    const place = below(trace.length - 1)
    trace.splice(place, 2, trace[place + 1]!, trace[place]!)
    return `events ${place + 1} and ${place + 2} swapped`
  },
  cut: (matter, { below, chance }) => {
    const left = below(matter.trace.length)
    matter.trace.splice(left)
    const covered = chance(0.5)
    if (covered) matter.version = left
    return `cut after ${left}${covered ? ', version lowered' : ''}`
  },
  /** An event is changed and given a fitting hash: the next link, or the seal, must betray it. */
  forged: ({ trace }, { below }) => {
    const place = below(trace.length - 1)
    const event = trace[place]!
    Object.assign(event, { by: 'pforger' })
    event.hash = hashOf(event)
    return `event ${place + 1} forged and rehashed`
  },
}

const statuses = (Object.keys(needStatuses) as NeedStatus[]).filter((status) => status !== 'submitted')

export const run: SafetyRun = async ({ cases, seed }) => {
  const random = seeded(seed)
  const needs = statuses.map((status) => aNeed({ status }) as unknown as Matter)
  const violations = violationsList()
  const figures: Record<string, number> = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, 0]))
  for (const need of needs)
    if (brokenAt(need) !== undefined) violations.add(`an untouched ${need.status} need is called broken`)
  for (let index = 0; index < cases; index++) {
    const matter = structuredClone(random.one(needs))
    const kind = random.one(Object.keys(kinds))
    const what = kinds[kind]!(matter, random)
    figures[kind]!++
    if (brokenAt(matter) === undefined)
      violations.add(`case ${index}: ${what} in a ${matter.status} need was not found`)
  }
  return {
    name: 'trace',
    cases,
    violations: violations.kept,
    seed,
    figures: { ...figures, missed: violations.count() },
  }
}
