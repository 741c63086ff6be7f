// Training and supervision: sessions that give a course, for whom they are, what a volunteer has of it until when, and who in a place has what.
import { dayMs, hourMs } from '../../cloudfunctions/api/core/clock'
import { countRecords } from '../../cloudfunctions/api/modules/volunteers/counting'
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import { recordId } from '../../cloudfunctions/api/modules/volunteers/records'
import { lineOf } from '../../cloudfunctions/api/modules/volunteers/shift'
import { isFor, soonMs, validityOf, validUntil } from '../../cloudfunctions/api/modules/volunteers/training'
import {
  crowd,
  enrol,
  ok,
  profileInput,
  published,
  request,
  saturday,
  saturdayEnd,
  signUp,
} from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { dew, plum, streetPath, type Who } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await enrol(door, 'author', 'neighbour', 'volunteer', 'clerk', 'socialWorker')
})
afterAll(() => door.close())
beforeEach(() =>
  door.store.change('people', { street: streetPath, 'volunteer.at': door.store._.gt(0) }, { 'volunteer.agenda': [] }),
)

const after = saturdayEnd + hourMs
const aid = (months: number, programme?: string) => ({ course: '急救', months, ...(programme && { programme }) })
const session = (change: object = {}) =>
  published(door, { class: 'training', title: '急救培训', gives: aid(12), ...change })
const day = (days: number) => ({ times: [{ startsAt: saturday + days * dayMs, endsAt: saturdayEnd + days * dayMs }] })

/** These people attend a session to its end; their hours are confirmed and counted. */
async function attended(id: string, people: string[], start = saturday): Promise<string> {
  const shift = `${id}_0_0`
  const lines = people.map((key) => lineOf(shift, key))
  const mark = (what: string, now: number) =>
    door.call('volunteer', 'volunteers.mark', { id: shift, lines, what, request: request() }, now)
  ok(await mark('in', start))
  ok(await mark('out', start + 2 * hourMs))
  const confirmed = { id: shift, lines: lines.map((line) => ({ line })), request: request() }
  ok(await door.call('clerk2', 'volunteers.confirmHours', confirmed, start + 2 * hourMs))
  await countRecords(door.store, start + 3 * hourMs)
  return shift
}
const trained = async (who: Who) => ok(await door.call(who, 'volunteers.profile', {}, after)).trained

describe('a course', () => {
  test('is found with its sessions, for as long as it is heard here, beside what gives none', async () => {
    const id = await session({ gives: aid(6, 'everyone'), posts: [{ name: '学员', places: 9 }] })
    const talk = await published(door, { class: 'supervision', title: '每月督导会', ...day(1) })
    const seen = async (area?: string) => {
      const told = await door.call('author', 'volunteers.courses', { area })
      expect(told.calls).toBeLessThanOrEqual(2)
      return ok(told).sessions
    }
    expect(await seen(plum)).toMatchObject([
      { id: `${id}_0_0`, course: '急救', valid: '有效 6 个月', programme: '全员赋能', counts: false },
    ])
    // Without an area it is the reader's own.
    expect(await seen()).toEqual(await seen(plum))
    expect(await seen(dew)).toEqual([])
    expect(JSON.stringify(await seen(plum))).not.toContain(talk)
  })

  test('of a programme is for those who hold its posts', async () => {
    const heads = `${await session({ gives: aid(12, 'heads'), ...day(2) })}_0_0`
    const talents = `${await session({ gives: aid(12, 'talents'), ...day(3) })}_0_0`
    await door.store.change(
      'people',
      { key: door.store._.in(['pclerk', 'psocialWorker']) },
      { building: `${plum}/g1/b1` },
    )
    const codes = async (shift: string) =>
      Promise.all(
        (['author', 'volunteer', 'clerk', 'socialWorker'] as const).map(async (who) =>
          codeOf(await signUp(door, who, shift)),
        ),
      )
    expect(await codes(heads)).toEqual(['SHIFT_PROGRAMME', 'SHIFT_PROGRAMME', 'OK', 'SHIFT_PROGRAMME'])
    expect(await codes(talents)).toEqual(['SHIFT_PROGRAMME', 'OK', 'OK', 'OK'])
    const ended = [{ role: 'clerk' as const, area: plum, from: 0, until: wednesday, by: 'seed' }]
    expect([
      isFor(aid(1, 'heads') as never, ended, wednesday - 1),
      isFor(aid(1, 'heads') as never, ended, wednesday),
    ]).toEqual([true, false])
  })

  test('counts from the end of the session; the latest valid one stands, renewed, corrected to nothing, or revoked', async () => {
    const first = await session()
    ok(await signUp(door, 'author', `${first}_0_0`))
    const shift = await attended(first, ['pauthor'])
    expect(await trained('author')).toEqual([{ course: '急救', until: '2027-03-07', valid: true }])
    const second = await session(day(7))
    ok(await signUp(door, 'author', `${second}_0_0`))
    const later = await attended(second, ['pauthor'], saturday + 7 * dayMs)
    expect(await trained('author')).toEqual([{ course: '急救', until: '2027-03-14', valid: true }])
    const revoke = (of: string) =>
      door.store.change(
        'records',
        { _id: recordId(of, 'pauthor') },
        { state: 'revoked', counted: false, version: door.store._.inc(1) },
      )
    await revoke(later)
    await countRecords(door.store, after)
    expect(await trained('author')).toEqual([{ course: '急救', until: '2027-03-07', valid: true }])
    await revoke(shift)
    await countRecords(door.store, after)
    await countRecords(door.store, after)
    expect(await trained('author')).toEqual([])
    const none = { gives: aid(12), state: 'posted', minutes: 0, endsAt: saturdayEnd } as const
    expect(validUntil(none as never)).toBe(0)
  })

  test('is not lost when the person saves their profile at the same moment', async () => {
    const id = await session(day(14))
    ok(await signUp(door, 'neighbour', `${id}_0_0`))
    await attended(id, ['pneighbour'], saturday + 14 * dayMs)
    const stale = (await door.store.get<Volunteer>('people', 'openid-neighbour'))?.volunteer
    ok(await door.call('neighbour', 'volunteers.saveProfile', profileInput({ languages: ['手语'], sex: 'male' })))
    ok(await door.call('neighbour', 'volunteers.saveProfile', profileInput({ languages: ['英语'] })))
    const kept = (await door.store.get<Volunteer>('people', 'openid-neighbour'))?.volunteer
    expect(kept).toMatchObject({
      trained: stale?.trained,
      agenda: stale?.agenda,
      totals: stale?.totals,
      languages: ['英语'],
    })
    // What was taken out of the form is gone.
    expect(kept).not.toHaveProperty('sex')
  })
})

