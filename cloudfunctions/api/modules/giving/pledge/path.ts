// One gift's path, 捐出 → 到账 → 使用 → 感谢, for its donor to read and print (慈善法 42): what is known at each step, and what comes next. Pure.
import { onOf } from '../../../core/clock'
import { bodyName, type Street } from '../../../core/street'
import type { Book } from '../../ledger/book'
import { sayFen, shown } from '../../ledger/chart'
import type { Pledge } from './document'
import { evidenceTypes } from './document'
import type { PledgeStatus } from './workflow'

export type Step = {
  key: 'given' | 'arrived' | 'used' | 'thanked'
  label: string
  done: boolean
  on?: string
  text: string
}

/** What became of it, in one sentence. */
export const became: Record<PledgeStatus, string> = {
  pledged: '等待到账，请按慈善组织的方式付款',
  recorded: '慈善组织已收到，等另一个人复核',
  confirmed: '正在记入账簿',
  posted: '已记入账簿，按写明的用途使用',
  reversing: '入账有疑问，正在核对',
  undoing: '入账有误，正在冲正',
  reversed: '入账有误，已冲正',
  voided: '没有到账，已作废',
  withdrawn: '您撤回了认捐',
}

export const isIn = ({ status }: Pledge): boolean => status === 'posted' || status === 'reversing'

function receiptWords({ body }: Pledge): string {
  if (!body.receipt) return ''
  return 'no' in body.receipt ? `捐赠票据 ${body.receipt.no}` : '按捐赠人意愿不开票据'
}

/** Whom the donor asks where to pay: nothing is paid here. */
function arrived(pledge: Pledge, contact: string): Step {
  const { evidence } = pledge.body
  const step = { key: 'arrived' as const, label: '到账', done: isIn(pledge) }
  const asks = pledge.status === 'pledged' && contact ? `。付款请联系 ${contact}` : ''
  if (!evidence) return { ...step, text: `${became[pledge.status as PledgeStatus]}${asks}` }
  const words = [
    `${evidenceTypes[evidence.type].label}，${sayFen(evidence.fen)}`,
    receiptWords(pledge),
    isIn(pledge) ? '' : became[pledge.status as PledgeStatus],
  ].filter(Boolean)
  return { ...step, on: evidence.on, text: words.join('；') }
}

/** Whether it has been used is asked of the book, as for everybody's gifts together; until it has arrived there is nothing to ask. */
const used = (pledge: Pledge): Step => ({
  key: 'used',
  label: '使用',
  done: false,
  text: isIn(pledge) ? '与其他捐赠一起，按写明的用途使用，每一笔都会公布' : '到账后按写明的用途使用，每一笔都会公布',
})

/** Money of one purpose is used together: what the whole of it has done is what each gift has done. */
export function useOf({ balances }: Pick<Book, 'balances'>): Pick<Step, 'done' | 'text'> {
  const [income, out, held] = (['donations', 'spending', 'bank'] as const).map((account) => shown(balances, account))
  if (!out) return { done: false, text: `还没有使用，连同其他捐赠共有 ${sayFen(held ?? 0)}` }
  return {
    done: true,
    text: `与其他捐赠一起，收到 ${sayFen(income ?? 0)}，已使用 ${sayFen(out)}，余额 ${sayFen(held ?? 0)}`,
  }
}

export function stepsOf(pledge: Pledge, contact = ''): Step[] {
  const { body, amount = 0, at } = pledge
  const purpose = body.purpose ? `，用途：${body.purpose}` : ''
  return [
    {
      key: 'given',
      label: '捐出',
      done: true,
      on: onOf(at),
      text: `${sayFen(amount)}，捐给“${body.toTitle}”${purpose}`,
    },
    arrived(pledge, contact),
    used(pledge),
    {
      key: 'thanked',
      label: '感谢',
      done: isIn(pledge),
      ...(body.postedAt && isIn(pledge) && { on: onOf(body.postedAt) }),
      text: isIn(pledge) ? '感谢卡已备好，谢谢您' : '到账后会有一张感谢卡',
    },
  ]
}

export const cardNote = '感谢卡不是公益事业捐赠票据；票据由慈善组织开具。'

/** For paper: what stands above and below the steps, a line each. */
export const paperOf = (pledge: Pledge, street: Street, now: number): { above: string[]; below: string[] } => ({
  above: [`一笔捐赠的去向（${pledge.no}）`, `接收：${pledge.lead ? bodyName(street, pledge.lead) : ''}`],
  below: [`打印于 ${onOf(now)}。本页供捐赠人查询，不是公益事业捐赠票据。`],
})
