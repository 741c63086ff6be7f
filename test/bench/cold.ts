// B7: how long a fresh process takes to load the built `api`, against the SDK as it is published; and what it reads for that. Parts that wait
// for a call are counted too: the first call of every module, refused for want of an identity, so that no cloud is asked and all of its code
// is loaded.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { api } from '../../cloudfunctions/api/modules'
import { buildFunctions } from '../../local/build'
import { median, type Result, round2 } from './measure'

const root = path.resolve(__dirname, '../..')
const env = {
  PATH: process.env.PATH,
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'local',
  TENCENTCLOUD_SECRETID: 'l',
  TENCENTCLOUD_SECRETKEY: 'l',
  SCF_NAMESPACE: 'local',
}
const calls = Object.entries(api).map(([module, endpoints]) => `${module}.${Object.keys(endpoints)[0]}`)

type Loaded = { loadMs: number; loadedFiles: string[]; callMs: number; files: string[]; code?: string }

/** A process of its own: loads `module`, and with a call waits for its answer. */
function load(module: string, call?: string): Loaded {
  const code = `
    const startedAt = process.hrtime.bigint()
    const ms = () => Number(process.hrtime.bigint() - startedAt) / 1e6
    const { main } = require(${JSON.stringify(module)})
    const loadMs = ms()
    const loadedFiles = Object.keys(require.cache)
    const say = (reply) => {
      const callMs = ms()
      console.log(JSON.stringify({ loadMs, loadedFiles, callMs, files: Object.keys(require.cache), code: reply?.error.code }))
    }
    ${call ? `main({ call: ${JSON.stringify(call)} }).then(say)` : 'say()'}`
  const said = execFileSync(process.execPath, ['-e', code], { cwd: root, env, encoding: 'utf8' })
  return JSON.parse(said.trim().split('\n').at(-1) as string) as Loaded
}

const kilobytes = (files: string[]): number =>
  Math.round(files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024)

export async function benchCold(rounds = 5): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cold-'))
  await buildFunctions(folder)
  const built = path.join(folder, 'api')
  const theirs: number[] = []
  const ours = new Map(calls.map((call) => [call, [] as Loaded[]]))
  for (let round = 0; round < rounds; round++)
    for (const [call, loads] of ours) {
      theirs.push(load('@cloudbase/node-sdk').loadMs)
      const loaded = load(path.join(built, 'index.js'), call)
      if (loaded.code !== 'SIGN_IN') throw new Error(`${call} without an identity answered ${loaded.code}`)
      loads.push(loaded)
    }
  const sdkMs = median(theirs)
  const loadMs = median([...ours.values()].flat().map((loaded) => loaded.loadMs))
  const usual = round2(median([...ours.values()].flat().map((loaded) => loaded.callMs)) / sdkMs)
  const firstCalls = [...ours].map(([call, loads]) => {
    const files = loads[0]?.files ?? []
    const ratio = round2(median(loads.map(({ callMs }) => callMs)) / sdkMs)
    return { call, ratio, files: files.length, kilobytes: kilobytes(files) }
  })
  const slowest = [...firstCalls].sort((a, b) => b.ratio - a.ratio)[0]
  const largest = [...firstCalls].sort((a, b) => b.kilobytes - a.kilobytes)[0]
  const files = readdirSync(built).filter((file) => file.endsWith('.js'))
  const figures = {
    loadMs: round2(loadMs),
    sdkMs: round2(sdkMs),
    loadKB: kilobytes([...ours.values()][0]?.[0]?.loadedFiles ?? []),
    usualFirstCall: usual,
    slowestFirstCall: `${slowest?.ratio} ${slowest?.call}, ${slowest?.files} files`,
    largestFirstCall: `${largest?.kilobytes} KB ${largest?.call}`,
    folder: `${kilobytes(files.map((file) => path.join(built, file)))} KB, ${files.length} files`,
  }
  rmSync(folder, { recursive: true, force: true })
  const ratio = round2(loadMs / sdkMs)
  const ok = ratio <= 0.3 && usual <= 0.3 && (largest?.kilobytes ?? Number.NaN) <= 700
  return { name: 'cold', ratio, must: 0.3, ok, figures }
}
