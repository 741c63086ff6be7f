// An allocation from the proposal to the accepted result: what lies outside the purpose, who may be paid, how it is decided, and that not a
// 分 is spent twice, without evidence, or by one person alone.
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import type { AllocationBody } from '../../cloudfunctions/api/modules/funds/allocation/document'
import type { Posting } from '../../cloudfunctions/api/modules/ledger/book'
import { faultsOf } from '../../cloudfunctions/api/modules/ledger/faults'
import { copyOut } from '../../cloudfunctions/api/modules/ledger/post'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from '../support/clock'
import { codeOf, type Door, type Told, theDoor } from '../support/door'
import { act, aFund, allocationInput, fundBook, gave, ok, passed, proposed, signed, vote } from '../support/funds'
import type { Who } from '../support/world'

let door: Door
let fund: string
beforeAll(async () => {
  door = await theDoor()
  fund = await aFund(door)
  await gave(door, fund, '20000')
})
afterAll(() => door.close())

const bodyOf = async (id: string) => (await door.matter(id)).body as AllocationBody
const statusOf = async (id: string) => (await door.matter(id)).status
const propose = (change: object = {}, who: Who = 'author'): Promise<Told> =>
  door.call(who, 'funds.propose', allocationInput(fund, change))
const balances = async () => (await fundBook(door, fund)).balances

describe('asking', () => {
  test('four calls, once; those who decide hear of it when its words have been looked at', async () => {
    const input = allocationInput(fund)
    const told = await door.call('author', 'funds.propose', input)
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    expect((await door.call('author', 'funds.propose', input)).data).toEqual(told.data)
    expect(told.data).toMatchObject({ kindLabel: '用款', statusText: '待提交表决', checking: true })
    const matter = await door.matter(input.id)
    expect(matter).toMatchObject({ amount: 50_000, lead: 'charity' })
    expect(matter.assists.map(({ body, duty }) => [body, duty])).toEqual([
      [`fund-${fund}`, 'committee'],
      ['organisation', 'payee'],
    ])
  })

  test.each<[Who, string]>([
    ['author', 'OK'],
    ['clerk', 'OK'],
    ['secretary', 'OK'],
    ['treasurer', 'OK'],
    ['manager', 'ALLOCATION_PROPOSER'],
    ['dewResident', 'ALLOCATION_PROPOSER'],
    ['dewClerk', 'ALLOCATION_PROPOSER'],
    ['supervisor', 'ALLOCATION_PROPOSER'],
    ['officer', 'ALLOCATION_PROPOSER'],
  ])('by %s: %s', async (who, code) => expect(codeOf(await propose({}, who))).toBe(code))

  test('a body of the register asks for itself', async () => {
    expect(codeOf(await propose({ payee: { body: 'property' } }, 'manager'))).toBe('OK')
  })

  test.each<[string, object, string, string]>([
    ['a purpose outside the lock', { purpose: 'environment' }, 'PURPOSE_OUTSIDE', 'purpose'],
    [
      'words of other purposes',
      { title: '中心花园绿化', words: '给花园换一批绿化树苗和花坛。' },
      'PURPOSE_OUTSIDE',
      'purpose',
    ],
    ['a banquet', { words: '重阳节宴请各单位负责人吃饭。' }, 'PURPOSE_NEVER', 'purpose'],
    ['a loan', { words: '借款给老人合作社周转使用。' }, 'PURPOSE_NEVER', 'purpose'],
    ['negative', { amount: '-5' }, 'AMOUNT_NEGATIVE', 'amount'],
    ['zero', { amount: '0' }, 'AMOUNT_ZERO', 'amount'],
    ['a fraction of a 分', { amount: '1.005' }, 'AMOUNT_DECIMALS', 'amount'],
    ['huge', { amount: '99999999999' }, 'AMOUNT_HUGE', 'amount'],
    ['currency words', { amount: '500元' }, 'AMOUNT_WORDS', 'amount'],
    ['an exponent', { amount: '5e2' }, 'AMOUNT_EXPONENT', 'amount'],
    ['more than there is', { amount: '20000.01' }, 'ALLOCATION_ABOVE', 'amount'],
    ['a person', { payee: { firm: '张三' } }, 'ALLOCATION_PAYEE_PERSON', 'payee'],
    ['a person’s account', { payee: { firm: '王老师微信收款' } }, 'ALLOCATION_PAYEE_PERSON', 'payee'],
    ['an account number', { payee: { firm: '惠民超市6222020000000000000' } }, 'ALLOCATION_PAYEE_PERSON', 'payee'],
    ['an unknown body', { payee: { body: 'nobody' } }, 'ALLOCATION_PAYEE', 'payee'],
    ['nobody', { payee: {} }, 'INPUT_INVALID', 'payee'],
    ['one person’s illness', { words: '为我父亲的手术费筹款，请大家捐款。' }, 'MONEY_ASKED', 'words'],
    ['a fund that is not there', { fund: 'nofund00000000000000' }, 'FUND_MISSING', 'fund'],
    ['a round that is not there', { round: 'noround0000000000000' }, 'ALLOCATION_ROUND', 'round'],
  ])('%s is refused by name', async (_what, change, code, field) => {
    const told = await propose(change)
    expect(codeOf(told)).toBe(code)
    expect(Object.keys(told.error?.fields ?? {})).toEqual([field])
  })

  test('amounts are read as people type them', async () => {
    for (const [typed, fen] of [
      ['1,234.50', 123_450],
      ['１２', 1200],
      [19.99, 1999],
    ] as const) {
      const input = allocationInput(fund, { amount: typed, payee: { firm: '惠民便利店' } })
      ok(await door.call('author', 'funds.propose', input))
      expect((await door.matter(input.id)).amount).toBe(fen)
    }
  })
})

