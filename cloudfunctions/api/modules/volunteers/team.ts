// 志愿队 (M82): registered by a resident, filed by the community, then a body of its own whose leader may organise. Members join and leave
// themselves; the lead is handed over only to a member who takes it.
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { configure, withEntry } from '../../core/configure'
import { afterWorkingDays } from '../../core/deadline'
import { problems as core, defineProblems } from '../../core/errors'
import { firstOf } from '../../core/first'
import type { Matter } from '../../core/matter'
import { reminder } from '../../core/reminder'
import type { PersonKey } from '../../core/roles'
import { forgetStreets, type Store } from '../../core/store'
import type { Street } from '../../core/street'
import type { Guard, Kind, Row, RuleCtx } from '../../core/workflow'

export const teamProblems = defineProblems({
  TEAM_MEMBER: '您已经在这支队伍里',
  TEAM_NOT_MEMBER: '您不在这支队伍里',
  TEAM_LEADER: '队长先把队伍交给别的队员，再退出',
  TEAM_FULL: '队伍已满三百人，可以另建一支',
  TEAM_NOT_ASKED: '队长没有请您接任',
})

export type Member = { key: PersonKey; name: string; at: number }
export type TeamBody = {
  words: string
  photos: string[]
  visibility: 'public' | 'private'
  leader: PersonKey
  members: Member[]
  /** Asked to take the lead. */
  handingTo?: PersonKey
}
type Team = Matter<TeamBody>
type TeamStatus = 'asked' | 'filed' | 'declined' | 'ended'
type TeamRow = Row<TeamStatus, TeamBody>
const most = 300

/** The body a team becomes. */
export const teamBodyId = (team: string): string => `team-${team.slice(0, 40)}`
const lineOf = (team: string, key: PersonKey): string =>
  createHash('sha256').update(`${team}:${key}`).digest('hex').slice(0, 16)

const isMember = ({ body }: Team, key: PersonKey): boolean => body.members.some((member) => member.key === key)
const notMember: Guard<TeamBody> = [teamProblems.TEAM_MEMBER, (team, { actor }) => !isMember(team, actor.key)]
const member: Guard<TeamBody> = [teamProblems.TEAM_NOT_MEMBER, (team, { actor }) => isMember(team, actor.key)]
const notLeader: Guard<TeamBody> = [teamProblems.TEAM_LEADER, ({ body }, { actor }) => body.leader !== actor.key]
const hasRoom: Guard<TeamBody> = [teamProblems.TEAM_FULL, ({ body }) => body.members.length < most]
const isAsked: Guard<TeamBody> = [teamProblems.TEAM_NOT_ASKED, ({ body }, { actor }) => body.handingTo === actor.key]
const notOwn: Guard<TeamBody> = [core.NOT_OWN, ({ author }, { actor }) => author !== actor.key]

// biome-ignore format: a table is read in columns.
const statuses: Kind<TeamStatus, TeamBody>['statuses'] = {
  asked:    { label: '待备案', class: 'open',    tone: 'info',  turn: ['clerk'], decides: true, next: '{committee}将在{due}前答复' },
  filed:    { label: '已备案', class: 'waiting', tone: 'ok',    turn: [], next: '欢迎邻居加入' },
  declined: { label: '未备案', class: 'settled', tone: 'plain', turn: [], next: '没有备案' },
  ended:    { label: '已解散', class: 'settled', tone: 'plain', turn: [], next: '队伍已解散' },
}

const Called = z.strictObject({
  name: z.string('请填写称呼').trim().min(1, '请填写称呼').max(20, '称呼请控制在 20 字以内'),
})
const Chosen = z.strictObject({ to: z.string('请选择队员').regex(/^[0-9a-f]{16}$/, '请选择队员') })

