// Writes of giving, each with its situation: what test/safety/faults.ts breaks at every call. A posting is there once, whatever failed.
import { claimOf } from '../../../cloudfunctions/api/modules/ledger/proof'
import { wednesday } from '../../support/clock'
import type { Door } from '../../support/door'
import {
  aCampaign,
  act,
  arrival,
  campaignInput,
  freshId,
  ok,
  pledged,
  pledgeInput,
  record,
  request,
  settleAll,
  wishInput,
} from '../../support/gifts'
import type { Who } from '../../support/world'
import type { Sending, Write } from '../faults'

const soon = wednesday + 60_000
/** Evidence under a name of its own in every story. */
const line = () => arrival({ ref: freshId() })

type Ready = { id: string; campaign: string }
const recorded = async (door: Door): Promise<Ready> => {
  const campaign = await aCampaign(door)
  const id = await pledged(door, campaign)
  ok(await record(door, id, line()))
  return { id, campaign }
}
const posted = async (door: Door): Promise<Ready> => {
  const found = await recorded(door)
  ok(await act(door, 'treasurer2', found.id, 'confirm'))
  await settleAll(door, found.id)
  return found
}

const step = (
  who: Who,
  action: string,
  ready: (door: Door) => Promise<Ready>,
  more: (door: Door, at: Ready) => Promise<{ patch?: object; documents?: Sending['documents'] }> = async () => ({}),
): Write => ({
  name: `pledge ${action}`,
  // The books take these on.
  ...((action === 'confirm' || action === 'confirmReversal') && { moves: true as const }),
  async prepare(door) {
    const at = await ready(door)
    const { patch = {}, documents = [] } = await more(door, at)
    const { version } = await door.matter(at.id)
    const data = { id: at.id, version, action, request: request(), note: '核对过凭证', patch }
    const all: Sending['documents'] = [['matters', at.id], ['books', `campaign_${at.campaign}`], ...documents]
    return { openid: `openid-${who}`, call: 'matters.act', data, now: soon, documents: all }
  },
})

export const givingWrites: readonly Write[] = [
  {
    name: 'giving.draft',
    async prepare() {
      const input = campaignInput({ id: freshId() })
      return {
        openid: 'openid-treasurer',
        call: 'giving.draft',
        data: input,
        now: soon,
        documents: [['matters', input.id]],
      }
    },
  },
  {
    name: 'giving.pledge',
    async prepare(door) {
      const input = pledgeInput(await aCampaign(door))
      return {
        openid: 'openid-author',
        call: 'giving.pledge',
        data: input,
        now: soon,
        documents: [['matters', input.id]],
      }
    },
  },
  step(
    'treasurer',
    'record',
    async (door) => {
      const campaign = await aCampaign(door)
      return { id: await pledged(door, campaign), campaign }
    },
    async (door, { id }) => {
      const patch = line()
      const { _id } = claimOf(await door.matter(id), 'bank', patch.ref.toUpperCase())
      return { patch, documents: [['evidence', _id]] }
    },
  ),
  step('treasurer2', 'confirm', recorded),
  step('treasurer2', 'sendBack', recorded),
  step('treasurer', 'reverse', posted),
  step('treasurer2', 'confirmReversal', async (door) => {
    const found = await posted(door)
    ok(await act(door, 'treasurer', found.id, 'reverse', { note: '记错了' }))
    return found
  }),
  {
    name: 'giving.confirm',
    async prepare(door) {
      const { id, campaign } = await recorded(door)
      const data = { request: request(), items: [{ id, version: (await door.matter(id)).version }] }
      const documents: Sending['documents'] = [
        ['matters', id],
        ['books', `campaign_${campaign}`],
      ]
      return { openid: 'openid-treasurer2', call: 'giving.confirm', data, now: soon, documents }
    },
  },
  {
    name: 'giving.wish',
    async prepare() {
      const input = wishInput()
      return { openid: 'openid-clerk', call: 'giving.wish', data: input, now: soon, documents: [['matters', input.id]] }
    },
  },
]
