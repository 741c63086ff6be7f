// Residents who volunteer on the demo street, beside those the panel shows: plainly invented, each called after a plant. What they bring to a
// post is here; what they have done is told in volunteers.ts.
import { bay, books, type DemoPerson, house } from './street'

type Bringing = {
  bornOn: string
  skills?: string[]
  services?: string[]
  times?: string[]
  guardian?: { name: string; phone: string; consents: true }
  /** A policy of one's own. */
  insured?: boolean
}
const weekend = ['周末全天']
const evenings = ['工作日晚上', '周末上午']

// biome-ignore format: a table is read in columns.
const neighbours: [name: string, about: string, building: string, brings: Bringing][] = [
  ['叶白桦', '退休教师',       house(1, 1), { bornOn: '1961-04-12', skills: ['tutoring'], services: ['课业辅导'], times: ['工作日白天'] }],
  ['柳青竹', '大学生',         house(1, 2), { bornOn: '2004-09-02', skills: ['tutoring', 'computing'], services: ['课业辅导'], times: weekend }],
  ['苏银杏', '护河队队长',     house(1, 4), { bornOn: '1975-11-20', skills: ['sports'], services: ['环境'], times: ['清早'], insured: true }],
  ['梁海棠', '理发师',         house(2, 5), { bornOn: '1986-03-08', skills: ['care'], services: ['助老'], times: evenings }],
  ['顾木槿', '社区医院护士',   house(2, 7), { bornOn: '1990-07-15', skills: ['medical', 'firstAid'], services: ['义诊'], times: evenings }],
  ['江紫藤', '摄影爱好者',     house(2, 8), { bornOn: '1979-01-30', skills: ['photography'], services: ['文化活动'], times: weekend }],
  ['沈白杨', '退休民警',       house(3, 9), { bornOn: '1958-06-06', skills: ['law', 'mediation'], services: ['反诈宣传'], times: ['工作日白天'], insured: true }],
  ['丁香叶', '社区合唱队',     house(3, 10), { bornOn: '1963-12-01', skills: ['performance'], services: ['文化活动'], times: ['工作日白天'] }],
  ['罗石榴', '水电工',         house(3, 11), { bornOn: '1982-08-19', skills: ['repair'], services: ['便民维修'], times: evenings, insured: true }],
  ['方茉莉', '全职妈妈',       house(3, 12), { bornOn: '1988-05-23', skills: ['cooking', 'care'], services: ['助老'], times: ['工作日白天'] }],
  ['夏荷花', '会计',           house(1, 2), { bornOn: '1992-10-10', services: ['社区服务'], times: weekend }],
  ['曾芦苇', '公司职员',       house(1, 4), { bornOn: '1995-02-14', services: ['环境'], times: weekend, insured: true }],
  ['白玉兰', '退休工人',       house(1, 1), { bornOn: '1956-09-09', services: ['环境', '助老'], times: ['工作日白天'] }],
  ['胡杨林', '快递员',         house(2, 6), { bornOn: '1993-04-04', skills: ['driving'], services: ['社区服务'], times: ['清早'] }],
  ['范香樟', '中学生',         house(2, 7), { bornOn: '2010-10-01', services: ['社区服务'], times: weekend, guardian: { name: '范山楂', phone: '13900000100', consents: true } }],
  ['石冬青', '健身教练',       house(2, 8), { bornOn: '1987-12-22', skills: ['sports', 'firstAid'], services: ['环境'], times: ['清早'], insured: true }],
  ['金桂花', '退休护士',       house(3, 9), { bornOn: '1960-08-15', skills: ['medical', 'care'], services: ['义诊', '助老'], times: ['工作日白天'] }],
  ['卢松子', '自由职业',       house(3, 10), { bornOn: '1984-06-30', skills: ['photography', 'computing'], services: ['社区服务'], times: evenings }],
  ['竺水仙', '书香苑居民',     `${books}/g01/b01`, { bornOn: '1978-02-02', services: ['社区服务'], times: weekend }],
  ['葛藤萝', '书香苑居民',     `${books}/g01/b03`, { bornOn: '1985-11-11', skills: ['tutoring'], services: ['课业辅导'], times: weekend }],
  ['米兰香', '书香苑居民',     `${books}/g02/b05`, { bornOn: '1991-03-21', skills: ['performance'], services: ['文化活动'], times: evenings }],
  ['田苜蓿', '书香苑居民',     `${books}/g02/b06`, { bornOn: '1969-07-07', services: ['环境'], times: ['清早'] }],
  ['车前子', '书香苑居民',     `${books}/g01/b04`, { bornOn: '1998-05-05', services: ['社区服务'], times: weekend }],
  ['贺连翘', '梧桐湾居民',     `${bay}/g01/b01`, { bornOn: '1983-09-30', services: ['社区服务'], times: weekend }],
  ['俞杜鹃', '梧桐湾居民',     `${bay}/g01/b02`, { bornOn: '1994-01-18', skills: ['interpreting'], services: ['文化活动'], times: evenings }],
]

const openidOf = (index: number): string => `demo-v${String(index + 1).padStart(2, '0')}`

/** By name, so that a roster can be read: 叶白桦 → demo-v01. */
export const called: Record<string, string> = Object.fromEntries(
  neighbours.map(([name], index) => [name, openidOf(index)]),
)

export const volunteerPeople: DemoPerson[] = neighbours.map(([name, about, building], index) => ({
  openid: openidOf(index),
  name,
  about,
  building,
}))

/** Those whom the panel shows, and what they bring. */
const known: [openid: string, brings: Bringing][] = [
  ['demo-zhou', { bornOn: '1954-03-16', services: ['邻里互助'], times: ['工作日白天'] }],
  [
    'demo-lin',
    { bornOn: '1992-08-08', skills: ['tutoring', 'firstAid'], services: ['课业辅导', '环境'], times: weekend },
  ],
  ['demo-qian', { bornOn: '1998-01-25', skills: ['computing'], services: ['社区服务'], times: evenings }],
  ['demo-chen', { bornOn: '1989-06-18', skills: ['driving'], services: ['社区服务'], times: weekend }],
  [
    'demo-he',
    { bornOn: '1965-10-26', skills: ['care'], services: ['助老', '环境'], times: ['工作日白天'], insured: true },
  ],
]

/** What each of them fills in on the page 志愿者资料. */
export const profiles = (until: number): [openid: string, input: object][] =>
  [...known, ...neighbours.map(([, , , brings], index): [string, Bringing] => [openidOf(index), brings])].map(
    ([openid, { insured, ...brings }]) => [
      openid,
      {
        ...brings,
        languages: ['普通话'],
        ...(insured && { policies: [{ insurer: '示例财产保险', no: `YB${openid.slice(5).toUpperCase()}`, until }] }),
      },
    ],
  )
