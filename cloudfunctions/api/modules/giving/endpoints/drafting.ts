// The door for whoever writes a campaign: where and with which charity one may raise it, what each type asks for, what a draft holds and still
// lacks, and what it may rest on. Publishing is a step of the matter.
import * as z from 'zod'
import { ancestorAt } from '../../../core/areas'
import { onOf } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems, refuse } from '../../../core/errors'
import { keepFirst } from '../../../core/first'
import type { Matter } from '../../../core/matter'
import { listFields, MatterId, seen } from '../../../core/matters'
import type { Actor } from '../../../core/roles'
import { areaName, type Street } from '../../../core/street'
import { MatterView } from '../../../core/view'
import { decide, type Row } from '../../../core/workflow'
import { type Campaign, type CampaignBody, CampaignContent, CampaignInput } from '../campaign/document'
import { checkPlace, draftOf, mayOrganise } from '../campaign/draft'
import { missingGates } from '../campaign/gates'
import { campaignKind } from '../campaign/kind'
import { activeFund, findFor, passed } from '../campaign/look-up'
import { campaignTypeKeys, campaignTypes, gateLabels } from '../campaign/types'
import { campaignActions } from '../campaign/workflow'
import { campaignProblems } from '../problems'
import { CharityView, showCharity } from '../show'
import { Area, charitiesOf, Options, streetOf } from './paging'

const Gates = z.array(z.object({ gate: z.string(), label: z.string() }))
export const Types = z.array(z.object({ value: z.string(), label: z.string(), hint: z.string(), gates: Gates }))
export const types = Object.entries(campaignTypes).map(([value, { label, about, gates }]) => ({
  value,
  label,
  hint: about,
  gates: gates.map((gate) => ({ gate, label: gateLabels[gate].label })),
}))

/** As it is sent again: amounts in 元, days as days. */
const DraftContent = z
  .object({ ...CampaignContent.shape, goal: z.string(), endsOn: z.string() })
  .omit({ members: true })
const writtenOf = ({ title, amount = 0, body }: Campaign): z.input<typeof DraftContent> => ({
  type: body.type,
  title,
  words: body.words,
  purpose: body.purpose,
  photos: body.photos,
  goal: amount ? (amount / 100).toFixed(2) : '',
  endsOn: onOf(body.endsAt - 1),
  planNo: body.planNo,
  contact: body.contact,
  query: body.query,
  platformUrl: body.platformUrl,
  wanted: body.wanted,
  ...(body.resolution && {
    resolution: body.resolution.matter
      ? { plan: body.resolution.matter }
      : { no: body.resolution.no, title: body.resolution.title, on: body.resolution.on, photo: body.resolution.photo },
  }),
  ...(body.fund && { fund: body.fund.id }),
  ...(body.need && { need: body.need }),
})

/** Where somebody may raise a campaign with any charity of the street: the street itself and its communities. */
const areasFor = (actor: Actor, street: Street) =>
  [...street.areas.values()]
    .filter(({ level }) => level === 'street' || level === 'community')
    .filter(({ path }) => charitiesOf(street).some(({ _id }) => mayOrganise(actor, path, _id)))
    .map(({ path }) => ({ value: path, label: areaName(street, path) }))

