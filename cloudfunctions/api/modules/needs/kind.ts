// The need as a kind of matter: its tables, its clock, who sees it, and its part of the page.

import { ancestorAt } from '../../core/areas'
import { sayTime } from '../../core/clock'
import { maskName } from '../../core/person'
import { holds } from '../../core/roles'
import { areaName, placeName } from '../../core/street'
import type { Kind, KindView, RuleCtx } from '../../core/workflow'
import { handingPages } from '../goods/handing-pages'
import { categories } from './categories'
import { dueOf } from './deadlines'
import { consents, type Need, type NeedBody, refusals, scopes, urgencies, visibilities } from './document'
import { lineFor, sayLine } from './register'
import { type NeedStatus, needActions, needStatuses } from './workflow'

const workers = ['clerk', 'secretary', 'officer', 'director', 'gridWorker', 'supervisor'] as const

/** What the register says of the body that handles it: the measure of a 派单异议. */
function basis(need: Need, { street }: RuleCtx) {
  const body = street.bodies.get(need.assists.find(({ duty }) => duty === 'handle')?.body ?? '')
  const line = body && lineFor(street, need.body.category, body)
  return line ? [{ label: '清单依据', value: sayLine(line, street) }] : []
}

/** 我 · 王** (those who handle it) · 3 栋居民 · 一位居民. */
function authorOf(need: Need, { actor, street }: RuleCtx): string {
  const isProxy = need.onBehalfOf !== undefined && need.onBehalfOf.person !== actor.key
  if (holds(actor, 'author', need) && !isProxy) return '我'
  const isWorker =
    workers.some((role) => holds(actor, role, need)) || need.assists.some(({ body }) => actor.bodies.includes(body))
  if (isWorker || holds(actor, 'recorder', need)) return need.body.askedBy ? maskName(need.body.askedBy) : '居民'
  const building = ancestorAt(need.area, 'building')
  return need.body.anonymous || !building ? '一位居民' : `${areaName(street, building)}居民`
}

function viewOf(need: Need, ctx: RuleCtx): KindView {
  const { body } = need
  const facts = [
    { label: '类别', value: categories[body.category] },
    { label: '地点', value: placeName(ctx.street, need.area) },
    { label: '紧急程度', value: urgencies[body.urgency] },
    ...basis(need, ctx),
    { label: '性质', value: `${scopes[body.scope]} · ${visibilities[body.visibility]}` },
    ...(need.onBehalfOf
      ? [{ label: '代办', value: `由社区工作者代为提交，${consents[need.onBehalfOf.consent]}` }]
      : []),
    ...(body.originNo ? [{ label: '原编号', value: body.originNo }] : []),
    ...(body.refusal ? [{ label: '不予受理的理由', value: refusals[body.refusal] }] : []),
    ...(body.rating
      ? [{ label: '评价', value: `${body.rating.stars} 星${body.rating.words ? `，${body.rating.words}` : ''}` }]
      : []),
    ...(body.closedHow === 'unrated' ? [{ label: '评价', value: '未评价' }] : []),
    ...(body.redoCount ? [{ label: '重办', value: `${body.redoCount} 次` }] : []),
    ...(body.answeredAt ? [{ label: '答复时间', value: sayTime(body.answeredAt, ctx.now) }] : []),
  ]
  const isOpen = need.class === 'open' || need.class === 'waiting'
  return {
    words: body.words,
    photos: body.photos,
    facts,
    author: authorOf(need, ctx),
    category: categories[body.category],
    canSupport:
      isOpen && body.visibility === 'public' && !holds(ctx.actor, 'author', need) && holds(ctx.actor, 'resident', need),
    hasContact: body.hasPhone,
    pages: isOpen ? handingPages(need, ctx, body.category) : [],
    link: body.mergedInto ? { id: body.mergedInto, label: '查看一并办理的诉求' } : undefined,
  }
}

export const needKind: Kind<NeedStatus, NeedBody> = {
  name: 'need',
  label: '诉求',
  statuses: needStatuses,
  actions: needActions,
  due: dueOf,
  workedBy: ({ lateCount }) => [
    'clerk',
    'duty:handle',
    'duty:leadDepartment',
    'duty:department',
    ...(lateCount > 0 ? (['officer'] as const) : []),
  ],
  seenBy: workers,
  coordinated: true,
  view: viewOf,
}
