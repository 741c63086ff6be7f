// One street with two communities, its bodies, and one person per role; a second street beside it for whoever has no business here.
// Names are plainly invented: everybody is called after one of the 24 solar terms.
import type { Path } from '../../cloudfunctions/api/core/areas'
import { covers, levelOf } from '../../cloudfunctions/api/core/areas'
import type { Person } from '../../cloudfunctions/api/core/person'
import { type Actor, type AreaRole, actorOf, type Grant } from '../../cloudfunctions/api/core/roles'
import { type Charity, noSettings, type Settings } from '../../cloudfunctions/api/core/settings'
import type { Area, Body, BodyType, Street } from '../../cloudfunctions/api/core/street'
import { wednesday } from './clock'

export const streetPath = '/jz/yh/xm'
export const plum = `${streetPath}/xh`
export const dew = `${streetPath}/ql`
export const house = `${plum}/g1/b1`
export const otherStreetPath = '/jz/yh/ty'
export const far = `${otherStreetPath}/th`

const area = (path: Path, name: string): Area => ({ path, name, level: levelOf(path) as Area['level'] })

const communityAreas = (path: Path, name: string): Area[] => [
  area(path, name),
  ...[1, 2].flatMap((grid) => [
    area(`${path}/g${grid}`, `第${'一二'[grid - 1]}网格`),
    area(`${path}/g${grid}/b${grid * 2 - 1}`, `${grid * 2 - 1} 栋`),
    area(`${path}/g${grid}/b${grid * 2}`, `${grid * 2} 栋`),
  ]),
]

const body = (street: Path, _id: string, type: BodyType, where: Path, name: string): Body => ({
  _id,
  street,
  area: where,
  type,
  name,
})

const bodies: Body[] = [
  body(streetPath, 'xh-committee', 'committee', plum, '杏花社区居民委员会'),
  body(streetPath, 'ql-committee', 'committee', dew, '清露社区居民委员会'),
  body(streetPath, 'xh-party', 'party', plum, '杏花社区党委'),
  body(streetPath, 'xh-supervision', 'supervision', plum, '杏花社区居务监督委员会'),
  body(streetPath, 'property', 'property', plum, '杏花物业'),
  body(streetPath, 'organisation', 'organisation', streetPath, '邻里社会组织'),
  body(streetPath, 'team', 'team', plum, '杏花志愿队'),
  body(streetPath, 'grid', 'grid', `${plum}/g1`, '杏花第一网格'),
  body(streetPath, 'socialWork', 'socialWork', streetPath, '香梅社工站'),
  body(streetPath, 'ql-property', 'property', dew, '清露物业'),
  body(streetPath, 'charity', 'charity', streetPath, '香梅慈善会'),
  body(streetPath, 'city', 'department', streetPath, '城市管理办公室'),
  body(streetPath, 'civil', 'department', streetPath, '公共服务办公室'),
  body(streetPath, 'safety', 'department', streetPath, '平安建设办公室'),
  body(otherStreetPath, 'th-committee', 'committee', far, '桃花社区居民委员会'),
]

type Spec = {
  name: string
  building?: Path
  phone?: string
  posts?: readonly (readonly [AreaRole | 'staff', string])[]
}

// biome-ignore format: a table is read in columns.
const specs = {
  author:         { name: '周小满', building: house, phone: '13800000001' },
  neighbour:      { name: '林谷雨', building: house, phone: '13800000002' },
  dewResident:    { name: '陈白露', building: `${dew}/g1/b1` },
  clerk:          { name: '刘春分', posts: [['clerk', plum], ['staff', 'xh-committee']] },
  clerk2:         { name: '韩清明', posts: [['clerk', plum], ['staff', 'xh-committee']] },
  secretary:      { name: '赵立夏', posts: [['secretary', plum]] },
  gridWorker:     { name: '吴芒种', posts: [['gridWorker', `${plum}/g1`], ['staff', 'grid']] },
  socialWorker:   { name: '郑立秋', posts: [['socialWorker', plum], ['staff', 'socialWork']] },
  supervisor:     { name: '许大暑', posts: [['supervisor', plum]] },
  officer:        { name: '高夏至', posts: [['officer', streetPath]] },
  director:       { name: '冯小暑', posts: [['director', streetPath]] },
  manager:        { name: '孙处暑', posts: [['staff', 'property']] },
  volunteer:      { name: '何秋分', building: `${plum}/g2/b3`, posts: [['staff', 'team']] },
  cityStaff:      { name: '唐寒露', posts: [['staff', 'city']] },
  civilStaff:     { name: '彭霜降', posts: [['staff', 'civil']] },
  dewClerk:       { name: '魏立冬', posts: [['clerk', dew]] },
  dewSecretary:   { name: '蒋小雪', posts: [['secretary', dew]] },
  dewGridWorker:  { name: '沈大雪', posts: [['gridWorker', `${plum}/g2`]] },
  dewManager:     { name: '杨冬至', posts: [['staff', 'ql-property']] },
  farResident:    { name: '朱小寒', building: `${far}/g1/b1` },
  farClerk:       { name: '秦大寒', posts: [['clerk', far]] },
  farOfficer:     { name: '许立春', posts: [['officer', otherStreetPath]] },
  treasurer:      { name: '曹惊蛰', posts: [['staff', 'charity']] },
  treasurer2:     { name: '袁白露', posts: [['staff', 'charity']] },
  both:           { name: '吕雨水', posts: [['clerk', plum], ['secretary', plum]] },
} as const satisfies Record<string, Spec>