// biome-ignore format: one row is one rule, read from left to right.
const actions: Record<string, TeamRow> = {
  file: {
    label: '同意备案', told: '备案了志愿队', from: ['asked'], to: 'filed', by: ['clerk'], note: 'optional', tone: 'main',
    guards: [notOwn],
    effect: () => ({ body: { visibility: 'public' }, check: 'pass' }),
    tells: [{ whom: ['author'], text: '志愿队已备案：{title}' }],
  },
  turnDown: {
    label: '不予备案', told: '没有备案', from: ['asked'], to: 'declined', by: ['clerk'], note: 'required',
    guards: [notOwn],
    tells: [{ whom: ['author'], text: '志愿队没有备案：{title}。{note}' }],
  },
  join: {
    label: '加入队伍', told: '加入了队伍', from: ['filed'], to: 'same', by: ['resident'], note: 'none', tone: 'main', anyVersion: true,
    guards: [notMember, hasRoom],
    fields: [{ name: 'name', label: '队友怎么称呼您', kind: 'text', required: true, max: 20 }], patch: Called,
    effect: ({ body }, { name }: { name: string }, { actor, now }) => ({ body: { members: [...body.members, { key: actor.key, name, at: now }] } }),
  },
  leave: {
    label: '退出队伍', told: '退出了队伍', from: ['filed'], to: 'same', by: ['resident', 'joined'], note: 'none', tone: 'danger', anyVersion: true,
    guards: [member, notLeader],
    effect: ({ body }, _patch, { actor }) => ({
      body: { members: body.members.filter(({ key }) => key !== actor.key), ...(body.handingTo === actor.key && { handingTo: undefined }) },
    }),
  },
  handOver: {
    label: '请队员接任队长', told: '请队员接任队长', from: ['filed'], to: 'same', by: ['lead'], note: 'optional',
    fields: ({ _id, body }) => [{
      name: 'to', label: '接任的人', kind: 'choice', required: true,
      options: body.members.filter(({ key }) => key !== body.leader).map(({ key, name }) => ({ value: lineOf(_id, key), label: name })),
    }],
    patch: Chosen,
    guards: [[core.NOT_PERMITTED, ({ body }, { actor }) => body.leader === actor.key]],
    effect: ({ _id, body }, { to }: { to: string }) => {
      const next = body.members.find(({ key }) => lineOf(_id, key) === to && key !== body.leader)
      return { body: { handingTo: next?.key }, said: next ? `请${next.name}接任` : '没有请人接任' }
    },
    mentions: ({ to }: { to: string }, { _id, body }) => body.members.filter(({ key }) => lineOf(_id, key) === to).map(({ key }) => `person:${key}` as const),
  },
  takeLead: {
    label: '接任队长', told: '接任了队长', from: ['filed'], to: 'same', by: ['resident'], note: 'none', tone: 'main',
    guards: [member, isAsked],
    effect: (_team, _patch, { actor }) => ({ body: { leader: actor.key, handingTo: undefined } }),
    tells: [{ whom: ['clerk', 'lead'], text: '志愿队换了队长：{title}' }],
  },
  end: {
    label: '解散队伍', told: '解散了队伍', from: ['filed'], to: 'ended', by: ['lead', 'clerk'], note: 'required', tone: 'danger',
    tells: [{ whom: ['author', 'clerk'], text: '志愿队已解散：{title}。{note}' }],
  },
  remindLate: reminder(['asked'], ['clerk']),
}

/** The body in the street's list and the leader's post in it; running it again changes nothing. */
async function apply(team: Team, { store, street, now }: { store: Store; street: Street; now: number }): Promise<void> {
  const { _ } = store
  const _id = teamBodyId(team._id)
  const ended = team.status === 'ended'
  const body = { _id, street: team.street, area: team.area, type: 'team', name: team.title }
  if (!ended) await store.add('bodies', body)
  else await store.change('bodies', { _id, endedAt: _.exists(false) }, { endedAt: now })
  forgetStreets()
  const known = street.settings.posts?.filter((post) => post.body === _id && post.until === undefined) ?? []
  const leaving = known.filter(({ key }) => ended || key !== team.body.leader)
  for (const { id, key } of leaving) await store.change('people', { key, 'grants.id': id }, { 'grants.$.until': now })
  const leader = team.body.members.find(({ key }) => key === team.body.leader)
  const id = `${_id}-${lineOf(team._id, team.body.leader)}`
  if (!ended && leader) {
    const grant = { id, role: 'staff', body: _id, from: now, by: 'team' }
    await store.change(
      'people',
      { key: leader.key, 'grants.id': _.neq(id) },
      { grants: _.push([grant]), street: street.path },
    )
  }
  await configure(store, street.path, (settings) => {
    if (!settings.posts) return settings
    const left = settings.posts.map((post) =>
      leaving.some(({ id: gone }) => gone === post.id) ? { ...post, until: now } : post,
    )
    const post = leader && { id, key: leader.key, name: leader.name, role: 'staff' as const, body: _id, from: now }
    const there = left.some((one) => one.id === id && one.until === undefined)
    return { ...settings, posts: ended || !post || there ? left : withEntry(left, post) }
  })
}

export const teamKind: Kind<TeamStatus, TeamBody> = {
  name: 'team',
  label: '志愿队',
  statuses,
  actions,
  due: (status, { dueAt }, { now }) =>
    status === 'asked' ? (dueAt !== null && dueAt > now ? dueAt : afterWorkingDays(now, 5)) : null,
  workedBy: ({ status }) => (status === 'asked' ? ['clerk'] : []),
  seenBy: ['clerk', 'secretary', 'officer', 'director', 'socialWorker', 'supervisor'],
  applies: { in: ['filed', 'ended'], on: ['takeLead'], run: apply },
  view: (team, { actor }) => {
    const { body } = team
    const inside = isMember(team, actor.key)
    const leader = body.members.find(({ key }) => key === body.leader)
    return {
      words: body.words,
      photos: body.photos,
      author: team.author === actor.key ? '我' : '居民',
      category: '志愿队',
      facts: [
        { label: '队长', value: leader?.name ?? '' },
        { label: '队员', value: `${body.members.length} 人` },
        // Names are for those who are in it themselves.
        ...(inside ? [{ label: '名单', value: body.members.map(({ name }) => name).join('、') }] : []),
        ...(body.handingTo ? [{ label: '交接', value: '已请队员接任队长，等本人接受' }] : []),
      ],
    }
  },
}

export function teamOf(
  { id, area, title, words, name }: { id: string; area: string; title: string; words: string; name: string },
  no: string,
  rule: RuleCtx,
): Matter {
  const { key } = rule.actor
  const body: TeamBody = {
    words,
    photos: [],
    visibility: 'private',
    leader: key,
    members: [{ key, name, at: rule.now }],
  }
  const parts = { _id: id, no, area, title, body, lead: teamBodyId(id), status: 'asked', check: 'waiting' as const }
  return firstOf(teamKind, { ...parts, tells: `志愿队备案：${title}` }, rule)
}
