// The points ledger in the database: an account and what it still has to post are one document, so one conditional write is one change; the
// timer copies the postings out, lets lots lapse, settles what was held, and adds every account up again.
import { minuteMs } from '../../core/clock'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'
import {
  type Account,
  doneMax,
  emptyAccount,
  expired,
  type Item,
  liveBalance,
  type Posting,
  sumOfLines,
  taken,
} from './points'
import { problems } from './problems'

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

/**
 * Changes an account once for this id, however often it is asked; the posting is the proof, and is given back as it stands. Undefined: the
 * change was none.
 */
export async function once(
  person: PersonKey,
  id: string,
  store: Store,
  change: (account: Account) => Account,
): Promise<Posting | undefined> {
  for (let attempt = 0; attempt < 8; attempt++) {
    const account = await accountOf(person, store)
    const known = account.unposted.find(({ _id }) => _id === id) ?? (await store.get<Posting>('pointPostings', id))
    if (known) return known
    const after = change(account)
    if (after === account) return undefined
    if (await keep(account, after, store)) return after.unposted.at(-1)
  }
  return refuse(coreProblems.STATE_CHANGED)
}

/** One request is paid once: what was paid lately lies with the account, what was paid long ago among the postings. */
async function isPaid(account: Account, id: string, store: Store): Promise<boolean> {
  const { done = [] } = account
  if (done.includes(`spend_${id}`)) return true
  return done.length >= doneMax && (await store.get('pointPostings', `spend_${id}`)) !== undefined
}

/** Takes one from the stock, or keeps what this request has taken already from being put back while it is paid for. */
async function hold(person: PersonKey, asked: Spending, store: Store, now: number): Promise<void> {
  const { _ } = store
  const { id, item, price, title } = asked
  const where = { _id: item, price, title, state: 'open', stock: _.gt(0), 'holds.id': _.neq(id) }
  const taking = { stock: _.inc(-1), holds: _.push([{ id, person, at: now }]), held: true }
  if ((await store.change('pointItems', where, taking)) === 1) return
  const mine = { _id: item, holds: _.elemMatch({ id, person }) }
  if ((await store.change('pointItems', mine, { 'holds.$.at': now })) === 1) return
  const found = (await store.get<Item>('pointItems', item)) ?? refuse(problems.POINTS_ITEM)
  // Renewed at this very moment by the same request.
  if (found.holds.some((one) => one.id === id && one.person === person)) return
  refuse(found.stock > 0 ? problems.POINTS_ITEM : problems.POINTS_GONE)
}

type Spending = { id: string; item: string; price: number; title: string }

/** Stock first, then the points; the four calls are identity, account, stock, account. A hold whose points were never taken is returned. */
export async function spend(person: PersonKey, asked: Spending, store: Store, now: number): Promise<Account> {
  const { id, price, title } = asked
  const account = await accountOf(person, store)
  if (await isPaid(account, id, store)) return account
  const paid = (from: Account): Account => {
    // Lapsed lots are taken out by the timer; until then they are not spent either.
    if (liveBalance(from, now) < price) refuse(problems.POINTS_SHORT)
    return taken(from, `spend_${id}`, price, 'spent', `兑换：${title}`, now)
  }
  const after = paid(account)
  await hold(person, asked, store, now)
  if (await keep(account, after, store)) return after
  await once(person, `spend_${id}`, store, paid)
  return accountOf(person, store)
}

const holdMs = 10 * minuteMs

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
  const owing = await store.find<Account>('pointAccounts', { owed: true }, { limit: 200 })
  for (const account of owing) {
    for (const posting of account.unposted) await store.add('pointPostings', posting)
    const update = { unposted: _.set([]), owed: false, version: _.inc(1) }
    moved += await store.change('pointAccounts', { _id: account._id, version: account.version }, update)
  }
  const holding = await store.find<Item>('pointItems', { held: true }, { limit: 50 })
  for (const item of holding) {
    for (const hold of item.holds.filter(({ at }) => at <= now - holdMs)) {
      const { done = [] } = await accountOf(hold.person, store)
      const posting = `spend_${hold.id}`
      const paid = done.includes(posting) || (await store.get('pointPostings', posting)) !== undefined
      // As it was read: whoever sends their request again at this moment keeps what they hold.
      const where = { _id: item._id, holds: _.elemMatch({ id: hold.id, at: hold.at }) }
      await store.change('pointItems', where, { holds: _.pull({ id: hold.id }), ...(!paid && { stock: _.inc(1) }) })
      moved++
    }
    await store.change('pointItems', { _id: item._id, holds: _.size(0) }, { held: false })
  }
  return moved
}

const pageRows = 500

/** What all postings of a person say of their account, page by page. */
async function postedFor(person: PersonKey, store: Store): Promise<number> {
  const { _ } = store
  let sum = 0
  let where: object = { person }
  for (;;) {
    const found = await store.find<Posting>('pointPostings', where as Record<string, unknown>, {
      order: [
        ['at', 'desc'],
        ['_id', 'desc'],
      ],
      limit: pageRows,
    })
    sum += sumOfLines(found)[`person:${person}`] ?? 0
    const last = found.at(-1)
    if (found.length < pageRows || !last) return sum
    where = _.and([
      { person },
      _.or([{ at: _.lt(last.at) }, { at: last.at, _id: _.lt(last._id) }]),
    ]) as unknown as object
  }
}

/** The timer's check: accounts that were not added up for longest, against their postings. How many are off, which is a defect. */
export async function checkAccounts(store: Store, now: number): Promise<number> {
  const oldest = await store.find<Account>(
    'pointAccounts',
    { owed: false },
    { order: [['checkedAt', 'asc']], limit: 50 },
  )
  let wrong = 0
  for (const { _id, version, balance } of oldest) {
    const off = (await postedFor(_id, store)) - balance
    // What was changed meanwhile is checked in its turn.
    const same = (await store.change('pointAccounts', { _id, version }, { checkedAt: now, off })) === 1
    if (same && off) wrong++
  }
  if (wrong) console.error(JSON.stringify({ level: 'defect', job: 'checkAccounts', wrong }))
  return wrong
}
