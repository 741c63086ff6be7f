// Several gifts confirmed one after another, each by a call of its own: what is refused is kept with its reason and the others go on. A lost
// answer ends it; sent again under the same request, what was done already is done once.
export type Chosen = {
  id: string
  version: number
  title: string
  donor: string
  amount: { fen: number; text: string }
}
export type Failed = { id: string; title: string; message: string }
/** What was ticked, by its version then: of another version, nobody has checked it. */
export type Ticks = Record<string, number | undefined>
type Answer = { failed: { message: string }[] }

export async function oneByOne(
  chosen: readonly Chosen[],
  send: (item: { id: string; version: number }) => Promise<Answer>,
  tell: (at: number, failed: Failed[]) => void,
): Promise<Failed[]> {
  const failed: Failed[] = []
  for (const [index, { id, version, title, donor, amount }] of chosen.entries()) {
    tell(index + 1, [...failed])
    const answer = await send({ id, version })
    for (const { message } of answer.failed) failed.push({ id, title: `${donor} ${amount.text}，${title}`, message })
  }
  tell(chosen.length, [...failed])
  return failed
}

export const tickedOf = <T extends { id: string; version: number }>(gifts: readonly T[], ticks: Ticks): T[] =>
  gifts.filter(({ id, version }) => ticks[id] === version)
