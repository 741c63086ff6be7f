// 任职: an appointment is a matter. Somebody of the street proposes, somebody else of the street agrees, it holds for its term and ends by
// itself; ending it earlier needs a second person too (M9, M16). Its effect is a grant of the person and a line of the street's register.
import * as z from 'zod'
import { levelOf, type Path } from '../../core/areas'
import { sayFully, sayTime, startOf } from '../../core/clock'
import { configure, withEntry } from '../../core/configure'
import { afterWorkingDays } from '../../core/deadline'
import { problems as core, defineProblems, refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import type { Person } from '../../core/person'
import { crossPosts, postName } from '../../core/posts'
import { reminder } from '../../core/reminder'
import { type AreaRole, areaRoles, type Grant } from '../../core/roles'
import { livePosts, type Post } from '../../core/settings'
import { addableTypes, bodiesFor, type Street } from '../../core/street'
import type { Guard, Kind, Raise, Row, RuleCtx } from '../../core/workflow'

export const postProblems = defineProblems({
  CODE_UNKNOWN: '没有这个编号，请本人在“我的”页面查看后告诉您',
  POST_PAST: '任期不能早于今天结束',
  POST_ORDER: '任期结束须晚于开始',
  POST_LONG: '一届任期不超过 5 年',
  POST_HELD: '这个人已经担任这项职务',
  POST_NO_PHONE: '这位居民没有在手机上登记，请本人先登记',
  POST_SELF: '不能提名自己，请由另一位同事提名',
  POST_BODY: '请选择在哪个单位任职',
  POST_LAST: '这是最后一位能在会签中表态的人，请先任命接任的人',
})

export type PostBody = {
  key: string
  name: string
  role: AreaRole | 'staff'
  at?: Path
  body?: string
  from: number
  until: number
  words: string
  cross: string[]
  endedAt?: number
}
type PostMatter = Matter<PostBody>
export type PostStatus = 'proposed' | 'held' | 'ended' | 'withdrawn'
type PostRow = Row<PostStatus, PostBody>

/** The post as the register keeps it. */
export const postOf = ({ _id, body }: PostMatter): Post => ({
  id: _id,
  key: body.key,
  name: body.name,
  role: body.role,
  ...(body.at && { area: body.at }),
  ...(body.body && { body: body.body }),
  from: body.from,
  until: body.endedAt ?? body.until,
})

/** Roles that stand in a route, so that the last holder can't simply go. */
const approving: readonly string[] = ['clerk', 'secretary', 'officer', 'director']

const notLast: Guard<PostBody> = [
  postProblems.POST_LAST,
  ({ _id, body }, { street, now }) =>
    !approving.includes(body.role) ||
    livePosts(street.settings, now).some((post) => post.role === body.role && post.area === body.at && post.id !== _id),
]
/** Who is appointed does not decide on it. */
const notSelf: Guard<PostBody> = [core.NOT_OWN, ({ body }, { actor }) => body.key !== actor.key]
const isOver: Guard<PostBody> = [core.STATE_CHANGED, ({ body }, { now }) => body.until <= now]
const notPast: Guard<PostBody> = [postProblems.POST_PAST, ({ body }, { now }) => body.until > now]

// biome-ignore format: a table is read in columns.
const statuses: Kind<PostStatus, PostBody>['statuses'] = {
  proposed:  { label: '待同意', class: 'open',    tone: 'info',  turn: ['officer', 'director'], decides: true, next: '由街道另一位负责人同意后生效' },
  held:      { label: '在任',   class: 'waiting', tone: 'ok',    turn: [], next: '任期到{due}自动结束' },
  ended:     { label: '已卸任', class: 'settled', tone: 'plain', turn: [], next: '任期已结束' },
  withdrawn: { label: '已撤回', class: 'hidden',  tone: 'plain', turn: [], next: '已撤回' },
}

const streetRoles = ['officer', 'director'] as const

// biome-ignore format: one row is one rule, read from left to right.
const actions: Record<string, PostRow> = {
  confirm: {
    label: '同意任职', told: '任职生效', from: ['proposed'], to: 'held', by: streetRoles, note: 'optional', tone: 'main',
    route: 'appointment', guards: [notSelf, notPast],
    tells: [{ whom: ['officer', 'director'], text: '任职生效：{title}' }],
    mentions: (_patch, { body }) => [`person:${body.key}`],
  },
  withdraw: { label: '撤回提名', told: '撤回了提名', from: ['proposed'], to: 'withdrawn', by: ['author', 'director'], note: 'none', tone: 'danger' },
  end: {
    label: '提前卸任', told: '提前卸任', from: ['held'], to: 'ended', by: streetRoles, note: 'required', tone: 'danger',
    route: 'appointment', guards: [notSelf, notLast],
    effect: (_matter, _patch, { now }) => ({ body: { endedAt: now } }),
    mentions: (_patch, { body }) => [`person:${body.key}`],
  },
  expire: { label: '任期届满', told: '任期届满', from: ['held'], to: 'ended', by: ['system'], note: 'none', guards: [isOver] },
  remindLate: reminder(['proposed'], streetRoles),
}

const rolesAt = (area: Path): AreaRole[] => {
  const level = levelOf(area)
  return (Object.keys(areaRoles) as AreaRole[]).filter((role) => areaRoles[role].level === level)
}

const On = (message: string) =>
  z
    .string(message)
    .regex(/^\d{4}-\d\d-\d\d$/, message)
    .transform(startOf)
    .refine(Number.isFinite, message)

export const appoint: Raise = {
  label: '任命',
  about: '提名一个人担任职务，由街道另一位负责人同意后生效，到期自动结束',
  by: streetRoles,
  levels: ['street', 'community', 'grid'],
  fields: (area, { street }) => [
    {
      name: 'code',
      label: '本人编号',
      kind: 'text',
      required: true,
      max: 12,
      hint: '请本人打开“我的”页面，把“我的编号”告诉您',
    },
    {
      name: 'role',
      label: '职务',
      kind: 'choice',
      required: true,
      options: [
        ...rolesAt(area).map((role) => ({ value: role, label: areaRoles[role].label })),
        { value: 'staff', label: '单位工作人员' },
      ],
    },
    {
      name: 'body',
      label: '所在单位',
      kind: 'choice',
      hint: '只有“单位工作人员”需要选择',
      options: bodiesFor(street, area, addableTypes).map((body) => ({
        value: body._id,
        label: body.name,
      })),
    },
    { name: 'from', label: '任期开始', kind: 'date', required: true },
    { name: 'until', label: '任期结束', kind: 'date', required: true, hint: '到这一天零点自动结束' },
    { name: 'words', label: '依据', kind: 'text', max: 100, placeholder: '例如：选举结果公告' },
  ],
  patch: z.strictObject({
    code: z.string('请填写本人编号').trim().min(4, '请填写本人编号').max(12, '请填写本人编号'),
    person: z.strictObject({ key: z.string(), name: z.string() }),
    role: z.enum([...(Object.keys(areaRoles) as [AreaRole, ...AreaRole[]]), 'staff'], '请选择职务'),
    body: z.string().max(60).optional(),
    from: On('请选择任期开始'),
    until: On('请选择任期结束'),
    words: z.string().trim().max(100, '请控制在 100 字以内').default(''),
  }),
  async lookUp(values, _area, { store }) {
    const { person: _forged, ...asked } = values
    const code = typeof asked.code === 'string' ? asked.code.trim().toUpperCase() : ''
    const [found] = code ? await store.find<Person>('people', { code }, { limit: 1 }) : []
    if (!found)
      return refuse(postProblems.CODE_UNKNOWN, { fields: { 'patch.code': postProblems.CODE_UNKNOWN.message } })
    // A post is filled on a phone.
    if (found.noPhone)
      return refuse(postProblems.POST_NO_PHONE, { fields: { 'patch.code': postProblems.POST_NO_PHONE.message } })
    return { ...asked, person: { key: found.key, name: found.name } }
  },
  draft(
    values: {
      person: { key: string; name: string }
      role: AreaRole | 'staff'
      body?: string
      from: number
      until: number
      words: string
    },
    area,
    ctx,
  ) {
    const wrong = (field: string, problem: { code: string; message: string }): never =>
      refuse(problem, { fields: { [`patch.${field}`]: problem.message } })
    const { person, role, from, until } = values
    if (person.key === ctx.actor.key) wrong('code', postProblems.POST_SELF)
    if (role !== 'staff' && areaRoles[role].level !== levelOf(area)) wrong('role', core.NOT_PERMITTED)
    const body =
      role === 'staff' ? bodiesFor(ctx.street, area, addableTypes).find(({ _id }) => _id === values.body) : undefined
    if (role === 'staff' && !body) wrong('body', postProblems.POST_BODY)
    if (until <= ctx.now) wrong('until', postProblems.POST_PAST)
    if (until <= from) wrong('until', postProblems.POST_ORDER)
    if (until - from > 5 * 366 * 86_400_000) wrong('until', postProblems.POST_LONG)
    const post: Post = {
      id: '',
      key: person.key,
      name: person.name,
      role,
      ...(body ? { body: body._id } : { area }),
      from,
      until,
    }
    const held = livePosts(ctx.street.settings, ctx.now).filter(({ key }) => key === person.key)
    if (held.some((one) => one.role === role && one.area === post.area && one.body === post.body))
      wrong('role', postProblems.POST_HELD)
    const cross = crossPosts([...held, post], ctx.street).map(({ posts, why }) => `${posts.join('、')}：${why}`)
    const title = `${person.name}任${postName(post, ctx.street)}`
    return {
      title,
      body: {
        key: person.key,
        name: person.name,
        role,
        ...(body ? { body: body._id } : { at: area }),
        from,
        until,
        words: values.words,
        cross,
      },
    }
  },
  then: 'confirm',
  status: 'proposed',
}

function factsOf({ body }: PostMatter, { now }: RuleCtx) {
  return [
    { label: '任期', value: `${sayFully(body.from).slice(0, -6)} 至 ${sayFully(body.until).slice(0, -6)}` },
    ...(body.words ? [{ label: '依据', value: body.words }] : []),
    ...body.cross.map((one) => ({ label: '交叉任职', value: one })),
    ...(body.endedAt ? [{ label: '提前卸任', value: sayTime(body.endedAt, now) }] : []),
  ]
}

/** The grant and the register, both under the appointment's id, so that a second run changes nothing. */
async function apply(
  matter: PostMatter,
  { store, street }: { store: import('../../core/store').Store; street: Street },
) {
  const { _ } = store
  const post = postOf(matter)
  const grant: Grant = {
    id: post.id,
    role: post.role,
    ...(post.area ? { area: post.area } : { body: post.body as string }),
    from: post.from,
    ...(post.until !== undefined && { until: post.until }),
    by: matter.author,
  }
  if (matter.status === 'held')
    await store.change(
      'people',
      { key: post.key, 'grants.id': _.neq(post.id) },
      { grants: _.push([grant]), street: street.path },
    )
  else await store.change('people', { key: post.key, 'grants.id': post.id }, { 'grants.$.until': post.until })
  await configure(store, street.path, (settings) => ({ ...settings, posts: withEntry(settings.posts ?? [], post) }))
}

export const postKind: Kind<PostStatus, PostBody> = {
  name: 'post',
  label: '任职',
  statuses,
  actions,
  due: (status, { body }, { now }) =>
    status === 'proposed' ? afterWorkingDays(now, 3) : status === 'held' ? body.until : null,
  workedBy: ({ status }) => (status === 'proposed' ? ['officer', 'director'] : []),
  seenBy: ['officer', 'director', 'clerk', 'secretary', 'supervisor'],
  view: (matter, ctx) => ({
    words: matter.body.words || '任职提名',
    photos: [],
    facts: factsOf(matter, ctx),
    author: '街道',
    category: '任职',
  }),
  raises: { appoint },
  applies: { in: ['held', 'ended'], run: apply },
}
