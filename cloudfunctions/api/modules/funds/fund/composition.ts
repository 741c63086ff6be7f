// What a committee must be like (湖南、湖北社区基金指引): at least five, an odd number, both committees in it, and a supervisor beside it. Pure.
import { ancestorAt, covers, type Path } from '../../../core/areas'
import type { Problem } from '../../../core/errors'
import type { Person } from '../../../core/person'
import { liveGrants } from '../../../core/roles'
import type { Street } from '../../../core/street'
import { isValid, standingOf } from '../../giving/standing'
import { fundProblems as problems } from '../problems'
import type { FundBody, Member, Seat } from './document'

type People = Pick<FundBody, 'members' | 'supervisors'>
type Condition = {
  /** Where the form shows it. */
  field: 'members' | 'supervisors'
  label: string
  problem: Problem
  isMet: (people: People) => boolean
}

const holdsSeat =
  (seat: Seat) =>
  ({ members }: People): boolean =>
    members.some((member) => member.seat === seat)

/** What stands in the way comes first. */
// biome-ignore format: a table is read in columns.
export const conditions: readonly Condition[] = [
  { field: 'members', label: '至少五人', problem: problems.FUND_SMALL, isMet: ({ members }) => members.length >= 5 },
  { field: 'members', label: '人数是单数', problem: problems.FUND_EVEN, isMet: ({ members }) => members.length % 2 === 1 },
  { field: 'members', label: '有社区党组织的成员', problem: problems.FUND_NO_PARTY, isMet: holdsSeat('party') },
  { field: 'members', label: '有居民委员会的成员', problem: problems.FUND_NO_COMMITTEE, isMet: holdsSeat('committee') },
  {
    field: 'supervisors', label: '至少一位不任委员的监事', problem: problems.FUND_NO_SUPERVISOR,
    isMet: ({ members, supervisors }) => supervisors.some(({ key }) => !members.some((member) => member.key === key)),
  },
]

/** Why it cannot be founded, or go on, like this; the first that stands in the way. */
export const lackOf = (people: People): Problem | undefined => conditions.find(({ isMet }) => !isMet(people))?.problem

/** Whether the host may hold a fund's money now. */
export function hostProblem(street: Street, host: string | undefined, now: number): Problem | undefined {
  const body = host === undefined ? undefined : street.bodies.get(host)
  if (body?.type !== 'charity' || body.endedAt !== undefined) return problems.FUND_HOST
  if (isValid(street, host, now)) return undefined
  return standingOf(street, host, now) === 'none' ? problems.FUND_HOST_NONE : problems.FUND_HOST_EXPIRED
}

export type Found = Pick<Person, 'key' | 'name' | 'building' | 'grants'>

const holdsThere = (person: Found, role: string, area: Path, now: number): boolean =>
  liveGrants(person.grants, now).some((grant) => grant.role === role && grant.area && covers(grant.area, area))
const worksAt = (person: Found, type: string, area: Path, street: Street, now: number): boolean =>
  liveGrants(person.grants, now).some(({ body }) => {
    const known = body === undefined ? undefined : street.bodies.get(body)
    return known?.type === type && known.area === area
  })

/** Why this person cannot take this seat. */
export function seatProblem(
  person: Found,
  seat: Seat,
  area: Path,
  { members, supervisors }: Pick<FundBody, 'members' | 'supervisors'>,
  { street, now }: { street: Street; now: number },
): Problem | undefined {
  if ([...members, ...supervisors].some(({ key }) => key === person.key)) return problems.FUND_SEATED
  const home = person.building && ancestorAt(person.building, 'community')
  const isHere =
    home === area ||
    liveGrants(person.grants, now).some(
      ({ area: over, body }) =>
        (over && (covers(over, area) || covers(area, over))) ||
        (body && covers(street.bodies.get(body)?.area ?? '', area)),
    )
  if (!isHere) return problems.FUND_PERSON_FAR
  if (seat === 'party' && !holdsThere(person, 'secretary', area, now) && !worksAt(person, 'party', area, street, now))
    return problems.FUND_SEAT_PARTY
  if (
    seat === 'committee' &&
    !holdsThere(person, 'clerk', area, now) &&
    !worksAt(person, 'committee', area, street, now)
  )
    return problems.FUND_SEAT_COMMITTEE
  return undefined
}

export function supervisorProblem(
  person: Found,
  area: Path,
  { members, supervisors }: Pick<FundBody, 'members' | 'supervisors'>,
  now: number,
): Problem | undefined {
  if ([...members, ...supervisors].some(({ key }) => key === person.key)) return problems.FUND_SEATED
  return holdsThere(person, 'supervisor', area, now) ? undefined : problems.FUND_SUPERVISOR_POST
}

/** More than half of all members, whoever abstains. */
export const majorityOf = (members: number): number => Math.floor(members / 2) + 1
export const nameOf = (members: readonly Member[], key: string): string =>
  members.find((member) => member.key === key)?.name ?? ''
