// A payment provider that stands in for a real one: it signs notifications as one would, and can lie in every way that one could.
import { signatureOf } from '../../cloudfunctions/api/modules/giving/payment'

export const secret = 'a-secret-shared-with-nobody'

export type Told = {
  transaction: string
  pledge: string
  amountFen: number
  feeFen?: number
  state?: string
  paidAt?: number
}

/** The HTTP request of a notification; `change` overrides what is sent after it was signed. */
export function request(
  told: Told,
  now: number,
  change: { body?: string; key?: string; timestamp?: string; signature?: string } = {},
) {
  const body = JSON.stringify({ feeFen: 0, state: 'success', paidAt: now, ...told })
  const timestamp = change.timestamp ?? String(Math.floor(now / 1000))
  const nonce = 'n0nce'
  const signature = change.signature ?? signatureOf(change.key ?? secret, { timestamp, nonce, body })
  return {
    httpMethod: 'POST',
    headers: { 'X-Pay-Timestamp': timestamp, 'X-Pay-Nonce': nonce, 'X-Pay-Signature': signature },
    body: change.body ?? body,
  }
}
