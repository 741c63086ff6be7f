// B2 for giving: a pledge through the door, and what a confirmed pledge leaves in the books, each against its own SDK calls made bare: the
// same verbs on documents of the same size, one after the other, without identity, rule, log, evidence or double entry.
import type { Where } from '../../cloudfunctions/api/core/store'
import { newId, type Store, storeOn } from '../../cloudfunctions/api/core/store'
import { streetPath, sunny } from '../../local/demo/street'
import { interleaved, median, type Result, round2 } from './measure'
import { aTown, type BenchTown } from './town'

const perRound = 30
const must = 0.8
const host = 'xm-charity'
const until = Date.now() + 300 * 86_400_000

/** A verified charity and its open campaign, with a book. */
async function aCampaign(town: BenchTown): Promise<string> {
  const { db, call } = town
  const entry = {
    body: host,
    matter: newId(),
    certificateNo: '53440300MJL0000001',
    qualified: true,
    until,
    platform: '善意筹',
    platformUrl: 'https://platform.example/xm',
    contact: '邱老师',
    query: '到会查账',
  }
  await db
    .collection('settings')
    .doc(streetPath)
    .update({ charities: [entry], version: db.command.inc(1) })
  const { forgetStreets } = await import('../../cloudfunctions/api/core/store')
  const { applyNow } = await import('../../cloudfunctions/api/core/matters')
  forgetStreets()
  const id = newId()
  await call('demo-qiu', 'giving.draft', {
    id,
    area: sunny,
    host,
    type: 'residents',
    title: '三号楼加装扶手筹资',
    words: '居民会议通过后自愿出资，加装楼道扶手。',
    purpose: '三号楼楼道加装扶手',
    goal: '8000',
    endsOn: new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10),
    contact: '邱老师',
    query: '到会查账',
    resolution: { no: '议〔2026〕3号', title: '加装扶手', on: '2026-01-05', photo: 'cloud://local-env/minutes.jpg' },
  })
  const act = async (who: string, action: string) => {
    const { version } = await call(who, 'matters.get', { id })
    await call(who, 'matters.act', { id, version, action, request: newId() })
  }
  await act('demo-qiu', 'publish')
  for (const who of ['demo-han', 'demo-zhao', 'demo-gao']) await act(who, 'agree')
  await applyNow(id, storeOn(town.app), Date.now())
  return id
}

const pledgeOf = (to: string, id: string) => ({
  id,
  to: { kind: 'campaign', id: to },
  amount: '100',
  donorType: 'person',
  donorName: '林晓',
  shown: 'anonymous',
})

const many = (work: () => Promise<unknown>) => async () => {
  for (let n = 0; n < perRound; n++) await work()
}
const resultOf = (name: string, ours: number, floor: number, sdkCalls: number): Result => {
  const ratio = round2(floor / ours)
  const figures = { [`${name}Ms`]: round2(ours / perRound), bareMs: round2(floor / perRound), sdkCalls }
  return { name, ratio, must, ok: ratio >= must, figures }
}

export async function benchPledge(rounds = 7): Promise<Result> {
  const town = await aTown()
  const { db, app } = town
  const campaign = await aCampaign(town)
  // Many people give, because one person's pace is bounded.
  const people = Array.from({ length: 20 }, (_, index) => `bench-${index}`)
  const { data: known } = await db.collection('people').doc('demo-lin').get()
  await db.collection('people').add(people.map((_id) => ({ ...known[0], _id, key: `p${_id}` })))
  let turn = 0
  const somebody = () => people[turn++ % people.length] as string
  const give = (id: string) => town.call(somebody(), 'giving.pledge', pledgeOf(campaign, id))
  const sample = newId()
  await give(sample)
  const { data } = await db.collection('matters').doc(sample).get()
  const fresh = {
    ...data[0],
    beside: { supporters: [], supportCount: 0, check: 'pass', apply: 1 },
    unsent: [{ n: 1, to: [`body:${host}`], text: '新认捐：三号楼加装扶手筹资 · 爱心居民' }],
  }
  const bare = async () => {
    const _id = newId()
    await db
      .collection('people')
      .where({ _id: somebody() })
      .updateAndReturn({ recent: db.command.push({ each: [Date.now()], slice: -60 }) })
    await db.collection('matters').doc(campaign).get()
    await db.collection('matters').add({ ...fresh, _id })
    // The same work is woken as by a pledge, and waited for as little.
    void app.callFunction({ name: 'cron', data: { apply: _id } }).catch(() => undefined)
  }
  const ours = many(() => give(newId()))
  const floor = many(bare)
  await ours()
  await floor()
  const [gave, wrote] = await interleaved(rounds, ours, floor)
  await town.close()
  return resultOf('pledge', gave, wrote, 4)
}

