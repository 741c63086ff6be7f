// What waits for a person beside the matters whose turn is theirs: a place to confirm, for example. A module says it in its manifest; the
// first screen asks all of them.
import * as z from 'zod'
import type { Ctx } from './endpoint'
import type { Person } from './person'

export const Wait = z.object({
  /** What the id is of; the phone knows which page shows it. */
  kind: z.string(),
  id: z.string(),
  title: z.string(),
  text: z.string(),
  button: z.string(),
})
export type Wait = z.infer<typeof Wait>

export type Waits = {
  /** Whether anything can wait for this person, from their own document: asked first, and for everybody. */
  may: (person: Person, now: number) => boolean
  /** At most one call; loaded when it is needed. */
  readonly of: (person: Person, ctx: Ctx) => Promise<Wait[]>
}

const all: Waits[] = []
export const registerWaits = (waits: Waits): void => void all.push(waits)

export const waitsFor = async (person: Person, ctx: Ctx): Promise<Wait[]> =>
  (await Promise.all(all.filter(({ may }) => may(person, ctx.now)).map((waits) => waits.of(person, ctx)))).flat()
