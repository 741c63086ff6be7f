// The log as people read it: who did what, when, in the words of its kind; and what the parties have said to each other. Who somebody is called
// depends on for whom they acted, never on their name. Pure.
import * as z from 'zod'
import { type AnyKind, agreement, rowOf } from './act'
import { ancestorAt } from './areas'
import { sayFully, sayTime } from './clock'
import type { Event, Matter } from './matter'
import { type Actor, type AreaRole, areaRoles, holds, type Role } from './roles'
import { dutyOf } from './space'
import { areaName, bodyName, type Street } from './street'
import { type RuleCtx, statusOf } from './workflow'

export const tone = z.enum(['plain', 'info', 'warn', 'ok', 'danger'])
export const TimelineItem = z.object({
  n: z.number(),
  time: z.string(),
  full: z.string(),
  who: z.string(),
  told: z.string(),
  said: z.string().optional(),
  note: z.string().optional(),
  internal: z.boolean(),
  tone,
})

export const dutyLabels: Record<string, string> = {
  handle: '经办',
  leadDepartment: '牵头科室',
  department: '协办科室',
  assist: '协助',
  committee: '管委会',
  payee: '收款单位',
  ...Object.fromEntries(Object.values(dutyOf).map(({ duty, label }) => [duty, label])),
}

/** 香梅社区居民委员会, 阳光物业, 居民: the actor of an event as everybody may know them. */
export function sayWho(
  event: Pick<Event, 'as' | 'where'>,
  matter: Matter,
  street: Street,
  reader: Actor,
  called: NonNullable<AnyKind['called']> = {},
): string {
  const { author = '居民', recorder = '代办人', asRaised } = called
  if (event.as === 'system') return '系统'
  if (event.as === 'author') {
    const [raised] = matter.trace
    if (asRaised && raised && raised.as !== 'author') return sayWho(raised, matter, street, reader, called)
    return holds(reader, 'author', matter) ? '我' : author
  }
  if (event.as === 'recorder') return recorder
  if (event.as === 'joined') return '成员'
  if (event.as === 'resident' || event.as === 'public') return '居民'
  if (event.where) return bodyName(street, event.where)
  if (event.as === 'lead') return matter.lead ? bodyName(street, matter.lead) : '责任单位'
  if (event.as === 'party') return '协助单位'
  if (event.as.startsWith('duty:')) return dutyLabels[event.as.slice(5)] ?? '协助单位'
  return roleName(event.as, matter, street)
}

/** 香梅社区居民委员会 · 香梅街道办事处. */
export function roleName(role: Role, matter: Pick<Matter, 'area' | 'lead' | 'assists'>, street: Street): string {
  if (!(role in areaRoles)) return role === 'lead' && matter.lead ? bodyName(street, matter.lead) : '经办人'
  const { label, level } = areaRoles[role as AreaRole]
  const area = ancestorAt(matter.area, level)
  const place = area ? areaName(street, area) : ''
  return label.startsWith('街道') ? `${place}${label.slice(2)}` : `${place}${label.replace(/^社区/, '')}`
}

export const talkOf = (matter: Matter, { street, actor, now }: RuleCtx) =>
  matter.trace
    .filter(({ action }) => action === 'say')
    .slice(-50)
    .map((event) => ({
      n: event.n,
      who: sayWho(event, matter, street, actor),
      time: sayTime(event.at, now),
      text: event.note ?? '',
      mine: event.by === actor.key,
    }))

export function timelineOf(
  kind: AnyKind,
  matter: Matter,
  ctx: RuleCtx,
  isWorker: boolean,
): z.infer<typeof TimelineItem>[] {
  const told = (event: Event): string => {
    if (event.n === 1) return event.action === 'raise' ? `提出了${kind.label}` : `提交了${kind.label}`
    if (Object.values<string>(agreement).includes(event.action)) return event.said ?? ''
    const row = rowOf(kind, event.action)
    if (row?.route && row.to !== 'same' && event.from === event.to) return `提请「${row.label}」`
    return row?.told ?? event.action
  }
  return matter.trace
    .filter(({ internal, action }) => (!internal || isWorker) && action !== 'say')
    .map((event) => ({
      n: event.n,
      time: sayTime(event.at, ctx.now),
      full: sayFully(event.at),
      who: sayWho(event, matter, ctx.street, ctx.actor, kind.called),
      told: told(event),
      said: event.said === told(event) ? undefined : event.said,
      note: event.note,
      internal: event.internal ?? false,
      tone: event.from === event.to ? ('plain' as const) : statusOf(kind, event.to).tone,
    }))
    .reverse()
}
