// The door for handing out: asking for goods for a need or a named person, and the kits that are asked for as one. What happens to a handover
// goes through matters.act.
import { randomInt } from 'node:crypto'
import * as z from 'zod'
import { covers } from '../../../core/areas'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { problems as core, refuse } from '../../../core/errors'
import { firstOf, keepFirst, numberOf } from '../../../core/first'
import { kindOf } from '../../../core/kinds'
import type { Matter, OnBehalf } from '../../../core/matter'
import type { Person } from '../../../core/person'
import type { Actor, PersonKey } from '../../../core/roles'
import { isVisible, MatterView } from '../../../core/view'
import { helped, publicTitle, RoomPath, roomFor } from '../door'
import { type HandoverBody, type HandoverInput, HandoverInput as Input } from '../handing'
import { handoverKind } from '../handover'
import { titleOf } from '../handover-steps'
import type { Item } from '../items'
import { type Kit, KitInput, linesOf } from '../kits'
import type { Line } from '../picking'
import { problems } from '../problems'
import { recipientOf } from '../recipients'
import { bodiesOf, looksIn } from '../rooms'

type Helped = { person: PersonKey; name: string; need?: string; about?: string; campaign?: string }

/** The need and the campaign it is for, as the caller may know of them; at most one SDK call. */
async function purposeOf({ need, campaign, area }: HandoverInput, actor: Actor, ctx: Ctx) {
  const ids = [need, campaign].filter((id) => id !== undefined)
  if (!ids.length) return {}
  const found = await ctx.store.find<Matter>('matters', { _id: ctx.store._.in(ids) }, { limit: 2 })
  const wanted = (field: string, id: string | undefined, kinds: readonly string[]): Matter | undefined => {
    if (id === undefined) return undefined
    const matter = found.find(({ _id }) => _id === id)
    const fits = matter && kinds.includes(matter.kind) && matter.class !== 'hidden'
    const here = matter && (covers(area, matter.area) || covers(matter.area, area))
    if (fits && here && isVisible(kindOf(matter.kind), matter, actor)) return matter
    return refuse(problems.HANDOVER_NEED, { fields: { [field]: problems.HANDOVER_NEED.message } })
  }
  return { need: wanted('need', need, helped), campaign: wanted('campaign', campaign, ['campaign']) }
}

/** Whoever is helped: by the need, by their own code, or by name alone. At most one SDK call more. */
async function helpedBy(input: HandoverInput, actor: Actor, ctx: Ctx): Promise<Helped> {
  const { recipient } = input
  const { need, campaign } = await purposeOf(input, actor, ctx)
  const purpose = { ...(campaign && { campaign: campaign._id }) }
  if (need) return { ...recipientOf(need), ...purpose, need: need._id, about: publicTitle(need) }
  if (!recipient)
    return refuse(problems.HANDOVER_RECIPIENT, { fields: { recipient: problems.HANDOVER_RECIPIENT.message } })
  if (!recipient.code) return { ...purpose, person: '', name: recipient.name }
  const [found] = await ctx.store.find<Person>('people', { code: recipient.code.toUpperCase() }, { limit: 1 })
  if (!found)
    return refuse(problems.HANDOVER_CODE_UNKNOWN, {
      fields: { 'recipient.code': problems.HANDOVER_CODE_UNKNOWN.message },
    })
  return { ...purpose, person: found.key, name: recipient.name }
}

/** Lines by the room's own items, in one SDK call. */
async function linesFrom(area: string, asked: HandoverInput['lines'], ctx: Ctx, short = true): Promise<Line[]> {
  const ids = asked.map(({ item }) => item)
  if (new Set(ids).size !== ids.length) return refuse(problems.ITEM_TWICE)
  const found = await ctx.store.find<Item>('stockItems', { _id: ctx.store._.in(ids) }, { limit: 50 })
  return asked.map(({ item: id, quantity }, index) => {
    const item = found.find(({ _id }) => _id === id)
    if (item?.area !== area || item.type !== 'goods')
      return refuse(problems.ITEM_MISSING, { fields: { [`lines.${index}.item`]: problems.ITEM_MISSING.message } })
    const missing = quantity - item.free
    if (short && missing > 0) {
      const detail = `${item.name}还缺 ${missing} ${item.unit}，请减少数量或更换物资`
      return refuse(problems.STOCK_SHORT, { fields: { [`lines.${index}.quantity`]: detail }, detail })
    }
    return { item: id, name: item.name, unit: item.unit, quantity }
  })
}

