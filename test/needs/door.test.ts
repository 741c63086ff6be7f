// Needs through the real door: what each call answers, that it has one effect, and what it costs in SDK calls.
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { codeOf, type Door, type Told, theDoor } from '../support/door'
import { aNeed, needInput } from '../support/needs'
import { dew, house, otherStreetPath, plum, streetPath, type Who } from '../support/world'

let door: Door
let serial = 0
const freshId = () => `door${String(++serial).padStart(16, '0')}`
const request = () => `req${freshId()}`

beforeAll(async () => {
  door = await theDoor()
  await door.call('author', 'areas.tree', { street: streetPath })
})
afterAll(() => door.close())

/** A submitted need that was checked, put there by the author through the door. */
async function submitted(change: object = {}, who: Who = 'author'): Promise<{ id: string; version: number }> {
  const input = { ...needInput(), id: freshId(), ...change }
  const answer = await door.call(who, 'needs.submit', input)
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  await door.store.change('matters', { _id: input.id }, { 'beside.check': 'pass' })
  return { id: input.id, version: answer.data.version }
}
const act = (
  who: Who,
  { id, version }: { id: string; version: number },
  action: string,
  more: object = {},
): Promise<Told> => door.call(who, 'matters.act', { id, version, action, request: request(), ...more })

describe('submitting', () => {
  test('costs four calls, the nudge to check the words among them, and leaves one document with its first event', async () => {
    const id = freshId()
    const answer = await door.call('author', 'needs.submit', { ...needInput(), id })
    expect(answer).toMatchObject({ ok: true, data: { id, version: 1, mine: true, status: { label: '待受理' } } })
    expect(answer.data.no).toMatch(/^香梅街道-2026-\d{5}$/)
    expect(answer.calls).toBe(4)
    expect(brokenAt(await door.matter(id))).toBeUndefined()
  })

  test.each<[string, object, string, string | undefined]>([
    ['no title', { title: undefined }, 'INPUT_INVALID', 'title'],
    ['a title of blanks', { title: '      ' }, 'INPUT_INVALID', 'title'],
    ['a title that is too long', { title: '灯'.repeat(51) }, 'INPUT_INVALID', 'title'],
    ['words that are a number', { words: 12345 }, 'INPUT_INVALID', 'words'],
    ['words that are too long', { words: '长'.repeat(2001) }, 'INPUT_INVALID', 'words'],
    ['a category nobody knows', { category: 'constructor' }, 'INPUT_INVALID', 'category'],
    ['an urgency named like a prototype', { urgency: '__proto__' }, 'INPUT_INVALID', 'urgency'],
    ['seven photos', { photos: Array(7).fill('cloud://local-env/a.jpg') }, 'INPUT_INVALID', 'photos'],
    ['a photo from elsewhere', { photos: ['https://example.org/a.jpg'] }, 'INPUT_INVALID', 'photos.0'],
    ['a status of one’s own', { status: 'closed' }, 'INPUT_INVALID', 'status'],
    ['somebody else as author', { author: 'pclerk' }, 'INPUT_INVALID', 'author'],
    ['consent that was not given', { onBehalfOf: { name: '马立春' } }, 'INPUT_INVALID', 'onBehalfOf.consent'],
    ['an id that is no id', { id: '../../x' }, 'INPUT_INVALID', 'id'],
    ['a place that is only a district', { area: '/jz/yh' }, 'NEED_AREA_UNKNOWN', 'area'],
    ['a building that does not exist', { area: `${plum}/g1/b99` }, 'NEED_AREA_UNKNOWN', 'area'],
    ['a grid', { area: `${plum}/g1` }, 'NEED_AREA_UNKNOWN', 'area'],
    ['a request for a transfer', { words: '孩子病了，请大家转账到我的账户，好心人一生平安。' }, 'MONEY_ASKED', 'words'],
    ['a payment code', { words: '请好心人扫我的收款码，帮帮我们家，谢谢。' }, 'MONEY_ASKED', 'words'],
    ['a card number', { words: '我的卡号 6222 0212 3456 7890 123，谢谢。' }, 'MONEY_ASKED', 'words'],
    [
      'somebody else’s name by a resident',
      { onBehalfOf: { name: '马立春', consent: 'phone' } },
      'NEED_PROXY_ROLE',
      undefined,
    ],
  ])('%s is refused', async (_what, change, code, field) => {
    const id = freshId()
    const { error } = await door.call('author', 'needs.submit', { ...needInput(), id, ...change })
    expect(error?.code).toBe(code)
    if (field) expect(Object.keys(error?.fields ?? {})).toContain(field)
    expect(await door.store.get('matters', id)).toBeUndefined()
  })

  test.each([
    '物业多收了三个月的物业费，请社区帮忙协调退费。',
    '小区停车费从 150 涨到 300，没有公示，请求核实。',
    '公司拖欠工资两个月，求助社区怎么办。',
    '银行网点撤了，老人取钱不方便，希望设一台取款机。',
    '充电桩扫二维码付款以后没有反应，请维修。',
    '保安让我们扫收款码付停车费，没有票据，请核实。',
    '电话 13800000001，订单 20260304123，水费算错了。',
  ])('a complaint about fees is a need: %s', async (words) => {
    expect(codeOf(await door.call('author', 'needs.submit', { ...needInput(), id: freshId(), words }))).toBe('OK')
  })

  test('eight at once with one id: one need, one number, the same answer', async () => {
    const input = { ...needInput(), id: freshId() }
    const answers = await Promise.all(Array.from({ length: 8 }, () => door.call('author', 'needs.submit', input)))
    expect(new Set(answers.map(({ data }) => data?.no)).size).toBe(1)
    expect(answers.map(codeOf)).toEqual(Array(8).fill('OK'))
    expect(await door.store.find('matters', { _id: input.id }, { limit: 9 })).toHaveLength(1)
  })

  test('another person’s id answers nothing of theirs', async () => {
    const { id } = await submitted({ visibility: 'private' })
    const answer = await door.call('neighbour', 'needs.submit', { ...needInput(), id })
    expect(answer).toMatchObject({ ok: false, error: { code: 'STATE_CHANGED' } })
    expect(answer.data).toBeUndefined()
  })

  test('代办: a grid worker submits for somebody, with the consent on record', async () => {
    const need = await submitted({ onBehalfOf: { name: '马立春', consent: 'inPerson' } }, 'gridWorker')
    const matter = await door.matter(need.id)
    expect(matter).toMatchObject({ recorder: 'pgridWorker', onBehalfOf: { name: '马立春', consent: 'inPerson' } })
    expect(matter.trace[0]).toMatchObject({ as: 'recorder', said: '代办，当面同意' })
    expect((await door.call('clerk', 'matters.get', { id: need.id })).data.author).toBe('马**')
  })
})

