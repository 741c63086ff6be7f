// A town with very many documents: matters, shifts and records of other people and other places, beside a page of one's own.
import { newId } from '../../cloudfunctions/api/core/store'
import type { HourRecord } from '../../cloudfunctions/api/modules/volunteers/records'
import { type Shift, shiftsOf } from '../../cloudfunctions/api/modules/volunteers/shift'
import { books, streetPath, sunny } from '../../local/demo/street'
import { content } from '../support/activities'
import { aTown, type BenchTown } from './town'

/** Whose lists are read. */
export const mine = 'pdemolin'
const hourMs = 3_600_000
const partSize = 1000
const inSunny = [streetPath, sunny, `${sunny}/g01`, `${sunny}/g01/b03`]
const inBooks = (n: number) => [streetPath, books, `${books}/g01`, `${books}/g01/b0${n % 4}`]

async function fill(town: BenchTown, collection: string, count: number, doc: (n: number) => object): Promise<void> {
  for (let from = 0; from < count; from += partSize) {
    const docs = Array.from({ length: Math.min(partSize, count - from) }, (_, step) => doc(from + step))
    await town.db.collection(collection).add(docs)
  }
}

/** A tenth is of the own community and written by oneself. */
async function fillMatters(town: BenchTown, count: number): Promise<void> {
  const { data } = await town.db.collection('matters').where({ author: mine }).limit(1).get()
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
  await fill(town, 'matters', count, (n) => {
    const own = n % 10 === 0
    return {
      ...sample,
      _id: newId(),
      no: `x-${n}`,
      author: own ? mine : `p${n % 5000}`,
      area: own ? `${sunny}/g01/b03` : `${books}/g01/b0${n % 4}`,
      within: own ? inSunny : inBooks(n),
      turn: [own ? `clerk@${sunny}` : `clerk@${books}`],
      concern: [own ? `clerk@${sunny}` : `clerk@${books}`],
      dueAt: 1_800_000_000_000 + ((n * 7919) % 1_000_000_000),
      at: 1_700_000_000_000 + n,
      beside: { supporters: [], supportCount: 0, check: n % 20 === 0 ? 'pass' : 'review' },
      trace: [],
      unsent: [],
      body,
    }
  })
}

/** A tenth is of the own community; one in ten of those has called the street. Thirty of them are one's own. */
async function fillShifts(town: BenchTown, count: number): Promise<void> {
  const now = Date.now()
  const post = { name: '引导', places: 10, skills: [], ageMin: 0, training: '', rescue: false }
  const body = { ...content(), reach: 'community', climbs: true, notice: '', times: [{ startsAt: now, endsAt: now }] }
  const activity = { _id: newId(), no: 'x', street: streetPath, title: '引导', author: 'pnobody', lead: '' }
  const parts = { ...activity, area: sunny, within: inSunny, body: { ...body, posts: [post] } }
  const [sample] = shiftsOf(parts as never, () => 'secret') as [Shift]
  const every = Math.max(1, Math.floor(count / 30))
  await fill(town, 'shifts', count, (n) => {
    const here = n % 10 === 0
    const startsAt = now + hourMs + ((n * 7919) % 1_000_000) * 1000
    return {
      ...sample,
      _id: `${newId()}_0_0`,
      activity: newId(),
      area: here ? sunny : books,
      within: here ? inSunny : inBooks(n),
      reach: [here ? sunny : books, ...(n % 100 === 0 ? [streetPath] : [])],
      startsAt,
      endsAt: startsAt + 2 * hourMs,
      people: [`p${n % 5000}`, ...(n % every === 0 ? [mine] : [])],
      homes: [here ? sunny : books],
    }
  })
}

/** A thousand of them are one's own, however many there are. */
async function fillRecords(town: BenchTown, count: number): Promise<void> {
  const all = Math.max(1000, count)
  const record = {
    schema: 1,
    name: '林晓',
    street: streetPath,
    title: '引导',
    post: '引导',
    place: '社区广场',
    leader: '何青',
    body: 'yinling',
    class: 'service',
    counts: true,
    year: 2026,
    on: '2026-03-07',
    minutes: 120,
    how: 'scan',
    state: 'posted',
    confirmedBy: 'pdemoliu',
    at: 0,
    version: 1,
    history: [],
    counted: true,
  } satisfies Partial<HourRecord>
  const every = Math.floor(all / 1000)
  await fill(town, 'records', all, (n) => {
    const own = n % every === 0 && n / every < 1000
    const startsAt = 1_700_000_000_000 + n * 60_000
    return {
      ...record,
      _id: `hour_${newId()}_0_0_p${n}`,
      person: own ? mine : `p${n % 5000}`,
      area: own ? sunny : books,
      within: own ? inSunny : inBooks(n),
      activity: newId(),
      shift: `${newId()}_0_0`,
      startsAt,
      endsAt: startsAt + 2 * hourMs,
    }
  })
}

export async function aTownOf(count: number): Promise<BenchTown> {
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
  await fillMatters(town, count)
  await fillShifts(town, count)
  await fillRecords(town, count)
  return town
}
