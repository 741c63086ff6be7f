// A street's organisation through the door: appointments by a second person, settings that are refused with what stands in the way.
import { dayMs, onOf } from '../../cloudfunctions/api/core/clock'
import type { Person } from '../../cloudfunctions/api/core/person'
import type { Settings } from '../../cloudfunctions/api/core/settings'
import { treeProblems } from '../../cloudfunctions/api/core/street'
import { wednesday } from '../support/clock'
import { type Answer, codeOf, type Door, theDoor } from '../support/door'
import { aNeed } from '../support/needs'
import { areaDocs, dew, otherStreetPath, plum, streetPath, type Who, world } from '../support/world'

let door: Door
beforeEach(async () => {
  door = await theDoor()
  await door.store.change('people', { key: 'pneighbour' }, { code: 'NEIGHBOUR1' })
})
afterEach(() => door.close())

let serial = 0
const freshId = () => `raise${String(++serial).padStart(12, '0')}`
const on = (days: number) => onOf(wednesday + days * dayMs)
const raise = (who: Who, kind: string, way: string, area: string, values: object, id = freshId()) =>
  door.call(who, 'organisation.raise', { id, kind, way, area, values })
const act = async (who: Who, id: string, action: string, note = '', patch: object = {}, now = wednesday) => {
  const { version } = await door.matter(id)
  return door.call(who, 'matters.act', { id, version, action, request: `req${freshId()}`, note, patch }, now)
}
const appointment = (change: object = {}) => ({
  code: 'neighbour1',
  role: 'clerk',
  from: on(0),
  until: on(365),
  words: '居民会议推选',
  ...change,
})
const person = async (key: string) => (await door.store.find<Person>('people', { key }, { limit: 1 }))[0] as Person
const settings = async () => (await door.store.get<Settings>('settings', streetPath)) as Settings
const fieldOf = ({ error }: Answer) => Object.keys(error?.fields ?? {})[0]

