// Telling what is past: each entry is what people did at a moment, through the real door, with that moment as the time of the call. What the
// functions `wechat` and `cron` would have done then is done then too, so that notices and deadlines bear the day they belong to.
import type { CloudBase } from '@cloudbase/node-sdk'
import { dayMs, hourMs, onOf, startOf } from '../../cloudfunctions/api/core/clock'
import { ctxFor, dispatch } from '../../cloudfunctions/api/core/endpoint'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { actAsSystem, applyNow } from '../../cloudfunctions/api/core/matters'
import { type Store, storeOn } from '../../cloudfunctions/api/core/store'
import type { Street } from '../../cloudfunctions/api/core/street'
import { api } from '../../cloudfunctions/api/modules'
import { givingModule } from '../../cloudfunctions/api/modules/giving'
import { goodsModule } from '../../cloudfunctions/api/modules/goods'
import { applyJob, passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { volunteersModule } from '../../cloudfunctions/api/modules/volunteers'
import { check } from '../../cloudfunctions/wechat/check'
import { deliver, deliverLeft } from '../../cloudfunctions/wechat/deliver'
import { messengerOn } from '../../cloudfunctions/wechat/messenger'
import { urlsOn } from '../../cloudfunctions/wechat/urls'

type Nudge = { check?: string; deliver?: string; deliverShift?: string; apply?: string | string[] }
type Entry = { at: number; story: string; tell: () => Promise<unknown> }
const isRefusal = (error: Error): false => {
  if (error.name !== 'Refusal') throw error
  return false
}
export type Diary = ReturnType<typeof aDiary>

/** The story is no phone: its people are not slowed down. */
const pace = 1000
/** The timer's round, every fourth night. */
const nightly = [
  passTime,
  applyJob,
  ...(volunteersModule.jobs ?? []),
  ...(goodsModule.jobs ?? []),
  ...(givingModule.jobs ?? []),
]
const nightMs = 4 * dayMs

/** A store for the past: a street is read anew when something of it was written, not when seconds have passed; nudges are `heard`. */
function storeOfThePast(app: CloudBase, streets: Map<string, Street>, heard: (event: Nudge) => void = () => {}): Store {
  const real = storeOn(app)
  const watched = (verb: 'add' | 'change') =>
    ((name: string, ...rest: [never, never]) => {
      if (['settings', 'bodies', 'areas'].includes(name)) streets.clear()
      return (real[verb] as (name: string, ...rest: unknown[]) => unknown)(name, ...rest)
    }) as never
  return {
    ...real,
    add: watched('add'),
    change: watched('change'),
    nudge: (_name, event) => heard(event as Nudge),
    async street(path, now) {
      const known = streets.get(path) ?? (await real.street(path, now, true))
      if (known) streets.set(path, known)
      return known
    },
  }
}

export function aDiary(app: CloudBase) {
  const entries: Entry[] = []
  const streets = new Map<string, Street>()
  const store = storeOfThePast(app, streets)
  const messenger = messengerOn(app)

  async function wake({ check: checked, deliver: told, deliverShift, apply = [] }: Nudge, at: number): Promise<void> {
    for (const id of [apply].flat()) {
      await applyNow(id, store, at)
      await deliver(id, store, messenger, at)
      // Its words are looked at by the timer, within minutes.
      await check(id, store, messenger, urlsOn(app), at)
    }
    if (checked) await check(checked, store, messenger, urlsOn(app), at)
    const id = checked ?? told
    if (id) await deliver(id, store, messenger, at)
    if (deliverShift) await deliver(deliverShift, store, messenger, at, 'shifts')
  }

  /** One call of this person at this moment; whatever it wakes works at that moment as well. A refusal ends the story. */
  async function call<T>(at: number, openid: string, name: string, data: object): Promise<T> {
    const woken: Nudge[] = []
    const own = storeOfThePast(app, streets, (event) => woken.push(event))
    const reply = await dispatch(api, { call: name, data }, ctxFor(openid, own, at, pace), 'DEMO')
    if (!reply.ok) throw new Error(`${openid} ${name} on ${onOf(at)}: ${JSON.stringify(reply.error)}`)
    for (const nudge of woken) await wake(nudge, at)
    return reply.data as T
  }

  async function strike(id: string, steps: string[], at: number): Promise<void> {
    const matter = await store.get<Matter>('matters', id)
    for (const action of steps)
      if (matter && (await actAsSystem(matter, action, { store, now: at }).catch(isRefusal)))
        return wake({ deliver: id }, at)
  }

  async function night(at: number): Promise<void> {
    for (const { run } of nightly) await run({ store, now: at })
    await deliverLeft(store, messenger, at)
  }

  /** What lies between two nights: each story in the order of its hours, the stories side by side. */
  async function days(told: Entry[]): Promise<void> {
    const stories = new Map<string, Entry[]>()
    for (const entry of told) stories.set(entry.story, [...(stories.get(entry.story) ?? []), entry])
    await Promise.all(
      [...stories.values()].map(async (own) => {
        for (const { tell } of own) await tell()
      }),
    )
  }

  return {
    call,
    /** A file as it was put into cloud storage. */
    upload: async (cloudPath: string, content: string): Promise<string> =>
      (await app.uploadFile({ cloudPath, fileContent: Buffer.from(content) })).fileID,
    /** As it stands, for whoever is about to act on it. */
    versionOf: async (id: string): Promise<number> => {
      const found = await store.get<Matter>('matters', id, { version: true })
      if (!found) throw new Error(`there is no matter ${id}`)
      return found.version
    },
    /** What happens at `at` in a story. Between two nights stories are told side by side: what rests on another one comes after a night. */
    enter: (at: number, story: string, tell: () => Promise<unknown>) => void entries.push({ at, story, tell }),
    /** The clock strikes for one matter: the first of the timer's own steps that its table allows now. */
    strike: (at: number, story: string, id: string, steps: string[]) =>
      void entries.push({ at, story, tell: () => strike(id, steps, at) }),
    /** Everything in order of time. Nothing may lie after `until`. */
    async tell(until: number): Promise<void> {
      entries.sort((a, b) => a.at - b.at)
      const future = entries.find(({ at }) => at > until)
      if (future) throw new Error(`${future.story} tells of the future: ${new Date(future.at).toISOString()}`)
      let from = entries[0]?.at ?? until
      for (let at = startOf(onOf(from)) + dayMs + 3 * hourMs; from < until; at += nightMs) {
        const to = Math.min(at, until)
        await days(entries.filter((one) => one.at >= from && (one.at < to || to === until)))
        await night(to)
        from = to
      }
    },
  }
}
