// What a step changes in a campaign beside its status. Pure; the engine writes it.
import { refuseMoney } from '../../../core/asks-for-money'
import { dayMs } from '../../../core/clock'
import { type Problem, refuse } from '../../../core/errors'
import type { Change, RuleCtx } from '../../../core/workflow'
import { fenFrom, isNone } from '../../ledger/amount'
import { campaignProblems, gateProblems } from '../problems'
import { discloseBy, nextDue, reportDue, sayOverdue } from './disclosure'
import {
  type Campaign,
  type CampaignBody,
  type CampaignContent,
  type Disclosure,
  disclosuresMax,
  type Figures,
} from './document'
import type { Found } from './look-up'
import { typeOf } from './types'

type Effect<P = Record<string, never>> = (
  campaign: Campaign,
  patch: P,
  ctx: RuleCtx,
  note: string,
) => Change<CampaignBody>

const stop = (problem: Problem, field: string): never => refuse(problem, { fields: { [field]: problem.message } })

/** The parts of a campaign that its organiser writes; `at` is where the fields stand. */
export function contentOf(
  { title, goal, endsOn, members: _codes, resolution: _asked, fund: _fund, ...written }: CampaignContent,
  found: Found,
  now: number,
  at: '' | 'patch.',
): { title: string; amount: number; body: Omit<CampaignBody, 'visibility' | 'disclosures'> } {
  refuseMoney(`${title}\n${written.words}\n${written.purpose}`, `${at}words`, 'campaign')
  if (endsOn <= now) stop(gateProblems.CAMPAIGN_PAST, `${at}endsOn`)
  if (endsOn - now > 366 * dayMs) stop(campaignProblems.CAMPAIGN_LONG, `${at}endsOn`)
  const amount = goal === undefined || isNone(goal) ? 0 : fenFrom(goal, `${at}goal`)
  const { need, ...rest } = written
  const named = {
    members: found.members,
    ...(found.resolution && { resolution: found.resolution }),
    ...(found.fund && { fund: found.fund }),
    ...(need && { need }),
  }
  return { title, amount, body: { ...rest, endsAt: endsOn, ...named } }
}

/** The words are looked at again, as they are others' to read. */
export const revise: Effect<CampaignContent & { found: Found }> = (_campaign, { found, ...content }, { now }) => {
  const { title, amount, body } = contentOf(content, found, now, 'patch.')
  return {
    title,
    amount,
    body: { resolution: undefined, fund: undefined, need: undefined, ...body },
    check: 'waiting',
  }
}

/** Words that were not refused are shown: two committees and the street have agreed to them. */
export const publish: Effect = ({ area, body, beside }, _patch, { street, now }) => ({
  body: { visibility: typeOf(body.type).readers, openedAt: now, discloseBy: nextDue(street, area, now, now) },
  ...(beside.check !== 'refused' && { check: 'pass' as const }),
  lateCount: 0,
})

export const listMembers: Effect<{ found: Found }> = (_campaign, { found }) => ({
  body: { members: found.members },
  said: `${found.members.length} 位成员`,
})

const disclosed = (campaign: Campaign, disclosure: Disclosure): Disclosure[] => [
  ...campaign.body.disclosures.slice(1 - disclosuresMax),
  disclosure,
]

export const disclose: Effect<{ words: string; figures?: Figures }> = (
  campaign,
  { words, figures },
  { street, now },
) => {
  const late = sayOverdue(discloseBy(campaign, street, now), now)
  const entry: Disclosure = { at: now, kind: 'interim', words, ...(figures && { figures }), late: late !== undefined }
  return {
    body: {
      disclosures: disclosed(campaign, entry),
      ...(campaign.status !== 'ended' && { discloseBy: nextDue(street, campaign.area, now, now) }),
    },
    said: late ? `${words}（${late}）` : words,
    lateCount: 0,
  }
}

export const end: Effect = (_campaign, _patch, { now }) => ({
  body: { endedAt: now, discloseBy: reportDue(now) },
  lateCount: 0,
})

export const report: Effect<{ words: string; figures?: Figures }> = (campaign, { words, figures }, { street, now }) => {
  const late = sayOverdue(discloseBy(campaign, street, now), now)
  const entry: Disclosure = { at: now, kind: 'full', words, ...(figures && { figures }), late: late !== undefined }
  return {
    body: { disclosures: disclosed(campaign, entry), discloseBy: undefined },
    said: late ? `${words}（${late}）` : words,
  }
}

export const late: Effect = ({ lateCount }) => ({ lateCount: lateCount + 1 })
export const look: Effect = (_campaign, _patch, { now }) => ({ body: { lookedAt: now } })
export const hasten: Effect = (campaign, _patch, { street, now }) => {
  const due = discloseBy(campaign, street, now)
  return { body: { ...(due !== undefined && { discloseBy: due }) }, said: '非常规时期，每 5 天公开一次' }
}
