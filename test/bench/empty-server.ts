// The floor of B5: a server with the cloud's address and shape that does nothing. A process of its own, as the cloud is in that benchmark.
import http from 'node:http'
import type { AddressInfo } from 'node:net'

const answers: Record<string, object> = {
  'database.getDocument': { data: { list: ['{"_id":"x","n":1}'] } },
  'database.insertDocument': { data: { insertedIds: ['x'] } },
  'database.modifyDocument': { data: { updated: 1, upsert_id: null } },
}

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { action } = JSON.parse(String(Buffer.concat(chunks))) as { action: string }
    const text = JSON.stringify({ requestId: 'r', ...answers[action] })
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () =>
  console.log(`ready ${JSON.stringify({ cloud: `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin` })}`),
)
