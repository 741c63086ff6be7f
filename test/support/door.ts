// The door as phones find it: real dispatch, real store, the real SDK against the local cloud in this process; only the time is given.
// A query that no declared index serves fails here, and so does a call that costs more than it may.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CloudBase } from '@cloudbase/node-sdk'
import { ctxFor, dispatch } from '../../cloudfunctions/api/core/endpoint'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { forgetStreets, type Store, storeOn } from '../../cloudfunctions/api/core/store'
import { api } from '../../cloudfunctions/api/modules'
import { startCloud } from '../../local/cloud/index'
import { declaredIndexes } from '../../local/declared'
import { wednesday } from './clock'
import { spendings } from './costs'
import { areaDocs, type Who, type World, world } from './world'

/** A reply as a test reads it. */
export type Answer = {
  ok: boolean
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the endpoint gives.
  data?: any
  error?: { code: string; message: string; fields?: Record<string, string> }
}
export type Told = Answer & { calls: number }
export type Door = Awaited<ReturnType<typeof theDoor>>

/** Numbers have been given out before: the very first of a year makes its counter too. */
const countersOf = ({ street, otherStreet }: World) =>
  ['need', 'activity', 'team', 'fund'].flatMap((kind) =>
    [street, otherStreet].flatMap(({ path }) =>
      ['2026', '2027'].map((year) => ({ _id: `${kind}:${path}:${year}`, value: 0 })),
    ),
  )

/** Starts a cloud of its own in a new folder, with the world's street in it. Call `close` when done. */
export async function theDoor(here = world()) {
  const dataDir = mkdtempSync(join(tmpdir(), 'door-'))
  const cloud = await startCloud({
    dataDir,
    indexes: declaredIndexes as never,
    strictIndexes: true,
    timers: false,
    throwaway: true,
  })
  Object.assign(process.env, cloud.functionEnv())
  // The SDK reads its environment when it is first loaded.
  const { init } = require('@cloudbase/node-sdk') as typeof import('@cloudbase/node-sdk')
  const app: CloudBase = init({ env: process.env.TCB_ENV })
  const db = app.database()
  const fill = async () => {
    await db.collection('areas').add(areaDocs(here))
    await db.collection('bodies').add(here.bodies)
    await db.collection('people').add(Object.values(here.people))
    await db.collection('settings').add([here.street.settings, here.otherStreet.settings])
    await db.collection('counters').add(countersOf(here))
  }
  // A cloud that is left running would keep the whole test run from ending.
  await fill().catch(async (error: unknown) => {
    await cloud.stop()
    throw error
  })
  forgetStreets()
  const store: Store = storeOn(app)

  /** What an instance that is not new remembers. */
  const warm = async (now: number): Promise<void> => {
    await store.firstStreet(now)
    for (const { path } of [here.street, here.otherStreet]) await store.street(path, now)
  }
  const spent = spendings()
  /** A step costs what its kind says. */
  const kindFor = async (name: unknown, data: unknown): Promise<string | undefined> => {
    const { id } = (data ?? {}) as { id?: unknown }
    if (name !== 'matters.act' || typeof id !== 'string') return undefined
    return (await store.get<Pick<Matter, 'kind'>>('matters', id, { kind: true }))?.kind
  }
  let begun = 0
  let underWay = 0

  /** One call as `who` (a name of the world, an openid, or '' for nobody); its own store counts its SDK calls. Time stands
   *  still in tests, so a person's pace is bounded only where that is what is tried. */
  async function call(
    who: Who | (string & {}),
    name: unknown,
    data?: unknown,
    now = wednesday,
    pace = 10_000,
  ): Promise<Told> {
    const openid = Object.hasOwn(here.people, who) ? here.people[who as Who]._id : who
    // A cloud that has gone is what some tests are about.
    await warm(now).catch(() => undefined)
    const own = storeOn(app)
    const order = ++begun
    const first = underWay++ === 0
    const reply = (await dispatch(api, { call: name, data }, ctxFor(openid, own, now, pace), 'TEST')) as Answer
    underWay--
    const { calls } = own.counted
    // Calls that race one another may have to try again; each that was alone is held to its figure.
    if (first && begun === order) {
      const kind = await kindFor(name, data)
      const wrong = spent.note({ call: name, data, calls, kind, ok: reply.ok })
      if (wrong) throw new Error(wrong)
    }
    return { ...reply, calls }
  }

  return {
    cloud,
    dataDir,
    app,
    store,
    call,
    /** A document as it lies in the database. */
    matter: async (id: string): Promise<Matter> => (await store.get<Matter>('matters', id)) as Matter,
    /** Puts needs made by real steps straight into the database, checked and quiet. */
    put: (...matters: object[]) =>
      store.addAll(
        'matters',
        matters.map((one) => ({ ...one, unsent: [] })),
      ),
    async close() {
      await cloud.stop()
      rmSync(dataDir, { recursive: true, force: true })
      const wrong = spent.wrong()
      if (wrong.length) throw new Error(wrong.join('; '))
    },
  }
}

/** The code of an answer, 'OK' when there is none. */
export const codeOf = ({ ok, error }: Answer): string => (ok ? 'OK' : (error?.code ?? 'NO CODE'))
