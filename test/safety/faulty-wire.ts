// A wire between the SDK and the cloud that fails when it is told to: the cloud answers with an error, the request is swallowed until the
// caller gives up, or the cloud does what it was asked and its answer is lost. Everything else passes as it is.
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export const faults = ['error', 'timeout', 'lost'] as const
export type Fault = (typeof faults)[number]
export type FaultyWire = Awaited<ReturnType<typeof faultyWire>>

export async function faultyWire(cloud: string) {
  const to = new URL(cloud)
  let count = 0
  let armed: { nth: number; fault: Fault } | undefined

  function pass(request: http.IncomingMessage, body: Buffer, answered: (status: number, text: Buffer) => void): void {
    const onward = http.request(
      {
        host: to.hostname,
        port: to.port,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, host: to.host },
      },
      (reply) => {
        const parts: Buffer[] = []
        reply.on('data', (part: Buffer) => parts.push(part))
        reply.on('end', () => answered(reply.statusCode ?? 200, Buffer.concat(parts)))
      },
    )
    onward.on('error', () => answered(502, Buffer.from('{}')))
    onward.end(body)
  }

  const server = http.createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts)
      const answer = (status: number, text: Buffer | string) => {
        if (response.destroyed) return
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
        response.end(text)
      }
      const fault = ++count === armed?.nth ? armed.fault : undefined
      if (fault === 'timeout') return
      if (fault === 'error')
        return answer(200, JSON.stringify({ requestId: 'fault', code: 'SYS_ERR', message: 'fault' }))
      pass(request, body, fault === 'lost' ? () => response.destroy() : answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${to.pathname}`,
    /** Counts anew; the nth call from now on fails so. Without an argument nothing fails. */
    arm(fault?: { nth: number; fault: Fault }): void {
      count = 0
      armed = fault
    },
    calls: (): number => count,
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
