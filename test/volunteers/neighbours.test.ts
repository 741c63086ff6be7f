// What residents begin themselves: a team that becomes a body and changes its leader, and an honour that only its person's word makes public.
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { teamBodyId } from '../../cloudfunctions/api/modules/volunteers/team'
import { act, activityInput, enrol, freshId, ok } from '../support/activities'
import { at, wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { dew, plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour')
})
afterAll(() => door.close())

const team = (change: object = {}) => ({
  id: freshId(),
  area: plum,
  title: '清晨护河队',
  words: '每周六清早巡河，捡拾垃圾。',
  name: '小满',
  ...change,
})

describe('a team', () => {
  test('is one’s own community’s, and the community files it', async () => {
    expect(codeOf(await door.call('author', 'volunteers.registerTeam', team({ area: dew })))).toBe('NOT_PERMITTED')
    const input = team()
    ok(await door.call('author', 'volunteers.registerTeam', input))
    ok(await door.call('author', 'volunteers.registerTeam', input))
    expect(codeOf(await act(door, 'neighbour', input.id, 'join', { patch: { name: '阿芳' } }))).toBe('MATTER_MISSING')
    expect(codeOf(await act(door, 'author', input.id, 'file'))).toBe('NOT_PERMITTED')
    ok(await act(door, 'clerk', input.id, 'file'))
    const listed = ok(await door.call('neighbour', 'volunteers.around', { area: plum, kind: 'team' }))
    expect(listed.cards.map(({ id }: { id: string }) => id)).toContain(input.id)
  })

  test('has a leader who organises in its name, until another member takes the lead', async () => {
    const input = team({ title: '夜巡队' })
    ok(await door.call('author', 'volunteers.registerTeam', input))
    const draft = () => ({ ...activityInput({ body: teamBodyId(input.id) }) })
    expect(codeOf(await door.call('author', 'volunteers.draft', draft()))).toBe('ACTIVITY_BODY_UNKNOWN')
    ok(await act(door, 'clerk', input.id, 'file'))
    ok(await door.call('author', 'volunteers.draft', draft()))
    expect(codeOf(await act(door, 'author', input.id, 'leave'))).toBe('TEAM_LEADER')
    ok(await act(door, 'neighbour', input.id, 'join', { patch: { name: '阿芳' } }))
    expect(codeOf(await act(door, 'neighbour', input.id, 'join', { patch: { name: '阿芳' } }))).toBe('TEAM_MEMBER')
    expect(codeOf(await act(door, 'neighbour', input.id, 'takeLead'))).toBe('TEAM_NOT_ASKED')
    const { fields } = ok(await door.call('author', 'matters.form', { id: input.id, action: 'handOver' }))
    const [{ value: to, label }] = fields[0].options
    expect(label).toBe('阿芳')
    ok(await act(door, 'author', input.id, 'handOver', { patch: { to } }))
    ok(await act(door, 'neighbour', input.id, 'takeLead'))
    expect(codeOf(await door.call('author', 'volunteers.draft', draft()))).toBe('ACTIVITY_BODY_UNKNOWN')
    ok(await door.call('neighbour', 'volunteers.draft', draft()))
    ok(await act(door, 'author', input.id, 'leave'))
    ok(await act(door, 'neighbour', input.id, 'end', { note: '大家搬走了' }))
    expect(codeOf(await door.call('neighbour', 'volunteers.draft', draft()))).toBe('ACTIVITY_NOT_ORGANISER')
  })
})

test('a member who has moved away leaves the team, and is told nothing of those who stay', async () => {
  const input = team({ title: '合唱队' })
  ok(await door.call('author', 'volunteers.registerTeam', input))
  ok(await act(door, 'clerk', input.id, 'file'))
  ok(await act(door, 'neighbour', input.id, 'join', { patch: { name: '阿芳' } }))
  const here = (await door.store.get<{ building: string }>('people', 'openid-neighbour'))?.building
  await door.store.change('people', { key: 'pneighbour' }, { building: `${dew}/g1/b1` })
  const { buttons } = ok(await door.call('neighbour', 'matters.get', { id: input.id }))
  expect(buttons.map(({ action }: { action: string }) => action)).toEqual(['leave'])
  ok(await act(door, 'neighbour', input.id, 'leave'))
  const gone = ok(await door.call('neighbour', 'matters.get', { id: input.id }))
  expect(JSON.stringify(gone.timeline)).toContain('"成员"')
  expect([gone.buttons, JSON.stringify(gone).includes('小满、')]).toEqual([[], false])
  expect(codeOf(await act(door, 'neighbour', input.id, 'leave'))).toBe('NOT_PERMITTED')
  expect(codeOf(await act(door, 'neighbour', input.id, 'join', { patch: { name: '阿芳' } }))).toBe('NOT_PERMITTED')
  await door.store.change('people', { key: 'pneighbour' }, { building: here })
})

describe('an honour', () => {
  const words = '十年来一直帮楼里的老人取快递。'
  const nominate = async (who = 'author', code = 'NEIGH001') => {
    await door.store.change('people', { key: 'pneighbour' }, { code: 'NEIGH001' })
    const id = freshId()
    return { id, told: await door.call(who, 'volunteers.nominate', { id, award: 'neighbour', code, words }) }
  }

  test('is for others, by the code they have given', async () => {
    expect(codeOf((await nominate('neighbour')).told)).toBe('HONOUR_OWN')
    expect(codeOf((await nominate('author', 'NOBODY00')).told)).toBe('HONOUR_CODE')
  })

  test('is seen by nobody before the person agrees; then neighbours support it and two committees decide', async () => {
    const { id, told } = await nominate()
    ok(told)
    expect(codeOf(await door.call('dewResident', 'matters.get', { id }))).toBe('MATTER_MISSING')
    expect(codeOf(await act(door, 'author', id, 'consent'))).toBe('NOT_PERMITTED')
    ok(await act(door, 'neighbour', id, 'consent'))
    await door.store.change('matters', { _id: id }, { 'beside.check': 'pass' })
    expect(codeOf(await door.call('neighbour', 'needs.support', { id }))).toBe('NOT_PERMITTED')
    for (const who of ['dewResident', 'volunteer', 'gridWorker']) ok(await door.call(who, 'needs.support', { id }))
    const later = at('2026-03-12', 9)
    await passTime.run({ store: door.store, now: later })
    expect((await door.matter(id)).status).toBe('deciding')
    ok(await act(door, 'clerk', id, 'award', {}, later))
    expect((await door.matter(id)).status).toBe('deciding')
    ok(await act(door, 'secretary', id, 'agree', {}, later))
    expect((await door.matter(id)).status).toBe('awarded')
    const { timeline } = ok(await door.call('gridWorker', 'matters.get', { id }, later))
    const said = timeline.slice(-2).map(({ who, told: what }: { who: string; told: string }) => `${who}${what}`)
    expect(said).toEqual(['本人同意公开推荐', '推荐人提交了邻里荣誉'])
  })

  test('that the person does not want leaves no mark', async () => {
    const { id } = await nominate()
    ok(await act(door, 'neighbour', id, 'refuse', {}, wednesday))
    expect(codeOf(await door.call('dewResident', 'matters.get', { id }))).toBe('MATTER_MISSING')
    expect((await door.matter(id)).class).toBe('hidden')
  })
})
