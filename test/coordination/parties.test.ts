// Many parties on one matter: objections that block, authority that is handed on, talk, lead and assistance by the matrix, and races.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { crossPosts } from '../../cloudfunctions/api/core/posts'
import { leadTable, mayLead, sheLabels } from '../../cloudfunctions/api/core/space'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { aNeed } from '../support/needs'
import { plum, streetPath, type Who, world } from '../support/world'
import { desk } from './raised'

let door: Door
beforeEach(async () => {
  door = await theDoor()
})
afterEach(() => door.close())
const { act } = desk(() => door)
const id = 'need0000000000041'
const put = (options: Parameters<typeof aNeed>[0] = {}) =>
  door.put(aNeed({ ...options, input: { id, ...options?.input } }))
const code = async (told: ReturnType<typeof act>) => codeOf(await told)

describe('an objection', () => {
  test('blocks every next step until it is answered and accepted', async () => {
    await put({ status: 'accepted' })
    expect((await act('supervisor', id, 'object', '请说明为什么不由物业办理')).data.statusText).toBe('办理中（有异议）')
    expect(await code(act('clerk', id, 'answer', '已办'))).toBe('OBJECTION_OPEN')
    expect(await code(act('supervisor', id, 'acceptAnswer'))).toBe('OBJECTION_UNANSWERED')
    expect(await code(act('officer', id, 'overrule', '不成立'))).toBe('OBJECTION_UNANSWERED')
    await act('clerk', id, 'answerObjection', '物业合同上月到期，已由街道接手')
    expect(await code(act('clerk', id, 'overrule', '不成立'))).toBe('NOT_PERMITTED')
    await act('supervisor', id, 'insist', '请附合同')
    await act('clerk2', id, 'answerObjection', '合同已附在档案')
    expect(await code(act('supervisor', id, 'acceptAnswer'))).toBe('OK')
    expect(await code(act('clerk', id, 'answer', '已办'))).toBe('OK')
    expect(brokenAt(await door.matter(id))).toBeUndefined()
  })

  test('is overruled by the street, but not by who answered it', async () => {
    await put({ status: 'accepted' })
    await act('supervisor', id, 'object', '程序不对')
    await act('officer', id, 'answerObjection', '程序依照清单')
    expect(await code(act('officer', id, 'overrule', '不成立'))).toBe('NOT_OWN')
    const told = await act('director', id, 'overrule', '依照清单，异议不成立')
    expect(told.data.objections[0].closed).toContain('异议不成立')
    expect(await code(act('clerk', id, 'answer', '已办'))).toBe('OK')
  })

  test('racing an agreement has one order: agreed first, or blocked', async () => {
    await put({ steps: [{ as: 'clerk', action: 'refuse', note: '没有空地', patch: { reason: 'beyond' } }] })
    const [agreed, objected] = await Promise.all([
      act('secretary', id, 'agree'),
      act('supervisor', id, 'object', '请先听居民意见'),
    ])
    const after = await door.matter(id)
    const open = after.objections.filter(({ closed }) => !closed).length
    expect([agreed.ok, objected.ok]).toContain(true)
    expect([after.status, open]).toEqual(agreed.ok && after.status === 'refused' ? ['refused', 0] : ['submitted', 1])
    expect(brokenAt(after)).toBeUndefined()
  })

  test('two approvers at once: the file has one agreement of each, never both moves', async () => {
    await put({ steps: [{ as: 'clerk', action: 'refuse', note: '没有空地', patch: { reason: 'beyond' } }] })
    const told = await Promise.all([act('secretary', id, 'agree'), act('both', id, 'agree')])
    expect(told.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await door.matter(id)).status).toBe('refused')
  })
})

