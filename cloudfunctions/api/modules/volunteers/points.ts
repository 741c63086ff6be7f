// The points ledger (M90, M37): double entry, expiring, never negative, no cash. An account and what it still has to post are one document, so
// one conditional write is one change; the postings themselves are copied out by the timer. Arithmetic here is pure; the store comes last.
import { hourMs, minuteMs } from '../../core/clock'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'
import { problems } from './problems'

/** Lines of one posting sum to 0. `issued`, `spent`, `expired` and `corrected` are the other side of people's accounts. */
export type Line = { account: string; points: number }
export type Posting = { _id: string; person: PersonKey; at: number; what: string; lines: Line[] }
export type Lot = { id: string; left: number; until: number }
export type Account = {
  _id: PersonKey
  version: number
  balance: number
  lots: Lot[]
  /** When the next lot lapses; 0: none. */
  nextExpiry: number
  unposted: Posting[]
  /** Ids of the latest postings: what is sent again after they were copied out is still known. */
  done?: string[]
  owed: boolean
}
export type Item = {
  _id: string
  area: string
  title: string
  /** 社区服务或纪念品; there is no third kind. */
  kind: 'service' | 'token'
  price: number
  stock: number
  state: 'open' | 'closed'
  /** Taken from the stock, and not yet known to be paid. */
  holds: { id: string; person: PersonKey; at: number }[]
  held: boolean
  at: number
}

export const pointsPerHour = 10
const monthsValid = 24
export const validMs = monthsValid * 30 * 24 * hourMs
/** Attending deliberation gives a fixed number (M90); what is for oneself gives none. */
export const pointsFor = (record: { class: string; minutes: number; counts: boolean }): number =>
  record.counts ? Math.floor((record.minutes * pointsPerHour) / 60) : record.class === 'deliberation' ? 5 : 0

export const emptyAccount = (person: PersonKey): Account => ({
  _id: person,
  version: 0,
  balance: 0,
  lots: [],
  nextExpiry: 0,
  unposted: [],
  owed: false,
})

export const isBalanced = ({ lines }: Pick<Posting, 'lines'>): boolean =>
  lines.every(({ points }) => Number.isSafeInteger(points)) && lines.reduce((sum, { points }) => sum + points, 0) === 0

const doneMax = 60
const isDone = ({ unposted, done = [] }: Account, id: string): boolean =>
  done.includes(id) || unposted.some(({ _id }) => _id === id)

const settled = (account: Account, lots: Lot[], posting: Posting): Account => {
  const left = lots.filter(({ left }) => left > 0)
  return {
    ...account,
    version: account.version + 1,
    lots: left,
    balance: left.reduce((sum, { left: points }) => sum + points, 0),
    nextExpiry: left.length ? Math.min(...left.map(({ until }) => until)) : 0,
    unposted: [...account.unposted, posting],
    done: [...(account.done ?? []), posting._id].slice(-doneMax),
    owed: true,
  }
}
const postingOf = (
  id: string,
  person: PersonKey,
  other: string,
  points: number,
  what: string,
  at: number,
): Posting => ({
  _id: id,
  person,
  at,
  what,
  lines: [
    { account: other, points: -points },
    { account: `person:${person}`, points },
  ],
})

export const earned = (account: Account, id: string, points: number, what: string, now: number): Account =>
  settled(
    account,
    [...account.lots, { id, left: points, until: now + validMs }],
    postingOf(id, account._id, 'issued', points, what, now),
  )

/** Takes points away, oldest first; never more than there are: what a correction can't take back stays given. */
export function taken(account: Account, id: string, points: number, other: string, what: string, now: number): Account {
  let rest = Math.min(points, liveBalance(account, now))
  const total = rest
  const lots = [...account.lots]
    .sort((a, b) => a.until - b.until)
    .map((lot) => {
      if (lot.until <= now) return lot
      const part = Math.min(lot.left, rest)
      rest -= part
      return { ...lot, left: lot.left - part }
    })
  return settled(account, lots, postingOf(id, account._id, other, -total, what, now))
}

export function expired(account: Account, now: number): Account {
  const lapsed = account.lots.filter(({ until }) => until <= now)
  const points = lapsed.reduce((sum, { left }) => sum + left, 0)
  if (!points) return account
  const id = `lapse_${account._id}_${account.version}`
  const lots = account.lots.filter(({ until }) => until > now)
  return settled(account, lots, postingOf(id, account._id, 'expired', -points, '积分到期', now))
}

export const liveBalance = ({ lots }: Account, now: number): number =>
  lots.filter(({ until }) => until > now).reduce((sum, { left }) => sum + left, 0)

