// The typed client, and the only caller of the cloud. Server code and zod never reach the phone: only types cross here.
import type { Api, Call, Reply } from '../../cloudfunctions/api/index'
import type { Sheets } from '../../cloudfunctions/sheets/index'

type Client = { [M in keyof Api]: { [E in keyof Api[M]]: Call<Api[M][E]> } }
type Failure = { code: string; message: string; fields?: Record<string, string>; ref?: string }

/** What a page may tell a person: a code, a sentence and the fields at fault. */
export class ApiError extends Error {
  readonly code: string
  readonly fields: Record<string, string>
  readonly ref: string
  constructor({ code, message, fields, ref }: Failure) {
    super(message)
    this.code = code
    this.fields = fields ?? {}
    this.ref = ref ?? ''
  }
}

const network: Failure = { code: 'NETWORK', message: '网络不通，请检查网络后重试。您填的内容都还在' }
const timeout: Failure = { code: 'TIMEOUT', message: '等待时间太长，请稍后重试。您填的内容都还在' }

async function send(call: string, data: unknown, name = 'api'): Promise<unknown> {
  const reply = await wx.cloud.callFunction({ name, data: { call, data } }).then(
    ({ result }) => result as unknown as Reply<unknown> | null,
    (error: { errMsg?: string }) => {
      throw new ApiError(/time.?out|TIME_LIMIT/i.test(error.errMsg ?? '') ? timeout : network)
    },
  )
  if (!reply) throw new ApiError(network)
  if (!reply.ok) throw new ApiError(reply.error)
  return reply.data
}

const byName = (make: (name: string) => unknown) =>
  new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : make(String(name))) })

/** Files for download, made by a function of their own. */
export const sheets = byName((sheet) => (data: unknown) => send(`sheets.${sheet}`, data, 'sheets')) as {
  [S in keyof Sheets]: Call<Sheets[S]>
}

export const api = byName((module) => byName((name) => (data: unknown) => send(`${module}.${name}`, data))) as Client
