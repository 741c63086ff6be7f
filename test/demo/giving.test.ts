// Giving on the demo street, told on a date with holidays on both sides: no rule refuses it, and what it leaves adds up.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ctxFor, dispatch } from '../../cloudfunctions/api/core/endpoint'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { type Store, storeOn } from '../../cloudfunctions/api/core/store'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { api } from '../../cloudfunctions/api/modules'
import { verifyBooks } from '../../cloudfunctions/api/modules/ledger/verify'
import { type Cloud, startCloud } from '../../local/cloud'
import { declaredIndexes } from '../../local/declared'
import { aDiary } from '../../local/demo/diary'
import { givingId, tellGiving } from '../../local/demo/giving'
import { areaDocs, bodyDocs, demoPeople, personDocs, settingsDoc, sunny } from '../../local/demo/street'
import { volunteerPeople } from '../../local/demo/volunteer-people'
import { at } from '../support/clock'
import type { Answer } from '../support/door'

const now = at('2026-02-26', 0, 7)
const folder = mkdtempSync(join(tmpdir(), 'demo-giving-'))
let cloud: Cloud
let store: Store

const call = async (openid: string, name: string, data: object) => {
  const told = (await dispatch(api, { call: name, data }, ctxFor(openid, store, now), 'DEMO')) as Answer
  if (!told.ok) throw new Error(JSON.stringify(told.error))
  return told.data
}

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
  tellGiving(diary, now)
  await diary.tell(now)
}, 120_000)
afterAll(async () => {
  await cloud.stop()
  rmSync(folder, { recursive: true, force: true })
})

const statusOf = async (...names: string[]) => {
  const found = await Promise.all(names.map((name) => store.get<Matter>('matters', givingId(name))))
  for (const one of found) if (one) expect([one.no, brokenAt(one)]).toEqual([one.no, undefined])
  return found.map((one) => one?.status)
}

test('there are three campaigns of different types, and a pledge in every state', async () => {
  expect(await statusOf('charity', 'library', 'handrail', 'books')).toEqual(['valid', 'open', 'open', 'open'])
  expect(await statusOf('promised', 'waiting', 'lin', 'wrong', 'twice', 'moved', 'changed')).toEqual([
    'pledged',
    'recorded',
    'posted',
    'reversing',
    'reversed',
    'voided',
    'withdrawn',
  ])
  expect(await statusOf('lamp', 'radio', 'glasses')).toEqual(['done', 'taken', 'open'])
})

test('the books hold, and the public page shows what is in them', async () => {
  expect((await verifyBooks(store)).faults).toEqual([])
  const page = await call('demo-guest', 'giving.campaign', { id: givingId('handrail') })
  expect(page).toMatchObject({
    raised: { text: '1,736.00 元' },
    pledged: { text: '166.00 元' },
    percent: 21,
    takesPledges: true,
  })
  const names = page.latest.map(({ name, amount }: { name: string; amount: string }) => `${name} ${amount}`)
  expect(names).toEqual(expect.arrayContaining(['三号楼小林 200.00 元', '周奶奶 50.00 元', '荷花粮油店 金额不公开']))
})

test('one disclosure is published in time and one is late', async () => {
  const library = await call('demo-guest', 'giving.campaign', { id: givingId('library') })
  expect(library.disclosure.reports).toHaveLength(1)
  expect(library.disclosure.overdue).toMatch(/^信息公开已逾期 \d+ 天$/)
  expect(library).toMatchObject({ figures: { in: { text: '1,338.00 元' } }, takesPledges: false })
  const handrail = await call('demo-guest', 'giving.campaign', { id: givingId('handrail') })
  expect(handrail.disclosure).toMatchObject({
    overdue: undefined,
    reports: [{ late: false, figures: { in: { text: '1,670.00 元' } } }],
  })
})

test('the charity’s desk, a donor’s gifts and the wishes of the place are there to look at', async () => {
  const desk = await call('demo-lu', 'giving.desk', { section: 'confirm' })
  expect(desk.gifts).toHaveLength(2)
  expect((await call('demo-lu', 'giving.desk', { section: 'campaigns' })).campaigns).toHaveLength(3)
  expect((await call('demo-lin', 'giving.mine', {})).gifts).toHaveLength(2)
  expect((await call('demo-guest', 'giving.around', { area: sunny, list: 'wishes' })).wishes).toHaveLength(2)
  expect((await call('demo-guest', 'giving.around', { area: sunny })).campaigns).toHaveLength(3)
})
