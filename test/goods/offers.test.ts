// Offers through the real door: what a donor may offer, how it is taken or turned down, who reads what of it, and what each call costs.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { publicName } from '../../cloudfunctions/api/modules/goods/donors'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { act, ok } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import {
  accepted,
  batchOf,
  follow,
  goodsId,
  itemOf,
  offerInput,
  received,
  rice,
  serviceInput,
  stocked,
  venueInput,
} from '../support/goods'
import { aNeed } from '../support/needs'
import { dew, far, plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
})
afterAll(() => door.close())

const need = async (change: object = {}): Promise<string> => {
  const id = goodsId()
  await door.put(aNeed({ input: { id, category: 'care', title: '独居老人需要米面', ...change } }))
  return id
}
const fact = (view: { facts: { label: string; value: string }[] }, name: string): string | undefined =>
  view.facts.find(({ label }) => label === name)?.value

describe('offering', () => {
  test('goods, a venue and a service have forms of their own, cost three calls, and are one offer however often they are sent', async () => {
    for (const input of [offerInput(), venueInput(), serviceInput()]) {
      const first = await door.call('author', 'goods.offer', input)
      expect([codeOf(first), first.calls]).toEqual(['OK', 3])
      const again = await door.call('author', 'goods.offer', input)
      expect(JSON.stringify(again.data)).toBe(JSON.stringify(first.data))
      expect(codeOf(await door.call('neighbour', 'goods.offer', input))).toBe('STATE_CHANGED')
    }
    const titles = ok(await door.call('author', 'goods.mine', {})).cards.map(({ title }: { title: string }) => title)
    expect(titles).toEqual(expect.arrayContaining(['捐赠大米 20 袋', '提供场地：谷雨茶馆二楼', '提供服务：维修']))
  })

  const broken: [what: string, input: object, code: string, field: string][] = [
    ['the form of another type', { type: 'venue' }, 'INPUT_INVALID', 'venue'],
    ['a place that is no community', { area: `${plum}/g1` }, 'ROOM_UNKNOWN', 'area'],
    ['no goods', offerInput({ goods: undefined }), 'INPUT_INVALID', 'goods'],
    ['none of them', offerInput({}, { quantity: 0 }), 'INPUT_INVALID', 'goods.quantity'],
    ['less than none', offerInput({}, { quantity: -5 }), 'INPUT_INVALID', 'goods.quantity'],
    ['half a bag', offerInput({}, { quantity: 1.5 }), 'INPUT_INVALID', 'goods.quantity'],
    ['a shipload', offerInput({}, { quantity: 10_000_000 }), 'INPUT_INVALID', 'goods.quantity'],
    ['a number in words', offerInput({}, { quantity: '20' }), 'INPUT_INVALID', 'goods.quantity'],
    ['food without a date', offerInput({}, { expiresOn: undefined }), 'OFFER_EXPIRY_NEEDED', 'goods.expiresOn'],
    ['food past its date', offerInput({}, { expiresOn: '2026-03-03' }), 'OFFER_EXPIRED', 'goods.expiresOn'],
    ['a day that is none', offerInput({}, { expiresOn: '2026-02-30' }), 'INPUT_INVALID', 'goods.expiresOn'],
    ['an end that has passed', offerInput({ until: '2026-03-04' }), 'OFFER_UNTIL', 'until'],
    ['an end in two years', offerInput({ until: '2028-03-04' }), 'OFFER_UNTIL', 'until'],
    ['a company without its name', offerInput({ donorType: 'company' }), 'OFFER_DONOR_NAME', 'donorName'],
    [
      'words that ask for money',
      offerInput({ words: '请大家捐款给我，卡号是 6222021234567890' }),
      'MONEY_ASKED',
      'words',
    ],
    ['a use that asks for money', offerInput({ purpose: '请扫下面的收款码' }), 'MONEY_ASKED', 'words'],
    [
      'somebody else’s, entered by a resident',
      offerInput({ onBehalfOf: { name: '马立春', consent: 'phone' } }),
      'OFFER_PROXY_ROLE',
      '',
    ],
    ['for something that is not there', offerInput({ need: goodsId() }), 'OFFER_LINK', ''],
  ]
  test.each(broken)('%s is refused', async (_what, input, code, field) => {
    const told = await door.call('author', 'goods.offer', { ...offerInput(), ...input })
    expect(codeOf(told)).toBe(code)
    if (field) expect(Object.keys(told.error?.fields ?? {})).toContain(field)
  })

  test('for a need it names what everybody may read anyway, and asks whether it is there', async () => {
    const [open, hidden] = [await need(), await need({ visibility: 'private' })]
    const input = offerInput({ need: open })
    const told = await door.call('neighbour', 'goods.offer', input)
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    expect(fact(told.data, '用于')).toBe('独居老人需要米面')
    expect(codeOf(await door.call('neighbour', 'goods.offer', offerInput({ need: hidden })))).toBe('OFFER_LINK')
    const own = ok(await door.call('clerk', 'goods.offer', offerInput({ need: hidden })))
    expect(fact(own, '用于')).toBe('一件不公开的事项')
    expect(codeOf(await door.call('author', 'goods.offer', offerInput({ campaign: open })))).toBe('OFFER_LINK')
  })
})