describe('deciding', () => {
  test('the list is frozen when the vote is opened, a majority of all decides, and nobody votes twice', async () => {
    const id = await proposed(door, fund)
    expect(codeOf(await vote(door, id, 'author'))).toBe('STATE_CHANGED')
    const opened = await act(door, 'clerk', id, 'openVote')
    expect([codeOf(opened), opened.calls]).toEqual(['OK', 4])
    expect((await bodyOf(id)).electorate).toEqual(['psecretary', 'pclerk2', 'pauthor', 'pneighbour', 'pvolunteer'])
    expect(codeOf(await vote(door, id, 'clerk'))).toBe('NOT_PERMITTED')
    expect(codeOf(await vote(door, id, 'dewResident'))).toBe('NOT_PERMITTED')
    const one = await vote(door, id, 'author')
    expect([codeOf(one), one.calls]).toEqual(['OK', 3])
    expect(codeOf(await vote(door, id, 'author', 'no'))).toBe('ALLOCATION_VOTED')
    ok(await vote(door, id, 'neighbour', 'no'))
    ok(await vote(door, id, 'secretary'))
    expect(await statusOf(id)).toBe('voting')
    ok(await vote(door, id, 'clerk2'))
    expect(await statusOf(id)).toBe('passed')
    const { trace, unsent } = await door.matter(id)
    expect(unsent.filter(({ n }) => n === trace.length)).toMatchObject([
      { text: '投票：重阳节助餐。通过：赞成 3 票，反对 1 票，共 5 人' },
    ])
    const guest = await door.call('openid-guest', 'funds.allocation', { id })
    expect([guest.calls, guest.data.vote]).toEqual([2, '赞成 3 票，反对 1 票，共 5 人'])
    expect(JSON.stringify(guest.data)).not.toMatch(/pauthor|pclerk2|周小满/)
    expect((await door.call('neighbour', 'funds.allocation', { id })).data.myVote).toBe('no')
  })

  test('votes that come at the same moment are all counted', async () => {
    const id = await proposed(door, fund)
    ok(await act(door, 'clerk', id, 'openVote'))
    const told = await Promise.all((['neighbour', 'volunteer', 'author'] as const).map((who) => vote(door, id, who)))
    expect(told.map(codeOf)).toEqual(['OK', 'OK', 'OK'])
    expect(await statusOf(id)).toBe('passed')
  })

  test('it is rejected as soon as a majority is out of reach, or when the time is over', async () => {
    const id = await proposed(door, fund)
    ok(await act(door, 'clerk', id, 'openVote'))
    for (const who of ['author', 'neighbour', 'volunteer'] as const) ok(await vote(door, id, who, 'no'))
    const { status, trace, unsent } = await door.matter(id)
    expect([status, unsent.find(({ n }) => n === trace.length)?.text]).toEqual([
      'rejected',
      '投票：重阳节助餐。未通过：赞成 0 票，反对 3 票，共 5 人',
    ])
    const late = await proposed(door, fund)
    ok(await act(door, 'clerk', late, 'openVote'))
    ok(await vote(door, late, 'author'))
    const { dueAt } = await door.matter(late)
    await passTime.run({ store: door.store, now: (dueAt ?? 0) + 1 })
    expect(await statusOf(late)).toBe('rejected')
  })

  test('who has declared an interest neither votes nor counts as a vote, and a vote cast before does not count', async () => {
    const id = await proposed(door, fund)
    ok(await act(door, 'clerk', id, 'openVote'))
    ok(await vote(door, id, 'author'))
    ok(await act(door, 'author', id, 'declare', { note: '家人在收款单位工作' }))
    expect((await bodyOf(id)).votes).toEqual([])
    expect(codeOf(await vote(door, id, 'author'))).toBe('ALLOCATION_DECLARED')
    expect(codeOf(await act(door, 'author', id, 'declare', { note: '再次申报' }))).toBe('ALLOCATION_DECLARED')
    expect(codeOf(await act(door, 'neighbour', id, 'declare'))).toBe('NOTE_NEEDED')
    for (const who of ['neighbour', 'volunteer'] as const) ok(await act(door, who, id, 'declare', { note: '亲属关系' }))
    // Two are left of five: no majority of all can be reached.
    expect(await statusOf(id)).toBe('rejected')
  })

  test('who works for the payee has an interest, declared or not', async () => {
    const id = await proposed(door, fund, { payee: { body: 'team' } })
    ok(await act(door, 'clerk', id, 'openVote'))
    expect(codeOf(await vote(door, id, 'volunteer'))).toBe('ALLOCATION_INTEREST')
  })

  test('no money moves without the supervisor’s opinion, and a member is no supervisor', async () => {
    const id = await proposed(door, fund)
    ok(await act(door, 'clerk', id, 'openVote'))
    for (const who of ['secretary', 'clerk2', 'author'] as const) ok(await vote(door, id, who))
    expect(codeOf(await act(door, 'treasurer', id, 'grant'))).toBe('ALLOCATION_NO_OPINION')
    const opine = (who: Who, agrees: string) => act(door, who, id, 'opine', { note: '用途相符', patch: { agrees } })
    expect(codeOf(await opine('author', 'yes'))).toBe('NOT_PERMITTED')
    expect(codeOf(await opine('clerk', 'yes'))).toBe('NOT_PERMITTED')
    expect(codeOf(await opine('supervisor', 'yes'))).toBe('OK')
    expect(codeOf(await opine('supervisor', 'no'))).toBe('ALLOCATION_OPINED')
    expect(codeOf(await act(door, 'treasurer', id, 'grant'))).toBe('OK')
  })

  test('a negative opinion is an objection: answered, and the answer accepted, before it goes on', async () => {
    const id = await proposed(door, fund)
    ok(await act(door, 'clerk', id, 'openVote'))
    for (const who of ['secretary', 'clerk2', 'author'] as const) ok(await vote(door, id, who))
    ok(await act(door, 'supervisor', id, 'opine', { note: '单价偏高', patch: { agrees: 'no' } }))
    expect(codeOf(await act(door, 'treasurer', id, 'grant'))).toBe('OBJECTION_OPEN')
    ok(await act(door, 'clerk', id, 'answerObjection', { note: '已重新询价' }))
    expect(codeOf(await act(door, 'treasurer', id, 'grant'))).toBe('OBJECTION_OPEN')
    ok(await act(door, 'supervisor', id, 'acceptAnswer'))
    expect(codeOf(await act(door, 'treasurer', id, 'grant'))).toBe('OK')
    const { data } = await door.call('openid-guest', 'funds.allocation', { id })
    expect(data.opinions).toMatchObject([{ agrees: false, text: '单价偏高' }])
  })

  test('the proposer of the signing does not sign, and one committee alone is not enough', async () => {
    const id = await passed(door, fund)
    const before = (await balances()).appropriated
    ok(await act(door, 'clerk', id, 'grant'))
    expect(codeOf(await act(door, 'clerk', id, 'agree'))).toBe('NOT_OWN')
    expect(codeOf(await act(door, 'officer', id, 'agree'))).toBe('NOT_PERMITTED')
    await signed(door, id, ['secretary'])
    expect([await statusOf(id), (await balances()).appropriated]).toEqual(['passed', before])
    await signed(door, id, ['clerk2'])
    expect([await statusOf(id), (await balances()).appropriated]).toEqual(['running', before + 50_000])
    expect(brokenAt(await door.matter(id))).toBeUndefined()
  })

  test('two that together are more than there is: the second falls back and says so', async () => {
    const poor = await aFund(door, { title: '小小基金会议' })
    await gave(door, poor, '600')
    const [one, two] = [await passed(door, poor), await passed(door, poor)]
    for (const id of [one, two]) ok(await act(door, 'treasurer', id, 'grant'))
    await signed(door, one, ['clerk', 'secretary'])
    await signed(door, two, ['clerk', 'secretary'])
    expect([await statusOf(one), await statusOf(two)]).toEqual(['running', 'passed'])
    expect((await door.matter(two)).trace.at(-1)).toMatchObject({
      action: 'unbook',
      said: expect.stringContaining('余额不足'),
    })
    expect((await fundBook(door, poor)).balances).toMatchObject({ bank: 60_000, appropriated: 50_000 })
    // Once there is more, it is signed again.
    await gave(door, poor, '400')
    ok(await act(door, 'treasurer', two, 'grant'))
    await signed(door, two, ['clerk', 'secretary'])
    expect(await statusOf(two)).toBe('running')
  })

  test('a body is known as a donor by its code, or by its name however it is written', async () => {
    const own = await aFund(door, { title: '商户冠名基金' })
    const code = '91350100M000100Y43'
    await gave(door, own, '5000', 'dewResident', {
      donorType: 'company',
      donorName: '惠民（深圳）便利店有限公司',
      donorCode: '91350100m000100y43',
    })
    const asks = async (firm: string, payeeCode?: string) => {
      const id = await passed(door, own, { payee: { firm }, ...(payeeCode && { payeeCode }) })
      return codeOf(await act(door, 'treasurer', id, 'grant'))
    }
    expect(await asks('惠民(深圳) 便利店')).toBe('ALLOCATION_PAYEE_DONOR')
    expect(await asks('另一家招牌的便利店', code)).toBe('ALLOCATION_PAYEE_DONOR')
    expect(await asks('惠民（广州）便利店有限公司')).toBe('OK')
    const wrong = allocationInput(own, { payee: { firm: '惠民便利店' }, payeeCode: '91350100M000100Y44' })
    const told = await door.call('author', 'funds.propose', wrong)
    expect([codeOf(told), Object.keys(told.error?.fields ?? {})]).toEqual(['INPUT_INVALID', ['payeeCode']])
    // As a gift was kept before names were compared.
    const older = await gave(door, own, '50', 'dewResident', { donorType: 'company', donorName: '旧记录商店' })
    await door.store.change('matters', { _id: older }, { 'body.donorKeys': door.store._.remove() })
    expect(await asks('旧记录商店')).toBe('ALLOCATION_PAYEE_DONOR')
  })

  test('a donor is neither paid nor helped with their own gift, when it is known', async () => {
    const own = await aFund(door, { title: '企业冠名基金' })
    await gave(door, own, '5000', 'dewResident', { donorType: 'company', donorName: '惠民便利店' })
    const paid = await passed(door, own, { payee: { firm: '惠民便利店' } })
    expect(codeOf(await act(door, 'treasurer', paid, 'grant'))).toBe('ALLOCATION_PAYEE_DONOR')
    await door.put({ _id: 'needofadonor00000001', kind: 'need', author: 'pdewResident', body: {}, beside: {} })
    const helped = await passed(door, own, { need: 'needofadonor00000001' })
    ok(await act(door, 'treasurer', helped, 'grant'))
    await signed(door, helped, ['clerk', 'secretary'])
    const back = await door.matter(helped)
    expect([back.status, back.trace.at(-1)?.said]).toEqual(['passed', '受益的诉求由捐赠人提出，不能用这笔钱'])
    expect((await fundBook(door, own)).balances.appropriated).toBe(0)
  })
})

test('a fund’s allocations are listed for everybody, newest first, and the book adds up', async () => {
  const told = await door.call('openid-guest', 'funds.allocations', { fund })
  expect(told.calls).toBe(2)
  const [newest, oldest] = [told.data.cards[0], told.data.cards.at(-1)]
  expect([newest.kindLabel, newest.category]).toEqual(['用款', '助老'])
  const after = { key: wednesday, id: newest.id }
  const rest = await door.call('openid-guest', 'funds.allocations', { fund, after })
  expect(rest.data.cards.map(({ id }: { id: string }) => id)).not.toContain(newest.id)
  expect(rest.data.cards.at(-1).id).toBe(oldest.id)
  await copyOut(door.store)
  const postings = await door.store.find<Posting>(
    'postings',
    { book: `fund_${fund}` },
    { order: [['n', 'asc']], limit: 1000 },
  )
  expect(faultsOf(await fundBook(door, fund), postings)).toEqual([])
})
