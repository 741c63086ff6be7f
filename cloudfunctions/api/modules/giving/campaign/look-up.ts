// What a draft names and only the database knows: members by the codes they show, the plan that the residents passed, the fund that pays.
// A type asks for one of them, so it is one SDK call.

import * as z from 'zod'
import { ancestorAt } from '../../../core/areas'
import { type Problem, refuse } from '../../../core/errors'
import type { Matter } from '../../../core/matter'
import { maskName, type Person } from '../../../core/person'
import type { Store } from '../../../core/store'
import { campaignProblems as problems } from '../problems'
import { CampaignContent, Code, type Member, membersMax, type Resolution } from './document'

export type Found = { members: Member[]; resolution?: Resolution; fund?: { id: string; title: string } }

const stop = (problem: Problem, field: string, detail = problem.message): never =>
  refuse(problem, { fields: { [field]: detail }, detail })

/** Passed by the residents and not given up since. */
export const passed = ['approved', 'running', 'done']
export const activeFund = 'active'

export async function membersBy(codes: readonly string[], field: string, store: Store): Promise<Member[]> {
  const wanted = [...new Set(codes)]
  if (!wanted.length) return []
  const found = await store.find<Person>(
    'people',
    { code: store._.in(wanted) },
    { limit: membersMax, fields: { key: true, name: true, code: true } },
  )
  const missing = wanted.filter((code) => !found.some((person) => person.code === code))
  if (missing.length)
    stop(problems.CAMPAIGN_MEMBER_UNKNOWN, field, `没有找到这些编号：${missing.slice(0, 5).join('、')}`)
  return found.map(({ key, name }) => ({ key, name: maskName(name) }))
}

async function planOf(id: string, area: string, field: string, store: Store): Promise<Resolution> {
  const plan = await store.get<Matter>('matters', id, { kind: true, status: true, area: true, no: true, title: true })
  const fits =
    plan?.kind === 'plan' &&
    passed.includes(plan.status) &&
    ancestorAt(plan.area, 'community') === ancestorAt(area, 'community')
  return plan && fits ? { matter: id, no: plan.no, title: plan.title } : stop(problems.CAMPAIGN_RESOLUTION, field)
}

async function fundOf(id: string, host: string | undefined, field: string, store: Store) {
  const fund = await store.get<Matter>('matters', id, { kind: true, status: true, lead: true, title: true })
  const fits = fund?.kind === 'fund' && fund.status === activeFund && fund.lead === host
  return fund && fits ? { id, title: fund.title } : stop(problems.CAMPAIGN_FUND, field)
}

/** `at` is where the fields stand: '' for a draft, 'patch.' for a revision. */
export async function findFor(
  { type, members, resolution, fund }: CampaignContent,
  { area, lead }: { area: string; lead?: string },
  at: '' | 'patch.',
  store: Store,
): Promise<Found> {
  if (type === 'directed') return { members: await membersBy(members, `${at}members`, store) }
  if (type === 'venture' && fund) return { members: [], fund: await fundOf(fund, lead, `${at}fund`, store) }
  if (type !== 'residents' || !resolution) return { members: [] }
  const { plan, no, title, on, photo } = resolution
  if (plan) return { members: [], resolution: await planOf(plan, area, `${at}resolution.plan`, store) }
  // Without a plan in the app: what has been written down so far of the minutes.
  const written = { no, title, ...(on && { on }), ...(photo && { photo }) }
  return no || title || on || photo ? { members: [], resolution: written } : { members: [] }
}

/** For a revision: what was found goes in beside what was sent, whatever the phone sent under that name. */
export async function lookUpContent(patch: unknown, campaign: Matter, store: Store): Promise<unknown> {
  const { found: _forged, ...sent } = (patch ?? {}) as Record<string, unknown>
  const parsed = CampaignContent.safeParse(sent)
  if (!parsed.success) return { ...sent, found: { members: [] } }
  // Without new codes the list stays as it is: the phone has never been told the old ones.
  const kept = parsed.data.members.length ? [] : (campaign.body as { members: Member[] }).members
  const found = await findFor(parsed.data, campaign, 'patch.', store)
  return { ...sent, found: parsed.data.type === 'directed' && kept.length ? { ...found, members: kept } : found }
}
export const Revision = CampaignContent.extend({ found: z.custom<Found>((value) => typeof value === 'object') })

/** As a form's one field has them, or as a list. */
const Codes = z.strictObject({
  members: z
    .union([z.string().max(4000), z.array(z.string().max(20)).max(1000)], '请填写成员的编号')
    .transform((typed) => (typeof typed === 'string' ? typed.split(/[\s,，、;；]+/) : typed).filter(Boolean))
    .refine((codes) => codes.length > 0, '请填写成员的编号')
    .refine((codes) => codes.length <= membersMax, `成员最多 ${membersMax} 位`)
    .refine((codes) => codes.every((code) => Code.safeParse(code).success), '编号是 8 位字母或数字')
    .transform((codes) => codes.map((code) => Code.parse(code))),
})
export async function lookUpMembers(patch: unknown, _campaign: Matter, store: Store): Promise<unknown> {
  const { found: _forged, ...sent } = (patch ?? {}) as Record<string, unknown>
  const parsed = Codes.safeParse(sent)
  return {
    ...sent,
    found: { members: parsed.success ? await membersBy(parsed.data.members, 'patch.members', store) : [] },
  }
}
export const MemberList = Codes.extend({ found: z.custom<Found>((value) => typeof value === 'object') })