export const accountOf = async (person: PersonKey, store: Store): Promise<Account> =>
  (await store.get<Account>('pointAccounts', person)) ?? emptyAccount(person)

/** One conditional write; false: somebody was faster. */
export async function keep(before: Account, after: Account, store: Store): Promise<boolean> {
  const { _id, ...fields } = after
  if (before.version === 0) return (await store.add('pointAccounts', after)) === 'added'
  const { _ } = store
  const update = {
    ...fields,
    lots: _.set(fields.lots),
    unposted: _.set(fields.unposted),
    done: _.set(fields.done ?? []),
  }
  return (await store.change('pointAccounts', { _id, version: before.version }, update)) === 1
}

/** Changes an account once for this id, however often it is asked; the posting's id is the proof. */
export async function once(
  person: PersonKey,
  id: string,
  store: Store,
  change: (account: Account) => Account,
): Promise<boolean> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const account = await accountOf(person, store)
    if (isDone(account, id)) return false
    if (await store.get('pointPostings', id)) return false
    if (await keep(account, change(account), store)) return true
  }
  return false
}

const holdMs = 10 * minuteMs

/** Spending: stock first, then the points; the four calls are identity, account, stock, account. A hold whose points were never taken is returned. */
export async function spend(
  person: PersonKey,
  { id, item, price, title }: { id: string; item: string; price: number; title: string },
  store: Store,
  now: number,
): Promise<Account> {
  const { _ } = store
  // Lapsed lots are taken out by the timer; until then they are not spent either.
  const account = await accountOf(person, store)
  const live = liveBalance(account, now)
  const posting = `spend_${id}`
  if (isDone(account, posting)) return account
  if (live < price) return refuse(problems.POINTS_SHORT)
  const where = { _id: item, price, title, state: 'open', stock: _.gt(0), 'holds.id': _.neq(id) }
  const hold = { stock: _.inc(-1), holds: _.push([{ id, person, at: now }]), held: true }
  if ((await store.change('pointItems', where, hold)) !== 1) {
    const found = (await store.get<Item>('pointItems', item)) ?? refuse(problems.POINTS_ITEM)
    const mine = found.holds.find((one) => one.id === id && one.person === person)
    if (!mine) {
      if (await store.get('pointPostings', posting)) return account
      return refuse(found.stock > 0 ? problems.POINTS_ITEM : problems.POINTS_GONE)
    }
    // The timer may be giving it back this moment; once it has, the same request takes it anew.
    if (mine.at <= now - holdMs + minuteMs) return refuse(coreProblems.STATE_CHANGED)
  }
  const after = taken(account, posting, price, 'spent', `兑换：${title}`, now)
  if (await keep(account, after, store)) return after
  await once(person, posting, store, (fresh) => {
    if (liveBalance(fresh, now) < price) refuse(problems.POINTS_SHORT)
    return taken(fresh, posting, price, 'spent', `兑换：${title}`, now)
  })
  return accountOf(person, store)
}

/** The timer's part: postings are copied out, lapsed lots expire, and held stock is either paid for or returned. */
export async function keepLedger(store: Store, now: number): Promise<number> {
  const { _ } = store
  let moved = 0
  const lapsing = await store.find<Account>(
    'pointAccounts',
    { nextExpiry: _.and([_.gt(0), _.lte(now)]) },
    { limit: 50 },
  )
  for (const account of lapsing) if (await keep(account, expired(account, now), store)) moved++
  const owing = await store.find<Account>('pointAccounts', { owed: true }, { limit: 50 })
  for (const account of owing) {
    for (const posting of account.unposted) await store.add('pointPostings', posting)
    const update = { unposted: _.set([]), owed: false, version: _.inc(1) }
    moved += await store.change('pointAccounts', { _id: account._id, version: account.version }, update)
  }
  const holding = await store.find<Item>('pointItems', { held: true }, { limit: 50 })
  for (const item of holding) {
    for (const hold of item.holds.filter(({ at }) => at <= now - holdMs)) {
      const posted = await store.get('pointPostings', `spend_${hold.id}`)
      const paid =
        posted ?? (await accountOf(hold.person, store)).unposted.find(({ _id }) => _id === `spend_${hold.id}`)
      const where = { _id: item._id, 'holds.id': hold.id }
      await store.change('pointItems', where, { holds: _.pull({ id: hold.id }), ...(!paid && { stock: _.inc(1) }) })
      moved++
    }
    await store.change('pointItems', { _id: item._id, holds: _.size(0) }, { held: false })
  }
  return moved
}
