// 发放 as a kind of matter: asked for, set aside first expired first out, picked, handed over against a confirmation, and thanked for. The stock
// itself is moved by what follows the steps (follow-handover.ts), each batch once.
import { afterWorkingDays } from '../../core/deadline'
import { problems as core } from '../../core/errors'
import { reminder } from '../../core/reminder'
import { type Actor, holds } from '../../core/roles'
import type { Guard, Kind, KindView, Row, RuleCtx, Status } from '../../core/workflow'
import { consents } from '../needs/document'
import { followHandover } from './follow-handover'
import { type Handover, type HandoverBody, howLabels, sayCode } from './handing'
import * as steps from './handover-steps'
import { sayExpiry } from './items'
import { sayLines, sayMissing } from './picking'
import { problems } from './problems'
import { keepers, watchers } from './rooms'

// biome-ignore format: a table is read in columns.
export const handoverStatuses = {
  asked:     { label: '待备货',     class: 'open',    tone: 'plain', turn: keepers, next: '请核对清单后备货' },
  reserving: { label: '备货中',     class: 'open',    tone: 'info',  turn: keepers, next: '正在按先到期先发的顺序预留' },
  short:     { label: '库存不足',   class: 'open',    tone: 'warn',  turn: keepers, next: '没有预留任何物资，请改按现有库存备货，或补货后再试' },
  reserved:  { label: '已备好',     class: 'open',    tone: 'ok',    turn: keepers, next: '请受助人凭领取码到物资间领取' },
  picked:    { label: '已拣出',     class: 'open',    tone: 'ok',    turn: keepers, next: '已从货架取下，请受助人来领取' },
  handing:   { label: '发放登记中', class: 'open',    tone: 'info',  turn: keepers, next: '正在登记出库' },
  done:      { label: '已发放',     class: 'settled', tone: 'ok',    turn: [],      next: '已交到受助人手中' },
  thanking:  { label: '感谢待转达', class: 'open',    tone: 'info',  turn: keepers, next: '请看过内容后转达给捐赠人' },
  thanked:   { label: '已转达感谢', class: 'settled', tone: 'ok',    turn: [],      next: '感谢已转达给捐赠人' },
  cancelled: { label: '已取消',     class: 'settled', tone: 'plain', turn: [],      next: '已取消，预留已退回' },
} as const satisfies Record<string, Status>
export type HandoverStatus = keyof typeof handoverStatuses
type HandoverRow = Row<HandoverStatus, HandoverBody>

const notRecipient: Guard<HandoverBody> = [
  core.NOT_OWN,
  ({ onBehalfOf }, { actor }) => onBehalfOf?.person !== actor.key,
]
/** Without the recipient's code it takes two people of the room. */
const notRaiser: Guard<HandoverBody> = [
  core.NOT_OWN,
  ({ recorder, author }, { actor }) => actor.key !== (recorder ?? author),
]
const notThanked: Guard<HandoverBody> = [problems.HANDOVER_THANKED, ({ body }) => body.thanks === undefined]
const wasReminded: Guard<HandoverBody> = [
  problems.OFFER_NOT_OVER,
  ({ dueAt, lateCount }, { now }) => lateCount > 0 && dueAt !== null && dueAt <= now,
]

