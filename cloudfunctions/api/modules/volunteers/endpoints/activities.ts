// The door for activities and their shifts: drafting, lists by time, one shift. What happens to an activity goes through matters.act.
import * as z from 'zod'
import { ancestorAt, isPath } from '../../../core/areas'
import { hourMs } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { refuse } from '../../../core/errors'
import { keepFirst, numberFor } from '../../../core/first'
import { Cursor, pageSize, seen, showMatter } from '../../../core/matters'
import { placeOf } from '../../../core/place'
import { actorOf } from '../../../core/roles'
import type { Store, Where } from '../../../core/store'
import { areaName, isArea } from '../../../core/street'
import { Button, MatterView } from '../../../core/view'
import { ages } from '../ages'
import { activityClasses, reachLabels, risks, skills } from '../classes'
import { ActivityInput, Key, ShiftId } from '../document'
import { groupMax, mostFor } from '../groups'
import { consents, helps } from '../helping'
import { awards } from '../honour'
import { activityKind } from '../kind'
import { withOpenHours } from '../open-hours'
import { runs } from '../organiser'
import type { Volunteer } from '../pass'
import { problems } from '../problems'
import { bodiesOf, draftOf, organises, oversees } from '../rules'
import type { Shift } from '../shift'
import { cardFields, ShiftCard, showCard } from '../shift-card'
import { ShiftView, showShift } from '../shift-view'

const options = (labels: Record<string, string | { label: string }>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label: typeof label === 'string' ? label : label.label }))
const Options = z.array(z.object({ value: z.string(), label: z.string() }))
export const AreaPath = z.string('请选择社区').max(160).refine(isPath, '请选择社区')
export const Shifts = z.object({ shifts: z.array(ShiftCard), next: Cursor.optional() })

/** `key` by time from `from` on, with ties broken by _id. */
export const byTime = (_: Store['_'], where: Where, from: number, after?: Cursor): Where =>
  (after
    ? _.and([where, _.or([{ startsAt: _.gt(after.key) }, { startsAt: after.key, _id: _.gt(after.id) }])])
    : { ...where, startsAt: _.gte(from) }) as Where

export const order = [
  ['startsAt', 'asc'],
  ['_id', 'asc'],
] as const

export function pageOf(found: Shift[], person: string | undefined, now: number): z.input<typeof Shifts> {
  const shown = found.slice(0, pageSize)
  const last = shown.at(-1)
  return {
    shifts: shown.map((shift) => showCard(shift, person, now)),
    ...(found.length > pageSize && last && { next: { key: last.startsAt, id: last._id } }),
  }
}

/** Steps with which an activity comes to its close. */
const ends = ['finish', 'close']

