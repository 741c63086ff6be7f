// What the pages of drafts share: refusals by the names of the draft's content, wherever they were refused, and which parts its gates ask for.

/** `list`: content of which a refusal may name one entry; its sentence stands at the whole. */
export function wrongIn(errors: Record<string, string>, list: string): Record<string, string> {
  const wrong = Object.fromEntries(
    Object.entries(errors).map(([name, message]) => [name.replace(/^patch\./, ''), message]),
  )
  const entry = Object.keys(wrong).find((name) => name.startsWith(list))
  return { ...wrong, ...(entry && { [list]: wrong[entry] ?? '' }) }
}

export const askedBy = (gates: readonly { gate: string }[]): Record<string, boolean> =>
  Object.fromEntries(gates.map(({ gate }) => [gate, true]))
