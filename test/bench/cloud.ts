// B5: the local cloud alone, through the SDK, against a server that answers nothing: get, add, conditional update, indexed query. Both
// servers are processes of their own.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { newId } from '../../cloudfunctions/api/core/store'
import { declaredIndexes } from '../../local/declared'
import { median, type Result, round2, timed } from './measure'

const root = path.resolve(__dirname, '../..')
const inFlight = 16
const perRound = 320

async function start(script: string, args: string[]): Promise<{ child: ChildProcess; admin: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve) =>
    child.stdout?.on('data', (text: Buffer) => String(text).includes('ready ') && resolve(String(text))),
  )
  return { child, admin: (JSON.parse(line.slice(line.indexOf('{'))) as { cloud: string }).cloud }
}

export async function benchCloud(rounds = 7): Promise<Result> {
  process.env.TENCENTCLOUD = 'true'
  const { init } = require('@cloudbase/node-sdk') as typeof import('@cloudbase/node-sdk')
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'))
  writeFileSync(path.join(folder, 'indexes.json'), JSON.stringify(declaredIndexes))
  const servers = {
    ours: await start('local/cloud/main.ts', [
      '--data',
      path.join(folder, 'data'),
      '--indexes',
      path.join(folder, 'indexes.json'),
    ]),
    floor: await start('test/bench/empty-server.ts', []),
  }
  const open = (admin: string) =>
    init({ env: 'local-env', secretId: 'l', secretKey: 'l', serviceUrl: admin } as never).database()
  const databases = { ours: open(servers.ours.admin), floor: open(servers.floor.admin) }
  await databases.ours.collection('counters').add(Array.from({ length: 64 }, (_, n) => ({ _id: `n${n}`, value: 0 })))
  let turn = 0
  const works = {
    get: (db: typeof databases.ours) => db.collection('counters').doc('n1').get(),
    add: (db: typeof databases.ours) => db.collection('counters').add({ _id: newId(), value: 1, text: '诉求' }),
    update: (db: typeof databases.ours) =>
      db
        .collection('counters')
        .where({ _id: `n${turn++ % 64}`, value: db.command.gte(0) })
        .update({ value: db.command.inc(1) }),
    query: (db: typeof databases.ours) => db.collection('bodies').where({ street: '/nowhere' }).limit(20).get(),
  }
  const many = async (work: () => Promise<unknown>) => {
    let left = perRound
    const worker = async () => {
      while (left-- > 0) await work()
    }
    await Promise.all(Array.from({ length: inFlight }, worker))
  }
  const figures: Result['figures'] = {}
  let worst = Number.POSITIVE_INFINITY
  for (const [name, work] of Object.entries(works)) {
    const times: Record<'ours' | 'floor', number[]> = { ours: [], floor: [] }
    for (let round = 0; round < rounds + 1; round++) {
      for (const who of ['ours', 'floor'] as const) {
        const ms = await timed(() => many(() => work(databases[who])))
        if (round > 0) times[who].push(ms)
      }
    }
    const [ours, floor] = [median(times.ours), median(times.floor)]
    figures[`${name}PerSecond`] = Math.round((perRound / ours) * 1000)
    figures[`${name}FloorPerSecond`] = Math.round((perRound / floor) * 1000)
    worst = Math.min(worst, floor / ours)
  }
  for (const { child } of Object.values(servers)) {
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('exit', resolve))
  }
  rmSync(folder, { recursive: true, force: true })
  const ratio = round2(worst)
  return { name: 'cloud', ratio, must: 0.6, ok: ratio >= 0.6, figures }
}
