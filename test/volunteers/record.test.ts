// What a volunteer has done and what comes of it: totals, codes that strangers verify, corrections, the sheet, points.
import { dayMs, hourMs } from '../../cloudfunctions/api/core/clock'
import { countRecords } from '../../cloudfunctions/api/modules/volunteers/counting'
import { csvLine, sayNextStar, starsFor } from '../../cloudfunctions/api/modules/volunteers/hours'
import { keepLedger } from '../../cloudfunctions/api/modules/volunteers/point-book'
import {
  type Account,
  earned,
  emptyAccount,
  expired,
  type Item,
  isBalanced,
  type Posting,
  taken,
  validMs,
} from '../../cloudfunctions/api/modules/volunteers/points'
import { type HourRecord, writeOwed } from '../../cloudfunctions/api/modules/volunteers/records'
import { retentionMax, retentionOf } from '../../cloudfunctions/api/modules/volunteers/retention'
import {
  act,
  enrol,
  freshId,
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
import { seeded } from '../support/seeded'
import { plum, type Who } from '../support/world'

let door: Door
const after = saturdayEnd + hourMs

/** The author has been there for two hours, confirmed by a clerk. */
async function anHour(who: 'author' | 'neighbour' = 'author', change: object = {}): Promise<string> {
  await door.store.change('people', { key: `p${who}` }, { 'volunteer.agenda': [] })
  const shift = `${await published(door, change)}_0_0`
  ok(await signUp(door, who, shift))
  const { lines } = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }, saturday))
  const [{ line }] = lines
  ok(
    await door.call(
      'volunteer',
      'volunteers.mark',
      { id: shift, lines: [line], what: 'in', request: request() },
      saturday,
    ),
  )
  ok(
    await door.call(
      'volunteer',
      'volunteers.mark',
      { id: shift, lines: [line], what: 'out', request: request() },
      saturdayEnd,
    ),
  )
  ok(await door.call('clerk', 'volunteers.confirmHours', { id: shift, lines: [{ line }], request: request() }, after))
  await countRecords(door.store, after)
  return `hour_${shift}_p${who}`
}

const revoking = async (who: Who, record: string, change: object = {}) => {
  const id = record.replace(/^hour_|_p\w+$/g, '')
  const { lines } = ok(await door.call('volunteer', 'volunteers.roster', { id }, after))
  const asked = { id, line: lines[0].line, words: '重复登记', request: request(), ...change }
  return door.call(who, 'volunteers.revoke', asked, after)
}

beforeAll(async () => {
  door = await theDoor()
  process.env.ID_KEYS = `k2:${Buffer.alloc(32, 9).toString('base64')}`
  await enrol(door, 'author', 'neighbour', 'volunteer')
})
afterAll(() => door.close())

test('confirmed hours add up by year, and counting again changes nothing', async () => {
  const before = ok(await door.call('neighbour', 'volunteers.record', {}, after))
  await anHour('neighbour')
  expect(await countRecords(door.store, after)).toBe(0)
  const told = await door.call('neighbour', 'volunteers.record', { year: 2026 }, after)
  expect(ok(told)).toMatchObject({
    minutes: before.minutes + 120,
    hours: '2 小时',
    stars: 0,
    years: [{ year: '2026', minutes: 120 }],
  })
  expect(told.calls).toBeLessThanOrEqual(2)
  expect(told.data.records[0]).toMatchObject({
    minutes: 120,
    how: '现场签到',
    stateLabel: '已确认',
    leader: '何秋分',
    body: '杏花志愿队',
  })
})

