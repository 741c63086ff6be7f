// Functions as the platform runs them: calls spread over a few instances, each of which takes one call at a time; the rest wait their
// turn. Who is calling is set in the environment of each call and nowhere else.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { CloudError } from './errors'
import { type Instance, startInstance } from './instance'

export type FunctionSettings = {
  name: string
  /** Seconds. */
  timeout?: number
  envVariables?: Record<string, string>
  triggers?: { name: string; type: string; config: string }[]
}
export type Who = { openid?: string; source?: string }
export type Functions = ReturnType<typeof functionsIn>

type Waiting = { take: (instance: Instance) => void; refuse: (error: CloudError) => void }
type Pool = { instances: Set<Instance>; busy: Set<Instance>; waiting: Waiting[] }

const ordinaryTimeoutS = 20

export function functionsIn(options: {
  dir: string
  settings: FunctionSettings[]
  appId: string
  instancesMax: number
  environment: () => Record<string, string>
  shiftMs: () => number
}) {
  const pools = new Map<string, Pool>()
  let stopped = false

  const poolOf = (name: string): Pool => {
    const known = pools.get(name) ?? { instances: new Set(), busy: new Set(), waiting: [] }
    pools.set(name, known)
    return known
  }
  const settingsOf = (name: string) => options.settings.find((one) => one.name === name)
  const entryOf = (name: string) => path.join(options.dir, name, 'index.js')

  const start = (name: string, pool: Pool): Instance => {
    const instance: Instance = startInstance({
      name,
      entry: entryOf(name),
      env: { PATH: process.env.PATH, TZ: 'UTC', ...options.environment(), ...settingsOf(name)?.envVariables },
      shiftMs: options.shiftMs(),
      onEnd: () => pool.instances.delete(instance),
    })
    pool.instances.add(instance)
    return instance
  }

  /** Gives free or new instances to those who wait. */
  const serve = (name: string, pool: Pool): void => {
    while (pool.waiting.length && !stopped) {
      const free = [...pool.instances].find((instance) => !pool.busy.has(instance))
      if (!free && pool.instances.size >= options.instancesMax) return
      const instance = free ?? start(name, pool)
      pool.busy.add(instance)
      pool.waiting.shift()?.take(instance)
    }
  }

  const environmentOf = (who: Who): Record<string, string> => ({
    WX_CONTEXT_KEYS: 'WX_CLIENTIP,WX_OPENID,WX_APPID,WX_API_TOKEN',
    TCB_CONTEXT_KEYS: 'TCB_UUID,TCB_ENV,TCB_ISANONYMOUS_USER,TCB_SOURCE',
    WX_APPID: options.appId,
    WX_CLIENTIP: '127.0.0.1',
    WX_API_TOKEN: 'local',
    TCB_SOURCE: who.source ?? '',
    TRIGGER_SRC: who.source ?? '',
    ...(who.openid ? { WX_OPENID: who.openid, TCB_UUID: who.openid, TCB_ISANONYMOUS_USER: 'false' } : {}),
  })

  /** Calls main(event, context) and gives back what it returns. Throws a CloudError whose code is the platform's. */
  async function invoke(name: string, event: unknown, who: Who = {}): Promise<unknown> {
    if (!/^[\w-]+$/.test(name) || !existsSync(entryOf(name)))
      throw new CloudError('FUNCTION_NOT_FOUND', `function not found: ${name}`)
    if (stopped) throw new CloudError('FUNCTION_EXECUTE_FAIL', 'the cloud is stopping')
    const pool = poolOf(name)
    const instance = await new Promise<Instance>((take, refuse) => {
      pool.waiting.push({ take, refuse })
      serve(name, pool)
    })
    const timeoutMs = (settingsOf(name)?.timeout ?? ordinaryTimeoutS) * 1000
    const env = environmentOf(who)
    const context = {
      request_id: randomBytes(8).toString('hex'),
      function_name: name,
      function_version: '$LATEST',
      memory_limit_in_mb: 256,
      time_limit_in_ms: timeoutMs,
      namespace: options.environment().SCF_NAMESPACE,
      environment: JSON.stringify({ ...options.environment(), ...env }),
      callbackWaitsForEmptyEventLoop: false,
    }
    const isObject = typeof event === 'object' && event !== null && !Array.isArray(event)
    const said = who.openid && isObject ? { ...event, userInfo: { appId: options.appId, openId: who.openid } } : event
    // As over the wire: what JSON cannot carry does not arrive.
    const sent: unknown = said === undefined ? {} : JSON.parse(JSON.stringify(said))
    try {
      return await instance.call({ event: sent, context, env, shift: options.shiftMs() }, timeoutMs)
    } finally {
      pool.busy.delete(instance)
      if (!pool.instances.has(instance)) instance.end()
      serve(name, pool)
    }
  }

  return {
    invoke,
    settings: options.settings,
    /** The next calls start fresh instances with the code as it is now on disk; calls under way end with the old one. */
    async reload(): Promise<void> {
      for (const pool of pools.values())
        for (const instance of pool.instances) {
          pool.instances.delete(instance)
          if (!pool.busy.has(instance)) instance.end()
        }
    },
    /** Every instance ends now, in the middle of whatever it does, as when the machine beneath it fails. */
    kill(): void {
      for (const pool of pools.values()) for (const instance of [...pool.instances]) instance.end()
    },
    async stop(): Promise<void> {
      stopped = true
      const closed = new CloudError('FUNCTION_EXECUTE_FAIL', 'the cloud is stopping')
      for (const pool of pools.values()) for (const { refuse } of pool.waiting.splice(0)) refuse(closed)
      const all = [...pools.values()].flatMap(({ instances }) => [...instances])
      for (const instance of all) instance.end()
      await Promise.all(all.map((instance) => instance.terminate()))
    },
  }
}
