// The cloud is killed without warning while the books are written: what was acknowledged is there once, and balances are the sum of the
// postings, whatever was cut off.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Store, storeOn } from '../../cloudfunctions/api/core/store'
import { type Book, newBook } from '../../cloudfunctions/api/modules/ledger/book'
import { linesFor } from '../../cloudfunctions/api/modules/ledger/chart'
import { copyOut, post } from '../../cloudfunctions/api/modules/ledger/post'
import { verifyBooks } from '../../cloudfunctions/api/modules/ledger/verify'
import { declaredIndexes } from '../../local/declared'
import { wednesday } from '../support/clock'
import type { Random } from '../support/seeded'
import { plum, streetPath } from '../support/world'

const root = path.resolve(__dirname, '../..')
const workers = 4
const id = 'fund_kills000000000000001'

type Running = { child: ChildProcess; store: Store }

async function start(folder: string): Promise<Running> {
  const args = ['--data', path.join(folder, 'data'), '--indexes', path.join(folder, 'indexes.json')]
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'local/cloud/main.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the cloud ended with ${code}`)))
    child.stdout?.on('data', (text: Buffer) => String(text).includes('ready ') && resolve(String(text)))
  })
  child.removeAllListeners('exit')
  const { cloud } = JSON.parse(line.slice(line.indexOf('{'))) as { cloud: string }
  process.env.TENCENTCLOUD = 'true'
  const { init } = require('@cloudbase/node-sdk') as typeof import('@cloudbase/node-sdk')
  const app = init({ env: 'local-env', secretId: 'l', secretKey: 'l', serviceUrl: cloud } as never)
  return { child, store: storeOn(app) }
}
const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve))

const draftOf = (name: string, fen: number) => ({
  _id: name,
  on: '2026-03-04',
  what: 'arrive',
  words: '捐赠',
  lines: linesFor.arrive(fen),
  source: { kind: 'pledge', id: name },
  by: 'pone',
  confirmedBy: 'ptwo',
})

export async function kills(rounds: number, { below }: Random, wrong: (sentence: string) => void) {
  const folder = mkdtempSync(path.join(tmpdir(), 'kills-'))
  writeFileSync(path.join(folder, 'indexes.json'), JSON.stringify(declaredIndexes))
  const asked = new Map<string, number>()
  const acknowledged = new Set<string>()
  let { child, store } = await start(folder)
  const parts = { street: streetPath, area: plum, within: [streetPath, plum], title: '基金', purpose: '助老' }
  await store.add('books', newBook({ ...parts, _id: id, of: { kind: 'fund', id }, host: 'charity', at: wednesday }))
  try {
    for (let round = 0; round < rounds; round++) {
      let stopped = false
      const write = async (worker: number) => {
        for (let n = 0; !stopped; n++) {
          const name = `r${round}w${worker}n${n}_arrive`
          const fen = 1 + below(10_000)
          asked.set(name, fen)
          const told = await post(store, id, draftOf(name, fen), wednesday).catch(() => undefined)
          if (told?.ok) acknowledged.add(name)
          if (worker === 0 && n % 5 === 4) await copyOut(store).catch(() => undefined)
        }
      }
      const writing = Array.from({ length: workers }, (_, worker) => write(worker))
      // Once some of this round are written, at whatever point the next ones are.
      const enough = acknowledged.size + 3 + below(12)
      for (let waited = 0; acknowledged.size < enough && waited < 2000; waited++) await setTimeout(5)
      await setTimeout(below(12))
      stopped = true
      const gone = ended(child)
      child.kill('SIGKILL')
      await Promise.all([gone, ...writing])
      ;({ child, store } = await start(folder))
    }
    const before = await verifyBooks(store)
    for (const { what } of before.faults) wrong(`after the kills: ${what}`)
    const book = (await store.get<Book>('books', id)) as Book
    const held = new Set(book.unposted.map(({ _id }) => _id))
    for (const name of acknowledged)
      if (!held.has(name) && !(await store.get('postings', name))) wrong(`${name} was acknowledged and is not there`)
    // Whoever was not answered asks again; everything is there once.
    for (const [name, fen] of asked) if (!acknowledged.has(name)) await post(store, id, draftOf(name, fen), wednesday)
    const after = await verifyBooks(store)
    for (const { what } of after.faults) wrong(`after asking again: ${what}`)
    const { balances } = (await store.get<Book>('books', id)) as Book
    const sum = [...asked.values()].reduce((total, fen) => total + fen, 0)
    if (after.postings !== asked.size) wrong(`${after.postings} postings of ${asked.size}`)
    if (balances.bank !== sum || balances.donations !== -sum)
      wrong(`the balance is ${balances.bank}, the entries sum to ${sum}`)
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return { kills: rounds, written: asked.size, acknowledged: acknowledged.size }
}
