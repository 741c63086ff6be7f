// Who has given to a book, as far as the pledges tell: a donor is neither paid with the gift nor its beneficiary (慈善法 40, 58). One query each.
import type { Matter } from '../../core/matter'
import type { PersonKey } from '../../core/roles'
import type { Store, Where } from '../../core/store'
import { isSameBody, keysOf, type Named } from '../giving/body-name'

/** The campaign or fund of a book's id. */
export const targetOf = (book: string): string => book.slice(book.indexOf('_') + 1)

const given = ['confirmed', 'posted', 'reversing', 'undoing']

type Gift = Matter<{ donorName: string; donorCode?: string }>
/** Of bodies whose names are alike and whose codes are known, at most so many are looked at. */
const alikeMost = 50

/** Has this body given to the book? By its code where both are known, by its name however it is written otherwise. */
export async function isDonorNamed(book: string, body: Named, store: Store): Promise<boolean> {
  const { _ } = store
  const gift = { 'body.to': targetOf(book), kind: 'pledge', status: _.in(given) }
  // Gifts that were written down before names were compared are found by the name as it is.
  const where = _.or([
    { ...gift, 'body.donorKeys': _.in(keysOf(body)) },
    { ...gift, 'body.donorName': body.name },
  ])
  const fields = { 'body.donorName': true, 'body.donorCode': true }
  const found = await store.find<Gift>('matters', where as unknown as Where, { limit: alikeMost, fields })
  return found.some((one) => isSameBody(body, { name: one.body.donorName, code: one.body.donorCode }))
}

export async function isDonor(book: string, author: PersonKey, store: Store): Promise<boolean> {
  const where = { author, kind: 'pledge', 'body.to': targetOf(book), status: store._.in(given) }
  return (await store.find<Matter>('matters', where, { limit: 1, fields: { _id: true } })).length > 0
}
