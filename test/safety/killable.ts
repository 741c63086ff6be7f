// The local cloud as a process of its own, with the built functions, that can be killed and started again over the same data; and calls as a
// phone makes them, each sent again until it is answered.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildFunctions } from '../../local/build'
import { declaredIndexes } from '../../local/declared'
import type { Answer } from '../support/door'

const root = path.resolve(__dirname, '../..')
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
export type Killable = Awaited<ReturnType<typeof killableCloud>>

export async function killableCloud() {
  const folder = mkdtempSync(path.join(tmpdir(), 'kill-'))
  const functionsDir = path.join(folder, 'functions')
  await buildFunctions(functionsDir)
  const indexes = path.join(folder, 'indexes.json')
  writeFileSync(indexes, JSON.stringify(declaredIndexes))
  let child: ChildProcess | undefined
  let port = 0
  let answers = 0

  async function start(): Promise<void> {
    const args = [
      '--data',
      path.join(folder, 'data'),
      '--functions',
      functionsDir,
      '--indexes',
      indexes,
      '--port',
      String(port),
    ]
    const started = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'local/cloud/main.ts'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SILENT: '1' },
    })
    const line = await new Promise<string>((resolve, reject) => {
      started.stdout?.on('data', (text: Buffer) => String(text).includes('ready ') && resolve(String(text)))
      started.once('exit', (code) => reject(new Error(`the cloud ended with ${code}`)))
    })
    port = Number(new URL((JSON.parse(line.slice(line.indexOf('{'))) as { cloud: string }).cloud).port)
    child = started
  }
  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const gone = new Promise((resolve) => child?.once('exit', resolve))
    child?.kill(signal)
    await gone
  }
  const post = async (address: string, body: object, headers: Record<string, string> = {}) =>
    (await fetch(`http://127.0.0.1:${port}${address}`, { method: 'POST', body: JSON.stringify(body), headers })).json()

  await start()
  return {
    admin: () => `http://127.0.0.1:${port}/admin`,
    /** The whole cloud, functions and all, and up again. */
    async killCloud(): Promise<void> {
      await end('SIGKILL')
      await start()
    },
    /** The instances of all functions; the cloud stays. */
    killFunctions: () => post('/local/kill', {}),
    answers: () => answers,
    /** Sent again until there is an answer that is none of the machine's own troubles. `given up`: the run is over. */
    async phone(openid: string, call: string, data: object, isOver: () => boolean): Promise<Answer | undefined> {
      for (;;) {
        const told = (await post('/functions/api', { call, data }, { 'x-wx-openid': openid }).catch(() => undefined)) as
          | { result?: Answer }
          | undefined
        const code = told?.result?.error?.code
        if (told?.result && code !== 'INTERNAL' && code !== 'STATE_CHANGED') {
          answers++
          return told.result
        }
        if (isOver()) return undefined
        await wait(20)
      }
    },
    async close(): Promise<void> {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
