// One answer names everything that is to be mended in a form: amounts and rules over several fields come with the shapes of the others. What is
// the only thing wrong keeps its own code.
import { codeOf, type Door, type Told, theDoor } from '../support/door'
import { act, aFund, allocationInput, gave, granted, spending } from '../support/funds'
import { arrival, campaignInput, openCampaign, pledged, pledgeInput, wishInput } from '../support/gifts'
import { offerInput } from '../support/goods'

let door: Door
let campaign: string
let fund: string
beforeAll(async () => {
  door = await theDoor()
  campaign = await openCampaign(door)
  fund = await aFund(door)
  await gave(door, fund, '500')
})
afterAll(() => door.close())

type Form = { what: string; send: (change: object) => Promise<Told>; wrong: object; fields: string[] }
const forms: Form[] = [
  {
    what: 'a pledge',
    send: (change) => door.call('author', 'giving.pledge', pledgeInput(campaign, change)),
    wrong: { amount: '12.345', donorName: '', shown: 'named', donorType: 'company', donorCode: '123' },
    fields: ['amount', 'donorCode', 'donorName', 'shownName'],
  },
  {
    what: 'a pledge that is too large',
    send: (change) => door.call('author', 'giving.pledge', pledgeInput(campaign, change)),
    wrong: { amount: '2000000', shown: undefined },
    fields: ['amount', 'shown'],
  },
  {
    what: 'an arrival',
    send: async (change) => act(door, 'treasurer', await pledged(door, campaign), 'record', { patch: arrival(change) }),
    wrong: { ref: '1', amount: '-1', on: '2026-13-45', type: 'voucher', waived: false },
    fields: ['patch.amount', 'patch.on', 'patch.photos', 'patch.receiptNo', 'patch.ref'],
  },
  {
    what: 'an arrival with a fee',
    send: async (change) => act(door, 'treasurer', await pledged(door, campaign), 'record', { patch: arrival(change) }),
    wrong: { amount: '5', fee: '6', receiptNo: '粤财1', waived: true },
    fields: ['patch.fee', 'patch.receiptNo'],
  },
  {
    what: 'an offer',
    send: (change) => door.call('author', 'goods.offer', offerInput(change)),
    wrong: {
      donorType: 'company',
      donorName: '',
      words: '字'.repeat(501),
      goods: { ...(offerInput() as { goods: object }).goods, expiresOn: undefined },
    },
    fields: ['donorName', 'goods.expiresOn', 'words'],
  },
  {
    what: 'a campaign',
    send: (change) => door.call('treasurer', 'giving.draft', campaignInput(change)),
    wrong: { title: '短', goal: '八千元', endsOn: '', platformUrl: 'http://a.b' },
    fields: ['endsOn', 'goal', 'platformUrl', 'title'],
  },
  {
    what: 'a wish',
    send: (change) => door.call('clerk', 'giving.wish', { ...wishInput(), ...change }),
    wrong: { title: '短', limit: '0' },
    fields: ['limit', 'title'],
  },
  {
    what: 'a use of a fund',
    send: (change) => door.call('author', 'funds.propose', allocationInput(fund, change)),
    wrong: { title: '短', amount: '1e3', payeeCode: '1' },
    fields: ['amount', 'payeeCode', 'title'],
  },
  {
    what: 'a spending',
    send: async (change) =>
      act(door, 'treasurer', await granted(door, fund, { amount: '10' }), 'spend', { patch: spending(change) }),
    wrong: { amount: '0', ref: '', words: '' },
    fields: ['patch.amount', 'patch.ref', 'patch.words'],
  },
]

test.each(forms)('$what: all of it in one answer', async ({ send, wrong, fields }) => {
  const told = await send(wrong)
  expect([codeOf(told), Object.keys(told.error?.fields ?? {}).sort()]).toEqual(['INPUT_INVALID', fields])
  for (const sentence of Object.values(told.error?.fields ?? {})) expect(sentence).toMatch(/[\u4e00-\u9fff]/)
})

test('the only thing wrong keeps its own code', async () => {
  const codes = [
    await door.call('author', 'giving.pledge', pledgeInput(campaign, { amount: '12.345' })),
    await door.call('author', 'giving.pledge', pledgeInput(campaign, { amount: '2000000' })),
    await door.call('author', 'giving.pledge', pledgeInput(campaign, { shown: 'named' })),
    await door.call('author', 'goods.offer', offerInput({ goods: undefined })),
    await door.call('treasurer', 'giving.draft', campaignInput({ goal: '八千元' })),
  ].map(codeOf)
  expect(codes).toEqual(['AMOUNT_DECIMALS', 'PLEDGE_LARGE', 'PLEDGE_NAME', 'INPUT_INVALID', 'AMOUNT_WORDS'])
})
