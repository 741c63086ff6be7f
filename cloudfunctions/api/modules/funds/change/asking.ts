// Asking the donors and counting their answers: the timer's part, in bounded steps that may run twice, so that no request grows with the
// number of those who gave.
import { minuteMs } from '../../../core/clock'
import type { Matter } from '../../../core/matter'
import { followAsSystem } from '../../../core/matters'
import { systemActor } from '../../../core/roles'
import type { Store, Where } from '../../../core/store'
import type { RuleCtx } from '../../../core/workflow'
import { consentOf } from './consent'
import type { Asking, Consent, PurposeChange } from './document'

type At = { store: Store; now: number }

/** Donors asked in a minute: fewer than notices that go out in one, so that no other notice waits behind them. */
const perRun = 30

type Gift = Matter<{ evidence?: { fen: number }; postedAt?: number }>

/** The posted gifts after a place, in the order in which they were promised. */
function giftsAfter({ target, through }: Asking, limit: number, { store }: At): Promise<Gift[]> {
  const { _ } = store
  const where = _.and([
    { 'body.to': target, status: 'posted', kind: 'pledge' },
    _.or([{ at: _.gt(through.at) }, { at: through.at, _id: _.gt(through.id) }]),
  ])
  return store.find<Gift>('matters', where as unknown as Where, {
    order: [
      ['at', 'asc'],
      ['_id', 'asc'],
    ],
    limit,
    fields: { trace: false, unsent: false },
  })
}

async function addAll(questions: Matter[], store: Store): Promise<void> {
  if ((await store.addAll('matters', questions)) === 'added') return
  // A run before this one was cut off after some of them.
  for (const question of questions) await store.add('matters', question)
}

/** The next of them, at most `most`. Gives how many were asked. */
async function askOn(asking: Asking, most: number, at: At): Promise<number> {
  const { store, now } = at
  const change = await store.get<PurposeChange>('matters', asking._id)
  const street = await store.street(asking.street, now)
  // Money is set aside before the first is asked.
  if (change?.status !== 'asking' || !street) return 0
  const rule: RuleCtx = { actor: systemActor, now, street }
  const gifts = await giftsAfter(asking, most, at)
  const concerned = gifts.filter(({ body }) => (body.postedAt ?? 0) <= (change.body.asideAt ?? 0))
  const questions = concerned.map((gift) => consentOf(change, gift, rule)).filter(({ body }) => Number(body.fen) > 0)
  await addAll(questions, store)
  const last = gifts.at(-1)
  const next: Partial<Asking> = {
    ...(last && { through: { at: last.at, id: last._id } }),
    donors: asking.donors + questions.length,
    ...(gifts.length < most && { state: 'asked' }),
  }
  // Whoever was faster has asked the same people: their place is kept.
  await store.change('askings', { _id: asking._id, 'through.id': asking.through.id, state: 'asking' }, next)
  return questions.length
}

/** Each by itself: one that fails does not hold up the others, and is tried again by the next run. */
async function eachOf(found: readonly Asking[], work: (asking: Asking) => Promise<number>): Promise<number> {
  let done = 0
  let failed: unknown
  for (const asking of found)
    done += await work(asking).catch((error: unknown) => {
      failed ??= error
      return 0
    })
  if (failed) throw failed
  return done
}

/** Changes looked at in a run; a street has few. */
const changesPerRun = 20

export async function askDonors(at: At): Promise<number> {
  const open = await at.store.find<Asking>(
    'askings',
    { state: 'asking' },
    { order: [['until', 'asc']], limit: changesPerRun },
  )
  let left = perRun
  return eachOf(open, async (asking) => {
    const asked = left > 0 ? await askOn(asking, left, at) : 0
    left -= asked
    return asked
  })
}

const pageRows = 500

/** The parts of those who answered in this way, page by page. */
async function sumOf(change: string, statuses: readonly string[], { store }: At): Promise<number> {
  const { _ } = store
  let sum = 0
  for (const status of statuses)
    for (let after = ''; ; ) {
      const found = await store.find<Pick<Consent, '_id' | 'body'>>(
        'matters',
        { 'body.change': change, status, _id: _.gt(after) },
        { order: [['_id', 'asc']], limit: pageRows, fields: { 'body.fen': true } },
      )
      sum += found.reduce((total, { body }) => total + body.fen, 0)
      const last = found.at(-1)
      if (found.length < pageRows || !last) break
      after = last._id
    }
  return sum
}

/** An answer that was on its way at the end has arrived by then. */
const graceMs = 5 * minuteMs

async function countOne({ _id, donors }: Asking, at: At): Promise<number> {
  const { store } = at
  const change = await store.get<PurposeChange>('matters', _id)
  const aside = change?.body.asideFen ?? 0
  const backFen = Math.min(aside, await sumOf(_id, ['back', 'given'], at))
  const moveFen = Math.min(aside - backFen, await sumOf(_id, ['move', 'moved'], at))
  await followAsSystem(_id, 'count', at, { moveFen, backFen, keepFen: aside - backFen - moveFen, donors })
  return store.change('askings', { _id, state: 'asked' }, { state: 'counted' })
}

/** Changes whose time is over, the oldest first. */
export async function countAnswers(at: At): Promise<number> {
  const over = await at.store.find<Asking>(
    'askings',
    { state: 'asked', until: at.store._.lte(at.now - graceMs) },
    { order: [['until', 'asc']], limit: changesPerRun },
  )
  return eachOf(over, (asking) => countOne(asking, at))
}