test('a stranger verifies the code and reads the minimum; a correction shows, a revocation shows', async () => {
  const record = await anHour()
  const asked = { request: request(), year: 2026, record }
  const { code } = ok(await door.call('author', 'volunteers.certificate', asked, after))
  expect(ok(await door.call('author', 'volunteers.certificate', asked, after)).code).toBe(code)
  const verify = async () => ok(await door.call('openid-nobody', 'volunteers.verify', { code }, after))
  expect(await verify()).toMatchObject({ name: '周**', hours: '2 小时', standing: 'valid', unit: '香梅街道' })
  expect(JSON.stringify(await verify())).not.toMatch(/小满|pauthor|13800/)

  const id = freshId()
  const wish = { id, record, minutes: 90, words: '我提前半小时走了。' }
  expect(ok(await door.call('author', 'volunteers.askCorrection', wish, after)).status.label).toBe('待核对')
  expect(codeOf(await door.call('neighbour', 'volunteers.askCorrection', { ...wish, id: freshId() }, after))).toBe(
    'RECORD_MISSING',
  )
  ok(await act(door, 'clerk', id, 'correct', { patch: { minutes: 90 } }, after))
  await countRecords(door.store, after)
  expect(await verify()).toMatchObject({ hours: '2 小时', hoursNow: '1.5 小时', standing: 'corrected' })
  const points = async () => ({
    ...ok(await door.call('author', 'volunteers.points', {}, after)),
    entered: ok(await door.call('author', 'volunteers.pointLines', {}, after)).lines,
  })
  const waiting = await points()
  expect([waiting.balance, waiting.lines.length > 0, waiting.entered]).toEqual([15, true, []])
  await keepLedger(door.store, after)
  expect(await points()).toMatchObject({ balance: 15, lines: [], entered: waiting.lines })

  ok(await revoking('clerk2', record))
  await countRecords(door.store, after)
  expect(await verify()).toMatchObject({ standing: 'revoked' })
  expect(ok(await door.call('author', 'volunteers.points', {}, after)).balance).toBe(0)
  expect(codeOf(await door.call('openid-nobody', 'volunteers.verify', { code: 'ABCDEFGHJKMNPQRS' }))).toBe(
    'RECORD_MISSING',
  )
})

test('who has come before is known by their own records, however few of a place are looked at', async () => {
  const first = await anHour('neighbour')
  const second = await anHour('neighbour')
  const [one, two] = [first, second].map((id) => door.store.get<HourRecord>('records', id))
  const before = (await one)?.before ?? -1
  expect(before).toBeGreaterThanOrEqual(0)
  expect((await two)?.before).not.toBe(before)
  const seen = (person: string, days: number, before?: number, state = 'posted') =>
    ({ person, startsAt: after - days * dayMs, before, state }) as HourRecord
  const told = retentionOf(
    [
      seen('new', 3, 1),
      seen('new', 9, 0),
      // One of many: the others lie beyond what was read.
      seen('regular', 2, 40),
      seen('back', 1, 2),
      seen('once', 60, 0),
      seen('uncounted', 1),
      seen('mistaken', 1, 0, 'revoked'),
    ],
    after,
  )
  expect(told).toEqual({ people: 5, once: 2, repeat: 2, regular: 1, newPeople: 2, says: '' })
  const many = Array.from({ length: retentionMax }, (_, index) => seen(`p${index}`, 40, 9))
  expect(retentionOf(many, after)).toMatchObject({ regular: retentionMax, newPeople: 0, says: '按最近 500 条记录' })
})

test('hours are taken back by a second person of the place, with a reason that roster and record say', async () => {
  const record = await anHour('neighbour')
  const id = record.replace(/^hour_|_p\w+$/g, '')
  const before = ok(await door.call('neighbour', 'volunteers.record', {}, after))
  const refused = async (who: Who, change: object = {}) => codeOf(await revoking(who, record, change))
  expect(await refused('dewClerk')).toBe('SHIFT_NOT_YOURS')
  expect(await refused('volunteer')).toBe('NOT_PERMITTED')
  expect(await refused('neighbour')).toBe('NOT_PERMITTED')
  // Who confirmed them.
  expect(await refused('clerk')).toBe('HOURS_CONFIRMED_BY_YOU')
  expect(await refused('clerk2', { words: '错' })).toBe('INPUT_INVALID')
  expect(await refused('clerk2', { line: '0123456789abcdef' })).toBe('SHIFT_NOT_ON_ROSTER')
  const lineFor = async (who: Who) => ok(await door.call(who, 'volunteers.roster', { id }, after)).lines[0]
  expect([(await lineFor('clerk')).revocable, (await lineFor('clerk2')).revocable]).toEqual([false, true])

  const asked = { request: request() }
  const told = await revoking('clerk2', record, asked)
  expect(ok(told).lines[0]).toMatchObject({ standing: 'revoked', why: '已撤销：重复登记', revocable: false })
  expect(told.calls).toBeLessThanOrEqual(4)
  expect(told.data).toMatchObject({ confirmed: 0 })
  // Once, however often it is sent and whoever else sends it.
  ok(await revoking('clerk2', record, asked))
  ok(await revoking('socialWorker', record, { words: '另一个理由' }))
  await countRecords(door.store, after)
  const history = ok(await door.call('neighbour', 'volunteers.record', {}, after))
  expect(history.minutes).toBe(before.minutes - 120)
  expect(history.records.find((one: { id: string }) => one.id === record)).toMatchObject({
    stateLabel: '已撤销',
    why: '重复登记',
  })
  const own = ok(await door.call('neighbour', 'volunteers.shift', { id }, after))
  expect(own).toMatchObject({ mine: { label: '时长已撤销' }, choice: { action: 'none', label: '时长已撤销' } })
  const confirming = { id, lines: [{ line: (await lineFor('clerk')).line }], request: request() }
  expect(codeOf(await door.call('clerk', 'volunteers.confirmHours', confirming, after))).toBe('HOURS_NOTHING')
  const kept = await door.store.get<HourRecord>('records', record)
  expect(kept?.history).toHaveLength(1)
})

