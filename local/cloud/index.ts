// CloudBase on one machine, for the unmodified @cloudbase/node-sdk: database, functions, timers, storage, and stand-ins for WeChat's APIs.
// Puts the parts together; knows nothing of any product.
import { mkdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { actionsOn } from './actions'
import { databaseOn } from './database'
import { declareIndexes, type IndexDef } from './declared'
import { openDocuments } from './documents'
import { filesIn } from './files'
import { type FunctionSettings, functionsIn, type Who } from './functions'
import { readerOn } from './reader'
import { listen } from './server'
import { timersOn } from './timers'
import { transactionsOn } from './transactions'
import { makeOutbox } from './wx/outbox'
import { standIns } from './wx/stand-ins'

export type { IndexDef } from './declared'
export type { QueryStat } from './reader'
export type { Message, Outbox } from './wx/outbox'

export type CloudOptions = {
  dataDir: string
  /** 0 or absent: any free port. A taken one is refused with code PORT_TAKEN. */
  port?: number
  envId?: string
  /** Built functions: <dir>/<name>/index.js exporting main(event, context). */
  functionsDir?: string
  /** cloudbaserc.json: time-outs, variables, triggers. */
  config?: string
  /** Declared indexes by collection; the collections are made with them. */
  indexes?: Record<string, IndexDef[]>
  /** A query that no declared index serves fails. */
  strictIndexes?: boolean
  appId?: string
  timers?: boolean
  /** The folder is a test's own: writes do not wait for the disk. */
  throwaway?: boolean
  instancesMax?: number
  /** The function that hears WeChat's later verdicts on pictures, as its message push would call it. */
  wxEventsTo?: string
  /** How long a transaction may stay open; the platform's 30 s unless a test is in a hurry. */
  transactionMs?: number
}
export type Cloud = Awaited<ReturnType<typeof startCloud>>

/** Throws an Error with code PORT_TAKEN when the port is taken, and one that names the timer when a trigger cannot be read. */
export async function startCloud(options: CloudOptions) {
  mkdirSync(options.dataDir, { recursive: true })
  const envId = options.envId ?? 'local-env'
  const documents = openDocuments(options.dataDir, options.throwaway)
  let shift = documents.setting<number>('shiftMs') ?? 0
  const clock = {
    now: () => Date.now() + shift,
    shiftMs: () => shift,
    setShift(ms: number) {
      shift = ms
      void documents.putSetting('shiftMs', ms)
    },
  }
  await declareIndexes(documents, options.indexes ?? {}).catch(async (error: Error) => {
    await documents.close()
    throw error
  })

  let url = ''
  const reader = readerOn(documents, { strict: () => options.strictIndexes ?? false })
  const transactions = transactionsOn(documents, options.transactionMs)
  const files = filesIn(options.dataDir, envId, () => url)
  const environment = (): Record<string, string> => ({
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    SCF_NAMESPACE: envId,
    TCB_ENV: envId,
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/admin` }),
  })
  const settings = options.config
    ? (JSON.parse(readFileSync(options.config, 'utf8')) as { functions: FunctionSettings[] }).functions
    : []
  const functions = functionsIn({
    dir: options.functionsDir ?? '',
    settings,
    appId: options.appId ?? 'wx-local',
    instancesMax: options.instancesMax ?? 2,
    environment,
    shiftMs: clock.shiftMs,
  })
  const outbox = makeOutbox()
  const wx = standIns(outbox, clock.now, (event) => {
    const tell = () => functions.invoke(options.wxEventsTo ?? 'wechat', event, { source: 'wx' }).catch(() => undefined)
    setTimeout(tell, 50).unref()
  })
  const database = databaseOn(documents, reader, transactions, clock.now)
  const actions = actionsOn({ database, functions, files, wx, url: () => url })
  const timers = options.timers === false ? undefined : timersOn(functions, clock)

  async function advance(ms: number): Promise<void> {
    if (timers && ms > 0) await timers.advance(ms)
    else clock.setShift(clock.shiftMs() + ms)
  }

  /** The controls of this machine, by address under /local; those that change something are POST. */
  const local: Record<string, (body: Record<string, unknown>) => unknown> = {
    'GET health': () => ({ ok: true }),
    'GET outbox': () => ({ messages: outbox.list() }),
    'POST outbox/clear': () => outbox.clear(),
    'POST outbox/refuse': ({ openid }) => outbox.refuse(String(openid)),
    'GET clock': () => ({ now: clock.now(), shiftMs: clock.shiftMs() }),
    'POST clock': async ({ advanceMs }) => {
      await advance(Number(advanceMs) || 0)
      return { now: clock.now(), shiftMs: clock.shiftMs() }
    },
    'GET queries': () => ({ queries: reader.report() }),
    'POST reload': () => functions.reload(),
    'POST kill': () => functions.kill(),
  }

  async function close(): Promise<void> {
    timers?.stop()
    await functions.stop()
    await timers?.settled()
    transactions.endAll()
    await documents.close()
  }

  const server = await listen(
    {
      action: actions.run,
      openApi: actions.openApi,
      invoke: (name, event, openid) => functions.invoke(name, event, { openid, source: 'wx_client' }),
      files,
      local: (call) => (Object.hasOwn(local, call) ? local[call] : undefined),
    },
    options.port ?? 0,
  ).catch(async (error: Error) => {
    await close()
    throw error
  })
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}`

  return {
    port,
    url,
    adminUrl: `${url}/admin`,
    /** A call as a phone makes it. */
    invoke: (name: string, event: unknown, who: Who = {}) =>
      functions.invoke(name, event, { source: 'wx_client', ...who }),
    outbox,
    queries: { report: reader.report, reset: reader.reset },
    /** Time inside the functions; moving it forward fires the timers that come due in between. */
    clock: { now: clock.now, shiftMs: clock.shiftMs, advance },
    /** Work that no timer may disturb, such as telling what is past. */
    undisturbed: <T>(work: () => Promise<T>): Promise<T> => (timers ? timers.hold(work) : work()),
    reloadFunctions: functions.reload,
    /** The environment that points the real SDK in this process at this cloud. */
    functionEnv: environment,
    async stop(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await close()
    },
  }
}
