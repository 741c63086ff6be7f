// The small twins of `npm run safety`: the same runs, few enough for every test run. On failure, replay with the printed seed.
import { run as authorization } from './authorization'
import { run as codes } from './codes'
import { run as fields } from './fields'
import { run as lastPlace } from './last-place'
import { run as ledger } from './ledger'
import { run as malformed } from './malformed'
import { run as twice } from './twice'

const seed = Number(process.env.SEED ?? 4217)

test('authorization: nothing is granted that no table grants', async () => {
  const report = await authorization({ cases: 0, seed })
  expect(report.violations).toEqual([])
  expect(report.cases).toBeGreaterThan(20_000)
})

test('fields: none is smuggled in, none leaks out', async () => {
  expect(await fields({ cases: 0, seed })).toMatchObject({ violations: [] })
})

test('sending eight times at once and once more has one effect and one answer', async () => {
  expect(await twice({ cases: 25, seed })).toMatchObject({ seed, violations: [] })
})

test('malformed input is answered with a code and a Chinese sentence', async () => {
  const report = await malformed({ cases: 25, seed })
  expect(report).toMatchObject({ seed, violations: [] })
  expect(report.figures.refused).toBeGreaterThan(300)
})

test('no forged, foreign, old or relayed code is accepted; a live one once', async () => {
  expect(await codes({ cases: 60, seed })).toMatchObject({ seed, violations: [], figures: { accepted: 0 } })
})

test('the last place goes to one, and a free one to who waits longest', async () => {
  expect(await lastPlace({ cases: 12, seed })).toMatchObject({ seed, violations: [] })
})

test('the books add up, whatever fails or is killed while they are written', async () => {
  const report = await ledger({ cases: 4_000, seed })
  expect(report).toMatchObject({ seed, violations: [], figures: { kills: 2 } })
  expect(report.figures.failed).toBeGreaterThan(40)
}, 180_000)
