// Timer triggers by the cloud's own clock: seven fields, second first, Asia/Shanghai. Moving the clock forward fires, in order, what came
// due in between, each at its own time; more than `firingsMax` of one trigger are thinned out evenly and the last is always kept.
import { CronExpressionParser } from 'cron-parser'
import type { Functions } from './functions'

export type CloudClock = { now: () => number; shiftMs: () => number; setShift: (ms: number) => void }
type Trigger = { fn: string; name: string; config: string }

const firingsMax = 500

/** '0 * * * * * *' → six fields, as cron-parser reads them: the year is dropped. */
const expression = (config: string): string => config.trim().split(/\s+/).slice(0, 6).join(' ')

const dueBetween = (trigger: Trigger, from: number, to: number): number[] => {
  const times: number[] = []
  const cron = CronExpressionParser.parse(expression(trigger.config), {
    currentDate: new Date(from),
    tz: 'Asia/Shanghai',
  })
  while (times.length < 100_000) {
    const next = cron.next().getTime()
    if (next > to) break
    times.push(next)
  }
  const step = Math.ceil(times.length / firingsMax)
  return step <= 1 ? times : times.filter((_, place) => (times.length - 1 - place) % step === 0)
}

export function timersOn(functions: Functions, clock: CloudClock) {
  const triggers: Trigger[] = functions.settings.flatMap(({ name, triggers = [] }) =>
    triggers
      .filter(({ type }) => type === 'timer')
      .map((trigger) => ({ fn: name, name: trigger.name, config: trigger.config })),
  )
  let upTo = clock.now()
  let running: Promise<void> = Promise.resolve()

  const fire = async ({ fn, name }: Trigger, at: number): Promise<void> => {
    const event = { Type: 'Timer', TriggerName: name, Time: new Date(at).toISOString(), Message: '' }
    await functions
      .invoke(fn, event, { source: 'timer' })
      .catch((error: Error) => console.error(`timer ${name}: ${error.message}`))
  }
  const due = (to: number) =>
    triggers
      .flatMap((trigger) => dueBetween(trigger, upTo, to).map((at) => ({ trigger, at })))
      .sort((a, b) => a.at - b.at)

  const tick = setInterval(() => {
    const now = clock.now()
    const firings = due(now)
    upTo = now
    // What came due while the machine slept is fired once a trigger.
    const last = new Map(firings.map((firing) => [firing.trigger, firing]))
    for (const { trigger, at } of last.values()) running = running.then(() => fire(trigger, at))
  }, 1000)
  tick.unref()

  return {
    async advance(ms: number): Promise<void> {
      await running
      const target = clock.now() + ms
      const base = clock.shiftMs()
      const from = clock.now()
      const firings = due(target)
      upTo = target
      for (const { trigger, at } of firings) {
        clock.setShift(base + (at - from))
        await fire(trigger, at)
      }
      clock.setShift(base + ms)
    },
    async stop(): Promise<void> {
      clearInterval(tick)
      await running
    },
  }
}
