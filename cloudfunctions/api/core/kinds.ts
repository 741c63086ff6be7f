// The kinds of matters that are registered; the engine asks here and knows none by name.
import { type AnyKind, agreement } from './act'
import { problems, refuse } from './errors'

const kinds = new Map<string, AnyKind>()

/** A row named like one of the engine's own steps could never be reached. */
export function registerKind(kind: AnyKind): void {
  const taken = Object.keys(kind.actions).find((name) => Object.hasOwn(agreement, name))
  if (taken) throw new Error(`kind ${kind.name} names a row ${taken}, which is the engine's own`)
  kinds.set(kind.name, kind)
}

export const kindOf = (name: string): AnyKind => kinds.get(name) ?? refuse(problems.MATTER_MISSING)
export const allKinds = (): AnyKind[] => [...kinds.values()]
