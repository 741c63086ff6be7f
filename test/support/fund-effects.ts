// What follows decisions on a fund's money, as stories whose every SDK call may be failed (support/faulty.ts): however often it is done again,
// the money moves once, the matter says so, and nothing is left to do.

import type { Matter } from '../../cloudfunctions/api/core/matter'
import { applyNow } from '../../cloudfunctions/api/core/matters'
import type { Store } from '../../cloudfunctions/api/core/store'
import { askDonors, countAnswers } from '../../cloudfunctions/api/modules/funds/change/asking'
import type { Posting } from '../../cloudfunctions/api/modules/ledger/book'
import { linesFor } from '../../cloudfunctions/api/modules/ledger/chart'
import { copyOut } from '../../cloudfunctions/api/modules/ledger/post'
import { verifyBook } from '../../cloudfunctions/api/modules/ledger/verify'
import { aBook, freshId, posted } from './charity'
import { wednesday } from './clock'
import type { Door } from './door'
import {
  act,
  aFund,
  changeInput,
  draftFund,
  fundBook,
  gave,
  granted,
  ok,
  passed,
  settleAll,
  spend,
  spent,
} from './funds'
import type { Who } from './world'

export type Effect = {
  name: string
  prepare: () => Promise<string>
  work: (store: Store, id: string) => Promise<unknown>
  /** What is wrong with what is left. */
  check: (id: string) => Promise<string | undefined>
}

const over = wednesday + 30 * 86_400_000
const apply = (store: Store, id: string) => applyNow(id, store, wednesday)

export async function fundEffects(door: Door): Promise<Effect[]> {
  const fund = await aFund(door)
  const other = await aFund(door, { title: '孩子托管基金', purpose: '孩子课后托管', purposes: ['children'] })
  await gave(door, fund, '100000')
  const gift: Matter = await door.matter(await gave(door, fund, '10'))
  /** Of the change that is tried now. */
  let target = ''
  const agreed = async (id: string, ...by: Who[]) => {
    for (const who of by) ok(await act(door, who, id, 'agree'))
    return id
  }

  /** In this status with nothing left to do, so many postings of its own, and a book that adds up. */
  const check =
    (status: string, postings: number, of = () => fund) =>
    async (id: string) => {
      await settleAll(door, id)
      await copyOut(door.store)
      const { status: now, beside } = await door.matter(id)
      if (now !== status || beside.apply) return `it is ${now}, its effect ${beside.apply}`
      const made = await door.store.find<Posting>('postings', { 'source.id': id }, { limit: 20 })
      if (made.length !== postings) return `${made.length} postings: ${made.map(({ what }) => what).join()}`
      return (await verifyBook(await fundBook(door, of()), door.store)).faults[0]
    }

  /** A change of purpose of a book with one gift of ten 元, agreed to by everybody. */
  const asked = async () => {
    await door.store.remove('askings', { state: door.store._.in(['asking', 'asked']) })
    const book = await aBook(door, { host: 'charity' })
    target = book.slice('fund_'.length)
    await posted(door, book, linesFor.arrive(1_000))
    await door.put({ ...gift, _id: freshId(), body: { ...gift.body, to: target } })
    const input = changeInput(book, other)
    ok(await door.call('treasurer', 'funds.askPurpose', input))
    ok(await act(door, 'treasurer', input.id, 'submit'))
    return agreed(input.id, 'clerk', 'secretary', 'officer')
  }
  const questionsOf = (id: string) => door.store.find<{ _id: string }>('matters', { 'body.change': id }, { limit: 9 })

  return [
    {
      name: 'a fund is founded: one book, one committee, each member one place',
      async prepare() {
        const id = await draftFund(door)
        ok(await act(door, 'clerk', id, 'submit'))
        return agreed(id, 'clerk2', 'secretary', 'officer')
      },
      work: apply,
      async check(id) {
        await settleAll(door, id)
        const body = `fund-${id}`
        const seats = await door.store.find<{ grants: { body?: string }[] }>(
          'people',
          { 'grants.body': body },
          { limit: 20 },
        )
        const places = seats.flatMap(({ grants }) => grants.filter((grant) => grant.body === body))
        const book = await fundBook(door, id)
        return places.length === 5 && book.n === 0 ? undefined : `${places.length} places`
      },
    },
    {
      name: 'a granted sum is set aside',
      async prepare() {
        const id = await passed(door, fund, { amount: '10' })
        ok(await act(door, 'treasurer', id, 'grant'))
        return agreed(id, 'clerk', 'secretary')
      },
      work: apply,
      check: check('running', 1),
    },
    {
      name: 'two confirmed spendings are posted',
      async prepare() {
        const id = await granted(door, fund, { amount: '10' })
        for (const entry of ['s1', 's2']) {
          ok(await spend(door, id, { amount: '4' }))
          ok(await act(door, 'treasurer2', id, 'confirmSpend', { patch: { entry } }))
        }
        return id
      },
      work: apply,
      check: check('running', 3),
    },
    {
      name: 'what is left is set free',
      async prepare() {
        const id = await granted(door, fund, { amount: '10' })
        await spent(door, id, { amount: '4' })
        ok(await act(door, 'treasurer', id, 'finish', { patch: { words: '饭菜都已送到。' } }))
        ok(await act(door, 'secretary', id, 'acceptResult'))
        return id
      },
      work: apply,
      check: check('done', 3),
    },
    {
      name: 'a change of purpose sets the money aside and asks each donor',
      prepare: asked,
      async work(store, id) {
        await applyNow(id, store, wednesday)
        await askDonors({ store, now: wednesday })
      },
      async check(id) {
        const questions = await questionsOf(id)
        return questions.length === 1 ? check('asking', 1, () => target)(id) : `${questions.length} questions`
      },
    },
    {
      name: 'answers are counted and what was agreed moves',
      async prepare() {
        const id = await asked()
        await settleAll(door, id)
        await askDonors({ store: door.store, now: wednesday })
        const [question] = await questionsOf(id)
        ok(await act(door, 'dewResident', (question as { _id: string })._id, 'sayMove'))
        return id
      },
      async work(store, id) {
        await countAnswers({ store, now: over })
        await applyNow(id, store, over)
      },
      async check(id) {
        const told = await check('done', 3, () => target)(id)
        const { balances } = await fundBook(door, target)
        return told ?? (balances.bank === 0 ? undefined : `${balances.bank} is left`)
      },
    },
  ]
}
