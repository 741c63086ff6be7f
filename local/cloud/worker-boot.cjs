// Runs one instance of a function in a worker thread: its own process.env, its own globals, one call at a time. Time is shifted here, so
// that everything in the function sees the cloud's clock. Plain CommonJS: a worker thread loads it as it is.
const { parentPort, workerData } = require('node:worker_threads')

const RealDate = Date
let shiftMs = workerData.shiftMs
const now = () => RealDate.now() + shiftMs
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) => Reflect.construct(target, args.length ? args : [now()], self),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
})
RealDate.prototype.constructor = globalThis.Date

const described = (error) => ({ name: String(error?.name ?? 'Error'), message: String(error?.message ?? error) })

let entry
let broken
try {
  entry = require(workerData.entry)
  if (typeof entry.main !== 'function') throw new Error('index.js exports no function main')
} catch (error) {
  broken = described(error)
}

let identity = []
parentPort.on('message', async ({ id, event, context, env, shift }) => {
  shiftMs = shift
  // Nothing of the caller before may be left: the keys of one call are taken away before those of the next are set.
  for (const name of identity) delete process.env[name]
  identity = Object.keys(env)
  Object.assign(process.env, env)
  try {
    if (broken) throw Object.assign(new Error(broken.message), { name: broken.name })
    const result = await entry.main(event, context)
    parentPort.postMessage({ id, text: JSON.stringify(result === undefined ? null : result) })
  } catch (error) {
    parentPort.postMessage({ id, error: described(error) })
  }
})
parentPort.postMessage({ ready: true })
