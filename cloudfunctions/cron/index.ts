// The function the timer calls, once a minute: every job whose time has come, each bounded, each through the same tables as a phone.
import { init } from '@cloudbase/node-sdk'
import { minuteMs } from '../api/core/clock'
import type { Job } from '../api/core/manifest'
import { applyNow } from '../api/core/matters'
import { storeOn } from '../api/core/store'
import { modules } from '../api/modules'
import { passStale } from '../wechat/check'
import { deliver, deliverLeft } from '../wechat/deliver'
import { messengerOn } from '../wechat/messenger'
import { urlsOn } from '../wechat/urls'

const app = init({ env: process.env.TCB_ENV ?? process.env.SCF_NAMESPACE })

const checkJob: Job = {
  name: 'check',
  about: '补查未审核的文字与照片',
  everyMinutes: 5,
  run: ({ store, now }) => passStale(store, messengerOn(app), urlsOn(app), now),
}

const deliverJob: Job = {
  name: 'deliver',
  about: '补发未送达的消息',
  everyMinutes: 1,
  run: ({ store, now }) => deliverLeft(store, messengerOn(app), now),
}

const nudgedMax = 50

/** Event of the timer: none. Event of a nudge: the matter, or matters, whose recorded effects are to be carried out now. */
export async function main(event?: { apply?: unknown }) {
  if (event?.apply !== undefined) {
    // Whoever asks: it only does what is recorded already, once.
    const now = Date.now()
    const store = storeOn(app)
    for (const id of [event.apply].flat().slice(0, nudgedMax)) {
      if (typeof id !== 'string') continue
      try {
        await applyNow(id, store, now)
        await deliver(id, store, messengerOn(app), now)
      } catch (error) {
        // The timer does it again.
        console.error(
          JSON.stringify({ level: 'defect', apply: id, error: error instanceof Error ? error.stack : String(error) }),
        )
      }
    }
    return
  }
  // Phones have no business here; the platform's timer carries no openid.
  if (app.auth().getUserInfo().openId) return
  const now = Date.now()
  const store = storeOn(app)
  const minute = Math.floor(now / minuteMs)
  const jobs = [...modules.flatMap((module) => ('jobs' in module ? (module.jobs ?? []) : [])), checkJob, deliverJob]
  for (const job of jobs.filter(({ everyMinutes }) => minute % everyMinutes === 0)) {
    try {
      const did = await job.run({ store, now })
      if (did) console.log(JSON.stringify({ job: job.name, did }))
    } catch (error) {
      console.error(
        JSON.stringify({ level: 'defect', job: job.name, error: error instanceof Error ? error.stack : String(error) }),
      )
    }
  }
}
