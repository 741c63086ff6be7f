// Changing a shift after its publishing: who is asked, who is told, what the gates ask again, and what those who no longer fit may do.
import { dayMs, hourMs } from '../../cloudfunctions/api/core/clock'
import type { Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { deliverLeft } from '../../cloudfunctions/wechat/deliver'
import { enrol, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'

let door: Door
let shift: string
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer', 'dewResident')
})
afterAll(() => door.close())
beforeEach(async () => {
  const people = ['pauthor', 'pneighbour', 'pvolunteer', 'pdewResident']
  await door.store.change('people', { key: door.store._.in(people) }, { 'volunteer.agenda': [] })
  shift = `${await published(door)}_0_0`
})

const shiftOf = async (id = shift): Promise<Shift> => (await door.store.get<Shift>('shifts', id)) as Shift
const edit = (change: object = {}, who = 'volunteer') =>
  door.call(who, 'volunteers.editShift', {
    id: shift,
    startsAt: saturday,
    endsAt: saturdayEnd,
    place: '3 栋门厅',
    capacity: 2,
    request: request(),
    ...change,
  })

test('a new time asks everybody with a place, who stays or leaves; a smaller number than those who come is refused', async () => {
  ok(await signUp(door, 'author', shift))
  ok(await signUp(door, 'neighbour', shift))
  expect(codeOf(await edit({ capacity: 1 }))).toBe('SHIFT_SMALLER')
  expect(codeOf(await edit({}, 'author'))).toBe('SHIFT_NOT_YOURS')
  expect((await shiftOf()).roster.pauthor?.state).toBe('joined')
  ok(await edit({ startsAt: saturday + dayMs, endsAt: saturdayEnd + dayMs }))
  const asked = await shiftOf()
  expect([asked.roster.pauthor?.state, asked.roster.pneighbour?.state, asked.taken]).toEqual([
    'choosing',
    'choosing',
    2,
  ])
  expect(asked.unsent[0]?.to).toEqual(['person:pauthor', 'person:pneighbour'])
  await deliverLeft(
    door.store,
    { remind: async () => true, checkWords: async () => 'pass', checkPhoto: async () => undefined },
    wednesday,
  )
  const inbox = ok(await door.call('author', 'people.inbox', {}))
  expect(inbox.items[0].text).toContain('活动有变化，请选择是否参加')
  expect(ok(await door.call('author', 'volunteers.confirm', { id: shift, request: request() })).state).toBe('joined')
  ok(await door.call('neighbour', 'volunteers.leave', { id: shift, request: request() }))
  expect(await shiftOf()).toMatchObject({ taken: 1, people: ['pauthor'] })
  const other = `${await published(door, { times: [{ startsAt: saturday + dayMs, endsAt: saturdayEnd + dayMs }] })}_0_0`
  expect(codeOf(await signUp(door, 'author', other))).toBe('SHIFT_OVERLAP')
})

const seatOf = async (who: string) => (await shiftOf()).roster[`p${who}`]
const choiceOf = async (who: string) => ok(await door.call(who, 'volunteers.shift', { id: shift })).choice

test('a changed risk notice asks everybody anew; a leader and words are told, and the activity says them', async () => {
  ok(await signUp(door, 'author', shift))
  ok(await signUp(door, 'neighbour', shift))
  ok(await edit({ leader: '石立夏', words: '清扫楼道，请自带手套。' }))
  expect((await seatOf('author'))?.state).toBe('joined')
  const told = (await shiftOf()).unsent.at(-1)
  // Once for all rosters of the activity.
  expect(told).toMatchObject({ to: [], roster: true, text: '活动有变化：周末楼道清扫。有变化的是负责人、活动内容' })
  const id = shift.split('_')[0] as string
  const page = ok(await door.call('volunteer', 'matters.get', { id }))
  expect(page.words).toBe('清扫楼道，请自带手套。')
  expect(page.facts).toContainEqual({ label: '负责人', value: '石立夏' })
  expect(page.checking).toBe(true)

  const change = { leader: '石立夏', notice: '楼道正在粉刷，请戴口罩。', request: request() }
  ok(await edit(change))
  ok(await edit(change))
  expect([await seatOf('author'), await seatOf('neighbour')]).toMatchObject([
    { state: 'choosing', asks: '风险告知' },
    { state: 'choosing', asks: '风险告知' },
  ])
  expect(await choiceOf('author')).toMatchObject({
    action: 'confirm',
    note: '风险告知有变化，参加即接受新的风险告知',
  })
  ok(await door.call('author', 'volunteers.confirm', { id: shift, request: request() }))
  expect((await shiftOf()).notice).toBe('楼道正在粉刷，请戴口罩。')
  expect((await door.matter(id)).trace.filter(({ action }) => action === 'retime')).toHaveLength(2)
})

