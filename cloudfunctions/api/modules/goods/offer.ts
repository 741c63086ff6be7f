// 捐赠意向 as a kind of matter: goods are looked at, counted in and handed out; venues and services stand in the pool until they are used up.
import { afterWorkingDays } from '../../core/deadline'
import { problems as core } from '../../core/errors'
import { firstOf } from '../../core/first'
import type { Matter, OnBehalf } from '../../core/matter'
import { reminder } from '../../core/reminder'
import type { Guard, Kind, Row, RuleCtx, Status } from '../../core/workflow'
import { poolLabel } from './classes'
import { donorOf } from './donors'
import { followOffer } from './follow-offer'
import * as steps from './offer-steps'
import { viewOf } from './offer-view'
import { endOf, type Offer, type OfferBody, type OfferInput, offerDays, partOf, tiedTo } from './offering'
import { problems } from './problems'
import { bodiesOf, keepers, watchers } from './rooms'

// biome-ignore format: a table is read in columns.
export const offerStatuses = {
  asked:     { label: '待答复',   class: 'open',    tone: 'info',  turn: keepers, decides: true, next: '{committee}将在{due}前答复' },
  accepted:  { label: '待入库',   class: 'open',    tone: 'info',  turn: keepers, next: '请按约定送到物资间，{committee}清点入库' },
  stocked:   { label: '已入库',   class: 'waiting', tone: 'ok',    turn: [], next: '已放进物资间，发放后会告诉捐赠人' },
  available: { label: '可以使用', class: 'waiting', tone: 'ok',    turn: [], next: '有需要时由{committee}联系' },
  used:      { label: '已用完',   class: 'settled', tone: 'ok',    turn: [], next: '已全部使用，谢谢您' },
  thanked:   { label: '已感谢',   class: 'settled', tone: 'ok',    turn: [], next: '受助人表示了感谢' },
  refused:   { label: '未接收',   class: 'settled', tone: 'plain', turn: [], next: '没有接收，理由见下' },
  expired:   { label: '已过期',   class: 'settled', tone: 'plain', turn: [], next: '有效期已过，没有用上' },
  withdrawn: { label: '已撤回',   class: 'hidden',  tone: 'plain', turn: [], next: '已撤回' },
} as const satisfies Record<string, Status>
export type OfferStatus = keyof typeof offerStatuses
type OfferRow = Row<OfferStatus, OfferBody>

/** Who gave it, or entered it for somebody, does not decide on it. */
const notOwn: Guard<OfferBody> = [core.NOT_OWN, ({ author }, { actor }) => author !== actor.key]
const inTime: Guard<OfferBody> = [problems.OFFER_OVER, ({ body }, { now }) => now <= body.until]
const isOver: Guard<OfferBody> = [problems.OFFER_NOT_OVER, ({ body }, { now }) => now > body.until]
const isTied: Guard<OfferBody> = [problems.OFFER_FREE, ({ body }) => tiedTo(body) !== '']
const notAsked: Guard<OfferBody> = [problems.OFFER_ASKED, ({ body }) => body.askedToFree === undefined]
const wasAsked: Guard<OfferBody> = [core.STATE_CHANGED, ({ body }) => body.askedToFree !== undefined]

