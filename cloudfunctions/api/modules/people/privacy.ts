// The door for personal data: looking at a phone number with a reason, who has looked, one's own data, and leaving (个人信息保护法 44–47, 51, 55).
import * as z from 'zod'
import { ancestorAt, covers, isPath } from '../../core/areas'
import { sayFully } from '../../core/clock'
import { configure } from '../../core/configure'
import { type Ctx, endpoint } from '../../core/endpoint'
import { defineProblems, problems, refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import { MatterId, seen, showMatter } from '../../core/matters'
import type { Person } from '../../core/person'
import { type Actor, type AreaRole, holds, type Role } from '../../core/roles'
import { holdersOf } from '../../core/settings'
import { newId } from '../../core/store'
import { sayWho } from '../../core/timeline'

export const privacyProblems = defineProblems({
  CLOSE_LAST: '您是街道最后一位任此职的人，请先由街道任命接任的人',
})

/** As what somebody who works on a matter looks at it. */
const roleOf = (actor: Actor, matter: Matter): Role =>
  (['clerk', 'secretary', 'officer', 'director', 'gridWorker', 'lead'] as const).find((role) =>
    holds(actor, role, matter),
  ) ?? 'party'

async function ownLines(person: Person, { store }: Ctx): Promise<string[]> {
  const needs = await store.find<Matter>(
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
  )
  return [
    `称呼：${person.name}`,
    `楼栋：${person.building ?? '未选择'}`,
    `手机号：${person.phone ?? '未填写'}`,
    ...person.consents.map(({ purpose, version, at }) => `同意：${purpose} 第 ${version} 版，${sayFully(at)}`),
    ...needs.map(({ no, title, at }) => `事项：${no} ${title}，${sayFully(at)}`),
  ]
}

async function viewLines({ key }: Person, { store }: Ctx): Promise<string[]> {
  const views = await store.find<{ at: number; reason: string }>(
    'access',
    { whose: key },
    { order: [['at', 'desc']], limit: 100 },
  )
  return views.map(({ at, reason }) => `查看电话的记录：${sayFully(at)}，理由：${reason}`)
}

export const privacy = {
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

  /** 个人信息保护法 45: everything kept about the caller, as they may read it: themselves and what they raised, then who looked at their number. */
  myData: endpoint({
    who: 'member',
    about: '导出我的数据',
    input: z.strictObject({ part: z.enum(['own', 'views'], '请选择看什么') }),
    output: z.object({ text: z.string() }),
    async run({ part }, ctx) {
      const person = await ctx.member()
      const lines = part === 'own' ? await ownLines(person, ctx) : await viewLines(person, ctx)
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
      const { key, actor, joined } = await ctx.member()
      // Whoever leaves gives up their posts, so that the level above stands in at once; a street does not lose its last head this way.
      for (const path of new Set(
        actor.grants.flatMap(({ area }) => (area ? [ancestorAt(area, 'street') ?? area] : [])),
      )) {
        const street = await ctx.street(path)
        const others = (role: AreaRole) =>
          holdersOf(street.settings, role, path, ctx.now).some((post) => post.key !== key)
        const heads = (['officer', 'director'] as const).filter((role) =>
          actor.grants.some((grant) => grant.role === role && grant.area === path),
        )
        if (street.settings.posts && heads.some((role) => !others(role))) return refuse(privacyProblems.CLOSE_LAST)
        await configure(ctx.store, path, ({ posts, ...settings }) => ({
          ...settings,
          ...(posts && {
            posts: posts.map((post) =>
              post.key === key && (post.until ?? Infinity) > ctx.now ? { ...post, until: ctx.now } : post,
            ),
          }),
        }))
      }
      // Modules that keep more than a key take it out by their own jobs.
      await ctx.store.add('leavers', { _id: key, schema: 1, at: ctx.now })
      // What is left of the time without a phone leads here, and goes first: it is never put back for who has left.
      if (joined) await ctx.store.remove('people', { _id: joined.from })
      await ctx.store.remove('people', { _id: ctx.openid })
      return { ok: true }
    },
  }),
}
