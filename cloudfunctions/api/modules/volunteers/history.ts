// What a volunteer has done, as its owner reads it and as the committee prints it for somebody without a phone: sums by year, stars, tier, and
// the records, newest first, page by page.
import * as z from 'zod'
import { sayFully, startOf } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { Cursor, pageSize } from '../../core/matters'
import type { Where } from '../../core/store'
import { bodyName } from '../../core/street'
import { activityClasses } from './classes'
import { sayHours, sayNextStar, starsFor, tierOf } from './hours'
import type { Volunteer } from './pass'
import type { HourRecord } from './records'

export const RecordView = z.object({
  id: z.string(),
  shift: z.string(),
  activity: z.string(),
  title: z.string(),
  post: z.string(),
  place: z.string(),
  on: z.string(),
  time: z.string(),
  class: z.string(),
  minutes: z.number(),
  hours: z.string(),
  counts: z.boolean(),
  how: z.string(),
  state: z.enum(['posted', 'corrected', 'revoked']),
  stateLabel: z.string(),
  /** Why it was revoked; '' otherwise. */
  why: z.string(),
  leader: z.string(),
  body: z.string(),
})

export const HistoryView = z.object({
  hours: z.string(),
  minutes: z.number(),
  count: z.number(),
  stars: z.number(),
  /** How far it is to the next one; '' = there is none. */
  nextStar: z.string(),
  /** Benefits by the hours of this year and the last; they lapse by themselves (M92). */
  tier: z.string(),
  years: z.array(z.object({ year: z.string(), minutes: z.number(), hours: z.string() })),
  records: z.array(RecordView),
  next: Cursor.optional(),
})

export const Year = z.number('请选择年份').int('请选择年份').min(2000, '请选择年份').max(2200, '请选择年份')

export const howLabels = { scan: '现场签到', capped: '未签退，按规则计算', makeUp: '事后补登' }
const stateLabels = { posted: '已确认', corrected: '已更正', revoked: '已撤销' }

/** One query, of the page alone; the sums are kept with the person. */
export async function historyOf(
  person: Volunteer,
  { year, after }: { year?: number; after?: Cursor },
  ctx: Ctx,
): Promise<z.input<typeof HistoryView>> {
  const { _ } = ctx.store
  const span = year ? { startsAt: _.and([_.gte(startOf(`${year}-01-01`)), _.lt(startOf(`${year + 1}-01-01`))]) } : {}
  const mine = { person: person.key, ...span }
  const where = after
    ? _.and([mine, _.or([{ startsAt: _.lt(after.key) }, { startsAt: after.key, _id: _.lt(after.id) }])])
    : mine
  const found = await ctx.store.find<HourRecord>('records', where as Where, {
    order: [
      ['startsAt', 'desc'],
      ['_id', 'desc'],
    ],
    limit: pageSize + 1,
  })
  const shown = found.slice(0, pageSize)
  const last = shown.at(-1)
  const street = person.street ? await ctx.store.street(person.street, ctx.now) : undefined
  const totals = person.volunteer?.totals
  const minutes = totals?.minutes ?? 0
  return {
    hours: sayHours(minutes),
    minutes,
    count: totals?.count ?? 0,
    stars: starsFor(minutes, street?.settings.stars),
    nextStar: sayNextStar(minutes, street?.settings.stars),
    tier: tierOf(totals?.years ?? {}, ctx.now),
    years: Object.entries(totals?.years ?? {})
      .sort(([a], [b]) => Number(b) - Number(a))
      .map(([one, sum]) => ({ year: one, minutes: sum, hours: sayHours(sum) })),
    records: shown.map((one) => ({
      id: one._id,
      shift: one.shift,
      activity: one.activity,
      title: one.title,
      post: one.post,
      place: one.place,
      on: one.on,
      time: `${sayFully(one.startsAt)}–${sayFully(one.endsAt).slice(-5)}`,
      class: activityClasses[one.class].label,
      minutes: one.minutes,
      hours: sayHours(one.minutes),
      counts: one.counts,
      how: howLabels[one.how],
      state: one.state,
      stateLabel: stateLabels[one.state],
      why: one.state === 'revoked' ? (one.history.at(-1)?.reason ?? '') : '',
      leader: one.leader,
      body: street ? bodyName(street, one.body) : '',
    })),
    ...(found.length > pageSize && last && { next: { key: last.startsAt, id: last._id } }),
  }
}
