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
  street: Path
  area: Path
  host: BodyId
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
  reverses?: string
  prev: string
  hash: string
  // Beside the chain: what is decided or found about it later.
  /** Nothing of its evidence waits for a decision. */
  reviewed: boolean
  /** The files that the public may see. */
  shows?: string[]
  review?: { by: PersonKey; at: number }
  reversedBy?: string
}

/** A month that is closed: nothing dated in it, or before it, was written after posting `n`. */
export type Closing = { month: string; n: number; head: string; by: PersonKey; at: number }

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
  /** 专款专用: what its money may be used for, in words and, where they are known, as categories. */
  purpose: string
  purposes?: string[]
  host: BodyId
  /** 定向募捐: false when only those listed may know of it (慈善法 21, 80). */
  isPublic: boolean
  version: number
  n: number
  /** Hash of the last posting. */
  head: string
  balances: Balances
  /** The last closed month, 'YYYY-MM'; '' = none. */
  closedThrough: string
  closings: Closing[]
  unposted: Posting[]
  owed: boolean
  at: number
}

export type Draft = Pick<Posting, '_id' | 'on' | 'what' | 'words' | 'lines' | 'source' | 'by' | 'confirmedBy'> &
  Partial<Pick<Posting, 'evidence' | 'reverses'>>

export const bookIdOf = (kind: 'campaign' | 'fund', id: string): string => `${kind}_${id}`
export const monthOf = (on: string): string => on.slice(0, 7)

export const newBook = (
  book: Pick<Book, '_id' | 'street' | 'area' | 'within' | 'of' | 'title' | 'purpose' | 'host' | 'at'> &
    Partial<Pick<Book, 'purposes' | 'isPublic'>>,
): Book => ({
  schema: 1,
  version: 1,
  n: 0,
  head: '',
  balances: noBalances(),
  closedThrough: '',
  closings: [],
  isPublic: true,
  unposted: [],
  owed: false,
  ...book,
})

/** Over everything a posting says, in this order, and the posting before it; what stands beside the chain is left out. */
export const hashOf = (posting: Posting): string => {
  const { _id, book, street, area, host, n, at, on, what, words, source, by, confirmedBy, evidence, prev } = posting
  const lines = posting.lines.map(({ account, fen }) => [account, fen])
  const said = [_id, book, street, area, host, n, at, on, what, words, lines, source.kind, source.id, by, confirmedBy]
  return createHash('sha256')
    .update(JSON.stringify([...said, evidence, posting.reverses ?? '', prev]))
    .digest('hex')
}

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
    street: book.street,
    area: book.area,
    host: book.host,
    n: book.n + 1,
    at: now,
    reviewed: !draft.evidence?.length,
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
