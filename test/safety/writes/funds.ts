// Writes of funds and of the books, each with its situation: what test/safety/faults.ts breaks at every call.

import { linesFor } from '../../../cloudfunctions/api/modules/ledger/chart'
import { copyOut } from '../../../cloudfunctions/api/modules/ledger/post'
import { proofId } from '../../../cloudfunctions/api/modules/ledger/proof'
import { aBook, posted } from '../../support/charity'
import { wednesday } from '../../support/clock'
import type { Door } from '../../support/door'
import {
  act,
  aFund,
  allocationInput,
  changeInput,
  codeOfPerson,
  draftFund,
  freshId,
  fundInput,
  gave,
  granted,
  ok,
  passed,
  proposed,
  request,
  spend,
  spending,
} from '../../support/funds'
import type { Who } from '../../support/world'
import type { Sending, Write } from '../faults'

const soon = wednesday + 60_000
const photo = 'cloud://local-env/invoice.jpg'
const april = wednesday + 40 * 86_400_000

type Shared = { fund: string; other: string }
const shared = new WeakMap<Door, Promise<Shared>>()
/** One fund with money and one without, for all stories. */
function sharedFunds(door: Door): Promise<Shared> {
  const made = async (): Promise<Shared> => {
    const [fund, other] = [await aFund(door), await aFund(door, { title: '孩子托管基金', purposes: ['children'] })]
    await gave(door, fund, '90000')
    return { fund, other }
  }
  const known = shared.get(door) ?? made()
  shared.set(door, known)
  return known
}

type More = { patch?: object; note?: string; documents?: Sending['documents']; moves?: true }
const step = (
  who: Who,
  action: string,
  ready: (door: Door, at: Shared) => Promise<string>,
  more: () => More = () => ({}),
): Write => ({
  name: `funds ${action}`,
  // The books take these on.
  ...(more().moves && { moves: true as const }),
  async prepare(door) {
    const id = await ready(door, await sharedFunds(door))
    const { patch = {}, note = '已核对', documents = [] } = more()
    const { version } = await door.matter(id)
    const data = { id, version, action, request: request(), note, patch }
    return { openid: `openid-${who}`, call: 'matters.act', data, now: soon, documents: [['matters', id], ...documents] }
  },
})
const call = (
  name: string,
  who: Who,
  ready: (door: Door, at: Shared) => Promise<{ data: object; documents: Sending['documents'] }>,
  now = soon,
): Write => ({
  name,
  async prepare(door) {
    const { data, documents } = await ready(door, await sharedFunds(door))
    return { openid: `openid-${who}`, call: name, data, now, documents }
  },
})

const voting = async (door: Door, { fund }: Shared) => {
  const id = await proposed(door, fund, { amount: '10' })
  ok(await act(door, 'clerk', id, 'openVote'))
  return id
}
const entered = async (door: Door, { fund }: Shared) => {
  const id = await granted(door, fund, { amount: '10' })
  ok(await spend(door, id, { amount: '4', ref: freshId() }))
  return id
}
/** In a book of its own, with a photo, and copied out. */
const booked = async (door: Door) => {
  const [fund, id] = [freshId(), freshId()]
  const book = await aBook(door, { _id: `fund_${fund}`, of: { kind: 'fund', id: fund }, host: 'charity' })
  const told = { _id: `${id}_arrive`, source: { kind: 'allocation', id }, by: 'ptreasurer', evidence: [photo] }
  const posting = await posted(door, book, linesFor.arrive(1_000), told)
  // So many books at a time.
  while ((await copyOut(door.store)) > 0);
  return posting
}

export const fundWrites: readonly Write[] = [
  call('funds.found', 'treasurer', async () => {
    const data = fundInput()
    return { data, documents: [['matters', data.id]] }
  }),
  call('funds.propose', 'author', async (_door, { fund }) => {
    const data = allocationInput(fund)
    return { data, documents: [['matters', data.id]] }
  }),
  call('funds.askPurpose', 'treasurer', async (_door, { fund, other }) => {
    const data = changeInput(`fund_${fund}`, other)
    return { data, documents: [['matters', data.id]] }
  }),
  step(
    'clerk',
    'seat',
    (door) => draftFund(door),
    () => ({ patch: { code: codeOfPerson('manager'), seat: 'expert' } }),
  ),
  step('clerk', 'openVote', async (door, { fund }) => proposed(door, fund)),
  step('author', 'vote', voting, () => ({ patch: { agrees: 'yes' }, note: '' })),
  step('author', 'declare', voting),
  step('supervisor', 'opine', voting, () => ({ patch: { agrees: 'no' } })),
  step('treasurer', 'grant', async (door, { fund }) => passed(door, fund, { amount: '10' })),
  step(
    'secretary',
    'agree',
    async (door, { fund }) => {
      const id = await passed(door, fund, { amount: '10' })
      ok(await act(door, 'treasurer', id, 'grant'))
      ok(await act(door, 'clerk', id, 'agree'))
      return id
    },
    () => ({ moves: true }),
  ),
  {
    name: 'funds spend',
    async prepare(door) {
      const { fund } = await sharedFunds(door)
      const id = await granted(door, fund, { amount: '10' })
      const patch = spending({ amount: '4', ref: freshId() })
      const { version } = await door.matter(id)
      const data = { id, version, action: 'spend', request: request(), note: '', patch }
      const claim = proofId('charity', 'spend', patch.ref.toUpperCase())
      const documents: Sending['documents'] = [
        ['matters', id],
        ['evidence', claim],
      ]
      return { openid: 'openid-treasurer', call: 'matters.act', data, now: soon, documents }
    },
  },
  step('treasurer2', 'confirmSpend', entered, () => ({ patch: { entry: 's1' }, moves: true })),
  step('treasurer', 'voidSpend', entered, () => ({ patch: { entry: 's1' } })),
  call('ledger.review', 'treasurer2', async (door) => {
    const posting = await booked(door)
    return { data: { posting, show: [photo] }, documents: [['postings', posting]] }
  }),
  call('ledger.reverse', 'treasurer', async (door) => {
    const id = freshId()
    const data = { id, posting: await booked(door), words: '发票开错了单位' }
    return { data, documents: [['matters', id]] }
  }),
  call(
    'ledger.closeMonth',
    'treasurer',
    async (door) => {
      const fund = await aFund(door)
      await copyOut(door.store)
      return { data: { book: `fund_${fund}`, month: '2026-03' }, documents: [['books', `fund_${fund}`]] }
    },
    april,
  ),
]
