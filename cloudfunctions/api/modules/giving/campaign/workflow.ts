// 募集: from a draft through both committees and the street to an open campaign, which pauses with its charity's registration, ends on its
// day and is over only with a full report. Gifts are matters of their own.
import * as z from 'zod'
import { levelOf } from '../../../core/areas'
import type { Matter } from '../../../core/matter'
import type { Store } from '../../../core/store'
import type { Row, Status } from '../../../core/workflow'
import { type Book, bookIdOf } from '../../ledger/book'
import { figuresOf } from './disclosure'
import type { CampaignBody, Figures } from './document'
import * as effects from './effects'
import * as gates from './gates'
import { lookUpContent, lookUpMembers, MemberList, Revision } from './look-up'
import { typeOf } from './types'

// biome-ignore format: a table is read in columns.
export const campaignStatuses = {
  draft:    { label: '草稿',     class: 'waiting', tone: 'plain',  turn: ['author'],         next: '写好后请提请发布' },
  open:     { label: '募集中',   class: 'open',    tone: 'info',   turn: ['lead'],           next: '正在募集' },
  paused:   { label: '已暂停',   class: 'open',    tone: 'danger', turn: ['lead', 'officer'], next: '慈善组织的登记到期，续期后恢复' },
  ended:    { label: '已截止',   class: 'open',    tone: 'warn',   turn: ['lead'],           next: '将公布完整的接收与使用情况' },
  reported: { label: '已公示',   class: 'settled', tone: 'ok',     turn: [],                 next: '完整情况已公布' },
  dropped:  { label: '已删除',   class: 'hidden',  tone: 'plain',  turn: [],                 next: '已删除' },
} as const satisfies Record<string, Status>
export type CampaignStatus = keyof typeof campaignStatuses

/** From this amount on the street's head agrees as well. In 分. */
export const largeFen = 5_000_000

/** The figures of a disclosure are the book's, whatever the phone sent. */
async function lookUpFigures(patch: unknown, matter: Matter, store: Store): Promise<unknown> {
  const { figures: _forged, ...sent } = (patch ?? {}) as Record<string, unknown>
  const { type } = matter.body as { type: CampaignBody['type'] }
  const book = typeOf(type).hasBook
    ? await store.get<Book>('books', bookIdOf('campaign', matter._id), { balances: true })
    : undefined
  const { pledgedFen = 0 } = (matter.beside.kept ?? {}) as { pledgedFen?: number }
  return book ? { ...sent, figures: figuresOf(book, pledgedFen) } : sent
}
const Report = z.strictObject({
  words: z.string('请写明接收与使用情况').trim().min(4, '请写明接收与使用情况').max(1000, '请控制在 1000 字以内'),
  figures: z.custom<Figures>((value) => typeof value === 'object').optional(),
})
const reportFields = [
  {
    name: 'words',
    label: '接收与使用情况',
    kind: 'long' as const,
    required: true,
    max: 1000,
    hint: '金额由账簿自动带出，不能改',
  },
]

const memberFields = [
  {
    name: 'members',
    label: '成员的编号',
    kind: 'long' as const,
    required: true,
    max: 3000,
    hint: '编号在各人“我的”页面，一行一个；会换掉整份名单，请把留下的人也写上',
  },
]

