// What follows an offer's step in other documents: goods become an item's batch, venues and services an entry of the pool. Doing it again
// changes nothing: each document has one id.
import { dayMs, startOf } from '../../core/clock'
import type { Store } from '../../core/store'
import type { Street } from '../../core/street'
import { batchOf, never } from './batch'
import { poolLabel } from './classes'
import { recount } from './counting'
import { publicName } from './donors'
import { entryOf, itemOf } from './items'
import { batchIdOf, type Offer, tiedTo } from './offering'

/** Words that the check refused name nobody. */
const shownOf = ({ body, beside }: Offer): string => publicName(body.donor, beside.check)

type At = { store: Store; now: number; street: Street }

/** The desk hears of a date a month ahead. */
export const warnMs = 30 * dayMs
export const firstWarning = (expiresOn: string): number | null =>
  expiresOn === never ? null : startOf(expiresOn) - warnMs

async function stock(offer: Offer, at: At): Promise<void> {
  const { store, now } = at
  const { received } = offer.body
  if (!received) return
  const { name, category, unit, item, quantity, place, expiresOn } = received
  const { street, area } = offer
  await store.add('stockItems', itemOf({ street, area, category, name, unit, at: received.at }))
  const parts = {
    _id: batchIdOf(offer._id),
    street,
    area,
    item,
    name,
    category,
    unit,
    place,
    expiresOn,
    source: offer._id,
    donor: offer.onBehalfOf ? '' : offer.author,
    shown: shownOf(offer),
    tied: tiedTo(offer.body),
    warnAt: firstWarning(expiresOn),
  }
  const added = await store.add(
    'batches',
    batchOf(parts, quantity, { at: received.at, by: received.by, ref: offer._id }),
  )
  // The donor has let it go for other needs since it came in; that is never taken back.
  if (added === 'duplicate' && !parts.tied)
    await store.change('batches', { _id: parts._id, tied: store._.neq('') }, { tied: '' })
  await recount(item, { store, now })
}

/** Pure: how a venue or service stands in the pool. */
const entry = (offer: Offer) => {
  const { _id, street, area, title, body, at } = offer
  return entryOf({
    type: body.type,
    street,
    area,
    category: body.category,
    name: body.venue?.place ?? poolLabel(body.category),
    offer: _id,
    shown: shownOf(offer),
    words: [title, body.venue?.times ?? body.service?.times ?? '', body.service?.howMany ?? '']
      .filter(Boolean)
      .join('，'),
    at,
  })
}

export async function followOffer({ _id }: Offer, at: At): Promise<void> {
  // As it stands now: a run that comes late does not bring back what was taken away since.
  const offer = await at.store.get<Offer>('matters', _id)
  if (!offer) return
  if (offer.body.type === 'goods') {
    if (offer.status === 'stocked') await stock(offer, at)
    return
  }
  if (offer.status === 'available') await at.store.add('stockItems', entry(offer))
  else await at.store.remove('stockItems', { _id: offer._id, offer: offer._id })
}
