// The door for those who can't use the phone: being written down, signed up, taken off and spoken for by somebody who may (M94).
import * as z from 'zod'
import { endpoint } from '../../../core/endpoint'
import { RequestId } from '../../../core/matters'
import { maskName } from '../../../core/person'
import { ShiftId } from '../document'
import { confirmFor, consents, leaveFor, signUpFor } from '../helping'
import { RosterView, SeatView, showSeat } from '../show'
import { addWithoutPhone } from '../without-phone'
import { AreaPath } from './activities'
import { Line, rosterFor } from './day'
import { Companion } from './places'
import { BornOn, Guardian } from './profile'

export const PersonCode = z
  .string('请填写对方的编号')
  .trim()
  .regex(/^[A-Za-z0-9]{8}$/, '请填写 8 位编号')
const Consent = z.enum(Object.keys(consents) as [keyof typeof consents], '请选择本人怎样同意的')
const shared = {
  id: ShiftId,
  request: RequestId,
  consent: Consent,
  with: z.array(Companion).max(5, '同行最多 5 人').default([]),
  /** The risk notice was read to them, and they accept it. */
  accepts: z.boolean('请选择是否接受风险告知').default(false),
  bornOn: BornOn.optional(),
  guardian: Guardian.optional(),
}
const Answer = z
  .strictObject({
    id: ShiftId,
    request: RequestId,
    consent: Consent,
    code: PersonCode.optional(),
    line: Line.optional(),
  })
  .refine(({ code, line }) => (code === undefined) !== (line === undefined), {
    path: ['code'],
    message: '请填写对方的编号，或在名单上选择',
  })

export const helping = {
  /** Afterwards they are checked in by `mark`, and their hours become records like everybody's. */
  addWithoutPhone: endpoint({
    who: 'member',
    writes: true,
    about: '登记一位没有手机的志愿者（组织者，经本人同意）',
    input: z.strictObject({
      ...shared,
      name: z.string('请填写姓名').trim().min(1, '请填写姓名').max(20, '姓名请控制在 20 字以内'),
      /** Absent: the shift's own community. */
      building: AreaPath.optional(),
      phone: z
        .string('请填写联系电话')
        .regex(/^1\d{10}$/, '请填写 11 位手机号')
        .optional(),
    }),
    output: RosterView,
    run: async (input, ctx) => rosterFor(await addWithoutPhone(input, ctx), ctx),
  }),

  signUpFor: endpoint({
    who: ['staff', 'clerk', 'socialWorker'],
    writes: true,
    about: '代居民报名一个班次（经本人同意，凭本人的编号）',
    input: z.strictObject({ ...shared, code: PersonCode }),
    output: SeatView.extend({ name: z.string() }),
    async run(input, ctx) {
      const { seat, person } = await signUpFor(input, ctx)
      return { ...showSeat(seat, ctx.now), name: maskName(person.name) }
    },
  }),

  leaveFor: endpoint({
    who: ['staff', 'clerk', 'socialWorker'],
    writes: true,
    about: '代居民退出一个班次（经本人同意）',
    input: Answer,
    output: SeatView,
    run: async (input, ctx) => showSeat(await leaveFor(input, ctx), ctx.now),
  }),

  confirmFor: endpoint({
    who: ['staff', 'clerk', 'socialWorker'],
    writes: true,
    about: '代居民确认参加（候补到名额，或活动有变化）',
    input: Answer,
    output: SeatView,
    run: async (input, ctx) => showSeat(await confirmFor(input, ctx), ctx.now),
  }),
}
