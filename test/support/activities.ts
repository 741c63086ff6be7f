// Activities and volunteers as the tests of volunteering need them: everything through the real door.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import { at, wednesday } from './clock'
import type { Door, Told } from './door'
import { plum, type Who } from './world'

/** Saturday 2026-03-07, 9:00 to 11:00. */
export const saturday = at('2026-03-07', 9)
export const saturdayEnd = saturday + 2 * hourMs

let serial = 0
export const freshId = (): string => `vol${String(++serial).padStart(17, '0')}`
export const request = (): string => `req${freshId()}`

export const content = (change: object = {}) => ({
  title: '周末楼道清扫',
  words: '一起打扫三号楼的楼道和门厅，工具由社区准备。',
  place: '3 栋门厅',
  class: 'service',
  risk: 'low',
  leader: '何秋分',
  times: [{ startsAt: saturday, endsAt: saturdayEnd }],
  posts: [{ name: '清扫', places: 2 }],
  ...change,
})

export const activityInput = (change: object = {}) => ({
  id: freshId(),
  area: plum,
  body: 'team',
  ...content(),
  ...change,
})

export const ok = (told: Told): Told['data'] => {
  if (!told.ok) throw new Error(JSON.stringify(told.error))
  return told.data
}

/** Acts on a matter as it stands. */
export async function act(
  door: Door,
  who: Who,
  id: string,
  action: string,
  more: object = {},
  now = wednesday,
): Promise<Told> {
  const { version } = await door.matter(id)
  return door.call(who, 'matters.act', { id, version, action, request: request(), ...more }, now)
}

/** A published activity; its shifts are `<id>_0_0` and so on. */
export async function published(door: Door, change: object = {}, now = wednesday): Promise<string> {
  const input = activityInput(change)
  ok(await door.call('volunteer', 'volunteers.draft', input, now))
  ok(await act(door, 'volunteer', input.id, 'publish', {}, now))
  ok(await act(door, 'clerk', input.id, 'agree', {}, now))
  return input.id
}

export const profileInput = (change: object = {}) => ({ bornOn: '1980-05-01', ...change })

/** Gives these people a volunteer's profile. */
export async function enrol(door: Door, ...people: (Who | (string & {}))[]): Promise<void> {
  for (const who of people) ok(await door.call(who, 'volunteers.saveProfile', profileInput()))
}

/** Residents beyond those of the world: put there as people who have registered. */
export async function crowd(
  door: { store: { addAll: (name: string, docs: object[]) => Promise<unknown> } },
  count: number,
  name = 'crowd',
  where: object = {},
): Promise<string[]> {
  const people = Array.from({ length: count }, (_, index) => ({
    _id: `openid-${name}-${index}`,
    schema: 1,
    key: `p${name}${index}`,
    name: `居民${index}`,
    street: '/jz/yh/xm',
    building: `${plum}/g1/b1`,
    ...where,
    grants: [],
    consents: [],
    accepts: {},
    unread: 0,
    at: 0,
    volunteer: {
      version: 1,
      bornOn: '1980-05-01',
      skills: [],
      otherSkills: '',
      services: [],
      languages: [],
      times: [],
      policies: [],
      trained: [],
      agenda: [],
      at: 0,
    },
  }))
  await door.store.addAll('people', people)
  return people.map(({ _id }) => _id)
}

export const signUp = (door: Door, who: string, id: string, more: object = {}, now = wednesday): Promise<Told> =>
  door.call(who, 'volunteers.signUp', { id, request: request(), ...more }, now)
