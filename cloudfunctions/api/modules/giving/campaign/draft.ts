// The first document of a campaign: who may raise one, where, with which charity. Pure.
import { covers, levelOf } from '../../../core/areas'
import { type Problem, refuse } from '../../../core/errors'
import { firstOf, numberOf } from '../../../core/first'
import type { Matter } from '../../../core/matter'
import type { Actor, AreaRole, Role } from '../../../core/roles'
import type { Street } from '../../../core/street'
import type { RuleCtx } from '../../../core/workflow'
import { campaignProblems, charityProblems } from '../problems'
import type { CampaignBody, CampaignContent } from './document'
import { contentOf } from './effects'
import { campaignKind } from './kind'
import type { Found } from './look-up'

const organisers = ['clerk', 'secretary', 'socialWorker', 'officer', 'director']

/** The charity's own people, and whoever holds a post over the place. */
export const mayOrganise = ({ bodies, grants }: Actor, area: string, host?: string): boolean =>
  (host !== undefined && bodies.includes(host)) ||
  grants.some(({ role, area: over }) => organisers.includes(role) && over !== undefined && covers(over, area))

/** As whom a person drafts it: the charity before a post. */
const roleOf = ({ bodies, grants }: Actor, area: string, host: string): Role => {
  const post = grants.find(
    ({ role, area: over }) => organisers.includes(role) && over !== undefined && covers(over, area),
  )
  return bodies.includes(host) || !post ? 'lead' : (post.role as AreaRole)
}

const stop = (problem: Problem, field: string): never => refuse(problem, { fields: { [field]: problem.message } })

/** Refuses a place, a charity or a person that does not fit, before anything is looked up. */
export function checkPlace({ area, host }: { area: string; host: string }, street: Street, actor: Actor): void {
  const level = levelOf(area)
  if (!street.areas.has(area) || (level !== 'community' && level !== 'street'))
    stop(campaignProblems.CAMPAIGN_AREA, 'area')
  const body = street.bodies.get(host)
  if (body?.type !== 'charity' || body.endedAt !== undefined) stop(charityProblems.CHARITY_BODY, 'host')
  if (!mayOrganise(actor, area, host)) refuse(campaignProblems.CAMPAIGN_NOT_ORGANISER)
}

export function draftOf(
  { id, area, host, ...content }: CampaignContent & { id: string; area: string; host: string },
  found: Found,
  rule: RuleCtx,
): Matter {
  const { title, amount, body } = contentOf(content, found, rule.now, '')
  const whole: CampaignBody = { ...body, visibility: 'private', disclosures: [] }
  return firstOf(
    campaignKind,
    {
      _id: id,
      no: numberOf(campaignKind, id, rule),
      area,
      title,
      amount,
      body: whole,
      lead: host,
      status: 'draft',
      check: 'waiting',
      as: roleOf(rule.actor, area, host),
    },
    rule,
  )
}
