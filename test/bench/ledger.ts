// B4: a posting written, copied out, and a balance with its newest postings read, in a book of few and in one of very many postings.
import { newId, storeOn } from '../../cloudfunctions/api/core/store'
import { newBook, type Posting, withPosting } from '../../cloudfunctions/api/modules/ledger/book'
import { linesFor } from '../../cloudfunctions/api/modules/ledger/chart'
import { copyOut, post } from '../../cloudfunctions/api/modules/ledger/post'
import { streetPath, sunny } from '../../local/demo/street'
import { interleaved, type Result, round2 } from './measure'
import { aTown, type BenchTown } from './town'

const perRound = 20
const id = 'fund_benchbenchbenchbench'
const parts = { street: streetPath, area: sunny, within: [streetPath, sunny], title: '阳光基金', purpose: '助老' }
const draft = (name: string) => ({
  _id: `${name}_arrive`,
  on: '2026-01-05',
  what: 'arrive',
  words: '居民捐赠',
  lines: linesFor.arrive(10_000),
  source: { kind: 'pledge', id: name },
  by: 'pone',
  confirmedBy: 'ptwo',
})

/** A book of `count` postings already copied out, as the balances say. */
async function aTownOf(count: number): Promise<BenchTown> {
  const town = await aTown()
  const now = Date.now()
  const book = newBook({ ...parts, _id: id, of: { kind: 'fund', id: 'benchbenchbenchbench' }, host: 'lele', at: now })
  const made = withPosting(book, draft('first'), now)
  if ('problem' in made) throw new Error(made.problem.code)
  const sample: Posting = made.posting
  for (let from = 0; from < count; from += 1000) {
    const step = Math.min(1000, count - from)
    await town.db
      .collection('postings')
      .add(Array.from({ length: step }, (_, index) => ({ ...sample, _id: newId(), n: from + index + 1 })))
  }
  const balances = { ...book.balances, bank: 10_000 * count, donations: -10_000 * count }
  await town.db.collection('books').add({ ...book, n: count, head: sample.hash, balances })
  return town
}

export async function benchLedger(many = 100_000, rounds = 7): Promise<Result> {
  const few = 1000
  const [small, large] = [await aTownOf(few), await aTownOf(many)]
  const works: Record<string, (town: BenchTown) => Promise<unknown>> = {
    post: async (town) => {
      const store = storeOn(town.app)
      await post(store, id, draft(newId()), Date.now())
      await copyOut(store)
    },
    balance: (town) => town.call('demo-lin', 'ledger.book', { book: id }),
    postings: (town) => town.call('demo-lin', 'ledger.postings', { book: id }),
  }
  const figures: Result['figures'] = { postings: many }
  let worst = 0
  for (const [name, one] of Object.entries(works)) {
    const work = (town: BenchTown) => async () => {
      // The SDK reads where its cloud is from the environment, at each request.
      Object.assign(process.env, town.cloud.functionEnv())
      for (let n = 0; n < perRound; n++) await one(town)
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
  return { name: 'ledger', ratio, must: 1.5, ok: ratio <= 1.5, figures }
}
