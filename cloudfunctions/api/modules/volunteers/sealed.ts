// ID numbers at rest: AES-256-GCM under a key from the environment, bound to the person. `ID_KEYS` holds 'name:base64' pairs, newest first:
// the first seals, every one opens, so a key can be rotated without a pause. Without a key nothing is kept.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { refuse } from '../../core/errors'
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