describe('an appointment', () => {
  test('is proposed by one, agreed by another, gives the post for its term and ends by itself', async () => {
    const told = await raise('officer', 'post', 'appoint', plum, appointment())
    expect(told.data).toMatchObject({ title: '林谷雨任杏花社区居民委员会', statusText: '待同意（会签中）' })
    const { id } = told.data
    expect((await person('pneighbour')).grants).toEqual([])
    expect(codeOf(await act('officer', id, 'agree'))).toBe('NOT_OWN')
    expect((await act('director', id, 'agree')).data.status.key).toBe('held')
    expect((await person('pneighbour')).grants).toMatchObject([{ role: 'clerk', area: plum, id }])
    expect((await settings()).posts?.find((post) => post.id === id)).toMatchObject({ key: 'pneighbour', role: 'clerk' })

    await door.put(aNeed({ input: { id: 'need0000000000021' } }))
    const after = wednesday + 366 * dayMs
    const need = await door.matter('need0000000000021')
    const accept = (now: number) =>
      door.call(
        'neighbour',
        'matters.act',
        { id: need._id, version: need.version, action: 'accept', request: `req${freshId()}` },
        now,
      )
    expect(codeOf(await accept(after))).toBe('NOT_PERMITTED')
    expect(codeOf(await accept(wednesday + 364 * dayMs))).toBe('OK')
  })

  test('can be ended early, by two people again', async () => {
    const { id } = (await raise('officer', 'post', 'appoint', plum, appointment())).data
    await act('director', id, 'agree')
    await act('director', id, 'end', '调往别处')
    expect((await act('officer', id, 'agree')).data.status.key).toBe('ended')
    const [grant] = (await person('pneighbour')).grants
    expect(grant?.until).toBe(wednesday)
  })

  test('warns where one person holds posts that should not meet', async () => {
    await door.store.change('people', { key: 'pmanager' }, { code: 'MANAGER01' })
    const told = await raise(
      'officer',
      'post',
      'appoint',
      plum,
      appointment({ code: 'MANAGER01', role: 'ownersCommittee' }),
    )
    expect(JSON.stringify(told.data.facts)).toContain('涉及物业的事项须回避')
  })

  test.each<[string, object, string, string]>([
    ['an unknown code', { code: 'NOBODY99' }, 'CODE_UNKNOWN', 'patch.code'],
    ['a term that is over', { from: on(-30), until: on(-1) }, 'POST_PAST', 'patch.until'],
    ['an end before the start', { from: on(30), until: on(20) }, 'POST_ORDER', 'patch.until'],
    ['a term of nine years', { until: on(9 * 365) }, 'POST_LONG', 'patch.until'],
    ['a street post in a community', { role: 'officer' }, 'NOT_PERMITTED', 'patch.role'],
    ['staff of no body', { role: 'staff' }, 'POST_BODY', 'patch.body'],
    ['a date that is none', { until: '2026-13-45' }, 'INPUT_INVALID', 'patch.until'],
    [
      'a person slipped in',
      { person: { key: 'pofficer', name: '高夏至' }, code: 'NOBODY99' },
      'CODE_UNKNOWN',
      'patch.code',
    ],
  ])('%s is refused at its field', async (_what, change, code, field) => {
    const told = await raise('officer', 'post', 'appoint', plum, appointment(change))
    expect([codeOf(told), fieldOf(told)]).toEqual([code, field])
  })

  test('nobody appoints themselves, and committees appoint nobody', async () => {
    await door.store.change('people', { key: 'pofficer' }, { code: 'OFFICER01' })
    expect(codeOf(await raise('officer', 'post', 'appoint', plum, appointment({ code: 'OFFICER01' })))).toBe(
      'POST_SELF',
    )
    for (const who of ['clerk', 'secretary', 'supervisor', 'farOfficer', 'author'] as const)
      expect(codeOf(await raise(who, 'post', 'appoint', plum, appointment()))).toBe('NOT_PERMITTED')
  })

  test('the last one who can speak in a route does not go before a successor is there', async () => {
    await door.store.change('people', { key: 'pfarResident' }, { code: 'FAR00001' })
    const { id } = (await raise('officer', 'post', 'appoint', dew, appointment({ role: 'clerk' }))).data
    await act('director', id, 'agree')
    // With the appointed one there are two clerks; one may go, the other may not.
    const posts = (await settings()).posts ?? []
    const rest = posts.filter((post) => post.key !== 'pdewClerk' || post.role !== 'clerk')
    await door.store.change('settings', { _id: streetPath }, { posts: door.store._.set(rest) })
    const { forgetStreets } = await import('../../cloudfunctions/api/core/store')
    forgetStreets()
    expect(codeOf(await act('officer', id, 'end', '换届'))).toBe('POST_LAST')
  })

  test('sent twice, it is one matter with one number', async () => {
    const id = freshId()
    const [first, second] = [
      await raise('officer', 'post', 'appoint', plum, appointment(), id),
      await raise('officer', 'post', 'appoint', plum, appointment(), id),
    ]
    expect(second.data).toEqual(first.data)
  })
})

