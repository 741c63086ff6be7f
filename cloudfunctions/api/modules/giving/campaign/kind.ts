// The campaign as a kind of matter: its clocks, who sees it, its part of the page, and the book that opens with it.

import { ancestorAt, within } from '../../../core/areas'
import { afterWorkingDays } from '../../../core/deadline'
import type { Store } from '../../../core/store'
import { bodyName } from '../../../core/street'
import { sayWho } from '../../../core/timeline'
import { decide, type Kind, type KindView, type Row, type RuleCtx } from '../../../core/workflow'
import { collectedPages } from '../../goods/handing-pages'
import { bookIdOf } from '../../ledger/book'
import { sayFen } from '../../ledger/chart'
import { openBook } from '../../ledger/post'
import { charityOf, standingOf, standings } from '../standing'
import { discloseBy, sayDay, sayOverdue } from './disclosure'
import type { Campaign, CampaignBody } from './document'
import { importsReports, missingGates } from './gates'
import { gateLabels, typeOf } from './types'
import { type CampaignStatus, campaignActions, campaignStatuses } from './workflow'

/** A late disclosure is reminded of ever more rarely, and is shown as late all the while. */
const graced = (due: number, lateCount: number, now: number): number =>
  due > now ? due : lateCount === 0 ? now : afterWorkingDays(now, Math.min(20, 2 ** lateCount))

/** The first of its clocks: the day it ends, the end of the registration, the next disclosure. */
function dueOf(status: CampaignStatus, campaign: Campaign, { street, now }: RuleCtx): number | null {
  const disclosure = discloseBy({ ...campaign, status }, street, now)
  const late = disclosure === undefined ? undefined : graced(disclosure, campaign.lateCount, now)
  const until = status === 'open' ? charityOf(street, campaign.lead)?.until : undefined
  const ends = status === 'open' || status === 'paused' ? campaign.body.endsAt : undefined
  const clocks = [late, until, ends].filter((one) => one !== undefined)
  return clocks.length ? Math.min(...clocks) : null
}

const fact = (label: string, value: string) => (value ? [{ label, value }] : [])

/** Pages of the charity's people and of whoever may revise it: the form of a draft, the platform's report, the book behind it. */
function pagesOf(campaign: Campaign, ctx: RuleCtx): { page: string; label: string }[] {
  const { status, lead, body } = campaign
  const type = typeOf(body.type)
  const may = (row: object) => decide(row as Row<CampaignStatus, CampaignBody>, campaign as never, ctx).ok
  const isHost = lead !== undefined && ctx.actor.bodies.includes(lead) && status !== 'draft' && status !== 'dropped'
  return [
    ...(may(campaignActions.revise as object) ? [{ page: 'campaignDraft', label: '修改草稿' }] : []),
    ...(isHost && importsReports(campaign) ? [{ page: 'platformReport', label: '导入平台明细' }] : []),
    ...(isHost && type.hasBook ? [{ page: 'staffBook', label: '账簿：结账、冲正、审核凭证' }] : []),
  ]
}

/** A charity, a committee or a social worker: whoever drafted it acts for them all along. */
const called = { author: '发起单位', asRaised: true } as const

function viewOf(campaign: Campaign, ctx: RuleCtx): KindView {
  const { body, amount = 0, lead } = campaign
  const { street, now, actor } = ctx
  const charity = charityOf(street, lead)
  const type = typeOf(body.type)
  const missing = campaign.status === 'draft' ? missingGates(campaign, ctx) : []
  return {
    words: body.words,
    photos: body.photos,
    author: campaign.author === actor.key ? '我' : sayWho({ as: 'author' }, campaign as never, street, actor, called),
    category: type.label,
    facts: [
      ...fact('类型', `${type.label}：${type.about}`),
      ...fact('慈善组织', lead ? bodyName(street, lead) : ''),
      ...fact(
        '登记',
        charity
          ? `${charity.certificateNo}（${standings[standingOf(street, lead, now)].label}）`
          : standings.none.label,
      ),
      ...fact('备案编号', body.planNo),
      ...fact('用途', body.purpose),
      ...fact('目标', amount ? sayFen(amount) : ''),
      ...fact('需要的物品', body.wanted.map(({ name, quantity, unit }) => `${name} ${quantity} ${unit}`).join('、')),
      ...fact('截止', sayDay(body.endsAt - 1)),
      ...fact('联系', body.contact),
      ...fact('查询', body.query),
      ...fact('居民会议的决定', [body.resolution?.title, body.resolution?.no].filter(Boolean).join('，')),
      ...fact('资助的基金', body.fund?.title ?? ''),
      ...fact('成员', body.members.length ? `${body.members.length} 位` : ''),
      ...fact('还缺', missing.map((gate) => gateLabels[gate].label).join('、')),
      ...fact('信息公开', sayOverdue(discloseBy(campaign, street, now), now) ?? ''),
    ],
    pages: [
      ...pagesOf(campaign, ctx),
      ...(campaign.class === 'open' && body.type === 'goods' ? collectedPages(campaign, ctx) : []),
    ],
  }
}

/** Its sub-ledger at the charity; once. */
async function openItsBook(campaign: Campaign, { store, now }: { store: Store; now: number }): Promise<void> {
  if (campaign.status === 'draft' || !campaign.lead || !typeOf(campaign.body.type).hasBook) return
  await openBook(store, {
    _id: bookIdOf('campaign', campaign._id),
    street: ancestorAt(campaign.area, 'street') ?? campaign.street,
    area: campaign.area,
    within: within(campaign.area),
    of: { kind: 'campaign', id: campaign._id },
    title: campaign.title,
    purpose: campaign.body.purpose,
    host: campaign.lead,
    isPublic: typeOf(campaign.body.type).readers === 'public',
    at: now,
  })
}

export const campaignKind: Kind<CampaignStatus, CampaignBody> = {
  name: 'campaign',
  label: '募集',
  called,
  statuses: campaignStatuses,
  actions: campaignActions,
  due: dueOf,
  workedBy: ({ status }) => (status === 'draft' ? ['author', 'lead'] : ['lead', 'clerk']),
  seenBy: ['clerk', 'secretary', 'supervisor', 'officer', 'director'],
  alsoFor: ({ body }, { key }) => body.visibility === 'members' && body.members.some((member) => member.key === key),
  view: viewOf,
  applies: { in: ['open'], later: true, run: openItsBook },
}
