// Drafting an activity: who may, and what it looks like at first. Pure.
import { ancestorAt, covers } from '../../core/areas'
import { firstOf } from '../../core/first'
import type { Matter } from '../../core/matter'
import type { Street } from '../../core/street'
import type { RuleCtx } from '../../core/workflow'
import type { ActivityBody, ActivityInput } from './document'
import { activityKind } from './kind'

const organising = ['clerk', 'secretary', 'socialWorker', 'officer'] as const

const overseeing = ['clerk', 'secretary', 'socialWorker', 'officer', 'director'] as const
const holdsOneOf = ({ grants }: RuleCtx['actor'], roles: readonly string[]): boolean =>
  grants.some(({ role, area }) => area !== undefined && roles.includes(role))

/** Whether the pages of organisers are offered: for which places and bodies is judged there. */
export const organises = (actor: RuleCtx['actor']): boolean => actor.bodies.length > 0 || holdsOneOf(actor, organising)
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
