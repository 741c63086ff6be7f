// The pool through the real door: what is wanted, what is there, and what may help a need, with the reason; decided by people.
import { countStock } from '../../cloudfunctions/api/modules/goods/counting'
import { act, ok } from '../support/activities'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { follow, goodsId, serviceInput, stocked } from '../support/goods'
import { aNeed } from '../support/needs'
import { plum } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  ok(await door.call('clerk', 'goods.saveItem', item()))
})
afterAll(() => door.close())

const item = (change: object = {}) => ({ area: plum, name: '大米', category: 'grain', unit: '袋', ...change })
describe('the pool', () => {
  test('says what is wanted to everybody, and what is there to those who keep it, a page at a time', async () => {
    const ids = [goodsId(), goodsId(), goodsId()]
    await door.put(
      aNeed({ input: { id: ids[0], category: 'care', title: '独居老人想吃口热饭' } }),
      aNeed({ input: { id: ids[1], category: 'noise', title: '楼下夜里放音乐' } }),
      aNeed({ input: { id: ids[2], category: 'care', title: '一件不公开的事', visibility: 'private' } }),
    )
    const told = await door.call('openid-nobody', 'goods.search', { area: plum })
    expect(told.calls).toBeLessThanOrEqual(2)
    const titles = ok(told).lines.map(({ title }: { title: string }) => title)
    expect(titles).toContain('独居老人想吃口热饭')
    expect(titles).not.toContain('楼下夜里放音乐')
    expect(titles).not.toContain('一件不公开的事')
    const helpedBy = async (category: string) =>
      ok(await door.call('openid-nobody', 'goods.search', { area: plum, category })).lines.map(
        ({ title }: { title: string }) => title,
      )
    expect(await helpedBy('grain')).toContain('独居老人想吃口热饭')
    expect(await helpedBy('stationery')).not.toContain('独居老人想吃口热饭')
    for (let round = 0; round < 25; round++)
      ok(await door.call('clerk', 'goods.saveItem', item({ name: `物资${10 + round}`, category: 'tools', unit: '件' })))
    await door.store.change('stockItems', { area: plum, category: 'tools' }, { open: true, free: 1, stale: false })
    const names: string[] = []
    let after: unknown
    for (;;) {
      const page = await door.call('clerk', 'goods.search', {
        area: plum,
        side: 'there',
        category: 'tools',
        ...(after ? { after } : {}),
      })
      expect(page.calls).toBeLessThanOrEqual(2)
      names.push(...ok(page).lines.map(({ title }: { title: string }) => title))
      after = ok(page).next
      if (!after) break
    }
    expect(names).toEqual(Array.from({ length: 25 }, (_, round) => `物资${10 + round}`))
  })

  test('tells donors of needs that goods help with; a broken lamp is found by whoever has chosen to repair', async () => {
    const lamp = goodsId()
    await door.put(aNeed({ input: { id: lamp, category: 'facility', title: '楼道灯不亮，等人来修' } }))
    const found = async (more: object) =>
      ok(await door.call('openid-nobody', 'goods.search', { area: plum, ...more })).lines.filter(
        ({ id }: { id: string }) => id === lamp,
      )
    expect(await found({})).toEqual([])
    expect(await found({ category: 'tools' })).toEqual([])
    expect(await found({ category: 'repair' })).toEqual([expect.objectContaining({ key: 'need', kind: '诉求' })])
  })

  test('suggests what may help a need, with the reason, and moves nothing', async () => {
    await stocked(door, 3)
    const repair = serviceInput()
    ok(await door.call('volunteer', 'goods.offer', repair))
    ok(await act(door, 'clerk', repair.id, 'accept'))
    await follow(door)
    await countStock(door.store, wednesday)
    const about = (category: string, words = '') => ({ area: plum, category, words })
    const told = await door.call('clerk', 'goods.suggest', about('care', '老人家里没有大米了'))
    expect(told.calls).toBeLessThanOrEqual(2)
    const { wants, matches } = ok(told)
    expect(wants).toBe('米面粮油、日用清洁、助老辅具、衣物床品、照护、烹饪、医护、驾驶、场地')
    expect(matches[0]).toMatchObject({
      title: '大米',
      kind: '物资',
      reasons: ['诉求里提到了“大米”', '“养老助残”常需要米面粮油'],
    })
    expect(ok(await door.call('clerk', 'goods.suggest', about('facility', '楼道灯不亮'))).matches).toContainEqual(
      expect.objectContaining({
        kind: '服务与技能',
        title: '维修',
        reasons: ['“设施维修”常需要维修'],
        matter: repair.id,
      }),
    )
    expect(ok(await door.call('clerk', 'goods.suggest', about('noise')))).toEqual({ wants: '', matches: [] })
    for (const who of ['author', 'dewClerk'] as const)
      expect(codeOf(await door.call(who, 'goods.suggest', about('care')))).toBe('ROOM_NOT_YOURS')
  })

  test('says which choices there are', async () => {
    const { categories, donors, units } = ok(await door.call('openid-nobody', 'goods.options', {}))
    expect(categories).toContainEqual({ value: 'grain', label: '米面粮油', expires: true })
    expect(donors).toContainEqual({
      value: 'foundation',
      label: '基金会',
      nameLabel: '基金会名称',
      isBody: true,
    })
    expect(units).toContain('袋')
  })
})
