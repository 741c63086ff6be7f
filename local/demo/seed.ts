// Fills a new data folder: the street's documents directly, then a few weeks of life through the same door that phones use.
import { init } from '@cloudbase/node-sdk'
import { storeOn } from '../../cloudfunctions/api/core/store'
import { modules } from '../../cloudfunctions/api/modules'
import { passStale } from '../../cloudfunctions/wechat/check'
import { deliverLeft } from '../../cloudfunctions/wechat/deliver'
import { messengerOn } from '../../cloudfunctions/wechat/messenger'
import { urlsOn } from '../../cloudfunctions/wechat/urls'
import { aDiary } from './diary'
import { tellFund } from './fund-diary'
import { tellGiving } from './giving'
import { tellGoods } from './goods'
import { tellStory } from './story'
import { areaDocs, bodyDocs, demoPeople, personDocs, settingsDoc } from './street'
import { volunteerPeople } from './volunteer-people'
import { tellVolunteering } from './volunteers'

export type Invoke = (name: string, event: unknown, who?: { openid?: string }) => Promise<unknown>

/** True when the folder was new. `env` is the environment that points the SDK at the local cloud. */
export async function seed(env: Record<string, string>, invoke: Invoke, say: (line: string) => void): Promise<boolean> {
  Object.assign(process.env, env)
  const app = init({ env: env.SCF_NAMESPACE })
  const db = app.database()
  const { data } = await db.collection('areas').limit(1).get()
  if (data.length) return false
  say('the demo street: places, bodies, people …')
  await db.collection('areas').add(areaDocs)
  await db.collection('bodies').add(bodyDocs)
  await db.collection('people').add(personDocs(Date.now(), [...demoPeople, ...volunteerPeople]))
  await db.collection('settings').add(settingsDoc)
  say('the demo street: a month of volunteering and giving …')
  const now = Date.now()
  const diary = aDiary(app)
  tellVolunteering(diary, now)
  tellGoods(diary, now)
  tellGiving(diary, now)
  tellFund(diary, now)
  await diary.tell(now)
  say('the demo street: a few weeks of life …')
  await tellStory(invoke)
  // The timer's jobs once, so that the rates are there before the first hour is over, and words are checked and notices told before the
  // cloud may be stopped.
  const store = storeOn(app)
  for (const module of modules)
    for (const job of 'jobs' in module ? (module.jobs ?? []) : []) await job.run({ store, now: Date.now() })
  await passStale(store, messengerOn(app), urlsOn(app), Date.now())
  await deliverLeft(store, messengerOn(app), Date.now())
  return true
}
