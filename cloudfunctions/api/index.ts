// The function phones call: who is calling → dispatch → reply. One structured line a call, without personal data.
import { randomBytes } from 'node:crypto'
import { init } from '@cloudbase/node-sdk'
import { type CallEvent, ctxFor, dispatch } from './core/endpoint'
import { storeOn } from './core/store'
import { api } from './modules'

export type { Call, Reply } from './core/endpoint'
export type { Api } from './modules'

const app = init({ env: process.env.TCB_ENV ?? process.env.SCF_NAMESPACE })

/** Event: `{ call: 'needs.submit', data }`. Answer: a Reply; it never throws. */
export async function main(event?: CallEvent | null) {
  const startedAt = Date.now()
  const ref = randomBytes(2).toString('hex').toUpperCase()
  const { openId } = app.auth().getUserInfo()
  const store = storeOn(app)
  const reply = await dispatch(api, event, ctxFor(openId ?? '', store, startedAt), ref)
  const line = {
    ref,
    call: String(event?.call).slice(0, 40),
    code: reply.ok ? 'OK' : reply.error.code,
    ms: Date.now() - startedAt,
    sdkCalls: store.counted.calls,
  }
  console.log(JSON.stringify(line))
  return reply
}
