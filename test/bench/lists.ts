// B3: my needs, the committee's queue by deadline and a place's public list, among few and among very many documents; keyset paging.
import { newId } from '../../cloudfunctions/api/core/store'
import { books, streetPath, sunny } from '../../local/demo/street'
import { interleaved, type Result, round2 } from './measure'
import { aTown, type BenchTown } from './town'

const perRound = 20

/** Slim matters of other people and other places, with every indexed field set, beside a page of one's own. */
async function fill(town: BenchTown, count: number): Promise<void> {
  const { data } = await town.db.collection('matters').where({ author: 'pdemolin' }).limit(1).get()
  const sample = data[0] as Record<string, never>
  const body = {
    category: 'other',
    visibility: 'public',
    words: '',
    photos: [],
    urgency: 'normal',
    scope: 'collective',
    askedBy: '',
    hasPhone: false,
    responseDueAt: 0,
  }
  for (let from = 0; from < count; from += 1000) {
    const docs = Array.from({ length: Math.min(1000, count - from) }, (_, step) => {
      const n = from + step
      const mine = n % 10 === 0
      return {
        ...sample,
        _id: newId(),
        no: `x-${n}`,
        author: mine ? 'pdemolin' : `p${n % 5000}`,
        area: mine ? `${sunny}/g01/b03` : `${books}/g01/b0${n % 4}`,
        within: mine
          ? [streetPath, sunny, `${sunny}/g01`, `${sunny}/g01/b03`]
          : [streetPath, books, `${books}/g01`, `${books}/g01/b0${n % 4}`],
        turn: [mine ? `clerk@${sunny}` : `clerk@${books}`],
        concern: [mine ? `clerk@${sunny}` : `clerk@${books}`],
        dueAt: 1_800_000_000_000 + ((n * 7919) % 1_000_000_000),
        at: 1_700_000_000_000 + n,
        beside: { supporters: [], supportCount: 0, check: n % 20 === 0 ? 'pass' : 'review' },
        trace: [],
        unsent: [],
        body,
      }
    })
    await town.db.collection('matters').add(docs)
  }
}

async function aTownOf(count: number): Promise<BenchTown> {
  const town = await aTown()
  await town.call('demo-lin', 'needs.submit', {
    id: newId(),
    title: '楼道灯不亮了',
    words: '三楼到五楼坏了一周。',
    area: `${sunny}/g01/b03`,
    category: 'facility',
    urgency: 'normal',
    scope: 'collective',
    visibility: 'public',
  })
  await fill(town, count)
  return town
}

export async function benchLists(many = 100_000, rounds = 7): Promise<Result> {
  const few = 1000
  const [small, large] = [await aTownOf(few), await aTownOf(many)]
  const lists: Record<string, [openid: string, call: string, data: object]> = {
    mine: ['demo-lin', 'needs.mine', {}],
    desk: ['demo-liu', 'matters.desk', { street: streetPath }],
    public: ['demo-lin', 'needs.public', { area: sunny, class: 'any' }],
  }
  const figures: Result['figures'] = { documents: many }
  let worst = 0
  for (const [name, [openid, call, data]] of Object.entries(lists)) {
    const work = (town: BenchTown) => async () => {
      // The SDK reads where its cloud is from the environment, at each request.
      Object.assign(process.env, town.cloud.functionEnv())
      for (let n = 0; n < perRound; n++) await town.call(openid, call, data)
    }
    for (const town of [small, large]) await work(town)()
    const [smallMs, largeMs] = await interleaved(rounds, work(small), work(large))
    figures[`${name}SmallMs`] = round2(smallMs / perRound)
    figures[`${name}LargeMs`] = round2(largeMs / perRound)
    worst = Math.max(worst, largeMs / smallMs)
  }
  await small.close()
  await large.close()
  const ratio = round2(worst)
  return { name: 'lists', ratio, must: 1.5, ok: ratio <= 1.5, figures }
}
