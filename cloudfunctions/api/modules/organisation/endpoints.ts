// The door for a street's organisation: its places, bodies and posts; its duty register; who may do what.
import * as z from 'zod'
import { ancestorAt, covers, isPath, type Path } from '../../core/areas'
import { sayFully } from '../../core/clock'
import { type Ctx, endpoint } from '../../core/endpoint'
import { problems, refuse } from '../../core/errors'
import { kindOf } from '../../core/kinds'
import { MatterId } from '../../core/matters'
import { crossPosts, postName } from '../../core/posts'
import { mayRaise, raise, wayFor } from '../../core/raise'
import { routeFor, routes } from '../../core/routes'
import { actionsOf, sayRoute } from '../../core/rulebook'
import { livePosts } from '../../core/settings'
import { leadTable, periodLabels, sheLabels, spaceLabels } from '../../core/space'
import { bodyTypes } from '../../core/street'
import { FormView, MatterView, she } from '../../core/view'
import { type Category, categories } from '../needs/categories'
import { levelLabels, linesOf, relationLabels } from '../needs/register'

const Street = z.string('请选择街道').max(80).refine(isPath, '请选择街道')
const Area = z.string('请选择地点').max(160).refine(isPath, '请选择地点')
const KindName = z.string().max(20)

/** Kinds that are raised by a form, in the order of the page. */
const raisable = ['plan', 'post', 'setup', 'declaration', 'charity'] as const

const Way = z.object({ kind: z.string(), way: z.string(), label: z.string(), about: z.string() })

async function waysAt(area: Path, ctx: Ctx) {
  const { actor } = await ctx.member()
  return raisable.flatMap((kind) =>
    Object.entries(kindOf(kind).raises ?? {})
      .filter(([, way]) => mayRaise(way, area, actor))
      .map(([way, { label, about }]) => ({ kind, way, label, about })),
  )
}

