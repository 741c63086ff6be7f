// A community fund from its draft to its end: who may sit on its committee, what it must be like, and what follows when it is founded.
import { actorOf } from '../../cloudfunctions/api/core/roles'
import { forgetStreets, type Store } from '../../cloudfunctions/api/core/store'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import type { FundBody } from '../../cloudfunctions/api/modules/funds/fund/document'
import { lineOf } from '../../cloudfunctions/api/modules/funds/fund/workflow'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import {
  act,
  aFund,
  codeOfPerson,
  codes,
  committeeOf,
  draftFund,
  freshId,
  fundBook,
  fundInput,
  gave,
  ok,
  on,
  seat,
  signed,
} from '../support/funds'
import { dew, plum, streetPath, verified, type Who } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await codes(door)
})
afterAll(() => door.close())

const bodyOf = async (id: string): Promise<FundBody> => (await door.matter(id)).body as FundBody
const charities = async (store: Store, all: object[]): Promise<void> => {
  await store.change('settings', { _id: streetPath }, { charities: store._.set(all) })
  forgetStreets()
}

describe('drawing one up', () => {
  test('is the work of both committees and of the charity’s people, four calls, once', async () => {
    // The first of a year also makes the counter of its numbers.
    ok(await door.call('clerk', 'funds.found', fundInput()))
    const input = fundInput()
    const told = await door.call('treasurer', 'funds.found', input)
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    expect((await door.call('treasurer', 'funds.found', input)).data).toEqual(told.data)
    expect(told.data).toMatchObject({ kindLabel: '社区基金', statusText: '筹备中' })
    for (const [who, code] of [
      ['clerk', 'OK'],
      ['secretary', 'OK'],
      ['author', 'NOT_PERMITTED'],
      ['manager', 'NOT_PERMITTED'],
      ['dewClerk', 'NOT_PERMITTED'],
      ['officer', 'NOT_PERMITTED'],
      ['openid-nobody', 'NOT_REGISTERED'],
    ] as const)
      expect([who, codeOf(await door.call(who, 'funds.found', fundInput()))]).toEqual([who, code])
    // A guest knows nothing of it before it is founded.
    expect(codeOf(await door.call('openid-guest', 'funds.fund', { id: input.id }))).toBe('MATTER_MISSING')
  })

  test('or by the form that committees raise it with', async () => {
    const { id, area, ...values } = fundInput()
    const raise = { id, kind: 'fund', way: 'found', area, values }
    expect(codeOf(await door.call('author', 'organisation.raise', raise))).toBe('NOT_PERMITTED')
    expect(codeOf(await door.call('clerk', 'organisation.raise', raise))).toBe('OK')
    const form = await door.call('clerk', 'organisation.form', { kind: 'fund', way: 'found', area: plum })
    expect(form.data.fields.map(({ name }: { name: string }) => name)).toEqual([
      'title',
      'host',
      'words',
      'purpose',
      'purposes',
    ])
  })

  test.each([
    ['a body that is no charity', { host: 'property' }, 'FUND_HOST', 'host'],
    ['an unknown body', { host: 'nobody' }, 'FUND_HOST', 'host'],
    ['a grid', { area: `${plum}/g1` }, 'FUND_AREA', 'area'],
    ['no purpose', { purposes: [] }, 'INPUT_INVALID', 'purposes'],
    ['words that ask for one person', { words: '为我女儿的手术费筹款，请大家捐款。' }, 'MONEY_ASKED', 'words'],
    ['an account to pay into', { words: '捐款请打到账号：6222020000000000000，谢谢。' }, 'MONEY_ASKED', 'words'],
  ])('%s is refused', async (_what, change, code, field) => {
    const told = await door.call('clerk', 'funds.found', fundInput(change))
    expect(codeOf(told)).toBe(code)
    expect(Object.keys(told.error?.fields ?? {})).toEqual([field])
  })

  test('under a charity that nobody has verified, or whose registration is over, it is refused by name', async () => {
    await charities(door.store, [])
    expect(codeOf(await door.call('clerk', 'funds.found', fundInput()))).toBe('FUND_HOST_NONE')
    await charities(door.store, [{ ...verified, until: wednesday }])
    expect(codeOf(await door.call('clerk', 'funds.found', fundInput()))).toBe('FUND_HOST_EXPIRED')
    await charities(door.store, [verified])
  })
})

