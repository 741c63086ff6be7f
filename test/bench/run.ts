// `npm run bench -- [name] [--json] [--documents N] [--seconds N]`: for people a table, with --json one object a benchmark.
import { parseArgs } from 'node:util'
import { benchCloud } from './cloud'
import { benchCold } from './cold'
import { benchContention, benchSignUp } from './contention'
import { benchPledge, benchPosting } from './giving'
import { benchLedger } from './ledger'
import { benchLists } from './lists'
import type { Result } from './measure'
import { benchPhone } from './phone'
import { benchSurge } from './surge'
import { benchWrite } from './write'

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      documents: { type: 'string', default: '1000000' },
      seconds: { type: 'string', default: '30' },
    },
  })
  const all: Record<string, () => Promise<Result>> = {
    write: () => benchWrite(),
    contention: () => benchContention(),
    'sign-up': () => benchSignUp(),
    surge: () => benchSurge(Number(values.seconds)),
    lists: () => benchLists(Number(values.documents)),
    pledge: () => benchPledge(),
    posting: () => benchPosting(),
    ledger: () => benchLedger(Number(values.documents)),
    cloud: () => benchCloud(),
    cold: () => benchCold(),
    phone: () => benchPhone(),
  }
  const names = positionals.length ? positionals : Object.keys(all)
  let failed = false
  for (const name of names) {
    const bench = all[name]
    if (!bench) throw new Error(`there is no benchmark ${name}; there are ${Object.keys(all).join(', ')}`)
    const result = await bench()
    failed ||= !result.ok
    if (values.json) console.log(JSON.stringify(result))
    else {
      console.log(`${result.ok ? 'reaches' : 'falls short'}  ${result.name}: ${result.ratio} (must ${result.must})`)
      console.table(result.figures)
    }
  }
  process.exit(failed ? 1 : 0)
}

main().catch((error) => {
  console.error(error)
  process.exit(2)
})