test('a record that was still to be written when its hours were taken back is written as revoked', async () => {
  const record = await anHour('neighbour')
  await door.store.remove('records', { _id: record })
  ok(await revoking('clerk2', record))
  expect(await door.store.get('records', record)).toBeUndefined()
  await writeOwed(door.store)
  expect(await door.store.get('records', record)).toMatchObject({ state: 'revoked', history: [{ reason: '重复登记' }] })
})

test('training is no volunteering: it counts no hours and opens the post that asks for it', async () => {
  const trained = await anHour('author', {
    class: 'training',
    title: '急救培训',
    gives: { course: '急救', months: 12 },
  })
  expect(await door.store.get('records', trained)).toMatchObject({ counts: false })
  const profile = ok(await door.call('author', 'volunteers.profile', {}, after))
  expect(profile.trained).toEqual([{ course: '急救', until: '2027-03-07', valid: true }])
  const later = {
    times: [{ startsAt: after + hourMs, endsAt: after + 3 * hourMs }],
    posts: [{ name: '急救', places: 1, training: '急救' }],
  }
  const shift = `${await published(door, later)}_0_0`
  expect(codeOf(await signUp(door, 'author', shift, {}, after))).toBe('OK')
})

test('the sheet holds the columns, opens ID numbers for the clerk of the place only, and writes down why', async () => {
  ok(await door.call('neighbour', 'volunteers.saveProfile', profileInput({ idNumber: '110101198005010017' })))
  await anHour('neighbour')
  const ask = { area: plum, from: '2026-03-01', to: '2026-03-31', reason: '上报全国系统' }
  const { csv, rows } = ok(await door.call('clerk', 'volunteers.export', ask, after))
  expect(rows).toBeGreaterThan(0)
  expect(csv.split('\r\n')[0]).toContain('姓名,证件类型,证件号码')
  expect(csv).toContain('110101198005010017')
  expect(csv).toContain('杏花志愿队')
  expect(codeOf(await door.call('dewClerk', 'volunteers.export', ask, after))).toBe('NOT_PERMITTED')
  expect(codeOf(await door.call('author', 'volunteers.export', ask, after))).toBe('NOT_PERMITTED')
  expect(csvLine(['=1+1', 'a"b'])).toBe(`'=1+1,"a""b"`)
})

test('what is kept about a volunteer is theirs to read: profile with a masked number, places, hours as corrected, points', async () => {
  const profile = { skills: ['firstAid'], idNumber: '110101198005010017', contact: '13800000002' }
  ok(await door.call('neighbour', 'volunteers.saveProfile', profileInput(profile)))
  const record = await anHour('neighbour')
  const wish = { id: freshId(), record, minutes: 90, words: '我提前半小时走了。' }
  ok(await door.call('neighbour', 'volunteers.askCorrection', wish, after))
  ok(await act(door, 'clerk', wish.id, 'correct', { patch: { minutes: 90 } }, after))
  await countRecords(door.store, after)
  const dataOf = async (who: Who) => {
    const lines: { id: string; text: string }[] = []
    for (const part of ['profile', 'records', 'balance', 'points'])
      lines.push(...ok(await door.call(who, 'volunteers.myData', { part }, after)).lines)
    return [...new Map(lines.map((one) => [one.id, one.text])).values()].join('\n')
  }
  const text = await dataOf('neighbour')
  for (const kept of [
    '志愿者出生日期：1980-05-01',
    '证件号码：**************0017（加密保存）',
    '志愿服务联系电话：13800000002',
    '技能：急救',
    '90 分钟，现场签到，已更正',
    '原为 120 分钟',
    '积分：',
  ])
    expect(text).toContain(kept)
  expect(text).toMatch(/报名：2026年3月7日 09:00 周末楼道清扫（清扫），已记/)
  expect(text).toMatch(/积分明细：.+，20 分/)
  expect(text).not.toMatch(/110101|pneighbour|openid|pauthor|周小满/)
  // Before the timer has entered it and afterwards the same lines are told, each once.
  await keepLedger(door.store, after)
  expect((await dataOf('neighbour')).split('\n').sort()).toEqual(text.split('\n').sort())
  expect(await dataOf('dewResident')).toBe('')
})

