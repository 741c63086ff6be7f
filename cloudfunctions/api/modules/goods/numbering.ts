// Numbers for people of what is handed out and counted: the day and six letters of its own id, so that a busy counter waits for no counter.
import { createHash } from 'node:crypto'
import { onOf } from '../../core/clock'

/** Without letters and digits that are read for one another. */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** 香梅街道-发放-20260304-7F3K2M. */
export function noOf(street: string, label: string, id: string, now: number): string {
  const bytes = createHash('sha256').update(id).digest()
  const tail = [...bytes.subarray(0, 6)].map((byte) => letters[byte % letters.length]).join('')
  return `${street}-${label}-${onOf(now).replaceAll('-', '')}-${tail}`
}
