// 库存提醒 as a kind of matter, raised by the timer so that it lies on the desk: an item below its minimum, a batch near its date or past it.
// Each is told once: its id is made of the item and the occasion. What is short is public, so that donors see what is needed.
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { afterWorkingDays } from '../../core/deadline'
import { firstOf, numberOf } from '../../core/first'
import type { Matter } from '../../core/matter'
import { reminder } from '../../core/reminder'
import type { Kind, PageLink, RuleCtx } from '../../core/workflow'
import type { Batch } from './batch'
import { type GoodsCategory, poolLabel, reserves } from './classes'
import { type Item, sayExpiry } from './items'
import { bodiesOf, keepers, keepsRoom, looksIn, watchers } from './rooms'

export type AlertBody = {
  words: string
  photos: string[]
  visibility: 'public' | 'private'
  category: string
  about: 'low' | 'near' | 'past'
  item: string
  name: string
  unit: string
  /** How many are missing from the minimum, or lie there with that date. */
  n: number
  expiresOn?: string
}
export type Alert = Matter<AlertBody>
type AlertStatus = 'open' | 'done' | 'over'

// biome-ignore format: a table is read in columns.
const statuses: Kind<AlertStatus, AlertBody>['statuses'] = {
  open: { label: '待处理', class: 'open',    tone: 'warn',  turn: keepers, next: '请在{due}前安排' },
  done: { label: '已安排', class: 'settled', tone: 'ok',    turn: [],      next: '已安排' },
  over: { label: '已恢复', class: 'settled', tone: 'plain', turn: [],      next: '库存已恢复' },
}

// biome-ignore format: one row is one rule, read from left to right.
const actions: Kind<AlertStatus, AlertBody>['actions'] = {
  attend: {
    label: '写明怎样安排', told: '作了安排', from: ['open'], to: 'done', by: keepers, note: 'required', tone: 'main',
  },
  recover: {
    label: '库存恢复', told: '库存已恢复到最低数量以上', from: ['open'], to: 'over', by: ['system'], note: 'none',
    // Only the count itself says so: the clock, which knows no number, is refused.
    patch: z.strictObject({ free: z.number() }),
  },
  remindLate: reminder(['open'], ['clerk']),
}

/** What usually comes next, for whoever keeps the room, and the item's batches for whoever looks in. */
const nextPages: Record<AlertBody['about'], Pick<PageLink, 'page' | 'label'>> = {
  low: { page: 'receive', label: '补货入库' },
  near: { page: 'handing', label: '登记发放，先到期先发' },
  past: { page: 'counting', label: '盘点核销' },
}
const pagesOf = ({ about, item }: AlertBody, area: string, keeps: boolean): PageLink[] => [
  ...(keeps ? [{ ...nextPages[about], query: { area, item } }] : []),
  { page: 'stockItem', label: '看库存与批次', query: { id: item } },
]

export const alertKind: Kind<AlertStatus, AlertBody> = {
  name: 'stockAlert',
  label: '库存提醒',
  statuses,
  actions,
  due: (status, { lateCount }, { now }) => (status === 'open' ? afterWorkingDays(now, lateCount ? 3 : 5) : null),
  workedBy: ({ status }) => (status === 'open' ? keepers : []),
  seenBy: watchers,
  view: ({ area, body, beside }, { actor, street }) => ({
    words: body.words,
    photos: [],
    author: '物资间',
    category: poolLabel(body.category),
    facts: [
      { label: '物资', value: body.name },
      { label: body.about === 'low' ? '还缺' : '数量', value: `${missingOf({ body, beside })} ${body.unit}` },
      ...(body.expiresOn ? [{ label: '保质期', value: sayExpiry(body.expiresOn) }] : []),
    ],
    pages: looksIn(actor, area, street) ? pagesOf(body, area, keepsRoom(actor, area, street)) : [],
  }),
}

/** How many are missing as they were counted last, beside the log: nothing is decided by it. */
export const missingOf = ({ body, beside }: Pick<Alert, 'body' | 'beside'>): number => {
  const counted = beside.kept?.n
  return typeof counted === 'number' ? counted : body.n
}

/** An id that is the same each time the same thing is told. */
const idOf = (...parts: (string | number)[]): string =>
  createHash('sha256').update(parts.join('|')).digest('hex').slice(0, 32)
export const lowId = (item: string, round: number): string => idOf('low', item, round)
export const dateId = (about: 'near' | 'past', item: string, expiresOn: string): string => idOf(about, item, expiresOn)

type Parts = Pick<AlertBody, 'about' | 'item' | 'name' | 'unit' | 'n' | 'category' | 'words'> & { expiresOn?: string }

const alertOf = (id: string, area: string, title: string, parts: Parts, rule: RuleCtx): Matter =>
  firstOf(
    alertKind,
    {
      _id: id,
      no: numberOf(alertKind, id, rule),
      area,
      title,
      body: { photos: [], visibility: parts.about === 'low' ? 'public' : 'private', ...parts } satisfies AlertBody,
      ...bodiesOf(area, rule.street, rule.now),
      as: 'system',
      status: 'open',
      tells: title,
    },
    rule,
  )

export function lowAlert(item: Item, free: number, round: number, rule: RuleCtx): Matter {
  const { _id, name, unit, minimum, category, reserve } = item
  const n = minimum - free
  const words = `${reserves[reserve]}，最低 ${minimum} ${unit}，现在可用 ${free} ${unit}。`
  return alertOf(
    lowId(_id, round),
    item.area,
    `${name}低于最低数量 ${minimum} ${unit}`,
    { about: 'low', item: _id, name, unit, n, category, words },
    rule,
  )
}

export function dateAlert(about: 'near' | 'past', batch: Batch, rule: RuleCtx): Matter {
  const { item, name, unit, expiresOn, quantity: n, place } = batch
  const category: GoodsCategory = batch.category
  const title = about === 'near' ? `${name}临近保质期，请优先发放` : `${name}已过保质期，请停止发放`
  const words = about === 'near' ? `放在${place}，请优先发放。` : `放在${place}，请下架，并用盘点核销。`
  return alertOf(
    dateId(about, item, expiresOn),
    batch.area,
    title,
    { about, item, name, unit, n, category, words, expiresOn },
    rule,
  )
}
