// Every action of the SDK's wire protocol by name: the database's, functions, storage, WeChat. An action that is not here is refused.
import type { Body, databaseOn } from './database'
import { CloudError, invalid, listOf } from './errors'
import type { Files } from './files'
import type { Functions } from './functions'
import type { StandIns } from './wx/stand-ins'

type Fields = Record<string, unknown>
type Answer = { data?: object; transactionId?: string }

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What arrives as a JSON string or as an object already. Throws INVALID_PARAM. */
export function parsed(value: unknown): Fields {
  if (typeof value !== 'string') return (value ?? {}) as Fields
  try {
    return value ? (JSON.parse(value) as Fields) : {}
  } catch {
    throw invalid('not JSON')
  }
}

export function actionsOn(parts: {
  database: ReturnType<typeof databaseOn>
  functions: Functions
  files: Files
  wx: StandIns
  /** The cloud's own address, known once it listens. */
  url: () => string
}) {
  const { database, functions, files, wx } = parts
  const actions: Record<string, (body: Fields) => Promise<Answer>> = {
    ...Object.fromEntries(
      Object.entries(database).map(([name, run]) => [`database.${name}`, (body: Fields) => run(body as Body)]),
    ),

    /** Carries nobody's identity: the platform gives a called function the openid of no one. */
    async 'functions.invokeFunction'(body) {
      const result = await functions.invoke(text(body.function_name), parsed(body.request_data), { source: 'function' })
      return { data: { response_data: JSON.stringify(result ?? null) } }
    },

    async 'storage.getUploadMetadata'({ path }) {
      if (text(path) === '') throw invalid('a file needs a path')
      const url = `${parts.url()}/cos/${encodeURIComponent(text(path))}`
      const signs = { token: 'local', authorization: 'local', cosFileId: 'local' }
      return { data: { url, ...signs, fileId: files.idOf(text(path)) } }
    },
    async 'storage.batchGetDownloadUrl'({ file_list }) {
      const list = listOf<{ fileid: string; max_age?: number }>(file_list).map(({ fileid, max_age: maxAge }) => {
        const url = files.urlOf(fileid)
        const code = url ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST'
        return { code, fileid, fileID: fileid, download_url: url ?? '', tempFileURL: url ?? '', maxAge }
      })
      return { data: { download_list: list } }
    },
    async 'storage.batchDeleteFile'({ fileid_list }) {
      const list = listOf<string>(fileid_list).map((fileID) => ({
        fileid: fileID,
        fileID,
        code: files.remove(fileID) ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST',
      }))
      return { data: { delete_list: list } }
    },

    async 'auth.getUserInfoForAdmin'({ uuid }) {
      return { data: { uuid, openId: uuid } }
    },

    async 'wx.api'({ apiName, requestData, apiOptions }) {
      const result = await wx(text(apiName), parsed(requestData || apiOptions))
      const answer = Buffer.isBuffer(result) ? { buffer: result.toString('base64') } : result
      return { data: { responseData: JSON.stringify(answer) } }
    },
  }

  return {
    run(body: Fields & { action?: unknown }): Promise<Answer> {
      const name = text(body.action)
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined
      if (!action) throw new CloudError('INVALID_ACTION', `unsupported action ${name}`)
      return action(body)
    },
    /** `wx.openApi` and `wx.wxPayApi`, which travel as a form and are answered with plain bytes. */
    openApi: (fields: Record<string, string>): Promise<Buffer | object> =>
      wx(text(fields.apiName), parsed(fields.requestData || fields.apiOptions)),
  }
}