describe('its committee', () => {
  test.each<[string, readonly [string, string][], string]>([
    ['fewer than five', committeeOf.slice(0, 3), 'FUND_SMALL'],
    ['an even number', [...committeeOf, ['clerk', 'resident']], 'FUND_EVEN'],
    ['nobody of the party organisation', [...committeeOf.slice(1), ['clerk', 'resident']], 'FUND_NO_PARTY'],
    [
      'nobody of the residents’ committee',
      [committeeOf[0]!, ...committeeOf.slice(2), ['clerk', 'expert']],
      'FUND_NO_COMMITTEE',
    ],
  ])('with %s is refused', async (_what, seats, code) => {
    const id = await draftFund(door, {}, seats as never)
    expect(codeOf(await act(door, 'clerk', id, 'submit'))).toBe(code)
    expect((await door.matter(id)).pending).toBeNull()
  })

  test('without a supervisor is refused', async () => {
    const input = fundInput()
    ok(await door.call('clerk', 'funds.found', input))
    for (const [who, as] of committeeOf) ok(await seat(door, input.id, who, as))
    expect(codeOf(await act(door, 'clerk', input.id, 'submit'))).toBe('FUND_NO_SUPERVISOR')
  })

  test('takes who lives or works here, each once, for the seat that is theirs', async () => {
    const input = fundInput()
    ok(await door.call('clerk', 'funds.found', input))
    const seating = await seat(door, input.id, 'author', 'resident')
    expect([codeOf(seating), seating.calls]).toEqual(['OK', 4])
    for (const [who, as, code] of [
      ['author', 'resident', 'FUND_SEATED'],
      ['dewResident', 'resident', 'FUND_PERSON_FAR'],
      ['neighbour', 'party', 'FUND_SEAT_PARTY'],
      ['neighbour', 'committee', 'FUND_SEAT_COMMITTEE'],
      ['unknown', 'resident', 'FUND_PERSON'],
      ['manager', 'expert', 'OK'],
    ] as const)
      expect([who, as, codeOf(await seat(door, input.id, who, as))]).toEqual([who, as, code])
    const forged = { code: 'NOBODY00', seat: 'party', found: { key: 'pofficer', name: '高夏至', grants: [] } }
    expect(codeOf(await act(door, 'clerk', input.id, 'seat', { patch: forged }))).toBe('FUND_PERSON')
    const supervisor = (who: string) =>
      act(door, 'clerk', input.id, 'nameSupervisor', { patch: { code: codeOfPerson(who) } })
    expect(codeOf(await supervisor('neighbour'))).toBe('FUND_SUPERVISOR_POST')
    expect(codeOf(await supervisor('author'))).toBe('FUND_SEATED')
    expect(codeOf(await supervisor('supervisor'))).toBe('OK')
    expect(codeOf(await seat(door, input.id, 'supervisor', 'resident'))).toBe('FUND_SEATED')
    const line = lineOf(input.id, 'pmanager')
    expect(codeOf(await act(door, 'clerk', input.id, 'unseat', { patch: { line: 'f'.repeat(16) } }))).toBe(
      'FUND_MEMBER_UNKNOWN',
    )
    expect(codeOf(await act(door, 'clerk', input.id, 'unseat', { patch: { line } }))).toBe('OK')
    expect((await bodyOf(input.id)).members.map(({ key }) => key)).toEqual(['pauthor'])
    expect(codeOf(await act(door, 'author', input.id, 'unseat', { patch: { line } }))).toBe('MATTER_MISSING')
  })

  test('is full at fifteen', async () => {
    const id = await draftFund(door)
    const { members } = await bodyOf(id)
    const many = Array.from({ length: 15 }, (_, index) => ({ ...members[0], key: `p${index}` }))
    await door.store.change('matters', { _id: id }, { 'body.members': door.store._.set(many) })
    expect(codeOf(await seat(door, id, 'clerk', 'resident'))).toBe('FUND_FULL')
  })
})

