// kill -9, of the whole cloud and of the functions' instances, while people sign up, leave, scan in and out, submit needs, and organisers confirm
// hours. Phones ask again until they are answered. Afterwards the timer runs, and nothing that was answered is missing, no seat is leaked, no
// hour is lost or there twice, and no line says what its log does not.
import { hourMs, minuteMs } from '../../cloudfunctions/api/core/clock'
import { ctxFor, dispatch } from '../../cloudfunctions/api/core/endpoint'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { newId, type Store, storeOn } from '../../cloudfunctions/api/core/store'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { api } from '../../cloudfunctions/api/modules'
import { applyJob } from '../../cloudfunctions/api/modules/matters/jobs'
import { volunteersModule } from '../../cloudfunctions/api/modules/volunteers'
import { codeOf as showCode } from '../../cloudfunctions/api/modules/volunteers/code'
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import { type HourRecord, recordId } from '../../cloudfunctions/api/modules/volunteers/records'
import { lineOf, type Seat, type Shift, shiftsOf } from '../../cloudfunctions/api/modules/volunteers/shift'
import { areaDocs, bodyDocs, house, personDocs, settingsDoc, streetPath, sunny } from '../../local/demo/street'
import { content, crowd } from '../support/activities'
import { needInput } from '../support/needs'
import { type Random, seeded } from '../support/seeded'
import { type Killable, killableCloud } from './killable'
import { type SafetyRun, violationsList } from './report'
import { agendaTroubles, type Books, hourTroubles, shiftTroubles } from './whole'

const crowdSize = 9
const inFlight = 10
const timer = [applyJob, ...(volunteersModule.jobs ?? [])]
const home = house(1, 3)
const request = (): string => newId().slice(0, 24)
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What was answered with OK, and must be there. */
type Answered = { what: 'signUp' | 'leave' | 'in' | 'out' | 'confirm'; shift: string; key: string; request: string }
type Scene = { shift: Shift; people: { openid: string; key: string }[]; clerk: string }

function aShift(startsAt: number, endsAt: number, capacity: number): Shift {
  const post = { name: '引导', places: capacity, skills: [], ageMin: 0, training: '', rescue: false }
  const body = {
    ...content(),
    reach: 'community',
    climbs: false,
    notice: '',
    times: [{ startsAt, endsAt }],
    posts: [post],
  }
  const activity = {
    _id: newId(),
    no: 'x',
    street: streetPath,
    area: sunny,
    within: [streetPath, sunny],
    title: '引导',
    author: 'pnobody',
    lead: '',
    body,
  }
  return shiftsOf(activity as never, () => newId())[0] as Shift
}

/** Lines of people who were there an hour ago, for an organiser to confirm. */
function ended(now: number, people: { key: string }[]): Shift {
  const shift = aShift(now - 3 * hourMs, now - hourMs, people.length)
  const seat = (key: string): Seat => ({
    state: 'joined',
    name: '居民',
    home: sunny,
    size: 1,
    with: [],
    at: now - 9 * hourMs,
    in: { at: now - 3 * hourMs, how: 'code', sure: true },
    out: { at: now - hourMs, how: 'code', sure: true },
    log: ['报名', '签到', '签退'].map((what, index) => ({ at: now - (9 - index * 3) * hourMs, by: key, what })),
  })
  const roster = Object.fromEntries(people.map(({ key }) => [key, seat(key)]))
  return {
    ...shift,
    state: 'closed',
    roster,
    taken: people.length,
    people: people.map(({ key }) => key),
    homes: [sunny],
  }
}

/** A shift for each nine people, and one of the past with four of them; more than the run will use. */
async function setUp(store: Store, scenes: number, now: number): Promise<Scene[]> {
  const inParts = async (name: string, docs: object[]) => {
    for (let from = 0; from < docs.length; from += 500) await store.addAll(name, docs.slice(from, from + 500))
  }
  await store.addAll('areas', areaDocs)
  await store.addAll('bodies', bodyDocs)
  await store.addAll('settings', [settingsDoc])
  const [clerk] = personDocs(now).filter(({ _id }) => _id === 'demo-liu')
  await inParts('people', [
    ...personDocs(now),
    ...Array.from({ length: scenes }, (_, index) => ({
      ...clerk,
      _id: `clerk-${index}`,
      key: `pclerk${index}`,
      code: '',
    })),
  ])
  const openids = await crowd({ store: { addAll: inParts } }, scenes * crowdSize, 'kill', {
    street: streetPath,
    building: home,
  })
  const made = Array.from({ length: scenes }, (_, index): Scene => {
    const own = openids.slice(index * crowdSize, (index + 1) * crowdSize)
    const people = own.map((openid) => ({ openid, key: `p${openid.slice(7).replace('-', '')}` }))
    // Open for sign-up and, half an hour before its start, for checking in.
    return { shift: aShift(now + 29 * minuteMs, now + 89 * minuteMs, 4), people, clerk: `clerk-${index}` }
  })
  await inParts(
    'shifts',
    made.map(({ shift }) => shift),
  )
  return made
}

