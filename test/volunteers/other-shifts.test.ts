// What one shift's edit changes for the whole activity, in its other shifts: who is asked, who is told, once, and who accepts it with a place.
import { dayMs, minuteMs } from '../../cloudfunctions/api/core/clock'
import { reachOtherShifts } from '../../cloudfunctions/api/modules/volunteers/other-shifts'
import type { Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { deliverLeft } from '../../cloudfunctions/wechat/deliver'
import { enrol, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'

let door: Door
let id: string
const week = 7 * dayMs
const times = [0, 1, 2].map((n) => ({ startsAt: saturday + n * week, endsAt: saturdayEnd + n * week }))
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'dewResident')
})
afterAll(() => door.close())
beforeEach(async () => {
  const people = ['pauthor', 'pneighbour', 'pdewResident']
  await door.store.change('people', { key: door.store._.in(people) }, { 'volunteer.agenda': [] })
  await door.store.remove('inbox', { person: door.store._.in(people) })
  id = await published(door, { times, notice: '楼道湿滑，请穿防滑鞋。', posts: [{ name: '清扫', places: 1 }] })
})

const accepts = { accepts: true }
const shiftOf = async (n: number): Promise<Shift> => (await door.store.get<Shift>('shifts', `${id}_${n}_0`)) as Shift
const seatOf = async (n: number, who: string) => (await shiftOf(n)).roster[`p${who}`]
const choiceOf = async (n: number, who: string) =>
  ok(await door.call(who, 'volunteers.shift', { id: `${id}_${n}_0` })).choice
const edit = (n: number, change: object, now = wednesday) => {
  const asked = { id: `${id}_${n}_0`, ...times[n], place: '3 栋门厅', capacity: 1, request: request(), ...change }
  return door.call('volunteer', 'volunteers.editShift', asked, now)
}
const newNotice = { notice: '楼道正在粉刷，请戴口罩。' }
const inboxOf = async (who: string): Promise<string[]> => {
  const quiet = { remind: async () => true, checkWords: async () => 'pass' as const, checkPhoto: async () => undefined }
  await deliverLeft(door.store, quiet, wednesday)
  return ok(await door.call(who, 'people.inbox', {})).items.map(({ text }: { text: string }) => text)
}

test('a new risk notice asks whoever has a place in another shift; staying there accepts it', async () => {
  ok(await signUp(door, 'author', `${id}_0_0`, accepts))
  ok(await signUp(door, 'neighbour', `${id}_2_0`, accepts))
  ok(await edit(0, newNotice))
  expect([(await seatOf(0, 'author'))?.state, (await seatOf(2, 'neighbour'))?.state]).toEqual(['choosing', 'joined'])
  await reachOtherShifts(door.store, wednesday + minuteMs)
  expect(await shiftOf(2)).toMatchObject(newNotice)
  expect(await seatOf(2, 'neighbour')).toMatchObject({ state: 'choosing', asks: '风险告知' })
  expect(await choiceOf(2, 'neighbour')).toMatchObject({
    action: 'confirm',
    note: '风险告知有变化，参加即接受新的风险告知',
  })
  const { waits } = ok(await door.call('neighbour', 'people.home', {}))
  expect(waits.map(({ text }: { text: string }) => text).join()).toContain('风险告知有变化，请选择是否参加')
  expect((await inboxOf('neighbour'))[0]).toContain('活动有变化，请选择是否参加：周末楼道清扫，2026年3月21日')
  ok(await door.call('neighbour', 'volunteers.confirm', { id: `${id}_2_0`, request: request() }))
  // The timer comes again every minute, and asks nobody twice.
  await reachOtherShifts(door.store, wednesday + 2 * minuteMs)
  expect(await seatOf(2, 'neighbour')).toMatchObject({ state: 'joined' })
  expect((await seatOf(2, 'neighbour'))?.asks).toBeUndefined()
})

test('who waits in another shift accepts the new risk notice with the place that is offered', async () => {
  ok(await signUp(door, 'author', `${id}_1_0`, accepts))
  ok(await signUp(door, 'neighbour', `${id}_1_0`, accepts))
  ok(await edit(0, newNotice))
  await reachOtherShifts(door.store, wednesday + minuteMs)
  expect(await seatOf(1, 'neighbour')).toMatchObject({ state: 'waiting', asks: '风险告知' })
  ok(await door.call('author', 'volunteers.leave', { id: `${id}_1_0`, request: request() }))
  expect(await choiceOf(1, 'neighbour')).toMatchObject({
    label: '确认参加',
    note: expect.stringContaining('风险告知有变化，参加即接受新的风险告知。请在'),
  })
})

test('a new leader and new words are told once to whoever is in several shifts, and asked of nobody', async () => {
  ok(await signUp(door, 'author', `${id}_0_0`, accepts))
  ok(await signUp(door, 'author', `${id}_1_0`, accepts))
  ok(await signUp(door, 'neighbour', `${id}_2_0`, accepts))
  ok(await edit(0, { leader: '石立夏', words: '清扫楼道，请自带手套。' }))
  await reachOtherShifts(door.store, wednesday + minuteMs)
  expect((await shiftOf(2)).leader).toBe('石立夏')
  expect((await seatOf(2, 'neighbour'))?.state).toBe('joined')
  const told = '活动有变化：周末楼道清扫。有变化的是负责人、活动内容'
  expect((await inboxOf('author')).filter((text) => text === told)).toHaveLength(1)
  expect((await inboxOf('neighbour'))[0]).toContain('有变化的是负责人、活动内容')
})

test('two edits within a minute both reach the third shift, and each other', async () => {
  ok(await signUp(door, 'author', `${id}_1_0`, accepts))
  ok(await edit(0, newNotice))
  ok(await edit(1, { leader: '石立夏' }, wednesday + 1000))
  expect((await seatOf(1, 'author'))?.state).toBe('joined')
  await reachOtherShifts(door.store, wednesday + minuteMs)
  for (const n of [0, 1, 2]) expect(await shiftOf(n)).toMatchObject({ ...newNotice, leader: '石立夏' })
  expect(await seatOf(1, 'author')).toMatchObject({ state: 'choosing', asks: '风险告知' })
})

test('what somebody was asked before and has not answered stays asked', async () => {
  ok(await signUp(door, 'author', `${id}_1_0`, accepts))
  ok(await edit(1, { place: '社区活动室' }))
  ok(await edit(0, newNotice))
  await reachOtherShifts(door.store, wednesday + minuteMs)
  expect((await seatOf(1, 'author'))?.asks).toBe('地点、风险告知')
})

test('a shift that is over or cancelled hears nothing; one that has begun is told of the leader and asked nothing', async () => {
  ok(await signUp(door, 'author', `${id}_1_0`, accepts))
  const begun = saturday + week + minuteMs
  ok(await edit(2, { ...newNotice, leader: '石立夏' }, begun))
  await reachOtherShifts(door.store, begun)
  expect(await shiftOf(0)).toMatchObject({ notice: '楼道湿滑，请穿防滑鞋。', leader: '何秋分' })
  expect(await shiftOf(1)).toMatchObject({ notice: '楼道湿滑，请穿防滑鞋。', leader: '石立夏' })
  expect((await seatOf(1, 'author'))?.state).toBe('joined')
  expect((await shiftOf(1)).unsent.at(-1)?.text).toContain('有变化的是负责人')
})
