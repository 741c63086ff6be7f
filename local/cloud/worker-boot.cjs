// Runs one instance of a function in a worker thread: its own process.env, its own globals, one call at a time. Time is shifted here, so
// that everything in the function sees the cloud's clock.
const { parentPort, workerData } = require('node:worker_threads')

const RealDate = Date
let shiftMs = 0
class ShiftedDate extends RealDate {
  constructor(...args) {
    super(...(args.length ? args : [RealDate.now() + shiftMs]))
  }
  static now() {
    return RealDate.now() + shiftMs
  }
}
globalThis.Date = ShiftedDate

const identity = ['WX_OPENID', 'TCB_UUID', 'TRIGGER_SRC']
let entry

parentPort.on('message', async ({ id, event, context, env, shift }) => {
  shiftMs = shift
  for (const name of identity) delete process.env[name]
  Object.assign(process.env, env)
  try {
    entry ??= require(workerData.entry)
    const result = await entry.main(event, context)
    parentPort.postMessage({ id, text: JSON.stringify(result === undefined ? null : result) })
  } catch (error) {
    parentPort.postMessage({
      id,
      error: { name: String(error?.name), message: String(error?.message), stack: String(error?.stack) },
    })
  }
})
