// The door for a person's own things: who am I, choosing one's building, the phone number, one's data, and the inbox.
import * as z from 'zod'
import { ancestorAt, covers, isPath } from '../../core/areas'
import { sayFully, sayTime } from '../../core/clock'
import { endpoint } from '../../core/endpoint'
import { problems, refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import { Cursor, MatterId, page, seen, showMatter } from '../../core/matters'
import { maskPhone, type Person } from '../../core/person'
import { type Actor, type AreaRole, actorOf, areaRoles, holds, liveGrants, type Role } from '../../core/roles'
import { declaredAt } from '../../core/settings'
import { newId } from '../../core/store'
import { areaName, bodyName, isArea, placeName, type Street } from '../../core/street'
import { MatterCard, sayWho } from '../../core/view'
import { Name, Phone, purposes } from './document'

const Place = z.object({ street: z.string(), community: z.string(), name: z.string() })
const Post = z.object({ role: z.string(), label: z.string(), area: z.string(), areaName: z.string() })
const Me = z.object({
  registered: z.boolean(),
  name: z.string(),
  street: z.string().optional(),
  streetName: z.string().optional(),
  community: z.string().optional(),
  communityName: z.string().optional(),
  building: z.string().optional(),
  buildingName: z.string().optional(),
  /** 138****1234. */
  phone: z.string().optional(),
  /** What the person shows to be appointed. */
  code: z.string().optional(),
  posts: z.array(Post),
  /** Pages for staff are offered by these, never guessed from roles on the phone. */
  desk: z.enum(['none', 'community', 'street', 'body']),
  mayProxy: z.boolean(),
  mayImport: z.boolean(),
  /** The place the person is on duty for: where its organisation and plans are looked up. */
  dutyArea: z.string().optional(),
  /** 非常规 where the person lives or works. */
  emergency: z.object({ id: z.string(), text: z.string() }).optional(),
  unread: z.number(),
  privacy: z.object({ purpose: z.string(), version: z.number(), words: z.string(), agreed: z.boolean() }),
})
type MeView = z.input<typeof Me>

const guest: MeView = {
  registered: false,
  name: '',
  posts: [],
  desk: 'none',
  mayProxy: false,
  mayImport: false,
  unread: 0,
  privacy: { purpose: 'handling', version: purposes.handling.version, words: purposes.handling.words, agreed: false },
}

function postsOf(person: Person, street: Street | undefined, now: number) {
  return liveGrants(person.grants, now).map(({ role, area, body }) => ({
    role,
    label: role === 'staff' ? (street && body ? bodyName(street, body) : '单位') : areaRoles[role].label,
    area: area ?? '',
    areaName: street && area ? areaName(street, area) : '',
  }))
}

const deskOf = (roles: (AreaRole | 'staff')[]): MeView['desk'] =>
  roles.some((role) => role === 'officer' || role === 'director')
    ? 'street'
    : roles.some((role) => role !== 'staff' && role !== 'socialWorker')
      ? 'community'
      : roles.includes('staff')
        ? 'body'
        : 'none'

/** The widest place a person holds a post over; the place of their body before nothing. */
function dutyAreaOf(person: Person, street: Street | undefined, now: number): string | undefined {
  const grants = liveGrants(person.grants, now)
  const areas = grants.flatMap(({ area }) => (area ? [area] : [])).sort((a, b) => a.length - b.length)
  const body = grants.find((grant) => grant.body)?.body
  return areas[0] ?? (body ? street?.bodies.get(body)?.area : undefined)
}

function emergencyOf(person: Person, street: Street | undefined, now: number) {
  const area = person.building ?? dutyAreaOf(person, street, now) ?? street?.path
  const one = street && area ? declaredAt(street.settings, area, now) : undefined
  return one && street
    ? {
        id: one.id,
        text: `${areaName(street, one.area)}非常规时期，到 ${sayFully(one.until).slice(0, -6)}（${one.docNo}）`,
      }
    : undefined
}

function meOf(person: Person, street: Street | undefined, now: number): MeView {
  const roles = liveGrants(person.grants, now).map(({ role }) => role)
  const community = person.building && ancestorAt(person.building, 'community')
  const agreed = person.consents.some(
    ({ purpose, version, withdrawnAt }) =>
      purpose === 'handling' && version === purposes.handling.version && !withdrawnAt,
  )
  const named = street && community ? { community, communityName: areaName(street, community) } : {}
  return {
    registered: person.building !== undefined || roles.length > 0,
    name: person.name,
    street: person.street,
    streetName: street?.name,
    ...named,
    building: person.building,
    buildingName: street && person.building ? placeName(street, person.building) : undefined,
    phone: person.phone && maskPhone(person.phone),
    code: person.code,
    posts: postsOf(person, street, now),
    desk: deskOf(roles),
    mayProxy: roles.some((role) => role !== 'staff'),
    mayImport: roles.includes('clerk'),
    dutyArea: dutyAreaOf(person, street, now),
    emergency: emergencyOf(person, street, now),
    unread: person.unread,
    privacy: { ...guest.privacy, agreed },
  }
}

const InboxItem = z.object({
  id: z.string(),
  text: z.string(),
  time: z.string(),
  matter: z.string(),
  read: z.boolean(),
})
type Notice = { _id: string; person: string; text: string; at: number; matter: string; read: boolean }

/** As what somebody who works on a matter looks at it. */
const roleOf = (actor: Actor, matter: Matter): Role =>
  (['clerk', 'secretary', 'officer', 'director', 'gridWorker', 'lead'] as const).find((role) =>
    holds(actor, role, matter),
  ) ?? 'party'

export const people = {
  me: endpoint({
    who: 'guest',
    about: '查看我的身份',
    input: z.strictObject({}),
    output: Me,
    async run(_input, ctx) {
      const person = await ctx.person()
      if (!person) return guest
      return meOf(person, person.street ? await ctx.store.street(person.street, ctx.now) : undefined, ctx.now)
    },
  }),

  /** What the first screen shows of a person, in one call: who, where, and what waits for them. */
  home: endpoint({
    who: 'guest',
    about: '查看首页：我的身份、所在社区、需要我办的事',
    input: z.strictObject({}),
    output: z.object({ me: Me, place: Place.optional(), waiting: z.array(MatterCard) }),
    async run(_input, ctx) {
      const person = await ctx.person()
      const path =
        person?.street ??
        (await ctx.store.find<{ _id: string }>('areas', { level: 'street' }, { limit: 1, fields: { _id: true } }))[0]
          ?._id
      const street = path ? await ctx.store.street(path, ctx.now) : undefined
      const me = person ? meOf(person, street, ctx.now) : guest
      const post = me.posts.find(({ area }) => street?.areas.get(area)?.level === 'community')
      const first = [...(street?.areas.values() ?? [])].find(({ level }) => level === 'community')
      const community = me.community ?? post?.area ?? first?.path
      const place =
        street && community ? { street: street.path, community, name: areaName(street, community) } : undefined
      if (!person || !street || !me.registered) return { me, place, waiting: [] }
      const actor = actorOf(person, ctx.now)
      const { cards } = await page(
        ctx,
        { street: street.path, turn: ctx.store._.in(actor.tokens) },
        { key: 'dueAt', direction: 'asc', actor },
      )
      return { me, place, waiting: cards.slice(0, 3) }
    },
  }),

  register: endpoint({
    who: 'guest',
    writes: true,
    about: '选择楼栋，同意隐私说明',
    input: z.strictObject({
      building: z.string('请选择您居住的楼栋').max(160).refine(isPath, '请选择您居住的楼栋'),
      name: Name,
      phone: Phone.optional(),
      privacyVersion: z.literal(purposes.handling.version, '请阅读并同意隐私说明'),
    }),
    output: Me,
    async run({ building, name, phone }, ctx) {
      const path = ancestorAt(building, 'street')
      const street = path ? await ctx.store.street(path, ctx.now) : undefined
      if (!street || !isArea(street, building, 'building'))
        return refuse(problems.INPUT_INVALID, { fields: { building: '请选择您居住的楼栋' } })
      const consent = { purpose: 'handling', version: purposes.handling.version, at: ctx.now }
      const known = await ctx.person()
      if (known) {
        const change = {
          name,
          building,
          street: street.path,
          consents: [...known.consents.filter(({ purpose }) => purpose !== 'handling'), consent],
          ...(phone && { phone }),
        }
        await ctx.store.change('people', { _id: ctx.openid }, change)
        return meOf({ ...known, ...change }, street, ctx.now)
      }
      const person: Person = {
        _id: ctx.openid,
        schema: 1,
        key: `p${newId()}`,
        code: newId().slice(0, 8).toUpperCase(),
        name,
        street: street.path,
        building,
        ...(phone && { phone }),
        grants: [],
        consents: [consent],
        accepts: {},
        unread: 0,
        at: ctx.now,
      }
      const added = await ctx.store.add('people', person)
      const kept = added === 'duplicate' ? ((await ctx.store.get<Person>('people', ctx.openid)) ?? person) : person
      return meOf(kept, street, ctx.now)
    },
  }),

  setPhone: endpoint({
    who: 'member',
    writes: true,
    about: '填写或删除我的手机号',
    input: z.strictObject({ phone: Phone.nullable() }),
    output: Me,
    async run({ phone }, ctx) {
      const person = await ctx.member()
      const { _ } = ctx.store
      await ctx.store.change('people', { _id: ctx.openid }, { phone: phone ?? _.remove() })
      const street = person.street ? await ctx.store.street(person.street, ctx.now) : undefined
      return meOf({ ...person, phone: phone ?? undefined }, street, ctx.now)
    },
  }),

  /** WeChat asked and the person accepted: each accept is one message (WeChat's rule). */
  accept: endpoint({
    who: 'member',
    writes: true,
    about: '记录我同意接收的微信提醒',
    input: z.strictObject({
      templates: z
        .array(
          z
            .string()
            .regex(/^[\w-]{1,64}$/)
            // A template's id becomes a field's name, which must not be that of every object's own parts.
            .refine((template) => !(template in {})),
        )
        .min(1)
        .max(3),
    }),
    output: z.object({ ok: z.boolean() }),
    async run({ templates }, ctx) {
      const { _ } = ctx.store
      await ctx.member()
      await ctx.store.change(
        'people',
        { _id: ctx.openid },
        Object.fromEntries(templates.map((template) => [`accepts.${template}`, _.inc(1)])),
      )
      return { ok: true }
    },
  }),

  inbox: endpoint({
    who: 'member',
    about: '查看我的消息',
    input: z.strictObject({ after: Cursor.optional() }),
    output: z.object({ items: z.array(InboxItem), next: Cursor.optional() }),
    async run({ after }, ctx) {
      const { actor } = await ctx.member()
      const { _ } = ctx.store
      const mine = { person: actor.key }
      const where = after
        ? _.and([mine, _.or([{ at: _.lt(after.key) }, { at: after.key, _id: _.lt(after.id) }])])
        : mine
      const order = [
        ['at', 'desc'],
        ['_id', 'desc'],
      ] as const
      const found = await ctx.store.find<Notice>('inbox', where as object as Record<string, unknown>, {
        order,
        limit: 21,
      })
      const shown = found.slice(0, 20)
      const last = shown.at(-1)
      return {
        items: shown.map(({ _id, text, at, matter, read }) => ({
          id: _id,
          text,
          time: sayTime(at, ctx.now),
          matter,
          read,
        })),
        next: found.length > 20 && last ? { key: last.at, id: last._id } : undefined,
      }
    },
  }),

  read: endpoint({
    who: 'member',
    writes: true,
    about: '把我的消息标为已读',
    input: z.strictObject({}),
    output: z.object({ ok: z.boolean() }),
    async run(_input, ctx) {
      const { actor } = await ctx.member()
      await ctx.store.change('inbox', { person: actor.key, read: false }, { read: true })
      await ctx.store.change('people', { _id: ctx.openid }, { unread: 0 })
      return { ok: true }
    },
  }),

  /** The phone number of who asked, for who handles it, with a reason that is written down (M95, M96, 个人信息保护法 51, 55). */
  contact: endpoint({
    who: 'member',
    writes: true,
    about: '写明理由，查看居民电话',
    input: z.strictObject({
      id: MatterId,
      reason: z
        .string('请写明查看的理由')
        .trim()
        .min(4, '请写明查看的理由，至少 4 个字')
        .max(100, '理由请控制在 100 字以内'),
    }),
    output: z.object({ phone: z.string(), name: z.string() }),
    async run({ id, reason }, ctx) {
      const found = await seen(id, ctx)
      if (!showMatter(found).hasContact) return refuse(problems.NOT_PERMITTED)
      const { matter, rule } = found
      if (
        !matter.turn.some((token) => rule.actor.tokens.includes(token)) &&
        !matter.concern.some((token) => rule.actor.tokens.includes(token))
      )
        return refuse(problems.NOT_PERMITTED)
      const owner = matter.onBehalfOf?.person ?? matter.author
      await ctx.store.add('access', {
        _id: newId(),
        at: ctx.now,
        by: rule.actor.key,
        whose: owner,
        matter: id,
        no: matter.no,
        street: matter.street,
        within: matter.within,
        as: sayWho({ as: roleOf(rule.actor, matter), where: undefined }, matter, found.street, rule.actor),
        reason,
      })
      const [person] = await ctx.store.find<Person>('people', { key: owner }, { limit: 1 })
      const asked = matter.onBehalfOf
      return asked && !asked.person
        ? { phone: asked.phone ?? '', name: asked.name }
        : { phone: person?.phone ?? '', name: person?.name ?? '' }
    },
  }),

  /** Who saw whose phone number, when and why: for the person concerned, and for those who supervise the place (M95). */
  views: endpoint({
    who: 'member',
    about: '查看谁看过我的电话，或辖区内的查看记录',
    input: z.strictObject({
      area: z.string().max(160).refine(isPath, '请选择地点').optional(),
      after: z.number().optional(),
    }),
    output: z.object({
      views: z.array(z.object({ at: z.string(), by: z.string(), no: z.string(), reason: z.string() })),
      next: z.number().optional(),
    }),
    async run({ area, after }, ctx) {
      const { actor } = await ctx.member()
      const { _ } = ctx.store
      const watches =
        area !== undefined &&
        actor.grants.some(
          (grant) =>
            grant.area !== undefined &&
            ['supervisor', 'officer', 'director'].includes(grant.role) &&
            covers(grant.area, area),
        )
      if (area !== undefined && !watches) return refuse(problems.NOT_PERMITTED)
      const where = {
        ...(area ? { within: area } : { whose: actor.key }),
        ...(after !== undefined && { at: _.lt(after) }),
      }
      const found = await ctx.store.find<{ at: number; as?: string; no?: string; reason: string }>('access', where, {
        order: [['at', 'desc']],
        limit: 51,
      })
      const shown = found.slice(0, 50)
      return {
        views: shown.map(({ at, as, no, reason }) => ({ at: sayFully(at), by: as ?? '经办人', no: no ?? '', reason })),
        next: found.length > 50 ? shown.at(-1)?.at : undefined,
      }
    },
  }),

  /** 个人信息保护法 45: everything kept about the caller, as they may read it. */
  myData: endpoint({
    who: 'member',
    about: '导出我的数据',
    input: z.strictObject({}),
    output: z.object({ text: z.string() }),
    async run(_input, ctx) {
      const person = await ctx.member()
      const [needs, views] = await Promise.all([
        ctx.store.find<Matter>(
          'matters',
          { author: person.key },
          {
            order: [
              ['at', 'desc'],
              ['_id', 'desc'],
            ],
            limit: 100,
            fields: { trace: false, unsent: false },
          },
        ),
        ctx.store.find<{ at: number; reason: string }>(
          'access',
          { whose: person.key },
          { order: [['at', 'desc']], limit: 100 },
        ),
      ])
      const lines = [
        `称呼：${person.name}`,
        `楼栋：${person.building ?? '未选择'}`,
        `手机号：${person.phone ?? '未填写'}`,
        ...person.consents.map(({ purpose, version, at }) => `同意：${purpose} 第 ${version} 版，${sayFully(at)}`),
        ...needs.map(({ no, title, at }) => `事项：${no} ${title}，${sayFully(at)}`),
        ...views.map(({ at, reason }) => `查看电话的记录：${sayFully(at)}，理由：${reason}`),
      ]
      return { text: lines.join('\n') }
    },
  }),

  /** 个人信息保护法 47, WeChat 15.3.9: the account goes; the log of public matters stays, nameless. */
  close: endpoint({
    who: 'member',
    writes: true,
    about: '注销我的账号',
    input: z.strictObject({ sure: z.literal('注销', '请输入“注销”两个字') }),
    output: z.object({ ok: z.boolean() }),
    async run(_input, ctx) {
      await ctx.member()
      await ctx.store.remove('people', { _id: ctx.openid })
      return { ok: true }
    },
  }),
}