describe('a setting', () => {
  const adopt = async (way: string, area: string, values: object) => {
    const told = await raise('officer', 'setup', way, area, values)
    if (!told.ok) return told
    return act('director', told.data.id, 'agree')
  }

  test.each([
    ['plain', ['党委', '居民委员会', '居务监督委员会']],
    ['twoTwoOne', ['第一党委', '第二党委', '第一居民委员会', '第二居民委员会', '服务站']],
    ['oneFiveSixX', ['共建单位联合会', '志愿服务队']],
    ['oneOneN', ['社会组织服务中心']],
  ])('draws a new community from the template %s', async (template, names) => {
    const added = await adopt('place', streetPath, { name: '银杏社区' })
    expect(added.data.status.key).toBe('adopted')
    const { below } = (await door.call('officer', 'organisation.place', { area: streetPath })).data
    const { path } = below.find(({ name }: { name: string }) => name === '银杏社区')
    expect((await adopt('template', path, { template, names: '棋友队\n晨练队' })).data.status.key).toBe('adopted')
    const { bodies } = (await door.call('officer', 'organisation.place', { area: path })).data
    const all = bodies.map(({ name }: { name: string }) => name)
    expect(all).toEqual(expect.arrayContaining([...names.map((name) => `银杏社区${name}`), '棋友队', '晨练队']))
    expect(codeOf(await adopt('template', path, { template }))).toBe('SETUP_BODY_EXISTS')
  })

  test('adds grids and buildings below, each once', async () => {
    await adopt('place', plum, { name: '第九网格' })
    const { below } = (await door.call('officer', 'organisation.place', { area: plum })).data
    const grid = below.find(({ name }: { name: string }) => name === '第九网格')
    await adopt('place', grid.path, { name: '99 栋' })
    expect((await door.call('officer', 'organisation.place', { area: grid.path })).data.below).toMatchObject([
      { name: '99 栋' },
    ])
    expect(codeOf(await adopt('place', plum, { name: '第九网格' }))).toBe('SETUP_AREA_EXISTS')
  })

  test('a body with open duties is not ended, and is told which', async () => {
    await door.put(aNeed({ status: 'assigned', input: { id: 'need0000000000022', title: '门禁坏了三天' } }))
    const told = await adopt('endBody', plum, { body: 'property' })
    expect([codeOf(told), told.error?.message]).toEqual(['SETUP_BODY_BUSY', expect.stringContaining('门禁坏了三天')])
    expect(codeOf(await adopt('endBody', plum, { body: 'team' }))).toBe('SETUP_BODY_STAFFED')
    expect(codeOf(await adopt('endBody', plum, { body: 'ql-committee' }))).toBe('INPUT_INVALID')
  })

  test('the duty register decides where a need may be sent, and says by which line', async () => {
    await door.put(aNeed({ status: 'accepted', input: { id: 'need0000000000023', category: 'noise' } }))
    const send = (body: string) => act('clerk', 'need0000000000023', 'assign', '', { body })
    const refused = await send('team')
    expect([codeOf(refused), refused.error?.message]).toEqual([
      'DUTY_ASSIST_ONLY',
      expect.stringContaining('噪声扰民：志愿队协助'),
    ])
    await adopt('duty', streetPath, {
      category: 'noise',
      type: 'team',
      level: 'community',
      relation: 'never',
      source: '清单第 8 项',
    })
    expect((await send('team')).error).toMatchObject({
      code: 'DUTY_FORBIDDEN',
      message: expect.stringContaining('清单第 8 项'),
    })
    await adopt('duty', streetPath, {
      category: 'noise',
      body: 'team',
      level: 'community',
      relation: 'lead',
      source: '街道 2026 年调整',
    })
    expect((await send('team')).data.status.key).toBe('assigned')
  })

  test('a route keeps its tiers and can be answered', async () => {
    const route = (change: object) =>
      adopt('route', streetPath, { route: 'planConsult', first: ['clerk'], second: ['officer'], days: '2', ...change })
    expect(codeOf(await route({ second: [] }))).toBe('SETUP_ROUTE_ORDER')
    expect(codeOf(await route({ first: ['officer'], second: ['clerk'] }))).toBe('SETUP_ROUTE_ORDER')
    expect(codeOf(await route({ first: ['ownersCommittee'] }))).toBe('SETUP_ROUTE_EMPTY')
    expect((await route({})).data.status.key).toBe('adopted')
    expect((await settings()).routes.planConsult).toHaveLength(2)
  })

  test('committees that nobody sits on do not sign', async () => {
    const told = await adopt('cosign', plum, { roles: ['clerk', 'ownersCommittee'] })
    expect([codeOf(told), told.error?.message]).toEqual(['SETUP_COSIGN', expect.stringContaining('业主委员会')])
    expect(codeOf(await adopt('cosign', plum, { roles: ['clerk', 'clerk'] }))).toBe('SETUP_COSIGN')
  })

  test('a community moves to another street only while nothing hangs on it', async () => {
    expect((await adopt('move', plum, { to: otherStreetPath })).error).toMatchObject({
      code: 'PLACE_IN_USE',
      message: expect.stringContaining('居民'),
    })
    await door.put(aNeed({ input: { id: 'need0000000000024', title: '单元门响得厉害' } }))
    expect((await adopt('move', plum, { to: otherStreetPath })).error?.message).toContain('单元门响得厉害')
    await adopt('place', streetPath, { name: '错画社区' })
    const { below } = (await door.call('officer', 'organisation.place', { area: streetPath })).data
    const { path } = below.find(({ name }: { name: string }) => name === '错画社区')
    expect(codeOf(await adopt('move', path, { to: '/jz/yh/none' }))).toBe('PLACE_STREET')
    expect((await adopt('move', path, { to: otherStreetPath })).data.status.key).toBe('adopted')
    const { communities } = (await door.call('author', 'areas.tree', { street: otherStreetPath })).data
    expect(communities.map(({ name }: { name: string }) => name)).toContain('错画社区')
  })

  test('is the work of two people, and a refusal needs a reason', async () => {
    const { id } = (await raise('officer', 'setup', 'body', plum, { type: 'team', name: '棋友队' })).data
    expect(codeOf(await act('officer', id, 'agree'))).toBe('NOT_OWN')
    expect(codeOf(await act('director', id, 'decline'))).toBe('NOTE_NEEDED')
    expect((await act('director', id, 'decline', '名称请与备案一致')).data.status.key).toBe('proposed')
    expect(codeOf(await act('director', id, 'withdraw'))).toBe('OK')
  })
})

