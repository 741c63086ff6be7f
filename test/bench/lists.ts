// B3: my needs, the committee's queue by deadline, a place's public list; open activities by time, my shifts, the record of somebody with a
// thousand shifts: each among few and among very many documents. Keyset paging.
import { streetPath, sunny } from '../../local/demo/street'
import { aTownOf } from './filled'
import { interleaved, type Result, round2 } from './measure'
import type { BenchTown } from './town'

const perRound = 20
const few = 1000

const lists: Record<string, [openid: string, call: string, data: object]> = {
  mine: ['demo-lin', 'needs.mine', {}],
  desk: ['demo-liu', 'matters.desk', { street: streetPath }],
  public: ['demo-lin', 'needs.public', { area: sunny, class: 'any' }],
  open: ['demo-lin', 'volunteers.open', { area: sunny }],
  shifts: ['demo-lin', 'volunteers.mine', {}],
  record: ['demo-lin', 'volunteers.record', {}],
}

export async function benchLists(many = 100_000, rounds = 7): Promise<Result> {
  const [small, large] = [await aTownOf(few), await aTownOf(many)]
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
    figures[`${name}Ratio`] = round2(largeMs / smallMs)
    worst = Math.max(worst, largeMs / smallMs)
  }
  await small.close()
  await large.close()
  const ratio = round2(worst)
  return { name: 'lists', ratio, must: 1.5, ok: ratio <= 1.5, figures }
}
