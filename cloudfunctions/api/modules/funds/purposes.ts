// 专款专用 (M101): what a fund's money may be used for, as one table, and whether a use lies inside it. Pure.
import type { Problem } from '../../core/errors'
import { purposeProblems as problems } from './problems'

// biome-ignore format: a table is read in columns.
export const purposes = {
  elders:       { label: '助老',         words: ['老人', '老年', '长者', '助老', '助餐', '养老', '适老', '独居', '重阳'] },
  children:     { label: '助学助幼',     words: ['儿童', '孩子', '少年', '学生', '助学', '托管', '书屋', '幼'] },
  disabled:     { label: '助残',         words: ['残疾', '残障', '无障碍', '助残', '康复'] },
  relief:       { label: '济困',         words: ['困难家庭', '低保', '济困', '救助', '特困'] },
  medical:      { label: '助医',         words: ['医疗', '就医', '助医', '义诊', '急救包'] },
  emergency:    { label: '应急救灾',     words: ['应急', '救灾', '防汛', '暴雨', '台风'] },
  environment:  { label: '公共环境',     words: ['环境', '绿化', '花园', '楼道', '扶手', '垃圾', '照明', '维修'] },
  culture:      { label: '文化体育',     words: ['文化', '体育', '运动会', '图书', '阅读', '演出'] },
  volunteering: { label: '志愿与互助',   words: ['志愿', '互助', '义工', '时间银行'] },
  organisation: { label: '社区组织培育', words: ['培育', '创投', '社会组织'] },
} as const satisfies Record<string, { label: string; words: readonly string[] }>
export type Purpose = keyof typeof purposes
export const purposeKeys = Object.keys(purposes) as [Purpose, ...Purpose[]]
export const purposeOptions = Object.entries(purposes).map(([value, { label }]) => ({ value, label }))

/** What no charity's money may be used for, whatever a fund is for (慈善法 52, 54, 基金会管理条例). */
const never = /宴请|招待|聚餐费|烟酒|香烟|白酒|礼金|红包|送礼|购物卡|理财|炒股|投资|借款|放贷|还债|还款|罚款|分红|返利/

/** Purposes that words speak of. */
export const purposesIn = (text: string): Purpose[] =>
  purposeKeys.filter((purpose) => purposes[purpose].words.some((word) => text.includes(word)))

export const sayPurposes = (lock: readonly string[]): string =>
  lock.map((one) => purposes[one as Purpose]?.label ?? one).join('、')

/**
 * Whether a use lies inside the lock: PURPOSE_NEVER for what no fund may pay, PURPOSE_OUTSIDE when the purpose chosen is not in the lock, or
 * when the words speak of other purposes only. A book whose purpose is in words alone, as a campaign's, is judged by what they speak of.
 */
export function outside(
  book: { purpose: string; purposes?: readonly string[] },
  use: { purpose: Purpose; text: string },
): Problem | undefined {
  if (never.test(use.text)) return problems.PURPOSE_NEVER
  const lock: readonly string[] = book.purposes ?? purposesIn(book.purpose)
  // Words that the table does not know are for the committees to judge.
  if (!lock.length) return undefined
  if (!lock.includes(use.purpose)) return problems.PURPOSE_OUTSIDE
  const spoken = purposesIn(use.text)
  return spoken.length && !spoken.some((one) => lock.includes(one)) ? problems.PURPOSE_OUTSIDE : undefined
}