describe('founded', () => {
  test('by both committees and the street, it has a book, a committee and a public page', async () => {
    const id = await draftFund(door)
    const asked = await act(door, 'clerk', id, 'submit')
    expect([codeOf(asked), asked.calls]).toEqual(['OK', 4])
    expect(codeOf(await act(door, 'clerk', id, 'agree'))).toBe('NOT_OWN')
    expect(codeOf(await act(door, 'officer', id, 'agree'))).toBe('NOT_PERMITTED')
    expect(codeOf(await act(door, 'treasurer', id, 'agree'))).toBe('NOT_PERMITTED')
    await signed(door, id, ['clerk2', 'secretary'])
    expect((await door.matter(id)).status).toBe('draft')
    await signed(door, id, ['director'])
    const fund = await door.matter(id)
    expect([fund.status, fund.class, fund.lead]).toEqual(['active', 'waiting', 'charity'])
    expect(await fundBook(door, id)).toMatchObject({
      title: '杏花邻里基金',
      purpose: '社区老人助餐与孩子托管',
      purposes: ['elders', 'children'],
      host: 'charity',
      isPublic: true,
      n: 0,
    })
    const guest = await door.call('openid-guest', 'funds.fund', { id })
    expect(guest.calls).toBe(2)
    expect(guest.data).toMatchObject({
      host: '香梅慈善会',
      book: `fund_${id}`,
      members: [
        { name: '赵立夏', seat: '社区党组织' },
        { name: '韩清明', seat: '居民委员会' },
        { name: '周小满' },
        { name: '林谷雨' },
        { name: '何秋分' },
      ],
      supervisors: [{ name: '许大暑' }],
      mayPropose: false,
    })
    expect(JSON.stringify(guest.data)).not.toMatch(/pauthor|psecretary/)
    expect((await door.call('author', 'funds.fund', { id })).data.mayPropose).toBe(true)
    const person = await door.store.get<{ grants: never[] }>('people', 'openid-author')
    const actor = actorOf({ key: 'pauthor', grants: person?.grants ?? [] }, wednesday)
    expect(actor.bodies).toContain(`fund-${id}`)
    expect(brokenAt(fund)).toBeUndefined()
  })

  test('applied twice, nobody has two places and the book is one', async () => {
    const id = await aFund(door)
    const { apply } = await import('../../cloudfunctions/api/modules/funds/fund/apply')
    const fund = await door.matter(id)
    await apply(fund as never, { store: door.store, now: wednesday + 1000 })
    const person = await door.store.get<{ grants: { body?: string }[] }>('people', 'openid-neighbour')
    expect(person?.grants.filter(({ body }) => body === `fund-${id}`)).toHaveLength(1)
    expect((await fundBook(door, id)).at).toBe(wednesday)
  })

  test('not when its charity’s registration ran out while it was signed', async () => {
    const id = await draftFund(door)
    ok(await act(door, 'clerk', id, 'submit'))
    for (const who of ['clerk2', 'secretary'] as const) ok(await act(door, who, id, 'agree'))
    await charities(door.store, [{ ...verified, until: wednesday }])
    expect(codeOf(await act(door, 'officer', id, 'agree'))).toBe('FUND_HOST_EXPIRED')
    await charities(door.store, [verified])
    expect(codeOf(await act(door, 'officer', id, 'agree'))).toBe('OK')
  })

  test('it takes gifts, also promised ones, and keeps its books when the registration ends', async () => {
    const id = await aFund(door)
    await gave(door, id, '1,000.00')
    expect((await fundBook(door, id)).balances.bank).toBe(100_000)
    await charities(door.store, [{ ...verified, until: wednesday }])
    const late = { to: { kind: 'fund', id }, amount: '1', donorType: 'person', donorName: '陈白露', shown: 'anonymous' }
    const told = await door.call('dewResident', 'giving.pledge', { id: freshId(), ...late })
    expect(codeOf(told)).toBe('PLEDGE_NO_CHARITY')
    expect((await door.call('openid-guest', 'ledger.book', { book: `fund_${id}` })).data.held.fen).toBe(100_000)
    await charities(door.store, [verified])
  })
})

