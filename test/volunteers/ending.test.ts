// An activity that is cancelled or over: its shifts end with it, everybody with a place hears of it once, their time is free again, and a
// process that dies on the way leaves nothing undone.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import { ctxFor, dispatch } from '../../cloudfunctions/api/core/endpoint'
import { applyLeft } from '../../cloudfunctions/api/core/matters'
import { type Store, storeOn } from '../../cloudfunctions/api/core/store'
import { api } from '../../cloudfunctions/api/modules'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import type { Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { deliverLeft } from '../../cloudfunctions/wechat/deliver'
import { act, enrol, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { wednesday } from '../support/clock'
import { type Answer, codeOf, type Door, theDoor } from '../support/door'
import { emergency, plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer')
})
afterAll(() => door.close())
beforeEach(() =>
  door.store.change('people', { street: '/jz/yh/xm', 'volunteer.at': door.store._.gt(0) }, { 'volunteer.agenda': [] }),
)

const shiftOf = async (id: string): Promise<Shift> => (await door.store.get<Shift>('shifts', id)) as Shift
const messenger = {
  remind: async () => true,
  checkWords: async () => 'pass' as const,
  checkPhoto: async () => undefined,
}
const deliver = (now = wednesday) => deliverLeft(door.store, messenger, now)
const heard = async (key: string, id: string): Promise<string[]> =>
  (await door.store.find<{ text: string; matter: string }>('inbox', { person: key }, { limit: 200 }))
    .filter(({ matter }) => matter === id)
    .map(({ text }) => text)
const agendaOf = async (key: string) =>
  (await door.store.find<Volunteer>('people', { key }, { limit: 1 }))[0]?.volunteer?.agenda.map(({ shift }) => shift)
const twoTimes = [
  { startsAt: saturday, endsAt: saturdayEnd },
  { startsAt: saturday + 5 * hourMs, endsAt: saturdayEnd + 5 * hourMs },
]

test('a cancelled activity tells everybody with a place or a wait once, with the reason, and whoever helps them', async () => {
  const id = await published(door, { times: twoTimes })
  const [first, second] = [`${id}_0_0`, `${id}_1_0`]
  for (const who of ['author', 'neighbour', 'volunteer']) ok(await signUp(door, who, first))
  ok(await signUp(door, 'author', second))
  const written = { id: second, request: request(), name: '马惊蛰', consent: 'paper' }
  ok(await door.call('clerk', 'volunteers.addWithoutPhone', written))
  ok(await act(door, 'clerk', id, 'cancel', { note: '大雨' }))
  await deliver()
  await deliver()
  const word = '活动已取消：周末楼道清扫。大雨'
  for (const key of ['pauthor', 'pneighbour', 'pvolunteer', 'pclerk'])
    expect((await heard(key, id)).filter((text) => text === word)).toHaveLength(1)
  expect([(await shiftOf(first)).state, (await shiftOf(second)).state]).toEqual(['cancelled', 'cancelled'])
  expect(await agendaOf('pauthor')).toEqual([])
  const other = `${await published(door)}_0_0`
  expect(codeOf(await signUp(door, 'author', other))).toBe('OK')
  expect(codeOf(await signUp(door, 'author', first))).toBe('SHIFT_CLOSED')
})

test('a claim of a cancelled shift that was left behind blocks neither a sign-up nor staying in one that was moved', async () => {
  const dead = await published(door)
  const live = `${await published(door)}_0_0`
  ok(await signUp(door, 'author', `${dead}_0_0`))
  const [claim] = (await door.store.get<Volunteer>('people', 'openid-author'))?.volunteer?.agenda ?? []
  ok(await act(door, 'clerk', dead, 'cancel', { note: '大雨' }))
  await door.store.change('people', { key: 'pauthor' }, { 'volunteer.agenda': [claim] })
  const later = wednesday + hourMs
  expect(codeOf(await signUp(door, 'author', live, {}, later))).toBe('OK')
  const moved = saturday + 30 * 60_000
  const edit = { id: live, startsAt: moved, endsAt: moved + hourMs, place: '3 栋门厅', capacity: 2, request: request() }
  ok(await door.call('clerk', 'volunteers.editShift', edit, later))
  const dead2 = { ...claim, startsAt: moved, endsAt: moved + hourMs }
  const own = (await door.store.get<Volunteer>('people', 'openid-author'))?.volunteer?.agenda ?? []
  await door.store.change('people', { key: 'pauthor' }, { 'volunteer.agenda': [...own, dead2] })
  const stay = await door.call('author', 'volunteers.confirm', { id: live, request: request() }, later)
  expect(ok(stay).state).toBe('joined')
  expect(await agendaOf('pauthor')).toEqual([live])
})

test('cancelled on the way: what has begun is over, who came may check out and is confirmed, what is to come is cancelled', async () => {
  const id = await published(door, { times: twoTimes })
  const [first, second] = [`${id}_0_0`, `${id}_1_0`]
  ok(await signUp(door, 'author', first))
  ok(await signUp(door, 'neighbour', second))
  await passTime.run({ store: door.store, now: saturday })
  const code = async (direction: string, now: number) =>
    ok(await door.call('volunteer', 'volunteers.code', { id: first, direction }, now)).text
  const scan = async (direction: string, now: number) =>
    door.call('author', 'volunteers.scan', { code: await code(direction, now), request: request() }, now)
  ok(await scan('in', saturday))
  ok(await act(door, 'clerk', id, 'cancel', { note: '大雨' }, saturday + hourMs))
  await deliver(saturday + hourMs)
  expect(await heard('pauthor', id)).toContain('活动提前结束：周末楼道清扫。大雨')
  expect(await heard('pneighbour', id)).toContain('活动已取消：周末楼道清扫。大雨')
  expect([(await shiftOf(first)).state, (await shiftOf(second)).state]).toEqual(['closed', 'cancelled'])
  ok(await scan('out', saturday + hourMs))
  const { lines } = ok(await door.call('clerk', 'volunteers.roster', { id: first }, saturdayEnd))
  const hours = { id: first, lines: [{ line: lines[0].line }], request: request() }
  expect(ok(await door.call('clerk', 'volunteers.confirmHours', hours, saturdayEnd)).confirmed).toBe(1)
})

test('an activity that is over says so once; in 非常规 a notice says that too', async () => {
  const id = await published(door)
  ok(await signUp(door, 'author', `${id}_0_0`))
  for (const now of [saturday, saturdayEnd]) await passTime.run({ store: door.store, now })
  ok(await act(door, 'volunteer', id, 'close', {}, saturdayEnd + hourMs))
  await deliver(saturdayEnd + hourMs)
  await deliver(saturdayEnd + hourMs)
  const over = (await heard('pauthor', id)).filter((text) => text.startsWith('活动已结束'))
  expect(over).toEqual(['活动已结束，时长可在服务记录中查看：周末楼道清扫'])
  const start = emergency.from + 5 * hourMs
  const urgent = await published(door, { times: [{ startsAt: start, endsAt: start + hourMs }] }, wednesday)
  ok(await signUp(door, 'author', `${urgent}_0_0`))
  ok(await act(door, 'clerk', urgent, 'cancel', { note: '停止' }, emergency.from + 1))
  await deliver(emergency.from + 1)
  expect(await heard('pauthor', urgent)).toContain('【非常规】活动已取消：周末楼道清扫。停止')
})

describe('a process that dies while an activity is cancelled', () => {
  /** The same call, whose function is gone after `lives` writes of its own to shifts and people. */
  async function cancelledUntil(id: string, lives: number): Promise<string> {
    const store = storeOn(door.app)
    let left = lives
    const change: Store['change'] = (name, where, update) => {
      if (name !== 'matters' && left-- <= 0) throw new Error('killed')
      return store.change(name, where, update)
    }
    const { version } = await door.matter(id)
    const data = { id, version, action: 'cancel', note: '大雨', request: request() }
    const reply = await dispatch(
      api,
      { call: 'matters.act', data },
      ctxFor('openid-clerk', { ...store, change }, wednesday),
      'KILL',
    )
    return codeOf(reply as Answer)
  }

  test.each([0, 1, 2, 3])('after %d writes: the timer does the rest, and nobody hears of it twice', async (lives) => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const id = await published(door)
    const shift = `${id}_0_0`
    for (const who of ['author', 'neighbour', 'volunteer']) ok(await signUp(door, who, shift))
    expect(await cancelledUntil(id, lives)).toBe('INTERNAL')
    log.mockRestore()
    expect((await door.matter(id)).status).toBe('cancelled')
    expect((await shiftOf(shift)).state).toBe(lives === 0 ? 'open' : 'cancelled')
    await deliver()
    for (let round = 0; round < 3; round++) {
      // However often it is done again: a later kill leaves the same trace behind.
      await door.store.change('matters', { _id: id }, { 'beside.apply': (await door.matter(id)).version })
      await applyLeft(door.store, wednesday + round * hourMs)
      await deliver()
    }
    expect((await shiftOf(shift)).state).toBe('cancelled')
    for (const key of ['pauthor', 'pneighbour', 'pvolunteer']) {
      expect((await heard(key, id)).filter((text) => text.startsWith('活动已取消'))).toHaveLength(1)
      expect(await agendaOf(key)).toEqual([])
    }
    expect(
      await door.store.find(
        'matters',
        { within: plum, kind: 'activity', 'beside.apply': door.store._.gt(0) },
        { limit: 9 },
      ),
    ).toEqual([])
  })
})