async function wantedBy({ area, kit, lines }: HandoverInput, ctx: Ctx): Promise<{ lines: Line[]; kit?: string }> {
  if (!kit) {
    if (!lines.length) return refuse(core.INPUT_INVALID, { fields: { lines: '请选择物资' } })
    return { lines: await linesFrom(area, lines, ctx) }
  }
  const found = await ctx.store.get<Kit>('kits', kit.id)
  if (found?.area !== area || found.state !== 'open')
    return refuse(problems.KIT_MISSING, { fields: { 'kit.id': problems.KIT_MISSING.message } })
  return { lines: linesOf(found, kit.count), kit: `${found.name} ${kit.count} 份` }
}

export const handing = {
  /** Four SDK calls: the person, whoever is helped, the goods, and the handover itself. */
  handover: endpoint({
    who: 'member',
    writes: true,
    about: '为一件诉求或一位居民登记发放',
    input: Input,
    output: MatterView,
    async run(input, ctx) {
      const { actor, street, rule } = await roomFor(input.area, ctx)
      const { person, name, need, about, campaign } = await helpedBy(input, actor, ctx)
      if (person === actor.key) return refuse(problems.HANDOVER_SELF)
      const { lines, kit } = await wantedBy(input, ctx)
      const body: HandoverBody = {
        words: input.words,
        photos: [],
        visibility: 'private',
        lines,
        ...(kit && { kit }),
        ...(need && { need }),
        ...(about && { about }),
        ...(campaign && { campaign }),
        ...(input.from && { from: input.from }),
        round: 0,
        picks: [],
        missing: [],
        gift: [],
        code: String(randomInt(100_000_000)).padStart(8, '0'),
      }
      const onBehalfOf: OnBehalf = { ...(person && { person }), name, consent: input.consent, at: ctx.now }
      const parts = {
        _id: input.id,
        no: numberOf(handoverKind, input.id, rule),
        area: input.area,
        title: titleOf(lines, kit),
        status: 'asked',
        as: 'recorder' as const,
        recorder: actor.key,
        ...bodiesOf(input.area, street, ctx.now),
      }
      return keepFirst(firstOf(handoverKind, { ...parts, onBehalfOf, body }, rule), rule, ctx)
    },
  }),

  kits: endpoint({
    who: 'member',
    about: '查看物资包',
    input: z.strictObject({ area: RoomPath }),
    output: z.object({
      kits: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          lines: z.array(z.object({ item: z.string(), name: z.string(), unit: z.string(), quantity: z.number() })),
        }),
      ),
    }),
    async run({ area }, ctx) {
      await roomFor(area, ctx, looksIn)
      const found = await ctx.store.find<Kit>(
        'kits',
        { area, state: 'open' },
        {
          order: [
            ['name', 'asc'],
            ['_id', 'asc'],
          ],
          limit: 100,
        },
      )
      return { kits: found.map(({ _id, name, lines }) => ({ id: _id, name, lines })) }
    },
  }),

  saveKit: endpoint({
    who: 'member',
    writes: true,
    about: '新增或调整一个物资包',
    input: KitInput,
    output: z.object({ id: z.string() }),
    async run({ id, area, name, lines: asked, open }, ctx) {
      const { street } = await roomFor(area, ctx)
      const lines = await linesFrom(area, asked, ctx, false)
      const state = open ? ('open' as const) : ('closed' as const)
      const kit: Kit = { _id: id, schema: 1, street: street.path, area, name, lines, state, version: 1, at: ctx.now }
      if ((await ctx.store.add('kits', kit)) === 'duplicate') {
        const { _ } = ctx.store
        const change = { name, lines: _.set(lines), state, version: _.inc(1) }
        if ((await ctx.store.change('kits', { _id: id, area }, change)) !== 1) return refuse(problems.KIT_MISSING)
      }
      return { id }
    },
  }),
}
