// What a page shows of an offer: everything to its donor and to those who work on it; to everybody else what it is, under the name the donor
// has chosen, and what became of it. Pure.
import { onOf, sayTime } from '../../core/clock'
import { type Actor, holds } from '../../core/roles'
import type { KindView, RuleCtx } from '../../core/workflow'
import { consents } from '../needs/document'
import { checks, conditions, offerTypes, poolLabel, refusals } from './classes'
import { donorTypes, publicName } from './donors'
import { sayExpiry } from './items'
import { type Offer, type OfferBody, tiedTo } from './offering'
import { looksIn, watchers } from './rooms'

const fact = (label: string, value: string | undefined) => (value ? [{ label, value }] : [])

/** The donor, the helper who entered it, and those who work on it or oversee the place. */
const mayKnow = (offer: Offer, actor: Actor): boolean =>
  (['author', 'recorder', 'party', ...watchers] as const).some((role) => holds(actor, role, offer))

const whatIs = ({ goods, venue, service }: OfferBody) => [
  ...fact('物资', goods && `${goods.name} ${goods.quantity} ${goods.unit}，${conditions[goods.condition]}`),
  ...fact('保质期', goods?.expiresOn ? sayExpiry(goods.expiresOn) : undefined),
  ...fact('场地', venue && `${venue.place}，可容纳 ${venue.capacity} 人`),
  ...fact('可用时间', venue?.times),
  ...fact('服务时间', service?.times),
  ...fact('能服务多少', service?.howMany),
]

const became = ({ received, left, uses, thanks }: OfferBody, now: number) => [
  ...fact(
    '入库',
    received && `${received.quantity} ${received.unit}，还有 ${left ?? received.quantity} ${received.unit}没有发放`,
  ),
  ...uses.slice(-5).map(({ at, words }) => ({ label: '去向', value: `${sayTime(at, now)}，${words}` })),
  ...thanks.slice(-3).map(({ words }) => ({ label: '感谢', value: words })),
]

export function viewOf(offer: Offer, { actor, now, street }: RuleCtx): KindView {
  const { body } = offer
  const { donor } = body
  const inside = mayKnow(offer, actor)
  const proxy = offer.onBehalfOf
  return {
    words: body.words,
    photos: body.photos,
    author: holds(actor, 'author', offer) && !proxy ? '我' : publicName(donor),
    category: poolLabel(body.category),
    hasContact: inside,
    facts: [
      { label: '捐赠人', value: publicName(donor) },
      ...(inside ? [{ label: '账册记名', value: `${donor.name || '居民'}（${donorTypes[donor.type].label}）` }] : []),
      ...(inside && proxy ? [{ label: '代办', value: `由工作人员代为登记，${consents[proxy.consent]}` }] : []),
      { label: '类别', value: `${offerTypes[body.type]} · ${poolLabel(body.category)}` },
      ...whatIs(body),
      ...(inside ? fact('存放地点', body.goods?.where) : []),
      ...fact('希望用途', body.purpose),
      ...fact('附加条件', body.conditions),
      ...fact('用于', body.need || body.campaign ? (body.about ?? '一件不公开的事项') : undefined),
      ...(tiedTo(body) ? [{ label: '专物专用', value: '只用于指定的事项，改变用途须捐赠人同意' }] : []),
      ...(inside ? fact('查验', body.checked?.checks.map((one) => checks[one]).join('；')) : []),
      ...(inside ? fact('存放', body.received?.place) : []),
      ...fact('不接收的理由', body.refusal && refusals[body.refusal]),
      ...(offer.class === 'open' || offer.status === 'available'
        ? [{ label: '有效期至', value: onOf(body.until) }]
        : []),
      ...became(body, now),
    ],
    pages:
      body.received && looksIn(actor, offer.area, street)
        ? [{ page: 'stockItem', label: '看库存与批次', query: { id: body.received.item } }]
        : [],
    ...(body.need && body.about && { link: { id: body.need, label: '查看要帮助的事项' } }),
  }
}
