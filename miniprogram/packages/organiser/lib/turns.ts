// Taps that come faster than answers, as when thirty people stand in line: each waits for its turn, none is lost.
import { run, type Screen } from '../../../lib/screen'

const turns = new WeakMap<Screen, Promise<unknown>>()
const busyMs = 50

/** As `run`, after what was tapped before; undefined when it was refused. */
export function inTurn<T>(screen: Screen, work: () => Promise<T>): Promise<T | undefined> {
  const before = turns.get(screen) ?? Promise.resolve()
  const mine = before.then(async () => {
    // Something else of the page may be under way: what is not marked with a turn.
    while ((screen.data as { busy?: boolean }).busy) await new Promise((done) => setTimeout(done, busyMs))
    return run(screen, work)
  })
  turns.set(screen, mine)
  return mine
}
