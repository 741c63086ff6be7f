// Who has given to a book, as far as the pledges tell: a donor is neither paid with the gift nor its beneficiary (慈善法 40, 58). One query each.
import type { Matter } from '../../core/matter'
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'

/** The campaign or fund of a book's id. */
export const targetOf = (book: string): string => book.slice(book.indexOf('_') + 1)

const given = ['confirmed', 'posted', 'reversing', 'undoing']

/** Has somebody of this name given to the book? Names as they stand on the receipt. */
export async function isDonorNamed(book: string, name: string, store: Store): Promise<boolean> {
  const where = { 'body.to': targetOf(book), 'body.donorName': name, kind: 'pledge', status: store._.in(given) }
  return (await store.find<Matter>('matters', where, { limit: 1, fields: { _id: true } })).length > 0
}

export async function isDonor(book: string, author: PersonKey, store: Store): Promise<boolean> {
  const where = { author, kind: 'pledge', 'body.to': targetOf(book), status: store._.in(given) }
  return (await store.find<Matter>('matters', where, { limit: 1, fields: { _id: true } })).length > 0
}
