// B2: one need submitted, with authorization, idempotency and trace, against the same four bare SDK calls; the person is
// read and their pace counted in one.
import { newId } from '../../cloudfunctions/api/core/store'
import { sunny } from '../../local/demo/street'
import { interleaved, type Result, round2 } from './measure'
import { aTown } from './town'

const area = `${sunny}/g01/b03`
const perRound = 30

export async function benchWrite(rounds = 7): Promise<Result> {
  const town = await aTown()
  const { db, app } = town
  // Many people write, because one person's pace is bounded.
  const people = Array.from({ length: 20 }, (_, index) => `bench-${index}`)
  const { data: known } = await db.collection('people').doc('demo-lin').get()
  await db.collection('people').add(people.map((_id) => ({ ...known[0], _id, key: `p${_id}` })))
  let turn = 0
  const somebody = () => people[turn++ % people.length] as string
  const submit = (id: string) =>
    town.call(somebody(), 'needs.submit', {
      id,
      title: '楼道灯不亮了',
      words: '三楼到五楼的楼道灯坏了一周，晚上看不清台阶。',
      area,
      category: 'facility',
      urgency: 'normal',
      scope: 'collective',
      visibility: 'public',
    })
  const sample = newId()
  await submit(sample)
  const { data } = await db.collection('matters').doc(sample).get()
  const fresh = {
    ...data[0],
    beside: { supporters: [], supportCount: 0, check: 'waiting' },
    unsent: [{ n: 1, to: data[0].turn, text: '新诉求：楼道灯不亮了' }],
  }
  const bare = async () => {
    const id = newId()
    await db
      .collection('people')
      .where({ _id: somebody() })
      .updateAndReturn({ recent: db.command.push({ each: [Date.now()], slice: -60 }) })
    await db
      .collection('counters')
      .where({ _id: 'bare' })
      .updateAndReturn({ value: db.command.inc(1) })
    await db.collection('matters').add({ ...fresh, _id: id })
    // The same work is woken as by a submitted need, and waited for as little.
    void app.callFunction({ name: 'wechat', data: { check: id } }).catch(() => undefined)
  }
  await db.collection('counters').add({ _id: 'bare', value: 0 })
  const many = (work: () => Promise<unknown>) => async () => {
    for (let n = 0; n < perRound; n++) await work()
  }
  await many(() => submit(newId()))()
  await many(bare)()
  const [ours, floor] = await interleaved(
    rounds,
    many(() => submit(newId())),
    many(bare),
  )
  await town.close()
  const ratio = round2(floor / ours)
  return {
    name: 'write',
    ratio,
    must: 0.8,
    ok: ratio >= 0.8,
    figures: { submitMs: round2(ours / perRound), bareMs: round2(floor / perRound), sdkCalls: 4 },
  }
}
