// The door for what volunteering keeps about the caller, as they may read and copy it (个人信息保护法 45): profile, places, hours with their
// corrections, points, a part a call. The ID number shows its last four. The last hundred of each; the lists on their own pages go further back.
import * as z from 'zod'
import { onOf, sayFully } from '../../../core/clock'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { skills } from '../classes'
import { consents } from '../helping'
import { howLabels } from '../history'
import type { Pass, Volunteer } from '../pass'
import { accountOf } from '../point-book'
import { liveBalance, movedBy, type Posting } from '../points'
import type { HourRecord } from '../records'
import { saySeat } from '../seat-view'
import type { Shift } from '../shift'

const listMax = 100
const sexes = { female: '女', male: '男' }

type Place = Pick<Shift, '_id' | 'title' | 'post' | 'startsAt' | 'roster'>
type Kept = Pick<HourRecord, 'title' | 'on' | 'minutes' | 'state' | 'how' | 'history' | 'at'>

/** 技能：急救、维修; nothing for what was left empty. */
const line = (label: string, value: string | readonly string[] | undefined): string[] => {
  const text = typeof value === 'string' ? value : (value ?? []).join('、')
  return text ? [`${label}：${text}`] : []
}

const profileLines = (pass: Pass): string[] => [
  ...line('志愿者出生日期', pass.bornOn),
  ...line('性别', pass.sex && sexes[pass.sex]),
  ...line('证件号码', pass.idSealed && `**************${pass.idSealed.last}（加密保存）`),
  ...line('居住区域', pass.home),
  ...line('志愿服务联系电话', pass.contact),
  ...line(
    '技能',
    pass.skills.map((skill) => skills[skill as keyof typeof skills] ?? skill),
  ),
  ...line('其他技能', pass.otherSkills),
  ...line('服务类别', pass.services),
  ...line('语言', pass.languages),
  ...line('可服务时间', pass.times),
  ...line('监护人', pass.guardian && `${pass.guardian.name}，${pass.guardian.phone}，${onOf(pass.guardian.at)}同意`),
  ...pass.policies.map(({ insurer, no, until }) => `保险：${insurer}，${no}，有效至 ${onOf(until)}`),
  ...pass.trained.map(({ course, until }) => `培训：${course}，有效至 ${onOf(until)}`),
]

const joinedLine = ({ noPhone, at }: NonNullable<Volunteer['joined']>): string =>
  `没有手机时登记：${sayFully(noPhone.at)}（${consents[noPhone.consent]}），${sayFully(at)}并入账号`

const states = { posted: '', corrected: '，已更正', revoked: '，已撤销' }
const recordLines = ({ title, on, minutes, state, how, history }: Kept): string[] => [
  `服务记录：${on} ${title}，${minutes} 分钟，${howLabels[how]}${states[state]}`,
  ...history.map(({ at, minutes: was, reason }) =>
    was === undefined ? `撤销：${sayFully(at)}，${reason}` : `更正：${sayFully(at)}，原为 ${was} 分钟`,
  ),
]

/** As many lines as were asked for are not all of them. */
const cut = (found: readonly unknown[], what: string): string[] =>
  found.length < listMax ? [] : [`（以上是最近 ${listMax} 条${what}，更早的在各自的页面里）`]

type Line = { id: string; text: string }
/** Lines of a part that are told nowhere else. */
const numbered = (part: string, texts: readonly string[]): Line[] =>
  texts.map((text, index) => ({ id: `${part}-${index}`, text }))
const pointLine = (posting: Posting): Line => ({
  id: posting._id,
  text: `积分明细：${sayFully(posting.at)} ${posting.what}，${movedBy(posting)} 分`,
})
const newest = (field: string) =>
  ({
    order: [
      [field, 'desc'],
      ['_id', 'desc'],
    ],
    limit: listMax,
  }) as const

// One call each, besides the person.
const parts = {
  async profile({ key, volunteer, joined }: Volunteer, { store }: Ctx): Promise<Line[]> {
    const fields = { title: true, post: true, startsAt: true, [`roster.${key}`]: true }
    const places = await store.find<Place>('shifts', { people: key }, { ...newest('startsAt'), fields })
    return numbered('profile', [
      ...(volunteer ? profileLines(volunteer) : []),
      ...(joined ? [joinedLine(joined)] : []),
      ...places.flatMap(({ title, post, startsAt, roster }) => {
        const seat = roster[key]
        return seat ? [`报名：${sayFully(startsAt)} ${title}（${post}），${saySeat(seat).label}`] : []
      }),
      ...cut(places, '报名'),
    ])
  },
  async records({ key }: Volunteer, { store }: Ctx): Promise<Line[]> {
    const fields = { title: true, on: true, minutes: true, state: true, how: true, history: true, at: true }
    const records = await store.find<Kept>('records', { person: key }, { ...newest('startsAt'), fields })
    return numbered('records', [...records.flatMap(recordLines), ...cut(records, '服务记录')])
  },
  /** What is not entered yet is told with the balance, and for a moment among what is entered too, under the same id. */
  async balance({ key }: Volunteer, { store, now }: Ctx): Promise<Line[]> {
    const account = await accountOf(key, store)
    if (!account.version) return []
    return [
      ...numbered('balance', [`积分：${liveBalance(account, now)} 分`]),
      ...[...account.unposted].reverse().map(pointLine),
    ]
  },
  async points({ key }: Volunteer, { store }: Ctx): Promise<Line[]> {
    const postings = await store.find<Posting>('pointPostings', { person: key }, newest('at'))
    return [...postings.map(pointLine), ...numbered('points', cut(postings, '积分明细'))]
  },
} as const
const partNames = Object.keys(parts) as [keyof typeof parts, ...(keyof typeof parts)[]]

export const ownData = {
  myData: endpoint({
    who: 'member',
    about: '导出我的志愿服务数据',
    input: z.strictObject({ part: z.enum(partNames, '请选择看什么') }),
    output: z.object({ lines: z.array(z.object({ id: z.string(), text: z.string() })) }),
    run: async ({ part }, ctx) => ({ lines: await parts[part](await ctx.member(), ctx) }),
  }),
}
