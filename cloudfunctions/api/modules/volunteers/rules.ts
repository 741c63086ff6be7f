// Drafting an activity: who may, and what it looks like at first. Pure.
import { settle } from '../../core/act'
import { ancestorAt, covers, within } from '../../core/areas'
import type { Matter } from '../../core/matter'
import type { Person } from '../../core/person'
import type { Street } from '../../core/street'
import { nextEvent } from '../../core/trace'
import type { RuleCtx } from '../../core/workflow'
import type { ActivityBody, ActivityInput } from './document'
import { activityKind } from './kind'

const organising = ['clerk', 'secretary', 'socialWorker', 'officer'] as const

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

export function draftOf(
  { id, area, body: lead, title, ...content }: ActivityInput,
  { person, number, year, rule }: { person: Person; number: number; year: number; rule: RuleCtx },
): Matter {
  const { street } = rule
  const body: ActivityBody = { ...content, visibility: 'private' }
  const first: Matter = {
    _id: id,
    schema: 1,
    kind: 'activity',
    no: `${street.name}-活动-${year}-${String(number).padStart(4, '0')}`,
    street: street.path,
    area,
    within: within(area),
    space: 'activity',
    period: 'routine',
    title,
    author: person.key,
    lead,
    assists: [],
    status: 'draft',
    class: 'waiting',
    turn: [],
    concern: [],
    dueAt: null,
    lateCount: 0,
    pending: null,
    objections: [],
    version: 1,
    at: rule.now,
    trace: [],
    unsent: [],
    beside: { supporters: [], supportCount: 0, check: 'waiting' },
    body: body as unknown as Record<string, unknown>,
  }
  const matter = settle(activityKind, first, rule)
  const event = { at: rule.now, by: person.key, as: 'author' as const, action: 'submit', from: 'draft', to: 'draft' }
  return { ...matter, trace: [nextEvent(id, [], event, matter)] }
}
