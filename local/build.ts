// Builds the functions as they are deployed: one bundle each, without the parts of the SDK that are never called, beside its
// configuration; and writes the index and access-rule files that a CloudBase environment needs. `npm run build`.
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { collections, declaredIndexes } from './declared'

const root = path.resolve(__dirname, '..')
export const builtDir = path.join(root, 'cloudfunctions-built')
export const functionNames = ['api', 'cron', 'sheets', 'wechat'] as const

/** Parts of the SDK that no function of ours calls; they would more than double a cold start. */
const unused = [
  '@cloudbase/ai',
  '@cloudbase/wx-cloud-client-sdk',
  '@cloudbase/app',
  'axios',
  'xml2js',
  '@cloudbase/adapter-wx_mp',
  'mime-db',
  'web-streams-polyfill',
  'jsonwebtoken',
  'http-proxy-agent',
  'https-proxy-agent',
]

/** WeChat's APIs a function may call (config.json). */
const permissions: Record<string, string[]> = {
  api: [],
  sheets: [],
  cron: ['subscribeMessage.send', 'security.msgSecCheck', 'security.mediaCheckAsync'],
  wechat: ['subscribeMessage.send', 'security.msgSecCheck', 'security.mediaCheckAsync', 'wxacode.getUnlimited'],
}

export async function buildFunctions(outDir = builtDir): Promise<{ name: string; kilobytes: number }[]> {
  const built = []
  for (const name of functionNames) {
    const folder = path.join(outDir, name)
    mkdirSync(folder, { recursive: true })
    const outfile = path.join(folder, 'index.js')
    await build({
      entryPoints: [path.join(root, 'cloudfunctions', name, 'index.ts')],
      bundle: true,
      platform: 'node',
      target: 'node18',
      format: 'cjs',
      minify: true,
      legalComments: 'none',
      outfile,
      logLevel: 'error',
      plugins: [
        {
          name: 'leave-out',
          setup(builder) {
            const filter = new RegExp(`^(${unused.map((part) => part.replace(/[/.]/g, '\\$&')).join('|')})(/.*)?$`)
            builder.onResolve({ filter }, ({ path: part }) => ({ path: part, namespace: 'left-out' }))
            // The SDK's own folders for models and for watching collections.
            builder.onResolve({ filter: /^\.{1,2}\/(?:.*\/)?(?:ai|realtime)(?:\/|$)/ }, ({ path: part, importer }) =>
              importer.includes('@cloudbase') ? { path: part, namespace: 'left-out' } : undefined,
            )
            builder.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
              contents: 'module.exports = {}',
              loader: 'js',
            }))
          },
        },
      ],
    })
    writeFileSync(
      path.join(folder, 'package.json'),
      `${JSON.stringify({ name, version: '1.0.0', main: 'index.js' }, null, 2)}\n`,
    )
    writeFileSync(
      path.join(folder, 'config.json'),
      `${JSON.stringify({ permissions: { openapi: permissions[name] } }, null, 2)}\n`,
    )
    built.push({ name, kilobytes: Math.round(statSync(outfile).size / 1024) })
  }
  return built
}

/** Index and access-rule files, derived from the modules' manifests. */
export function writeDeployment(outDir = path.join(builtDir, 'database')): void {
  mkdirSync(outDir, { recursive: true })
  writeFileSync(path.join(outDir, 'indexes.json'), `${JSON.stringify(declaredIndexes, null, 2)}\n`)
  const rules = Object.fromEntries(Object.keys(collections).map((name) => [name, { aclTag: 'ADMINONLY' }]))
  writeFileSync(path.join(outDir, 'access.json'), `${JSON.stringify(rules, null, 2)}\n`)
}

if (require.main === module) {
  rmSync(builtDir, { recursive: true, force: true })
  void buildFunctions().then((built) => {
    writeDeployment()
    for (const { name, kilobytes } of built) console.log(`${name}  ${kilobytes} KB`)
    console.log('database/indexes.json and database/access.json are written from the modules')
  })
}
