// The measure of what calls cost: that one SDK call too many is found; that the table of what may cost more names what there is; and that tests
// make every call, so that none goes unmeasured.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { agreement, allRows } from '../../cloudfunctions/api/core/act'
import { allKinds } from '../../cloudfunctions/api/core/kinds'
import { api } from '../../cloudfunctions/api/modules'
import { dearer, figureOf, spendings } from '../support/costs'
import { codeOf, type Door, theDoor } from '../support/door'
import { aNeed } from '../support/needs'
import { streetPath } from '../support/world'

const calls = Object.entries(api).flatMap(([module, endpoints]) =>
  Object.keys(endpoints).map((name) => `${module}.${name}`),
)

test('a write has four SDK calls and a read two; one more is found', () => {
  for (const call of calls.filter((one) => !Object.hasOwn(dearer, one))) {
    const figure = figureOf(call) ?? 0
    expect([2, 4]).toContain(figure)
    const { note } = spendings()
    expect(note({ call, data: {}, calls: figure })).toBeUndefined()
    expect(note({ call, data: {}, calls: figure + 1 })).toMatch(`made ${figure + 1} SDK calls and may make ${figure} `)
  }
})

test.each(Object.entries(dearer))(
  '%s may cost more, and no more than that; every time only where the table says so',
  (name, row) => {
    const [call = '', step = ''] = name.split(' ')
    const [kind, action] = step.split('.')
    const data = { ...(action && { action }), items: row.each ? ['one'] : [] }
    const most = row.most + (row.each ?? 0)
    const { note, wrong } = spendings()
    for (let times = 0; times < 4; times++) expect(note({ call, data, calls: most, kind })).toBeUndefined()
    expect(note({ call, data, calls: most + 1, kind })).toMatch(`${name} made ${most + 1} SDK calls`)
    expect(wrong()).toHaveLength(row.sometimes ? 1 : 0)
    note({ call, data, calls: figureOf(call) ?? 0, kind })
    expect(wrong()).toEqual([])
  },
)

test('what may cost more is a call there is, or a step', () => {
  const steps = allKinds().flatMap((kind) =>
    [agreement.agree, ...allRows(kind).map(([name]) => name)].map((name) => `matters.act ${kind.name}.${name}`),
  )
  expect(Object.keys(dearer).filter((name) => ![...calls, ...steps].includes(name))).toEqual([])
  for (const [name, { most }] of Object.entries(dearer))
    expect([name, most > (figureOf(name.split(' ')[0]) ?? 0)]).toEqual([name, dearer[name]?.each === undefined])
})

describe('through the door', () => {
  let door: Door
  beforeAll(async () => {
    door = await theDoor()
  })
  afterAll(() => door.close())

  test.each([
    ['giving.options', {}],
    ['funds.options', {}],
    ['organisation.register', { street: streetPath }],
    ['organisation.rules', { street: streetPath, kind: 'plan' }],
  ])('%s, which no story makes', async (call, data) => expect(codeOf(await door.call('clerk', call, data))).toBe('OK'))

  test('needs.near, which no story makes', async () => {
    const [one, other] = ['costs00000000000001', 'costs00000000000002'].map((id) =>
      aNeed({ status: 'accepted', input: { id } }),
    )
    await door.put(one as object, other as object)
    const told = await door.call('clerk', 'needs.near', { id: 'costs00000000000001' })
    expect(told.data.cards.map(({ id }: { id: string }) => id)).toEqual(['costs00000000000002'])
  })

  test('a call that costs too much fails where it is made', async () => {
    const row = dearer['needs.near'] as (typeof dearer)[string]
    dearer['needs.near'] = { ...row, most: 2 }
    const told = door.call('clerk', 'needs.near', { id: 'costs00000000000001' })
    await expect(told).rejects.toThrow('needs.near made 3 SDK calls and may make 2')
    dearer['needs.near'] = row
  })
})

test('every call is made by some test', () => {
  const folder = join(__dirname, '..')
  const text = (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
    .join('\n')
  expect(calls.filter((call) => !text.includes(`'${call}'`))).toEqual([])
})
