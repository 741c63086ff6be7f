// Categories of needs, one row each: who is usually responsible, how fast, in which space it lies, and the words that hint at it.
// A hint only pre-selects; a person decides. 工作日 counts as in core/deadline.ts.
import type { Space } from '../../core/matter'
import type { BodyType } from '../../core/street'

export type CategoryRow = {
  label: string
  space: Space
  /** Body types usually responsible, most likely first. */
  bodies: readonly BodyType[]
  /** Working days to handle it: normal, soon, urgent. */
  days: readonly [number, number, number]
  words: readonly string[]
}
// biome-ignore format: a table is read in columns.
export const categoryRows = {
  property:     { label: '物业服务', space: 'living', bodies: ['property', 'owners', 'grid'], days: [10, 5, 1], words: ['物业', '电梯', '门禁', '保安', '物管', '业委会', '维修资金'] },
  facility:     { label: '设施维修', space: 'physical', bodies: ['property', 'department', 'grid'], days: [10, 5, 1], words: ['路灯', '漏水', '下水', '管道', '井盖', '坑洼', '破损', '维修', '停电', '停水', '水管'] },
  environment:  { label: '环境卫生', space: 'physical', bodies: ['property', 'grid', 'department'], days: [7, 3, 1], words: ['垃圾', '卫生', '臭', '污水', '油烟', '绿化', '蚊虫', '排放', '粪便'] },
  noise:        { label: '噪声扰民', space: 'living', bodies: ['grid', 'property', 'department'], days: [7, 3, 1], words: ['噪音', '噪声', '扰民', '广场舞', '施工', '夜间'] },
  traffic:      { label: '停车出行', space: 'physical', bodies: ['property', 'department', 'grid'], days: [10, 5, 1], words: ['停车', '车位', '道路', '公交', '红绿灯', '拥堵', '充电', '电动车', '地铁', '交通'] },
  safety:       { label: '安全隐患', space: 'physical', bodies: ['property', 'grid', 'department'], days: [5, 2, 0], words: ['安全', '隐患', '消防', '高空', '坠落', '燃气', '危房', '违章', '违建'] },
  care:         { label: '养老助残', space: 'living', bodies: ['socialWork', 'organisation', 'team'], days: [7, 3, 1], words: ['老人', '养老', '残疾', '独居', '助餐', '陪诊', '护理', '低保'] },
  children:     { label: '儿童教育', space: 'living', bodies: ['socialWork', 'organisation', 'department'], days: [10, 5, 1], words: ['孩子', '儿童', '托管', '学校', '入学', '幼儿园', '教育', '学生', '补课'] },
  neighbours:   { label: '邻里调解', space: 'living', bodies: ['grid', 'team', 'socialWork'], days: [7, 3, 1], words: ['邻居', '邻里', '纠纷', '调解', '楼上', '楼下'] },
  activity:     { label: '文体活动', space: 'activity', bodies: ['team', 'organisation', 'socialWork'], days: [15, 7, 3], words: ['活动室', '健身', '文化', '比赛', '合唱', '图书'] },
  health:       { label: '卫生健康', space: 'living', bodies: ['department', 'socialWork'], days: [7, 3, 0], words: ['医院', '医保', '疫苗', '看病', '药', '卫生院', '疫情'] },
  welfare:      { label: '就业救助', space: 'living', bodies: ['department', 'socialWork', 'charity'], days: [10, 5, 2], words: ['社保', '就业', '工资', '救助', '补贴', '退休', '公积金', '欠薪'] },
  advice:       { label: '政策咨询', space: 'virtual', bodies: ['grid', 'department'], days: [5, 3, 1], words: ['咨询', '请问', '政策', '办理', '户口', '证件', '规划', '拆迁'] },
  other:        { label: '其他', space: 'virtual', bodies: ['grid', 'property', 'organisation', 'team', 'department', 'socialWork', 'partner'], days: [10, 5, 1], words: [] },
} as const satisfies Record<string, CategoryRow>

export type Category = keyof typeof categoryRows

export const categories = Object.fromEntries(
  Object.entries(categoryRows).map(([key, { label }]) => [key, label]),
) as Record<Category, string>

/** The category whose words a text holds most of; 'other' when it holds none. */
export function hintCategory(text: string): Category {
  let best: Category = 'other'
  let most = 0
  for (const [key, { words }] of Object.entries(categoryRows)) {
    const found = words.filter((word) => text.includes(word)).length
    if (found > most) {
      most = found
      best = key as Category
    }
  }
  return best
}