// biome-ignore format: one row is one rule, read from left to right.
export const campaignActions: Record<string, Row<CampaignStatus, CampaignBody>> = {
  revise: {
    label: '修改草稿', told: '修改了草稿', from: ['draft'], to: 'same', by: ['lead', 'clerk', 'author'], note: 'none', apart: true,
    lookUp: lookUpContent, patch: Revision, effect: effects.revise,
  },
  publish: {
    label: '提请发布', told: '发布了募集', from: ['draft'], to: 'open', by: ['lead', 'clerk', 'secretary', 'officer', 'author'], note: 'none', tone: 'main', names: true,
    guards: gates.publishGuards,
    route: (_patch, { area, amount = 0 }) => (levelOf(area) === 'street' ? 'campaignStreet' : amount >= largeFen ? 'campaignLarge' : 'campaignByBoth'),
    effect: effects.publish,
    tells: [{ whom: ['author', 'lead', 'clerk'], text: '募集已发布：{title}' }],
  },
  drop: { label: '删除草稿', told: '删除了草稿', from: ['draft'], to: 'dropped', by: ['lead', 'author'], note: 'none', tone: 'danger' },
  listMembers: {
    label: '更新成员名单', told: '更新了成员名单', from: ['open', 'paused'], to: 'same', by: ['lead', 'author'], note: 'none',
    guards: [gates.isDirected], lookUp: lookUpMembers, fields: memberFields, patch: MemberList, effect: effects.listMembers,
  },
  disclose: {
    label: '公开进展', told: '公开了接收与使用情况', from: ['open', 'paused', 'ended'], to: 'same', by: ['lead', 'clerk'], note: 'none', tone: 'main', whileObjected: true,
    lookUp: lookUpFigures, fields: reportFields, patch: Report, effect: effects.disclose,
    tells: [{ whom: ['clerk', 'secretary', 'supervisor'], text: '募集公开了进展：{title}' }],
  },
  end: {
    label: '提前截止', told: '截止了募集', from: ['open', 'paused'], to: 'ended', by: ['lead', 'clerk', 'officer', 'author'], note: 'required', tone: 'danger',
    effect: effects.end,
    tells: [{ whom: ['author', 'lead', 'clerk'], text: '募集已截止，请在三个月内公布完整情况：{title}。{note}' }],
  },
  report: {
    label: '公布完整情况', told: '公布了完整的接收与使用情况', from: ['ended'], to: 'reported', by: ['lead'], note: 'none', tone: 'main',
    guards: [gates.noOpenGifts], lookUp: lookUpFigures, fields: reportFields, patch: Report, effect: effects.report,
    tells: [{ whom: ['author', 'clerk', 'secretary', 'supervisor', 'officer'], text: '募集的完整情况已公布：{title}' }],
  },
  endByClock: {
    label: '到期截止', told: '到期截止', from: ['open', 'paused'], to: 'ended', by: ['system'], note: 'none', guards: [gates.isOver], effect: effects.end,
    tells: [{ whom: ['author', 'lead', 'clerk'], text: '募集已到期截止，请在三个月内公布完整情况：{title}' }],
  },
  pause: {
    label: '暂停', told: '慈善组织登记到期，暂停募集', from: ['open'], to: 'paused', by: ['system'], note: 'none', guards: [gates.hasLapsed],
    tells: [{ whom: ['author', 'lead', 'clerk'], text: '慈善组织登记到期，募集已暂停：{title}' }],
  },
  resume: {
    label: '恢复', told: '登记已续期，恢复募集', from: ['paused'], to: 'open', by: ['system'], note: 'none', guards: [gates.stands],
    tells: [{ whom: ['author', 'lead', 'clerk'], text: '募集已恢复：{title}' }],
  },
  remindLate: {
    label: '公开逾期提醒', told: '信息公开已逾期', from: ['open', 'paused', 'ended'], to: 'same', by: ['system'], note: 'none',
    guards: [gates.isDisclosureLate], effect: effects.late,
    tells: [{ whom: ['lead', 'clerk', 'officer'], text: '信息公开已逾期，请尽快公布：{title}' }],
  },
  hasten: {
    label: '改为每五天公开', told: '进入非常规时期，缩短公开期限', from: ['open', 'paused'], to: 'same', by: ['system'], note: 'none',
    guards: [gates.isHastened], effect: effects.hasten,
    tells: [{ whom: ['lead', 'clerk'], text: '非常规时期，请每五天公开一次：{title}' }],
  },
  lookAgain: {
    label: '核对期限', told: '核对了期限', from: ['open', 'paused', 'ended'], to: 'same', by: ['system'], note: 'none', internal: true,
    guards: [gates.isOnlyDue], effect: effects.look,
  },
}
