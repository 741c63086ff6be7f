// A store whose n-th SDK call fails: before it was sent, after it was carried out, or carried out only when the caller has already given up.
import { setTimeout } from 'node:timers/promises'
import type { Store } from '../../cloudfunctions/api/core/store'

export const faults = ['error', 'lostReply', 'timeout'] as const
export type Fault = (typeof faults)[number]

const verbs = ['get', 'find', 'add', 'addAll', 'change', 'put', 'remove', 'paced', 'count'] as const

export class Broken extends Error {}

/** `failed` tells whether there was an n-th call; `settled` waits for what was carried out too late. */
export function faulty(store: Store, nth: number, fault: Fault) {
  let calls = 0
  let failed = false
  const late: Promise<unknown>[] = []
  const made = { ...store } as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
  for (const verb of verbs) {
    const real = store[verb] as (...args: unknown[]) => Promise<unknown>
    made[verb] = async (...args: unknown[]) => {
      if (++calls !== nth) return real.apply(made, args)
      failed = true
      if (fault === 'lostReply') await real.apply(store, args)
      if (fault === 'timeout') late.push(setTimeout(3).then(() => real.apply(store, args)))
      throw new Broken(`${fault} at call ${nth}: ${verb} ${String(args[0])}`)
    }
  }
  return { store: made as unknown as Store, failed: () => failed, settled: () => Promise.allSettled(late) }
}

/**
 * Runs `work` with each of its SDK calls failing, again and again until it goes through, as functions do: `check` says what is wrong with what
 * is left; every case starts from `prepare`. Each call fails in each way, or, `inTurn`, in one of them, each call in the next.
 */
export async function failEachCall<T>(
  store: Store,
  prepare: () => Promise<T>,
  work: (store: Store, on: T) => Promise<unknown>,
  check: (on: T) => Promise<string | undefined>,
  inTurn = false,
): Promise<{ cases: number; wrong: string[] }> {
  const wrong: string[] = []
  let cases = 0
  /** False: there is no such call. */
  const tried = async (fault: Fault, nth: number): Promise<boolean> => {
    const on = await prepare()
    const broken = faulty(store, nth, fault)
    await work(broken.store, on).catch((error: unknown) => {
      if (!(error instanceof Broken)) throw error
    })
    if (!broken.failed()) return false
    cases++
    // Sent again while what came too late is still under way, and once more after it.
    await work(store, on)
    await broken.settled()
    await work(store, on)
    const left = await check(on)
    if (left) wrong.push(`${fault} at call ${nth}: ${left}`)
    return true
  }
  if (inTurn) for (let nth = 1; await tried(faults[nth % faults.length] as Fault, nth); nth++);
  else for (const fault of faults) for (let nth = 1; await tried(fault, nth); nth++);
  return { cases, wrong }
}
