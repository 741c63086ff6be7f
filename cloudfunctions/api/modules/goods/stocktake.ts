// 盘点 as a kind of matter: one person counts and explains what differs, another confirms, and the batches are set right by what was found
// more or less. What is set aside for a handover is never counted away.
import * as z from 'zod'
import { afterWorkingDays } from '../../core/deadline'
import { problems as core } from '../../core/errors'
import { firstOf, numberOf } from '../../core/first'
import type { Matter } from '../../core/matter'
import { reminder } from '../../core/reminder'
import type { PersonKey } from '../../core/roles'
import type { Guard, Kind, Row, RuleCtx, Status } from '../../core/workflow'
import { followStocktake } from './follow-stocktake'
import { count, Key, quantityMost, text } from './offering'
import { bodiesOf, keepers, watchers } from './rooms'

/** One batch as the books had it and as it was counted. */
export type Counted = {
  batch: string
  item: string
  name: string
  unit: string
  place: string
  kept: number
  counted: number
  why: string
}
export type StocktakeBody = {
  words: string
  photos: string[]
  visibility: 'private'
  lines: Counted[]
  confirmedBy?: PersonKey
  /** Lines that could not be set right, because the stock had moved on. */
  left?: number[]
}
export type Stocktake = Matter<StocktakeBody>

// biome-ignore format: a table is read in columns.
const statuses = {
  asked:     { label: '待复核',   class: 'open',    tone: 'info',  turn: keepers, decides: true, next: '请另一位工作人员在{due}前复核' },
  adjusting: { label: '调整中',   class: 'open',    tone: 'info',  turn: keepers, next: '正在按清点数调整' },
  adjusted:  { label: '已调整',   class: 'settled', tone: 'ok',    turn: [], next: '库存已按清点数调整' },
  rejected:  { label: '须重新盘', class: 'settled', tone: 'plain', turn: [], next: '复核没有通过，请重新盘点' },
  withdrawn: { label: '已撤回',   class: 'hidden',  tone: 'plain', turn: [], next: '已撤回' },
} as const satisfies Record<string, Status>
type StocktakeStatus = keyof typeof statuses
type StocktakeRow = Row<StocktakeStatus, StocktakeBody>

const notOwn: Guard<StocktakeBody> = [core.NOT_OWN, ({ author }, { actor }) => author !== actor.key]
const Left = z.strictObject({ left: z.array(z.number()) })

// biome-ignore format: one row is one rule, read from left to right.
const actions: Record<string, StocktakeRow> = {
  confirm: {
    label: '复核无误', told: '复核无误', from: ['asked'], to: 'adjusting', by: keepers, note: 'optional', tone: 'main',
    guards: [notOwn],
    effect: (_stocktake, _patch, { actor }) => ({ body: { confirmedBy: actor.key } }),
  },
  reject: {
    label: '请重新盘点', told: '要求重新盘点', from: ['asked'], to: 'rejected', by: keepers, note: 'required',
    guards: [notOwn],
    tells: [{ whom: ['author'], text: '请重新盘点：{title}。{note}' }],
  },
  withdraw: {
    label: '撤回', told: '撤回了盘点', from: ['asked'], to: 'withdrawn', by: ['author'], note: 'none', tone: 'danger',
  },
  settle: {
    label: '完成调整', told: '库存已按清点数调整', from: ['adjusting'], to: 'adjusted', by: ['system'], note: 'none',
    patch: Left,
    effect: ({ body }, { left }: { left: number[] }) => ({
      body: { left },
      ...(left.length && { said: `${left.map((line) => body.lines[line]?.name).join('、')}在清点后又有变动，没有调整，请再盘一次` }),
    }),
    tells: [{ whom: ['author'], text: '盘点已完成：{title}。{said}' }],
  },
  remindLate: reminder(['asked', 'adjusting'], keepers),
}

const said = ({ name, unit, place, kept, counted, why }: Counted) => ({
  label: place,
  value: `${name}：账上 ${kept}，清点 ${counted} ${unit}${why ? `，${why}` : ''}`,
})

export const stocktakeKind: Kind<StocktakeStatus, StocktakeBody> = {
  name: 'stocktake',
  label: '盘点',
  statuses,
  actions,
  due: (status, _stocktake, { now }) =>
    status === 'asked' ? afterWorkingDays(now, 3) : status === 'adjusting' ? afterWorkingDays(now, 1) : null,
  workedBy: ({ class: held }) => (held === 'open' ? keepers : []),
  seenBy: watchers,
  applies: { in: ['adjusting'], later: true, run: followStocktake },
  view: ({ body, author }, { actor }) => {
    const different = body.lines.filter(({ kept, counted }) => kept !== counted)
    return {
      words: body.words,
      photos: body.photos,
      author: author === actor.key ? '我' : '物资间',
      category: '盘点',
      facts: [
        {
          label: '清点',
          value: `${body.lines.length} 个批次，${different.length ? `${different.length} 个有差异` : '全部相符'}`,
        },
        ...different.map(said),
        ...(body.left ?? []).flatMap((line) =>
          body.lines[line] ? [{ label: '没有调整', value: body.lines[line].name }] : [],
        ),
      ],
    }
  },
}

export const BatchId = z.string('请选择批次').regex(/^b[a-z0-9]{16,38}$/, '没有这个批次')
export const StocktakeInput = z.strictObject({
  id: Key,
  area: z.string('请选择社区').max(160),
  lines: z
    .array(
      z.strictObject({
        batch: BatchId,
        counted: count('清点数', quantityMost, 0),
        why: text('差异原因', 60).default(''),
      }),
    )
    .min(1, '请至少清点一个批次')
    .max(50, '一次最多 50 个批次'),
  words: text('说明', 300).default(''),
})

/** Pure: the first document of a stock-taking. */
export function stocktakeOf(
  { id, area, words }: { id: string; area: string; words: string },
  lines: Counted[],
  rule: RuleCtx,
): Matter {
  const { street, now } = rule
  const different = lines.filter(({ kept, counted }) => kept !== counted).length
  const title = `盘点：${lines.length} 个批次，${different ? `${different} 个有差异` : '全部相符'}`
  const body: StocktakeBody = { words, photos: [], visibility: 'private', lines }
  const no = numberOf(stocktakeKind, id, rule)
  const parts = { _id: id, no, area, title, body, status: 'asked', tells: `请复核盘点：${title}` }
  return firstOf(stocktakeKind, { ...parts, ...bodiesOf(area, street, now) }, rule)
}
