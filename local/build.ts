// Builds the functions as they are deployed: a folder each, with its configuration; and writes the index and access-rule files that a
// CloudBase environment needs. `npm run build`.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundle } from './bundle'
import { collections, declaredIndexes } from './declared'

const root = path.resolve(__dirname, '..')
export const builtDir = path.join(root, 'cloudfunctions-built')
export const functionNames = ['api', 'cron', 'payments', 'sheets', 'wechat'] as const

/** WeChat's APIs a function may call (config.json). */
const permissions: Record<string, string[]> = {
  api: [],
  payments: [],
  sheets: [],
  cron: ['subscribeMessage.send', 'security.msgSecCheck', 'security.mediaCheckAsync'],
  wechat: ['subscribeMessage.send', 'security.msgSecCheck', 'security.mediaCheckAsync', 'wxacode.getUnlimited'],
}

export async function buildFunctions(outDir = builtDir): Promise<{ name: string; kilobytes: number }[]> {
  const built = []
  for (const name of functionNames) {
    const folder = path.join(outDir, name)
    const bytes = await bundle(path.join(root, 'cloudfunctions', name, 'index.ts'), folder)
    writeFileSync(
      path.join(folder, 'package.json'),
      `${JSON.stringify({ name, version: '1.0.0', main: 'index.js' }, null, 2)}\n`,
    )
    writeFileSync(
      path.join(folder, 'config.json'),
      `${JSON.stringify({ permissions: { openapi: permissions[name] } }, null, 2)}\n`,
    )
    built.push({ name, kilobytes: Math.round(bytes / 1024) })
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