describe('authority that is handed on', () => {
  const handed = async () => {
    await put({ status: 'accepted' })
    expect(await code(act('clerk', id, 'delegate', '我出差三天', { to: 'pgridWorker', days: '3' }))).toBe(
      'DELEGATE_UNKNOWN',
    )
    expect(await code(act('clerk', id, 'delegate', '我出差三天', { to: 'psocialWorker', days: '3' }))).toBe('OK')
  }

  test('is held by one person alone, for a time, and comes back by itself', async () => {
    await handed()
    expect((await door.matter(id)).turn).toEqual(['person:psocialWorker'])
    expect(await code(act('clerk', id, 'answer', '已办'))).toBe('DELEGATED')
    expect(await code(act('clerk2', id, 'answer', '已办'))).toBe('DELEGATED')
    expect(await code(act('secretary', id, 'delegate', '我也委托', { to: 'pclerk2', days: '1' }))).toBe(
      'COMMAND_EXISTS',
    )
    const later = wednesday + 3 * dayMs
    expect(await code(act('clerk', id, 'report', '继续', {}, later + 1))).toBe('OK')
    await passTime.run({ store: door.store, now: later + 1 })
    expect((await door.matter(id)).turn).toEqual([`clerk@${plum}`])
  })

  test('is taken back by who handed it on', async () => {
    await handed()
    expect(await code(act('clerk2', id, 'endDelegation'))).toBe('NOT_PERMITTED')
    expect(await code(act('clerk', id, 'endDelegation'))).toBe('OK')
    expect(await code(act('clerk', id, 'answer', '已办'))).toBe('OK')
  })

  test('lets the one it was handed to act', async () => {
    await handed()
    // Whoever it was handed to is found by their own token and sees the matter.
    const { data } = await door.call('socialWorker', 'matters.desk', { street: streetPath, section: 'todo' })
    expect(data.cards.map((card: { id: string }) => card.id)).toEqual([id])
    expect(await code(act('socialWorker', id, 'answer', '已联系物业，今天修好'))).toBe('OK')
  })
})

test('talk reaches all parties and nobody else, and five at once are all kept', async () => {
  await put({ status: 'assigned' })
  const all: Who[] = ['clerk', 'secretary', 'manager', 'officer', 'supervisor']
  const told = await Promise.all(all.map((who) => act(who, id, 'say', `${who} 说`, { to: ['officer'] })))
  expect(told.map(codeOf)).toEqual(all.map(() => 'OK'))
  const read = async (who: Who) => (await door.call(who, 'matters.get', { id })).data.talk.length
  expect([await read('manager'), await read('clerk'), await read('author'), await read('neighbour')]).toEqual([
    5, 5, 0, 0,
  ])
  expect((await door.matter(id)).unsent.filter(({ to }) => to.includes(`officer@${streetPath}`))).toHaveLength(5)
})

test('one call reaches every body of a kind, each with its own duty', async () => {
  await put({ status: 'accepted' })
  const told = await act('clerk', id, 'mobilise', '明天上午清理楼道', {
    kinds: ['volunteer', 'organisation', 'socialWork'],
  })
  expect(told.data.parties.map(({ name, duty }: { name: string; duty: string }) => `${name}${duty}`)).toEqual(
    expect.arrayContaining(['杏花志愿队辅助', '邻里社会组织载体', '香梅社工站支撑', '杏花社区党委党建引领']),
  )
  expect(await code(act('volunteer', id, 'say', '我们来六个人'))).toBe('OK')
})

test('what each party wants and gives way on stays on the record', async () => {
  await put({ status: 'accepted' })
  await act('clerk', id, 'interest', '', { party: '三栋老人', wants: '六点前不放音乐', gives: '周末晚上可以到八点' })
  expect((await door.call('secretary', 'matters.get', { id })).data.interests).toEqual([
    { party: '三栋老人', wants: '六点前不放音乐', gives: '周末晚上可以到八点' },
  ])
  expect((await door.call('author', 'matters.get', { id })).data.interests).toEqual([])
})

