// The kinds of matters that are registered; the engine asks here and knows none by name.
import type { AnyKind } from './act'
import { problems, refuse } from './errors'

const kinds = new Map<string, AnyKind>()

export function registerKind(kind: AnyKind): void {
  kinds.set(kind.name, kind)
}

export const kindOf = (name: string): AnyKind => kinds.get(name) ?? refuse(problems.MATTER_MISSING)
export const allKinds = (): AnyKind[] => [...kinds.values()]