describe('meetings', () => {
  let id: string
  beforeAll(async () => {
    id = await aFund(door)
  })
  const minutes = (who: Who, present: readonly string[], change: object = {}) => {
    const patch = {
      on: on(-1),
      decisions: '同意为重阳节助餐准备预算。',
      present: present.map((one) => lineOf(id, `p${one}`)),
      ...change,
    }
    return act(door, who, id, 'meet', { patch })
  }
  test('are written down with who came and what was decided, for everybody to read', async () => {
    expect(codeOf(await minutes('author', ['secretary', 'clerk2', 'author']))).toBe('OK')
    const { data } = await door.call('openid-guest', 'funds.fund', { id })
    expect(data.meetings).toEqual([
      { on: on(-1), present: ['赵立夏', '韩清明', '周小满'], of: 5, decisions: '同意为重阳节助餐准备预算。' },
    ])
  })
  test.each<[string, Who, readonly string[], object, string]>([
    ['fewer than half', 'author', ['secretary', 'clerk2'], {}, 'FUND_MEETING_FEW'],
    ['somebody who is no member', 'author', ['secretary', 'clerk2', 'author', 'manager'], {}, 'FUND_MEMBER_UNKNOWN'],
    ['a day to come', 'author', ['secretary', 'clerk2', 'author'], { on: on(1) }, 'FUND_MEETING_LATER'],
    ['no such day', 'author', ['secretary', 'clerk2', 'author'], { on: '2026-02-31' }, 'INPUT_INVALID'],
    ['a stranger', 'manager', ['secretary', 'clerk2', 'author'], {}, 'NOT_PERMITTED'],
    ['another community', 'dewClerk', ['secretary', 'clerk2', 'author'], {}, 'NOT_PERMITTED'],
  ])('%s is refused', async (_what, who, present, change, code) =>
    expect(codeOf(await minutes(who, present, change))).toBe(code),
  )
})

describe('later', () => {
  test('a member is replaced by the route it was founded by, and both ends of the change are known', async () => {
    const id = await aFund(door)
    const patch = { line: lineOf(id, 'pvolunteer'), code: codeOfPerson('socialWorker'), seat: 'expert' }
    ok(await act(door, 'clerk', id, 'reseat', { note: '工作调动', patch }))
    await signed(door, id, ['clerk2', 'secretary', 'officer'])
    expect((await bodyOf(id)).members.map(({ name }) => name)).toEqual([
      '赵立夏',
      '韩清明',
      '周小满',
      '林谷雨',
      '郑立秋',
    ])
    const bodies = async (who: Who) => {
      const { grants } = (await door.store.get<{ grants: never[] }>('people', `openid-${who}`)) ?? { grants: [] }
      return actorOf({ key: `p${who}`, grants }, wednesday + 1).bodies
    }
    expect(await bodies('volunteer')).not.toContain(`fund-${id}`)
    expect(await bodies('socialWorker')).toContain(`fund-${id}`)
    const settings = await door.store.get<{ posts: { body?: string; until?: number }[] }>('settings', streetPath)
    expect(settings?.posts.filter(({ body, until }) => body === `fund-${id}` && until === undefined)).toHaveLength(5)
  })

  test('nor without both committees in it', async () => {
    const id = await aFund(door)
    const patch = { line: lineOf(id, 'psecretary'), code: codeOfPerson('manager'), seat: 'expert' }
    expect(codeOf(await act(door, 'clerk', id, 'reseat', { note: '调动', patch }))).toBe('FUND_NO_PARTY')
  })

  test('it does not end while there is money in its book', async () => {
    const id = await aFund(door)
    await gave(door, id, '10')
    const end = () => act(door, 'clerk', id, 'end', { note: '不再需要' })
    expect(codeOf(await end())).toBe('FUND_MONEY_LEFT')
    const empty = await aFund(door)
    ok(await act(door, 'clerk', empty, 'end', { note: '不再需要' }))
    await signed(door, empty, ['clerk2', 'secretary', 'officer'])
    expect((await door.matter(empty)).status).toBe('ended')
    const body = await door.store.get<{ endedAt?: number }>('bodies', `fund-${empty}`)
    expect(body?.endedAt).toBe(wednesday)
    const propose = {
      fund: empty,
      title: '重阳节助餐',
      words: '为独居老人送三次热饭。',
      purpose: 'elders',
      amount: '1',
      payee: { body: 'organisation' },
    }
    expect(codeOf(await door.call('clerk', 'funds.propose', { id: freshId(), ...propose }))).toBe('FUND_NOT_ACTIVE')
  })

  test('the street’s own forms add no committee and appoint nobody to one', async () => {
    const values = { type: 'fund', name: '另一个管委会' }
    const told = await door.call('officer', 'organisation.raise', {
      id: freshId(),
      kind: 'setup',
      way: 'body',
      area: dew,
      values,
    })
    expect(codeOf(told)).toBe('INPUT_INVALID')
    const form = await door.call('officer', 'organisation.form', { kind: 'post', way: 'appoint', area: plum })
    const bodies = form.data.fields.find(({ name }: { name: string }) => name === 'body').options
    expect(bodies.filter(({ value }: { value: string }) => value.startsWith('fund-'))).toEqual([])
  })
})
