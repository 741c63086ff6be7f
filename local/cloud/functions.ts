// Functions as the platform runs them: one worker an instance, one call at a time, the environment of a real one. A time-out or a crash
// ends that instance and is that call's error, nobody else's.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { CloudError } from './errors'

export type FunctionSettings = {
  name: string
  timeout?: number
  envVariables?: Record<string, string>
  triggers?: { name: string; type: string; config: string }[]
}
export type Who = { openid?: string; source?: string }
export type Functions = ReturnType<typeof functionsIn>

type Instance = { worker: Worker; busy: boolean }
type Waiting = { run: (instance: Instance) => void }

export function functionsIn(options: {
  dir: string
  settings: FunctionSettings[]
  appId: string
  instancesMax: number
  environment: () => Record<string, string>
  shiftMs: () => number
}) {
  const instances = new Map<string, Instance[]>()
  const queues = new Map<string, Waiting[]>()

  const start = (name: string): Instance => {
    const file = path.join(options.dir, name, 'index.js')
    if (!existsSync(file)) throw new CloudError('FUNCTION_NOT_FOUND', `function not found: ${name}`)
    const own = options.settings.find((one) => one.name === name)?.envVariables ?? {}
    const worker = new Worker(path.join(__dirname, 'worker-boot.cjs'), {
      workerData: { entry: file },
      env: { PATH: process.env.PATH, TZ: 'UTC', ...options.environment(), ...own },
      stdout: process.env.SILENT === '1',
      stderr: process.env.SILENT === '1',
    })
    worker.unref()
    const instance = { worker, busy: false }
    instances.set(name, [...(instances.get(name) ?? []), instance])
    return instance
  }

  const drop = (name: string, instance: Instance): void => {
    instances.set(
      name,
      (instances.get(name) ?? []).filter((one) => one !== instance),
    )
    void instance.worker.terminate()
  }

  /** A free instance, a new one, or a place in the queue. */
  const take = (name: string): Promise<Instance> => {
    const all = instances.get(name) ?? []
    const found = all.find(({ busy }) => !busy) ?? (all.length < options.instancesMax ? start(name) : undefined)
    if (found) {
      found.busy = true
      return Promise.resolve(found)
    }
    return new Promise((resolve) => queues.set(name, [...(queues.get(name) ?? []), { run: resolve }]))
  }

  const give = (name: string, instance: Instance | undefined): void => {
    const [next, ...rest] = queues.get(name) ?? []
    queues.set(name, rest)
    if (!next) {
      if (instance) instance.busy = false
      return
    }
    const free = instance ?? start(name)
    free.busy = true
    next.run(free)
  }

  const settingsOf = (name: string) => options.settings.find((one) => one.name === name)

  async function invoke(name: string, event: unknown, who: Who = {}): Promise<unknown> {
    const instance = await take(name)
    const timeoutMs = (settingsOf(name)?.timeout ?? 20) * 1000
    const id = randomBytes(8).toString('hex')
    const identity: Record<string, string> = who.openid ? { WX_OPENID: who.openid, TCB_UUID: who.openid } : {}
    const env = {
      WX_CONTEXT_KEYS: 'WX_CLIENTIP,WX_OPENID,WX_APPID,WX_API_TOKEN',
      WX_APPID: options.appId,
      WX_CLIENTIP: '127.0.0.1',
      WX_API_TOKEN: 'local',
      TCB_CONTEXT_KEYS: 'TCB_UUID,TCB_ENV,TCB_ISANONYMOUS_USER',
      TRIGGER_SRC: who.source ?? '',
      ...identity,
    }
    const context = {
      request_id: id,
      function_name: name,
      function_version: '$LATEST',
      memory_limit_in_mb: 256,
      time_limit_in_ms: timeoutMs,
      namespace: options.environment().SCF_NAMESPACE,
      environment: JSON.stringify(env),
      callbackWaitsForEmptyEventLoop: false,
    }
    const sent =
      who.openid && typeof event === 'object' && event !== null
        ? { ...event, userInfo: { appId: options.appId, openId: who.openid } }
        : event
    return new Promise((resolve, reject) => {
      const { worker } = instance
      const finish = (after: () => void, broken = false) => {
        clearTimeout(timer)
        worker.off('message', onMessage)
        worker.off('error', onError)
        worker.off('exit', onExit)
        if (broken) drop(name, instance)
        give(name, broken ? undefined : instance)
        after()
      }
      const onMessage = (answer: {
        id: string
        text?: string
        error?: { name: string; message: string; stack: string }
      }) => {
        if (answer.id !== id) return
        const { error } = answer
        if (error)
          finish(() =>
            reject(
              new CloudError(
                'FUNCTION_INVOCATION_FAILED',
                JSON.stringify({ errorType: error.name, errorMessage: error.message }),
              ),
            ),
          )
        else finish(() => resolve(JSON.parse(answer.text ?? 'null')))
      }
      const onError = (error: Error) =>
        finish(() => reject(new CloudError('FUNCTION_EXECUTE_FAIL', error.message)), true)
      const onExit = () =>
        finish(() => reject(new CloudError('FUNCTION_EXECUTE_FAIL', `${name} ended during the call`)), true)
      const timer = setTimeout(
        () =>
          finish(
            () =>
              reject(new CloudError('FUNCTIONS_TIME_LIMIT_EXCEEDED', `${name} took longer than ${timeoutMs / 1000} s`)),
            true,
          ),
        timeoutMs,
      )
      worker.on('message', onMessage)
      worker.on('error', onError)
      worker.on('exit', onExit)
      worker.postMessage({ id, event: sent, context, env, shift: options.shiftMs() })
    })
  }

  return {
    invoke,
    settings: options.settings,
    /** The next calls start fresh instances with the code as it is now on disk. */
    async reload(): Promise<void> {
      const all = [...instances.values()].flat()
      instances.clear()
      await Promise.all(all.map(({ worker, busy }) => (busy ? undefined : worker.terminate())))
    },
    async stop(): Promise<void> {
      const all = [...instances.values()].flat()
      instances.clear()
      await Promise.all(all.map(({ worker }) => worker.terminate()))
    },
  }
}
