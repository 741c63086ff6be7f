// A store whose n-th call fails once: before it has done anything, or after, so that only the reply is lost. Everything else is the real one.
import type { Store } from '../../cloudfunctions/api/core/store'

export type Fault = 'refused' | 'lost'
export type Faulty = { store: Store; calls: () => number; failed: () => boolean }

const verbs = ['get', 'find', 'add', 'addAll', 'change', 'put', 'count', 'remove', 'paced'] as const

/** `at` counts from 1; 0 fails nothing and only counts. */
export function faulty(real: Store, at: number, how: Fault): Faulty {
  let calls = 0
  let failed = false
  const wrapped = { ...real } as Store
  for (const verb of verbs) {
    const original = real[verb] as (...input: unknown[]) => Promise<unknown>
    const counted = async (...input: unknown[]): Promise<unknown> => {
      const mine = ++calls === at
      if (mine) failed = true
      if (mine && how === 'refused') throw new Error(`${verb} was refused`)
      // What it calls of itself is counted as well.
      const answer = await original.apply(wrapped, input)
      if (mine) throw new Error(`the reply to ${verb} was lost`)
      return answer
    }
    Object.assign(wrapped, { [verb]: counted })
  }
  return { store: wrapped, calls: () => calls, failed: () => failed }
}
