// What every story starts from, made once: the built functions, the built pages, and the demo street with its months of life. It is told anew
// when a source has changed or half an hour has passed, because the street lives in the present; each story gets a copy of the data.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { buildFunctions } from '../../local/build'
import { startCloud } from '../../local/cloud'
import { declaredIndexes } from '../../local/declared'
import { seed } from '../../local/demo/seed'
import { buildPhone } from '../../local/phone'

const root = path.resolve(__dirname, '..', '..')
const begins = 'wushe-prepared-'
const halfHourMs = 30 * 60_000
const makingMaxMs = 5 * 60_000

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name)
    return entry.isDirectory() ? filesIn(at) : /tsbuildinfo$/.test(entry.name) ? [] : [at]
  })
}
/** Of everything that is built or told, and of the half hour. */
function nameOfNow(): string {
  const hash = createHash('sha256').update(String(Math.floor(Date.now() / halfHourMs)))
  for (const file of ['cloudfunctions', 'local', 'miniprogram'].flatMap((folder) => filesIn(path.join(root, folder))))
    hash.update(file).update(readFileSync(file))
  return `${begins}${hash.digest('hex').slice(0, 16)}`
}

export const cloudOver = (folder: string, dataDir: string) =>
  startCloud({
    dataDir,
    functionsDir: path.join(folder, 'functions'),
    config: path.join(root, 'cloudbaserc.json'),
    indexes: declaredIndexes,
    strictIndexes: true,
    throwaway: true,
  })

async function make(folder: string): Promise<void> {
  await buildFunctions(path.join(folder, 'functions'))
  await buildPhone({ root: path.join(root, 'miniprogram'), outDir: path.join(folder, 'phone'), project: root })
  const cloud = await cloudOver(folder, path.join(folder, 'data'))
  await cloud.undisturbed(() => seed(cloud.functionEnv(), cloud.invoke, () => undefined))
  await cloud.stop()
}

const ageOf = (folder: string): number => Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0)

/** A folder with functions/, phone/ and data/, which nobody writes to. Stories that begin together make it once. */
export async function prepared(): Promise<string> {
  const folder = path.join(tmpdir(), nameOfNow())
  const making = `${folder}.making`
  for (;;) {
    if (existsSync(folder)) return folder
    try {
      mkdirSync(making)
      break
    } catch {
      if (ageOf(making) > makingMaxMs) rmSync(making, { recursive: true, force: true })
      await setTimeout(200)
    }
  }
  try {
    await make(making)
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    throw error
  }
  // What an earlier run has left, and no other one can still be reading.
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(begins)))
    if (ageOf(path.join(tmpdir(), name)) > 4 * halfHourMs)
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true })
  return folder
}