/** Everything the people of one shift do, in an order drawn by the seed. */
function playedBy(cloud: Killable, scene: Scene, past: Shift, random: Random, isOver: () => boolean) {
  const answered: Answered[] = []
  const needs: string[] = []
  const odd: string[] = []
  const { shift, clerk } = scene

  async function ask(openid: string, call: string, data: object, fine: string[]): Promise<string | undefined> {
    const told = await cloud.phone(openid, call, data, isOver)
    if (!told) return undefined
    const code = told.ok ? 'OK' : (told.error?.code ?? '')
    if (!fine.includes(code)) odd.push(`${call} of ${openid} answers ${code}`)
    return code === 'OK' ? (told.data?.state ?? 'OK') : code
  }
  async function note(what: Answered['what'], key: string, asked: string, answer: string | undefined, good: string[]) {
    if (answer && good.includes(answer))
      answered.push({ what, shift: what === 'confirm' ? past._id : shift._id, key, request: asked })
  }

  async function volunteer({ openid, key }: Scene['people'][number]): Promise<void> {
    let asked = request()
    const state = await ask(openid, 'volunteers.signUp', { id: shift._id, request: asked }, ['OK', 'SHIFT_FULL'])
    await note('signUp', key, asked, state, ['joined', 'waiting'])
    if (random.chance(0.3) && state && state !== 'SHIFT_FULL') {
      asked = request()
      const left = await ask(openid, 'volunteers.leave', { id: shift._id, request: asked }, ['OK'])
      return note('leave', key, asked, left, ['left'])
    }
    if (state !== 'joined') return
    for (const direction of ['in', 'out'] as const) {
      asked = request()
      // A phone that is not answered sends the code it has scanned, as one that was without a network does.
      const code = showCode(shift.secret, shift._id, direction, Date.now())
      const done = await ask(openid, 'volunteers.scan', { code, request: asked, later: true }, ['OK'])
      await note(direction, key, asked, done, ['joined'])
      if (done !== 'joined') return
    }
  }
  async function confirm(key: string): Promise<void> {
    const asked = request()
    const data = { id: past._id, lines: [{ line: lineOf(past._id, key) }], request: asked }
    const done = await ask(clerk, 'volunteers.confirmHours', data, ['OK'])
    await note('confirm', key, asked, done, ['OK'])
  }
  async function submit({ openid }: Scene['people'][number]): Promise<void> {
    const id = newId()
    const done = await ask(openid, 'needs.submit', { ...needInput(), id, area: home }, ['OK'])
    if (done === undefined || !done) return
    needs.push(id)
    await ask(clerk, 'matters.act', { id, version: 1, action: 'accept', request: request() }, ['OK'])
  }

  const works = [
    ...scene.people.map((one) => () => volunteer(one)),
    ...scene.people.slice(0, 4).map(
      ({ key }) =>
        () =>
          confirm(key),
    ),
    () => submit(scene.people[0] as Scene['people'][number]),
  ]
  return { works, answered, needs, odd }
}

/** In the midst of it: each time after some more calls were answered, and a moment. */
async function killed(cloud: Killable, kills: number, { below }: Random): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    const wanted = cloud.answers() + 5 + below(40)
    for (let waited = 0; cloud.answers() < wanted && waited < 10_000; waited += 5) await wait(5)
    await wait(below(20))
    if (kill % 2 === 0) await cloud.killCloud()
    else await cloud.killFunctions()
  }
}

