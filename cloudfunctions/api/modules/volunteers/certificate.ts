// 平台服务记录: what a person may show to others, under a code that says nothing about them. It is called 记录, not 证明: the recording body may
// issue that under its own seal (67号令 14, 15, 17).
import { createHash } from 'node:crypto'
import type { PersonKey } from '../../core/roles'

export type Certificate = {
  _id: string
  schema: number
  person: PersonKey
  /** 周**: as anybody may read it. */
  shownName: string
  street: string
  year: number
  /** One record only. */
  record?: string
  title: string
  minutes: number
  count: number
  /** As the records say now; the timer keeps it after a correction. */
  nowMinutes: number
  changedAt?: number
  withdrawnAt?: number
  at: number
}

const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Sixteen letters without look-alikes, 79 bits, the same for the same request of the same person. */
export const certificateCode = (person: PersonKey, request: string): string =>
  [...createHash('sha256').update(`certificate|${person}|${request}`).digest().subarray(0, 16)]
    .map((byte) => letters[byte % letters.length])
    .join('')

export type Standing = 'valid' | 'corrected' | 'revoked' | 'withdrawn'

export function standingOf({ minutes, nowMinutes, withdrawnAt }: Certificate): Standing {
  if (withdrawnAt) return 'withdrawn'
  if (nowMinutes === 0 && minutes > 0) return 'revoked'
  return nowMinutes === minutes ? 'valid' : 'corrected'
}
export const standingLabels: Record<Standing, string> = {
  valid: '记录有效',
  corrected: '记录已更正，以现在的时长为准',
  revoked: '记录已撤销',
  withdrawn: '本人已收回这份记录',
}
