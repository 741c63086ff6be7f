// 微心愿: a small thing or a small help that one neighbour fulfils through the community. The person it is for is never named, has agreed, and
// is known to those who bring it only.
import * as z from 'zod'
import { ancestorAt } from '../../core/areas'
import { refuseMoney } from '../../core/asks-for-money'
import { dayMs, startOf } from '../../core/clock'
import { afterWorkingDays } from '../../core/deadline'
import { problems as core, type Problem, refuse } from '../../core/errors'
import { firstOf, numberOf } from '../../core/first'
import type { Matter } from '../../core/matter'
import { reminder } from '../../core/reminder'
import { holds, type PersonKey } from '../../core/roles'
import type { Guard, Kind, Row, RuleCtx } from '../../core/workflow'
import { handingPages } from '../goods/handing-pages'
import { type Amount, fenFrom } from '../ledger/amount'
import { sayFen } from '../ledger/chart'
import { nameless } from './donors'
import { consents } from './pledge/document'
import { wishProblems as problems } from './problems'

export type WishBody = {
  words: string
  photos: string[]
  visibility: 'public'
  /** End of the last day it may be taken. */
  until: number
  /** Whom it is for, for those who bring it: never shown to the public or to the neighbour. */
  whom: string
  consent: keyof typeof consents
  need?: string
  taker?: { key: PersonKey; name: string; at: number }
  receivedAt?: number
  thanks?: string
}
export type Wish = Matter<WishBody>
export type WishStatus = 'open' | 'taken' | 'received' | 'done' | 'closed'
type WishRow = Row<WishStatus, WishBody>

/** 五百元, in 分. */
export const wishMaxFen = 50_000
const takenDays = 7
const helpers = ['clerk', 'socialWorker'] as const

const isFree: Guard<WishBody> = [problems.WISH_TAKEN, ({ body }) => body.taker === undefined]
const isTaker: Guard<WishBody> = [problems.WISH_NOT_TAKER, ({ body }, { actor }) => body.taker?.key === actor.key]
const notOwn: Guard<WishBody> = [problems.WISH_OWN, ({ author }, { actor }) => author !== actor.key]
const isOver: Guard<WishBody> = [core.STATE_CHANGED, ({ body }, { now }) => body.until <= now]

const Called = z.strictObject({
  name: z.string('请填写称呼').trim().min(1, '请填写称呼').max(20, '称呼请控制在 20 字以内'),
})
const Thanks = z.strictObject({
  words: z.string('请写下感谢的话').trim().min(2, '请写下感谢的话').max(200, '请控制在 200 字以内'),
})

/** Words that others read do not tell whom it is for, in any of the steps. */
function keepNameless(words: string, whom: string, field: string): void {
  const parts = whom.split(/[\s，,、（）()：:的]+/).map((part) => [...part])
  // A given name tells as much as the whole one.
  const names = parts.flatMap((part) => (part.length >= 2 ? [part.join(''), part.slice(-2).join('')] : []))
  if (names.some((name) => words.includes(name)) || /1\d{10}/.test(words) || /\d+\s*(?:单元|室)/.test(words))
    refuse(problems.WISH_NAMES, { fields: { [field]: problems.WISH_NAMES.message } })
}

// biome-ignore format: one row is one rule, read from left to right.
export const wishActions: Record<string, WishRow> = {
  take: {
    label: '认领心愿', told: '认领了心愿', from: ['open', 'taken'], to: 'taken', by: ['resident'], note: 'none', tone: 'main', anyVersion: true,
    guards: [isFree, notOwn],
    fields: [{ name: 'name', label: '怎么称呼您', kind: 'text', required: true, max: 20, hint: '只有社区工作人员看到' }], patch: Called,
    effect: (_wish, { name }: { name: string }, { actor, now }) => ({ body: { taker: { key: actor.key, name, at: now } } }),
    tells: [{ whom: helpers, text: '有邻居认领了心愿：{title}' }],
  },
  giveUp: {
    label: '不能完成，退回', told: '退回了心愿', from: ['taken'], to: 'open', by: ['resident'], note: 'optional', internal: true, guards: [isTaker],
    effect: () => ({ body: { taker: undefined } }),
    tells: [{ whom: helpers, text: '邻居退回了心愿：{title}' }],
  },
  release: {
    label: '重新开放认领', told: '重新开放认领', from: ['taken'], to: 'open', by: helpers, note: 'required', internal: true,
    mentions: (_patch, { body }) => (body.taker ? [`person:${body.taker.key}` as const] : []),
    effect: () => ({ body: { taker: undefined } }),
  },
  receive: {
    label: '已交到社区', told: '收到了邻居的心意', from: ['taken'], to: 'received', by: helpers, note: 'none', tone: 'main',
    effect: (_wish, _patch, { now }) => ({ body: { receivedAt: now } }),
    mentions: (_patch, { body }) => (body.taker ? [`person:${body.taker.key}` as const] : []),
  },
  deliver: {
    label: '已送达', told: '送达了心愿', from: ['taken', 'received'], to: 'done', by: helpers, note: 'none', tone: 'main',
    fields: [{ name: 'words', label: '感谢的话', kind: 'long', required: true, max: 200, hint: '请不要写出受助人的姓名' }], patch: Thanks,
    effect: ({ body }, { words }: { words: string }) => {
      keepNameless(words, body.whom, 'patch.words')
      return { body: { thanks: words }, said: words }
    },
    mentions: (_patch, { body }) => (body.taker ? [`person:${body.taker.key}` as const] : []),
  },
  close: {
    label: '结束心愿', told: '结束了心愿', from: ['open', 'taken'], to: 'closed', by: helpers, note: 'required', internal: true, tone: 'danger',
    mentions: (_patch, { body }) => (body.taker ? [`person:${body.taker.key}` as const] : []),
  },
  expire: {
    label: '到期结束', told: '到期没有认领', from: ['open'], to: 'closed', by: ['system'], note: 'none', guards: [isOver],
    tells: [{ whom: ['author'], text: '微心愿到期没有认领：{title}' }],
  },
  remindLate: reminder(['taken', 'received'], helpers),
}

