// A rush for a shift that is full: answered from this instance's memory for a second, before anybody is read. Who holds a place or waits is
// never answered so; they are known by marks, which say nothing to a reader.
import { createHash } from 'node:crypto'
import { refuse } from '../../core/errors'
import type { Store } from '../../core/store'
import { problems } from './problems'

const fullMs = 1000
const fullMax = 200

/** `at`: when it was seen; `asked`: when somebody last went on to look, which is not before. */
type Full = { at: number; asked: number; marks: ReadonlySet<string> }
const full = new Map<string, Full>()
const isRecent = (at: number, now: number): boolean => now >= at && now - at < fullMs

/** Of an account in a shift's roster: twelve characters, different in every shift. */
export const markOf = (shift: string, openid: string): string =>
  createHash('sha256').update(`${shift} ${openid}`).digest('base64url').slice(0, 12)

/** After a place has become free here, and for tests, which do in one moment what takes people longer. */
export const forgetFull = (): void => full.clear()

/** Refuses when neither a place nor a wait was left within the last second. Once a second one caller goes on and looks again. */
export function refuseWhenFull(id: string, openid: string, now: number): void {
  const seen = full.get(id)
  if (!seen || seen.marks.has(markOf(id, openid))) return
  if (isRecent(seen.asked, now)) refuse(problems.SHIFT_FULL)
  seen.asked = now
}

/** Whoever has just seen it full. One call, unless another of this instance saw it too. */
export async function rememberFull(id: string, store: Store, now: number): Promise<never> {
  const known = full.get(id)
  if (known && isRecent(known.at, now)) return refuse(problems.SHIFT_FULL)
  if (full.size >= fullMax) full.clear()
  const kept = await store.get<{ marks?: string[] }>('shifts', id, { marks: true })
  // A shift from before there were marks is looked at each time.
  if (kept?.marks) full.set(id, { at: now, asked: now, marks: new Set(kept.marks) })
  return refuse(problems.SHIFT_FULL)
}

/** There is a place or a wait again. */
export function sawRoom(id: string): void {
  full.delete(id)
}
