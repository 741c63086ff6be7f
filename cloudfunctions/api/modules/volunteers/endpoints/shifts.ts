// The door for running a shift before and after the day: changes, wider calls, offers to people who fit, contact through staff, ratings.
import * as z from 'zod'
import { dayMs, minuteMs } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { problems as coreProblems, refuse } from '../../../core/errors'
import { RequestId } from '../../../core/matters'
import { lookOf } from '../access'
import { isHeld } from '../agenda'
import { editShift } from '../changing'
import { climb } from '../climbing'
import { ShiftId, TermsInput } from '../document'
import { offer } from '../offering'
import { shiftRunBy } from '../organiser'
import type { Volunteer } from '../pass'
import { problems } from '../problems'
import { lineOf, type Seat, type Shift } from '../shift'
import { ShiftCard, showCard } from '../shift-card'

const moment = (what: string) =>
  z.number(`请选择${what}`).int(`请选择${what}`).min(1e12, `请选择${what}`).max(4e12, `请选择${what}`)
const Line = z.string('请选择志愿者').regex(/^[0-9a-f]{16}$/, '请选择志愿者')
const Rating = {
  stars: z.number('请选择满意程度').int('请选择满意程度').min(1, '请选择满意程度').max(5, '请选择满意程度'),
  words: z.string('请填写评价').trim().max(200, '请控制在 200 字以内').default(''),
}

export const shifts = {
  editShift: endpoint({
    who: 'member',
    writes: true,
    about: '修改班次的时间、地点、名额、内容与要求（组织者），有变化会请大家选择',
    input: z
      .strictObject({
        id: ShiftId,
        startsAt: moment('开始时间'),
        endsAt: moment('结束时间'),
        place: z.string('请填写集合地点').trim().min(2, '请填写集合地点').max(60, '集合地点请控制在 60 字以内'),
        capacity: z.number('请填写人数').int('请填写人数').min(1, '至少 1 人').max(300, '最多 300 人'),
        ...TermsInput,
        request: RequestId,
      })
      .refine(({ startsAt, endsAt }) => endsAt - startsAt >= 15 * minuteMs && endsAt - startsAt <= dayMs / 2, {
        path: ['endsAt'],
        message: '一个班次至少十五分钟，最长十二小时',
      }),
    output: ShiftCard,
    run: async (input, ctx) => showCard(await editShift(input, ctx), undefined, ctx.now),
  }),

  climb: endpoint({
    who: 'member',
    writes: true,
    about: '扩大一个班次的招募范围',
    input: z.strictObject({ id: ShiftId, request: RequestId }),
    output: ShiftCard,
    run: async (input, ctx) => showCard(await climb(input, ctx), undefined, ctx.now),
  }),

  /** `more`: others may be found by asking again. */
  offer: endpoint({
    who: 'member',
    writes: true,
    about: '邀请合适的志愿者（组织者），由本人决定是否报名',
    input: z.strictObject({ id: ShiftId, request: RequestId }),
    output: z.object({ invited: z.number(), more: z.boolean() }),
    run: offer,
  }),

  /** One tap to call, through staff only (WeChat 15.2.1), and every look is written down. */
  call: endpoint({
    who: ['staff', 'clerk', 'socialWorker'],
    writes: true,
    about: '写明理由，查看名单上志愿者的电话（工作人员）',
    input: z.strictObject({
      id: ShiftId,
      line: Line,
      reason: z
        .string('请写明查看的理由')
        .trim()
        .min(4, '请写明查看的理由，至少 4 个字')
        .max(100, '理由请控制在 100 字以内'),
    }),
    output: z.object({ name: z.string(), phone: z.string(), guardian: z.string() }),
    async run({ id, line, reason }, ctx) {
      const { shift, actor } = await shiftRunBy(id, ctx)
      const key = Object.keys(shift.roster).find((one) => lineOf(id, one) === line)
      if (!key || !isHeld(shift.roster[key] as Seat)) return refuse(problems.SHIFT_NOT_ON_ROSTER)
      const street = await ctx.street(shift.street)
      const look = { whose: key, area: shift.area, lead: shift.lead, matter: shift.activity, no: shift.no, reason }
      await ctx.store.add('access', lookOf(look, actor, street, ctx.now))
      const [person] = await ctx.store.find<Volunteer>('people', { key }, { limit: 1 })
      const pass = person?.volunteer
      return {
        name: person?.name ?? '',
        phone: pass?.contact ?? person?.phone ?? '',
        guardian: pass?.guardian?.phone ?? '',
      }
    },
  }),

  /** Both ways, once each, after the hours are confirmed (67号令 10). */
  rate: endpoint({
    who: 'member',
    writes: true,
    about: '评价一次活动（志愿者）',
    input: z.strictObject({ id: ShiftId, ...Rating, request: RequestId }),
    output: z.object({ ok: z.boolean() }),
    async run({ id, stars, words, request }, ctx) {
      const { key } = await ctx.member()
      const shift = await ctx.store.get<Shift>('shifts', id, { [`roster.${key}`]: true })
      const seat = shift?.roster?.[key] ?? refuse(problems.SHIFT_NOT_JOINED)
      if (!seat.confirmed) return refuse(problems.RATING_EARLY)
      if (seat.log.some((event) => event.request === request)) return { ok: true }
      if (seat.rating) return refuse(problems.RATING_GIVEN)
      const { _ } = ctx.store
      const line = `roster.${key}`
      const change = {
        [`${line}.rating`]: _.set({ stars, words, at: ctx.now }),
        [`${line}.log`]: _.push([{ at: ctx.now, by: key, what: '评价了活动', request }]),
      }
      const done = await ctx.store.change('shifts', { _id: id, [`${line}.rating`]: _.exists(false) }, change)
      return done === 1 ? { ok: true } : refuse(problems.RATING_GIVEN)
    },
  }),

  ratePerson: endpoint({
    who: 'member',
    writes: true,
    about: '评价一位志愿者（组织者）',
    input: z.strictObject({ id: ShiftId, line: Line, ...Rating, request: RequestId }),
    output: z.object({ ok: z.boolean() }),
    async run({ id, line, stars, words, request }, ctx) {
      const { shift, actor } = await shiftRunBy(id, ctx)
      const key =
        Object.keys(shift.roster).find((one) => lineOf(id, one) === line) ?? refuse(problems.SHIFT_NOT_ON_ROSTER)
      const seat = shift.roster[key] as Seat
      if (key === actor.key) return refuse(coreProblems.NOT_OWN)
      if (!seat.confirmed) return refuse(problems.RATING_EARLY)
      if (seat.log.some((event) => event.request === request)) return { ok: true }
      const { _ } = ctx.store
      const at = `roster.${key}`
      const change = {
        [`${at}.rated`]: _.set({ stars, words, at: ctx.now, by: actor.key }),
        [`${at}.log`]: _.push([{ at: ctx.now, by: actor.key, what: '评价了志愿者', request }]),
      }
      const done = await ctx.store.change('shifts', { _id: id, [`${at}.rated`]: _.exists(false) }, change)
      return done === 1 ? { ok: true } : refuse(problems.RATING_GIVEN)
    },
  }),
}
