// The real door over the real SDK on a local cloud of its own, in this process.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CallEvent } from '../../cloudfunctions/api/core/endpoint'
import { buildFunctions } from '../../local/build'
import { startCloud } from '../../local/cloud'
import { declaredIndexes } from '../../local/declared'
import { areaDocs, bodyDocs, personDocs, settingsDoc } from '../../local/demo/street'

export async function aTown() {
  process.env.SILENT = '1'
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'))
  const functionsDir = path.join(folder, 'functions')
  await buildFunctions(functionsDir)
  const cloud = await startCloud({
    dataDir: path.join(folder, 'data'),
    functionsDir,
    indexes: declaredIndexes,
    strictIndexes: true,
    timers: false,
  })
  Object.assign(process.env, cloud.functionEnv())
  const { init } = require('@cloudbase/node-sdk') as typeof import('@cloudbase/node-sdk')
  const { storeOn } = await import('../../cloudfunctions/api/core/store')
  const { ctxFor, dispatch } = await import('../../cloudfunctions/api/core/endpoint')
  const { api } = await import('../../cloudfunctions/api/modules')
  const app = init({ env: 'local-env' })
  const db = app.database()
  for (const [name, docs] of [
    ['areas', areaDocs],
    ['bodies', bodyDocs],
    ['people', personDocs(Date.now())],
    ['settings', [settingsDoc]],
  ] as const)
    await db.collection(name).add(docs as object[])
  return {
    cloud,
    app,
    db,
    async call(openid: string, call: string, data: object) {
      const reply = await dispatch(api, { call, data } as CallEvent, ctxFor(openid, storeOn(app), Date.now()), 'BNCH')
      if (!reply.ok) throw new Error(`${call}: ${reply.error.code} ${reply.error.message}`)
      return reply.data as Record<string, never>
    },
    /** A call whose refusal is an answer too, with what it cost. */
    async try(openid: string, call: string, data: object): Promise<{ code: string; calls: number }> {
      const store = storeOn(app)
      const reply = await dispatch(api, { call, data } as CallEvent, ctxFor(openid, store, Date.now()), 'BNCH')
      return { code: reply.ok ? 'OK' : reply.error.code, calls: store.counted.calls }
    },
    async close() {
      await cloud.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type BenchTown = Awaited<ReturnType<typeof aTown>>
