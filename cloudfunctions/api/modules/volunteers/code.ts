// The code on the organiser's screen: it changes every thirty seconds and is bound to the shift, the direction and the moment by an HMAC
// under the shift's own secret. One step of skew either way is accepted. Pure: time and secret come in.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Problem } from '../../core/errors'
import { problems } from './problems'

export type Direction = 'in' | 'out'
export const stepMs = 30_000
const skewSteps = 1

export const stepAt = (at: number): number => Math.floor(at / stepMs)

const macOf = (secret: string, shift: string, direction: Direction, step: number | 'printed'): string =>
  createHmac('sha256', secret).update(`${shift}|${direction}|${step}`).digest('base64url').slice(0, 22)

/** WS1~<shift>~in~<step, base 36>~<132 bits of HMAC-SHA256>. */
export const codeOf = (secret: string, shift: string, direction: Direction, at: number): string =>
  `WS1~${shift}~${direction}~${stepAt(at).toString(36)}~${macOf(secret, shift, direction, stepAt(at))}`

/** On paper: it never changes, so it proves nothing without the organiser's confirmation. */
export const printedCodeOf = (secret: string, shift: string, direction: Direction): string =>
  `WS1~${shift}~${direction}~p~${macOf(secret, shift, direction, 'printed')}`

export type Scanned = { shift: string; direction: Direction; step: number | 'printed'; mac: string }

const form = /^WS1~([a-z0-9]{16,40}_\d{1,2}_\d{1,2})~(in|out)~([a-z0-9]{1,9})~([\w-]{22})$/

/** The parts of a code; undefined for any other text. Nothing is believed yet. */
export function readCode(text: string): Scanned | undefined {
  const found = form.exec(text)
  if (!found) return undefined
  const [, shift = '', direction, step = '', mac = ''] = found
  const value = step === 'p' ? 'printed' : Number.parseInt(step, 36)
  if (value !== 'printed' && value.toString(36) !== step) return undefined
  return { shift, direction: direction as Direction, step: value, mac }
}

/** live: shown now · printed: on paper · old: genuine, and shown at `at`. */
export type Judged = { ok: true; how: 'live' | 'printed' | 'old'; at: number } | { ok: false; problem: Problem }

export function judge(code: Scanned, secret: string, now: number): Judged {
  const expected = Buffer.from(macOf(secret, code.shift, code.direction, code.step))
  const given = Buffer.from(code.mac)
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return { ok: false, problem: problems.CODE_FORGED }
  if (code.step === 'printed') return { ok: true, how: 'printed', at: now }
  const age = stepAt(now) - code.step
  if (age < -skewSteps) return { ok: false, problem: problems.CODE_FUTURE }
  if (age <= skewSteps) return { ok: true, how: 'live', at: now }
  return { ok: true, how: 'old', at: code.step * stepMs }
}