export const drafting = {
  /** What a form of a campaign may choose from, and with an id what a draft holds, for whoever may revise it. */
  drafting: endpoint({
    who: 'member',
    about: '查看起草募集的选项，或一份草稿的内容',
    input: z.strictObject({ area: Area.optional(), id: MatterId.optional() }),
    output: z.object({
      /** Where one may raise it; the charities are those for `area`. */
      areas: Options,
      area: z.string(),
      types: Types,
      charities: z.array(CharityView),
      draft: z
        .object({
          area: z.string(),
          host: z.string(),
          version: z.number(),
          content: DraftContent,
          /** Whom it is for, as names; sending no codes leaves the list as it is. */
          members: z.array(z.string()),
          /** What it rests on, as it is called: a plan of the residents, a fund. */
          rests: z.string(),
          missing: Gates,
        })
        .optional(),
    }),
    async run({ area, id }, ctx) {
      const found = id ? await seen(id, ctx) : undefined
      if (found && found.matter.kind !== campaignKind.name) return refuse(problems.MATTER_MISSING)
      const person = await ctx.member()
      const { actor } = person
      const street = found?.street ?? (await streetOf(area ?? person.street ?? '', ctx))
      const areas = areasFor(actor, street)
      // A place that somebody wrote for before, and may no longer raise one for, gives way to one where they may.
      const asked = areas.find(({ value }) => value === area) ?? areas[0]
      const where = found?.matter.area ?? asked?.value ?? ''
      const hosts = charitiesOf(street).filter(({ _id }) => mayOrganise(actor, where, _id))
      const shown = { area: where, types, charities: hosts.map(({ _id }) => showCharity(street, _id, ctx.now)) }
      if (!found) return hosts.length ? { ...shown, areas } : refuse(campaignProblems.CAMPAIGN_NOT_ORGANISER)
      const campaign = found.matter as unknown as Campaign
      const may = decide(campaignActions.revise as Row<string, CampaignBody>, campaign, found.rule)
      if (!may.ok) return refuse(may.problem)
      const { lead = '', body, version } = campaign
      return {
        ...shown,
        // Neither the place nor the charity changes once it is drafted.
        areas: [{ value: where, label: areaName(street, where) }],
        charities: lead ? [showCharity(street, lead, ctx.now)] : [],
        draft: {
          area: where,
          host: lead,
          version,
          content: writtenOf(campaign),
          members: body.members.map(({ name }) => name),
          rests:
            body.fund?.title ?? (body.resolution?.matter ? `${body.resolution.title}（${body.resolution.no}）` : ''),
          missing: missingGates(campaign, found.rule).map((gate) => ({ gate, label: gateLabels[gate].label })),
        },
      }
    },
  }),

  /** Plans that the residents of a community have passed, or the host's funds that can pay, newest first; at most fifty. */
  rests: endpoint({
    who: 'member',
    about: '查看募集可以依据的计划或基金',
    input: z.strictObject({
      area: Area,
      host: z.string('请选择慈善组织').max(60),
      type: z.enum(campaignTypeKeys, '请选择募集类型'),
    }),
    output: z.object({ options: z.array(z.object({ value: z.string(), label: z.string(), hint: z.string() })) }),
    async run({ area, host, type }, ctx) {
      const { actor } = await ctx.member()
      const street = await streetOf(area, ctx)
      if (!mayOrganise(actor, area, host)) return refuse(campaignProblems.CAMPAIGN_NOT_ORGANISER)
      const { _ } = ctx.store
      const community = ancestorAt(area, 'community')
      const where =
        type === 'venture'
          ? { within: street.path, kind: 'fund', class: 'waiting', status: activeFund, lead: host }
          : type === 'residents' && community
            ? { within: community, kind: 'plan', class: _.in(['open', 'settled']), status: _.in(passed) }
            : undefined
      const found = where
        ? await ctx.store.find<Matter>('matters', where, { order: [['at', 'desc']], limit: 50, fields: listFields })
        : []
      return {
        options: found.map(({ _id, title, no, area: at }) => ({
          value: _id,
          label: title,
          hint: `${areaName(street, at)} · ${no}`,
        })),
      }
    },
  }),

  draft: endpoint({
    who: 'member',
    writes: true,
    about: '起草募集',
    input: CampaignInput,
    output: MatterView,
    async run(input, ctx) {
      const { actor } = await ctx.member()
      const street = await streetOf(input.area, ctx)
      checkPlace(input, street, actor)
      const found = await findFor(input, { area: input.area, lead: input.host }, '', ctx.store)
      const rule = { actor, now: ctx.now, street }
      return keepFirst(draftOf(input, found, rule), rule, ctx)
    },
  }),
}
