// 邻里荣誉 (M92, 67号令 9): neighbours nominate, the person agrees to be named, neighbours vote, the committee decides. Nobody is named without
// their own word, and what is not awarded leaves no mark: honours praise, nothing punishes (M37).
import { afterWorkingDays } from '../../core/deadline'
import { problems as core, defineProblems } from '../../core/errors'
import { firstOf } from '../../core/first'
import type { Matter } from '../../core/matter'
import { reminder } from '../../core/reminder'
import type { Guard, Kind, Row, RuleCtx } from '../../core/workflow'

export const honourProblems = defineProblems({
  HONOUR_OWN: '不能推荐自己，请邻居推荐',
  HONOUR_VOTES: '支持的邻居还不够，请再等等',
  HONOUR_OPEN: '还在听取邻居的意见，到期后再决定',
})

export const awards = { neighbour: '好邻里', volunteer: '优秀志愿者', family: '热心家庭' } as const
export type Award = keyof typeof awards

export type HonourBody = {
  award: Award
  name: string
  words: string
  photos: string[]
  visibility: 'public' | 'private'
  voteUntil?: number
  until?: number
}
type HonourStatus = 'asked' | 'voting' | 'deciding' | 'awarded' | 'closed'
type HonourRow = Row<HonourStatus, HonourBody>

const votesNeeded = 3
const yearMs = 365 * 86_400_000
const notOwn: Guard<HonourBody> = [
  core.NOT_OWN,
  ({ author, onBehalfOf }, { actor }) => actor.key !== author && actor.key !== onBehalfOf?.person,
]
const enough: Guard<HonourBody> = [honourProblems.HONOUR_VOTES, ({ beside }) => beside.supportCount >= votesNeeded]
const heard: Guard<HonourBody> = [honourProblems.HONOUR_OPEN, ({ dueAt }, { now }) => dueAt !== null && dueAt <= now]

// biome-ignore format: a table is read in columns.
const statuses: Kind<HonourStatus, HonourBody>['statuses'] = {
  asked:    { label: '待本人同意', class: 'waiting', tone: 'info',  turn: ['author'], decides: true, next: '本人同意后，邻居可以支持' },
  voting:   { label: '征求意见',   class: 'open',    tone: 'info',  turn: [], next: '邻居可以支持，到{due}' },
  deciding: { label: '待决定',     class: 'open',    tone: 'warn',  turn: ['clerk'], decides: true, next: '{committee}将在{due}前决定' },
  awarded:  { label: '已授予',     class: 'settled', tone: 'ok',    turn: [], next: '荣誉一年有效' },
  closed:   { label: '已结束',     class: 'hidden',  tone: 'plain', turn: [], next: '推荐已结束' },
}

// biome-ignore format: one row is one rule, read from left to right.
const actions: Record<string, HonourRow> = {
  consent: {
    label: '同意公开推荐我', told: '同意公开推荐', from: ['asked'], to: 'voting', by: ['author'], note: 'none', tone: 'main',
    effect: (_honour, _patch, { now }) => ({ body: { visibility: 'public', voteUntil: afterWorkingDays(now, 5) } }),
    tells: [{ whom: ['recorder', 'clerk'], text: '本人已同意推荐：{title}' }],
  },
  refuse: {
    label: '谢谢，不用了', told: '没有同意', from: ['asked', 'voting', 'deciding'], to: 'closed', by: ['author'], note: 'none', tone: 'danger',
    effect: () => ({ body: { visibility: 'private' } }),
  },
  count: {
    label: '意见征求结束', told: '意见征求结束', from: ['voting'], to: 'deciding', by: ['system'], note: 'none', guards: [heard],
    tells: [{ whom: ['clerk'], text: '请决定：{title}' }],
  },
  award: {
    label: '授予荣誉', told: '授予了荣誉', from: ['deciding'], to: 'awarded', by: ['clerk'], note: 'optional', tone: 'main',
    guards: [notOwn, enough], route: 'secondCommittee',
    effect: (_honour, _patch, { now }) => ({ body: { until: now + yearMs } }),
    tells: [{ whom: ['author', 'recorder'], text: '恭喜：{title}' }],
  },
  notNow: {
    label: '这次不授予', told: '这次没有授予', from: ['deciding'], to: 'closed', by: ['clerk'], note: 'required', guards: [notOwn],
    effect: () => ({ body: { visibility: 'private' } }),
    tells: [{ whom: ['recorder'], text: '这次没有授予：{title}。{note}' }],
  },
  remindLate: reminder(['asked', 'deciding'], ['author', 'clerk']),
}

export const honourKind: Kind<HonourStatus, HonourBody> = {
  name: 'honour',
  label: '邻里荣誉',
  statuses,
  actions,
  due: (status, { body, dueAt }, { now }) => {
    if (status === 'voting') return body.voteUntil ?? null
    if (status !== 'asked' && status !== 'deciding') return null
    return dueAt !== null && dueAt > now ? dueAt : afterWorkingDays(now, 5)
  },
  workedBy: ({ status }) => (status === 'deciding' ? ['clerk'] : []),
  seenBy: ['clerk', 'secretary'],
  called: { author: '本人', recorder: '推荐人' },
  view: ({ body, status, author, recorder, onBehalfOf }, { actor, now }) => ({
    words: body.words,
    photos: body.photos,
    author: recorder === actor.key ? '我推荐' : '邻居推荐',
    category: awards[body.award],
    canSupport: status === 'voting' && actor.key !== onBehalfOf?.person && actor.key !== author,
    facts: [
      { label: '荣誉', value: awards[body.award] },
      { label: '推荐', value: body.name },
      ...(body.until ? [{ label: '有效', value: now < body.until ? '一年内有效' : '已过一年，可以再推荐' }] : []),
    ],
  }),
}

/** The person nominated holds 'author' as whoever a matter is about does; who nominates is the recorder. */
export function honourOf(
  { id, award, words }: { id: string; award: Award; words: string },
  person: { key: string; name: string; area: string },
  no: string,
  rule: RuleCtx,
): Matter {
  const { actor, now } = rule
  const title = `推荐${person.name}为${awards[award]}`
  const body: HonourBody = { award, name: person.name, words, photos: [], visibility: 'private' }
  const onBehalfOf = { person: person.key, name: person.name, consent: 'phone' as const, at: now }
  return firstOf(
    honourKind,
    {
      _id: id,
      no,
      area: person.area,
      title,
      body,
      status: 'asked',
      as: 'recorder',
      recorder: actor.key,
      onBehalfOf,
      check: 'waiting',
      tells: title,
    },
    rule,
  )
}