// biome-ignore format: one row is one rule, read from left to right.
export const handoverActions: Record<string, HandoverRow> = {
  reserve: {
    label: '备货', told: '开始备货', from: ['asked', 'short'], to: 'reserving', by: keepers, note: 'none', tone: 'main',
    effect: steps.reserve,
  },
  takeLess: {
    label: '按现有库存备货', told: '改为按现有库存备货', from: ['short'], to: 'reserving', by: keepers, note: 'none',
    effect: steps.takeLess,
  },
  plan: {
    label: '选定批次', told: '按先到期先发选定了批次', from: ['reserving'], to: 'same', by: ['system'], note: 'none', internal: true,
    patch: steps.Plan, effect: steps.plan,
  },
  fallShort: {
    label: '库存不足', told: '库存不足，没有预留', from: ['reserving'], to: 'short', by: ['system'], note: 'none', internal: true,
    patch: steps.FallShort, effect: steps.fallShort,
    tells: [{ whom: ['recorder', 'clerk'], text: '库存不足：{title}。{said}' }],
  },
  setAside: {
    label: '备好', told: '物资已备好', from: ['reserving'], to: 'reserved', by: ['system'], note: 'none',
    patch: steps.SetAside, effect: steps.setAside,
    tells: [{ whom: ['author'], text: '物资已备好，请来领取：{title}' }],
  },
  pick: {
    label: '已从货架取下', told: '从货架取下了物资', from: ['reserved'], to: 'picked', by: keepers, note: 'none', internal: true, tone: 'main',
  },
  handOver: {
    label: '凭领取码发放', told: '交给了受助人', from: ['reserved', 'picked'], to: 'handing', by: keepers, note: 'none', tone: 'main',
    guards: [notRecipient], fields: steps.codeFields, patch: steps.Code, effect: steps.handOver,
  },
  handOverTo: {
    label: '代领或签字领取', told: '登记了领取', from: ['reserved', 'picked'], to: 'handing', by: keepers, note: 'optional', internal: true,
    guards: [notRecipient, notRaiser], fields: steps.helpedFields, patch: steps.Helped, effect: steps.handOverTo,
  },
  finish: {
    label: '发放完成', told: '已出库，发放完成', from: ['handing'], to: 'done', by: ['system'], note: 'none',
    patch: steps.SetAside,
    tells: [{ whom: ['author'], text: '已发放：{title}。愿意的话，可以写一句感谢' }],
  },
  cancel: {
    label: '取消发放', told: '取消了发放', from: ['asked', 'short', 'reserved', 'picked'], to: 'cancelled', by: [...keepers, 'author'], note: 'required', tone: 'danger',
    tells: [{ whom: ['author', 'recorder'], text: '发放已取消：{title}。{note}' }],
  },
  expire: {
    label: '逾期退回', told: '逾期没有领取，退回库存', from: ['asked', 'short', 'reserved', 'picked'], to: 'cancelled', by: ['system'], note: 'none',
    guards: [wasReminded],
    tells: [{ whom: ['author', 'recorder', 'clerk'], text: '逾期没有领取，已退回库存：{title}' }],
  },
  thank: {
    label: '写一句感谢', told: '表示感谢', from: ['done'], to: 'thanking', by: ['author'], note: 'required', tone: 'main',
    guards: [notThanked], effect: steps.thank,
    tells: [{ whom: ['clerk', 'recorder'], text: '受助人写了感谢，请看过后转达：{title}' }],
  },
  passThanks: {
    label: '转达给捐赠人', told: '转达了感谢', from: ['thanking'], to: 'thanked', by: keepers, note: 'none', tone: 'main',
    guards: [notRecipient],
  },
  dropThanks: {
    label: '不转达', told: '没有转达', from: ['thanking'], to: 'done', by: keepers, note: 'required',
    guards: [notRecipient], effect: steps.dropThanks,
    tells: [{ whom: ['author'], text: '您写的感谢没有转达：{note}' }],
  },
  remindLate: reminder(['asked', 'reserving', 'short', 'reserved', 'picked', 'handing', 'thanking'], ['recorder', 'clerk']),
}

const days: Partial<Record<HandoverStatus, number>> = {
  asked: 3,
  reserving: 1,
  short: 5,
  reserved: 5,
  picked: 5,
  handing: 1,
  thanking: 5,
}

const insideOf = (handover: Handover, actor: Actor): boolean =>
  (['recorder', 'party', ...watchers] as const).some((role) => holds(actor, role, handover)) &&
  handover.onBehalfOf?.person !== actor.key

function viewOf(handover: Handover, { actor }: RuleCtx): KindView {
  const { body, status, onBehalfOf } = handover
  const isRecipient = onBehalfOf?.person === actor.key
  const inside = insideOf(handover, actor)
  const ready = status === 'reserved' || status === 'picked'
  return {
    words: inside ? body.words : '',
    photos: [],
    author: isRecipient ? '我' : '物资间',
    category: body.kit ? '物资包' : '物资发放',
    hasContact: inside && (onBehalfOf?.person !== undefined || onBehalfOf?.phone !== undefined),
    facts: [
      ...(isRecipient && ready ? [{ label: '领取码', value: sayCode(body.code) }] : []),
      ...(body.kit ? [{ label: '物资包', value: body.kit }] : []),
      { label: '物资', value: sayLines(body.lines) },
      ...(inside ? [{ label: '受助人', value: onBehalfOf?.name || '居民' }] : []),
      ...(inside && onBehalfOf ? [{ label: '受助人同意', value: consents[onBehalfOf.consent] }] : []),
      ...(body.about ? [{ label: '用于', value: body.about }] : []),
      ...(status === 'short' ? [{ label: '还缺', value: sayMissing(body.lines, body.missing) }] : []),
      ...(inside
        ? body.picks.map(({ line, n, place, expiresOn, gift, shown }) => ({
            label: '取货',
            value: `${place}：${body.lines[line]?.name ?? ''} ${n} ${body.lines[line]?.unit ?? ''}，${sayExpiry(expiresOn)}${gift ? `，${shown}捐赠` : shown ? `，${shown}` : ''}`,
          }))
        : []),
      ...(body.confirmed && (inside || isRecipient)
        ? [
            {
              label: '领取方式',
              value: `${howLabels[body.confirmed.how]}${body.confirmed.helper && inside ? `：${body.confirmed.helper}` : ''}`,
            },
          ]
        : []),
      ...(body.thanks ? [{ label: '感谢', value: body.thanks.words }] : []),
    ],
    ...(body.need && { link: { id: body.need, label: '查看要帮助的诉求' } }),
  }
}

export const handoverKind: Kind<HandoverStatus, HandoverBody> = {
  name: 'handover',
  label: '发放',
  statuses: handoverStatuses,
  actions: handoverActions,
  due: (status, _handover, { now }) => {
    const length = days[status]
    return length === undefined ? null : afterWorkingDays(now, length)
  },
  workedBy: ({ class: held }) => (held === 'open' ? keepers : []),
  seenBy: watchers,
  applies: {
    in: ['reserving', 'short', 'handing', 'cancelled', 'thanked'],
    later: true,
    run: followHandover,
  },
  view: viewOf,
}