export const organisation = {
  /** One place of a street: what lies below it, its bodies, who holds which post, and what this reader may raise there. */
  place: endpoint({
    who: 'member',
    about: '查看一个地方的单位与任职',
    input: z.strictObject({ area: Area }),
    output: z.object({
      path: z.string(),
      name: z.string(),
      level: z.string(),
      above: z.array(z.object({ path: z.string(), name: z.string() })),
      below: z.array(z.object({ path: z.string(), name: z.string() })),
      bodies: z.array(
        z.object({ id: z.string(), name: z.string(), type: z.string(), she, staff: z.array(z.string()) }),
      ),
      posts: z.array(z.object({ id: z.string(), name: z.string(), post: z.string(), until: z.string() })),
      cross: z.array(z.string()),
      cosign: z.string(),
      ways: z.array(Way),
    }),
    async run({ area }, ctx) {
      const path = ancestorAt(area, 'street') ?? area
      // Who has just changed something here wants to see it: the one page that does not wait for the cache.
      const street = (await ctx.store.street(path, ctx.now, true)) ?? refuse(problems.AREA_UNKNOWN)
      const ways = await waysAt(area, ctx)
      const known = street.areas.get(area) ?? { path: street.path, name: street.name, level: 'street' as const }
      const at = known.path
      const live = livePosts(street.settings, ctx.now)
      const staffOf = (body: string) => live.filter((post) => post.body === body).map(({ name }) => name)
      const parent = (path: Path) => path.slice(0, path.lastIndexOf('/'))
      const above = [...street.areas.values()].filter(({ path }) => path !== at && covers(path, at))
      const term = ({ until }: { until?: number }) =>
        until === undefined ? '未定期限' : `到 ${sayFully(until).slice(0, -6)}`
      const own = street.settings.cosign[at.split('/').at(-1) ?? '']
      return {
        path: at,
        name: known.name,
        level: known.level,
        above: above.map(({ path, name }) => ({ path, name })),
        below: [...street.areas.values()]
          .filter(({ path }) => parent(path) === at)
          .map(({ path, name }) => ({ path, name })),
        bodies: [...street.bodies.values()]
          .filter((body) => body.area === at && body.endedAt === undefined)
          .map((body) => ({
            id: body._id,
            name: body.name,
            type: bodyTypes[body.type].label,
            she: bodyTypes[body.type].she,
            staff: staffOf(body._id),
          })),
        posts: live
          .filter((post) => post.area === at)
          .map((post) => ({ id: post.id, name: post.name, post: postName(post, street), until: term(post) })),
        cross: crossPosts(
          live.filter((post) => covers(at, post.area ?? street.bodies.get(post.body ?? '')?.area ?? '')),
          street,
        ).map(({ name, posts, why }) => `${name}同时任${posts.join('、')}：${why}`),
        cosign:
          known.level === 'community' ? (own ?? ['secretary', 'clerk']).map((role) => postLabel(role)).join('、') : '',
        ways,
      }
    },
  }),

  form: endpoint({
    who: 'member',
    about: '查看提出一件事要填什么',
    input: z.strictObject({ kind: KindName, way: z.string().max(20), area: Area }),
    output: FormView.extend({ about: z.string() }),
    async run({ kind, way: name, area }, ctx) {
      const { way, rule } = await wayFor({ kind, way: name, area }, ctx)
      return {
        action: name,
        title: way.label,
        button: way.then ? '提请同意' : '提交',
        tone: 'main' as const,
        note: 'none' as const,
        noteHint: '',
        about: way.about,
        fields: [...way.fields(area, rule)],
      }
    },
  }),

  raise: endpoint({
    who: 'member',
    writes: true,
    about: '提出任命、设置、计划或声明',
    input: z.strictObject({
      id: MatterId,
      kind: KindName,
      way: z.string().max(20),
      area: Area,
      values: z.record(z.string().max(40), z.unknown()),
    }),
    output: MatterView,
    run: (asked, ctx) => raise(asked, ctx),
  }),

  register: endpoint({
    who: 'guest',
    about: '查看权责清单',
    input: z.strictObject({ street: Street }),
    output: z.object({
      categories: z.array(
        z.object({
          key: z.string(),
          label: z.string(),
          lines: z.array(
            z.object({
              whom: z.string(),
              relation: z.string(),
              tone: z.enum(['ok', 'plain', 'danger']),
              level: z.string(),
              source: z.string(),
            }),
          ),
        }),
      ),
    }),
    async run({ street: path }, ctx) {
      const street = await ctx.street(path)
      const rank = { lead: 0, assist: 1, never: 2 }
      return {
        categories: (Object.keys(categories) as Category[]).map((key) => ({
          key,
          label: categories[key],
          lines: linesOf(street, key)
            .sort((a, b) => rank[a.relation] - rank[b.relation])
            .map((line) => ({
              whom: line.body
                ? (street.bodies.get(line.body)?.name ?? '已撤销的单位')
                : line.type
                  ? bodyTypes[line.type].label
                  : '',
              relation: relationLabels[line.relation],
              tone: ({ lead: 'ok', assist: 'plain', never: 'danger' } as const)[line.relation],
              level: levelLabels[line.level],
              source: line.source,
            })),
        })),
      }
    },
  }),

  /** Made from the tables, so that it can't say anything else than what is enforced. */
  rules: endpoint({
    who: 'guest',
    about: '查看谁可以做什么',
    input: z.strictObject({ street: Street, kind: z.enum(['need', ...raisable]).default('need') }),
    output: z.object({
      label: z.string(),
      rows: z.array(
        z.object({
          action: z.string(),
          label: z.string(),
          from: z.string(),
          to: z.string(),
          by: z.string(),
          agreement: z.string(),
          period: z.string(),
          unless: z.string(),
        }),
      ),
      routes: z.array(z.string()),
      leads: z.array(z.object({ label: z.string(), leads: z.string(), assists: z.string() })),
    }),
    async run({ street: path, kind: name }, ctx) {
      const street = await ctx.street(path)
      const kind = kindOf(name)
      const own = Object.fromEntries(
        Object.keys(routes).flatMap((one) => {
          const route = routeFor(one, routes, street)
          return route ? [[one, route]] : []
        }),
      )
      const names = (table: Record<keyof typeof sheLabels, string>, which: (leading: string) => boolean) =>
        (Object.keys(sheLabels) as (keyof typeof sheLabels)[])
          .filter((one) => which(table[one]))
          .map((one) => sheLabels[one])
          .join('、')
      return {
        label: kind.label,
        rows: actionsOf(kind, own).map(({ from, by, unless, ...row }) => ({
          ...row,
          from: from.join('、'),
          by: by.join('、'),
          unless: unless.join('；'),
        })),
        routes: Object.keys(own).map((one) => sayRoute(one, own)),
        leads: (Object.keys(leadTable) as (keyof typeof leadTable)[]).flatMap((period) =>
          period === 'emergency'
            ? [
                {
                  label: periodLabels[period],
                  leads: names(leadTable.emergency.none, (one) => one !== 'never'),
                  assists: names(leadTable.emergency.none, (one) => one === 'never'),
                },
              ]
            : (Object.keys(spaceLabels) as (keyof typeof spaceLabels)[]).map((space) => ({
                label: `${periodLabels[period]} · ${spaceLabels[space]}`,
                leads: names(leadTable.routine[space], (one) => one !== 'never'),
                assists: names(leadTable.routine[space], (one) => one === 'never'),
              })),
        ),
      }
    },
  }),
}

const postLabel = (role: string): string =>
  ({ clerk: '居民委员会', secretary: '社区党组织', ownersCommittee: '业主委员会' })[role] ?? role
