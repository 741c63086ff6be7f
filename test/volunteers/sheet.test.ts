// The Excel sheet of a person's year: their own records and nobody else's, readable as a spreadsheet reads it.
import type { CloudBase } from '@cloudbase/node-sdk'
import { strFromU8, unzipSync } from 'fflate'
import { ctxFor, dispatch } from '../../cloudfunctions/api/core/endpoint'
import { storeOn } from '../../cloudfunctions/api/core/store'
import { sheets } from '../../cloudfunctions/sheets/sheets'
import { enrol, ok, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { type Answer, codeOf, type Door, theDoor } from '../support/door'

let door: Door
let app: CloudBase
beforeAll(async () => {
  door = await theDoor()
  app = door.app
  await enrol(door, 'author', 'neighbour')
})
afterAll(() => door.close())

const sheet = async (openid: string, data: object) => {
  const reply = await dispatch(
    { sheets },
    { call: 'sheets.myRecord', data },
    ctxFor(openid, storeOn(app), saturdayEnd + 86_400_000),
    'TEST',
  )
  return { ...(reply as Answer), calls: 0 }
}

test('one year of one’s own records', async () => {
  const shift = `${await published(door, { title: '=护河 & 捡拾' })}_0_0`
  for (const who of ['author', 'neighbour']) ok(await signUp(door, who, shift))
  const { lines } = ok(await door.call('volunteer', 'volunteers.roster', { id: shift }, saturday))
  const all = lines.map(({ line }: { line: string }) => line)
  const mark = (what: string, now: number) =>
    door.call('volunteer', 'volunteers.mark', { id: shift, lines: all, what, request: request() }, now)
  ok(await mark('in', saturday))
  ok(await mark('out', saturdayEnd))
  const confirmed = all.map((line: string) => ({ line }))
  ok(
    await door.call(
      'clerk',
      'volunteers.confirmHours',
      { id: shift, lines: confirmed, request: request() },
      saturdayEnd,
    ),
  )
  const file = ok(await sheet('openid-author', { year: 2026 }))
  expect(file.name).toBe('平台服务记录-2026.xlsx')
  const parts = unzipSync(Buffer.from(file.base64, 'base64'))
  const text = Object.entries(parts)
    .filter(([name]) => name.endsWith('.xml'))
    .map(([, bytes]) => strFromU8(bytes))
    .join('\n')
  expect(text).toContain('=护河 &amp; 捡拾')
  expect(text).not.toContain('<f>')
  // One row for one record: the neighbour's own is not in it.
  expect(text.match(/2026-03-07/g)).toHaveLength(1)
  expect(codeOf(await sheet('openid-author', { year: 2020 }))).toBe('RECORD_MISSING')
  expect(codeOf(await sheet('openid-nobody', { year: 2026 }))).toBe('NOT_REGISTERED')
})
