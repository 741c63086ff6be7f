// Importing through the door: the good rows are in, the bad ones are listed, and a second time adds nothing.

import type { Matter } from '../../cloudfunctions/api/core/matter'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { codeOf, type Door, theDoor } from '../support/door'
import { dew, plum, streetPath, type Who } from '../support/world'

let door: Door
let serial = 0
beforeAll(async () => {
  door = await theDoor()
})
afterAll(() => door.close())

async function uploaded(text: string | Buffer): Promise<string> {
  const { fileID } = await door.app.uploadFile({ cloudPath: `imports/${++serial}.csv`, fileContent: Buffer.from(text) })
  return fileID
}
const step = (fileID: string, more: object = {}, who: Who = 'clerk') =>
  door.call(who, 'imports.step', { area: plum, fileID, ...more })
const imported = (originNo: string) =>
  door.store.find<Matter>(
    'matters',
    { within: plum, kind: 'need', class: 'open', 'body.originNo': originNo },
    { limit: 9 },
  )

const good = '编号,标题,内容,时间,姓名\nB1,楼道灯坏了,三楼灯不亮,2026/3/1 9:00:00,王五\nB2,水管漏水,一直滴水,,\n'

test('rows become needs of the community with their original number, and a log that holds', async () => {
  const { data } = await step(await uploaded(good))
  expect(data).toMatchObject({ total: 2, done: 2, added: 2, skipped: 0, refused: [] })
  expect(data.next).toBeUndefined()
  const [need] = await imported('B1')
  expect(need).toMatchObject({
    status: 'submitted',
    area: plum,
    street: streetPath,
    body: { source: 'import', visibility: 'private' },
  })
  expect(need!.trace[0]?.said).toBe('导入，原编号 B1')
  expect(brokenAt(need!)).toBeUndefined()
  expect((await door.call('clerk2', 'matters.get', { id: need!._id })).data.author).toBe('王**')
})

test('the same rows again, in the same or another file, are skipped', async () => {
  const again = await step(await uploaded(`编号,标题,内容\nB2,水管漏水,一直滴水\nB3,井盖,井盖松了\n`))
  expect(again.data).toMatchObject({ added: 1, skipped: 1 })
  expect((await step(await uploaded(good))).data).toMatchObject({ added: 0, skipped: 2 })
  expect(await imported('B2')).toHaveLength(1)
})

test('bad rows are listed with line and reason, the others are in', async () => {
  const rows = [
    '编号,标题,内容,时间',
    'C1,路灯,灯坏了,',
    ',没有编号,内容,',
    'C3,没有内容的一行,,',
    'C4,没有内容,,',
    'C5,看不懂的时间,内容,昨天',
    'C6,求助,请大家转账到我的账户帮帮孩子,',
    'C7,引号,"没有成对,',
    'C8,最后,也在,',
  ]
  const { data } = await step(await uploaded(rows.join('\n')))
  expect(data).toMatchObject({ total: 8, done: 8, added: 2, skipped: 0 })
  const told = (data.refused as { line: number; reason: string }[]).map(({ line, reason }) => `${line} ${reason}`)
  expect(told.sort()).toEqual([
    '3 没有编号',
    '4 没有内容',
    '5 没有内容',
    '6 时间看不懂：昨天',
    '7 这里不能发布转账、账号或收款码，请联系社区了解正规求助渠道',
    '8 引号没有成对，这一行没有导入',
  ])
  expect(await imported('C8')).toHaveLength(1)
})

test('a long file goes in by steps, each row once, and the same number twice in a file is one need', async () => {
  const lines = Array.from({ length: 450 }, (_, index) => `D${index % 440},标题 ${index},内容 ${index}`)
  const fileID = await uploaded(['编号,标题,内容', ...lines].join('\n'))
  let next: number | undefined = 0
  let added = 0
  let steps = 0
  for (; next !== undefined && steps < 9; steps++) {
    const answer = await step(fileID, { offset: next })
    expect(answer.calls).toBeLessThanOrEqual(6)
    added += answer.data.added
    next = answer.data.next
  }
  expect([steps, added]).toEqual([3, 440])
})

test('the same step eight times at once adds its rows once, and nobody sees a defect', async () => {
  const fileID = await uploaded('编号,标题,内容\nE1,路灯,灯坏了\nE2,井盖,松了\n')
  const answers = await Promise.all(Array.from({ length: 8 }, () => step(fileID)))
  expect(answers.map(codeOf)).toEqual(Array(8).fill('OK'))
  expect(await imported('E1')).toHaveLength(1)
})

test.each<[string, () => Promise<[Who, object]>, string]>([
  [
    'a file without the columns',
    async () => ['clerk', { area: plum, fileID: await uploaded('名字,电话\n张三,1\n') }],
    'IMPORT_COLUMNS',
  ],
  ['an empty table', async () => ['clerk', { area: plum, fileID: await uploaded('编号,标题,内容\n') }], 'IMPORT_EMPTY'],
  [
    'a file that is not there',
    async () => ['clerk', { area: plum, fileID: 'cloud://local-env/none.csv' }],
    'IMPORT_FILE',
  ],
  ['an address that is no file', async () => ['clerk', { area: plum, fileID: 'http://x/y.csv' }], 'INPUT_INVALID'],
  ['a negative offset', async () => ['clerk', { area: plum, fileID: 'cloud://a/b', offset: -1 }], 'INPUT_INVALID'],
  ['the other community', async () => ['clerk', { area: dew, fileID: await uploaded(good) }], 'IMPORT_AREA'],
  ['a whole street', async () => ['clerk', { area: streetPath, fileID: await uploaded(good) }], 'INPUT_INVALID'],
  ['a resident', async () => ['author', { area: plum, fileID: await uploaded(good) }], 'NOT_PERMITTED'],
  ['the street’s officer', async () => ['officer', { area: plum, fileID: await uploaded(good) }], 'NOT_PERMITTED'],
])('%s is refused', async (_what, ask, code) => {
  const [who, data] = await ask()
  const answer = await door.call(who, 'imports.step', data)
  expect(codeOf(answer)).toBe(code)
  expect(answer.error?.message).toMatch(/[\u4e00-\u9fff]/)
})
