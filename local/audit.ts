// `npm run audit -- [--cloud http://127.0.0.1:4701]`: every log and every daily digest of a running street verified; the first broken link
// is named, and the exit code says whether there is one. Against a deployed environment the SDK's own variables say where it is.
import { parseArgs } from 'node:util'
import { init } from '@cloudbase/node-sdk'
import { storeOn } from '../cloudfunctions/api/core/store'
import '../cloudfunctions/api/modules'
import { audit } from '../cloudfunctions/api/modules/matters/digest'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://127.0.0.1:4700' } } })
  if (!process.env.TENCENTCLOUD_SECRETID) {
    const response = await fetch(`${values.url}/env`)
    Object.assign(process.env, (await response.json()) as Record<string, string>)
  }
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
