// One instance of a function: a worker thread that loads the built code once and answers one call at a time. What it prints goes to
// stdout, line by line, under the function's name. Which instance takes which call is decided elsewhere.
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { CloudError } from './errors'

export type Call = { event: unknown; context: object; env: Record<string, string>; shift: number }
export type Instance = ReturnType<typeof startInstance>

type Answer = { ready?: true; id?: number; text?: string; error?: { name: string; message: string } }

/** What the platform allows an instance for loading its code. */
const loadMaxMs = 60_000
const replyMax = 6 * 1024 * 1024

const print = (name: string, stream: Readable): void => {
  if (process.env.SILENT === '1') stream.resume()
  else createInterface({ input: stream }).on('line', (line) => process.stdout.write(`[${name}] ${line}\n`))
}

export function startInstance(options: {
  name: string
  entry: string
  env: Record<string, string | undefined>
  shiftMs: number
  /** Called once, when the instance can take no more calls. */
  onEnd: () => void
}) {
  const { name } = options
  const worker = new Worker(path.join(__dirname, 'worker-boot.cjs'), {
    workerData: { entry: options.entry, shiftMs: options.shiftMs },
    env: options.env,
    execArgv: [],
    stdout: true,
    stderr: true,
  })
  worker.unref()
  print(name, worker.stdout)
  print(name, worker.stderr)

  let ended = false
  let calls = 0
  let current: { id: number; settle: (answer: Answer | CloudError) => void } | undefined
  let loaded = () => {}
  const loading = new Promise<void>((resolve) => {
    loaded = resolve
  })

  const end = (reason: CloudError): void => {
    if (ended) return
    ended = true
    options.onEnd()
    current?.settle(reason)
    void worker.terminate()
  }
  worker.on('message', (answer: Answer) => {
    if (answer.ready) loaded()
    else if (answer.id === current?.id) current?.settle(answer)
  })
  worker.on('error', (error) => end(new CloudError('FUNCTION_EXECUTE_FAIL', `${name}: ${error.message}`)))
  worker.on('exit', () => end(new CloudError('FUNCTION_EXECUTE_FAIL', `${name} ended during the call`)))

  return {
    isEnded: () => ended,
    end: () => end(new CloudError('FUNCTION_EXECUTE_FAIL', `${name} was stopped`)),
    /** Resolves when the worker is gone. */
    terminate: () => worker.terminate(),
    /** One call. A time-out or a crash ends the instance; an error that the function throws does not. */
    async call(call: Call, timeoutMs: number): Promise<unknown> {
      const id = ++calls
      const answered = new Promise<Answer | CloudError>((settle) => {
        current = { id, settle }
      })
      let timer = setTimeout(() => end(new CloudError('FUNCTION_EXECUTE_FAIL', `${name} did not load`)), loadMaxMs)
      void loading.then(() => {
        clearTimeout(timer)
        if (current?.id !== id || ended) return
        const late = `${name} took longer than ${timeoutMs / 1000} s`
        timer = setTimeout(() => end(new CloudError('FUNCTIONS_TIME_LIMIT_EXCEEDED', late)), timeoutMs)
        worker.postMessage({ id, ...call })
      })
      const answer = await answered
      clearTimeout(timer)
      current = undefined
      if (answer instanceof CloudError) throw answer
      if (answer.error) {
        const { name: errorType, message: errorMessage } = answer.error
        throw new CloudError('FUNCTION_INVOCATION_FAILED', JSON.stringify({ errorType, errorMessage }))
      }
      const text = answer.text ?? 'null'
      if (Buffer.byteLength(text) > replyMax)
        throw new CloudError('FUNCTION_INVOCATION_FAILED', `${name} answered more than 6 MB`)
      return JSON.parse(text)
    },
  }
}
