// Whose room it is: goods lie in the room (物资间) of a community, and its clerks, its social workers, the staff of its committee and of
// charities that work there keep it. Who oversees the place may look. Pure.
import { ancestorAt, covers, type Path } from '../../core/areas'
import type { Matter } from '../../core/matter'
import type { Actor, AreaRole } from '../../core/roles'
import { dutyOf } from '../../core/space'
import { type BodyType, bodiesFor, communityBody, type Street } from '../../core/street'

/** In a table's `by`: who works a matter of the room. `party` is the staff of the committee and of the charities. */
export const keepers = ['clerk', 'socialWorker', 'party'] as const
/** Who sees matters of the room beside the people concerned. */
export const watchers = ['clerk', 'secretary', 'socialWorker', 'officer', 'director', 'supervisor'] as const

const keeping: readonly BodyType[] = ['committee', 'charity']
const holdsOver = (actor: Pick<Actor, 'grants'>, roles: readonly AreaRole[], area: Path): boolean =>
  actor.grants.some(
    ({ role, area: over }) => over !== undefined && roles.includes(role as AreaRole) && covers(over, area),
  )

/** May this actor put in, count and hand out there? */
export const keepsRoom = (actor: Pick<Actor, 'grants' | 'bodies'>, area: Path, street: Street): boolean =>
  holdsOver(actor, ['clerk', 'socialWorker'], area) ||
  bodiesFor(street, area, keeping).some(({ _id }) => actor.bodies.includes(_id))

export const looksIn = (actor: Pick<Actor, 'grants' | 'bodies'>, area: Path, street: Street): boolean =>
  keepsRoom(actor, area, street) || holdsOver(actor, watchers, area)

/** The bodies that work a matter of the room: the committee leads, charities supplement (慈善资源：补充). */
export function bodiesOf(area: Path, street: Street, now: number): Pick<Matter, 'lead' | 'assists'> {
  const lead = communityBody(street, area, 'committee')?._id
  const assists = bodiesFor(street, area, ['charity']).map(({ _id }) => ({
    body: _id,
    duty: dutyOf.charity.duty,
    since: now,
  }))
  return { ...(lead && { lead }), assists }
}

/** Communities whose room this actor keeps, within a street. */
export const roomsOf = (actor: Actor, street: Street): Path[] =>
  [...street.areas.values()]
    .filter(({ path, level }) => level === 'community' && keepsRoom(actor, path, street))
    .map(({ path }) => path)

/** The room a place belongs to. */
export const roomAt = (area: Path): Path | undefined => ancestorAt(area, 'community')