test('a proposal that lies is reminded of at each deadline and does not block the timer', async () => {
  const { id } = (await raise('officer', 'setup', 'body', plum, { type: 'team', name: '棋友队' })).data
  await act('director', id, 'decline', '名称请与备案一致')
  const { passTime } = await import('../../cloudfunctions/api/modules/matters/jobs')
  const run = (days: number) => passTime.run({ store: door.store, now: wednesday + days * dayMs })
  expect([await run(1), await run(8), await run(8), await run(16)]).toEqual([0, 1, 0, 1])
  const after = await door.matter(id)
  expect([after.lateCount, after.status]).toEqual([2, 'proposed'])
  expect(after.dueAt).toBeGreaterThan(wednesday + 16 * dayMs)
})

describe('whoever closes their account', () => {
  test('gives up their posts, and the street stands in at once', async () => {
    await door.put(aNeed({ by: 'dewResident', input: { id: 'need0000000000025', area: `${dew}/g1/b1` } }))
    expect(codeOf(await act('officer', 'need0000000000025', 'accept'))).toBe('NOT_PERMITTED')
    expect(codeOf(await door.call('dewClerk', 'people.close', { sure: '注销' }))).toBe('OK')
    expect((await settings()).posts?.find(({ key }) => key === 'pdewClerk')?.until).toBe(wednesday)
    expect(codeOf(await act('officer', 'need0000000000025', 'accept'))).toBe('OK')
  })

  test('is not the last head of the street', async () => {
    expect(codeOf(await door.call('director', 'people.close', { sure: '注销' }))).toBe('CLOSE_LAST')
    expect((await person('pdirector')).key).toBe('pdirector')
  })
})

test('gaps, doubles, wrong levels and cycles in a tree are named', () => {
  const whole = areaDocs(world())
    .filter(({ street }) => street === streetPath)
    .flatMap(({ areas }) => areas)
  expect(treeProblems(whole, streetPath)).toEqual([])
  const problems = treeProblems(
    [
      ...whole,
      { path: `${plum}/g7/b1`, name: '没有网格的楼', level: 'building' },
      { path: plum, name: '又一个', level: 'community' },
      { path: `${plum}/g8`, name: '错级', level: 'building' },
      { path: `${streetPath}/xm`, name: '绕回来', level: 'community' },
    ],
    streetPath,
  )
  expect(problems).toEqual([
    { path: `${plum}/g7/b1`, problem: 'gap' },
    { path: plum, problem: 'twice' },
    { path: `${plum}/g8`, problem: 'level' },
    { path: `${streetPath}/xm`, problem: 'cycle' },
  ])
})
