// B1 and B2 of volunteering: 2,000 sign-ups for 200 places, 64 in flight, against the same number of bare SDK calls; and one sign-up alone.

import { newId } from '../../cloudfunctions/api/core/store'
import { type Shift, shiftsOf } from '../../cloudfunctions/api/modules/volunteers/shift'
import { streetPath, sunny } from '../../local/demo/street'
import { content, crowd } from '../support/activities'
import { median, type Result, round2, timed } from './measure'
import { aTownApart, type TownApart } from './town'

const [asking, places, inFlight] = [2000, 200, 64]
const dayMs = 86_400_000

async function prepared(town: TownApart): Promise<{ people: string[]; shift: () => Promise<string> }> {
  const store = { addAll: (name: string, docs: object[]) => inParts(town, name, docs) }
  const people = await crowd({ store }, asking, 'bench', {
    street: streetPath,
    building: `${sunny}/g01/b03`,
  })
  let day = 0
  return {
    people,
    /** Each on a day of its own, so that nobody is held up by an earlier one. */
    shift: async () => {
      const startsAt = Date.now() + ++day * dayMs
      const body = {
        ...content(),
        insurance: undefined,
        reach: 'community',
        climbs: false,
        notice: '',
        times: [{ startsAt, endsAt: startsAt + 3_600_000 }],
        posts: [{ name: '引导', places, skills: [], ageMin: 0, training: '', rescue: false }],
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
      const [one] = shiftsOf(activity as never, () => 'secret') as [Shift]
      await town.db.collection('shifts').add(one)
      return one._id
    },
  }
}
async function inParts(town: TownApart, name: string, docs: object[]): Promise<void> {
  for (let from = 0; from < docs.length; from += 500) await town.db.collection(name).add(docs.slice(from, from + 500))
}

/** Everybody's turn in order, `inFlight` at once; gives each one's milliseconds. */
async function rush(count: number, work: (index: number) => Promise<unknown>): Promise<{ ms: number; each: number[] }> {
  const each: number[] = []
  let next = 0
  const ms = await timed(() =>
    Promise.all(
      Array.from({ length: inFlight }, async () => {
        while (next < count) {
          const index = next++
          each.push(await timed(() => work(index)))
        }
      }),
    ),
  )
  return { ms, each }
}
const part = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0

/** One conditional write that wins a place, with nothing decided before it. */
function placeOf(id: string, key: string, _: TownApart['db']['command']) {
  const seat = {
    state: 'joined',
    name: '居民',
    home: sunny,
    size: 1,
    with: [],
    at: 1,
    log: [{ at: 1, by: key, what: '报名', request: newId() }],
  }
  return {
    where: { _id: id, state: 'open', [`roster.${key}`]: _.exists(false) },
    update: {
      taken: _.inc(1),
      [`roster.${key}`]: _.set(seat),
      people: _.addToSet(key),
      marks: _.addToSet(key),
      homes: _.addToSet(sunny),
    },
  }
}

type Turn = { code: string; calls: number; changes: number; ms: number }

/** The same calls made bare: a person first, then one shift that grows as theirs does, and as many conditional writes on both. */
async function bare({ db }: TownApart, people: string[], turns: Turn[], id: string): Promise<number> {
  const _ = db.command
  const { ms } = await rush(turns.length, async (index) => {
    const { calls = 0, changes = 0 } = turns[index] ?? {}
    const who = people[index] as string
    for (let n = 0; n < calls - changes; n++)
      if (n === 0) await db.collection('people').doc(who).get()
      else await db.collection('shifts').doc(id).field({ taken: true, capacity: true, state: true, queue: true }).get()
    for (let n = 0; n < changes; n++)
      if (n % 2 === 0)
        await db
          .collection('people')
          .where({ _id: who })
          .update({ bare: _.inc(1) })
      else {
        const { where, update } = placeOf(id, `p${index}`, _)
        await db.collection('shifts').where(where).update(update)
      }
  })
  return ms
}

export async function benchContention(rounds = 5): Promise<Result> {
  const town = await aTownApart()
  const { people, shift } = await prepared(town)
  let wrong = 0
  const ratios: number[] = []
  const rates: number[] = []
  const floors: number[] = []
  const all: Turn[] = []
  for (let round = 0; round <= rounds; round++) {
    const id = await shift()
    const turns: Turn[] = []
    const told = await rush(asking, async (index) => {
      const begun = performance.now()
      const answer = await town.try(people[index] as string, 'volunteers.signUp', { id, request: newId() })
      turns.push({ ...answer, ms: performance.now() - begun })
      if (!['OK', 'SHIFT_FULL'].includes(answer.code)) wrong++
    })
    const { data } = await town.db.collection('shifts').doc(id).get()
    const kept = data[0] as Shift
    const joined = Object.values(kept.roster).filter(({ state }) => state === 'joined').length
    const won = turns.filter(({ code }) => code === 'OK').length
    if (
      joined !== places ||
      kept.taken !== places ||
      kept.waiting !== kept.waitingMax ||
      kept.queue.length !== kept.waiting ||
      won !== joined + kept.waiting
    )
      wrong++
    const floor = await bare(town, people, turns, await shift())
    // The first round warms up.
    if (round === 0) continue
    all.push(...turns)
    rates.push((asking * 1000) / told.ms)
    floors.push((asking * 1000) / floor)
    ratios.push(floor / told.ms)
  }
  await town.close()
  const ratio = round2(median(ratios))
  const spreadOf = (code: string) => {
    const each = all.filter((turn) => turn.code === code).map(({ ms }) => ms)
    const [p50, p99] = [part(each, 0.5), part(each, 0.99)]
    return { p50Ms: round2(p50), p99Ms: round2(p99), p99OverP50: round2(p99 / p50) }
  }
  const placed = spreadOf('OK')
  const refused = spreadOf('SHIFT_FULL')
  return {
    name: 'contention',
    ratio,
    must: 0.9,
    ok: ratio >= 0.9 && wrong === 0 && placed.p99OverP50 <= 3,
    figures: {
      wrong,
      perSecond: Math.round(median(rates)),
      floorPerSecond: Math.round(median(floors)),
      sdkCalls: Math.round(all.reduce((sum, { calls }) => sum + calls, 0) / rounds),
      placedP50Ms: placed.p50Ms,
      placedP99Ms: placed.p99Ms,
      placedP99OverP50: placed.p99OverP50,
      refusedP50Ms: refused.p50Ms,
      refusedP99Ms: refused.p99Ms,
    },
  }
}

export async function benchSignUp(rounds = 7): Promise<Result> {
  const town = await aTownApart()
  const { people, shift } = await prepared(town)
  const { db } = town
  const _ = db.command
  const perRound = 30
  const [ours, floors]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    const [id, bareId] = [await shift(), await shift()]
    const mine = people.slice(round * perRound, (round + 1) * perRound)
    const ourMs = await timed(async () => {
      for (const who of mine) await town.call(who, 'volunteers.signUp', { id, request: newId() })
    })
    const floorMs = await timed(async () => {
      for (const who of mine) {
        await db.collection('people').doc(who).get()
        await db.collection('shifts').doc(bareId).field({ taken: true, capacity: true, state: true, queue: true }).get()
        await db
          .collection('people')
          .where({ _id: who })
          .update({ bare: _.inc(1) })
        const { where, update } = placeOf(bareId, who.slice(7).replaceAll('-', ''), _)
        await db.collection('shifts').where(where).update(update)
      }
    })
    // The first round warms up.
    if (round === 0) continue
    ours.push(ourMs)
    floors.push(floorMs)
  }
  await town.close()
  const ratio = round2(median(floors) / median(ours))
  return {
    name: 'sign-up',
    ratio,
    must: 0.8,
    ok: ratio >= 0.8,
    figures: { signUpMs: round2(median(ours) / perRound), bareMs: round2(median(floors) / perRound), sdkCalls: 4 },
  }
}
