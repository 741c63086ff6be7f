// ID numbers at rest: AES-256-GCM under a key from the environment, bound to the person. `ID_KEYS` holds 'name:base64' pairs, newest first:
// the first seals, every one opens, so a key can be rotated without a pause. Without a key nothing is kept.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { refuse } from '../../core/errors'
import type { Store } from '../../core/store'
import { problems } from './problems'

export type Sealed = { key: string; text: string; last: string }

function keys(): { name: string; key: Buffer }[] {
  return (process.env.ID_KEYS ?? '')
    .split(',')
    .map((pair) => pair.trim().split(':'))
    .flatMap(([name = '', text = '']) => {
      const key = Buffer.from(text, 'base64')
      return name && key.length === 32 ? [{ name, key }] : []
    })
}

export function seal(text: string, owner: string): Sealed {
  const [newest] = keys()
  if (!newest)
    return refuse(problems.PROFILE_KEY_MISSING, { fields: { idNumber: problems.PROFILE_KEY_MISSING.message } })
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', newest.key, nonce).setAAD(Buffer.from(owner))
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const packed = Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64')
  return { key: newest.name, text: packed, last: text.slice(-4) }
}

/** Names of keys that still open and no longer seal: what lies under them is moved on (`moveSeals`). */
export const olderKeys = (): string[] =>
  keys()
    .slice(1)
    .map(({ name }) => name)

/** The number again; undefined when its key is gone, or it was sealed for somebody else, or changed. */
export function unseal({ key: name, text }: Sealed, owner: string): string | undefined {
  const found = keys().find((one) => one.name === name)
  if (!found) return undefined
  const packed = Buffer.from(text, 'base64')
  try {
    const opened = createDecipheriv('aes-256-gcm', found.key, packed.subarray(0, 12))
    opened.setAAD(Buffer.from(owner)).setAuthTag(packed.subarray(12, 28))
    return Buffer.concat([opened.update(packed.subarray(28)), opened.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

/** The timer's part of a rotation: numbers under an older key are sealed again under the newest, so that the older one can be taken away. */
export async function moveSeals(store: Store): Promise<number> {
  const older = olderKeys()
  if (!older.length) return 0
  type Kept = { _id: string; key: string; volunteer?: { idSealed?: Sealed } }
  const where = { 'volunteer.idSealed.key': store._.in(older) }
  const fields = { key: true, 'volunteer.idSealed': true }
  let moved = 0
  for (const { _id, key, volunteer } of await store.find<Kept>('people', where, { limit: 50, fields })) {
    const sealed = volunteer?.idSealed
    const number = sealed && unseal(sealed, key)
    // What cannot be opened is left for whoever still has its key.
    if (!number) continue
    const unchanged = { _id, 'volunteer.idSealed.text': sealed.text }
    moved += await store.change('people', unchanged, { 'volunteer.idSealed': store._.set(seal(number, key)) })
  }
  return moved
}
