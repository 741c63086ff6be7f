// What was granted is spent: written down with its voucher by one, confirmed by another, never twice, never more; the result is accepted by a
// third, and what is left goes back.
import { applyLeft } from '../../cloudfunctions/api/core/matters'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import type { AllocationBody } from '../../cloudfunctions/api/modules/funds/allocation/document'
import { copyOut } from '../../cloudfunctions/api/modules/ledger/post'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, aFund, freshId, fundBook, gave, granted, ok, on, settleAll, signed, spend, spent } from '../support/funds'
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
const balances = async () => (await fundBook(door, fund)).balances

describe('spending', () => {
  let id: string
  beforeEach(async () => {
    id = await granted(door, fund)
  })
  afterEach(async () => expect(brokenAt(await door.matter(id))).toBeUndefined())

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

  test('a month stays open while it waits; dated in a closed one it is booked today and says so', async () => {
    const april = wednesday + 40 * 86_400_000
    const closing = { book: `fund_${fund}`, month: '2026-03' }
    ok(await spend(door, id, { on: '2026-03-02' }))
    const close = () => door.call('treasurer', 'ledger.closeMonth', closing, april)
    expect(codeOf(await close())).toBe('LEDGER_OPEN_ENTRIES')
    ok(await spend(door, id, { on: '2026-02-27', ref: 'FP-LATE-1' }))
    await door.store.change('books', { _id: closing.book }, { closedThrough: '2026-02' })
    ok(await act(door, 'treasurer2', id, 'confirmSpend', { patch: { entry: 's2' } }))
    await settleAll(door, id)
    expect((await bodyOf(id)).entries).toMatchObject([{ state: 'waiting' }, { state: 'posted', on: '2026-02-27' }])
    const { unposted } = await fundBook(door, fund)
    expect(unposted.at(-1)).toMatchObject({
      on: '2026-03-04',
      words: expect.stringMatching(/（凭证日期 2026-02-27，结账后补记）$/),
    })
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
    const onDesk = async (who: Who) => {
      const told = await door.call(who, 'giving.desk', { section: 'reverse' })
      expect(told.calls).toBe(2)
      return ok(told).gifts.find((one: { id: string }) => one.id === reversal)
    }
    expect(await onDesk('treasurer')).toMatchObject({ own: true, amount: { text: '500.00 元' } })
    expect(await onDesk('treasurer2')).toMatchObject({ own: false, evidence: '错在哪里：发票开错了单位' })
    ok(await act(door, 'treasurer2', reversal, 'confirm'))
    expect(await onDesk('treasurer2')).toBeUndefined()
    await settleAll(door, reversal)
    expect((await bodyOf(id)).entries).toMatchObject([{ state: 'reversed' }])
    expect(await statusOf(reversal)).toBe('booked')
    expect(codeOf(await spend(door, id, { amount: '500' }))).toBe('OK')
  })

  test('a donor is not paid by way of another payee either', async () => {
    await gave(door, fund, '100', 'dewResident', { donorType: 'company', donorName: '青禾文具店' })
    ok(await spend(door, id, { amount: '30', payee: '青禾文具店' }))
    ok(await act(door, 'treasurer2', id, 'confirmSpend', { patch: { entry: 's1' } }))
    const before = await balances()
    await settleAll(door, id)
    expect(await balances()).toEqual(before)
    expect((await bodyOf(id)).entries).toMatchObject([{ state: 'waiting', why: '收款单位是这笔钱的捐赠人，不能收款' }])
    ok(await act(door, 'treasurer', id, 'voidSpend', { note: '换一家', patch: { entry: 's1' } }))
    await spent(door, id, { amount: '30', payee: '晚风文具店' })
    expect((await balances()).spending).toBe(before.spending + 3_000)
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
    const accept = (who: Who, thanks = '谢谢各位邻居。') =>
      act(door, who, id, 'acceptResult', { patch: { showPhotos: 'yes', thanks } })
    expect(codeOf(await accept('secretary', '想再帮忙的请把钱汇到 6222 0212 3456 7890 123。'))).toBe('MONEY_ASKED')
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
    expect(brokenAt(await door.matter(id))).toBeUndefined()
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
