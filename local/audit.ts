// `npm run audit -- [--url http://127.0.0.1:4700]`: every log and every daily digest of a running street verified; the first broken link
// is named, and the exit code says whether there is one. Against a deployed environment the SDK's own variables say where it is.
import { parseArgs } from 'node:util'
import { storeOn } from '../cloudfunctions/api/core/store'
import { audit } from '../cloudfunctions/api/modules/matters/digest'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://127.0.0.1:4700' } } })
  if (!process.env.TENCENTCLOUD_SECRETID) {
    Object.assign(process.env, {
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'ap-shanghai',
      SCF_NAMESPACE: 'local-env',
      TENCENTCLOUD_SECRETID: 'local',
      TENCENTCLOUD_SECRETKEY: 'local',
      TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${values.url}/admin` }),
    })
  }
  // The SDK reads its environment when it is first loaded.
  const { init } = require('@cloudbase/node-sdk') as typeof import('@cloudbase/node-sdk')
  const app = init({ env: process.env.TCB_ENV ?? process.env.SCF_NAMESPACE })
  const { matters, digests, heads, broken } = await audit(storeOn(app))
  console.log(`${matters} matters, ${digests} digests, ${heads} heads: ${broken.length} broken`)
  for (const { where, what } of broken.slice(0, 20)) console.log(`  ${where}：${what}`)
  process.exit(broken.length ? 1 : 0)
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  })
