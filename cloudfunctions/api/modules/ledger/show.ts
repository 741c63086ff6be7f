// What everybody may see of the books: sums and postings in words, without the name of anybody who gave, recorded or confirmed. Pure.
import * as z from 'zod'
import { inShanghai, startOf } from '../../core/clock'
import { areaName, bodyName, type Street } from '../../core/street'
import { type Book, monthOf, type Posting } from './book'
import { type Account, accounts, availableFen, type Balances, chart, labelOf, movedFen, sayFen, shown } from './chart'

const Sum = z.object({ fen: z.number(), text: z.string() })
const sum = (fen: number): z.infer<typeof Sum> => ({ fen, text: sayFen(fen) })

export const BookCard = z.object({
  id: z.string(),
  title: z.string(),
  purpose: z.string(),
  host: z.string(),
  place: z.string(),
  street: z.string(),
  /** The campaign or fund it belongs to. */
  of: z.object({ kind: z.string(), id: z.string() }),
  /** Received, of whatever source, before anything was given back. */
  in: Sum,
  /** Spent, with what platforms kept. */
  out: Sum,
  held: Sum,
  /** Granted and not yet spent. */
  granted: Sum,
  /** What may still be granted. */
  available: Sum,
})

export const BookView = BookCard.extend({
  returned: Sum,
  movedOut: Sum,
  accounts: z.array(
    z.object({ account: z.string(), label: z.string(), about: z.string(), fen: z.number(), text: z.string() }),
  ),
  /** How many postings there are. */
  count: z.number(),
  /** 已结账到 2026年2月. */
  closed: z.string().optional(),
  /** What this reader may do here. */
  can: z.object({
    close: z.object({ month: z.string(), label: z.string() }).optional(),
    review: z.boolean(),
    reverse: z.boolean(),
  }),
})

export const PostingLine = z.object({
  id: z.string(),
  n: z.number(),
  on: z.string(),
  what: z.string(),
  words: z.string(),
  /** What came into the account, or went out of it. */
  in: z.string().optional(),
  out: z.string().optional(),
  /** What was granted (+) or released (−) without money moving. */
  aside: z.string().optional(),
  photos: z.array(z.string()),
  /** A mistake that was put right by an opposite posting, or such a posting. */
  note: z.string().optional(),
})
export type PostingLine = z.infer<typeof PostingLine>

/** What came in and went out over the life of a book. */
export const totalsOf = (balances: Balances) => ({
  in: shown(balances, 'donations') + shown(balances, 'movedIn'),
  out: shown(balances, 'spending') + shown(balances, 'fees'),
  returned: shown(balances, 'returned'),
  movedOut: shown(balances, 'movedOut'),
  held: shown(balances, 'bank'),
  granted: shown(balances, 'appropriated'),
  available: availableFen(balances),
})

export function bookCard(book: Book, street: Street): z.infer<typeof BookCard> {
  const totals = totalsOf(book.balances)
  return {
    id: book._id,
    title: book.title,
    purpose: book.purpose,
    street: book.street,
    host: bodyName(street, book.host),
    place: areaName(street, book.area),
    of: book.of,
    in: sum(totals.in),
    out: sum(totals.out),
    held: sum(totals.held),
    granted: sum(totals.granted),
    available: sum(totals.available),
  }
}

/** 2026年2月. */
export const sayMonth = (month: string): string => inShanghai(startOf(`${month}-01`)).format('YYYY年M月')

export function bookView(book: Book, street: Street, can: z.infer<typeof BookView>['can']): z.infer<typeof BookView> {
  const totals = totalsOf(book.balances)
  const told = accounts.filter((account: Account) => account !== 'committed')
  return {
    ...bookCard(book, street),
    returned: sum(totals.returned),
    movedOut: sum(totals.movedOut),
    accounts: told.map((account) => {
      const { label, about } = chart[account]
      return { account, label, about, ...sum(shown(book.balances, account)) }
    }),
    count: book.n,
    closed: book.closedThrough ? `已结账到 ${sayMonth(book.closedThrough)}` : undefined,
    can,
  }
}

/** The oldest month that is over and not closed, from the month in which the book was opened on. */
export function monthToClose(book: Pick<Book, 'closedThrough' | 'at'>, today: string): string | undefined {
  const next = (month: string) =>
    inShanghai(startOf(`${month}-01`))
      .add(1, 'month')
      .format('YYYY-MM')
  const month = book.closedThrough ? next(book.closedThrough) : inShanghai(book.at).format('YYYY-MM')
  return month < monthOf(today) ? month : undefined
}

export function postingLine(posting: Posting, photos: string[] = posting.shows ?? []): PostingLine {
  const { bank, aside } = movedFen(posting.lines)
  const note = posting.reversedBy ? '已冲正，见后面的冲正记录' : posting.reverses ? '冲正前面记错的一笔' : undefined
  return {
    id: posting._id,
    n: posting.n,
    on: posting.on,
    what: labelOf(posting.lines, posting.reverses),
    words: posting.words,
    ...(bank > 0 && { in: sayFen(bank) }),
    ...(bank < 0 && { out: sayFen(-bank) }),
    ...(bank === 0 && { aside: sayFen(aside) }),
    photos,
    note,
  }
}
