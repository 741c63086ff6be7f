// A cloud of its own for one test file, in a folder of its own, with the real SDK pointed at it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CloudBase } from '@cloudbase/node-sdk'
import { type Cloud, type CloudOptions, type IndexDef, startCloud } from '../../local/cloud'

export type Here = { cloud: Cloud; app: CloudBase; folder: string; leave: () => Promise<void> }

export const index = (name: string, fields: string[], unique = false): IndexDef => ({
  IndexName: name,
  MgoKeySchema: { MgoIndexKeys: fields.map((Name) => ({ Name, Direction: '1' as const })), MgoIsUnique: unique },
})

/** The SDK's own place, for functions that the tests write as text. */
export const sdkPath = JSON.stringify(path.resolve(__dirname, '../../node_modules/@cloudbase/node-sdk'))

/** `functions`: code of each index.js; `settings`: what cloudbaserc.json says of them. */
export async function here(
  options: Partial<CloudOptions> & { functions?: Record<string, string>; settings?: object[] } = {},
): Promise<Here> {
  const { functions = {}, settings = [], ...rest } = options
  process.env.SILENT = '1'
  const folder = mkdtempSync(path.join(tmpdir(), 'cloud-'))
  const functionsDir = path.join(folder, 'functions')
  for (const [name, code] of Object.entries(functions)) {
    mkdirSync(path.join(functionsDir, name), { recursive: true })
    writeFileSync(path.join(functionsDir, name, 'index.js'), code)
  }
  const config = path.join(folder, 'cloudbaserc.json')
  writeFileSync(config, JSON.stringify({ functions: settings }))
  const cloud = await startCloud({ dataDir: path.join(folder, 'data'), functionsDir, config, ...rest })
  Object.assign(process.env, cloud.functionEnv())
  const { init } = await import('@cloudbase/node-sdk')
  const place: Here = {
    cloud,
    app: init({ env: 'local-env' }),
    folder,
    async leave() {
      await place.cloud.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return place
}

/** One request of the wire protocol, as it stands. */
export const ask = async (cloud: Cloud, body: object): Promise<{ code?: string; message?: string; data?: never }> =>
  (await fetch(cloud.adminUrl, { method: 'POST', body: JSON.stringify(body) })).json() as never
