// The wire itself: requests that the real SDK once sent, forms, files, addresses, and who may knock.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { startCloud } from '../../local/cloud'
import { type Here, here } from './here'

type Recorded = { method: string; url: string; headers: Record<string, string>; body: string | Record<string, unknown> }
const recorded = readFileSync(path.join(__dirname, 'requests.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded)

let at: Here
beforeAll(async () => {
  const listen =
    "const { appendFileSync } = require('node:fs'); let heard = []; exports.main = (event) => { if (event.Event) heard.push(event); return heard }"
  at = await here({
    indexes: { orders: [] },
    functions: { fn: 'exports.main = (event) => event', wechat: listen },
    instancesMax: 1,
  })
})
afterAll(() => at.leave())

const send = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  new Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: at.cloud.port, method, path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })

test('every recorded request of the SDK is answered as that action is', async () => {
  let transactionId = ''
  const refused: string[] = []
  for (const { method, url, headers, body } of recorded.filter(({ url }) => url.startsWith('/admin'))) {
    if (typeof body === 'string') {
      const form = { 'content-type': headers['content-type'] as string }
      const { status, text } = await send(method, url, form, body)
      expect(status).toBe(200)
      if (text.includes('"code"')) refused.push(JSON.parse(text).message)
      continue
    }
    const asked = 'transactionId' in body ? { ...body, transactionId } : body
    const answer = JSON.parse((await send(method, url, {}, JSON.stringify(asked))).text)
    transactionId = answer.transactionId ?? transactionId
    expect(answer.requestId).toEqual(expect.any(String))
    if (answer.code) refused.push(`${body.action}: ${answer.code} ${answer.message}`)
  }
  // It was recorded against a machine that accepts anything; these three no database would.
  expect(refused.map((one) => one.replace(/[.,;] .*/, ''))).toEqual([
    expect.stringMatching(/^database.insertDocument: INVALID_PARAM not EJSON/),
    expect.stringMatching(/^database.getDocument: DATABASE_COLLECTION_NOT_EXIST/),
    'not provided by the local cloud: cloudPay.unifiedOrder',
  ])
})

test('a code is drawn as a picture, and too long a scene is refused as WeChat does', async () => {
  const ask = (requestData: object) =>
    at.app.callCompatibleWxOpenApi({
      apiName: 'wxacode.getUnlimited',
      requestData: JSON.stringify(requestData),
    } as never) as Promise<unknown>
  const picture = (await ask({ scene: 'shift=12&k=abc' })) as Buffer
  expect(Buffer.from(picture).subarray(1, 4).toString()).toBe('PNG')
  expect(String(JSON.stringify(await ask({ scene: 'x'.repeat(33) })))).toContain('40169')
})

test('an API that is not stood in for is refused by name', async () => {
  const asked = at.app.callWxOpenApi({ apiName: 'cloudPay.unifiedOrder', requestData: {} } as never)
  await expect(Promise.resolve(asked).then((answer) => Promise.reject(answer))).rejects.toMatchObject({
    message: expect.stringContaining('not provided by the local cloud: cloudPay.unifiedOrder'),
  })
})

test('a picture’s verdict comes later, as a message to the function that listens', async () => {
  const { result } = (await at.app.callWxOpenApi({
    apiName: 'security.mediaCheckAsync',
    requestData: { mediaUrl: 'https://x/赌博网站.png' },
  } as never)) as { result: { traceId: string } }
  let heard: { trace_id: string; result: { suggest: string } }[] = []
  for (let tries = 0; tries < 40 && heard.length === 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 25))
    heard = (await at.cloud.invoke('wechat', {})) as typeof heard
  }
  expect(heard[0]).toMatchObject({ trace_id: result.traceId, result: { suggest: 'risky' } })
})

test('a file of any name goes up and comes down, through the SDK and as a phone does it', async () => {
  for (const cloudPath of ['平安/照片 一.png', 'a%20b#c?d.txt']) {
    const { fileID } = await at.app.uploadFile({ cloudPath, fileContent: Buffer.from(cloudPath) })
    expect(String((await at.app.downloadFile({ fileID })).fileContent)).toBe(cloudPath)
    const { fileList } = JSON.parse(
      (await send('POST', '/files/urls', {}, JSON.stringify({ fileList: [fileID, 'cloud://x/none'] }))).text,
    )
    expect(await (await fetch(fileList[0].tempFileURL)).text()).toBe(cloudPath)
    expect(fileList[1]).toMatchObject({ status: 1, tempFileURL: '' })
  }
  const { fileID } = JSON.parse(
    (await send('POST', `/files?path=${encodeURIComponent('p/一.txt')}`, {}, 'content')).text,
  )
  expect(String((await at.app.downloadFile({ fileID })).fileContent)).toBe('content')
  for (const bad of ['', '/a', 'a//b', '../outside'])
    expect(JSON.parse((await send('POST', `/files?path=${encodeURIComponent(bad)}`, {}, 'x')).text)).toMatchObject({
      code: 'INVALID_PARAM',
    })
})

test('a page of this machine may call, a foreign one may not, and nothing is changed by a plain link', async () => {
  const own = await send('OPTIONS', '/functions/fn', { origin: 'http://localhost:4700' })
  expect([own.status, own.headers['access-control-allow-origin']]).toEqual([200, 'http://localhost:4700'])
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { host: 'evil.example' },
    { origin: 'http://127.0.0.1.evil.example' },
  ] as Record<string, string>[]) {
    expect((await send('POST', '/functions/fn', headers, '{}')).status).toBe(403)
    expect((await send('OPTIONS', '/functions/fn', headers)).headers['access-control-allow-origin']).toBeUndefined()
  }
  expect((await send('GET', '/local/outbox/clear')).status).toBe(404)
  expect(JSON.parse((await send('GET', '/local/health')).text)).toEqual({ ok: true })
  expect(
    JSON.parse((await send('POST', '/local/clock', {}, '{"advanceMs":1000}')).text).shiftMs,
  ).toBeGreaterThanOrEqual(1000)
})

test('nonsense is answered with a code, never with a crash', async () => {
  const odd = [
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '{"action":"constructor"}',
    '{"action":"database.getDocument"}',
    '{"action":"database.insertDocument","collectionName":"orders"}',
  ]
  const queries = [
    '{"query":"{"}',
    '{"query":"{\\"a\\":{\\"$nonsense\\":1}}"}',
    '{"query":"{\\"$or\\":5}"}',
    '{"query":"[]"}',
    '{"transactionId":"none"}',
  ]
  const bodies = [
    ...odd,
    ...queries.map(
      (query) => `{"action":"database.getDocument","collectionName":"orders","queryType":"WHERE",${query.slice(1)}`,
    ),
  ]
  for (const body of bodies) {
    const { status, text } = await send('POST', '/admin', {}, body)
    expect([body, status]).toEqual([body, 200])
    expect([body, JSON.parse(text)]).toEqual([body, expect.objectContaining({ requestId: expect.any(String) })])
    expect([body, JSON.parse(text).code]).not.toEqual([body, 'SYS_ERR'])
  }
  expect(JSON.parse((await send('GET', '/local/health')).text)).toEqual({ ok: true })
})

test('a taken port is a clear sentence, and the folder is free again', async () => {
  const dataDir = path.join(at.folder, 'other')
  await expect(startCloud({ dataDir, port: at.cloud.port })).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: expect.stringContaining(String(at.cloud.port)),
  })
  await (await startCloud({ dataDir })).stop()
})