// biome-ignore format: one row is one rule, read from left to right.
export const offerActions: Record<string, OfferRow> = {
  accept: {
    label: '同意接收', told: '同意接收', from: ['asked'], to: 'accepted', by: keepers, note: 'optional', tone: 'main',
    guards: [notOwn, inTime], fields: steps.acceptFields, patch: steps.Accept, effect: steps.accept,
    tells: [{ whom: ['author'], text: '您的捐赠意向已接受：{title}。{note}' }],
  },
  refuse: {
    label: '不接收', told: '没有接收', from: ['asked', 'accepted'], to: 'refused', by: keepers, note: 'required',
    guards: [notOwn], fields: steps.refuseFields, patch: steps.Refuse, effect: steps.turnDown,
    tells: [{ whom: ['author'], text: '您的捐赠没有接收：{title}。{said}。{note}' }],
  },
  receive: {
    label: '清点入库', told: '清点入库', from: ['accepted'], to: 'stocked', by: keepers, note: 'optional', tone: 'main',
    guards: [notOwn], fields: steps.receiveFields, patch: steps.Receive, effect: steps.receive,
    tells: [{ whom: ['author'], text: '您的捐赠已入库：{title}。{said}' }],
  },
  use: {
    label: '登记使用', told: '使用了一次', from: ['available'], to: 'same', by: keepers, note: 'required', tone: 'main',
    fields: steps.useFields, lookUp: steps.lookUpNeed, patch: steps.UseInput, effect: steps.use,
    tells: [{ whom: ['author'], text: '您提供的{title}用上了：{note}' }],
  },
  finish: {
    label: '用完了', told: '已用完', from: ['available'], to: 'used', by: [...keepers, 'author'], note: 'optional',
    effect: steps.finish,
    tells: [{ whom: ['author'], text: '您提供的{title}已用完，谢谢您' }],
  },
  askToFree: {
    label: '征求同意用于其他需要', told: '征求捐赠人同意用于其他需要', from: ['accepted', 'available', 'stocked'], to: 'same', by: keepers, note: 'required',
    guards: [isTied, notAsked], effect: steps.askToFree,
    tells: [{ whom: ['author'], text: '请您答复：{title}能否用于其他需要。{note}' }],
  },
  free: {
    label: '同意用于其他需要', told: '同意用于其他需要', from: ['accepted', 'available', 'stocked'], to: 'same', by: ['author'], note: 'optional',
    guards: [isTied], effect: steps.free,
    tells: [{ whom: keepers, text: '捐赠人同意用于其他需要：{title}' }],
  },
  keepTied: {
    label: '仍只用于指定的事项', told: '仍只用于指定的事项', from: ['accepted', 'available', 'stocked'], to: 'same', by: ['author'], note: 'optional',
    guards: [isTied, wasAsked], effect: steps.keepTied,
    tells: [{ whom: keepers, text: '捐赠人希望仍只用于指定的事项：{title}' }],
  },
  thank: {
    label: '写感谢', told: '表示感谢', from: ['stocked', 'available', 'used', 'thanked'], to: 'same', by: keepers, note: 'required',
    effect: steps.thank,
    tells: [{ whom: ['author'], text: '感谢您的捐赠（{title}）：{note}' }],
  },
  withdraw: {
    label: '撤回', told: '撤回了捐赠意向', from: ['asked', 'accepted', 'available'], to: 'withdrawn', by: ['author'], note: 'optional', tone: 'danger',
    tells: [{ whom: keepers, text: '捐赠人撤回了：{title}。{note}' }],
  },
  noteUse: {
    label: '您的捐赠有了去向', told: '有了去向', from: ['stocked', 'used', 'thanked'], to: 'same', by: ['system'], note: 'none',
    patch: steps.NoteUse, effect: steps.noteUse,
    mentions: (patch, offer) => steps.isNews(patch, offer) ? ['author'] : [],
  },
  hearThanks: {
    label: '受助人的感谢', told: '受助人表示感谢', from: ['stocked', 'available', 'used', 'thanked'], to: 'same', by: ['system'], note: 'none',
    patch: steps.HearThanks, effect: steps.hearThanks,
    tells: [{ whom: ['author'], text: '受助人感谢您的捐赠（{title}）：{said}' }],
  },
  expire: {
    label: '到期结束', told: '有效期已过', from: ['asked', 'accepted', 'available'], to: 'expired', by: ['system'], note: 'none',
    guards: [isOver], effect: steps.expire,
    tells: [{ whom: ['author', 'clerk'], text: '捐赠意向已过有效期：{title}' }],
  },
  remindLate: reminder(['asked', 'accepted'], keepers),
}

const dueOf = (status: OfferStatus, { body, lateCount }: Offer, { now }: RuleCtx): number | null => {
  // A day after the last moment, so that the timer finds it over.
  const end = body.until + 1
  if (status === 'available') return end
  if (status === 'asked') return Math.min(end, afterWorkingDays(now, lateCount ? 2 : 3))
  return status === 'accepted' ? Math.min(end, afterWorkingDays(now, lateCount ? 2 : 5)) : null
}

export const offerKind: Kind<OfferStatus, OfferBody> = {
  name: 'offer',
  label: '捐赠意向',
  statuses: offerStatuses,
  actions: offerActions,
  due: dueOf,
  workedBy: ({ status }) => (status === 'asked' || status === 'accepted' ? keepers : []),
  seenBy: watchers,
  applies: {
    in: ['available', 'stocked', 'used', 'thanked', 'expired', 'withdrawn', 'refused'],
    on: ['free'],
    later: true,
    run: followOffer,
  },
  view: viewOf,
}

export type Linked = { need?: string; campaign?: string; about?: string }

/** Pure: the first document of an offer. */
export function offerOf(
  input: OfferInput,
  person: { name: string },
  linked: Linked,
  no: string,
  rule: RuleCtx,
): Matter {
  const part = partOf(input) ?? {}
  const proxy = input.onBehalfOf
  const body: OfferBody = {
    words: input.words,
    photos: input.photos,
    visibility: 'private',
    category: input.type === 'goods' ? (input.goods?.category ?? 'other') : (input.service?.skill ?? 'venue'),
    type: input.type,
    donor: donorOf(input, proxy?.name ?? person.name),
    conditions: input.conditions,
    purpose: input.purpose,
    until: input.until ? endOf(input.until) : rule.now + offerDays * 86_400_000,
    ...part,
    ...linked,
    onlyFor: input.onlyFor,
    uses: [],
    thanks: [],
  }
  const behalf: OnBehalf | undefined = proxy && {
    name: proxy.name,
    consent: proxy.consent,
    at: rule.now,
    ...(proxy.phone && { phone: proxy.phone }),
  }
  const title = titleOf(body)
  const parts = { _id: input.id, no, area: input.area, title, body, status: 'asked', check: 'waiting' as const }
  return firstOf(
    offerKind,
    {
      ...parts,
      ...bodiesOf(input.area, rule.street, rule.now),
      ...(behalf && { onBehalfOf: behalf, recorder: rule.actor.key, as: 'recorder' as const }),
      tells: `新的捐赠意向：${title}`,
    },
    rule,
  )
}

/** 捐赠大米 20 袋 · 提供场地：一楼会议室 · 提供服务：维修. */
export const titleOf = ({ goods, venue, category }: OfferBody): string =>
  goods
    ? `捐赠${goods.name} ${goods.quantity} ${goods.unit}`
    : venue
      ? `提供场地：${venue.place}`
      : `提供服务：${poolLabel(category)}`
