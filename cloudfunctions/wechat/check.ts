// The machine's check of what a resident wrote (WeChat: content that others can see needs review). Until it passes, other residents
// see nothing of it; what WeChat is unsure of goes to the committee, never to the public.
import type { Beside, Matter } from '../api/core/matter'
import type { Person } from '../api/core/person'
import type { Store } from '../api/core/store'
import type { Messenger, Verdict } from './messenger'

/** One picture of one matter; those asked for together share `at`. */
type Waiting = { _id: string; matter: string; photo?: string; at: number; verdict: Verdict | 'waiting' }
const askedMax = 60
const askedFor = (matter: string, store: Store): Promise<Waiting[]> =>
  store.find<Waiting>('checks', { matter }, { limit: askedMax })

const settleAs: Record<Verdict, Beside['check']> = { pass: 'pass', review: 'review', risky: 'refused' }

const set = (store: Store, id: string, check: Beside['check']) =>
  store.change('matters', { _id: id, 'beside.check': 'waiting' }, { 'beside.check': check })

/** Words first; pictures only when the words pass, each with a verdict that comes later. A picture that has passed is not asked for again. */
export async function check(
  id: string,
  store: Store,
  messenger: Messenger,
  urlsOf: (ids: string[]) => Promise<string[]>,
  now: number,
): Promise<void> {
  const matter = await store.get<Matter<{ words?: string; story?: string; photos?: string[] }>>('matters', id)
  if (matter?.beside.check !== 'waiting') return
  const [author] = await store.find<Person>('people', { key: matter.author }, { limit: 1 })
  if (!author) {
    // The account is closed: WeChat can't be asked in its name, so a person looks.
    await set(store, id, 'review')
    return
  }
  const { words = '', story = '' } = matter.body
  const verdict = await messenger.checkWords(author._id, [matter.title, words, story].filter(Boolean).join('\n'))
  const passed = new Set((await askedFor(id, store)).flatMap((one) => (one.verdict === 'pass' ? [one.photo] : [])))
  const photos = (matter.body.photos ?? []).filter((photo) => !passed.has(photo))
  if (verdict !== 'pass' || photos.length === 0) {
    await set(store, id, settleAs[verdict])
    return
  }
  for (const [index, url] of (await urlsOf(photos)).entries()) {
    const traceId = await messenger.checkPhoto(author._id, url)
    const photo = photos[index]
    if (traceId) await store.add('checks', { _id: traceId, matter: id, photo, at: now, verdict: 'waiting' })
    else await set(store, id, 'review')
  }
}

/** WeChat's later word on one picture: the matter passes when all of its pictures have. */
export async function hear(traceId: string, verdict: Verdict, store: Store): Promise<void> {
  const waiting = await store.get<Waiting>('checks', traceId)
  if (!waiting) return
  await store.change('checks', { _id: traceId }, { verdict })
  const all = (await askedFor(waiting.matter, store)).filter(({ at }) => at === waiting.at)
  const verdicts = all.map((one) => (one._id === traceId ? verdict : one.verdict))
  const worst = (['risky', 'review'] as const).find((one) => verdicts.includes(one))
  if (worst) await set(store, waiting.matter, settleAs[worst])
  else if (verdicts.every((one) => one === 'pass')) await set(store, waiting.matter, 'pass')
}

/** No verdict within thirty minutes: a person looks. */
export async function passStale(
  store: Store,
  messenger: Messenger,
  urlsOf: (ids: string[]) => Promise<string[]>,
  now: number,
): Promise<number> {
  const { _ } = store
  const waiting = await store.find<Matter>(
    'matters',
    { 'beside.check': 'waiting' },
    { limit: 50, fields: { _id: true } },
  )
  for (const { _id } of waiting) {
    const open = (await askedFor(_id, store)).filter(({ verdict }) => verdict === 'waiting')
    if (!open.length) await check(_id, store, messenger, urlsOf, now)
    else if (open.some(({ at }) => now - at > 30 * 60_000)) await set(store, _id, 'review')
  }
  return waiting.length
}
