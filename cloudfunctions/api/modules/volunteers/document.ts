// The body of an activity (活动): what, when, where, who leads it, and what it asks of volunteers. A body never grows with the people in it:
// they are in the shifts. Shapes and zod input only.
import * as z from 'zod'
import { minuteMs } from '../../core/clock'
import type { Matter } from '../../core/matter'
import {
  type ActivityClass,
  activityClasses,
  type Programme,
  programmes,
  type Reach,
  type Risk,
  reaches,
  risks,
  type Skill,
  skills,
} from './classes'

/** One post of every shift: 引导员 10 人. */
export type Post = {
  name: string
  places: number
  skills: Skill[]
  /** Full years. */
  ageMin: number
  /** The course that must be valid at the shift; '' = none. */
  training: string
  /** 救援岗位: adults only (突发事件应对法 39). */
  rescue: boolean
}
export type Time = { startsAt: number; endsAt: number }
/** The course that attending gives, for how many months, and the programme it belongs to (M77, M80). */
export type Gives = { course: string; months: number; programme?: Programme }
/** 志愿者保险; source: the policy itself. */
export type Policy = { insurer: string; no: string; until: number }

export type ActivityBody = {
  words: string
  photos: string[]
  place: string
  class: ActivityClass
  risk: Risk
  notice: string
  leader: string
  /** 带队社工. */
  socialWorker: string
  insurance?: Policy
  gives?: Gives
  times: Time[]
  /** Shifts whose time was changed after publishing, by `<time>_<post>`: the activity's clock follows them. */
  moved?: Record<string, Time>
  posts: Post[]
  reach: Reach
  /** Climbs by itself when unfilled three days before. */
  climbs: boolean
  visibility: 'public' | 'private'
  publishedAt?: number
  /** When a shift's edit last changed what the activity says, and when it changed its words. */
  saidAt?: number
  reworded?: number
  closedAt?: number
  /** What came of it, as told at the close: a story of the community (M78). */
  story?: string
  /** Hours must be recorded by then (67号令 11). */
  recordDueAt?: number
}
export type Activity = Matter<ActivityBody>

const keysOf = <K extends string>(labels: Record<K, unknown>) => Object.keys(labels) as [K, ...K[]]
export const Key = z.string().regex(/^[a-z0-9]{16,40}$/, '请返回后重新填写')
export const ShiftId = z.string('请选择班次').regex(/^[a-z0-9]{16,40}_\d{1,2}_\d{1,2}$/, '没有这个班次')
export const SkillKey = z.enum(keysOf(skills), '请从列表中选择技能')
const text = (what: string, most: number, least = 0) =>
  z.string(`请填写${what}`).trim().min(least, `请填写${what}`).max(most, `${what}请控制在 ${most} 字以内`)
const moment = (what: string) =>
  z.number(`请选择${what}`).int(`请选择${what}`).min(1e12, `请选择${what}`).max(4e12, `请选择${what}`)

const Photo = z
  .string()
  .max(300)
  .regex(/^cloud:\/\/[\w.-]+\/[\w./-]+$/, '照片没有上传成功，请重新选择')

export const photosMax = 18
const terms = {
  words: text('活动内容', 2000, 4),
  notice: text('风险告知', 1000),
  leader: text('负责人', 20),
}
/** What a shift asks of those who come; absent: as it was. */
export const TermsInput = {
  words: terms.words.optional(),
  notice: terms.notice.optional(),
  leader: terms.leader.optional(),
  skills: z.array(SkillKey).max(5, '技能最多 5 项').optional(),
  ageMin: z.number('请填写年龄').int('请填写年龄').min(0, '请填写年龄').max(80, '请填写年龄').optional(),
  training: text('培训', 30).optional(),
}
/** One shift's time, and what the activity says anew, as the shift's own page has it written. */
export const Retimed = z.strictObject({
  words: terms.words.optional(),
  notice: terms.notice.optional(),
  leader: terms.leader.optional(),
  shift: z.string('没有这个班次').regex(/^\d{1,2}_\d{1,2}$/, '没有这个班次'),
  startsAt: moment('开始时间'),
  endsAt: moment('结束时间'),
})
export type Retimed = z.output<typeof Retimed>

/** A few more pictures of the day. */
export const PhotosInput = z.strictObject({
  photos: z.array(Photo, '请选择照片').min(1, '请选择照片').max(6, '一次最多 6 张'),
})

const TimeInput = z
  .strictObject({ startsAt: moment('开始时间'), endsAt: moment('结束时间') })
  .refine(({ startsAt, endsAt }) => endsAt - startsAt >= 15 * minuteMs, {
    path: ['endsAt'],
    message: '结束时间至少晚十五分钟',
  })
  .refine(({ startsAt, endsAt }) => endsAt - startsAt <= 12 * 60 * minuteMs, {
    path: ['endsAt'],
    message: '一个班次最长十二小时',
  })

const PostInput = z
  .strictObject({
    name: text('岗位名称', 20, 1),
    places: z.number('请填写人数').int('请填写人数').min(1, '至少 1 人').max(300, '一个岗位最多 300 人'),
    skills: z.array(SkillKey).max(5, '技能最多 5 项').default([]),
    ageMin: z.number('请填写年龄').int('请填写年龄').min(0, '请填写年龄').max(80, '请填写年龄').default(0),
    training: text('培训', 30).default(''),
    rescue: z.boolean('请选择').default(false),
  })
  .transform((post) => (post.rescue ? { ...post, ageMin: Math.max(18, post.ageMin) } : post))

export const PolicyInput = z.strictObject({
  insurer: text('保险公司', 40, 1),
  no: text('保单号', 40, 1),
  until: moment('保险到期时间'),
})

/** What an organiser writes: the same fields for the first draft and for its revision. */
export const ActivityContent = z.strictObject({
  title: text('标题', 50, 4),
  words: text('活动内容', 2000, 4),
  photos: z.array(Photo).max(6, '照片最多 6 张').default([]),
  place: text('集合地点', 60, 2),
  class: z.enum(keysOf(activityClasses), '请选择活动类别'),
  risk: z.enum(keysOf(risks), '请选择风险类别'),
  notice: text('风险告知', 1000).default(''),
  leader: text('负责人', 20).default(''),
  socialWorker: text('带队社工', 20).default(''),
  insurance: PolicyInput.optional(),
  gives: z
    .strictObject({
      course: text('课程', 30, 1),
      months: z.number('请填写有效月数').int('请填写有效月数').min(1, '请填写有效月数').max(60, '有效期最长 60 个月'),
      programme: z.enum(keysOf(programmes), '请选择培训计划').optional(),
    })
    .optional(),
  times: z.array(TimeInput).min(1, '请至少写一个时间').max(31, '一次最多 31 个班次'),
  posts: z.array(PostInput).min(1, '请至少写一个岗位').max(6, '岗位最多 6 个'),
  reach: z.enum(reaches, '请选择招募范围').default('community'),
  climbs: z.boolean('请选择').default(true),
})
export type ActivityContent = z.output<typeof ActivityContent>

export const ActivityInput = ActivityContent.extend({
  id: Key,
  area: z.string('请选择社区').max(160),
  body: z.string('请选择单位').min(1, '请选择单位').max(60),
})
export type ActivityInput = z.output<typeof ActivityInput>