describe('acting', () => {
  test('costs four calls at most, and one event each', async () => {
    let step: { id: string; version: number } = await submitted()
    const way: [Who, string, object][] = [
      ['clerk', 'accept', {}],
      ['clerk', 'assign', { patch: { body: 'property' } }],
      ['manager', 'take', {}],
      ['manager', 'finish', { note: '换好了' }],
      ['author', 'confirm', { patch: { stars: 5, words: '很快' } }],
    ]
    for (const [who, action, more] of way) {
      const answer = await act(who, step, action, more)
      expect([action, codeOf(answer), answer.data?.version, answer.calls <= 4]).toEqual([
        action,
        'OK',
        step.version + 1,
        true,
      ])
      step = answer.data
    }
    const matter = await door.matter(step.id)
    expect([matter.status, matter.trace.length, brokenAt(matter)]).toEqual(['closed', 6, undefined])
  })

  test.each<[Who, string, object, string]>([
    ['neighbour', 'accept', {}, 'NOT_PERMITTED'],
    ['secretary', 'accept', {}, 'NOT_PERMITTED'],
    ['officer', 'accept', {}, 'NOT_PERMITTED'],
    ['dewClerk', 'accept', {}, 'NOT_PERMITTED'],
    ['farClerk', 'accept', {}, 'NOT_PERMITTED'],
    ['clerk', 'remindLate', {}, 'NOT_PERMITTED'],
    ['clerk', 'assign', { patch: { body: 'property' } }, 'STATE_CHANGED'],
    ['clerk', 'nothing', {}, 'ACTION_UNKNOWN'],
    ['clerk', 'constructor', {}, 'ACTION_UNKNOWN'],
    ['clerk', '__proto__', {}, 'ACTION_UNKNOWN'],
    ['clerk', 'toString', {}, 'ACTION_UNKNOWN'],
    ['clerk', 'askInfo', {}, 'NOTE_NEEDED'],
    ['clerk', 'refuse', { note: '理由', patch: { reason: 'because' } }, 'INPUT_INVALID'],
    ['clerk', 'refuse', { note: '理由', patch: { reason: 'elsewhere', status: 'closed' } }, 'INPUT_INVALID'],
    ['clerk', 'refuse', { note: '长'.repeat(501), patch: { reason: 'elsewhere' } }, 'INPUT_INVALID'],
    ['clerk', 'refuse', { note: 5 }, 'INPUT_INVALID'],
    ['clerk', 'merge', { patch: { into: 'need0000000000xx' } }, 'NEED_MERGE_TARGET'],
    ['clerk', 'agree', {}, 'STATE_CHANGED'],
  ])('%s: %s %# answers as it should and changes nothing', async (who, action, more, code) => {
    const need = await submitted()
    const before = await door.matter(need.id)
    const answer = await act(who, need, action, more)
    expect(codeOf(answer)).toBe(code)
    expect(answer.error?.message).toMatch(/[\u4e00-\u9fff]/)
    expect(await door.matter(need.id)).toEqual(before)
  })

  test.each<[string, object, string]>([
    ['a body that does not exist', { body: 'nobody' }, 'NEED_BODY_UNKNOWN'],
    ['a body of the other community', { body: 'ql-property' }, 'NEED_BODY_UNKNOWN'],
    ['a department', { body: 'city' }, 'NEED_BODY_UNKNOWN'],
    ['no body', {}, 'INPUT_INVALID'],
    ['a list of bodies', { body: ['property'] }, 'INPUT_INVALID'],
  ])('dispatching to %s is refused at its field', async (_what, patch, code) => {
    const step = (await act('clerk', await submitted(), 'accept')).data
    const { error } = await act('clerk', step, 'assign', { patch })
    expect([error?.code, Object.keys(error?.fields ?? {})]).toEqual([code, ['patch.body']])
  })

  test('a stale version answers STATE_CHANGED and does nothing', async () => {
    const need = await submitted()
    await act('clerk', need, 'accept')
    expect(codeOf(await act('clerk', need, 'askInfo', { note: '请补充' }))).toBe('STATE_CHANGED')
    expect((await door.matter(need.id)).version).toBe(2)
  })

  test('the same request again is answered the same, though the version has moved on', async () => {
    const need = await submitted()
    const ask = { ...need, action: 'accept', request: request() }
    const first = await door.call('clerk', 'matters.act', ask)
    const again = await door.call('clerk', 'matters.act', ask)
    expect(again.data).toEqual(first.data)
    expect((await door.matter(need.id)).trace).toHaveLength(2)
  })

  test('eight at once: one effect and eight equal answers for one request, one winner for eight requests', async () => {
    const need = await submitted()
    const ask = { ...need, action: 'accept', request: request() }
    const same = await Promise.all(Array.from({ length: 8 }, () => door.call('clerk', 'matters.act', ask)))
    expect(same.map(codeOf)).toEqual(Array(8).fill('OK'))
    expect(new Set(same.map(({ data }) => data.version))).toEqual(new Set([2]))
    const step = same[0]!.data
    const racing = await Promise.all(Array.from({ length: 8 }, () => act('clerk', step, 'report', { note: '进展' })))
    expect(racing.map(codeOf).sort()).toEqual(['OK', ...Array(7).fill('STATE_CHANGED')])
    expect((await door.matter(need.id)).trace).toHaveLength(3)
  })

  test('a term that ended a moment ago decides nothing', async () => {
    const need = await submitted()
    await door.store.change(
      'people',
      { _id: 'openid-clerk2' },
      { grants: [{ role: 'clerk', area: plum, from: 0, until: 1, by: 'x' }] },
    )
    expect(codeOf(await act('clerk2', need, 'accept'))).toBe('NOT_PERMITTED')
  })
})

