// The function that speaks with WeChat: delivers messages, checks words and pictures, draws codes. Other functions nudge it; whatever it
// misses the timer does again, so nothing depends on a nudge arriving. It answers nothing that could be read by a phone.
import { init } from '@cloudbase/node-sdk'
import { storeOn } from '../api/core/store'
import { check, hear } from './check'
import { deliver } from './deliver'
import { messengerOn, type Verdict } from './messenger'
import { urlsOn } from './urls'

const app = init({ env: process.env.TCB_ENV ?? process.env.SCF_NAMESPACE })

type WechatEvent = {
  deliver?: string
  deliverShift?: string
  check?: string
  Event?: string
  trace_id?: string
  result?: { suggest?: Verdict }
}

export async function main(event: WechatEvent) {
  const store = storeOn(app)
  const messenger = messengerOn(app)
  const now = Date.now()
  if (typeof event.check === 'string') {
    await check(event.check, store, messenger, urlsOn(app), now)
    await deliver(event.check, store, messenger, now)
  }
  if (typeof event.deliver === 'string') await deliver(event.deliver, store, messenger, now)
  if (typeof event.deliverShift === 'string') await deliver(event.deliverShift, store, messenger, now, 'shifts')
  if (event.Event === 'wxa_media_check' && typeof event.trace_id === 'string')
    await hear(event.trace_id, event.result?.suggest ?? 'review', store)
  return { ok: true }
}
