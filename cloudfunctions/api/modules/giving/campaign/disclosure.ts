// The disclosure clock (慈善法 72, 79): every three months while it runs, every five days in 非常规, in full within three months of the end.
// Figures come from the book and from nowhere else. Pure.
import { dayMs, inShanghai, onOf, sayFully } from '../../../core/clock'
import { declaredAt } from '../../../core/settings'
import { periodAt, type Street } from '../../../core/street'
import type { Book } from '../../ledger/book'
import { sayFen, shown } from '../../ledger/chart'
import type { Campaign, Figures } from './document'

const emergencyDays = 5
const months = 3

const afterMonths = (from: number): number => inShanghai(from).add(months, 'month').valueOf() - 8 * 3_600_000

/** When the next one is due after `from`. */
export const nextDue = (street: Street, area: string, from: number, now: number): number =>
  periodAt(street, area, now) === 'emergency' ? from + emergencyDays * dayMs : afterMonths(from)

export const reportDue = (endedAt: number): number => afterMonths(endedAt)

/** When it is due as of now: a declaration shortens what was set before it; undefined when nothing is owed. */
export function discloseBy(
  campaign: Pick<Campaign, 'area' | 'status' | 'body'>,
  street: Street,
  now: number,
): number | undefined {
  const { status, body } = campaign
  if (body.discloseBy === undefined || (status !== 'open' && status !== 'paused' && status !== 'ended'))
    return undefined
  if (status === 'ended' || periodAt(street, campaign.area, now) !== 'emergency') return body.discloseBy
  const since = body.disclosures.at(-1)?.at ?? body.openedAt ?? now
  const declared = declaredAt(street.settings, campaign.area, now)?.from ?? now
  return Math.min(body.discloseBy, Math.max(since, declared) + emergencyDays * dayMs)
}

export const everyText = (street: Street, area: string, now: number): string =>
  periodAt(street, area, now) === 'emergency'
    ? '非常规时期，每 5 天公开一次'
    : '每 3 个月公开一次，结束后 3 个月内公布完整情况'

/** 已逾期 3 天; undefined when it is in time. */
export function sayOverdue(due: number | undefined, now: number): string | undefined {
  if (due === undefined || due > now) return undefined
  return `信息公开已逾期 ${Math.max(1, Math.ceil((now - due) / dayMs))} 天`
}

export const figuresOf = ({ balances }: Pick<Book, 'balances'>, pledged: number): Figures => ({
  in: shown(balances, 'donations'),
  out: shown(balances, 'spending'),
  held: shown(balances, 'bank'),
  fees: shown(balances, 'fees'),
  returned: shown(balances, 'returned'),
  pledged,
})

/** The report's words, to be sent as they are or added to. */
export function reportWords(title: string, figures: Figures | undefined, now: number): string {
  if (!figures) return `截至 ${onOf(now)}，${title}的接收与使用情况如下：`
  const parts = [
    `收到 ${sayFen(figures.in)}`,
    `使用 ${sayFen(figures.out)}`,
    ...(figures.fees ? [`平台手续费 ${sayFen(figures.fees)}`] : []),
    ...(figures.returned ? [`退回捐赠人 ${sayFen(figures.returned)}`] : []),
    `账上余额 ${sayFen(figures.held)}`,
    ...(figures.pledged ? [`另有认捐待到账 ${sayFen(figures.pledged)}`] : []),
  ]
  return `截至 ${onOf(now)}，${title}${parts.join('，')}。`
}

export const sayDay = (at: number): string => sayFully(at).slice(0, -6)
