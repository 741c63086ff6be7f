// The port of a payment provider: what a notification must be to be believed. It is off unless it is configured; whatever is believed still
// waits for a person. Pure: the secret, the time and the words come in.
import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { minuteMs } from '../../core/clock'
import type { Problem } from '../../core/errors'
import { paymentProblems as problems } from './problems'

/** How far a provider's clock may be from ours. */
export const windowMs = 5 * minuteMs

/** success: paid · closed: not paid · refunded: given back by the provider, which people must reverse. */
export const NoticeBody = z.object({
  transaction: z.string().regex(/^[\w-]{6,48}$/),
  pledge: z.string().regex(/^[a-z0-9]{16,40}$/),
  amountFen: z.number().int().positive().max(1_000_000_000),
  feeFen: z.number().int().nonnegative().default(0),
  state: z.enum(['success', 'closed', 'refunded']),
  paidAt: z.number().int().positive().max(4e12),
})
export type Notice = z.output<typeof NoticeBody>

export type Signed = { timestamp: string; nonce: string; signature: string; body: string }
export type Verified = { ok: true; notice: Notice } | { ok: false; problem: Problem }

/** HMAC-SHA256 over the timestamp, the nonce and the words, under the secret shared with the provider. */
export const signatureOf = (secret: string, { timestamp, nonce, body }: Omit<Signed, 'signature'>): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${nonce}\n${body}\n`).digest('hex')

function isGenuine(signed: Signed, secret: string): boolean {
  const expected = Buffer.from(signatureOf(secret, signed))
  const given = Buffer.from(signed.signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The signature first: nothing of what a stranger says is read before it holds. Times are in seconds. */
export function verify(signed: Signed, secret: string, now: number): Verified {
  if (!secret || !isGenuine(signed, secret)) return { ok: false, problem: problems.PAYMENT_FORGED }
  const at = /^\d{10}$/.test(signed.timestamp) ? Number(signed.timestamp) * 1000 : Number.NaN
  if (!(Math.abs(now - at) <= windowMs)) return { ok: false, problem: problems.PAYMENT_STALE }
  const parsed = NoticeBody.safeParse(parsedJson(signed.body))
  return parsed.success ? { ok: true, notice: parsed.data } : { ok: false, problem: problems.PAYMENT_UNREADABLE }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a configuration leaves as it was written is not set. */
const set = (value = ''): string => (value.startsWith('{{') ? '' : value)

/** The provider's name; '' when payments are off. */
export const providerOf = (env: Record<string, string | undefined>): string => set(env.PAYMENT_PROVIDER)
/** The secret shared with it; '' when it is missing or too short to be one. */
export const secretOf = (env: Record<string, string | undefined>): string => {
  const secret = set(env.PAYMENT_SECRET)
  return secret.length >= 16 ? secret : ''
}

/** What screens say. */
export const sayPayment = (provider: string): string =>
  provider
    ? '支付由慈善组织的支付服务商处理，到账后仍由另一个人复核。'
    : '小程序里不收取捐款：公开募捐须在民政部指定的平台上进行。请按页面上的方式向慈善组织捐赠，到账后会在这里公布。'
