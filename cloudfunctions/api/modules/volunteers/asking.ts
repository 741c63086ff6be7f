// What a change writes in a shift: whoever has a place is asked whether they stay, whoever waits accepts it with the place that is offered,
// and everybody else is told. One write, on the roster as it was read.
import { sayFully } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import type { Tell } from '../../core/matter'
import type { PersonKey, Token } from '../../core/roles'
import type { Store } from '../../core/store'
import { asksAll, type Changed, fitsNoMore, ofActivity, sayChanges } from './changes'
import type { Volunteer } from './pass'
import type { Seat, SeatState, Shift } from './shift'

const asked: readonly SeatState[] = ['joined', 'offered', 'choosing']
const seatsOf = (shift: Shift, states: readonly SeatState[]): [PersonKey, Seat][] =>
  Object.entries(shift.roster).filter(([, { state }]) => states.includes(state))

/** Whom the change asks: everybody with a place, or those who met the demands and do not any more. */
export async function askedBy(
  changed: readonly Changed[],
  shift: Shift,
  after: Shift,
  { store }: Pick<Ctx, 'store'>,
): Promise<PersonKey[]> {
  const all = seatsOf(shift, asked)
  if (asksAll(changed)) return all.map(([key]) => key)
  if (!changed.includes('demands') || !all.length) return []
  const keys = all.map(([key]) => key)
  const people = await store.find<Volunteer>(
    'people',
    { key: store._.in(keys) },
    { limit: keys.length, fields: { key: true, volunteer: true } },
  )
  const byKey = new Map(people.map((person) => [person.key, person]))
  return all.filter(([key, seat]) => fitsNoMore(byKey.get(key), seat, shift, after)).map(([key]) => key)
}

/** Everybody with a place or a wait who is not asked is told of what they should know. */
function tellsOf(changed: readonly Changed[], asks: readonly PersonKey[], after: Shift, now: number): Tell[] {
  const token = (key: PersonKey): Token => `person:${key}`
  const known = changed.filter((one) => one !== 'capacity')
  const what = sayChanges(known)
  // What the whole activity says is told once to whoever is in several of its shifts.
  if (what && !asks.length && known.every(ofActivity))
    return [{ n: now, to: [], text: `活动有变化：${after.title}。有变化的是${what}`, roster: true }]
  const news = `${after.title}，${sayFully(after.startsAt)}，${after.place}`
  const helping = asks.flatMap((key) => after.roster[key]?.helper ?? [])
  const others = after.people.filter((key) => !asks.includes(key))
  return [
    { n: now, to: asks.map(token), text: `活动有变化，请选择是否参加：${news}。有变化的是${what}` },
    { n: now, to: [...new Set(helping)].map(token), text: `活动有变化，请联系您代办的居民，问清是否参加：${news}` },
    { n: now, to: what ? others.map(token) : [], text: `活动有变化：${news}。有变化的是${what}` },
  ].filter(({ to }) => to.length)
}

/** What somebody has not answered yet, and what is new. */
const withAsks = ({ asks = '' }: Seat, what: string): string =>
  [...new Set([...asks.split('、'), ...what.split('、')])].filter(Boolean).join('、')

export type Asking = {
  changed: readonly Changed[]
  asks: readonly PersonKey[]
  after: Shift
  by: PersonKey
  /** When it was changed: the number of its notice. */
  at: number
  request?: string
}

/** The part of a write that asks and tells. Its condition keeps out whoever signs up, leaves or answers while it is being written. */
export function asking(shift: Shift, { changed, asks, after, by, at, request }: Asking, { _ }: Pick<Store, '_'>) {
  const what = sayChanges(changed)
  const roster = { ...shift.roster }
  const where: Record<string, unknown> = {}
  const update: Record<string, unknown> = {}
  let offers = 0
  for (const key of asks) {
    const seat = shift.roster[key] as Seat
    if (seat.state === 'offered') offers++
    const event = { at, by, what: '活动有变化，请选择', ...(request && { request }) }
    const next: Seat = { ...seat, state: 'choosing', asks: withAsks(seat, what), log: [...seat.log, event] }
    roster[key] = next
    where[`roster.${key}.log`] = _.size(seat.log.length)
    update[`roster.${key}`] = _.set(next)
  }
  if (asksAll(changed)) {
    where.waiting = shift.waiting
    for (const [key, seat] of seatsOf(shift, ['waiting'])) {
      const next: Seat = { ...seat, asks: withAsks(seat, what) }
      roster[key] = next
      where[`roster.${key}.state`] = 'waiting'
      update[`roster.${key}.asks`] = next.asks
    }
  }
  const tells = tellsOf(changed, asks, after, at)
  return {
    roster,
    where,
    tells,
    update: {
      ...update,
      ...(offers && { offered: _.inc(-offers) }),
      ...(tells.length && { unsent: _.push(tells) }),
    },
  }
}
