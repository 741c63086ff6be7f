// The door for a volunteer's place: signing up, leaving, saying yes, scanning.
import * as z from 'zod'
import { sayFully } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { RequestId } from '../../../core/matters'
import { ShiftId } from '../document'
import { refuseWhenFull } from '../full'
import { groupMax } from '../groups'
import { confirmSeat, leave } from '../leaving'
import { scan } from '../presence'
import { SeatView, showSeat } from '../seat-view'
import { signUp } from '../sign-up'

export const Companion = z.string('请填写同行人').trim().min(1, '请填写同行人').max(20, '称呼请控制在 20 字以内')

export const places = {
  signUp: endpoint({
    who: 'member',
    // A rush is mostly refusals, which only read: the pace of a person is not written for them, and places bound themselves.
    writes: 'bulk',
    about: '报名一个班次，可与家人同行，队伍可带队',
    input: z.strictObject({
      id: ShiftId,
      request: RequestId,
      with: z.array(Companion).max(groupMax, `同行最多 ${groupMax} 人`).default([]),
      accepts: z.boolean('请选择是否接受风险告知').default(false),
    }),
    output: SeatView,
    early: ({ id }, { openid, now }) => refuseWhenFull(id, openid, now),
    run: async (input, ctx) => showSeat(await signUp(input, ctx), ctx.now),
  }),

  leave: endpoint({
    who: 'member',
    writes: true,
    about: '退出一个班次',
    input: z.strictObject({ id: ShiftId, request: RequestId }),
    output: SeatView,
    run: async ({ id, request }, ctx) => showSeat(await leave(id, request, ctx), ctx.now),
  }),

  confirm: endpoint({
    who: 'member',
    writes: true,
    about: '确认候补到的名额，或在活动变化后确认参加',
    input: z.strictObject({ id: ShiftId, request: RequestId }),
    output: SeatView,
    run: async ({ id, request }, ctx) => showSeat(await confirmSeat(id, request, ctx), ctx.now),
  }),

  /** `later`: the scan was kept on the phone while the network was away. `walkIn`: who came without signing up. */
  scan: endpoint({
    who: 'member',
    writes: true,
    about: '扫码签到或签退',
    input: z.strictObject({
      code: z.string('请扫现场出示的码').min(1, '请扫现场出示的码').max(120, '这不是有效的签到码'),
      request: RequestId,
      later: z.boolean('请重新扫码').default(false),
      walkIn: z.boolean('请重新扫码').default(false),
    }),
    output: SeatView.extend({
      shift: z.string(),
      title: z.string(),
      post: z.string(),
      direction: z.enum(['in', 'out']),
      /** 已签到 09:02. */
      said: z.string(),
    }),
    async run(input, ctx) {
      const { shift, seat, direction } = await scan(input, ctx)
      const said = `${direction === 'in' ? '已签到' : '已签退'} ${sayFully(seat[direction]?.at ?? ctx.now).slice(-5)}`
      const { _id, title, post } = shift
      return { ...showSeat(seat, ctx.now), shift: _id, title, post, direction, said }
    },
  }),
}
