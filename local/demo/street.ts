// The demo street: places, bodies and people, all invented. Written once when the data folder is new.

import type { Person } from '../../cloudfunctions/api/core/person'
import type { AreaRole, Grant } from '../../cloudfunctions/api/core/roles'
import { noSettings, type Settings } from '../../cloudfunctions/api/core/settings'
import type { Area, Body } from '../../cloudfunctions/api/core/street'

export const streetPath = '/lj/da/xm'
export const sunny = `${streetPath}/ygl`
export const books = `${streetPath}/sxy`
export const bay = `${streetPath}/wtw`

const communities = [
  { path: sunny, name: '阳光里社区', grids: 3, buildings: 4 },
  { path: books, name: '书香苑社区', grids: 2, buildings: 4 },
  { path: bay, name: '梧桐湾社区', grids: 2, buildings: 3 },
]

const two = (number: number) => String(number).padStart(2, '0')

function areasOf({ path, name, grids, buildings }: (typeof communities)[number]): Area[] {
  const inGrid = (grid: number): Area[] => {
    const at = `${path}/g${two(grid)}`
    const houses = Array.from({ length: buildings }, (_, index): Area => {
      const number = (grid - 1) * buildings + index + 1
      return { path: `${at}/b${two(number)}`, name: `${number} 栋`, level: 'building' }
    })
    return [{ path: at, name: `第${'一二三四五'[grid - 1]}网格`, level: 'grid' }, ...houses]
  }
  return [{ path, name, level: 'community' }, ...Array.from({ length: grids }, (_, index) => inGrid(index + 1)).flat()]
}

/** Documents of `areas`: the street itself, then one a community with all that lies in it. */
export const areaDocs = [
  {
    _id: streetPath,
    street: streetPath,
    level: 'street',
    name: '香梅街道',
    areas: [{ path: streetPath, name: '香梅街道', level: 'street' }],
  },
  ...communities.map((community) => ({
    _id: community.path,
    street: streetPath,
    level: 'community',
    name: community.name,
    areas: areasOf(community),
  })),
]

const body = (id: string, type: Body['type'], area: string, name: string): Body => ({
  _id: id,
  street: streetPath,
  area,
  type,
  name,
})

export const bodyDocs: Body[] = [
  ...communities.flatMap(({ path, name }) => {
    const slug = path.split('/').at(-1) as string
    return [
      body(`${slug}-committee`, 'committee', path, `${name}居民委员会`),
      body(`${slug}-party`, 'party', path, `${name}党委`),
      body(`${slug}-supervision`, 'supervision', path, `${name}居务监督委员会`),
    ]
  }),
  body('ygl-owners', 'owners', sunny, '阳光里业主委员会'),
  body('ygl-property', 'property', sunny, '阳光里物业服务中心'),
  body('sxy-property', 'property', books, '书香苑物业服务中心'),
  body('ygl-grid-1', 'grid', `${sunny}/g01`, '阳光里第一网格'),
  body('ygl-grid-2', 'grid', `${sunny}/g02`, '阳光里第二网格'),
  body('sxy-grid-1', 'grid', `${books}/g01`, '书香苑第一网格'),
  body('yinling', 'team', sunny, '银铃互助志愿队'),
  body('lele', 'organisation', streetPath, '乐邻社会组织服务中心'),
  body('xm-charity', 'charity', streetPath, '香梅慈善会'),
  body('xm-social', 'socialWork', streetPath, '香梅街道社工站'),
  body('xm-city', 'department', streetPath, '城市管理办公室'),
  body('xm-civil', 'department', streetPath, '公共服务办公室'),
  body('xm-safety', 'department', streetPath, '平安建设办公室'),
]

/** LIN00001: easy to type on the demo street; real ones are drawn at registration. */
export const codeOf = (openid: string): string => openid.replace('demo-', '').toUpperCase().padEnd(8, '0')

export type DemoPerson = {
  openid: string
  name: string
  about: string
  building?: string
  phone?: string
  posts?: { role: AreaRole | 'staff'; at: string }[]
}

/** A building of 阳光里: grid 1 holds 1 to 4, grid 2 holds 5 to 8, grid 3 holds 9 to 12. */
export const house = (grid: number, number: number) => `${sunny}/g${two(grid)}/b${two(number)}`

