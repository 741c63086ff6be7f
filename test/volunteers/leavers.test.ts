// Whoever closes their account: the place ahead goes to who waits, hours stay on record without a name, and what was shown to others is taken
// back.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import { countRecords } from '../../cloudfunctions/api/modules/volunteers/counting'
import { freeLeavers } from '../../cloudfunctions/api/modules/volunteers/leavers'
import { lineOf, type Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { enrol, freshId, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { codeOf, type Door, theDoor } from '../support/door'
import { plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer')
})
afterAll(() => door.close())
const shiftOf = async (id: string): Promise<Shift> => (await door.store.get<Shift>('shifts', id)) as Shift
const after = saturdayEnd + hourMs

test('leaves no place behind, and no name', async () => {
  const past = `${await published(door)}_0_0`
  ok(await signUp(door, 'author', past, { with: ['女儿小满'] }))
  const of = { id: past, lines: [lineOf(past, 'pauthor')] }
  ok(await door.call('clerk', 'volunteers.mark', { ...of, what: 'in', request: request() }, saturday))
  const hours = { id: past, lines: [{ line: of.lines[0] }], request: request() }
  ok(await door.call('clerk', 'volunteers.confirmHours', hours, saturdayEnd))
  await countRecords(door.store, after)
  const asked = { request: request(), year: 2026 }
  const { code } = ok(await door.call('author', 'volunteers.certificate', asked, after))
  const times = [{ startsAt: after + 24 * hourMs, endsAt: after + 25 * hourMs }]
  const ahead = `${await published(door, { times, posts: [{ name: '清扫', places: 1 }] })}_0_0`
  for (const who of ['author', 'neighbour']) ok(await signUp(door, who, ahead, {}, after))
  expect(await freeLeavers(door.store, after)).toBe(0)
  ok(await door.call('author', 'people.close', { sure: '注销' }, after))
  expect(await freeLeavers(door.store, after)).toBe(1)
  expect(await freeLeavers(door.store, after)).toBe(0)
  const seen = await shiftOf(ahead)
  expect([seen.roster.pauthor?.state, seen.roster.pneighbour?.state, seen.taken]).toEqual(['left', 'offered', 1])
  const kept = [await shiftOf(past), seen, await door.store.get('records', `hour_${past}_pauthor`)]
  expect(JSON.stringify(kept)).not.toMatch(/周小满|女儿小满/)
  expect(kept[2]).toMatchObject({ minutes: 60, name: '已注销' })
  expect(ok(await door.call('openid-nobody', 'volunteers.verify', { code }, after))).toMatchObject({
    standing: 'withdrawn',
    name: '',
  })
})

test('who was written down without a phone holds no post and is nominated for nothing on a phone', async () => {
  const shift = `${await published(door)}_0_0`
  const written = { id: shift, request: request(), name: '马惊蛰', consent: 'paper' }
  const [{ card }] = ok(await door.call('clerk', 'volunteers.addWithoutPhone', written)).lines
  const honour = { id: freshId(), award: 'neighbour', code: card, words: '十年来一直帮楼里的老人取快递。' }
  expect(codeOf(await door.call('neighbour', 'volunteers.nominate', honour))).toBe('HONOUR_NO_PHONE')
  const values = { code: card, role: 'clerk', from: '2026-03-05', until: '2027-03-05', words: '' }
  const post = { id: freshId(), kind: 'post', way: 'appoint', area: plum, values }
  expect(codeOf(await door.call('officer', 'organisation.raise', post))).toBe('POST_NO_PHONE')
})
