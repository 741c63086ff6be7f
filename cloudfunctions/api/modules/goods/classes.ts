// The tables of the pool: categories of goods, in which state they are taken (慈善法 36), why an offer is turned down, and what a category of
// need usually asks for. A match is a hint with its reason; people decide.
import type { Category } from '../needs/categories'
import { type Skill, skills } from '../volunteers/classes'

/** No key is that of a skill too: both stand in one pool. */
// biome-ignore format: a table is read in columns.
export const goodsCategories = {
  grain:      { label: '米面粮油', expires: true },
  food:       { label: '食品饮料', expires: true },
  daily:      { label: '日用清洁', expires: false },
  clothing:   { label: '衣物床品', expires: false },
  baby:       { label: '母婴用品', expires: false },
  elder:      { label: '助老辅具', expires: false },
  stationery: { label: '图书文具', expires: false },
  appliance:  { label: '家电家具', expires: false },
  tools:      { label: '工具器材', expires: false },
  protection: { label: '医疗防护', expires: true },
  rescue:     { label: '应急救援', expires: false },
  other:      { label: '其他物资', expires: false },
} as const satisfies Record<string, { label: string; expires: boolean }>
export type GoodsCategory = keyof typeof goodsCategories

export const units = [
  '袋',
  '箱',
  '桶',
  '瓶',
  '盒',
  '包',
  '件',
  '套',
  '个',
  '台',
  '本',
  '双',
  '床',
  '把',
  '公斤',
] as const
export type Unit = (typeof units)[number]

export const conditions = { new: '全新', almost: '九成新', usable: '可用' } as const
export type Condition = keyof typeof conditions

export const offerTypes = { goods: '物资', venue: '场地', service: '服务与技能' } as const
export type OfferType = keyof typeof offerTypes

/** What is looked at before goods are taken: usable, safe, hygienic, in date (慈善法 36). */
export const checks = {
  usable: '能正常使用，配件齐全',
  safe: '质量合格，来源清楚',
  hygienic: '干净卫生，包装完好',
  inDate: '在保质期内，留有使用时间',
} as const
export type Check = keyof typeof checks

/** Food and medical things are looked at for their date too. */
export const checksFor = (category: GoodsCategory): Check[] =>
  goodsCategories[category].expires ? ['usable', 'safe', 'hygienic', 'inDate'] : ['usable', 'safe', 'hygienic']

export const refusals = {
  unusable: '已不能正常使用',
  unsafe: '质量或来源不清楚',
  unhygienic: '不符合卫生要求',
  expired: '已过期或临近过期',
  noNeed: '目前没有人需要',
  noRoom: '暂时没有地方存放',
  unfit: '附加条件无法满足',
} as const
export type Refusal = keyof typeof refusals

/** Goods kept for emergencies (M47): '' = none. */
export const reserves = { '': '日常物资', emergency: '应急储备', medical: '医疗储备' } as const
export type Reserve = keyof typeof reserves

export const skillLabels: Record<string, string> = skills
/** What stands in the pool under a category that is no kind of goods. */
export const poolLabel = (category: string): string =>
  category === 'venue'
    ? '场地'
    : Object.hasOwn(goodsCategories, category)
      ? goodsCategories[category as GoodsCategory].label
      : (skillLabels[category] ?? '其他服务')

/** `asks`: donors are told of such a need. Broken lamps, litter and dangers are somebody's duty first: who has a skill for them finds them. */
type Wants = { asks: boolean; goods: readonly GoodsCategory[]; skills: readonly Skill[]; venue: boolean }

/** What each category of need usually asks for; one that is not here is helped in other ways. */
// biome-ignore format: a table is read in columns.
export const wants: Partial<Record<Category, Wants>> = {
  care:        { asks: true,  goods: ['grain', 'daily', 'elder', 'clothing'],             skills: ['care', 'cooking', 'medical', 'driving'], venue: true },
  children:    { asks: true,  goods: ['stationery', 'baby', 'clothing'],                  skills: ['tutoring', 'sports', 'performance'],     venue: true },
  welfare:     { asks: true,  goods: ['grain', 'food', 'clothing', 'daily', 'appliance'], skills: ['law'],                                   venue: false },
  health:      { asks: true,  goods: ['protection', 'elder'],                             skills: ['medical', 'firstAid', 'counselling'],    venue: false },
  activity:    { asks: true,  goods: ['stationery', 'tools'],                             skills: ['performance', 'sports', 'photography'],  venue: true },
  neighbours:  { asks: false, goods: [],                                                  skills: ['mediation', 'counselling', 'law'],       venue: true },
  facility:    { asks: false, goods: ['tools'],                                           skills: ['repair'],                                venue: false },
  environment: { asks: false, goods: ['tools', 'daily'],                                  skills: ['repair'],                                venue: false },
  safety:      { asks: false, goods: ['rescue', 'tools'],                                 skills: ['firstAid', 'repair'],                    venue: false },
  advice:      { asks: false, goods: [],                                                  skills: ['law', 'computing'],                      venue: false },
}

const rowOf = (category: string): Wants | undefined =>
  Object.hasOwn(wants, category) ? wants[category as Category] : undefined

/** Are donors shown needs of this category, whatever they have to give? */
export const asksDonors = (category: string): boolean => rowOf(category)?.asks ?? false

/** The categories of the pool that may help, in the table's order. */
export const wantedFor = (category: string): string[] => {
  const row = rowOf(category)
  return row ? [...row.goods, ...row.skills, ...(row.venue ? ['venue'] : [])] : []
}
