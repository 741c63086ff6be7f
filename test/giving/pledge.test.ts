// From a promise to the books: two people behind every amount, each piece of evidence once, what is posted stays.
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { countDirty } from '../../cloudfunctions/api/modules/giving/pledge/tally'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, bookOf, ok, openCampaign, pledgeInput, record, settleAll } from '../support/gifts'

let door: Door
let campaign: string
beforeAll(async () => {
  door = await theDoor()
  campaign = await openCampaign(door)
})
afterAll(() => door.close())

const statusOf = async (id: string) => (await door.matter(id)).status
const page = async (id = campaign) => ok(await door.call('openid-guest', 'giving.campaign', { id }))

test('a pledge is promised, written down by one, confirmed by another, and only then counted as given', async () => {
  const input = pledgeInput(campaign, { amount: '88.80', shown: 'named', shownName: '三号楼小周' })
  const told = await door.call('author', 'giving.pledge', input)
  expect([codeOf(told), told.calls]).toEqual(['OK', 4])
  await settleAll(door, input.id)
  expect(await page()).toMatchObject({ raised: { fen: 0 }, pledged: { fen: 8880 }, percent: 0, latest: [] })

  const recorded = await record(door, input.id, { amount: '88.80', receiptNo: '粤财0001', waived: false })
  expect([codeOf(recorded), recorded.calls <= 4]).toEqual(['OK', true])
  expect((await page()).raised.fen).toBe(0)
  const confirmed = await act(door, 'treasurer2', input.id, 'confirm')
  expect([codeOf(confirmed), confirmed.calls <= 4]).toEqual(['OK', true])
  expect(confirmed.data.statusText).toBe('入账中')
  await settleAll(door, input.id)
  expect(await statusOf(input.id)).toBe('posted')
  const { balances, unposted } = await bookOf(door, campaign)
  expect(balances).toMatchObject({ bank: 8880, donations: -8880 })
  expect(unposted.at(-1)).toMatchObject({
    by: 'ptreasurer',
    confirmedBy: 'ptreasurer2',
    source: { kind: 'pledge', id: input.id },
  })
  await countDirty(door.store, wednesday)
  expect(await page()).toMatchObject({ raised: { fen: 8880 }, pledged: { fen: 0 }, percent: 1 })
  expect(brokenAt(await door.matter(input.id))).toBeUndefined()
})
