// Serves the phone and its panel on loopback, and passes cloud calls on, so that the browser sees one origin.
import { existsSync, readFileSync, statSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

export type DeskOptions = {
  outDir: string
  port?: number
  cloudUrl: string
  panel: { people: { id: string; name: string; role: string }[] }
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
}
const passed = /^\/(functions|files|cos|local|admin)(\/|\?|$)/
const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

export function servePhone({
  outDir,
  port,
  cloudUrl,
  panel,
}: DeskOptions): Promise<{ port: number; url: string; stop(): Promise<void> }> {
  const cloud = new URL(cloudUrl)

  const pass = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const headers = { ...request.headers, host: cloud.host }
    delete headers.origin
    const onward = http.request(
      { host: cloud.hostname, port: cloud.port, path: request.url, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => {
      response.writeHead(502)
      response.end()
    })
    request.pipe(onward)
  }

  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (!loopback.test(request.headers.host ?? '')) {
      response.writeHead(403)
      return response.end()
    }
    if (passed.test(request.url ?? '')) return pass(request, response)
    if (url.pathname === '/panel.json') {
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
      return response.end(JSON.stringify(panel))
    }
    if (url.pathname === '/built') {
      response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
      return response.end(readFileSync(path.join(outDir, 'built')))
    }
    const name =
      url.pathname === '/'
        ? '/panel.html'
        : url.pathname === '/phone/'
          ? '/phone.html'
          : url.pathname.replace(/^\/phone\//, '/')
    const file = path.join(outDir, path.posix.normalize(decodeURIComponent(name)))
    if (!file.startsWith(outDir) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404)
      return response.end()
    }
    response.writeHead(200, {
      'content-type': types[path.extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    })
    return response.end(readFileSync(file))
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? Object.assign(
              new Error(`端口 ${port} 已被占用，请换一个，例如 --port ${(port ?? 4700) + 1} (port ${port} is taken)`),
              { code: 'PORT_TAKEN' },
            )
          : error,
      ),
    )
    server.listen(port ?? 0, '127.0.0.1', () => {
      const at = (server.address() as AddressInfo).port
      resolve({
        port: at,
        url: `http://127.0.0.1:${at}`,
        stop: () =>
          new Promise((done) => {
            server.closeAllConnections()
            server.close(() => done())
          }),
      })
    })
  })
}
