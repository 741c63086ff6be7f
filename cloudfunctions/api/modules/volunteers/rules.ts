// Drafting an activity: who may, and what it looks like at first. Pure.
import { ancestorAt, covers } from '../../core/areas'
import { firstOf } from '../../core/first'
import type { Matter } from '../../core/matter'
import type { BodyType, Street } from '../../core/street'
import type { RuleCtx } from '../../core/workflow'
import type { ActivityBody, ActivityInput } from './document'
import { activityKind } from './kind'

/**
 * Bodies that may call for volunteers: the community's own, organisations for the public good, teams, and public bodies such as schools and
 * departments (志愿服务条例 8, 17, 26). Who serves owners or sells services asks one of them.
 */
const mayOrganise: Record<BodyType, boolean> = {
  party: true,
  committee: true,
  station: true,
  organisation: true,
  socialWork: true,
  team: true,
  charity: true,
  partner: true,
  department: true,
  grid: false,
  owners: false,
  supervision: false,
  property: false,
  fund: false,
}

const organising = ['clerk', 'secretary', 'socialWorker', 'officer'] as const

const overseeing = ['clerk', 'secretary', 'socialWorker', 'officer', 'director'] as const
const holdsOneOf = ({ grants }: RuleCtx['actor'], roles: readonly string[]): boolean =>
  grants.some(({ role, area }) => area !== undefined && roles.includes(role))

/** Whether the pages of organisers are offered: for which places is judged there, and so is a body of another street. */
export const organises = (actor: RuleCtx['actor'], street: Street | undefined): boolean =>
  holdsOneOf(actor, organising) ||
  actor.bodies.some((id) => {
    const body = street?.bodies.get(id)
    return body === undefined || mayOrganise[body.type]
  })
export const oversees = (actor: RuleCtx['actor']): boolean => holdsOneOf(actor, overseeing)

/** Bodies in whose name a person may organise for an area: where they are staff, and the committee for whoever holds a post there. */
export function bodiesOf(actor: RuleCtx['actor'], street: Street, area: string): string[] {
  const community = ancestorAt(area, 'community') ?? area
  const holdsPost = actor.grants.some(
    ({ role, area: over }) =>
      (organising as readonly string[]).includes(role) &&
      over !== undefined &&
      (covers(over, area) || covers(community, over)),
  )
  return [...street.bodies.values()]
    .filter(({ endedAt, area: where }) => endedAt === undefined && (covers(where, area) || covers(community, where)))
    .filter(({ type }) => mayOrganise[type])
    .filter(({ _id, type }) => actor.bodies.includes(_id) || (holdsPost && type === 'committee'))
    .map(({ _id }) => _id)
}

export const draftOf = (
  { id, area, body: lead, title, ...content }: ActivityInput,
  no: string,
  rule: RuleCtx,
): Matter => {
  const body: ActivityBody = { ...content, visibility: 'private' }
  return firstOf(
    activityKind,
    { _id: id, no, area, title, lead, body, space: 'activity', status: 'draft', check: 'waiting' },
    rule,
  )
}
