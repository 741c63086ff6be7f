// B7: how long a fresh process takes to load the built `api`, against the SDK as it is published; and how large the bundle is.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildFunctions } from '../../local/build'
import { median, type Result, round2 } from './measure'

const root = path.resolve(__dirname, '../..')
const env = {
  ...process.env,
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_SECRETID: 'l',
  TENCENTCLOUD_SECRETKEY: 'l',
  SCF_NAMESPACE: 'local',
}
const loadMs = (module: string): number => {
  const code = `const t=process.hrtime.bigint();require(${JSON.stringify(module)});console.log(Number(process.hrtime.bigint()-t)/1e6)`
  return Number(execFileSync(process.execPath, ['-e', code], { cwd: root, env, encoding: 'utf8' }))
}

export async function benchCold(rounds = 9): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cold-'))
  await buildFunctions(folder)
  const bundle = path.join(folder, 'api', 'index.js')
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    ours.push(loadMs(bundle))
    theirs.push(loadMs('@cloudbase/node-sdk'))
  }
  const kilobytes = Math.round(statSync(bundle).size / 1024)
  rmSync(folder, { recursive: true, force: true })
  const ratio = round2(median(ours) / median(theirs))
  return {
    name: 'cold',
    ratio,
    must: 0.3,
    ok: ratio <= 0.3 && kilobytes <= 700,
    figures: { bundleMs: round2(median(ours)), sdkMs: round2(median(theirs)), kilobytes },
  }
}
