// The demo street's month of volunteering, told on a date with holidays on both sides: no rule refuses it, and what it leaves is whole.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { type Store, storeOn } from '../../cloudfunctions/api/core/store'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { isHeld } from '../../cloudfunctions/api/modules/volunteers/agenda'
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import type { Account, Item } from '../../cloudfunctions/api/modules/volunteers/points'
import type { HourRecord } from '../../cloudfunctions/api/modules/volunteers/records'
import type { Shift } from '../../cloudfunctions/api/modules/volunteers/shift'
import { type Cloud, startCloud } from '../../local/cloud'
import { declaredIndexes } from '../../local/declared'
import { aDiary } from '../../local/demo/diary'
import { areaDocs, bodyDocs, demoPeople, personDocs, settingsDoc, streetPath } from '../../local/demo/street'
import { volunteerPeople } from '../../local/demo/volunteer-people'
import { demoId, shiftId } from '../../local/demo/volunteering'
import { tellVolunteering } from '../../local/demo/volunteers'
import { at } from '../support/clock'

const now = at('2026-02-26', 0, 7)
const folder = mkdtempSync(join(tmpdir(), 'demo-'))
let cloud: Cloud
let store: Store
let shifts: Shift[]
let matters: Matter[]
let people: Volunteer[]
let records: HourRecord[]

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
  tellVolunteering(diary, now)
  await diary.tell(now)
  const { _ } = store
  const all = <T>(name: string, where: Record<string, unknown>) => store.find<T>(name, where, { limit: 1000 })
  matters = await all('matters', { within: streetPath, at: _.gt(0) })
  const activities = matters.filter(({ kind }) => kind === 'activity')
  shifts = (await Promise.all(activities.map(({ _id }) => all<Shift>('shifts', { activity: _id })))).flat()
  people = await all('people', { street: streetPath, 'volunteer.at': _.gt(0) })
  records = await all('records', { within: streetPath, startsAt: _.gt(0) })
}, 240_000)
afterAll(async () => {
  await cloud.stop()
  rmSync(folder, { recursive: true, force: true })
})

const shiftOf = (id: string): Shift => shifts.find(({ _id }) => _id === id) as Shift
const states = (id: string): string[] => Object.values(shiftOf(id).roster).map(({ name, state }) => `${name} ${state}`)
const matter = (name: string): Matter => matters.find(({ _id }) => _id === demoId(name)) as Matter

test('every log holds, and every time in it lies in its own order and not in the future', () => {
  for (const one of matters) {
    expect([one.no, brokenAt(one)]).toEqual([one.no, undefined])
    const times = one.trace.map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times.at(-1)).toBeLessThanOrEqual(now)
  }
})

test('there is an activity of every sort: over, under way, called off, late, waiting for its hours, not yet agreed to', () => {
  const seen = new Map(matters.map(({ _id, status, pending }) => [_id, pending ? 'pending' : status]))
  const told = (name: string) => seen.get(demoId(name))
  expect(['stairs', 'patrol', 'film', 'clinic', 'clothes', 'trees'].map(told)).toEqual([
    'closed',
    'running',
    'cancelled',
    'closing',
    'pending',
    'open',
  ])
  expect(matter('shelves')).toMatchObject({ status: 'closing', lateCount: 1 })
  expect(shiftOf(shiftId('market'))).toMatchObject({ level: 'street', back: true, taken: 4, capacity: 4 })
  expect(states(shiftId('birthday'))).toEqual(
    expect.arrayContaining(['江紫藤 left', '夏荷花 offered', '钱一诺 waiting']),
  )
})

test('rosters, agendas and records say the same; nobody confirmed their own hours', () => {
  for (const { taken, capacity, roster } of shifts) {
    const places = Object.values(roster).filter(({ state }) =>
      ['joined', 'offered', 'choosing', 'absent'].includes(state),
    )
    expect(places.reduce((sum, { size }) => sum + size, 0)).toBe(taken)
    expect(taken).toBeLessThanOrEqual(capacity)
  }
  for (const { key, name, volunteer } of people) {
    const ahead = shifts.filter(({ roster, endsAt, state }) => {
      const seat = roster[key]
      return state === 'open' && endsAt > now && seat !== undefined && isHeld(seat)
    })
    const held = volunteer?.agenda.map(({ shift }) => shift) ?? []
    expect([name, ahead.map(({ _id }) => _id).filter((id) => !held.includes(id))]).toEqual([name, []])
  }
  const confirmed = shifts.flatMap(({ _id, roster }) =>
    Object.entries(roster).flatMap(([key, seat]) => (seat.confirmed ? [`hour_${_id}_${key}`] : [])),
  )
  expect(records.map(({ _id }) => _id).sort()).toEqual(confirmed.sort())
  expect(records.filter(({ person, confirmedBy }) => person === confirmedBy)).toEqual([])
  expect(new Set(records.map(({ how }) => how))).toEqual(new Set(['scan', 'capped', 'makeUp']))
})

test('points are what the hours give, less what was spent; what was spent is gone from the shelf', async () => {
  const lin = await store.get<Account>('pointAccounts', 'pdemolin')
  const hours = records.filter(({ person, counts }) => person === 'pdemolin' && counts)
  const minutes = hours.reduce((sum, one) => sum + one.minutes, 0)
  expect(minutes).toBeGreaterThan(600)
  // Ten an hour, five for the deliberation, forty for the bag.
  expect(lin?.balance).toBe(minutes / 6 + 5 - 40)
  expect((await store.get<Item>('pointItems', demoId('item bag')))?.stock).toBe(19)
})
