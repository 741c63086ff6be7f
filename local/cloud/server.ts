// The cloud's one listener, on loopback only: the SDK's endpoint, function calls as phones make them, files, and the local controls.
// A foreign Host or Origin is refused, so that no web page of the outside can reach it through a browser.
import { randomUUID } from 'node:crypto'
import http from 'node:http'
import busboy from 'busboy'
import { CloudError } from './errors'
import type { Files } from './files'

export type Handlers = {
  action: (body: Record<string, unknown>) => Promise<object>
  openApi: (fields: Record<string, string>) => Promise<Buffer | object>
  invoke: (name: string, event: unknown, openid: string | undefined) => Promise<unknown>
  files: Files
  /** 'GET clock' → what answers it. */
  local: (call: string) => ((body: Record<string, unknown>) => unknown) | undefined
}

const bodyMax = 64 * 1024 * 1024
const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

const isOwn = ({ headers }: http.IncomingMessage): boolean => {
  const origin = headers.origin
  return (
    loopback.test(headers.host ?? '') && (origin === undefined || loopback.test(origin.replace(/^https?:\/\//, '')))
  )
}

async function read(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > bodyMax) throw new CloudError('BODY_TOO_LARGE', 'the request is too large')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

const fieldsOf = (request: http.IncomingMessage, raw: Buffer): Promise<Record<string, string>> =>
  new Promise((resolve, reject) => {
    const fields: Record<string, string> = {}
    const form = busboy({ headers: request.headers })
    form.on('field', (name, value) => {
      fields[name] = value
    })
    // A part of type octet-stream, as the SDK sends its request data, counts as a file.
    form.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        fields[name] = Buffer.concat(chunks).toString()
      })
    })
    form.on('close', () => resolve(fields))
    form.on('error', reject)
    form.end(raw)
  })

const beginnings: [type: string, bytes: string][] = [
  ['image/png', '\x89PNG'],
  ['image/jpeg', '\xff\xd8'],
  ['image/gif', 'GIF8'],
  ['image/webp', 'RIFF'],
  ['image/svg+xml', '<svg'],
]
const typeOf = (bytes: Buffer): string =>
  beginnings.find(([, begin]) => bytes.subarray(0, begin.length).toString('latin1') === begin)?.[0] ??
  'application/octet-stream'

export function listen(handlers: Handlers, port: number): Promise<http.Server> {
  const answer = (response: http.ServerResponse, value: unknown, status = 200) => {
    const text = JSON.stringify(value)
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
    })
    response.end(text)
  }
  const failure = (error: unknown) => {
    if (!(error instanceof CloudError)) console.error(error)
    return error instanceof CloudError
      ? { code: error.code, message: error.message }
      : { code: 'SYS_ERR', message: 'internal error' }
  }
  const json = (raw: Buffer): Record<string, unknown> => {
    try {
      const value: unknown = raw.length ? JSON.parse(raw.toString()) : {}
      if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
    } catch {
      // Falls through to the refusal.
    }
    throw new CloudError('INVALID_PARAM', 'the body is not a JSON object')
  }

  async function admin(request: http.IncomingMessage, raw: Buffer): Promise<object | Buffer> {
    const requestId = randomUUID()
    try {
      if (request.headers['content-type']?.startsWith('multipart/form-data')) {
        const result = await handlers.openApi(await fieldsOf(request, raw))
        return Buffer.isBuffer(result) ? result : { requestId, ...result }
      }
      return { requestId, ...(await handlers.action(json(raw))) }
    } catch (error) {
      return { requestId, ...failure(error) }
    }
  }

  const { files } = handlers
  /** As `wx.cloud.getTempFileURL` answers. */
  const urlsOf = (ids: unknown) =>
    (Array.isArray(ids) ? ids : []).map((one: string | { fileID: string }) => {
      const fileID = typeof one === 'string' ? one : one.fileID
      const tempFileURL = files.urlOf(fileID) ?? ''
      return { fileID, tempFileURL, status: tempFileURL ? 0 : 1, errMsg: tempFileURL ? 'ok' : 'STORAGE_FILE_NONEXIST' }
    })

  const server = http.createServer(async (request, response) => {
    try {
      if (!isOwn(request)) return answer(response, { code: 'FOREIGN', message: 'only this machine may call' }, 403)
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      if (request.headers.origin) response.setHeader('access-control-allow-origin', request.headers.origin)
      response.setHeader('access-control-allow-headers', 'content-type,x-wx-openid')
      response.setHeader('access-control-allow-methods', 'GET,HEAD,POST,PUT')
      if (request.method === 'OPTIONS') return answer(response, {})
      const raw = await read(request)
      const [, first = '', ...rest] = url.pathname.split('/')
      const name = decodeURIComponent(rest.join('/'))
      if (first === 'admin') {
        const result = await admin(request, raw)
        if (!Buffer.isBuffer(result)) return answer(response, result)
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': result.length })
        return response.end(result)
      }
      if (first === 'functions') {
        const openid = request.headers['x-wx-openid']
        return answer(
          response,
          await Promise.resolve()
            .then(() => handlers.invoke(name, json(raw), typeof openid === 'string' ? openid : undefined))
            .then(
              (result) => ({ result }),
              (error) => ({ error: failure(error) }),
            ),
        )
      }
      if (first === 'cos') {
        if (request.method === 'PUT') {
          files.put(name, raw)
          response.writeHead(200, { 'content-length': 0 })
          return response.end()
        }
        const bytes = files.get(name)
        if (!bytes) return answer(response, { code: 'STORAGE_FILE_NONEXIST', message: 'no such file' }, 404)
        response.writeHead(200, { 'content-length': bytes.length, 'content-type': typeOf(bytes) })
        return response.end(request.method === 'HEAD' ? undefined : bytes)
      }
      if (first === 'files' && request.method === 'POST') {
        if (name === 'urls') return answer(response, { fileList: urlsOf(json(raw).fileList) })
        const path = url.searchParams.get('path') ?? ''
        files.put(path, raw)
        return answer(response, { fileID: files.idOf(path) })
      }
      const control = first === 'local' ? handlers.local(`${request.method} ${name}`) : undefined
      if (control) return answer(response, (await control(json(raw))) ?? { ok: true })
      return answer(response, { code: 'NOT_FOUND', message: 'no such address' }, 404)
    } catch (error) {
      return answer(response, failure(error))
    }
  })
  server.keepAliveTimeout = 60_000
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? Object.assign(new Error(`端口 ${port} 已被占用，请换一个：--port 4801 (port ${port} is taken)`), {
              code: 'PORT_TAKEN',
            })
          : error,
      ),
    )
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
