// `npm run safety -- [name] [--cases N] [--seed S] [--json]`: the big runs behind the small ones in the tests. A seed replays its run.
import { run as authorization } from './authorization'
import { run as codes } from './codes'
import { run as faults } from './faults'
import { run as fields } from './fields'
import { run as histories } from './histories'
import { run as kill } from './kill'
import { run as lastPlace } from './last-place'
import { run as ledger } from './ledger'
import { run as malformed } from './malformed'
import type { SafetyRun } from './report'
import { run as trace } from './trace'
import { run as twice } from './twice'

/** How many cases each has when nothing is said; the enumerated ones count themselves. */
const runs: Record<string, { run: SafetyRun; cases: number }> = {
  authorization: { run: authorization, cases: 0 },
  faults: { run: faults, cases: 0 },
  fields: { run: fields, cases: 0 },
  histories: { run: histories, cases: 100_000 },
  twice: { run: twice, cases: 200 },
  trace: { run: trace, cases: 1_000 },
  malformed: { run: malformed, cases: 200 },
  codes: { run: codes, cases: 1_000 },
  ledger: { run: ledger, cases: 100_000 },
  'last-place': { run: lastPlace, cases: 1_000 },
  kill: { run: kill, cases: 50 },
}

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const numberAfter = (flag: string) => (words.includes(flag) ? Number(words[words.indexOf(flag) + 1]) : undefined)
  const name = words.find(
    (word, index) => !word.startsWith('--') && !['--cases', '--seed'].includes(words[index - 1] ?? ''),
  )
  if (name && !Object.hasOwn(runs, name)) throw new Error(`unknown: ${name}; there are ${Object.keys(runs).join(', ')}`)
  const seed = numberAfter('--seed') ?? Date.now() % 1_000_000
  let found = 0
  for (const [one, { run, cases }] of Object.entries(runs)) {
    if (name && name !== one) continue
    const report = await run({ cases: numberAfter('--cases') ?? cases, seed })
    found += report.violations.length
    if (words.includes('--json'))
      console.log(JSON.stringify({ ...report, violations: report.violations.length, found: report.violations }))
    else {
      const figures = Object.entries(report.figures).map(([key, value]) => `${key} ${value}`)
      console.log(
        `${one.padEnd(14)} ${report.cases} cases, ${report.violations.length} violations, seed ${seed} (${figures.join(', ')})`,
      )
      for (const sentence of report.violations) console.log(`  ${sentence}`)
    }
  }
  process.exit(found === 0 ? 0 : 1)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(2)
})
