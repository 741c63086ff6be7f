// An allocation from the proposal to the accepted result: what lies outside the purpose, who may be paid, how it is decided, and that not a
// 分 is spent twice, without evidence, or by one person alone.
import { applyLeft } from '../../cloudfunctions/api/core/matters'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import type { AllocationBody } from '../../cloudfunctions/api/modules/funds/allocation/document'
import type { Posting } from '../../cloudfunctions/api/modules/ledger/book'
import { faultsOf } from '../../cloudfunctions/api/modules/ledger/faults'
import { copyOut } from '../../cloudfunctions/api/modules/ledger/post'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from '../support/clock'
import { codeOf, type Door, type Told, theDoor } from '../support/door'
import {
  act,
  aFund,
  allocationInput,
  freshId,
  fundBook,
  gave,
  granted,
  ok,
  on,
  passed,
  proposed,
  settleAll,
  signed,
  spend,
  spent,
  vote,
} from '../support/funds'
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

describe('spending', () => {
  let id: string
  beforeEach(async () => {
    id = await granted(door, fund)
  })

  test('one writes it down with its voucher, another confirms it, then it is in the books', async () => {
    const before = await balances()
    const told = await spend(door, id)
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    const confirm = (who: Who, entry = 's1') => act(door, who, id, 'confirmSpend', { patch: { entry } })
    expect(codeOf(await confirm('treasurer'))).toBe('SPEND_OWN')
    expect(codeOf(await confirm('author'))).toBe('NOT_PERMITTED')
    expect(codeOf(await confirm('manager'))).toBe('NOT_PERMITTED')
    expect(codeOf(await confirm('treasurer2', 's9'))).toBe('SPEND_UNKNOWN')
    expect(await balances()).toEqual(before)
    const confirmed = await confirm('treasurer2')
    expect([codeOf(confirmed), confirmed.calls]).toEqual(['OK', 4])
    expect(codeOf(await confirm('treasurer2'))).toBe('SPEND_UNKNOWN')
    await settleAll(door, id)
    const after = await balances()
    expect([after.bank, after.spending, after.appropriated]).toEqual([
      before.bank - 12_050,
      before.spending + 12_050,
      before.appropriated - 12_050,
    ])
    expect((await bodyOf(id)).entries).toMatchObject([
      { state: 'posted', by: 'ptreasurer', confirmedBy: 'ptreasurer2' },
    ])
    const guest = await door.call('openid-guest', 'funds.allocation', { id })
    expect(guest.data.entries).toMatchObject([{ amount: '120.50 元', stateLabel: '已入账', photos: [] }])
    expect(guest.data.entries[0].ref).toBeUndefined()
    expect(guest.data.room).toBe('379.50 元')
  })

  test.each<[string, object, string]>([
    ['more than was granted', { amount: '500.01' }, 'SPEND_OVER'],
    ['negative', { amount: '-1' }, 'AMOUNT_NEGATIVE'],
    ['zero', { amount: '0.00' }, 'AMOUNT_ZERO'],
    ['tomorrow', { on: on(1) }, 'SPEND_LATER'],
    ['no such day', { on: '2026-02-30' }, 'INPUT_INVALID'],
    ['no voucher', { ref: '' }, 'INPUT_INVALID'],
    ['a person', { payee: '李四' }, 'ALLOCATION_PAYEE_PERSON'],
    ['a payment code', { words: '扫我的收款码转账' }, 'MONEY_ASKED'],
  ])('%s is refused', async (_what, change, code) => {
    expect(codeOf(await spend(door, id, change))).toBe(code)
    expect((await bodyOf(id)).entries).toEqual([])
  })

  test('by the charity alone, within what is left, and not by who has declared an interest', async () => {
    for (const who of ['clerk', 'author', 'secretary', 'manager'] as const)
      expect([who, codeOf(await spend(door, id, {}, who))]).toEqual([who, 'NOT_PERMITTED'])
    ok(await spend(door, id, { amount: '400' }))
    expect(codeOf(await spend(door, id, { amount: '100.01' }))).toBe('SPEND_OVER')
    ok(await act(door, 'treasurer2', id, 'declare', { note: '供货商是亲戚' }))
    expect(codeOf(await act(door, 'treasurer2', id, 'confirmSpend', { patch: { entry: 's1' } }))).toBe(
      'ALLOCATION_DECLARED',
    )
    expect(codeOf(await spend(door, id, { amount: '1' }, 'treasurer2'))).toBe('ALLOCATION_DECLARED')
    expect(codeOf(await act(door, 'clerk', id, 'confirmSpend', { patch: { entry: 's1' } }))).toBe('OK')
  })

  test('a voucher pays once, here and elsewhere, until its entry is made void', async () => {
    const ref = 'FP-REUSED-1'
    const other = await granted(door, fund)
    ok(await spend(door, id, { ref }))
    expect(codeOf(await spend(door, id, { ref: ' fp-reused-1 ' }))).toBe('SPEND_REUSED')
    expect(codeOf(await spend(door, other, { ref: 'ＦＰ－REUSED－1' }))).toBe('SPEND_REUSED')
    const voided = await act(door, 'treasurer', id, 'voidSpend', { note: '金额写错', patch: { entry: 's1' } })
    expect(codeOf(voided)).toBe('OK')
    expect(codeOf(await spend(door, other, { ref }))).toBe('OK')
    expect(codeOf(await spend(door, id, { ref }))).toBe('SPEND_REUSED')
  })

  test('a refused entry leaves its voucher free', async () => {
    const ref = 'FP-FREE-1'
    expect(codeOf(await spend(door, id, { ref, amount: '9999' }))).toBe('SPEND_OVER')
    expect(codeOf(await spend(door, id, { ref }))).toBe('OK')
  })

  test('dated in a closed month it waits again and says why; until then the month stays open', async () => {
    const april = wednesday + 40 * 86_400_000
    const closing = { book: `fund_${fund}`, month: '2026-03' }
    ok(await spend(door, id, { on: '2026-03-02' }))
    const close = () => door.call('treasurer', 'ledger.closeMonth', closing, april)
    expect(codeOf(await close())).toBe('LEDGER_OPEN_ENTRIES')
    await door.store.change('books', { _id: closing.book }, { closedThrough: '2026-03' })
    ok(await act(door, 'treasurer2', id, 'confirmSpend', { patch: { entry: 's1' } }))
    await settleAll(door, id)
    expect((await bodyOf(id)).entries).toMatchObject([{ state: 'waiting', why: '这个月已经结账，请记入本月' }])
    await door.store.change('books', { _id: closing.book }, { closedThrough: '' })
  })

  test('reversed in the books, it may be spent again', async () => {
    const entry = await spent(door, id, { amount: '500' })
    expect(codeOf(await spend(door, id, { amount: '1' }))).toBe('SPEND_OVER')
    await copyOut(door.store)
    const reversal = freshId()
    ok(
      await door.call('treasurer', 'ledger.reverse', {
        id: reversal,
        posting: `${id}_${entry}`,
        words: '发票开错了单位',
      }),
    )
    ok(await act(door, 'treasurer2', reversal, 'confirm'))
    await settleAll(door, reversal)
    expect((await bodyOf(id)).entries).toMatchObject([{ state: 'reversed' }])
    expect(await statusOf(reversal)).toBe('booked')
    expect(codeOf(await spend(door, id, { amount: '500' }))).toBe('OK')
  })

  test('what cannot be reached at once the timer does', async () => {
    ok(await spend(door, id))
    ok(await act(door, 'clerk', id, 'confirmSpend', { patch: { entry: 's1' } }))
    while (await applyLeft(door.store, wednesday));
    expect((await bodyOf(id)).entries).toMatchObject([{ state: 'posted' }])
  })
})