describe('what is not one’s own is not found', () => {
  const calls: [string, object][] = [
    ['matters.get', {}],
    ['matters.form', { action: 'accept' }],
    ['matters.act', { action: 'accept', version: 1, request: 'request00' }],
    ['needs.near', {}],
    ['needs.support', {}],
    ['people.contact', { reason: '上门前联系' }],
  ]
  test.each(calls)('%s', async (call, data) => {
    const { id } = await submitted({ visibility: 'private' })
    const outsiders: Who[] = ['neighbour', 'dewResident', 'dewClerk', 'manager', 'farOfficer', 'farClerk', 'cityStaff']
    for (const who of outsiders)
      expect([who, codeOf(await door.call(who, call, { id, ...data }))]).toEqual([who, 'MATTER_MISSING'])
    expect(codeOf(await door.call('clerk', call, { id: 'nothing0000000000', ...data }))).toBe('MATTER_MISSING')
  })

  test('a batch names those it may not touch and does the others', async () => {
    const [mine, theirs] = [
      await submitted(),
      await submitted({ area: `${dew}/g1/b1`, visibility: 'private' }, 'dewResident'),
    ]
    const { data } = await door.call('clerk', 'matters.batch', {
      action: 'accept',
      request: request(),
      items: [mine, theirs],
    })
    expect(data).toEqual({ done: [mine.id], failed: [{ id: theirs.id, message: '未找到这件事项，可能已被撤回' }] })
  })
})

