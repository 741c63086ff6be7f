// Campaigns, pledges and wishes as the tests of giving need them: everything through the real door, by the people of the world.
import { dayMs, onOf } from '../../cloudfunctions/api/core/clock'
import { applyNow } from '../../cloudfunctions/api/core/matters'
import type { Campaign } from '../../cloudfunctions/api/modules/giving/campaign/document'
import type { Book } from '../../cloudfunctions/api/modules/ledger/book'
import { openBook } from '../../cloudfunctions/api/modules/ledger/post'
import { act, freshId, ok, request } from './activities'
import { wednesday } from './clock'
import type { Door, Told } from './door'
import { plum, streetPath, type Who } from './world'

export const on = (days: number, now = wednesday): string => onOf(now + days * dayMs)
export { act, freshId, ok, request }

export const campaignInput = (change: object = {}) => ({
  id: freshId(),
  area: plum,
  host: 'charity',
  type: 'residents',
  title: '三号楼加装扶手',
  words: '楼道里的老人上下楼不方便，居民会议决定一起出资加装扶手。',
  purpose: '三号楼楼道加装扶手',
  goal: '8000',
  endsOn: on(60),
  contact: '曹老师 0755-0000001',
  query: '到会查账，或在本页查询',
  resolution: { no: '杏居议〔2026〕3号', title: '加装扶手', on: on(-10), photo: 'cloud://local-env/minutes.jpg' },
  ...change,
})
export const publicCampaign = (change: object = {}) =>
  campaignInput({
    type: 'public',
    title: '春风书屋募捐',
    words: '为街道的孩子建一间书屋，请大家捐款支持。',
    purpose: '购置图书与书架',
    planNo: '53440300MJL0000001A26001',
    platformUrl: 'https://platform.example/xm/books',
    resolution: undefined,
    ...change,
  })

/** A charity's fund that runs, as `givingBegins` keeps it. */
export const fund = 'fund0000000000000001'

/** A matter of another kind as its own module keeps it. */
export async function asKept(door: Door, change: object): Promise<void> {
  const input = campaignInput()
  ok(await door.call('treasurer', 'giving.draft', input))
  await door.store.add('matters', { ...(await door.matter(input.id)), ...change } as never)
}

/** Somebody whom a 定向募捐 can name, and a fund that can pay for a round. */
export async function givingBegins(door: Door): Promise<void> {
  await door.store.change('people', { key: 'pneighbour' }, { code: 'LINGUYU1' })
  const running = { kind: 'fund', class: 'waiting', status: 'active', lead: 'charity' }
  await asKept(door, { _id: fund, ...running, title: '杏花社区基金' })
}

/** A campaign of each type with everything that publishing asks for. */
export const eachType = (pays: string) => ({
  public: publicCampaign({ id: undefined }),
  residents: {},
  directed: { type: 'directed', title: '会员助学', members: ['linguyu1'], resolution: undefined },
  goods: {
    type: 'goods',
    title: '旧书换新家',
    wanted: [{ name: '童书', quantity: 200, unit: '本' }],
    goal: undefined,
    resolution: undefined,
  },
  venture: { type: 'venture', title: '微创投第一轮', fund: pays, resolution: undefined },
})

/** Carries out what the function of the timer was nudged to do. */
export const settleAll = async (door: Door, id: string, now = wednesday): Promise<void> => {
  for (let tries = 0; tries < 4; tries++) {
    if (!(await door.matter(id)).beside.apply) return
    await applyNow(id, door.store, now)
  }
}

/** Drafted by the charity, agreed to by both committees and the street, its book open. */
export async function openCampaign(door: Door, change: object = {}, now = wednesday): Promise<string> {
  const input = campaignInput(change)
  ok(await door.call('treasurer', 'giving.draft', input, now))
  ok(await act(door, 'treasurer', input.id, 'publish', {}, now))
  for (const who of ['clerk', 'secretary', 'officer', 'director'] as const) {
    const { status } = await door.matter(input.id)
    if (status === 'open') break
    ok(await act(door, who, input.id, 'agree', {}, now))
  }
  await settleAll(door, input.id, now)
  return input.id
}

export const pledgeInput = (to: string, change: object = {}) => ({
  id: freshId(),
  to: { kind: 'campaign', id: to },
  amount: '100',
  donorType: 'person',
  donorName: '周小满',
  shown: 'anonymous',
  ...change,
})

export async function pledged(door: Door, to: string, change: object = {}, who: Who = 'author'): Promise<string> {
  const input = pledgeInput(to, change)
  ok(await door.call(who, 'giving.pledge', input))
  await settleAll(door, input.id)
  return input.id
}

let line = 0
export const arrival = (change: object = {}) => ({
  type: 'bank',
  ref: `BANK${String(++line).padStart(8, '0')}`,
  on: on(0),
  amount: '100',
  waived: true,
  ...change,
})
export const record = (
  door: Door,
  id: string,
  change: object = {},
  who: Who = 'treasurer',
  now = wednesday,
): Promise<Told> => act(door, who, id, 'record', { patch: arrival(change) }, now)

/** Written down by one, confirmed by another, in the books. */
export async function posted(door: Door, to: string, change: object = {}, evidence: object = {}): Promise<string> {
  const id = await pledged(door, to, change)
  ok(await record(door, id, evidence))
  ok(await act(door, 'treasurer2', id, 'confirm'))
  await settleAll(door, id)
  return id
}

export const bookOf = async (door: Door, campaign: string): Promise<Book> =>
  (await door.store.get<Book>('books', `campaign_${campaign}`)) as Book

export const wishInput = (change: object = {}) => ({
  id: freshId(),
  area: plum,
  title: '一盏阅读台灯',
  words: '孩子晚上写作业光线暗，想要一盏护眼的台灯。',
  limit: '150',
  until: on(30),
  whom: '五年级的小雨',
  consent: 'inPerson',
  ...change,
})

const samples = new WeakMap<Door, Promise<Campaign>>()
const sampleOf = async (door: Door): Promise<Campaign> => (await door.matter(await openCampaign(door))) as never

/** Another open campaign like the agreed one, with a book of its own. */
export async function aCampaign(door: Door): Promise<string> {
  const known = samples.get(door) ?? sampleOf(door)
  samples.set(door, known)
  const { beside, ...sample } = await known
  const _id = freshId()
  await door.store.add('matters', { ...sample, _id, beside: { ...beside, apply: null } } as never)
  await openBook(door.store, {
    _id: `campaign_${_id}`,
    street: streetPath,
    area: plum,
    within: [streetPath, plum],
    of: { kind: 'campaign', id: _id },
    title: sample.title,
    purpose: sample.body.purpose,
    host: 'charity',
    at: wednesday,
  })
  return _id
}
