// Runs everything `npm test` promises, in order of how soon it tells: lint, types, then every jest test; closes with one line of counts.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'

type Step = { name: string; command: string[] }

const steps: Step[] = [
  { name: 'lint', command: ['npx', 'biome', 'ci', '.'] },
  { name: 'types', command: ['npx', 'tsc', '--build'] },
]

mkdirSync('.build', { recursive: true })
let passed = 0
let failed = 0
for (const { name, command } of steps) {
  console.log(`\n— ${name}`)
  const { status } = spawnSync(command[0]!, command.slice(1), { stdio: 'inherit' })
  status === 0 ? passed++ : failed++
}

console.log('\n— tests')
const report = '.build/jest.json'
spawnSync('npx', ['jest', '--json', `--outputFile=${report}`, '--maxWorkers=2'], { stdio: 'inherit' })
const counts = JSON.parse(readFileSync(report, 'utf8')) as {
  numPassedTests: number
  numFailedTests: number
  numRuntimeErrorTestSuites: number
}
passed += counts.numPassedTests
failed += counts.numFailedTests + counts.numRuntimeErrorTestSuites

console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 && counts.numPassedTests > 0 ? 0 : 1)
