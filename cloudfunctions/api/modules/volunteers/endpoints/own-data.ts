// The door for what volunteering keeps about the caller, as they may read and copy it (个人信息保护法 45): profile, places, hours with their
// corrections, points. The ID number shows its last four. The last hundred of each; the lists on their own pages go further back.
import * as z from 'zod'
import { onOf, sayFully } from '../../../core/clock'
import { type Ctx, endpoint } from '../../../core/endpoint'
import { skills } from '../classes'
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

async function linesFor({ key, volunteer }: Volunteer, { store, now }: Ctx): Promise<string[]> {
  const newest = (field: string) =>
    ({
      order: [
        [field, 'desc'],
        ['_id', 'desc'],
      ],
      limit: listMax,
    }) as const
  const [places, records, postings, account] = await Promise.all([
    store.find<Place>(
      'shifts',
      { people: key },
      { ...newest('startsAt'), fields: { title: true, post: true, startsAt: true, [`roster.${key}`]: true } },
    ),
    store.find<Kept>(
      'records',
      { person: key },
      {
        ...newest('startsAt'),
        fields: { title: true, on: true, minutes: true, state: true, how: true, history: true, at: true },
      },
    ),
    store.find<Posting>('pointPostings', { person: key }, newest('at')),
    accountOf(key, store),
  ])
  const known = new Set(postings.map(({ _id }) => _id))
  const fresh = account.unposted.filter(({ _id }) => !known.has(_id)).reverse()
  return [
    ...(volunteer ? profileLines(volunteer) : []),
    ...places.flatMap(({ title, post, startsAt, roster }) => {
      const seat = roster[key]
      return seat ? [`报名：${sayFully(startsAt)} ${title}（${post}），${saySeat(seat).label}`] : []
    }),
    ...cut(places, '报名'),
    ...records.flatMap(recordLines),
    ...cut(records, '服务记录'),
    ...(account.version ? [`积分：${liveBalance(account, now)} 分`] : []),
    ...[...fresh, ...postings].map(
      (posting) => `积分明细：${sayFully(posting.at)} ${posting.what}，${movedBy(posting)} 分`,
    ),
    ...cut(postings, '积分明细'),
  ]
}

export const ownData = {
  myData: endpoint({
    who: 'member',
    about: '导出我的志愿服务数据',
    input: z.strictObject({}),
    output: z.object({ text: z.string() }),
    run: async (_input, ctx) => ({ text: (await linesFor(await ctx.member(), ctx)).join('\n') }),
  }),
}
