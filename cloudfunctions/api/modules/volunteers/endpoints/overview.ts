// The manager's view of a place, a part a call: posts and how full they are, who comes once, again, often, what is late, and where our people
// are (M78, M102).
import * as z from 'zod'
import { ancestorAt, type Path } from '../../../core/areas'
import { dayMs } from '../../../core/clock'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { problems as coreProblems, refuse } from '../../../core/errors'
import type { Matter } from '../../../core/matter'
import { Cursor, cardsOf, listFields, pageSize } from '../../../core/matters'
import { type Actor, holds } from '../../../core/roles'
import { areaName } from '../../../core/street'
import { MatterCard } from '../../../core/view'
import { sayClimb } from '../climbing'
import type { HourRecord } from '../records'
import { retentionFields, retentionMax, retentionOf } from '../retention'
import type { Shift } from '../shift'
import { cardFields, ShiftCard, showCard } from '../shift-card'
import { AreaPath, byTime, order, pageOf, Shifts } from './activities'

const managing = ['clerk', 'secretary', 'officer', 'director', 'socialWorker'] as const
const newest = (field: string) =>
  [
    [field, 'desc'],
    ['_id', 'desc'],
  ] as const

/** The caller, for a place that they look after. */
async function managerOf(area: Path, ctx: Ctx): Promise<Actor> {
  const { actor } = await ctx.member()
  if (managing.some((role) => holds(actor, role, { area, author: '', assists: [] }))) return actor
  return refuse(coreProblems.NOT_PERMITTED)
}

/** The homes of the people of a place: a community's own, a street's and those of its communities. */
async function homesIn(area: Path, ctx: Ctx): Promise<Path[]> {
  const street = ancestorAt(area, 'street')
  if (street !== area) return [area]
  const { areas } = await ctx.street(street)
  return [area, ...[...areas.values()].filter(({ level }) => level === 'community').map(({ path }) => path)]
}

export const overview = {
  overview: endpoint({
    who: managing,
    about: '查看招募情况（管理者）',
    input: z.strictObject({ area: AreaPath }),
    output: z.object({
      posts: z.number(),
      places: z.number(),
      taken: z.number(),
      /** Soonest first; `climb` is what the reader may do about it, '' where nothing. */
      unfilled: z.array(ShiftCard.extend({ climb: z.string() })),
      fillPercent: z.number().nullable(),
      place: z.string(),
      mayExport: z.boolean(),
    }),
    async run({ area }, ctx) {
      const actor = await managerOf(area, ctx)
      const { _ } = ctx.store
      const [open, street] = await Promise.all([
        ctx.store.find<Shift>(
          'shifts',
          { within: area, state: 'open', startsAt: _.gte(ctx.now) },
          { order, limit: 200, fields: { ...cardFields(), area: true, author: true, lead: true } },
        ),
        ctx.store.street(ancestorAt(area, 'street') ?? area, ctx.now),
      ])
      const places = open.reduce((sum, { capacity }) => sum + capacity, 0)
      const taken = open.reduce((sum, shift) => sum + shift.taken, 0)
      return {
        posts: open.length,
        places,
        taken,
        fillPercent: places ? Math.round((taken / places) * 100) : null,
        unfilled: open
          .filter((shift) => shift.taken < shift.capacity)
          .slice(0, 10)
          .map((shift) => ({ ...showCard(shift, undefined, ctx.now), climb: sayClimb(actor, shift, street, ctx.now) })),
        place: street ? areaName(street, area) : '',
        mayExport: (['clerk', 'officer'] as const).some((role) =>
          holds(actor, role, { area, author: '', assists: [] }),
        ),
      }
    },
  }),

  /** Who came once, again, often; new against repeat people. Over the last 500 records of the place. */
  turnout: endpoint({
    who: managing,
    about: '查看谁在参加志愿服务（管理者）',
    input: z.strictObject({ area: AreaPath }),
    output: z.object({
      people: z.number(),
      once: z.number(),
      repeat: z.number(),
      regular: z.number(),
      newPeople: z.number(),
      /** How far back the people were looked for, where it is not all. */
      says: z.string(),
    }),
    async run({ area }, ctx) {
      await managerOf(area, ctx)
      const where = { within: area, startsAt: ctx.store._.gt(0) }
      const found = await ctx.store.find<HourRecord>('records', where, {
        order: newest('startsAt'),
        limit: retentionMax,
        fields: retentionFields,
      })
      return retentionOf(found, ctx.now)
    },
  }),

  /** Activities whose hours were not recorded within ten working days (67号令 11). */
  lateHours: endpoint({
    who: managing,
    about: '查看时长记录超时的活动（管理者）',
    input: z.strictObject({ area: AreaPath }),
    output: z.object({ cards: z.array(MatterCard) }),
    async run({ area }, ctx) {
      const actor = await managerOf(area, ctx)
      const where = { within: area, kind: 'activity', class: 'open', lateCount: ctx.store._.gt(0) }
      const found = await ctx.store.find<Matter>('matters', where, {
        order: newest('at'),
        limit: 20,
        fields: listFields,
      })
      return { cards: await cardsOf(found, actor, ctx) }
    },
  }),

  /** Where our people are: shifts anywhere with somebody of this community. */
  away: endpoint({
    who: managing,
    about: '查看本社区居民参加的班次，含其他社区',
    input: z.strictObject({ area: AreaPath, after: Cursor.optional() }),
    output: Shifts,
    async run({ area, after }, ctx) {
      await managerOf(area, ctx)
      const { _ } = ctx.store
      const where = byTime(_, { homes: _.in(await homesIn(area, ctx)) }, ctx.now - dayMs, after)
      const found = await ctx.store.find<Shift>('shifts', where, { order, limit: pageSize + 1, fields: cardFields() })
      return pageOf(found, undefined, ctx.now)
    },
  }),
}
