// A book (账簿): the sub-ledger of one campaign or one fund at its host charity. Balances and what is not copied out yet are one document, so
// one conditional write is one posting. Postings hang together by hashes, like the log of a matter. Pure.
import { createHash } from 'node:crypto'
import type { Path } from '../../core/areas'
import { onOf } from '../../core/clock'
import type { Problem } from '../../core/errors'
import type { BodyId, PersonKey } from '../../core/roles'
import { added, type Balances, isBalanced, isSound, type Line, noBalances } from './chart'
import { ledgerProblems } from './problems'

export type Source = { kind: string; id: string }

/** One entry of the books; never edited, a mistake is reversed by an opposite one. */
export type Posting = {
  /** `<source id>_<what>`: sending twice finds it. */
  _id: string
  book: string
  /** 1, 2, 3 … in the order they were written. */
  n: number
  /** When it was written. */
  at: number
  /** The day it counts for: of the bank line or voucher, 'YYYY-MM-DD'. */
  on: string
  what: string
  /** 说明, as anybody may read it. */
  words: string
  lines: Line[]
  source: Source
  by: PersonKey
  confirmedBy: PersonKey
  /** Files of vouchers; shown to the public after review. */
  evidence: string[]
  reviewed: boolean
  reverses?: string
  prev: string
  hash: string
}

/** One document of `books`. */
export type Book = {
  _id: string
  schema: number
  street: Path
  area: Path
  within: Path[]
  /** The campaign or fund. */
  of: Source
  title: string
  /** 专款专用: what its money may be used for. */
  purpose: string
  host: BodyId
  version: number
  n: number
  /** Hash of the last posting. */
  head: string
  balances: Balances
  /** The last closed month, 'YYYY-MM'; '' = none. */
  closedThrough: string
  unposted: Posting[]
  owed: boolean
  at: number
}

export type Draft = Pick<Posting, '_id' | 'on' | 'what' | 'words' | 'lines' | 'source' | 'by' | 'confirmedBy'> &
  Partial<Pick<Posting, 'evidence' | 'reverses'>>

export const bookIdOf = (kind: 'campaign' | 'fund', id: string): string => `${kind}_${id}`
export const monthOf = (on: string): string => on.slice(0, 7)

export const newBook = (
  book: Pick<Book, '_id' | 'street' | 'area' | 'within' | 'of' | 'title' | 'purpose' | 'host' | 'at'>,
): Book => ({
  schema: 1,
  version: 1,
  n: 0,
  head: '',
  balances: noBalances(),
  closedThrough: '',
  unposted: [],
  owed: false,
  ...book,
})

/** Over everything a posting says, in a fixed order, and the posting before it. */
export const hashOf = ({ hash: _hash, reviewed: _reviewed, ...posting }: Posting): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(posting).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')

/**
 * The book after a posting, or the problem in its way: a closed month, a day to come, money that is not there. Lines that do not sum to 0
 * are a defect of the caller, not of a person.
 */
export function withPosting(
  book: Book,
  draft: Draft,
  now: number,
): { book: Book; posting: Posting } | { problem: Problem } {
  if (!isBalanced(draft.lines)) throw new Error(`unbalanced posting ${draft._id}`)
  if (draft.on > onOf(now)) return { problem: ledgerProblems.LEDGER_FUTURE }
  if (monthOf(draft.on) <= book.closedThrough) return { problem: ledgerProblems.LEDGER_PERIOD_CLOSED }
  const balances = added(book.balances, draft.lines)
  if (!isSound(balances)) return { problem: ledgerProblems.LEDGER_SHORT }
  const bare: Posting = {
    evidence: [],
    ...draft,
    book: book._id,
    n: book.n + 1,
    at: now,
    reviewed: false,
    prev: book.head,
    hash: '',
  }
  const posting = { ...bare, hash: hashOf(bare) }
  return {
    posting,
    book: {
      ...book,
      version: book.version + 1,
      n: posting.n,
      head: posting.hash,
      balances,
      unposted: [...book.unposted, posting],
      owed: true,
    },
  }
}

/** What is wrong with a book and all of its postings in order; empty when everything adds up. */
export function faultsOf(book: Book, postings: readonly Posting[]): string[] {
  const faults: string[] = []
  let balances = noBalances()
  let prev = ''
  for (const [index, posting] of postings.entries()) {
    if (posting.n !== index + 1) faults.push(`第 ${index + 1} 笔缺失或重复`)
    if (!isBalanced(posting.lines)) faults.push(`第 ${posting.n} 笔借贷不平`)
    if (posting.prev !== prev || posting.hash !== hashOf(posting)) faults.push(`第 ${posting.n} 笔与记录链不符`)
    prev = posting.hash
    balances = added(balances, posting.lines)
    if (!isSound(balances)) faults.push(`第 ${posting.n} 笔之后余额为负`)
  }
  if (book.n !== postings.length) faults.push(`账簿记有 ${book.n} 笔，找到 ${postings.length} 笔`)
  if (book.head !== prev) faults.push('账簿的最后一笔与记录链不符')
  for (const [account, fen] of Object.entries(balances))
    if (book.balances[account as keyof Balances] !== fen)
      faults.push(`${account} 余额 ${book.balances[account as keyof Balances]}，应为 ${fen}`)
  return faults
}
