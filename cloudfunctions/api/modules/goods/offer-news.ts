// Telling an offer what became of it, as a step of its own: once for each occasion, tried again when somebody else was just writing to it.
import type { Matter } from '../../core/matter'
import { actAsSystem } from '../../core/matters'
import type { Store } from '../../core/store'
import type { Batch } from './batch'
import { batchIdOf, type Offer } from './offering'

type At = { store: Store; now: number }
const triesMax = 8
/** Counted in, whether or not something of it is left. */
const lying = ['stocked', 'used', 'thanked']
/** A gift given out in more parts than this is told of the rest when nothing is left. */
const stepsMax = 150

async function tell(
  id: string,
  told: (offer: Offer) => boolean,
  step: (offer: Offer) => Promise<[action: string, patch: Record<string, unknown>] | undefined>,
  at: At,
): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const offer = await at.store.get<Offer>('matters', id)
    const next = offer && !told(offer) ? await step(offer) : undefined
    if (!offer || !next) return
    if (await actAsSystem(offer as unknown as Matter, next[0], at, next[1])) return
  }
  throw new Error(`offer ${id} is written to by too many at once`)
}

/** `n` of it went out or were written off; what is left is read where it lies. */
export const tellUse = (id: string, use: { ref: string; words: string; n: number; need?: string }, at: At) =>
  tell(
    id,
    ({ status, body }) => !lying.includes(status) || body.uses.some(({ ref }) => ref === use.ref),
    async ({ version }) => {
      const batch = await at.store.get<Batch>('batches', batchIdOf(id), { quantity: true })
      const left = batch?.quantity ?? 0
      return version > stepsMax && left > 0 ? undefined : ['noteUse', { ...use, left }]
    },
    at,
  )

export const tellThanks = (id: string, thanks: { ref: string; words: string }, at: At) =>
  tell(
    id,
    ({ status, body }) => !lying.includes(status) || body.thanks.some(({ ref }) => ref === thanks.ref),
    async () => ['hearThanks', thanks],
    at,
  )
