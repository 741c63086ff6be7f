// A host charity with three people, and a book of its own, beside the people of the world: for whatever is about money.
import { forgetStreets } from '../../cloudfunctions/api/core/store'
import type { Book, Draft } from '../../cloudfunctions/api/modules/ledger/book'
import { linesFor } from '../../cloudfunctions/api/modules/ledger/chart'
import { copyOut, openBook, post } from '../../cloudfunctions/api/modules/ledger/post'
import { wednesday } from './clock'
import type { Door } from './door'
import { plum, streetPath } from './world'

export const hostCharity = 'xm-charity'
/** Openids of its people; their keys are the same without what is no letter. */
export const [cashier, auditor, thirdHand] = ['openid-cashier', 'openid-auditor', 'openid-third'] as const
export const keyOf = (openid: string): string => `p${openid.replace('openid-', '')}`

const staff = (openid: string, name: string) => ({
  _id: openid,
  schema: 1,
  key: keyOf(openid),
  name,
  street: streetPath,
  grants: [{ id: `seed-${openid}`, role: 'staff', body: hostCharity, from: 0, by: 'seed' }],
  consents: [],
  accepts: {},
  unread: 0,
  at: 0,
})

export async function charityHere(door: Door): Promise<void> {
  await door.store.add('bodies', {
    _id: hostCharity,
    street: streetPath,
    area: streetPath,
    type: 'charity',
    name: '香梅慈善会',
  } as never)
  await door.store.addAll('people', [staff(cashier, '钱惊蛰'), staff(auditor, '温清和'), staff(thirdHand, '方小寒')])
  forgetStreets()
}

let serial = 0
export const freshId = (): string => `money${String(++serial).padStart(15, '0')}`

export async function aBook(door: Door, change: Partial<Book> = {}): Promise<string> {
  const id = freshId()
  const area = change.area ?? plum
  const parts = { street: streetPath, area, within: [streetPath, area], title: '杏花基金', purpose: '助老' }
  const book = { _id: `fund_${id}`, of: { kind: 'fund', id }, host: hostCharity, at: wednesday - 90 * 86_400_000 }
  await openBook(door.store, { ...parts, ...book, ...change } as never)
  return change._id ?? `fund_${id}`
}

/** A posting by the cashier, confirmed by the auditor; copied out. Its id is the answer. */
export async function posted(
  door: Door,
  book: string,
  lines: Draft['lines'] = linesFor.arrive(10_000),
  change: Partial<Draft> = {},
  now = wednesday,
): Promise<string> {
  const id = freshId()
  const told = await post(
    door.store,
    book,
    {
      _id: `${id}_arrive`,
      on: '2026-03-04',
      what: 'arrive',
      words: '居民捐赠',
      lines,
      source: { kind: 'allocation', id },
      by: keyOf(cashier),
      confirmedBy: keyOf(auditor),
      ...change,
    },
    now,
  )
  if (!told.ok) throw new Error(told.problem.code)
  await copyOut(door.store)
  return told.posting._id
}
