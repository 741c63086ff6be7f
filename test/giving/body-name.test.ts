// One body under several spellings, and two bodies that only sound alike: what a donor may not be paid by.
import {
  CreditCode,
  isCreditCode,
  isSameBody,
  keysOf,
  nameKeyOf,
} from '../../cloudfunctions/api/modules/giving/body-name'

test.each([
  ['width and spaces', '香梅 粮油（深圳）有限公司', '香梅粮油(深圳)有限公司', true],
  ['brackets or none', '香梅粮油（深圳）有限公司', '香梅粮油深圳有限公司', true],
  ['the long legal form', '香梅粮油有限责任公司', '香梅粮油有限公司', true],
  ['a company limited by shares', '香梅粮油股份有限公司', '香梅粮油有限公司', true],
  ['no legal form at all', '香梅粮油', '香梅粮油有限公司', true],
  ['a shop and its licence', '荷花粮油店', '荷花粮油店（个体工商户）', true],
  ['full-width letters, capitals', 'ＡＢＣ书店', 'abc书店', true],
  ['signs between', '春风·书屋', '春风书屋', true],
  ['another place', '香梅粮油（深圳）有限公司', '香梅粮油（广州）有限公司', false],
  ['a branch', '香梅粮油有限公司阳光里店', '香梅粮油有限公司', false],
  ['another shop', '荷花粮油店', '荷花文具店', false],
  ['nothing but a legal form', '有限公司', '有限责任公司', false],
])('%s', (_what, one, other, same) => {
  expect(isSameBody({ name: one }, { name: other })).toBe(same)
  expect(isSameBody({ name: other }, { name: one })).toBe(same)
})

const [shop, other] = ['91350100M000100Y43', '92440300MA5EXAMPXX']
test('codes decide where both are known, and a name where one is missing', () => {
  expect(isSameBody({ name: '香梅粮油', code: shop }, { name: '另一个名字', code: shop })).toBe(true)
  expect(isSameBody({ name: '香梅粮油', code: shop }, { name: '香梅粮油', code: other })).toBe(false)
  expect(isSameBody({ name: '香梅粮油', code: shop }, { name: '香梅粮油有限公司' })).toBe(true)
  expect(keysOf({ name: '香梅粮油有限公司', code: shop })).toEqual(['n:香梅粮油', `c:${shop}`])
  expect(nameKeyOf('甲有限公司')).toBe('甲有限公司')
})

test('the last letter of a code follows from the others, and each single slip is found', () => {
  expect(isCreditCode(shop)).toBe(true)
  const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  let slips = 0
  for (let at = 0; at < shop.length; at++)
    for (const letter of letters) {
      if (letter === shop[at]) continue
      slips++
      expect(isCreditCode(shop.slice(0, at) + letter + shop.slice(at + 1))).toBe(false)
    }
  expect(slips).toBe(18 * 30)
})

test.each([
  ['as it is printed', shop, shop],
  ['small and spaced', ' 9135 0100 m000 100y 43 ', shop],
  ['full width', '９１３５０１００Ｍ０００１００Ｙ４３', shop],
  ['none', '', ''],
  ['not given', undefined, ''],
])('a code %s is read', (_what, typed, expected) => expect(CreditCode.parse(typed)).toBe(expected))

test.each([
  ['too short', '91350100M000100Y4', '统一社会信用代码是 18 位，请核对'],
  ['with a letter it never has', '91350100M000100YI3', '这个统一社会信用代码不对，请对照营业执照核对'],
  ['with two letters swapped', '91350100M00010Y043', '这个统一社会信用代码不对，请对照营业执照核对'],
])('a code %s is refused in one sentence', (_what, typed, message) => {
  const read = CreditCode.safeParse(typed)
  expect(read.success ? [] : read.error.issues.map((issue) => issue.message)).toEqual([message])
})