describe('who is trained in what', () => {
  test('is for those who look after the place: names masked, what expires soonest first, one line a person and course', async () => {
    const people = await crowd(door, 3, 'pupils')
    const [short, long] = [
      await session({ gives: aid(1), posts: [{ name: '学员', places: 9 }], ...day(21) }),
      await session({ posts: [{ name: '学员', places: 9 }], ...day(28) }),
    ]
    for (const who of people) ok(await signUp(door, who, `${short}_0_0`))
    ok(await signUp(door, people[0] as string, `${long}_0_0`))
    await attended(short, ['ppupils0', 'ppupils1', 'ppupils2'], saturday + 21 * dayMs)
    await attended(long, ['ppupils0'], saturday + 28 * dayMs)
    const now = saturday + 29 * dayMs
    const told = await door.call('clerk', 'volunteers.trained', { area: plum }, now)
    const lines = ok(told).lines.filter(({ name }: { name: string }) => name === '居**')
    expect(lines.map(({ until, state }: { until: string; state: string }) => [until, state])).toEqual([
      ['2026-04-27', 'soon'],
      ['2026-04-27', 'soon'],
      ['2027-04-04', 'valid'],
    ])
    expect(told.calls).toBeLessThanOrEqual(2)
    expect(JSON.stringify(told.data)).not.toMatch(/居民\d|ppupils/)
    for (const [who, area, code] of [
      ['socialWorker', plum, 'OK'],
      ['officer', streetPath, 'OK'],
      ['clerk', dew, 'NOT_PERMITTED'],
      ['dewClerk', plum, 'NOT_PERMITTED'],
      ['author', plum, 'NOT_PERMITTED'],
    ] as const)
      expect(codeOf(await door.call(who, 'volunteers.trained', { area }, now))).toBe(code)
    const lapsed = ok(await door.call('clerk', 'volunteers.trained', { area: plum }, saturday + 60 * dayMs)).lines
    expect(lapsed[0].stateLabel).toBe('已到期')
    expect([
      validityOf(wednesday, wednesday),
      validityOf(wednesday + soonMs, wednesday),
      validityOf(wednesday + soonMs + 1, wednesday),
    ]).toEqual(['over', 'soon', 'valid'])
  })

  test('is read page by page, however long a person’s key is', async () => {
    const key = `p${'k'.repeat(32)}`
    const records = Array.from({ length: 45 }, (_, index) => ({
      _id: `hour_${'a'.repeat(32)}_0_${index}_${key}`,
      person: key,
      name: '周小满',
      gives: aid(12),
      around: [dew],
      trainedUntil: after + index * dayMs,
    }))
    await door.store.addAll('records', records)
    const seen: string[] = []
    let next: object | undefined
    do {
      const page = ok(
        await door.call('dewClerk', 'volunteers.trained', { area: dew, ...(next && { after: next }) }, after),
      )
      seen.push(...page.lines.map(({ until }: { until: string }) => until))
      next = page.next
    } while (next)
    expect(seen).toHaveLength(45)
    expect(new Set(seen).size).toBe(45)
  })
})