type Call = { verb: 'get' | 'find' | 'change' | 'add' | 'remove'; args: unknown[] }

/** Remembers the calls of one run. */
function recording(store: Store): { store: Store; calls: Call[] } {
  const calls: Call[] = []
  const verbs = ['get', 'find', 'change', 'add', 'remove'] as const
  const watched = Object.fromEntries(
    verbs.map((verb) => [
      verb,
      (...args: unknown[]) => {
        calls.push({ verb, args })
        return (store[verb] as (...args: unknown[]) => Promise<unknown>)(...args)
      },
    ]),
  )
  return { store: { ...store, ...watched } as Store, calls }
}

/** Confirmed and not in the books yet: what the function of the timer does with it, in every call it makes. */
export async function benchPosting(rounds = 7): Promise<Result> {
  const { applyNow } = await import('../../cloudfunctions/api/core/matters')
  const { copyOut } = await import('../../cloudfunctions/api/modules/ledger/post')
  const town = await aTown()
  const { db } = town
  const campaign = await aCampaign(town)
  const store = storeOn(town.app)
  const first = newId()
  await town.call('demo-lin', 'giving.pledge', pledgeOf(campaign, first))
  const { data } = await db.collection('matters').doc(first).get()
  const evidence = {
    type: 'bank',
    ref: 'BENCH',
    on: '2026-01-05',
    fen: 10_000,
    feeFen: 0,
    photos: [],
    by: 'pone',
    at: 0,
  }
  const confirmed = {
    ...data[0],
    status: 'confirmed',
    beside: { ...data[0].beside, apply: data[0].version },
    body: { ...data[0].body, evidence, receipt: { waived: true }, confirmed: { by: 'ptwo', at: 0 } },
  }
  const waiting = async (count: number): Promise<string[]> => {
    const ids = Array.from({ length: count }, () => newId())
    await db.collection('matters').add(ids.map((_id) => ({ ...confirmed, _id })))
    return ids
  }
  const post = (id: string, on = store) => applyNow(id, on, Date.now())
  const [sample = ''] = await waiting(1)
  await post((await waiting(1))[0] as string)
  const { store: watched, calls } = recording(store)
  await post(sample, watched)
  // A book of their own, so that both grow alike.
  const bareBook = `campaign_${newId()}`
  const { data: books } = await db.collection('books').doc(`campaign_${campaign}`).get()
  await db.collection('books').add({ ...books[0], _id: bareBook })
  const bare = async (id: string) => {
    const name = (value: unknown): string =>
      String(value).replaceAll(sample, id).replace(`campaign_${campaign}`, bareBook)
    for (const { verb, args } of calls) {
      const at = db.collection(args[0] as string)
      const where = (args[1] as Where)?._id === undefined ? (args[1] as object) : { _id: name((args[1] as Where)._id) }
      if (verb === 'get') await at.doc(name(args[1])).get()
      else if (verb === 'change') await at.where(where).update(args[2] as object)
      else if (verb === 'remove') await at.where(where).remove()
      else if (verb === 'add') await at.add({ ...(args[1] as object), _id: newId() })
      else {
        const { order = [], limit } = args[2] as { order?: [string, 'asc' | 'desc'][]; limit: number }
        let query = at.where(where)
        for (const [field, direction] of order) query = query.orderBy(field, direction)
        await query.limit(limit).get()
      }
    }
  }
  let ready: string[] = []
  const taking = (work: (id: string) => Promise<unknown>) => async () => {
    for (let n = 0; n < perRound; n++) await work(ready.pop() as string)
  }
  const [ours, floor]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    ready = await waiting(2 * perRound)
    const [one, other] = await interleaved(1, taking(post), taking(bare))
    // The first round warms up. What both books hold is copied out, as every minute.
    if (round > 0) {
      ours.push(one)
      floor.push(other)
    }
    await copyOut(store)
    await db
      .collection('books')
      .doc(bareBook)
      .update({ unposted: db.command.set([]) })
  }
  await town.close()
  return resultOf('posting', median(ours), median(floor), calls.length)
}