export const demoPeople: DemoPerson[] = [
  { openid: 'demo-zhou', name: '周秀兰', about: '居民，72 岁', building: house(1, 3), phone: '13900000001' },
  { openid: 'demo-lin', name: '林晓', about: '居民，34 岁', building: house(1, 3), phone: '13900000002' },
  { openid: 'demo-qian', name: '钱一诺', about: '居民，28 岁', building: house(2, 6) },
  { openid: 'demo-chen', name: '陈默', about: '书香苑居民', building: `${books}/g01/b02` },
  {
    openid: 'demo-he',
    name: '何青',
    about: '志愿者',
    building: house(2, 5),
    posts: [{ role: 'staff', at: 'yinling' }],
  },
  {
    openid: 'demo-wu',
    name: '吴勇',
    about: '网格员',
    posts: [
      { role: 'gridWorker', at: `${sunny}/g01` },
      { role: 'staff', at: 'ygl-grid-1' },
    ],
  },
  {
    openid: 'demo-liu',
    name: '刘敏',
    about: '居委会',
    posts: [
      { role: 'clerk', at: sunny },
      { role: 'staff', at: 'ygl-committee' },
    ],
  },
  {
    openid: 'demo-han',
    name: '韩梅',
    about: '居委会（第二位）',
    posts: [
      { role: 'clerk', at: sunny },
      { role: 'staff', at: 'ygl-committee' },
    ],
  },
  {
    openid: 'demo-zhao',
    name: '赵国强',
    about: '社区党委书记',
    posts: [
      { role: 'secretary', at: sunny },
      { role: 'staff', at: 'ygl-party' },
    ],
  },
  { openid: 'demo-sun', name: '孙涛', about: '物业经理', posts: [{ role: 'staff', at: 'ygl-property' }] },
  {
    openid: 'demo-zheng',
    name: '郑洁',
    about: '社会工作者',
    posts: [
      { role: 'socialWorker', at: sunny },
      { role: 'staff', at: 'xm-social' },
    ],
  },
  { openid: 'demo-gao', name: '高原', about: '街道工作人员', posts: [{ role: 'officer', at: streetPath }] },
  { openid: 'demo-feng', name: '冯远', about: '街道负责人', posts: [{ role: 'director', at: streetPath }] },
  { openid: 'demo-tang', name: '唐科', about: '城管办', posts: [{ role: 'staff', at: 'xm-city' }] },
  { openid: 'demo-peng', name: '彭雨', about: '公共服务办', posts: [{ role: 'staff', at: 'xm-civil' }] },
  {
    openid: 'demo-xu',
    name: '许真',
    about: '居务监督委员会',
    posts: [
      { role: 'supervisor', at: sunny },
      { role: 'staff', at: 'ygl-supervision' },
    ],
  },
  { openid: 'demo-qiu', name: '邱实', about: '慈善会会计', posts: [{ role: 'staff', at: 'xm-charity' }] },
  { openid: 'demo-lu', name: '陆清', about: '慈善会出纳', posts: [{ role: 'staff', at: 'xm-charity' }] },
  {
    openid: 'demo-wei',
    name: '魏兰',
    about: '书香苑居委会',
    posts: [
      { role: 'clerk', at: books },
      { role: 'staff', at: 'sxy-committee' },
    ],
  },
]

/** The street's settings: who holds which post, as appointments before this street used the software. */
export const settingsDoc: Settings = {
  ...noSettings(streetPath),
  version: 1,
  posts: demoPeople.flatMap(({ openid, name, posts = [] }) =>
    posts.map(({ role, at }, index) => ({
      id: `seed-${openid}-${index}`,
      key: `p${openid.replaceAll('-', '')}`,
      name,
      role,
      ...(role === 'staff' ? { body: at } : { area: at }),
      from: 0,
    })),
  ),
}

/** Documents of `people`. */
export const personDocs = (now: number, people: DemoPerson[] = demoPeople): Person[] =>
  people.map(({ openid, name, building, phone, posts = [] }) => ({
    _id: openid,
    schema: 1,
    key: `p${openid.replaceAll('-', '')}`,
    name,
    code: codeOf(openid),
    street: streetPath,
    ...(building && { building }),
    ...(phone && { phone }),
    grants: posts.map(({ role, at }, index): Grant => {
      const id = `seed-${openid}-${index}`
      return role === 'staff'
        ? { id, role, body: at, from: 0, by: 'seed' }
        : { id, role, area: at, from: 0, by: 'seed' }
    }),
    consents: building ? [{ purpose: 'handling', version: 1, at: now }] : [],
    accepts: {},
    unread: 0,
    at: now,
  }))
