// The log can be proved: whatever is touched afterwards is found, and where.
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { brokenAt, canonical, nextEvent } from '../../cloudfunctions/api/core/trace'
import { run } from '../safety/trace'
import { aNeed, otherNeedId } from '../support/needs'

const whole = () => structuredClone(aNeed({ status: 'closed' })) as unknown as Matter
const touched = (change: (matter: Matter) => void) => {
  const matter = whole()
  change(matter)
  return brokenAt(matter)
}

test('an untouched log holds, also after a journey through JSON', () => {
  expect(brokenAt(whole())).toBeUndefined()
  expect(brokenAt(JSON.parse(JSON.stringify(whole())))).toBeUndefined()
})

test.each<[string, (matter: Matter) => void, ReturnType<typeof brokenAt>]>([
  ['a changed note', ({ trace }) => Object.assign(trace[2]!, { note: '改过' }), 3],
  ['a changed actor', ({ trace }) => Object.assign(trace[0]!, { by: 'pother' }), 1],
  ['a changed time', ({ trace }) => Object.assign(trace[3]!, { at: trace[3]!.at + 1 }), 4],
  ['an added field', ({ trace }) => Object.assign(trace[1]!, { internal: true }), 2],
  ['a changed hash', ({ trace }) => Object.assign(trace[1]!, { hash: 'f'.repeat(64) }), 2],
  ['a deleted event', ({ trace }) => trace.splice(1, 1), 2],
  ['a deleted first event', ({ trace }) => trace.shift(), 1],
  ['two swapped events', ({ trace }) => trace.splice(1, 2, trace[2]!, trace[1]!), 2],
  ['a doubled event', ({ trace }) => trace.push(trace.at(-1)!), 7],
  ['a cut end', ({ trace }) => trace.pop(), 'cut'],
  ['an emptied log', ({ trace }) => trace.splice(0), 'cut'],
  ['an edited title', (matter) => Object.assign(matter, { title: '别的事' }), 'seal'],
  ['an edited status', (matter) => Object.assign(matter, { status: 'accepted' }), 'seal'],
  [
    'an edited rating',
    ({ body }) => Object.assign(body, { rating: { solved: true, stars: 1, words: '', at: 0 } }),
    'seal',
  ],
  ['an edited deadline', (matter) => Object.assign(matter, { dueAt: 1 }), 'seal'],
  ['a removed field', (matter) => Reflect.deleteProperty(matter, 'lead'), 'seal'],
  ['a log moved to another document', (matter) => Object.assign(matter, { _id: otherNeedId }), 1],
])('%s is found', (_what, change, where) => {
  expect(touched(change)).toBe(where)
})

test('a cut that also lowers the version shows in the seal, unless the document is put back whole', () => {
  expect(
    touched((matter) => {
      matter.trace.pop()
      matter.version--
    }),
  ).toBe('seal')
})

test('what many people add and the queue of notices are outside the seal, on purpose', () => {
  expect(touched(({ beside }) => Object.assign(beside, { supportCount: 9, supporters: ['pa'] }))).toBeUndefined()
  expect(touched((matter) => Object.assign(matter, { unsent: [] }))).toBeUndefined()
})

test('the same value gives the same text whatever the order of its keys, and undefined is absence', () => {
  expect(canonical({ b: 1, a: [{ d: null, c: '中' }] })).toBe(
    canonical({ a: [{ c: '中', d: null }], b: 1, x: undefined }),
  )
  expect(canonical({ a: 1 })).not.toBe(canonical({ a: '1' }))
  expect(canonical([1, 23])).not.toBe(canonical([12, 3]))
})

test('two events with the same words still differ by what came before', () => {
  const event = { at: 1, by: 'pa', as: 'author' as const, action: 'supply', from: 'a', to: 'b' }
  const first = nextEvent('x', [], event, {})
  const second = nextEvent('x', [first], event, {})
  expect(second.hash).not.toBe(first.hash)
  expect(second.prev).toBe(first.hash)
})

test('a thousand random tampers are all found', async () => {
  expect(await run({ cases: 300, seed: 7 })).toMatchObject({ cases: 300, violations: [] })
})
