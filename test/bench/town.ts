// The real door over the real SDK on a local cloud of its own: in this process, or in one apart, as functions and their database are.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CloudBase } from '@cloudbase/node-sdk'
import type { CallEvent } from '../../cloudfunctions/api/core/endpoint'
import { buildFunctions } from '../../local/build'
import { startCloud } from '../../local/cloud'
import { declaredIndexes } from '../../local/declared'
import { areaDocs, bodyDocs, personDocs, settingsDoc } from '../../local/demo/street'
import { killableCloud } from '../safety/killable'

/** The street's documents, and calls made in this process. */
async function townOn(app: CloudBase) {
  const { storeOn } = await import('../../cloudfunctions/api/core/store')
  const { ctxFor, dispatch } = await import('../../cloudfunctions/api/core/endpoint')
  const { api } = await import('../../cloudfunctions/api/modules')
  const db = app.database()
  for (const [name, docs] of [
    ['areas', areaDocs],
    ['bodies', bodyDocs],
    ['people', personDocs(Date.now())],
    ['settings', [settingsDoc]],
  ] as const)
    await db.collection(name).add(docs as object[])
  return {
    app,
    db,
    async call(openid: string, call: string, data: object) {
      const reply = await dispatch(api, { call, data } as CallEvent, ctxFor(openid, storeOn(app), Date.now()), 'BNCH')
      if (!reply.ok) throw new Error(`${call}: ${reply.error.code} ${reply.error.message}`)
      return reply.data as Record<string, never>
    },
    /** A call whose refusal is an answer too, with what it cost. */
    async try(openid: string, call: string, data: object): Promise<{ code: string; calls: number; changes: number }> {
      const plain = storeOn(app)
      let changes = 0
      const store = {
        ...plain,
        change: (...asked: Parameters<typeof plain.change>) => {
          changes++
          return plain.change(...asked)
        },
      }
      const reply = await dispatch(api, { call, data } as CallEvent, ctxFor(openid, store, Date.now()), 'BNCH')
      return { code: reply.ok ? 'OK' : reply.error.code, calls: store.counted.calls, changes }
    },
  }
}

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
  return {
    ...(await townOn(init({ env: 'local-env' }))),
    cloud,
    async close() {
      await cloud.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type BenchTown = Awaited<ReturnType<typeof aTown>>

/** The cloud is a process of its own; phones may call its functions there too. */
export async function aTownApart() {
  const cloud = await killableCloud()
  return { ...(await townOn(cloud.sdk())), functions: new URL('/functions/api', cloud.url()), close: cloud.close }
}
export type TownApart = Awaited<ReturnType<typeof aTownApart>>
