// What follows a handover's step in the stock. What a handover holds is what its own document says: batches it has planned are held, what was
// confirmed goes out, everything else it holds is given back. Each batch once, whoever runs it and however often; a run that was cut off is
// run again from the document as it stands.
import { onOf } from '../../core/clock'
import type { Matter } from '../../core/matter'
import { actAsSystem } from '../../core/matters'
import type { Store } from '../../core/store'
import { periodAt, type Street } from '../../core/street'
import { type Batch, handedOut, held, released } from './batch'
import { recount } from './counting'
import type { Handover } from './handing'
import type { Item } from './items'
import { move } from './moves'
import { tellThanks, tellUse } from './offer-news'
import { type Line, type Missing, picksFor, type Shelf } from './picking'

type At = { store: Store; now: number; street: Street }
const roundsMax = 5
const shelfMax = 600

const current = async (id: string, { store }: At): Promise<Handover> =>
  (await store.get<Handover>('matters', id)) as Handover

/** Who is written on the card: whoever took the last step. */
const actorOf = ({ trace, author }: Handover): string => trace.filter(({ by }) => by !== 'system').at(-1)?.by ?? author

/** What is held for this handover by its rounds up to this one. A run that comes late never touches what a later round holds. */
async function giveBack(handover: Handover, through: number, { store, now }: At): Promise<void> {
  const holding = await store.find<Batch>(
    'batches',
    { 'holds.of': handover._id },
    { limit: 100, fields: { holds: true } },
  )
  for (const { _id, holds } of holding)
    for (const { ref, of, round } of holds)
      if (of === handover._id && round <= through)
        await move(store, _id, (batch) => released(batch, { at: now, by: actorOf(handover), ref }))
}

/** In routine times what is kept for emergencies stays (M47). */
async function keepFor(handover: Handover, { store, now, street }: At): Promise<Map<string, number>> {
  if (periodAt(street, handover.area, now) === 'emergency') return new Map()
  const items = await store.find<Item>(
    'stockItems',
    { _id: store._.in(handover.body.lines.map(({ item }) => item)) },
    { limit: 50, fields: { reserve: true, minimum: true } },
  )
  return new Map(items.filter(({ reserve }) => reserve !== '').map(({ _id, minimum }) => [_id, minimum]))
}

/** The plan of the next round, from the shelves as they are now. */
async function planned(handover: Handover, round: number, at: At) {
  const { store, now } = at
  const { body, area, onBehalfOf } = handover
  const items = body.lines.map(({ item }) => item)
  const shelves = await store.find<Shelf>(
    'batches',
    { item: store._.in(items), open: true, free: store._.gt(0) },
    {
      order: [
        ['expiresOn', 'asc'],
        ['_id', 'asc'],
      ],
      limit: shelfMax,
      fields: {
        item: true,
        area: true,
        free: true,
        expiresOn: true,
        at: true,
        donor: true,
        tied: true,
        source: true,
        shown: true,
        place: true,
      },
    },
  )
  const asking = {
    of: handover._id,
    round,
    lines: body.lines,
    recipient: onBehalfOf?.person ?? '',
    fits: [body.need, body.campaign].filter((id): id is string => id !== undefined),
    gift: body.from ?? '',
    today: onOf(now),
    keep: await keepFor(handover, at),
  }
  return picksFor(
    asking,
    shelves.filter((shelf) => (shelf as Shelf & { area: string }).area === area),
  )
}

/** False: somebody was faster with one of the batches. */
async function holdAll(handover: Handover, at: At): Promise<boolean> {
  const { body, _id: of } = handover
  for (const { batch, n, ref } of body.picks) {
    const doing = { at: at.now, by: actorOf(handover), ref }
    const moved = await move(at.store, batch, (one) => held(one, n, { of, round: body.round }, doing))
    if ('problem' in moved) return false
  }
  return true
}

const asMissing = (lines: readonly Line[]): Missing[] =>
  lines.map(({ quantity: n }, line) => ({ line, n, why: 'short' as const }))

/**
 * Plans a round, holds what it planned, and says so. Each of its steps is a step of the document: of two runs one wins each, and a round is
 * over in the document before anything it holds is given back.
 */
async function setAside(first: Handover, at: At): Promise<void> {
  let handover = first
  const say = (action: string, patch: Record<string, unknown>) =>
    actAsSystem(handover as unknown as Matter, action, at, patch)
  for (let rounds = 0; handover.status === 'reserving'; ) {
    const { picks, round, lines } = handover.body
    await giveBack(handover, round - 1, at)
    if (!picks.length) {
      const plan = await planned(handover, round, at)
      if (plan.missing.length) await say('fallShort', { missing: plan.missing })
      else await say('plan', { round, picks: plan.picks })
    } else if (await holdAll(handover, at)) await say('setAside', { round })
    else if (++rounds < roundsMax) await say('plan', { round: round + 1, picks: [] })
    else await say('fallShort', { missing: asMissing(lines) })
    handover = await current(handover._id, at)
  }
  await giveBack(handover, handover.body.round - (handover.status === 'short' ? 0 : 1), at)
}

/** Each gift hears of the part that went out. */
async function tellGifts({ _id: ref, body }: Handover, at: At): Promise<void> {
  const { need, about } = body
  for (const gift of body.gift) {
    const parts = body.picks.filter((pick) => pick.gift === gift)
    const n = parts.reduce((sum, part) => sum + part.n, 0)
    const unit = body.lines[parts[0]?.line ?? 0]?.unit ?? ''
    const words = `发放 ${n} ${unit}${about ? `，用于“${about}”` : need ? '，用于一位居民的诉求' : ''}`
    await tellUse(gift, { ref, words, n, ...(need && { need }) }, at)
  }
}

async function handOut(handover: Handover, at: At): Promise<void> {
  const { picks, round } = handover.body
  const words = handover.no
  for (const { batch, ref } of picks) {
    const moved = await move(at.store, batch, (one) =>
      handedOut(one, { at: at.now, by: actorOf(handover), ref, words }),
    )
    if ('problem' in moved) throw new Error(`${handover._id}: ${ref} was not set aside`)
  }
  await giveBack(handover, round, at)
  await tellGifts(handover, at)
  await actAsSystem(handover as unknown as Matter, 'finish', at, { round })
}

export async function followHandover({ _id }: Handover, at: At): Promise<void> {
  const handover = await current(_id, at)
  if (handover.status === 'reserving') await setAside(handover, at)
  if (handover.status === 'handing') await handOut(handover, at)
  if (handover.status === 'short' || handover.status === 'cancelled') await giveBack(handover, handover.body.round, at)
  const { gift, thanks, lines } = handover.body
  if (handover.status === 'thanked') {
    for (const id of thanks ? gift : []) await tellThanks(id, { ref: _id, words: thanks?.words ?? '' }, at)
    return
  }
  for (const item of new Set(lines.map((line) => line.item))) await recount(item, at)
}
