// Who signs: a route's steps as the street sets them, and which committees of a community sign together. No tier is skipped (M1).
import * as z from 'zod'
import { ancestorAt } from '../../core/areas'
import { configure } from '../../core/configure'
import { defineProblems, type Problem, refuse } from '../../core/errors'
import { type AreaRole, areaRoles } from '../../core/roles'
import { routes } from '../../core/routes'
import { holdersOf } from '../../core/settings'
import { areaName } from '../../core/street'
import type { Subject } from './subjects'

export const signingProblems = defineProblems({
  SETUP_ROUTE_EMPTY: '会签路线的这一步没有人任职，请先任命，或换成有人任职的角色',
  SETUP_ROUTE_ORDER: '会签路线须先由社区两委表态，再由街道表态，不能跳过',
  SETUP_COSIGN: '会签至少要有两方，并且都有人任职',
})

const stop =
  (problem: Problem, field: string, detail = problem.message) =>
  (): never =>
    refuse(problem, { fields: { [`patch.${field}`]: detail }, detail })
const roleLabels = Object.fromEntries(Object.entries(areaRoles).map(([key, { label }]) => [key, label])) as Record<
  AreaRole,
  string
>

const settable = ['planConsult', 'planGovern', 'planParticipate', 'planLarge', 'secondCommittee'] as const
const routeRoles = ['clerk', 'secretary', 'ownersCommittee', 'supervisor', 'officer', 'director'] as const
const tier = (role: string): number => (role === 'officer' || role === 'director' ? 1 : 0)

export const route: Subject = {
  label: '调整会签路线',
  about: '写明一类决定先由谁、再由谁表态，各给几个工作日；社区在前，街道在后',
  levels: ['street'],
  fields: () => [
    {
      name: 'route',
      label: '哪条路线',
      kind: 'choice',
      required: true,
      options: settable.map((name) => ({ value: name, label: routes[name]?.label ?? name })),
    },
    {
      name: 'first',
      label: '第一步由谁表态（都要同意）',
      kind: 'choices',
      required: true,
      options: routeRoles.map((role) => ({ value: role, label: roleLabels[role] })),
    },
    {
      name: 'second',
      label: '第二步由谁表态（一位同意即可）',
      kind: 'choices',
      options: routeRoles.map((role) => ({ value: role, label: roleLabels[role] })),
    },
    {
      name: 'days',
      label: '每步几个工作日',
      kind: 'choice',
      required: true,
      options: ['1', '2', '3', '5'].map((value) => ({ value, label: `${value} 个工作日` })),
    },
  ],
  patch: z.strictObject({
    route: z.enum(settable, '请选择路线'),
    first: z.array(z.enum(routeRoles, '请选择角色')).min(1, '请选择第一步由谁表态').max(4, '最多 4 方'),
    second: z.array(z.enum(routeRoles, '请选择角色')).max(4, '最多 4 方').default([]),
    days: z.enum(['1', '2', '3', '5'], '请选择几个工作日'),
  }),
  stands({ route: name, first, second }, area, street, now) {
    // Three tiers, none skipped (M1): what the community decides and the street confirms can't lose either.
    const was = (routes[name]?.steps ?? []).flatMap(({ roles }) => roles)
    const tiers = [...first, ...second].map(tier)
    const needsStreet = was.some((role) => tier(role) === 1)
    const needsCommunity = was.some((role) => tier(role) === 0)
    if (
      (needsStreet && !tiers.includes(1)) ||
      (needsCommunity && !tiers.includes(0)) ||
      (second.length && Math.max(...first.map(tier)) > Math.min(...second.map(tier)))
    )
      return stop(signingProblems.SETUP_ROUTE_ORDER, 'second')
    if (!street.settings.posts) return undefined
    const communities = [...street.areas.values()].filter(({ level }) => level === 'community')
    for (const role of [...first, ...second] as AreaRole[]) {
      const places = areaRoles[role].level === 'community' ? communities.map(({ path }) => path) : [area]
      const empty = places.find((path) => holdersOf(street.settings, role, path, now).length === 0)
      if (empty)
        return stop(
          signingProblems.SETUP_ROUTE_EMPTY,
          first.includes(role) ? 'first' : 'second',
          `${areaName(street, empty)}没有人任${roleLabels[role]}，请先任命，或换成有人任职的角色`,
        )
    }
    return undefined
  },
  say: ({ route: name, first, second, days }) => ({
    title: `会签路线：${routes[name]?.label ?? name}`,
    facts: [
      {
        label: '第一步',
        value: `${first.map((role: AreaRole) => roleLabels[role]).join('、')}都同意，${days} 个工作日`,
      },
      ...(second.length
        ? [
            {
              label: '第二步',
              value: `${second.map((role: AreaRole) => roleLabels[role]).join('、')}中一位同意，${days} 个工作日`,
            },
          ]
        : []),
    ],
  }),
  apply: ({ route: name, first, second, days }, _matter, { store, street }) => {
    const steps = [
      { roles: first, need: 'all' as const, days: Number(days) },
      ...(second.length ? [{ roles: second, need: 1, days: Number(days) }] : []),
    ]
    return configure(store, street.path, (settings) => ({ ...settings, routes: { ...settings.routes, [name]: steps } }))
  },
}

const cosigning = ['clerk', 'secretary', 'ownersCommittee'] as const
export const cosign: Subject = {
  label: '设定两委会签',
  about: '写明这个社区由哪几方一起会签：党组织、居民委员会、业主委员会',
  levels: ['community'],
  fields: () => [
    {
      name: 'roles',
      label: '一起会签的各方',
      kind: 'choices',
      required: true,
      options: cosigning.map((role) => ({ value: role, label: roleLabels[role] })),
    },
  ],
  patch: z.strictObject({ roles: z.array(z.enum(cosigning, '请选择各方')).min(2, '会签至少要有两方').max(3) }),
  stands({ roles }, area, street, now) {
    if (new Set(roles).size < 2) return stop(signingProblems.SETUP_COSIGN, 'roles')
    const empty =
      street.settings.posts &&
      (roles as AreaRole[]).find((role) => holdersOf(street.settings, role, area, now).length === 0)
    return empty ? stop(signingProblems.SETUP_COSIGN, 'roles', `${roleLabels[empty]}还没有人任职，请先任命`) : undefined
  },
  say: ({ roles }, area, street) => ({
    title: `${areaName(street, area)}由${roles.map((role: AreaRole) => roleLabels[role]).join('、')}一起会签`,
    facts: [],
  }),
  apply: ({ roles }, { area }, { store, street }) => {
    const slug = ancestorAt(area, 'community')?.split('/').at(-1) ?? ''
    return configure(store, street.path, (settings) => ({
      ...settings,
      cosign: { ...settings.cosign, [slug]: [...new Set(roles as AreaRole[])] },
    }))
  },
}