/** What the phones were told is in the documents. */
function missing(
  answered: readonly Answered[],
  shifts: ReadonlyMap<string, Shift>,
  records: ReadonlySet<string>,
): string[] {
  return answered.flatMap(({ what, shift, key, request: asked }) => {
    const seat = shifts.get(shift)?.roster[key]
    const lines = seat?.log.filter((event) => event.request === asked).length ?? 0
    const there =
      what === 'in' || what === 'out'
        ? seat?.[what] !== undefined
        : what === 'confirm'
          ? records.has(recordId(shift, key))
          : true
    return lines === 1 && there ? [] : [`${what} of ${key} in ${shift} was answered and is there ${lines} times`]
  })
}

/** A claim whose place was never won keeps nobody from another shift at that time. */
async function inTheWay({ _id, key }: Volunteer, { _id: id }: Shift, store: Store): Promise<string[]> {
  const ctx = ctxFor(_id, store, Date.now() + 2 * minuteMs)
  const told = await dispatch(api, { call: 'volunteers.signUp', data: { id, request: request() } }, ctx, 'KILL')
  return told.ok ? [] : [`a claim without a place keeps ${key} from another shift: ${told.error.code}`]
}

export const run: SafetyRun = async ({ cases, seed }) => {
  const violations = violationsList()
  const random = seeded(seed)
  const cloud = await killableCloud()
  const figures: Record<string, number> = {}
  try {
    const store = storeOn(cloud.sdk())
    const now = Date.now()
    const scenes = await setUp(store, 12 + cases * 3, now)
    let over = false
    const isOver = () => over
    const pasts = scenes.map(({ people }) => ended(now, people.slice(0, 4)))
    for (let from = 0; from < pasts.length; from += 200) await store.addAll('shifts', pasts.slice(from, from + 200))
    const played = scenes.map((scene, index) => playedBy(cloud, scene, pasts[index] as Shift, random, isOver))
    const queue = played.flatMap(({ works }) => works)
    const work = async () => {
      while (!over && queue.length) await queue.shift()?.()
    }
    const workers = Array.from({ length: inFlight }, work)
    await killed(cloud, cases, random)
    over = true
    await Promise.all(workers)

    const { _ } = store
    for (let round = 0; round < 200; round++) {
      let did = 0
      for (const { run: job } of timer) did += await job({ store, now: Date.now() })
      if (!did) break
    }
    const pages = async <T extends { _id: string }>(name: string): Promise<T[]> => {
      const found: T[] = []
      for (let after = ''; ; ) {
        const page = await store.find<T>(name, { _id: _.gt(after) }, { order: [['_id', 'asc']], limit: 200 })
        found.push(...page)
        const last = page.at(-1)
        if (page.length < 200 || !last) return found
        after = last._id
      }
    }
    const shifts = await pages<Shift>('shifts')
    const people = await pages<Volunteer>('people')
    const books: Books = {
      people,
      records: await pages<HourRecord>('records'),
      accounts: await pages('pointAccounts'),
      postings: await pages('pointPostings'),
    }
    const answered = played.flatMap((one) => one.answered)
    const byId = new Map(shifts.map((shift) => [shift._id, shift]))
    const found = [
      ...played.flatMap(({ odd }) => odd),
      ...missing(answered, byId, new Set(books.records.map(({ _id }) => _id))),
      ...shifts.flatMap((shift) => shiftTroubles(shift)),
      ...hourTroubles(shifts, books),
    ]
    const other = aShift(now + 79 * minuteMs, now + 139 * minuteMs, 300)
    await store.add('shifts', other)
    let idle = 0
    for (const person of people) {
      const seen = agendaTroubles(person, shifts)
      found.push(...seen.troubles)
      idle += seen.idle.length
      if (seen.idle.length) found.push(...(await inTheWay(person, other, store)))
    }
    const matters = new Map((await pages<Matter>('matters')).map((matter) => [matter._id, matter]))
    for (const id of played.flatMap(({ needs }) => needs))
      if (!matters.has(id)) found.push(`the need ${id} was answered and is lost`)
    for (const matter of matters.values())
      if (brokenAt(matter) !== undefined) found.push(`the log of ${matter._id} is broken at ${brokenAt(matter)}`)
    for (const sentence of found) violations.add(sentence)
    Object.assign(figures, {
      answered: answered.length,
      matters: matters.size,
      records: books.records.length,
      idleClaims: idle,
    })
    if (answered.length < cases) violations.add(`only ${answered.length} calls were answered: nothing was tried`)
  } finally {
    await cloud.close()
  }
  return { name: 'kill', cases, violations: violations.kept, seed, figures: { ...figures, found: violations.count() } }
}
