// The door for the organiser's day: roster with live counts, the code on the screen, entries for people without a phone, hours to confirm.
import * as z from 'zod'
import { endpoint } from '../../../core/endpoint'
import { RequestId } from '../../../core/matters'
import { codeOf, type Direction, printedCodeOf, stepAt, stepMs } from '../code'
import { ShiftId } from '../document'
import { mark, marks } from '../marking'
import { shiftRunBy } from '../organiser'
import { pictureOf } from '../picture'
import { confirmHours } from '../records'
import { revokeHours } from '../revoking'
import { CountsView, RosterView, showCounts, showRoster } from '../roster-view'
import type { Shift } from '../shift'

export const Line = z.string('请选择志愿者').regex(/^[0-9a-f]{16}$/, '请选择志愿者')
type Ctx = Parameters<typeof shiftRunBy>[1]

export async function rosterFor(shift: Shift, ctx: Ctx) {
  const [street, { actor }] = await Promise.all([ctx.street(shift.street), ctx.member()])
  return showRoster(shift, { actor, street }, ctx.now)
}

const Shown = z.object({ text: z.string(), image: z.string(), until: z.number() })
/** The code of a moment, until its half minute is over. */
function shownAt(shift: Shift, direction: Direction, at: number): z.input<typeof Shown> {
  const text = codeOf(shift.secret, shift._id, direction, at)
  return { text, image: pictureOf(text), until: (stepAt(at) + 1) * stepMs }
}

export const day = {
  roster: endpoint({
    who: 'member',
    about: '查看班次名单（组织者）',
    input: z.strictObject({ id: ShiftId }),
    output: RosterView,
    run: async ({ id }, ctx) => rosterFor((await shiftRunBy(id, ctx)).shift, ctx),
  }),

  /** Asked every few seconds while the organiser looks: small, and the roster itself only when the stamp has changed. */
  counts: endpoint({
    who: 'member',
    about: '查看现场人数（组织者）',
    input: z.strictObject({ id: ShiftId }),
    output: CountsView,
    run: async ({ id }, ctx) => showCounts((await shiftRunBy(id, ctx)).shift, ctx.now),
  }),

  code: endpoint({
    who: 'member',
    about: '出示签到码（组织者），每三十秒更新',
    input: z.strictObject({ id: ShiftId, direction: z.enum(['in', 'out'], '请选择签到或签退') }),
    /** `next` is there before the code ends, so that a short gap of the network shows nothing stale; `now` as phones' clocks may be wrong. */
    output: Shown.extend({
      next: Shown,
      now: z.number(),
      title: z.string(),
      post: z.string(),
      present: z.number(),
      taken: z.number(),
    }),
    async run({ id, direction }, ctx) {
      const { shift } = await shiftRunBy(id, ctx)
      const { present, taken } = showCounts(shift, ctx.now)
      return {
        ...shownAt(shift, direction, ctx.now),
        next: shownAt(shift, direction, ctx.now + stepMs),
        now: ctx.now,
        title: shift.title,
        post: shift.post,
        present,
        taken,
      }
    },
  }),

  printed: endpoint({
    who: 'member',
    about: '取纸质签到码（组织者），须由组织者确认在场',
    input: z.strictObject({ id: ShiftId, direction: z.enum(['in', 'out'], '请选择签到或签退') }),
    output: z.object({ text: z.string(), image: z.string() }),
    async run({ id, direction }, ctx) {
      const { shift } = await shiftRunBy(id, ctx)
      const text = printedCodeOf(shift.secret, id, direction)
      return { text, image: pictureOf(text) }
    },
  }),

  mark: endpoint({
    who: 'member',
    writes: true,
    about: '登记签到、签退、在场或未到（组织者）',
    input: z.strictObject({
      id: ShiftId,
      lines: z.array(Line).min(1, '请选择志愿者').max(50, '一次最多 50 人'),
      what: z.enum(marks, '请选择登记什么'),
      at: z.number('请选择时间').int('请选择时间').min(1e12, '请选择时间').max(4e12, '请选择时间').optional(),
      request: RequestId,
    }),
    output: RosterView,
    run: async (input, ctx) => rosterFor(await mark(input, ctx), ctx),
  }),

  confirmHours: endpoint({
    who: 'member',
    writes: true,
    about: '确认服务时长（组织者，不能确认自己的）',
    input: z.strictObject({
      id: ShiftId,
      lines: z
        .array(
          z.strictObject({
            line: Line,
            minutes: z
              .number('请填写分钟数')
              .int('请填写分钟数')
              .min(0, '请填写分钟数')
              .max(1440, '时长不能超过一天')
              .optional(),
          }),
        )
        .min(1, '请选择志愿者')
        .max(50, '一次最多 50 人'),
      request: RequestId,
    }),
    output: RosterView,
    run: async (input, ctx) => rosterFor(await confirmHours(input, ctx), ctx),
  }),

  revoke: endpoint({
    who: ['clerk', 'socialWorker'],
    writes: true,
    about: '撤销一条确认错了的时长，写明理由（不能撤销自己确认的）',
    input: z.strictObject({
      id: ShiftId,
      line: Line,
      words: z.string('请写明理由').trim().min(4, '请写明理由，至少 4 个字').max(200, '请控制在 200 字以内'),
      request: RequestId,
    }),
    output: RosterView,
    run: async (input, ctx) => rosterFor(await revokeHours(input, ctx), ctx),
  }),
}
