// The pool as people read it: what is wanted (needs, wishes, campaigns, what is short) and what is there, and why one may help the other. Pure.
import * as z from 'zod'
import { dayMs, onOf, sayTime } from '../../core/clock'
import type { Matter } from '../../core/matter'
import { placeName } from '../../core/street'
import type { RuleCtx } from '../../core/workflow'
import { type Category, categories } from '../needs/categories'
import { type AlertBody, missingOf } from './alert'
import { never } from './batch'
import { asksDonors, goodsCategories, offerTypes, poolLabel, reserves, wantedFor } from './classes'
import { type Item, sayExpiry } from './items'
import { sayLines } from './picking'

export const PoolLine = z.object({
  id: z.string(),
  /** What it is, for the phone: it knows which page shows it. */
  key: z.enum(['need', 'wish', 'campaign', 'stockAlert', 'goods', 'venue', 'service']),
  /** 诉求, 微心愿, 物资, 场地 … */
  kind: z.string(),
  title: z.string(),
  words: z.string(),
  place: z.string().optional(),
  /** How much there is, or is wanted. */
  amount: z.string().optional(),
  /** The matter to open, where there is one. */
  matter: z.string().optional(),
  time: z.string().optional(),
})
type PoolLine = z.input<typeof PoolLine>

/** Kinds of matters that goods, venues and services can help. */
export const wanting = ['need', 'wish', 'campaign', 'stockAlert'] as const

/** 米面粮油、日用清洁、照护: what usually helps with a category of need. */
export const sayWants = (category: string): string => wantedFor(category).map(poolLabel).join('、')

/** Does a kind of goods, a skill or a venue help with it? A campaign or a wish may be helped with anything. */
export const isHelpedBy = ({ kind, body }: Pick<Matter, 'kind' | 'body'>, category: string): boolean =>
  kind === 'need'
    ? wantedFor(String(body.category)).includes(category)
    : kind !== 'stockAlert' || body.category === category

/** What is wanted, in words; undefined for a need that donors are not asked for, unless they have chosen a skill that it wants. */
export function wantOf(
  matter: Matter,
  kindLabel: string,
  { street, now }: RuleCtx,
  chosen?: string,
): PoolLine | undefined {
  const { category } = matter.body as { category?: string }
  const line = {
    id: matter._id,
    key: matter.kind as (typeof wanting)[number],
    matter: matter._id,
    title: matter.title,
    place: placeName(street, matter.area),
    time: sayTime(matter.at, now),
  }
  if (matter.kind === 'stockAlert') {
    const body = matter.body as AlertBody
    const amount = `${missingOf({ body, beside: matter.beside })} ${body.unit}`
    return { ...line, kind: '库存不足', words: '物资间需要补充', amount }
  }
  if (matter.kind !== 'need') {
    // What a campaign for goods asks for, as it says itself.
    const { wanted = [] } = matter.body as { wanted?: { name: string; unit: string; quantity: number }[] }
    return { ...line, kind: kindLabel, words: sayLines(wanted) }
  }
  if (!asksDonors(category ?? '') && (!chosen || Object.hasOwn(goodsCategories, chosen))) return undefined
  return { ...line, kind: kindLabel, words: `可以帮上忙：${sayWants(category ?? '')}` }
}

const amountOf = ({ type, free, unit }: Item): string | undefined => (type === 'goods' ? `${free} ${unit}` : undefined)

export const thereOf = (item: Item): PoolLine => ({
  id: item._id,
  key: item.type,
  kind: offerTypes[item.type],
  title: item.name,
  words:
    item.type === 'goods'
      ? [
          poolLabel(item.category),
          item.reserve ? reserves[item.reserve] : '',
          item.soonest === never ? '' : `最早${sayExpiry(item.soonest)}`,
        ]
          .filter(Boolean)
          .join(' · ')
      : `${item.words}（${item.shown}提供）`,
  amount: amountOf(item),
  ...(item.offer && { matter: item.offer }),
})

export const Match = PoolLine.extend({ reasons: z.array(z.string()) })
type Match = z.input<typeof Match>
const soonMs = 30 * dayMs
const matchesMax = 12
/** So that ten kinds of tools do not hide the one neighbour who repairs. */
const ofOneKindMax = 3

/** Does the need speak of it: two letters of its name in a row? */
const isNamedIn = (words: string, name: string): boolean =>
  [...name].some((_, index, letters) => index > 0 && words.includes(`${letters[index - 1]}${letters[index]}`))

/** Items that may help a need, each with its reasons; what is named and what lapses soon comes first. Decided by people. */
export function matchesFor(
  { category, words }: { category: Category; words: string },
  items: readonly Item[],
  now: number,
): Match[] {
  const order = wantedFor(category)
  const label = categories[category]
  const soon = onOf(now + soonMs)
  return items
    .map((item) => {
      const named = isNamedIn(words, item.name)
      const lapses = item.soonest <= soon
      const reasons = [
        ...(named ? [`诉求里提到了“${item.name}”`] : []),
        `“${label}”常需要${poolLabel(item.category)}`,
        ...(lapses ? [`${sayExpiry(item.soonest)}，宜先用`] : []),
        ...(item.reserve ? [`${reserves[item.reserve]}，常规时期须留足最低数量`] : []),
      ]
      const rank = (named ? 100 : 0) + (lapses ? 20 : 0) + (order.length - order.indexOf(item.category))
      return { rank, category: item.category, match: { ...thereOf(item), reasons } }
    })
    .sort((a, b) => b.rank - a.rank)
    .filter(
      ({ category: kind }, index, all) =>
        all.slice(0, index).filter((one) => one.category === kind).length < ofOneKindMax,
    )
    .slice(0, matchesMax)
    .map(({ match }) => match)
}
