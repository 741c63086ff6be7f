// The points ledger (M90, M37): double entry, expiring, never negative, no cash. The arithmetic of accounts and postings; where they are kept is
// point-book.ts. Pure.
import { hourMs } from '../../core/clock'
import type { PersonKey } from '../../core/roles'

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
  owed: boolean
  /** Ids of the latest postings: what is sent again after they were copied out is still known. */
  done?: string[]
  /** When its postings were last added up, and by how much they were off. */
  checkedAt?: number
  off?: number
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
const pointsOfDeliberation = 5
/** Attending deliberation gives a fixed number (M90); what is for oneself, or was not attended, gives none. */
export function pointsFor(record: { class: string; minutes: number; counts: boolean }): number {
  if (record.counts) return Math.floor((record.minutes * pointsPerHour) / 60)
  return record.class === 'deliberation' && record.minutes > 0 ? pointsOfDeliberation : 0
}

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

/** What these postings say of each account: all of them together are 0. */
export function sumOfLines(postings: readonly Pick<Posting, 'lines'>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { account, points } of postings.flatMap(({ lines }) => lines))
    sums[account] = (sums[account] ?? 0) + points
  return sums
}
/** How far a posting moved the person's own account. */
export const movedBy = ({ person, lines }: Posting): number => sumOfLines([{ lines }])[`person:${person}`] ?? 0

export const doneMax = 60

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

/** Takes points away, oldest first; never more than there are: what a correction can't take back stays given. Nothing left: unchanged. */
export function taken(account: Account, id: string, points: number, other: string, what: string, now: number): Account {
  let rest = Math.min(points, liveBalance(account, now))
  const total = rest
  if (!total) return account
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