describe('the matrix of period, space and actor', () => {
  test('refuses a lead it forbids, in words', async () => {
    await put({ status: 'accepted', input: { category: 'noise' } })
    const told = await act('clerk', id, 'arrange', '', { lead: 'team', helpers: [] })
    expect(told.error).toMatchObject({ code: 'LEAD_FORBIDDEN', message: '生存空间的事不由志愿者牵头，请改选其他单位' })
    expect(await code(act('clerk', id, 'arrange', '', { lead: 'ql-committee', helpers: [] }))).toBe('LEAD_UNKNOWN')
    expect(await code(act('clerk', id, 'arrange', '', { lead: 'organisation', helpers: ['team', 'team'] }))).toBe('OK')
    expect((await door.matter(id)).assists.filter(({ body }) => body === 'team')).toHaveLength(1)
  })

  test('has somebody to propose in every period and space, and only the street in 非常规', () => {
    for (const [period, spaces] of Object.entries(leadTable))
      for (const [space, table] of Object.entries(spaces)) {
        const proposed = Object.keys(sheLabels).filter((she) => table[she as keyof typeof table] === 'propose')
        expect([period, space, proposed]).toEqual([
          period,
          space,
          [period === 'emergency' || space === 'activity' ? 'government' : 'community'],
        ])
      }
    expect(mayLead('emergency', 'living', 'committee')).toBe('never')
    expect(mayLead('routine', 'physical', 'charity')).toBe('may')
  })
})

test('posts that meet in one person are named, once each', () => {
  const { street } = world()
  const post = (role: 'supervisor' | 'staff', at: object) => ({
    id: role,
    key: 'pone',
    name: '某人',
    role,
    from: 0,
    ...at,
  })
  expect(crossPosts([post('supervisor', { area: plum }), post('staff', { body: 'property' })], street)).toMatchObject([
    { name: '某人', posts: ['杏花社区监督委员会', '杏花物业工作人员'] },
  ])
  expect(crossPosts([post('supervisor', { area: plum }), post('staff', { body: 'ql-property' })], street)).toEqual([])
})

test('supervisors and the street read every matter of their area, and nobody reads another', async () => {
  await put({ input: { visibility: 'private' } })
  const list = async (who: Who, area = plum) => {
    const told = await door.call(who, 'matters.area', { area })
    return told.ok ? told.data.cards.length : codeOf(told)
  }
  expect([await list('supervisor'), await list('officer'), await list('clerk')]).toEqual([1, 1, 1])
  for (const who of ['dewClerk', 'farOfficer', 'author', 'manager', 'gridWorker'] as const)
    expect([who, await list(who)]).toEqual([who, 'NOT_PERMITTED'])
  expect(await list('officer', streetPath)).toBe(1)
})

test('who looked at a phone number is shown to its owner and to the supervisor', async () => {
  await put({ status: 'accepted' })
  expect((await door.call('clerk', 'people.contact', { id, reason: '上门前约时间' })).data.phone).toBe('13800000001')
  for (const [who, ask] of [
    ['author', {}],
    ['supervisor', { area: plum }],
  ] as const)
    expect((await door.call(who, 'people.views', ask)).data.views).toMatchObject([
      { by: '杏花社区居民委员会', reason: '上门前约时间' },
    ])
  expect(codeOf(await door.call('neighbour', 'people.views', { area: plum }))).toBe('NOT_PERMITTED')
  expect((await door.call('neighbour', 'people.views', {})).data.views).toEqual([])
})

test('a flood from one phone is bounded, and others are served meanwhile', async () => {
  await put({ status: 'accepted' })
  const flood = await Promise.all(
    Array.from({ length: 90 }, () => door.call('clerk', 'people.setPhone', { phone: null }, wednesday, 60)),
  )
  const told = flood.map(codeOf)
  expect(told.filter((one) => one === 'OK')).toHaveLength(59)
  expect(new Set(told)).toEqual(new Set(['OK', 'TOO_MANY']))
  expect(codeOf(await door.call('author', 'people.setPhone', { phone: null }, wednesday, 60))).toBe('OK')
  expect(codeOf(await door.call('clerk', 'people.me', {}, wednesday, 60))).toBe('OK')
  expect(codeOf(await door.call('clerk', 'people.setPhone', { phone: null }, wednesday + 61_000, 60))).toBe('OK')
})