export const activities = {
  options: endpoint({
    who: 'guest',
    about: '查看志愿活动的类别与选项',
    input: z.strictObject({}),
    output: z.object({
      classes: Options,
      risks: Options,
      reaches: Options,
      skills: Options,
      awards: Options,
      /** How somebody who is helped has agreed. */
      consents: Options,
      ages: z.array(z.object({ from: z.number(), words: z.string(), source: z.string() })),
    }),
    run: async () => ({
      classes: options(activityClasses),
      risks: options(risks),
      reaches: options(reachLabels),
      skills: options(skills),
      awards: options(awards),
      consents: options(consents),
      ages: [...ages],
    }),
  }),

  draft: endpoint({
    who: 'member',
    writes: true,
    about: '起草志愿活动',
    input: ActivityInput,
    output: MatterView,
    async run(input, ctx) {
      const person = await ctx.member()
      const path = ancestorAt(input.area, 'street')
      const street = path ? await ctx.store.street(path, ctx.now) : undefined
      if (!street || !isArea(street, input.area, 'community'))
        return refuse(problems.ACTIVITY_AREA_UNKNOWN, { fields: { area: problems.ACTIVITY_AREA_UNKNOWN.message } })
      const may = bodiesOf(person.actor, street, input.area)
      if (!may.length) return refuse(problems.ACTIVITY_NOT_ORGANISER)
      if (!may.includes(input.body))
        return refuse(problems.ACTIVITY_BODY_UNKNOWN, { fields: { body: problems.ACTIVITY_BODY_UNKNOWN.message } })
      const rule = { actor: person.actor, now: ctx.now, street }
      return keepFirst(draftOf(input, await numberFor(activityKind, rule, ctx), rule), rule, ctx)
    },
  }),

  /** In whose name the caller may organise. */
  bodies: endpoint({
    who: 'member',
    about: '查看我可以代表哪些单位发起活动',
    input: z.strictObject({ area: AreaPath }),
    output: z.object({ bodies: Options }),
    async run({ area }, ctx) {
      const { actor } = await ctx.member()
      const street = await ctx.street(ancestorAt(area, 'street') ?? refuse(problems.ACTIVITY_AREA_UNKNOWN))
      return {
        bodies: bodiesOf(actor, street, area).map((id) => ({ value: id, label: street.bodies.get(id)?.name ?? '' })),
      }
    },
  }),

  /**
   * Open posts that a person of this place may take, soonest first: the community's own and what other places have called for. Without an
   * area it is the reader's own. Who may organise or oversee is said here, for the page that offers it.
   */
  open: endpoint({
    who: 'guest',
    about: '按时间查看可以报名的班次',
    input: z.strictObject({ area: AreaPath.optional(), after: Cursor.optional() }),
    output: Shifts.extend({
      area: z.string(),
      areaName: z.string(),
      member: z.boolean(),
      organises: z.boolean(),
      oversees: z.boolean(),
    }),
    async run({ area: asked, after }, ctx) {
      const { _ } = ctx.store
      const person = await ctx.person()
      const area = asked ?? (await placeOf(ctx)).place?.community ?? refuse(problems.ACTIVITY_AREA_UNKNOWN)
      const heard = (['community', 'street', 'district', 'city'] as const).flatMap(
        (level) => ancestorAt(area, level) ?? [],
      )
      const where = byTime(_, { reach: _.in(heard), state: 'open' }, ctx.now, after)
      const found = await ctx.store.find<Shift>('shifts', where, {
        order,
        limit: pageSize + 1,
        fields: cardFields(person?.key),
      })
      const street = await ctx.store.street(ancestorAt(area, 'street') ?? area, ctx.now)
      const actor = person && (await ctx.member()).actor
      return {
        ...pageOf(found, person?.key, ctx.now),
        area,
        areaName: street ? areaName(street, area) : '',
        member: person !== undefined,
        organises: actor !== undefined && organises(actor, street),
        oversees: actor !== undefined && oversees(actor),
      }
    },
  }),

  /** One activity's shifts; visible to whoever may see the activity. */
  shifts: endpoint({
    who: 'guest',
    about: '查看一个活动的班次',
    input: z.strictObject({ id: Key, after: Cursor.optional() }),
    /** `runs`: the reader runs them, and has the roster, the code, and how many hours wait to be confirmed. */
    output: Shifts.extend({
      shifts: z.array(ShiftCard.extend({ toConfirm: z.number().optional() })),
      title: z.string(),
      runs: z.boolean(),
      /** The activity's own next step at its close, as its shifts stand now. */
      end: Button.optional(),
    }),
    async run({ id, after }, ctx) {
      const person = await ctx.person()
      const [one, found] = await Promise.all([
        seen(id, ctx),
        ctx.store.find<Shift>('shifts', byTime(ctx.store._, { activity: id }, 0, after), {
          order,
          limit: pageSize + 1,
          fields: { ...cardFields(person?.key), toConfirm: true },
        }),
      ])
      const { matter, rule } = one
      const { title, author, lead = '', area } = matter
      const isRun = runs(rule.actor, { author, lead, area })
      const page = pageOf(found, person?.key, ctx.now)
      const shifts = page.shifts.map((card, at) => ({
        ...card,
        ...(isRun && { toConfirm: found[at]?.toConfirm ?? 0 }),
      }))
      const open = found.filter(({ toConfirm }) => toConfirm > 0).map(({ _id }) => _id)
      const isWhole = !after && !page.next
      const counted = open.length || isWhole ? withOpenHours(matter, open) : matter
      const buttons = isRun && matter.kind === activityKind.name ? showMatter({ ...one, matter: counted }).buttons : []
      const end = buttons.find(({ action }) => ends.includes(action))
      return { ...page, shifts, title, runs: isRun, ...(end && { end }) }
    },
  }),

  shift: endpoint({
    who: 'guest',
    about: '查看一个班次',
    input: z.strictObject({
      id: ShiftId,
      /** The person and those who come along: the button says what it will do for all of them. */
      size: z
        .number('请选择人数')
        .int('请选择人数')
        .min(1, '请选择人数')
        .max(1 + groupMax, `同行最多 ${groupMax} 人`)
        .default(1),
    }),
    output: ShiftView,
    async run({ id, size }, ctx) {
      const [person, found] = await Promise.all([ctx.person(), ctx.store.get<Shift>('shifts', id)])
      const shift = found ?? refuse(problems.SHIFT_MISSING)
      const actor = person && actorOf(person, ctx.now)
      const isRun = actor !== undefined && runs(actor, shift)
      const street = person?.grants.length ? await ctx.store.street(shift.street, ctx.now) : undefined
      const most = mostFor(person?.grants ?? [], street, ctx.now)
      const may = { size, runs: isRun, most, helps: actor !== undefined && helps(actor) }
      return showShift(shift, person as Volunteer | undefined, may, ctx.now)
    },
  }),

  /** For everybody who opens the page: somebody who is not registered holds no place. */
  mine: endpoint({
    who: 'guest',
    about: '查看我的班次',
    input: z.strictObject({ after: Cursor.optional() }),
    output: Shifts,
    async run({ after }, ctx) {
      const person = await ctx.person()
      if (!person) return { shifts: [] }
      const from = ctx.now - 12 * hourMs
      const where = byTime(ctx.store._, { people: person.key }, from, after)
      const found = await ctx.store.find<Shift>('shifts', where, {
        order,
        limit: pageSize + 1,
        fields: cardFields(person.key),
      })
      return pageOf(found, person.key, ctx.now)
    },
  }),
}