export const wishKind: Kind<WishStatus, WishBody> = {
  name: 'wish',
  label: '微心愿',
  // biome-ignore format: a table is read in columns.
  statuses: {
    open:     { label: '待认领', class: 'open',    tone: 'info', turn: [],      next: '等一位邻居认领' },
    taken:    { label: '已认领', class: 'open',    tone: 'warn', turn: helpers, next: '邻居正在准备，交到社区转送' },
    received: { label: '待送达', class: 'open',    tone: 'warn', turn: helpers, next: '社区将在{due}前送达' },
    done:     { label: '已实现', class: 'settled', tone: 'ok',   turn: [],      next: '心愿已实现' },
    closed:   { label: '已结束', class: 'hidden',  tone: 'plain', turn: [],     next: '已结束' },
  },
  actions: wishActions,
  due: (status, { body }, { now }) => {
    if (status === 'open') return body.until
    if (status !== 'taken' && status !== 'received') return null
    const since = (status === 'received' ? body.receivedAt : body.taker?.at) ?? now
    const due = afterWorkingDays(since, takenDays)
    return due > now ? due : afterWorkingDays(now, 3)
  },
  workedBy: () => helpers,
  seenBy: ['clerk', 'socialWorker', 'secretary', 'supervisor'],
  view: (wish, ctx) => {
    const { actor } = ctx
    const { body, amount = 0 } = wish
    const brings = helpers.some((role) => holds(actor, role, wish))
    return {
      words: body.words,
      photos: body.photos,
      author: '社区',
      category: '微心愿',
      facts: [
        { label: '约需', value: `不超过 ${sayFen(amount)}` },
        ...(brings ? [{ label: '受助人', value: `${body.whom}（${consents[body.consent]}）` }] : []),
        ...(body.taker
          ? [{ label: '认领', value: body.taker.key === actor.key ? '您' : brings ? body.taker.name : nameless }]
          : []),
        ...(body.thanks ? [{ label: '感谢', value: body.thanks }] : []),
      ],
      pages: wish.class === 'open' ? handingPages(wish, ctx) : [],
    }
  },
}

const stop = (problem: Problem, field: string): never => refuse(problem, { fields: { [field]: problem.message } })

export type WishInput = {
  id: string
  area: string
  title: string
  words: string
  limit: Amount
  until: string
  whom: string
  consent: keyof typeof consents
  need?: string
}

/** The first document of a wish, at its community: where exactly stays with those who bring it. */
export function wishOf(input: WishInput, rule: RuleCtx): Matter {
  const { now } = rule
  const fen = fenFrom(input.limit, 'limit')
  if (fen > wishMaxFen) stop(problems.WISH_LIMIT, 'limit')
  const words = `${input.title}\n${input.words}`
  keepNameless(words, input.whom, 'words')
  refuseMoney(words, 'words')
  if (/现金|红包|现钱|转账/.test(words)) stop(problems.WISH_MONEY, 'words')
  const until = startOf(input.until) + dayMs
  if (!(until > now + dayMs) || until - now > 184 * dayMs) stop(problems.WISH_PAST, 'until')
  const body: WishBody = {
    words: input.words,
    photos: [],
    visibility: 'public',
    until,
    whom: input.whom,
    consent: input.consent,
    ...(input.need && { need: input.need }),
  }
  return firstOf(
    wishKind,
    {
      _id: input.id,
      no: numberOf(wishKind, input.id, rule),
      area: ancestorAt(input.area, 'community') ?? input.area,
      title: input.title,
      body,
      amount: fen,
      status: 'open',
      check: 'waiting',
    },
    rule,
  )
}
