// Timer triggers by the cloud's own clock. Moving the clock forward fires, in order, what came due in between, each at its own time.
import type { Functions } from './functions'
import { firingsBetween, type Schedule, scheduleOf } from './schedule'

export type CloudClock = { now: () => number; shiftMs: () => number; setShift: (ms: number) => void }
type Trigger = { fn: string; name: string; schedule: Schedule }

/** How often one trigger fires in one move of the clock; more are thinned out evenly and the last is kept. */
const firingsMax = 500

export function timersOn(functions: Functions, clock: CloudClock) {
  const triggers: Trigger[] = functions.settings.flatMap(({ name: fn, triggers = [] }) =>
    triggers
      .filter(({ type }) => type === 'timer')
      .map(({ name, config }) => ({ fn, name, schedule: scheduleOf(config) })),
  )
  let firedUpTo = clock.now()
  let running: Promise<void> = Promise.resolve()
  let moving = 0
  let stopped = false

  const fire = async ({ fn, name }: Trigger, at: number): Promise<void> => {
    if (stopped) return
    const event = {
      Type: 'Timer',
      TriggerName: name,
      Time: new Date(at).toISOString().replace('.000Z', 'Z'),
      Message: '',
    }
    await functions.invoke(fn, event, { source: 'timer' }).catch((error: Error) => {
      if (!stopped) console.error(`timer ${name}: ${error.message}`)
    })
  }
  const due = (to: number) =>
    triggers
      .flatMap((trigger) => firingsBetween(trigger.schedule, firedUpTo, to, firingsMax).map((at) => ({ trigger, at })))
      .sort((a, b) => a.at - b.at)

  const tick = setInterval(() => {
    const now = clock.now()
    if (moving || now <= firedUpTo) return
    // What came due while the machine slept is fired once a trigger.
    const last = new Map(due(now).map((firing) => [firing.trigger, firing]))
    firedUpTo = now
    for (const { trigger, at } of last.values()) running = running.then(() => fire(trigger, at))
  }, 1000)
  tick.unref()

  async function move(ms: number): Promise<void> {
    const target = clock.now() + ms
    const shift = clock.shiftMs() + ms
    const firings = due(target)
    firedUpTo = Math.max(firedUpTo, target)
    for (const { trigger, at } of firings) {
      // Slow work may already have passed the next firing's time; the clock never goes back.
      clock.setShift(clock.shiftMs() + Math.max(0, at - clock.now()))
      await fire(trigger, at)
    }
    clock.setShift(Math.max(shift, clock.shiftMs()))
  }

  return {
    /** Moves one after another wait for each other. */
    async advance(ms: number): Promise<void> {
      moving++
      const moved = running.then(() => move(ms))
      running = moved.catch(() => undefined)
      try {
        await moved
      } finally {
        moving--
      }
    },
    /** Nothing fires while this runs; what comes due meanwhile fires afterwards, once a trigger. */
    async hold<T>(work: () => Promise<T>): Promise<T> {
      moving++
      try {
        return await work()
      } finally {
        moving--
      }
    },
    stop(): void {
      stopped = true
      clearInterval(tick)
    },
    /** Resolves when the firings under way are over. */
    settled: (): Promise<void> => running,
  }
}
