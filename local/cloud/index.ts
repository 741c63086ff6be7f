// CloudBase on one machine, for the unmodified @cloudbase/node-sdk: database, functions, timers, storage, and stand-ins for WeChat's APIs.
// Knows nothing of any product.
import { mkdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { type Body, databaseOn } from './database'
import { declareIndexes, type IndexDef } from './declared'
import { openDocuments } from './documents'
import { CloudError } from './errors'
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
  instancesMax?: number
}
export type Cloud = Awaited<ReturnType<typeof startCloud>>

export async function startCloud(options: CloudOptions) {
  mkdirSync(options.dataDir, { recursive: true })
  const envId = options.envId ?? 'local-env'
  const documents = openDocuments(options.dataDir)
  let shift = documents.setting<number>('shiftMs') ?? 0
  const clock = {
    now: () => Date.now() + shift,
    shiftMs: () => shift,
    setShift(ms: number) {
      shift = ms
      documents.putSetting('shiftMs', ms)
    },
  }

  await declareIndexes(documents, options.indexes ?? {})
  const reader = readerOn(documents, { strict: () => options.strictIndexes ?? false })
  const transactions = transactionsOn(documents)
  const database = databaseOn(documents, reader, transactions, clock.now)
  let url = ''
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
  const timers = options.timers === false ? undefined : timersOn(functions, clock)
  const outbox = makeOutbox()
  const wx = standIns(
    outbox,
    clock.now,
    (event) =>
      void setTimeout(() => functions.invoke('wechat', event, { source: 'wx' }).catch(() => undefined), 50).unref(),
  )

  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const parsed = (value: unknown): Record<string, unknown> =>
    typeof value === 'string' && value
      ? (JSON.parse(value) as Record<string, unknown>)
      : ((value ?? {}) as Record<string, unknown>)

  const actions: Record<string, (body: Record<string, unknown>) => Promise<object>> = {
    ...Object.fromEntries(
      Object.entries(database).map(([name, run]) => [`database.${name}`, (body) => run(body as Body)]),
    ),
    async 'functions.invokeFunction'(body) {
      const result = await functions.invoke(text(body.function_name), parsed(body.request_data), { source: 'function' })
      return { data: { response_data: JSON.stringify(result ?? null) } }
    },
    async 'storage.getUploadMetadata'({ path }) {
      return {
        data: {
          url: `${url}/cos/${encodeURIComponent(text(path))}`,
          token: 'local',
          authorization: 'local',
          fileId: files.idOf(text(path)),
          cosFileId: 'local',
        },
      }
    },
    async 'storage.batchGetDownloadUrl'({ file_list }) {
      const list = file_list as { fileid: string; max_age?: number }[]
      return {
        data: {
          download_list: list.map(({ fileid, max_age }) => {
            const found = files.urlOf(fileid)
            return {
              code: found ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST',
              fileid,
              fileID: fileid,
              download_url: found ?? '',
              tempFileURL: found ?? '',
              max_age,
              maxAge: max_age,
            }
          }),
        },
      }
    },
    async 'storage.batchDeleteFile'({ fileid_list }) {
      return {
        data: {
          delete_list: (fileid_list as string[]).map((fileID) => ({
            fileid: fileID,
            fileID,
            code: files.remove(fileID) ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST',
          })),
        },
      }
    },
    async 'auth.getUserInfoForAdmin'({ uuid }) {
      return { data: { uuid, openId: uuid } }
    },
    async 'wx.api'({ apiName, requestData }) {
      const result = await wx(text(apiName), parsed(requestData))
      return {
        data: {
          responseData: JSON.stringify(Buffer.isBuffer(result) ? { buffer: result.toString('base64') } : result),
        },
      }
    },
  }

  const server = await listen(
    {
      action(body) {
        const run = Object.hasOwn(actions, body.action) ? actions[body.action] : undefined
        if (!run) throw new CloudError('INVALID_ACTION', `unsupported action ${body.action}`)
        return run(body)
      },
      openApi: (fields) => wx(text(fields.apiName), parsed(fields.requestData ?? fields.apiOptions)),
      invoke: (name, event, openid) => functions.invoke(name, event, { openid, source: 'wx_client' }),
      file: {
        put(name, bytes) {
          files.put(name, bytes)
          return files.idOf(name)
        },
        get: files.get,
        urls: (ids) =>
          ids.map((fileID) => ({
            fileID,
            tempFileURL: files.urlOf(fileID) ?? '',
            status: files.urlOf(fileID) ? 0 : 1,
          })),
      },
      async local(name, body) {
        if (name === 'outbox') return { messages: outbox.list() }
        if (name === 'outbox/clear') outbox.clear()
        if (name === 'outbox/refuse') outbox.refuse(text(body.openid))
        if (name === 'clock' && typeof body.advanceMs === 'number') await advance(body.advanceMs)
        if (name === 'reload') await functions.reload()
        if (name === 'queries') return { queries: reader.report() }
        return { now: clock.now(), shiftMs: clock.shiftMs() }
      },
    },
    options.port ?? 0,
  )
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}`

  async function advance(ms: number): Promise<void> {
    if (timers && ms > 0) await timers.advance(ms)
    else clock.setShift(clock.shiftMs() + ms)
  }

  return {
    port,
    url,
    adminUrl: `${url}/admin`,
    invoke: (name: string, event: unknown, who: Who = {}) =>
      functions.invoke(name, event, { source: 'wx_client', ...who }),
    outbox,
    queries: { report: reader.report, reset: reader.reset },
    /** Time inside the functions; moving it forward fires the timers that come due in between. */
    clock: { now: clock.now, shiftMs: clock.shiftMs, advance },
    reloadFunctions: functions.reload,
    /** The environment that points the real SDK in this process at this cloud. */
    functionEnv: environment,
    async stop(): Promise<void> {
      await timers?.stop()
      await functions.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await documents.close()
    },
  }
}
