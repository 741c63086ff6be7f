// The door for those who can't use the phone: being written down, signed up, taken off and spoken for by somebody who may, and having what
// they have done printed (M94).
import * as z from 'zod'
import { ancestorAt } from '../../../core/areas'
import { onOf, sayMoment } from '../../../core/clock'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { refuse } from '../../../core/errors'
import { Cursor, RequestId } from '../../../core/matters'
import { maskName } from '../../../core/person'
import type { Street } from '../../../core/street'
import { lookOf } from '../access'
import { CertificateView, issue, showCertificate } from '../certificate'
import { ShiftId } from '../document'
import {
  type Consent,
  cares,
  confirmFor,
  consents,
  foundFor,
  leaveFor,
  personByCode,
  signUpFor,
  waysFor,
} from '../helping'
import { HistoryView, historyOf, Year } from '../history'
import type { Volunteer } from '../pass'
import { problems } from '../problems'
import { RosterView } from '../roster-view'
import { SeatView, saySeat, showSeat } from '../seat-view'
import { addWithoutPhone } from '../without-phone'
import { AreaPath } from './activities'
import { Line, rosterFor } from './day'
import { Companion } from './places'
import { BornOn, Guardian } from './profile'
import { RecordId } from './record'

export const PersonCode = z
  .string('请填写对方的编号')
  .trim()
  .regex(/^[A-Za-z0-9]{8}$/, '请填写 8 位编号')
const ConsentKey = z.enum(Object.keys(consents) as [keyof typeof consents], '请选择本人怎样同意的')
const shared = {
  id: ShiftId,
  request: RequestId,
  consent: ConsentKey,
  with: z.array(Companion).max(5, '同行最多 5 人').default([]),
  /** The risk notice was read to them, and they accept it. */
  accepts: z.boolean('请选择是否接受风险告知').default(false),
  bornOn: BornOn.optional(),
  guardian: Guardian.optional(),
}
/** Why it is opened, and how the person agreed: both stand in the record of who has looked. */
const looking = {
  code: PersonCode,
  consent: ConsentKey,
  reason: z.string('请写明用途').trim().min(4, '请写明用途，至少 4 个字').max(80, '请控制在 80 字以内'),
}
const bornOnAsked = ['known', 'optional', 'required'] as const
const Answer = z
  .strictObject({
    id: ShiftId,
    request: RequestId,
    consent: ConsentKey,
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

  /** Before anything is done for them: who the code belongs to, how they stand, and what may be done. */
  helped: endpoint({
    who: ['staff', 'clerk', 'socialWorker'],
    about: '凭本人的编号，查看可以代办什么',
    input: z.strictObject({ id: ShiftId, code: PersonCode }),
    beside: ({ code }) => code,
    output: z.object({
      name: z.string(),
      says: z.string(),
      ways: z.array(z.object({ action: z.enum(['signUp', 'confirm', 'leave']), label: z.string() })),
      /** Nobody has written down when they were born; without a profile it has to be said. */
      bornOn: z.enum(bornOnAsked),
      /** Written down without a phone, and cared for by the caller: an account may take over what they did. */
      mayJoin: z.boolean(),
    }),
    async run(input, ctx) {
      const { person, seat, shift, mayJoin } = await foundFor(input.id, ctx)
      const ways = waysFor(seat, shift, ctx.now)
      const { volunteer } = person
      const bornOn: (typeof bornOnAsked)[number] = volunteer?.bornOn ? 'known' : volunteer ? 'optional' : 'required'
      const standing = seat && seat.state !== 'left' ? saySeat(seat).label : '还没有报名'
      return {
        name: maskName(person.name),
        says: seat?.until && ways.length ? `${standing}（${sayMoment(seat.until, ctx.now)}前）` : standing,
        ways,
        bornOn,
        mayJoin,
      }
    },
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

  recordFor: endpoint({
    who: ['clerk', 'socialWorker'],
    writes: true,
    about: '代居民查看并打印服务记录（凭本人的编号，写明用途）',
    input: z.strictObject({ ...looking, year: Year.optional(), after: Cursor.optional() }),
    output: HistoryView.extend({ name: z.string() }),
    async run({ code, consent, reason, ...asked }, ctx) {
      const { person } = await lookAtPerson({ code, consent, reason }, ctx)
      return { name: person.name, ...(await historyOf(person, asked, ctx)) }
    },
  }),

  certificateFor: endpoint({
    who: ['clerk', 'socialWorker'],
    writes: true,
    about: '代居民生成可核验的平台服务记录（凭本人的编号，写明用途）',
    input: z.strictObject({ ...looking, request: RequestId, year: Year, record: RecordId.optional() }),
    output: CertificateView.extend({ name: z.string(), unit: z.string(), on: z.string() }),
    async run({ code, consent, reason, ...asked }, ctx) {
      const { person, street } = await lookAtPerson({ code, consent, reason }, ctx)
      const issued = await issue(person, asked, ctx)
      return { ...showCertificate(issued), name: person.name, unit: street.name, on: onOf(issued.at) }
    },
  }),
}

type Looking = { code: string; consent: Consent; reason: string }

/** The person of this code, for those who care for them; the look is written down first. */
async function lookAtPerson(
  { code, consent, reason }: Looking,
  ctx: Ctx,
): Promise<{ person: Volunteer; street: Street }> {
  const [{ actor }, person] = await Promise.all([ctx.member(), personByCode(code, ctx)])
  if (!cares(actor, person)) return refuse(problems.HELP_ELSEWHERE)
  const area = person.building ?? person.street ?? ''
  const street = await ctx.street(ancestorAt(area, 'street') ?? area)
  const look = { whose: person.key, area, matter: 'record', reason: `${reason}（${consents[consent]}）` }
  await ctx.store.add('access', lookOf(look, actor, street, ctx.now))
  return { person, street }
}
