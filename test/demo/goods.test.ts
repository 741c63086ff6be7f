// The demo street's room, told on a date with holidays on both sides: no rule refuses it, and what it leaves adds up.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { type Store, storeOn } from '../../cloudfunctions/api/core/store'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { type Batch, faultsOf } from '../../cloudfunctions/api/modules/goods/batch'
import type { Item } from '../../cloudfunctions/api/modules/goods/items'
import { type Cloud, startCloud } from '../../local/cloud'
import { declaredIndexes } from '../../local/declared'
import { aDiary } from '../../local/demo/diary'
import { goodsId, itemOf, tellGoods } from '../../local/demo/goods'
import { areaDocs, bodyDocs, demoPeople, personDocs, settingsDoc, streetPath, sunny } from '../../local/demo/street'
import { volunteerPeople } from '../../local/demo/volunteer-people'
import { at } from '../support/clock'

const now = at('2026-02-26', 0, 7)
const folder = mkdtempSync(join(tmpdir(), 'demo-goods-'))
let cloud: Cloud
let store: Store
let matters: Matter[]
let batches: Batch[]
let items: Item[]

beforeAll(async () => {
  cloud = await startCloud({
    dataDir: folder,
    indexes: declaredIndexes as never,
    strictIndexes: true,
    timers: false,
    throwaway: true,
  })
  Object.assign(process.env, cloud.functionEnv())
  const { init } = require('@cloudbase/node-sdk') as typeof import('@cloudbase/node-sdk')
  const app = init({ env: process.env.TCB_ENV })
  store = storeOn(app)
  await store.addAll('areas', areaDocs)
  await store.addAll('bodies', bodyDocs)
  await store.addAll('people', personDocs(now, [...demoPeople, ...volunteerPeople]))
  await store.addAll('settings', [settingsDoc])
  const diary = aDiary(app)
  tellGoods(diary, now)
  await diary.tell(now)
  const { _ } = store
  matters = await store.find('matters', { within: streetPath, at: _.gt(0) }, { limit: 500 })
  batches = await store.find('batches', { area: sunny, open: _.in([true, false]) }, { limit: 500 })
  items = await store.find('stockItems', { area: sunny, open: _.in([true, false]) }, { limit: 500 })
}, 120_000)
afterAll(async () => {
  await cloud.stop()
  rmSync(folder, { recursive: true, force: true })
})

const statusOf = (...names: string[]) => names.map((name) => matters.find(({ _id }) => _id === goodsId(name))?.status)
const of = (thing: Parameters<typeof itemOf>[0]): Item => items.find(({ _id }) => _id === itemOf(thing)) as Item

test('every log and every stock card holds, and nothing lies in the future', () => {
  for (const one of matters) {
    expect([one.no, brokenAt(one)]).toEqual([one.no, undefined])
    expect(one.trace.at(-1)?.at).toBeLessThanOrEqual(now)
  }
  for (const batch of batches) expect([batch.name, faultsOf(batch)]).toEqual([batch.name, []])
})

test('there is a gift of every sort: asked, on its way, in the room, thanked for, turned down, a venue and a skill', () => {
  expect(statusOf('chair', 'coats', 'books', 'rice', 'more rice', 'milk', 'venue', 'repair')).toEqual([
    'asked',
    'accepted',
    'stocked',
    'stocked',
    'stocked',
    'refused',
    'available',
    'available',
  ])
})

test('goods were handed out with a code, by a helper and against a signature; one waits, one is kept for emergencies', () => {
  expect(statusOf('zhou', 'ma', 'reading', 'given up', 'waiting', 'dear')).toEqual([
    'thanked',
    'thanked',
    'done',
    'cancelled',
    'reserved',
    'short',
  ])
  const rice = matters.find(({ _id }) => _id === goodsId('more rice'))
  // The sooner date went first.
  expect(rice?.body).toMatchObject({
    left: 1,
    thanks: [{ words: '米和油都收到了，谢谢送东西的邻居。' }, { words: '老人说米很香，油也好用。' }],
  })
})

test('the room is stocked, its totals are those of its batches, and the desk was told what is short and what lapses', () => {
  expect([of('rice').free, of('rice').reserved, of('oil').free, of('books').free, of('quilts').free]).toEqual([
    30, 1, 7, 16, 24,
  ])
  for (const item of items.filter(({ type }) => type === 'goods')) {
    const own = batches.filter((batch) => batch.item === item._id)
    expect([item.name, item.quantity]).toEqual([item.name, own.reduce((sum, { quantity }) => sum + quantity, 0)])
  }
  const told = matters
    .filter(({ kind, class: held }) => kind === 'stockAlert' && held === 'open')
    .map(({ title }) => title)
  expect(told.sort()).toEqual(['医用口罩临近保质期，请优先发放', '急救包低于最低数量 10 包'])
  expect(statusOf('count', 'second count')).toEqual(['adjusted', 'asked'])
})
