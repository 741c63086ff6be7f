// `npm run ledger -- --verify [--data DIR | --url http://127.0.0.1:4700]`: balances and chains of every book computed again from its
// postings; the first fault is named, and the exit code says whether there is one. `--data` opens a folder that no cloud is using; against
// a deployed environment the SDK's own variables say where it is.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { storeOn } from '../cloudfunctions/api/core/store'
import { verifyBooks } from '../cloudfunctions/api/modules/ledger/verify'
import { startCloud } from './cloud'
import { declaredIndexes } from './declared'

const usage = 'npm run ledger -- --verify [--data DIR | --url http://127.0.0.1:4700]'

const localEnv = (url: string): Record<string, string> => ({
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'ap-shanghai',
  SCF_NAMESPACE: 'local-env',
  TENCENTCLOUD_SECRETID: 'local',
  TENCENTCLOUD_SECRETKEY: 'local',
  TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/admin` }),
})

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      verify: { type: 'boolean', default: false },
      data: { type: 'string' },
      url: { type: 'string', default: 'http://127.0.0.1:4700' },
    },
  })
  if (!values.verify) throw new Error(usage)
  const cloud = values.data
    ? await startCloud({ dataDir: path.resolve(values.data), indexes: declaredIndexes, timers: false })
    : undefined
  if (cloud) Object.assign(process.env, cloud.functionEnv())
  else if (!process.env.TENCENTCLOUD_SECRETID) Object.assign(process.env, localEnv(values.url))
  // The SDK reads its environment when it is first loaded.
  const { init } = require('@cloudbase/node-sdk') as typeof import('@cloudbase/node-sdk')
  const app = init({ env: process.env.TCB_ENV ?? process.env.SCF_NAMESPACE })
  const { books, postings, faults } = await verifyBooks(storeOn(app)).finally(() => cloud?.stop())
  console.log(`${books} books, ${postings} postings: ${faults.length} faults`)
  const [first] = faults
  if (first) console.log(`  ${first.title}（${first.book}）：${first.what}`)
  process.exit(faults.length ? 1 : 0)
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  })
