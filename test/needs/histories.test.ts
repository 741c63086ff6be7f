// Random histories against the promises; `npm run safety -- histories --cases 100000` walks further.
import { run } from '../safety/histories'

test('ten thousand random steps keep every promise', async () => {
  const seed = Number(process.env.SEED ?? 20260304)
  const report = await run({ cases: 10_000, seed })
  expect({ seed, violations: report.violations }).toEqual({ seed, violations: [] })
  expect(report.figures.statuses).toBeGreaterThanOrEqual(13)
  expect(report.figures.accepted).toBeGreaterThan(1500)
  expect(report.figures.closed).toBeGreaterThan(20)
})

test('the same seed walks the same way', async () => {
  expect(await run({ cases: 300, seed: 5 })).toEqual(await run({ cases: 300, seed: 5 }))
})
