// What stands before publishing beyond the words: a lead social worker whom the street knows (M76), and in 非常规 the one command (条例 24).
import { dayMs, hourMs } from '../../cloudfunctions/api/core/clock'
import { forgetStreets } from '../../cloudfunctions/api/core/store'
import { act, activityInput, ok, published, request, saturdayEnd } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { dew, emergency, streetPath } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
})
afterAll(() => door.close())

const risky = (socialWorker: string, change: object = {}) =>
  activityInput({
    risk: 'high',
    notice: '登高有风险，请系安全带。',
    insurance: { insurer: '平安', no: 'P1', until: saturdayEnd + dayMs },
    posts: [{ name: '登高', places: 2, training: '登高' }],
    socialWorker,
    ...change,
  })

describe('the lead social worker', () => {
  const propose = async (socialWorker: string, now = wednesday) => {
    const input = risky(socialWorker)
    ok(await door.call('volunteer', 'volunteers.draft', input))
    return codeOf(await act(door, 'volunteer', input.id, 'publish', {}, now))
  }
  const register = (posts: unknown) =>
    door.store.change('settings', { _id: streetPath }, { posts: door.store._.set(posts) }).then(forgetStreets)

  test('is one of the street’s register, over this place or of a station that works here', async () => {
    expect(await propose('')).toBe('ACTIVITY_SOCIAL_WORKER_MISSING')
    expect(await propose('郑立秋')).toBe('OK')
    for (const name of ['周小满', '刘春分', '何秋分'])
      expect(await propose(name)).toBe('ACTIVITY_SOCIAL_WORKER_UNKNOWN')
  })

  test('whose post has ended or lies elsewhere does not lead; a street without a register asks for the name alone', async () => {
    const { posts } = (await door.store.get<{ posts: { name: string }[] }>('settings', streetPath)) as {
      posts: { name: string }[]
    }
    const without = posts.filter(({ name }) => name !== '郑立秋')
    const post = { id: 'p1', key: 'px', name: '郑立秋', role: 'socialWorker', from: 0 }
    await register([...without, { ...post, area: dew }])
    expect(await propose('郑立秋')).toBe('ACTIVITY_SOCIAL_WORKER_UNKNOWN')
    await register([
      ...without,
      { id: 'p2', key: 'px', name: '郑立秋', role: 'staff', body: 'socialWork', from: 0, until: wednesday - 1 },
    ])
    expect(await propose('郑立秋')).toBe('ACTIVITY_SOCIAL_WORKER_UNKNOWN')
    await register([...without, { id: 'p2', key: 'px', name: '郑立秋', role: 'staff', body: 'socialWork', from: 0 }])
    expect(await propose('郑立秋')).toBe('OK')
    await door.store.change('settings', { _id: streetPath }, { posts: door.store._.remove() })
    forgetStreets()
    expect(await propose('外聘的社工')).toBe('OK')
    await register(posts)
  })

  test('who has left while agreement was awaited stops it', async () => {
    const { posts } = (await door.store.get<{ posts: { name: string }[] }>('settings', streetPath)) as {
      posts: { name: string }[]
    }
    const input = risky('郑立秋')
    ok(await door.call('volunteer', 'volunteers.draft', input))
    ok(await act(door, 'volunteer', input.id, 'publish'))
    ok(await act(door, 'clerk', input.id, 'agree'))
    await register(posts.filter(({ name }) => name !== '郑立秋'))
    expect(codeOf(await act(door, 'officer', input.id, 'agree'))).toBe('ACTIVITY_SOCIAL_WORKER_UNKNOWN')
    await register(posts)
    ok(await act(door, 'officer', input.id, 'agree'))
  })
})

describe('in 非常规', () => {
  const start = emergency.from + 3 * dayMs
  const times = [{ startsAt: start, endsAt: start + 2 * hourMs }]
  const during = emergency.from + hourMs

  test('only the command agrees to a call; the community proposes', async () => {
    const input = activityInput({ times })
    ok(await door.call('volunteer', 'volunteers.draft', input, during))
    ok(await act(door, 'volunteer', input.id, 'publish', {}, during))
    expect((await door.matter(input.id)).pending?.route).toBe('activityEmergency')
    for (const who of ['clerk', 'secretary', 'volunteer', 'dewClerk', 'farOfficer'] as const)
      expect(codeOf(await act(door, who, input.id, 'agree', {}, during))).not.toBe('OK')
    expect((await door.matter(input.id)).status).toBe('draft')
    ok(await act(door, 'officer', input.id, 'agree', {}, during))
    expect((await door.matter(input.id)).status).toBe('open')
  })

  test('what was proposed in routine is not published by the community any more', async () => {
    const input = activityInput({ times })
    ok(await door.call('volunteer', 'volunteers.draft', input))
    ok(await act(door, 'volunteer', input.id, 'publish'))
    expect(codeOf(await act(door, 'clerk', input.id, 'agree', {}, during))).toBe('ACTIVITY_COMMAND')
    ok(await act(door, 'volunteer', input.id, 'takeBack', {}, during))
    ok(await act(door, 'volunteer', input.id, 'publish', {}, during))
    ok(await act(door, 'director', input.id, 'agree', {}, during))
    expect((await door.matter(input.id)).status).toBe('open')
  })

  test('nobody but the command widens a call', async () => {
    const id = `${await published(door, { times })}_0_0`
    const climb = (who: 'volunteer' | 'clerk' | 'officer') =>
      door.call(who, 'volunteers.climb', { id, request: request() }, during)
    expect(codeOf(await climb('volunteer'))).toBe('SHIFT_CLIMB_COMMAND')
    expect(codeOf(await climb('clerk'))).toBe('SHIFT_CLIMB_COMMAND')
    expect(codeOf(await climb('officer'))).toBe('OK')
  })
})