test('new demands ask those alone who do not meet them any more; who stays must meet them', async () => {
  const key = { author: '1990-01-01', neighbour: '1960-01-01' }
  for (const [who, bornOn] of Object.entries(key))
    await door.store.change('people', { key: `p${who}` }, { 'volunteer.bornOn': bornOn })
  ok(await signUp(door, 'author', shift))
  ok(await signUp(door, 'neighbour', shift))
  ok(await edit({ ageMin: 50 }))
  expect([(await seatOf('author'))?.state, (await seatOf('neighbour'))?.state]).toEqual(['choosing', 'joined'])
  expect(await choiceOf('author')).toMatchObject({
    action: 'none',
    note: '岗位要求有变化。未到这个岗位的年龄要求',
    leave: { label: '退出' },
  })
  expect(codeOf(await door.call('author', 'volunteers.confirm', { id: shift, request: request() }))).toBe(
    'SHIFT_UNDER_AGE',
  )
  const [asked, others] = (await shiftOf()).unsent.slice(-2)
  expect([asked?.to, others?.to]).toEqual([['person:pauthor'], ['person:pneighbour']])
  const begun = await door.call(
    'volunteer',
    'volunteers.editShift',
    {
      id: shift,
      startsAt: saturday,
      endsAt: saturdayEnd,
      place: '3 栋门厅',
      capacity: 2,
      ageMin: 20,
      request: request(),
    },
    saturday,
  )
  expect(codeOf(begun)).toBe('SHIFT_PAST')
})

test('what the gates ask of a new activity is asked of a changed one', async () => {
  expect((await edit({ leader: '' })).error).toMatchObject({
    code: 'ACTIVITY_LEADER_MISSING',
    fields: { leader: expect.any(String) },
  })
  const insured = { risk: 'medium', notice: '地面湿滑', insurance: { insurer: '平安', no: 'P1', until: saturdayEnd } }
  shift = `${await published(door, insured)}_0_0`
  expect(codeOf(await edit({ notice: '' }))).toBe('ACTIVITY_NOTICE_MISSING')
  expect((await shiftOf()).notice).toBe('地面湿滑')
})

test('a risky shift is not moved beyond its insurance', async () => {
  const insured = { risk: 'medium', notice: '地面湿滑', insurance: { insurer: '平安', no: 'P1', until: saturdayEnd } }
  shift = `${await published(door, insured)}_0_0`
  const { error } = await edit({ startsAt: saturday + hourMs, endsAt: saturdayEnd + hourMs })
  expect(error).toMatchObject({ code: 'ACTIVITY_INSURANCE_MISSING', fields: { endsAt: expect.any(String) } })
  expect((await door.matter(shift.split('_')[0] as string)).trace.some(({ action }) => action === 'retime')).toBe(false)
})

test('who no longer fits a shift at its new time may leave it, and is not kept', async () => {
  const asked = { training: '应急救护', name: '警戒', places: 2 }
  const times = [{ startsAt: saturday + 4 * hourMs, endsAt: saturday + 6 * hourMs }]
  const id = `${await published(door, { title: '枯枝清理', posts: [asked], times })}_0_0`
  const trained = (until: number) =>
    door.store.change('people', { key: 'pauthor' }, { 'volunteer.trained': [{ course: '应急救护', until, shift: id }] })
  await trained(saturday + 8 * hourMs)
  ok(await signUp(door, 'author', id))
  const edit = {
    id,
    startsAt: saturday + 48 * hourMs,
    endsAt: saturdayEnd + 48 * hourMs,
    place: '3 栋门厅',
    capacity: 2,
  }
  ok(await door.call('volunteer', 'volunteers.editShift', { ...edit, request: request() }))
  const stay = () => door.call('author', 'volunteers.confirm', { id, request: request() })
  expect((await stay()).error?.code).toBe('SHIFT_TRAINING_MISSING')
  await trained(saturdayEnd + 72 * hourMs)
  expect(ok(await stay()).state).toBe('joined')
})