export type Who = keyof typeof specs
export const everybody = Object.keys(specs) as Who[]

const postsHeld = (who: Who): readonly (readonly [AreaRole | 'staff', string])[] => (specs[who] as Spec).posts ?? []

/** The posts as they are written above, for oracles that do not ask the product. */
export const postsOf = Object.fromEntries(
  Object.entries<Spec>(specs).map(([who, { posts = [] }]) => [who, posts]),
) as unknown as Record<Who, readonly (readonly [string, string])[]>

const grantOf = ([role, at]: readonly [AreaRole | 'staff', string]): Grant =>
  role === 'staff' ? { role, body: at, from: 0, by: 'seed' } : { role, area: at, from: 0, by: 'seed' }

const personOf = (who: Who, { name, building, phone, posts = [] }: Spec): Person => ({
  _id: `openid-${who}`,
  schema: 1,
  key: `p${who}`,
  name,
  street: who.startsWith('far') ? otherStreetPath : streetPath,
  ...(building && { building }),
  ...(phone && { phone }),
  grants: posts.map(grantOf),
  consents: building ? [{ purpose: 'handling', version: 1, at: 0 }] : [],
  accepts: {},
  unread: 0,
  at: 0,
})

const streetOf = (path: Path, name: string, areas: Area[]): Street => ({
  path,
  name,
  areas: new Map([area(path, name), ...areas].map((one) => [one.path, one])),
  bodies: new Map(bodies.filter(({ street }) => street === path).map((one) => [one._id, one])),
  settings: settingsOf(path),
})

/** This street makes volunteers and organisations responsible for repairs too, so that stories may send them. */
/** 非常规 in one community, half a year after the stories; the other notices nothing. */
export const emergency = { from: wednesday + 180 * 86_400_000, until: wednesday + 200 * 86_400_000 }
const settingsOf = (path: Path): Settings => ({
  ...noSettings(path),
  posts: everybody.flatMap((who) =>
    postsHeld(who)
      .filter(([, at]) => !at.startsWith('/') || at.startsWith(path))
      .map(([role, at], index) => ({
        id: `post-${who}-${index}`,
        key: `p${who}`,
        name: specs[who].name,
        role,
        ...(role === 'staff' ? { body: at } : { area: at }),
        from: 0,
      })),
  ),
  periods:
    path === streetPath
      ? [{ id: 'declared0000000001', area: plum, level: 2, docNo: '香街发〔2026〕12号', ...emergency }]
      : [],
  ...(path === streetPath && { charities: [verified] }),
  duties: (['team', 'organisation'] as const).map((type) => ({
    id: `facility-${type}`,
    category: 'facility',
    level: 'community',
    type,
    relation: 'lead',
    source: '本街道清单',
  })),
})

/** The street has verified the charity for a year from the stories' day. */
export const verified: Charity = {
  body: 'charity',
  matter: 'charity0000000000001',
  certificateNo: '53440300MJL0000001',
  qualified: true,
  until: wednesday + 365 * 86_400_000,
  platform: '善意筹',
  platformUrl: 'https://platform.example/xm',
  contact: '曹老师 0755-0000001',
  query: '慈善中国查询，或到会查账',
}

/** Fresh values each time, so that no test sees another's changes. */
export function world() {
  const people = Object.fromEntries(everybody.map((who) => [who, personOf(who, specs[who])])) as Record<Who, Person>
  const streets = [
    streetOf(streetPath, '香梅街道', [...communityAreas(plum, '杏花社区'), ...communityAreas(dew, '清露社区')]),
    streetOf(otherStreetPath, '桃源街道', communityAreas(far, '桃花社区')),
  ] as const
  return { people, street: streets[0], otherStreet: streets[1], bodies }
}
export type World = ReturnType<typeof world>

/** The documents of `areas`: each street itself, then one a community with all that lies in it. */
export const areaDocs = ({ street, otherStreet }: World) =>
  [street, otherStreet].flatMap(({ path, areas }) =>
    [...areas.values()]
      .filter(({ level }) => level === 'street' || level === 'community')
      .map((top) => ({
        _id: top.path,
        street: path,
        level: top.level,
        name: top.name,
        areas: [...areas.values()].filter(
          (one) => one === top || (top.level === 'community' && covers(top.path, one.path)),
        ),
      })),
  )

const still = world().people

/** A person of the world as an actor, with places they have been given since. */
export const actor = (who: Who, now = wednesday, also: readonly Grant[] = []): Actor =>
  actorOf({ ...still[who], grants: [...still[who].grants, ...also] }, now)
