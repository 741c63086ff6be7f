// Who may be paid: a body of the register, or a firm by its name. Never a person's own pocket, and never whoever gave the money. Pure.
import * as z from 'zod'
import { refuse } from '../../core/errors'
import { bodyName, type Street } from '../../core/street'
import { allocationProblems as problems } from './problems'

/** `body` when the street's register knows it; `code` is its 统一社会信用代码, where it was given. */
export type Payee = { name: string; body?: string; code?: string }

export const PayeeInput = z.union(
  [
    z.strictObject({ body: z.string().min(1, '请选择收款单位').max(60) }),
    z.strictObject({ firm: z.string().trim().min(2, '请填写单位名称').max(40, '单位名称请控制在 40 字以内') }),
  ],
  '请选择收款单位，或填写单位名称',
)
export type PayeeInput = z.infer<typeof PayeeInput>

/** How the name of something that is not one person ends. */
const firms =
  /(?:公司|集团|商店|商行|商场|超市|便利店|药店|书店|饭店|餐厅|食堂|店|铺|厂|中心|协会|联合会|基金会|慈善会|促进会|商会|合作社|工作室|工作站|服务站|服务队|社|学校|学院|医院|幼儿园|园|馆|所|部|局|院|场|坊|行|社区|委员会)(?:[（(][^（）()]{1,20}[）)])?$/
/** An account, a card, a phone, or a way to pay one person. */
const personal = /\d{8,}|微信|支付宝|收款码|卡号|账号|账户|个人|本人|先生$|女士$|师傅$|老师$/

/** As it is paid; refuses a person, an unknown or an ended body. `field` is where it stands. */
export function payeeOf(input: PayeeInput, street: Street, field: string): Payee {
  const stop = (problem: { code: string; message: string }): never =>
    refuse(problem, { fields: { [field]: problem.message } })
  if ('body' in input) {
    const body = street.bodies.get(input.body)
    if (!body || body.endedAt !== undefined) return stop(problems.ALLOCATION_PAYEE)
    return { name: bodyName(street, body._id), body: body._id }
  }
  const name = input.firm.normalize('NFKC').replace(/\s+/g, '')
  if (personal.test(name) || !firms.test(name) || [...name].length < 3) return stop(problems.ALLOCATION_PAYEE_PERSON)
  return { name }
}
