// `npm run cloud -- --port P --data DIR [--functions DIR] [--config FILE] [--indexes FILE]`: the cloud alone.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type IndexDef, startCloud } from './index'

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      functions: { type: 'string' },
      config: { type: 'string' },
      indexes: { type: 'string' },
    },
  })
  const cloud = await startCloud({
    dataDir: path.resolve(values.data ?? '.data'),
    port: Number(values.port ?? 0),
    functionsDir: values.functions && path.resolve(values.functions),
    config: values.config,
    indexes: values.indexes
      ? (JSON.parse(readFileSync(values.indexes, 'utf8')) as Record<string, IndexDef[]>)
      : undefined,
  })
  console.log(`ready ${JSON.stringify({ cloud: cloud.adminUrl })}`)
  const stop = () => void cloud.stop().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

main().catch((error: Error & { code?: string }) => {
  console.error(error.code === 'PORT_TAKEN' ? error.message : error)
  process.exit(1)
})
