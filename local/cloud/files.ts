// Cloud storage on disk: files are kept under the hash of their path, so that no name can leave the folder, and are on the disk before
// they are acknowledged.
import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { invalid } from './errors'

export type Files = ReturnType<typeof filesIn>

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

export function filesIn(dataDir: string, envId: string, baseUrl: () => string) {
  const dir = path.join(dataDir, 'files')
  mkdirSync(dir, { recursive: true })
  const at = (name: string) => path.join(dir, createHash('sha256').update(name).digest('hex'))
  const nameOf = (fileID: string) => fileID.replace(/^cloud:\/\/[^/]+\//, '')
  const isKept = (fileID: string) => existsSync(at(nameOf(fileID)))
  return {
    idOf: (name: string) => `cloud://${envId}.local/${name}`,
    put(name: string, bytes: Buffer): void {
      if (name.split('/').some((part) => ['', '.', '..'].includes(part))) throw invalid(`not a file's path: ${name}`)
      const fresh = `${at(name)}.${randomBytes(6).toString('hex')}`
      const file = openSync(fresh, 'w')
      writeFileSync(file, bytes)
      fsyncSync(file)
      closeSync(file)
      renameSync(fresh, at(name))
    },
    get(name: string): Buffer | undefined {
      const found = [name, decoded(name)].find((one) => existsSync(at(one)))
      return found === undefined ? undefined : readFileSync(at(found))
    },
    /** Encoded only where it must be: the SDK encodes an address once more before it fetches it, a browser does not. */
    urlOf: (fileID: string): string | undefined =>
      isKept(fileID) ? `${baseUrl()}/cos/${nameOf(fileID).replace(/[%?#]/g, encodeURIComponent)}` : undefined,
    remove(fileID: string): boolean {
      const known = isKept(fileID)
      rmSync(at(nameOf(fileID)), { force: true })
      return known
    },
  }
}