test('stars by hours', () => {
  expect([0, 99 * 60, 100 * 60, 600 * 60, 1500 * 60].map((minutes) => starsFor(minutes))).toEqual([0, 0, 1, 3, 5])
  expect([0, 750, 100 * 60, 1500 * 60].map((minutes) => sayNextStar(minutes))).toEqual([
    '再服务 100 小时得 1 星',
    '再服务 87.5 小时得 1 星',
    '再服务 200 小时得 2 星',
    '',
  ])
})

describe('points', () => {
  test('are spent on what is on the shelf, once, and the last one goes to one of two', async () => {
    await anHour('author')
    await anHour('neighbour')
    const item = freshId()
    const shelf = { id: item, area: plum, title: '理发一次', kind: 'service', price: 10, stock: 1 }
    ok(await door.call('clerk', 'volunteers.saveItem', shelf))
    expect(codeOf(await door.call('dewClerk', 'volunteers.saveItem', shelf))).toBe('NOT_PERMITTED')
    expect(codeOf(await door.call('clerk', 'volunteers.saveItem', { ...shelf, kind: 'cash' }))).toBe('INPUT_INVALID')
    const spend = (who: 'author' | 'neighbour', id = freshId(), change: object = {}) =>
      door.call(who, 'volunteers.spend', { id, item, price: 10, title: '理发一次', ...change }, after)
    expect(codeOf(await spend('author', freshId(), { price: 1 }))).toBe('POINTS_ITEM')
    const [mine, theirs] = [freshId(), freshId()]
    const told = await Promise.all([spend('author', mine), spend('neighbour', theirs), spend('author', mine)])
    expect(told.map(codeOf).filter((code) => code === 'POINTS_GONE').length).toBeGreaterThanOrEqual(1)
    expect((await door.store.get<Item>('pointItems', item))?.stock).toBe(0)
    await keepLedger(door.store, after + hourMs)
    const postings = await door.store.find<Posting>(
      'pointPostings',
      { _id: door.store._.in([`spend_${mine}`, `spend_${theirs}`]) },
      { limit: 9 },
    )
    expect(postings).toHaveLength(1)
    expect(postings.every(isBalanced)).toBe(true)
    expect((await door.store.get<Item>('pointItems', item))?.holds).toEqual([])
  })

  test('a hold whose points were never taken is returned', async () => {
    const item: Item = {
      _id: freshId(),
      area: plum,
      title: '雨伞',
      kind: 'token',
      price: 5,
      stock: 0,
      state: 'open',
      holds: [{ id: freshId(), person: 'pnobody', at: wednesday }],
      held: true,
      at: wednesday,
    }
    await door.store.add('pointItems', item)
    await keepLedger(door.store, wednesday + hourMs)
    expect(await door.store.get<Item>('pointItems', item._id)).toMatchObject({ stock: 1, holds: [], held: false })
  })

  test('never go below zero and always sum to zero, over ten thousand random steps', () => {
    const { below, one } = seeded(4217)
    let account: Account = emptyAccount('pone')
    let now = wednesday
    let sum = 0
    for (let step = 0; step < 10_000; step++) {
      now += below(20) * 24 * hourMs
      const what = one(['earn', 'take', 'lapse'])
      const next =
        what === 'earn'
          ? earned(account, `e${step}`, 1 + below(50), '活动', now)
          : what === 'take'
            ? taken(account, `t${step}`, 1 + below(80), 'spent', '兑换', now)
            : expired(account, now)
      for (const posting of next.unposted) {
        expect(isBalanced(posting)).toBe(true)
        sum += posting.lines.find((line) => line.account === 'person:pone')?.points ?? Number.NaN
      }
      account = { ...next, unposted: [] }
      if (account.balance < 0 || account.balance !== sum) throw new Error(`step ${step}: ${account.balance}, ${sum}`)
      if (account.lots.some(({ left, until }) => left <= 0 || until > now + validMs)) throw new Error(`step ${step}`)
    }
    expect(sum).toBeGreaterThanOrEqual(0)
  })
})
