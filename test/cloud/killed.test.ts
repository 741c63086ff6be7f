// The cloud is killed without warning while it is being written to: everything it has acknowledged is there afterwards.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

jest.setTimeout(120_000)
const root = path.resolve(__dirname, '../..')
const rounds = 5

async function start(data: string): Promise<{ child: ChildProcess; admin: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'local/cloud/main.ts'), '--data', data], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve) =>
    child.stdout?.on('data', (text: Buffer) => String(text).includes('ready ') && resolve(String(text))),
  )
  const { cloud } = JSON.parse(line.slice(line.indexOf('{'))) as { cloud: string }
  return { child, admin: cloud }
}

const ask = async (admin: string, body: object): Promise<{ code?: string; data?: { list?: string[] } }> =>
  (await fetch(admin, { method: 'POST', body: JSON.stringify(body) })).json() as never
const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve))

test('nothing acknowledged is lost over several kills, and nothing half written is found', async () => {
  const data = mkdtempSync(path.join(tmpdir(), 'killed-'))
  const acknowledged: string[] = []
  for (let round = 0; round < rounds; round++) {
    const { child, admin } = await start(data)
    await ask(admin, { action: 'database.addCollection', collectionName: 'kept' })
    const workers = Array.from({ length: 8 }, async (_, worker) => {
      for (let n = 0; n < 400; n++) {
        const id = `r${round}w${worker}n${n}`
        const answer = await ask(admin, {
          action: 'database.insertDocument',
          collectionName: 'kept',
          data: [JSON.stringify({ _id: id, pair: [id, id] })],
        }).catch(() => undefined)
        if (!answer) return
        if (!answer.code) acknowledged.push(id)
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 150 + round * 60))
    child.kill('SIGKILL')
    await Promise.all([ended(child), ...workers])
  }
  const { child, admin } = await start(data)
  let missing = 0
  for (const id of acknowledged) {
    const { data: found } = await ask(admin, {
      action: 'database.getDocument',
      collectionName: 'kept',
      queryType: 'DOC',
      query: JSON.stringify({ _id: id }),
    })
    const doc = found?.list?.[0] && (JSON.parse(found.list[0]) as { pair: string[] })
    if (!doc || doc.pair.join() !== `${id},${id}`) missing++
  }
  child.kill('SIGTERM')
  await ended(child)
  rmSync(data, { recursive: true, force: true })
  expect(acknowledged.length).toBeGreaterThan(rounds * 10)
  expect(missing).toBe(0)
})
