// What follows a step, with each of its SDK calls failing in turn: an error, a lost reply, a time-out. However often it is done again, the
// money is in the books once, the gift says so, and nothing is left to do.
import { applyNow } from '../../cloudfunctions/api/core/matters'
import { hear } from '../../cloudfunctions/api/modules/giving/paid'
import type { Claim } from '../../cloudfunctions/api/modules/ledger/proof'
import { verifyBook } from '../../cloudfunctions/api/modules/ledger/verify'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'
import { failEachCall } from '../support/faulty'
import { aCampaign, act, bookOf, freshId, ok, pledged, posted, record, settleAll } from '../support/gifts'

let door: Door
beforeAll(async () => {
  door = await theDoor()
})
afterAll(() => door.close())

type Ready = { campaign: string; id: string }

/** The books of the campaign hold, with so many postings and so much in the bank; and the gift is in this status with nothing left to do. */
const check = (status: string, n: number, bank: number) => async (at: Ready) => {
  await settleAll(door, at.id)
  const book = await bookOf(door, at.campaign)
  const { faults } = await verifyBook(book, door.store)
  if (faults.length) return faults.join('，')
  const matter = await door.matter(at.id)
  if (matter.status !== status || matter.beside.apply)
    return `the gift is ${matter.status}, its effect ${matter.beside.apply}`
  return book.n === n && book.balances.bank === bank
    ? undefined
    : `${book.n} postings, ${book.balances.bank} in the bank`
}

/** Does it again where the function failed, as the timer does. */
const apply = (store: Door['store'], { id }: Ready) => applyNow(id, store, wednesday)

test('a confirmed gift is posted once', async () => {
  const confirmed = async (): Promise<Ready> => {
    const campaign = await aCampaign(door)
    const id = await pledged(door, campaign)
    ok(await record(door, id))
    ok(await act(door, 'treasurer2', id, 'confirm'))
    return { campaign, id }
  }
  const { cases, wrong } = await failEachCall(door.store, confirmed, apply, check('posted', 1, 10_000))
  expect(wrong).toEqual([])
  expect(cases).toBeGreaterThan(20)
})

test('a reversal is posted once', async () => {
  const undone = async (): Promise<Ready> => {
    const campaign = await aCampaign(door)
    const id = await posted(door, campaign)
    ok(await act(door, 'treasurer', id, 'reverse', { note: '记错了' }))
    ok(await act(door, 'treasurer2', id, 'confirmReversal'))
    return { campaign, id }
  }
  const { cases, wrong } = await failEachCall(door.store, undone, apply, check('reversed', 2, 0))
  expect(wrong).toEqual([])
  expect(cases).toBeGreaterThan(15)
})

test('a gift that is sent back frees its evidence, and the campaign’s figures are right', async () => {
  const sentBack = async (): Promise<Ready> => {
    const campaign = await aCampaign(door)
    const id = await pledged(door, campaign)
    ok(await record(door, id))
    ok(await act(door, 'treasurer2', id, 'sendBack', { note: '不是这一笔' }))
    return { campaign, id }
  }
  const { wrong } = await failEachCall(door.store, sentBack, apply, async (at) => {
    await settleAll(door, at.id)
    const held = await door.store.find<Claim>('evidence', { source: at.id }, { limit: 5 })
    const { kept } = (await door.matter(at.campaign)).beside as { kept?: { pledgedFen: number } }
    return held.length || kept?.pledgedFen !== 10_000
      ? `${held.length} claims, ${kept?.pledgedFen} promised`
      : undefined
  })
  expect(wrong).toEqual([])
})

test('a payment that is told is written down once', async () => {
  const waiting = async (): Promise<Ready & { transaction: string }> => {
    const campaign = await aCampaign(door)
    return { campaign, id: await pledged(door, campaign), transaction: freshId().toUpperCase() }
  }
  const { wrong } = await failEachCall(
    door.store,
    waiting,
    (store, { id, transaction }) =>
      hear(
        { transaction, pledge: id, amountFen: 10_000, feeFen: 0, state: 'success', paidAt: wednesday },
        'example',
        store,
        wednesday,
      ),
    async ({ id }) => {
      const { status, trace } = await door.matter(id)
      const times = trace.filter(({ action }) => action === 'recordPaid').length
      return status === 'recorded' && times === 1 ? undefined : `${status}, told ${times} times`
    },
  )
  expect(wrong).toEqual([])
})

test('a campaign that opens has one book', async () => {
  const agreed = async (): Promise<Ready> => {
    const campaign = await aCampaign(door)
    await door.store.remove('books', { _id: `campaign_${campaign}` })
    await door.store.change('matters', { _id: campaign }, { 'beside.apply': (await door.matter(campaign)).version })
    return { campaign, id: campaign }
  }
  const { wrong } = await failEachCall(door.store, agreed, apply, check('open', 0, 0))
  expect(wrong).toEqual([])
})