describe('taking', () => {
  test('goods are looked at point by point, counted in by the room, and lie in a batch of their own', async () => {
    const input = offerInput({ donorType: 'company', donorName: '小满粮油店', shownName: '' })
    ok(await door.call('author', 'goods.offer', input))
    const unseen = await act(door, 'clerk', input.id, 'accept', { patch: { checks: ['usable', 'safe', 'hygienic'] } })
    expect(codeOf(unseen)).toBe('OFFER_CHECKS')
    const taken = await act(door, 'clerk', input.id, 'accept', accepted())
    expect([codeOf(taken), taken.calls]).toEqual(['OK', 4])
    const { fields } = ok(await door.call('clerk', 'matters.form', { id: input.id, action: 'receive' }))
    expect(fields.map(({ name, required }: { name: string; required?: boolean }) => [name, required ?? false])).toEqual(
      [
        ['quantity', true],
        ['place', true],
        ['expiresOn', true],
        ['name', false],
      ],
    )
    const inn = await act(door, 'socialWorker', input.id, 'receive', received(18, { name: '大 米' }))
    expect([codeOf(inn), inn.calls]).toEqual(['OK', 4])
    await follow(door)
    await follow(door)
    expect(await batchOf(door, input.id)).toMatchObject({
      item: rice,
      name: '大米',
      quantity: 18,
      free: 18,
      place: '1 号架',
      expiresOn: '2026-12-31',
      source: input.id,
      donor: 'pauthor',
      shown: '爱心居民',
      n: 1,
    })
    const item = await itemOf(door, rice)
    expect([item.open, item.free >= 18, item.stale]).toEqual([true, true, false])
    const matter = await door.matter(input.id)
    expect([matter.status, brokenAt(matter)]).toEqual(['stocked', undefined])
  })

  test('nobody takes their own, nor what they entered for somebody', async () => {
    const own = offerInput()
    ok(await door.call('clerk', 'goods.offer', own))
    expect(codeOf(await act(door, 'clerk', own.id, 'accept', accepted()))).toBe('NOT_OWN')
    const proxy = offerInput({ onBehalfOf: { name: '马立春', consent: 'phone', phone: '13800000008' } })
    const entered = ok(await door.call('clerk', 'goods.offer', proxy))
    expect([fact(entered, '账册记名'), fact(entered, '代办')]).toEqual([
      '马立春（个人）',
      '由工作人员代为登记，电话同意',
    ])
    expect(codeOf(await act(door, 'clerk', proxy.id, 'accept', accepted()))).toBe('NOT_OWN')
    ok(await act(door, 'clerk2', proxy.id, 'accept', accepted()))
    expect(codeOf(await act(door, 'clerk', proxy.id, 'receive', received()))).toBe('NOT_OWN')
    ok(await act(door, 'clerk2', proxy.id, 'receive', received()))
    await follow(door)
    expect(await batchOf(door, proxy.id)).toMatchObject({ donor: '' })
  })

  test.each<[string, object, string]>([
    ['a date that has passed', { expiresOn: '2026-03-01' }, 'OFFER_EXPIRED'],
    ['nothing counted', { quantity: '0' }, 'INPUT_INVALID'],
    ['half of one', { quantity: '1.5' }, 'INPUT_INVALID'],
    ['no place', { place: '' }, 'INPUT_INVALID'],
  ])('%s is not counted in', async (_what, patch, code) => {
    const input = offerInput()
    ok(await door.call('author', 'goods.offer', input))
    ok(await act(door, 'clerk', input.id, 'accept', accepted()))
    const counted = { patch: { quantity: '20', place: '1 号架', ...patch } }
    expect(codeOf(await act(door, 'clerk', input.id, 'receive', counted))).toBe(code)
    expect(await batchOf(door, input.id)).toBeUndefined()
  })

  test('what spoiled before it came is turned down with its reason, also after it was accepted', async () => {
    const input = offerInput({}, { expiresOn: '2026-03-20' })
    ok(await door.call('author', 'goods.offer', input))
    expect(codeOf(await act(door, 'clerk', input.id, 'refuse', { patch: { reason: 'expired' } }))).toBe('NOTE_NEEDED')
    expect(codeOf(await act(door, 'clerk', input.id, 'refuse', { note: '不行', patch: { reason: 'ugly' } }))).toBe(
      'INPUT_INVALID',
    )
    ok(await act(door, 'clerk', input.id, 'accept', accepted()))
    const refused = { note: '袋子破了，有虫。', patch: { reason: 'unhygienic' } }
    const view = ok(await act(door, 'clerk', input.id, 'refuse', refused))
    expect(view.status.label).toBe('未接收')
    expect(fact(view, '不接收的理由')).toBe('不符合卫生要求')
    await follow(door)
    expect(await batchOf(door, input.id)).toBeUndefined()
  })

  test('an offer nobody takes up ends on its day, not before', async () => {
    const input = offerInput({ until: '2026-03-20' })
    ok(await door.call('author', 'goods.offer', input))
    await passTime.run({ store: door.store, now: wednesday + 10 * dayMs })
    expect((await door.matter(input.id)).status).toBe('asked')
    const after = wednesday + 17 * dayMs
    expect(codeOf(await act(door, 'clerk', input.id, 'accept', accepted(), after))).toBe('OFFER_OVER')
    for (let step = 0; step < 3; step++) await passTime.run({ store: door.store, now: after })
    expect((await door.matter(input.id)).status).toBe('expired')
  })

  test('the donor takes it back until it lies in the room', async () => {
    const input = offerInput()
    ok(await door.call('author', 'goods.offer', input))
    expect(codeOf(await act(door, 'clerk', input.id, 'withdraw'))).toBe('NOT_PERMITTED')
    ok(await act(door, 'author', input.id, 'withdraw'))
    expect(codeOf(await door.call('clerk', 'goods.records', { area: plum, kind: 'offer' }))).toBe('OK')
    const kept = await stocked(door)
    expect(codeOf(await act(door, 'author', kept, 'withdraw'))).toBe('STATE_CHANGED')
  })
})

