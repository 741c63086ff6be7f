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

export async function benchContention(rounds = 5): Promise<Result> {
  const town = await aTownApart()
  const { people, shift } = await prepared(town)
  const { db } = town
  const _ = db.command
  let wrong = 0
  let calls = 0
  const ratios: number[] = []
  const ours: { ms: number; each: number[] }[] = []
  const floors: number[] = []
  for (let round = 0; round < rounds; round++) {
    const id = await shift()
    const order: number[] = []
    calls = 0
    const told = await rush(asking, async (index) => {
      const answer = await town.try(people[index] as string, 'volunteers.signUp', { id, request: newId() })
      calls += answer.calls
      if (answer.code === 'OK') order.push(index)
      else if (answer.code !== 'SHIFT_FULL') wrong++
    })
    const { data } = await db.collection('shifts').doc(id).get()
    const kept = data[0] as Shift
    const joined = Object.values(kept.roster).filter(({ state }) => state === 'joined').length
    if (
      joined !== places ||
      kept.taken !== places ||
      kept.waiting !== kept.waitingMax ||
      kept.queue.length !== kept.waiting
    )
      wrong++
    ours.push(told)
    // The same number of bare calls: identities read, and for those who won or waited two conditional writes and one read more.
    const bareId = await shift()
    const won = order.length
    const reads = calls - won * 2
    const floor = await rush(asking, async (index) => {
      const mine = Math.round(((index + 1) * reads) / asking) - Math.round((index * reads) / asking)
      for (let n = 0; n < mine; n++)
        await db
          .collection('people')
          .doc(people[index] as string)
          .get()
      if (index < won) {
        await db
          .collection('people')
          .where({ _id: people[index] })
          .update({ bare: _.inc(1) })
        const key = `p${index}`
        const seat = {
          state: 'joined',
          name: '居民',
          home: sunny,
          size: 1,
          with: [],
          at: 1,
          log: [{ at: 1, by: key, what: '报名' }],
        }
        await db
          .collection('shifts')
          .where({ _id: bareId, [`roster.${key}`]: _.exists(false) })
          .update({
            taken: _.inc(1),
            [`roster.${key}`]: _.set(seat),
            people: _.addToSet(key),
            homes: _.addToSet(sunny),
          })
      }
    })
    floors.push(floor.ms)
    ratios.push(floor.ms / told.ms)
  }
  await town.close()
  const ratio = round2(median(ratios))
  const each = ours.flatMap((one) => one.each)
  const ms = median(ours.map((one) => one.ms))
  const [p50, p99] = [part(each, 0.5), part(each, 0.99)]
  const spread = round2(p99 / p50)
  return {
    name: 'contention',
    ratio,
    must: 0.9,
    ok: ratio >= 0.9 && wrong === 0 && spread <= 3,
    figures: {
      wrong,
      perSecond: Math.round((asking * 1000) / ms),
      p50Ms: round2(p50),
      p99Ms: round2(p99),
      p99OverP50: spread,
      sdkCalls: calls,
      floorPerSecond: Math.round((asking * 1000) / median(floors)),
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
        const key = who.slice(7).replaceAll('-', '')
        const seat = {
          state: 'joined',
          name: '居民',
          home: sunny,
          size: 1,
          with: [],
          at: 1,
          log: [{ at: 1, by: key, what: '报名' }],
        }
        await db
          .collection('shifts')
          .where({ _id: bareId, taken: _.lt(places), [`roster.${key}`]: _.exists(false) })
          .update({
            taken: _.inc(1),
            [`roster.${key}`]: _.set(seat),
            people: _.addToSet(key),
            homes: _.addToSet(sunny),
          })
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
