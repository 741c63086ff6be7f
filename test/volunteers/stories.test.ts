// Stories of a community: what was told at the close of an activity, with the photos of the day, looked at before others read it.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { hear, passStale } from '../../cloudfunctions/wechat/check'
import { act, enrol, ok, published, saturday, saturdayEnd } from '../support/activities'
import { codeOf, type Door, theDoor } from '../support/door'
import { dew, plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author')
})
afterAll(() => door.close())

const evening = saturdayEnd + hourMs
const words: string[] = []
let asked = 0
const messenger = {
  remind: async () => true,
  checkWords: async (_openid: string, text: string) => {
    words.push(text)
    return 'pass' as const
  },
  checkPhoto: async () => `check${++asked}`,
}
const looked = (now: number) => passStale(door.store, messenger, async (ids) => ids, now)
const around = async (kind: string, area = plum) =>
  ok(await door.call('openid-nobody', 'volunteers.around', { area, kind })).cards
const idsIn = async (kind: string) => (await around(kind)).map(({ id }: { id: string }) => id)

/** An activity on its way to the close. */
async function held(photos: string[] = []): Promise<string> {
  const id = await published(door, { photos })
  for (const now of [saturday, saturdayEnd]) await passTime.run({ store: door.store, now })
  return id
}
const close = (id: string, note = '') => act(door, 'volunteer', id, 'close', note ? { note } : {}, evening)

test('a story is shown when its words and photos have passed, and only where it happened', async () => {
  const first = 'cloud://local-env/call.jpg'
  const id = await held([first])
  const photos = ['cloud://local-env/day1.jpg', 'cloud://local-env/day2.jpg']
  ok(await act(door, 'volunteer', id, 'addPhotos', { patch: { photos } }, evening))
  ok(await close(id, '二十位邻居扫净了三个楼道，孩子们画了提醒牌。'))
  expect([await idsIn('story'), await idsIn('activity')]).toEqual([[], []])
  await looked(evening)
  expect(words.at(-1)).toContain('孩子们画了提醒牌')
  expect(asked).toBe(3)
  for (const one of [1, 2, 3]) await hear(`check${one}`, 'pass', door.store)
  const [story] = await around('story')
  expect(story).toMatchObject({
    id,
    title: '周末楼道清扫',
    story: '二十位邻居扫净了三个楼道，孩子们画了提醒牌。',
    photos: [first, ...photos],
  })
  expect(await idsIn('activity')).not.toContain(id)
  expect(await around('story', dew)).toEqual([])
  const seen = ok(await door.call('author', 'matters.get', { id }))
  expect(seen.facts).toContainEqual({ label: '小结', value: '二十位邻居扫净了三个楼道，孩子们画了提醒牌。' })
})

test('what was closed without a word, cancelled, or is refused tells nothing', async () => {
  const quiet = await held()
  ok(await close(quiet))
  const gone = await published(door)
  ok(await act(door, 'clerk', gone, 'cancel', { note: '大雨' }))
  const refused = await held()
  ok(await close(refused, '这里有不宜公开的话。'))
  await door.store.change('matters', { _id: refused }, { 'beside.check': 'refused' })
  const ids = await idsIn('story')
  for (const id of [quiet, gone, refused]) expect(ids).not.toContain(id)
})

test('what the machine is unsure of is looked at by the committee, and a photo that has passed is not asked for again', async () => {
  const photo = 'cloud://local-env/call2.jpg'
  const id = await held([photo])
  await door.store.change('matters', { _id: id }, { 'beside.check': 'waiting' })
  await looked(evening)
  await hear(`check${asked}`, 'pass', door.store)
  ok(await close(id, '大家一起把楼道扫净了。'))
  const before = asked
  await looked(evening)
  expect(asked).toBe(before)
  expect(await idsIn('story')).toContain(id)
  const late = await held(['cloud://local-env/call3.jpg'])
  ok(await close(late, '下雪天也来了十个人。'))
  await looked(evening)
  // No verdict within thirty minutes: a person looks.
  await looked(evening + 29 * 60_000)
  expect((await door.matter(late)).beside.check).toBe('waiting')
  await looked(evening + 31 * 60_000)
  expect((await door.matter(late)).beside.check).toBe('review')
  expect(await idsIn('story')).not.toContain(late)
  expect(codeOf(await act(door, 'volunteer', late, 'showWords', {}, evening))).toBe('NOT_PERMITTED')
  ok(await act(door, 'clerk', late, 'showWords', {}, evening))
  expect(await idsIn('story')).toContain(late)
  expect(codeOf(await act(door, 'clerk', late, 'hideWords', { note: '有人不愿公开' }, evening))).toBe('STATE_CHANGED')
})
