// `npm start`: the real functions, the real SDK and the real pages on one machine. Builds, fills the demo street on the first start,
// serves the phone, and says so in one line that other programs can read.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildFunctions, builtDir, writeDeployment } from './build'
import { startCloud } from './cloud'
import { declaredIndexes } from './declared'
import { seed } from './demo/seed'
import { demoPeople } from './demo/street'
import { buildPhone, servePhone, watchPhone } from './phone'

const root = path.resolve(__dirname, '..')
const say = (line: string) => console.log(`· ${line}`)

async function start() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      fresh: { type: 'boolean' },
      watch: { type: 'boolean', default: true },
      strict: { type: 'boolean', default: false },
    },
    allowNegative: true,
  })
  const dataDir = path.resolve(values.data ?? path.join(root, '.data'))
  if (values.fresh) rmSync(dataDir, { recursive: true, force: true })

  say('building the functions …')
  await buildFunctions()
  writeDeployment()
  say('starting the cloud …')
  const cloud = await startCloud({
    dataDir,
    functionsDir: builtDir,
    config: path.join(root, 'cloudbaserc.json'),
    indexes: declaredIndexes,
    strictIndexes: values.strict,
  })
  await cloud.undisturbed(() => seed(cloud.functionEnv(), cloud.invoke, say))

  say('building the pages …')
  const phone = { root: path.join(root, 'miniprogram'), outDir: path.join(root, '.build', 'phone'), project: root }
  if (values.watch) await watchPhone(phone, ({ ms }) => say(`the pages are built (${ms} ms)`))
  else await buildPhone(phone)
  const site = await servePhone({
    outDir: phone.outDir,
    port: values.port === undefined ? 4700 : Number(values.port),
    cloudUrl: cloud.url,
    panel: {
      people: [
        ...demoPeople.map(({ openid, name, about }) => ({ id: openid, name, role: about })),
        { id: 'demo-guest', name: '新访客', role: '还没有登记' },
      ],
    },
  })
  console.log(`ready ${JSON.stringify({ phone: site.url, cloud: cloud.adminUrl })}`)

  const stop = async () => {
    await site.stop()
    await cloud.stop()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

start().catch((error: Error & { code?: string }) => {
  console.error(error.code === 'PORT_TAKEN' ? error.message : error)
  process.exit(1)
})
