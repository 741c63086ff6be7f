// Volunteers without a phone (M94): whoever runs the shift writes them down, with their consent. They become people of their own kind, with
// a key and a card but no openid, so that rules, hours and records are the same for them as for everybody.
import { createHash } from 'node:crypto'
import { ancestorAt, levelOf } from '../../core/areas'
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import { newId } from '../../core/store'
import { type Consent, sayHelped } from './helping'
import { personAt } from './joining'
import { shiftRunBy } from './organiser'
import { firstPass, type Volunteer } from './pass'
import { type Shift, withSeat } from './shift'
import { takePlace } from './sign-up'

export type WithoutPhone = {
  id: string
  request: string
  name: string
  bornOn?: string
  building?: string
  phone?: string
  consent: Consent
  guardian?: { name: string; phone: string }
  accepts: boolean
  with: string[]
}

/**
 * Where a person without a phone is kept: the same building, name and detail are the same person another day. A bare name is nobody's
 * twice, so it stands for one request of one organiser.
 */
export function placeOf(
  {
    name,
    building,
    bornOn = '',
    phone = '',
    request,
  }: Pick<WithoutPhone, 'name' | 'bornOn' | 'phone' | 'request'> & { building: string },
  by: string,
): string {
  const known = levelOf(building) === 'building' || bornOn !== '' || phone !== ''
  const parts = known ? [building, name, bornOn, phone] : [building, name, by, request]
  return `nophone_${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)}`
}

const personOf = (asked: WithoutPhone, building: string, by: string, now: number): Volunteer => {
  const { name, bornOn, phone, consent, guardian } = asked
  return {
    _id: placeOf({ ...asked, building }, by),
    schema: 1,
    key: `p${newId()}`,
    code: newId().slice(0, 8).toUpperCase(),
    name,
    street: ancestorAt(building, 'street'),
    building,
    ...(phone && { phone }),
    grants: [],
    consents: [],
    accepts: {},
    unread: 0,
    noPhone: { consent, by, at: now },
    at: now,
    volunteer: firstPass(bornOn, guardian, now),
  }
}

/**
 * Puts somebody without a phone on the roster, under the rules of every sign-up; on the day and afterwards too, as paper is entered later.
 * Five calls, as two people are read: organiser, shift, person, agenda, place.
 */
export async function addWithoutPhone(asked: WithoutPhone, ctx: Ctx): Promise<Shift> {
  const { store, now } = ctx
  const { shift, me } = await shiftRunBy(asked.id, ctx)
  const building = asked.building ?? shift.area
  const street = await store.street(ancestorAt(building, 'street') ?? '', now)
  if (!street?.areas.has(building) || !ancestorAt(building, 'community'))
    return refuse(coreProblems.AREA_UNKNOWN, { fields: { building: coreProblems.AREA_UNKNOWN.message } })
  // Sent twice: answered as the first time.
  if (
    Object.values(shift.roster).some(
      (seat) => seat.card !== undefined && seat.log.some(({ request }) => request === asked.request),
    )
  )
    return shift
  const fresh = personOf(asked, building, me.key, now)
  const helper = { key: me.key, said: sayHelped(me.name, asked.consent)('报名') }
  // Whoever has an account by now is put on the roster as themselves.
  const load = async () => (await personAt(fresh._id, store)) ?? fresh
  const { key, seat, won } = await takePlace(asked, { load, shift, helper, byOrganiser: true }, ctx)
  return won ? withSeat(shift, key, seat) : shift
}
