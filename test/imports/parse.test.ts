// Reading a hotline file: encodings, order of columns, line breaks inside quotes, and what is broken.
import { decode, readTime } from '../../cloudfunctions/api/core/csv'
import { readTable } from '../../cloudfunctions/api/modules/imports/parse'
import { at } from '../support/clock'

const bytes = (text: string) => new TextEncoder().encode(text)
const table = (text: string) => readTable(bytes(text))

/** 编号,标题,内容 / A1,路灯,灯坏了 in GBK, byte by byte. */
const gbk = Uint8Array.from([
  0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xb1, 0xea, 0xcc, 0xe2, 0x2c, 0xc4, 0xda, 0xc8, 0xdd, 0x0d, 0x0a, 0x41, 0x31, 0x2c,
  0xc2, 0xb7, 0xb5, 0xc6, 0x2c, 0xb5, 0xc6, 0xbb, 0xb5, 0xc1, 0xcb, 0x0d, 0x0a,
])
const one = { line: 2, originNo: 'A1', title: '路灯', words: '灯坏了', at: '', askedBy: '' }

test.each<[string, Uint8Array]>([
  ['UTF-8', bytes('编号,标题,内容\nA1,路灯,灯坏了\n')],
  ['UTF-8 with a byte-order mark', bytes('\ufeff编号,标题,内容\nA1,路灯,灯坏了\n')],
  ['UTF-8 with Windows line ends', bytes('编号,标题,内容\r\nA1,路灯,灯坏了\r\n')],
  ['GBK', gbk],
  ['columns in another order', bytes('内容,无关,标题,编号\n灯坏了,x,路灯,A1\n')],
  ['blanks around the cells', bytes(' 编号 , 标题 , 内容 \n A1 , 路灯 , 灯坏了 \n')],
  ['no line end at the end', bytes('编号,标题,内容\nA1,路灯,灯坏了')],
])('%s gives the same row', (_what, file) => {
  expect(readTable(file)).toMatchObject({ rows: [one], missing: [], broken: [] })
})

test('the hand-made GBK bytes are what WHATWG calls GBK', () => {
  expect(new TextDecoder('gbk').decode(gbk)).toBe('编号,标题,内容\r\nA1,路灯,灯坏了\r\n')
  expect(decode(gbk)).toBe('编号,标题,内容\r\nA1,路灯,灯坏了\r\n')
})

test('a line break and a comma inside quotes belong to the cell, and later lines keep their numbers', () => {
  const { rows } = table('编号,标题,内容\nA1,路灯,"第一行\n第二行, 还有""引号"""\nA2,水管,漏水\n')
  expect(rows.map(({ line, words }) => [line, words])).toEqual([
    [2, '第一行\n第二行, 还有"引号"'],
    [4, '漏水'],
  ])
})

test('a quote that is never closed costs its own line and no other', () => {
  const { rows, broken } = table('编号,标题,内容\nA1,路灯,灯坏了\nA2,水管,"漏水\nA3,井盖,井盖松了\nA4,垃圾,没人收\n')
  expect(broken).toEqual([{ line: 3, originNo: '', reason: '引号没有成对，这一行没有导入' }])
  expect(rows.map(({ line, originNo }) => [line, originNo])).toEqual([
    [2, 'A1'],
    [4, 'A3'],
    [5, 'A4'],
  ])
})

test('a missing column is named, short and long rows are read as far as they go', () => {
  expect(table('编号,标题\nA1,路灯\n').missing).toEqual(['words'])
  const { rows } = table('编号,标题,内容\nA1\nA2,水管,漏水,多余,更多\n')
  expect(rows.map(({ originNo, title, words }) => [originNo, title, words])).toEqual([
    ['A1', '', ''],
    ['A2', '水管', '漏水'],
  ])
})

test.each(['', '\n\n', ',,,', '\ufeff', '"', '\u0000\u0001', '编号,标题,内容'])(
  '%j has no rows and breaks nothing',
  (text) => {
    expect(table(text).rows).toEqual([])
  },
)

test('bytes that are no text at all are read somehow, and ended', () => {
  const noise = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)
  expect(Array.isArray(readTable(noise).rows)).toBe(true)
})

test.each<[string, number | undefined]>([
  ['2019/2/14 20:00:00', at('2019-02-14', 20)],
  ['2019-02-14', at('2019-02-14', 0)],
  ['2019年2月14日 8:30', at('2019-02-14', 8, 30)],
  ['2019.2.14', at('2019-02-14', 0)],
  ['昨天', undefined],
  ['2019-13-01', undefined],
  ['2019-01-32', undefined],
  ['', undefined],
])('the time %j', (text, expected) => expect(readTime(text)).toBe(expected))
