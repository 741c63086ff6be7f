// Cloud storage on disk: paths are kept hashed, so that no name can leave the folder.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type Files = ReturnType<typeof filesIn>

export function filesIn(dataDir: string, envId: string, baseUrl: () => string) {
  const dir = path.join(dataDir, 'files')
  mkdirSync(dir, { recursive: true })
  const at = (name: string) => path.join(dir, createHash('sha256').update(name).digest('hex'))
  const nameOf = (fileID: string) => fileID.replace(/^cloud:\/\/[^/]+\//, '')
  return {
    idOf: (name: string) => `cloud://${envId}.local/${name}`,
    put: (name: string, bytes: Buffer) => writeFileSync(at(name), bytes),
    get: (name: string): Buffer | undefined => (existsSync(at(name)) ? readFileSync(at(name)) : undefined),
    /** Not encoded: the SDK encodes an address again before it fetches it. */
    urlOf(fileID: string): string | undefined {
      const name = nameOf(fileID)
      return existsSync(at(name)) ? `${baseUrl()}/cos/${name}` : undefined
    },
    remove(fileID: string): boolean {
      const known = existsSync(at(nameOf(fileID)))
      rmSync(at(nameOf(fileID)), { force: true })
      return known
    },
  }
}
