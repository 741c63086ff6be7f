// The daily digest outside the documents, and the audit that names the first broken link: also where a log was cut with its own version.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { dayMs, onOf, startOf } from '../../cloudfunctions/api/core/clock'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { sealOf } from '../../cloudfunctions/api/core/trace'
import { audit, digestDay, digestJob } from '../../cloudfunctions/api/modules/matters/digest'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'
import { aNeed } from '../support/needs'
import { streetPath } from '../support/world'

let door: Door
const ids = Array.from({ length: 12 }, (_, index) => `need00000000001${String(index).padStart(2, '0')}`)
const night = startOf(onOf(wednesday)) + dayMs + 3 * 3_600_000
beforeAll(async () => {
  door = await theDoor()
  await door.put(...ids.map((id) => aNeed({ status: 'closed', input: { id } })))
})
afterAll(() => door.close())

test('a day is digested once, at night, and everything holds', async () => {
  expect(await digestJob.run({ store: door.store, now: night - 2 * 3_600_000 })).toBe(0)
  expect(await digestJob.run({ store: door.store, now: night })).toBe(12)
  expect(await digestJob.run({ store: door.store, now: night + 3_600_000 })).toBe(0)
  expect(await digestDay(streetPath, door.store, night + dayMs)).toBe(0)
  expect(await audit(door.store)).toEqual({ matters: 12, digests: 3, heads: 12, broken: [] })
})

const tampers: [string, (matter: Matter) => object][] = [
  ['an edited title', () => ({ title: '改过的标题' })],
  [
    'an edited note',
    ({ trace }) => ({
      trace: door.store._.set(trace.map((event, index) => (index === 2 ? { ...event, note: '改过' } : event))),
    }),
  ],
  ['a deleted event', ({ trace }) => ({ trace: door.store._.set(trace.filter((_, index) => index !== 2)) })],
  // The whole tail is cut and everything inside the document is made to fit: only the digest outside betrays it.
  [
    'a cut that fits itself',
    (matter) => {
      const trace = matter.trace.slice(0, 1)
      const cut = { ...aNeed({ input: { id: matter._id } }), beside: matter.beside }
      expect(trace).toHaveLength(1)
      const { _id, ...rest } = cut
      expect(sealOf(cut as never)).toBe(rest.trace.at(-1)?.seal)
      return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, door.store._.set(value)]))
    },
  ],
]

test.each(tampers)('%s is found and named', async (_what, change) => {
  const id = ids[0] as string
  const before = await door.matter(id)
  await door.store.change('matters', { _id: id }, change(before))
  const { broken } = await audit(door.store)
  expect(broken[0]?.where).toContain(before.no)
  const { _id, ...whole } = before
  await door.store.put('matters', id, whole)
  expect((await audit(door.store)).broken).toEqual([])
})

const command = () =>
  new Promise<{ code: number | null; out: string }>((resolve) => {
    const child = spawn('npx', ['tsx', 'local/audit.ts', '--url', door.cloud.url], { cwd: join(__dirname, '../..') })
    let out = ''
    child.stdout.on('data', (part) => {
      out += part
    })
    child.on('close', (code) => resolve({ code, out }))
  })

test('the command says so in one line, and its exit code too', async () => {
  expect(await command()).toEqual({ code: 0, out: '12 matters, 3 digests, 12 heads: 0 broken\n' })
  const id = ids[3] as string
  await door.store.change('matters', { _id: id }, { title: '改过的标题' })
  const told = await command()
  expect([told.code, told.out]).toEqual([1, expect.stringContaining((await door.matter(id)).no)])
  await door.store.change('matters', { _id: id }, { title: aNeed().title })
})

test('a changed digest breaks its own chain', async () => {
  const { _ } = door.store
  await door.store.change('digests', { _id: `${streetPath}:${onOf(wednesday)}:end` }, { heads: _.set([]) })
  expect((await audit(door.store)).broken.map(({ where }) => where)).toEqual([expect.stringContaining('摘要')])
})
