// An amount as people type it: the one reading there is, and a refusal with its own code for everything else.
import type { Refusal } from '../../cloudfunctions/api/core/errors'
import { fenFrom, fenMax, readFen } from '../../cloudfunctions/api/modules/ledger/amount'

test.each<[string | number, number]>([
  ['1', 100],
  ['1,234.50', 123_450],
  ['1,234,567.89', 123_456_789],
  [' 12.5 ', 1250],
  ['0.01', 1],
  ['0.5', 50],
  ['007', 700],
  ['１２３．４５', 12_345],
  ['1，234.5', 123_450],
  [19.99, 1999],
  [1_000_000, 100_000_000],
  ['10000000', fenMax],
])('%s is %s 分', (typed, fen) => expect(readFen(typed)).toEqual({ fen }))

test.each<[string | number, string]>([
  ['', 'AMOUNT_MISSING'],
  ['   ', 'AMOUNT_MISSING'],
  ['-1', 'AMOUNT_NEGATIVE'],
  ['−1.50', 'AMOUNT_NEGATIVE'],
  [-5, 'AMOUNT_NEGATIVE'],
  ['-0', 'AMOUNT_NEGATIVE'],
  ['0', 'AMOUNT_ZERO'],
  ['0.00', 'AMOUNT_ZERO'],
  [0, 'AMOUNT_ZERO'],
  ['1.234', 'AMOUNT_DECIMALS'],
  ['0.001', 'AMOUNT_DECIMALS'],
  [0.1 + 0.2, 'AMOUNT_DECIMALS'],
  ['1e3', 'AMOUNT_EXPONENT'],
  ['1E+9', 'AMOUNT_EXPONENT'],
  [1e21, 'AMOUNT_EXPONENT'],
  [1e-7, 'AMOUNT_EXPONENT'],
  ['10000000.01', 'AMOUNT_HUGE'],
  ['99999999999999999999', 'AMOUNT_HUGE'],
  [Number.MAX_SAFE_INTEGER, 'AMOUNT_HUGE'],
  ['100元', 'AMOUNT_WORDS'],
  ['¥100', 'AMOUNT_WORDS'],
  ['￥100', 'AMOUNT_WORDS'],
  ['$5', 'AMOUNT_WORDS'],
  ['RMB 100', 'AMOUNT_WORDS'],
  ['一百', 'AMOUNT_WORDS'],
  ['1万', 'AMOUNT_WORDS'],
  [Number.NaN, 'AMOUNT_WORDS'],
  [Number.POSITIVE_INFINITY, 'AMOUNT_WORDS'],
  ['0x10', 'AMOUNT_WORDS'],
  ['1,23', 'AMOUNT_UNREADABLE'],
  ['1,2345', 'AMOUNT_UNREADABLE'],
  ['1.', 'AMOUNT_UNREADABLE'],
  ['.5', 'AMOUNT_UNREADABLE'],
  ['1 000', 'AMOUNT_UNREADABLE'],
  ['1.2.3', 'AMOUNT_UNREADABLE'],
  ['+5', 'AMOUNT_UNREADABLE'],
  ['--5', 'AMOUNT_UNREADABLE'],
  ['1/2', 'AMOUNT_UNREADABLE'],
])('%s is refused: %s', (typed, code) => expect(readFen(typed)).toMatchObject({ problem: { code } }))

test('a refusal names the field it stands at', () => {
  const refused = (() => {
    try {
      return fenFrom('-3', 'patch.amount')
    } catch (error) {
      return error as Refusal
    }
  })()
  expect(refused).toMatchObject({
    problem: { code: 'AMOUNT_NEGATIVE' },
    fields: { 'patch.amount': expect.stringContaining('负数') },
  })
})