describe('a venue', () => {
  test('stands in the pool, is used, and leaves it when it is used up', async () => {
    const input = venueInput()
    ok(await door.call('author', 'goods.offer', input))
    ok(await act(door, 'clerk', input.id, 'accept'))
    await follow(door)
    const there = async () =>
      ok(await door.call('clerk', 'goods.search', { area: plum, side: 'there', category: 'venue' })).lines
    expect(await there()).toContainEqual({
      id: input.id,
      key: 'venue',
      kind: '场地',
      title: '谷雨茶馆二楼',
      words: '提供场地：谷雨茶馆二楼，周一至周五上午（谷雨茶馆提供）',
      matter: input.id,
    })
    const used = await act(door, 'clerk', input.id, 'use', { note: '合唱队排练一次' })
    expect([codeOf(used), used.calls <= 4]).toEqual(['OK', true])
    ok(await act(door, 'author', input.id, 'finish'))
    await follow(door)
    await follow(door)
    expect((await there()).filter(({ id }: { id: string }) => id === input.id)).toEqual([])
    ok(await act(door, 'clerk', input.id, 'thank', { note: '谢谢茶馆' }))
    expect((await door.matter(input.id)).status).toBe('thanked')
  })

  test('is not used for the donor’s own need', async () => {
    const own = await need()
    const input = serviceInput()
    ok(await door.call('author', 'goods.offer', input))
    ok(await act(door, 'clerk', input.id, 'accept'))
    const use = (id: string) => act(door, 'clerk', input.id, 'use', { note: '修好了水龙头', patch: { need: id } })
    expect(codeOf(await use(own))).toBe('GOODS_OWN_GIFT')
    const forged = { note: '修好了', patch: { need: own, helped: 'pneighbour' } }
    expect(codeOf(await act(door, 'clerk', input.id, 'use', forged))).toBe('GOODS_OWN_GIFT')
    const theirs = goodsId()
    await door.put(aNeed({ by: 'volunteer', input: { id: theirs, area: `${plum}/g2/b3`, category: 'facility' } }))
    ok(await use(theirs))
  })
})

