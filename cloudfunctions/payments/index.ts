// The function a payment provider calls over HTTP. It is off unless PAYMENT_PROVIDER and PAYMENT_SECRET are set; every answer is a status and
// a code. Nothing a stranger sends is read before its signature holds.
import { init } from '@cloudbase/node-sdk'
import { Refusal } from '../api/core/errors'
import { storeOn } from '../api/core/store'
// The kinds of matters are known by their list.
import '../api/modules'
import { hear } from '../api/modules/giving/paid'
import { providerOf, secretOf, verify } from '../api/modules/giving/payment'
import { paymentProblems } from '../api/modules/giving/problems'

const app = init({ env: process.env.TCB_ENV ?? process.env.SCF_NAMESPACE })

/** An HTTP request as the platform hands it on. */
export type HttpEvent = {
  httpMethod?: string
  headers?: Record<string, string | undefined>
  body?: string
  isBase64Encoded?: boolean
}
type HttpAnswer = { statusCode: number; headers: Record<string, string>; body: string }

const answer = (statusCode: number, code: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ code }),
})

const statusOf: Record<string, number> = {
  PAYMENT_FORGED: 401,
  PAYMENT_STALE: 401,
  PAYMENT_UNREADABLE: 400,
  PAYMENT_PLEDGE: 404,
}

export async function main(event?: HttpEvent | null): Promise<HttpAnswer> {
  const [provider, secret] = [providerOf(process.env), secretOf(process.env)]
  if (!provider || !secret) return answer(404, paymentProblems.PAYMENT_OFF.code)
  if (event?.httpMethod !== 'POST') return answer(405, paymentProblems.PAYMENT_UNREADABLE.code)
  const headers = Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  )
  const text = String(event.body ?? '')
  const body = event.isBase64Encoded ? Buffer.from(text, 'base64').toString('utf8') : text
  const now = Date.now()
  const signed = {
    timestamp: headers['x-pay-timestamp'] ?? '',
    nonce: headers['x-pay-nonce'] ?? '',
    signature: headers['x-pay-signature'] ?? '',
    body,
  }
  const verified = verify(signed, secret, now)
  if (!verified.ok) return answer(statusOf[verified.problem.code] ?? 400, verified.problem.code)
  try {
    const heard = await hear(verified.notice, provider, storeOn(app), now)
    return heard.ok
      ? answer(200, heard.did.toUpperCase())
      : answer(statusOf[heard.problem.code] ?? 409, heard.problem.code)
  } catch (error) {
    if (error instanceof Refusal) return answer(409, error.problem.code)
    console.error(JSON.stringify({ level: 'defect', error: error instanceof Error ? error.stack : String(error) }))
    // Not heard: the provider sends it again.
    return answer(500, 'INTERNAL')
  }
}
