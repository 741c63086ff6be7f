// The door for 有微信了，并入账号: the clerk or social worker of the community has both codes before them, sees whose they are and what will
// happen, and joins the two once they have checked who stands there.
import * as z from 'zod'
import { sayFully } from '../../../core/clock'
import { endpoint } from '../../../core/endpoint'
import { RequestId } from '../../../core/matters'
import { maskName } from '../../../core/person'
import { consents } from '../helping'
import { join, lookAtBoth, sayTotals } from '../join'
import type { Volunteer } from '../pass'
import { PersonCode } from './helping'

const Codes = {
  account: PersonCode,
  card: z
    .string('请填写没有手机时的编号')
    .trim()
    .regex(/^[A-Za-z0-9]{8}$/, '请填写 8 位编号'),
}
const happens = [
  '没有手机时的时长、积分、服务记录和已报的名额，都归到这个账号，原来打印的记录照常有效',
  '账号的编号改为卡片上的编号，卡片可以继续用',
  '本人会收到一条消息，写明由谁办理；并入后不能拆开',
]

const dayOf = (at: number): string => sayFully(at).slice(0, -6)
const sinceOf = ({ noPhone, at }: Volunteer): string =>
  noPhone ? `${dayOf(noPhone.at)}登记（${consents[noPhone.consent]}）` : `${dayOf(at)}登记`

export const joining = {
  joining: endpoint({
    who: ['clerk', 'socialWorker'],
    about: '凭两个编号，查看没有手机时的记录能否并入本人的账号',
    input: z.strictObject(Codes),
    output: z.object({
      card: z.object({ name: z.string(), since: z.string(), hours: z.string() }),
      account: z.object({ name: z.string(), since: z.string() }),
      happens: z.array(z.string()),
    }),
    async run(input, ctx) {
      const { account, card } = await lookAtBoth(input, ctx)
      return {
        card: { name: maskName(card.name), since: sinceOf(card), hours: sayTotals(card) },
        account: { name: maskName(account.name), since: sinceOf(account) },
        happens,
      }
    },
  }),

  join: endpoint({
    who: ['clerk', 'socialWorker'],
    writes: true,
    about: '把没有手机时的记录并入本人的账号（凭两个编号，当面核对）',
    input: z.strictObject({
      ...Codes,
      request: RequestId,
      checked: z.literal(true, '请当面核对本人和卡片，再并入'),
    }),
    output: z.object({ ok: z.boolean() }),
    async run({ account, card, request }, ctx) {
      await join({ account, card, request }, ctx)
      return { ok: true }
    },
  }),
}
