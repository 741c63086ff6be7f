// The kinds of matters by name; the engine asks here and knows none. A kind is loaded when the first matter of it is met.
import type { AnyKind } from './act'
import { problems, refuse } from './errors'

const kinds = new Map<string, () => AnyKind>()

export const registerKind = (name: string, load: () => AnyKind): void => void kinds.set(name, load)

export const kindOf = (name: string): AnyKind => (kinds.get(name) ?? refuse(problems.MATTER_MISSING))()
export const allKinds = (): AnyKind[] => [...kinds.values()].map((load) => load())