describe('lists', () => {
  test.each<[Who, string, object]>([
    ['author', 'needs.mine', {}],
    ['clerk', 'matters.desk', { street: streetPath }],
    ['clerk', 'matters.desk', { street: streetPath, section: 'late' }],
    ['clerk', 'matters.desk', { street: streetPath, section: 'today' }],
    ['clerk', 'matters.desk', { street: streetPath, section: 'new' }],
    ['officer', 'matters.desk', { street: streetPath, section: 'others' }],
    ['clerk', 'matters.counts', { street: streetPath }],
    ['author', 'needs.public', { area: house }],
    ['author', 'needs.public', { area: plum, class: 'settled' }],
    ['author', 'needs.similar', { area: house, title: '楼道灯坏了' }],
    ['author', 'needs.options', {}],
    ['author', 'people.me', {}],
    ['author', 'people.inbox', {}],
    ['author', 'people.home', {}],
    ['clerk', 'people.home', {}],
    ['author', 'areas.streets', {}],
    ['author', 'areas.tree', { street: streetPath }],
    ['clerk', 'templates.list', { area: plum }],
    ['officer', 'rates.list', { street: streetPath }],
  ])('%s reads %s %j in two calls', async (who, call, data) => {
    const answer = await door.call(who, call, data)
    expect([codeOf(answer), answer.calls <= 2]).toEqual(['OK', true])
  })

  test('reading one need and its form costs two calls', async () => {
    const { id } = await submitted()
    for (const [call, more] of [
      ['matters.get', {}],
      ['matters.form', { action: 'accept' }],
    ] as const)
      expect([call, (await door.call('clerk', call, { id, ...more })).calls]).toEqual([call, 2])
  })

  test('a desk shows the turns of its own holder only, and pages to the end without a gap or a double', async () => {
    await door.put(...Array.from({ length: 45 }, () => aNeed({ input: { id: freshId(), area: `${dew}/g1/b1` } })))
    const seen: string[] = []
    let after: object | undefined
    for (let pages = 0; pages < 5; pages++) {
      const { data } = await door.call('dewClerk', 'matters.desk', { street: streetPath, ...(after && { after }) })
      seen.push(...data.cards.map(({ id }: { id: string }) => id))
      after = data.next
      if (!after) break
    }
    const own = await door.store.find<{ _id: string }>(
      'matters',
      { street: streetPath, turn: `clerk@${dew}` },
      { limit: 100 },
    )
    expect(seen).toHaveLength(new Set(seen).size)
    expect(new Set(seen)).toEqual(new Set(own.map(({ _id }) => _id)))
    expect((await door.call('farClerk', 'matters.desk', { street: otherStreetPath })).data.cards).toEqual([])
  })

  test('a list of the building shows neither private nor unchecked needs', async () => {
    const area = `${plum}/g2/b4`
    const open = await submitted({ area })
    await submitted({ area, visibility: 'private' })
    await door.call('author', 'needs.submit', { ...needInput(), id: freshId(), area })
    const { data } = await door.call('openid-nobody', 'needs.public', { area })
    expect(data.cards.map(({ id }: { id: string }) => id)).toEqual([open.id])
  })
})

describe('supporting', () => {
  test('eight times at once counts once; the author and other communities do not', async () => {
    const { id } = await submitted()
    const answers = await Promise.all(Array.from({ length: 8 }, () => door.call('neighbour', 'needs.support', { id })))
    expect(answers.map(codeOf)).toEqual(Array(8).fill('OK'))
    expect(answers[0]!.calls).toBeLessThanOrEqual(4)
    expect((await door.matter(id)).beside).toMatchObject({ supporters: ['pneighbour'], supportCount: 1 })
    for (const who of ['author', 'dewResident', 'clerk'] as const)
      expect([who, codeOf(await door.call(who, 'needs.support', { id }))]).toEqual([who, 'NOT_PERMITTED'])
  })

  test('a support does not disturb a step that is being taken', async () => {
    const need = await submitted()
    const [support, step] = await Promise.all([
      door.call('neighbour', 'needs.support', { id: need.id }),
      act('clerk', need, 'accept'),
    ])
    expect([codeOf(support), codeOf(step)]).toEqual(['OK', 'OK'])
    const matter = await door.matter(need.id)
    expect([matter.beside.supportCount, matter.status, brokenAt(matter)]).toEqual([1, 'accepted', undefined])
  })
})