describe('the result', () => {
  const result = { words: '三次热饭都已送到，老人们很高兴。', photos: ['cloud://local-env/meal.jpg'] }
  test('is told by one and accepted by another, with photos and thanks; what is left goes back', async () => {
    const before = await balances()
    const id = await granted(door, fund)
    expect(codeOf(await act(door, 'treasurer', id, 'finish', { patch: result }))).toBe('SPEND_NONE')
    await spent(door, id)
    ok(await spend(door, id, { amount: '10' }))
    expect(codeOf(await act(door, 'treasurer', id, 'finish', { patch: result }))).toBe('SPEND_OPEN')
    ok(await act(door, 'treasurer', id, 'voidSpend', { note: '没有买', patch: { entry: 's2' } }))
    ok(await act(door, 'clerk', id, 'finish', { patch: result }))
    const accept = (who: Who) =>
      act(door, who, id, 'acceptResult', { patch: { showPhotos: 'yes', thanks: '谢谢各位邻居。' } })
    expect((await door.call('openid-guest', 'funds.allocation', { id })).data.result).toBeUndefined()
    expect(codeOf(await accept('clerk'))).toBe('RESULT_OWN')
    expect(codeOf(await accept('author'))).toBe('NOT_PERMITTED')
    ok(await act(door, 'secretary', id, 'sendBack', { note: '请补照片' }))
    ok(await act(door, 'treasurer', id, 'finish', { patch: result }))
    ok(await accept('secretary'))
    await settleAll(door, id)
    await settleAll(door, id)
    expect((await bodyOf(id)).released).toEqual({ fen: 37_950, times: 1 })
    const after = await balances()
    expect([after.bank, after.appropriated]).toEqual([before.bank - 12_050, before.appropriated])
    const guest = await door.call('openid-guest', 'funds.allocation', { id })
    expect(guest.data).toMatchObject({ result, thanks: '谢谢各位邻居。' })
    expect(codeOf(await act(door, 'author', id, 'thank', { patch: { thanks: '再次感谢' } }))).toBe('THANKED')
  })

  test('reversed afterwards, that too goes back', async () => {
    const before = await balances()
    const id = await granted(door, fund)
    await spent(door, id)
    ok(await act(door, 'treasurer', id, 'finish', { patch: result }))
    ok(await act(door, 'secretary', id, 'acceptResult', { patch: {} }))
    await settleAll(door, id)
    await copyOut(door.store)
    const reversal = freshId()
    ok(await door.call('treasurer', 'ledger.reverse', { id: reversal, posting: `${id}_s1`, words: '发票开错了单位' }))
    ok(await act(door, 'treasurer2', reversal, 'confirm'))
    await settleAll(door, reversal)
    await settleAll(door, id)
    const after = await balances()
    expect([after.bank, after.appropriated]).toEqual([before.bank, before.appropriated])
    expect((await bodyOf(id)).released).toEqual({ fen: 50_000, times: 2 })
  })

  test('ended early by both committees, all of it goes back', async () => {
    const before = await balances()
    const id = await granted(door, fund)
    ok(await act(door, 'treasurer', id, 'endEarly', { note: '承接单位退出' }))
    await signed(door, id, ['clerk', 'secretary'])
    expect([await statusOf(id), (await balances()).appropriated]).toEqual(['ended', before.appropriated])
    expect((await bodyOf(id)).released).toEqual({ fen: 50_000, times: 1 })
  })
})

test('a fund’s allocations are listed for everybody, newest first, and the book adds up', async () => {
  const told = await door.call('openid-guest', 'funds.allocations', { fund })
  expect(told.calls).toBe(2)
  expect(told.data.cards).toHaveLength(20)
  const rest = await door.call('openid-guest', 'funds.allocations', { fund, after: told.data.next })
  expect(rest.data.cards.length).toBeGreaterThan(0)
  await copyOut(door.store)
  const postings = await door.store.find<Posting>(
    'postings',
    { book: `fund_${fund}` },
    { order: [['n', 'asc']], limit: 1000 },
  )
  expect(faultsOf(await fundBook(door, fund), postings)).toEqual([])
})