describe('who reads what', () => {
  const watching = ['clerk', 'secretary', 'socialWorker', 'supervisor', 'officer', 'director'] as const
  const outside = ['neighbour', 'dewResident', 'dewClerk', 'farOfficer', 'manager', 'openid-nobody'] as const

  test('before it is accepted, its donor and those who work there; afterwards everybody, under the name the donor chose', async () => {
    const input = offerInput({ donorType: 'company', donorName: '小满粮油店', purpose: '给独居老人' })
    ok(await door.call('author', 'goods.offer', input))
    for (const who of outside)
      expect([who, codeOf(await door.call(who, 'matters.get', { id: input.id }))]).toEqual([who, 'MATTER_MISSING'])
    for (const who of [...watching, 'author'] as const) {
      const view = ok(await door.call(who, 'matters.get', { id: input.id }))
      expect([who, fact(view, '账册记名'), fact(view, '存放地点')]).toEqual([who, '小满粮油店（企业）', '3 栋 101'])
    }
    ok(await act(door, 'clerk', input.id, 'accept', accepted()))
    for (const who of outside) {
      const told = JSON.stringify(ok(await door.call(who, 'matters.get', { id: input.id })))
      expect([who, told.includes('爱心居民'), /小满|3 栋 101|pauthor|企业/.test(told)]).toEqual([who, true, false])
    }
    const listed = await door.call('openid-nobody', 'goods.offers', { area: plum })
    expect(ok(listed).cards.map(({ id }: { id: string }) => id)).toContain(input.id)
    expect(JSON.stringify(listed.data)).not.toContain('小满')
    expect(listed.calls).toBeLessThanOrEqual(2)
  })

  test('the chosen name is shown, and none is the same for every type of donor', () => {
    expect(publicName({ shownName: '三栋一家人' })).toBe('三栋一家人')
    expect(publicName({ shownName: '' })).toBe('爱心居民')
  })

  test('another community’s clerk works no offer here, nor a street’s of another', async () => {
    const id = (await stocked(door)) ?? ''
    expect(codeOf(await act(door, 'dewClerk', id, 'thank', { note: '谢谢' }))).toBe('NOT_PERMITTED')
    expect(codeOf(await act(door, 'officer', id, 'thank', { note: '谢谢' }))).toBe('NOT_PERMITTED')
    expect(codeOf(await door.call('author', 'goods.offer', offerInput({ area: dew })))).toBe('OK')
    expect(codeOf(await door.call('author', 'goods.offer', offerInput({ area: far })))).toBe('OK')
  })
})
