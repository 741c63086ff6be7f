// The room with real taps: goods put in and handed out for a need by the recipient's code, the last one asked for by two clerks at once, a
// parcel fetched by somebody else with consent, and a count that differs, agreed by a second person.
import { sunny } from '../../local/demo/street'
import { done, freshId } from './activity'
import { until } from './giving'
import { fill, openTown, press, sees, shoot, type Town, top } from './town'

jest.setTimeout(240_000)
let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(async () => {
  await town.close()
})
afterEach(() => {
  expect(town.faults).toEqual([])
})

const [liu, han, helped] = ['demo-liu', 'demo-han', 'demo-zhou']
type Phone = Awaited<ReturnType<Town['phone']>>
const choose = (phone: Phone, name: string | RegExp) =>
  top(phone)
    .getByRole('radio', { name, exact: typeof name === 'string' })
    .first()
    .click()
const idOn = async (phone: Phone): Promise<string> => {
  await phone.waitForURL(/pages\/matter\/matter/)
  return new URL(phone.url()).hash.split('id=')[1] ?? ''
}
const statusOf = async (id: string): Promise<string> =>
  (await done<{ status: { key: string } }>(town, liu, 'matters.get', { id })).status.key

/** A kind that nobody else's story touches, with so many of it on a shelf of its own. */
async function stocked(name: string, quantity: number, place: string): Promise<string> {
  const kind = { area: sunny, name, category: 'daily', unit: '件' }
  const { id: item } = await done<{ id: string }>(town, liu, 'goods.saveItem', kind)
  await done(town, liu, 'goods.putIn', { id: freshId(), item, quantity, place, from: '街道调拨' })
  await town.cloud.clock.advance(120_000)
  return item
}

test('a new kind of goods is put in, and handed out from the page of a need by the code its person shows', async () => {
  const room = await town.phone(liu, '/packages/charity/stock/stock')
  await press(room, '入库')
  await choose(room, '助老辅具')
  await fill(room, '物资名称', '防滑棉鞋')
  await press(room, /^单位/)
  await room.getByRole('dialog').getByRole('radio', { name: '双', exact: true }).click()
  await fill(room, '最低数量，选填', '2')
  await fill(room, '放在哪里', '5 号架第 1 层')
  await fill(room, '来源', '社区经费采购')
  await press(room, '登记入库')
  await sees(room, '请填写数量')
  await fill(room, '这一批的数量', '6')
  await press(room, '登记入库')
  await sees(room, '已入库：防滑棉鞋 6 双')
  await shoot(room, 'story-put-in')
  await press(room, '看库存与批次')
  await sees(room, '5 号架第 1 层')
  await town.cloud.clock.advance(120_000)

  const need = freshId()
  await done(town, helped, 'needs.submit', {
    id: need,
    title: '老人想要一双防滑棉鞋',
    words: '下雨天出门滑，想要一双防滑的棉鞋。',
    area: `${sunny}/g01/b03`,
    category: 'care',
    urgency: 'normal',
    scope: 'individual',
    visibility: 'private',
  })
  const desk = await town.phone(liu, `/pages/matter/matter?id=${need}`)
  await press(desk, '从物资间登记发放')
  await sees(desk, '诉求里提到了“防滑棉鞋”')
  await fill(desk, '防滑棉鞋要几双', '7')
  await choose(desk, '当面同意')
  await press(desk, '登记并备货')
  await sees(desk, '防滑棉鞋还缺 1 双，请减少数量或更换物资')
  await fill(desk, '防滑棉鞋要几双', '2')
  await press(desk, '登记并备货')
  const handover = await idOn(desk)
  await until(town, liu, handover, 'reserved')

  const phone = await town.phone(helped, `/pages/matter/matter?id=${handover}`)
  await sees(phone, '领取码')
  const { facts } = await done<{ facts: { label: string; value: string }[] }>(town, helped, 'matters.get', {
    id: handover,
  })
  const code = facts.find(({ label }) => label === '领取码')?.value ?? ''
  await sees(phone, code)
  const counter = await town.phone(han, `/pages/matter/matter?id=${handover}`)
  await sees(counter, /5 号架第 1 层：防滑棉鞋 2 双/)
  await shoot(counter, 'story-pick-list')
  await press(counter, '凭领取码发放')
  await fill(counter, '领取码', '00000000')
  await press(counter, '凭领取码发放')
  await sees(counter, '领取码不对，请受助人重新出示')
  await fill(counter, '领取码', code)
  await press(counter, '凭领取码发放')
  await until(town, han, handover, 'done')
  expect(await statusOf(handover)).toBe('done')
})

test('two clerks hand out the last one at once: one sets it aside, the other reads what is missing', async () => {
  const item = await stocked('折叠拐凳', 1, '5 号架第 2 层')
  const phones = await Promise.all(
    [liu, han].map(async (who, at) => {
      const phone = await town.phone(who, `/packages/charity/handing/handing?area=${sunny}&item=${item}`)
      await choose(phone, '没有编号的居民')
      await fill(phone, '受助人姓名', ['丁香叶', '梁海棠'][at] ?? '')
      await fill(phone, '折叠拐凳要几件', '1')
      await choose(phone, '电话同意')
      return phone
    }),
  )
  await Promise.all(phones.map((phone) => press(phone, '登记并备货')))
  for (const phone of phones)
    await phone.waitForFunction(() => /matter|还缺/.test(location.hash + document.body.textContent))
  await town.cloud.clock.advance(180_000)
  const { batches } = await done<{ batches: { free: number; reserved: number }[] }>(town, liu, 'goods.batches', {
    item,
  })
  expect(batches).toMatchObject([{ free: 0, reserved: 1 }])
  const told = await Promise.all(
    phones.map(async (phone) => {
      if (!phone.url().includes('pages/matter')) return ((await top(phone).textContent()) ?? '').includes('还缺 1 件')
      const matter = await town.phone(liu, `/pages/matter/matter?id=${await idOn(phone)}`)
      await sees(matter, /已备好|库存不足/)
      return ((await top(matter).textContent()) ?? '').includes('折叠拐凳还缺 1 件')
    }),
  )
  expect(told.filter(Boolean)).toHaveLength(1)
})

test('a parcel for somebody without a phone is fetched by a helper, with consent, before a second person of the room', async () => {
  await stocked('应急保温壶', 3, '5 号架第 3 层')
  const room = await town.phone(liu, '/packages/charity/stock/stock')
  await press(room, '登记发放')
  await choose(room, '没有编号的居民')
  await fill(room, '受助人姓名', '马桂芳')
  await fill(room, '应急保温壶要几件', '1')
  await press(room, '登记并备货')
  await sees(room, '请选择受助人同意的方式')
  await choose(room, '电话同意')
  await press(room, '登记并备货')
  const id = await idOn(room)
  await until(town, liu, id, 'reserved')

  const raiser = await town.phone(liu, `/pages/matter/matter?id=${id}`)
  await sees(raiser, '已备好')
  expect(await top(raiser).getByRole('button', { name: '代领或签字领取', exact: true }).count()).toBe(0)
  const counter = await town.phone(han, `/pages/matter/matter?id=${id}`)
  await press(counter, '代领或签字领取')
  await choose(counter, '他人代领')
  await choose(counter, '电话同意')
  await press(counter, '代领或签字领取')
  await sees(counter, '请填写代领人')
  await fill(counter, '代领人', '李芳（女儿）')
  await shoot(counter, 'story-fetched-by-helper')
  await press(counter, '代领或签字领取')
  await until(town, han, id, 'done')
  const after = await town.phone(han, `/pages/matter/matter?id=${id}`)
  await sees(after, '他人代领：李芳（女儿）')
})

test('a count that differs is explained by one person and agreed by another before the books change', async () => {
  const item = await stocked('雨靴', 8, '5 号架第 4 层')
  const room = await town.phone(liu, `/packages/charity/counting/counting?area=${sunny}&item=${item}`)
  await sees(room, '账上 8 件')
  await fill(room, /^雨靴.*清点数$/, '7')
  await press(room, '登记盘点，1 个批次')
  await sees(room, '数量有差异，请写明原因')
  await fill(room, '雨靴为什么不一样', '一双开裂，已处理')
  await shoot(room, 'story-counted')
  await press(room, '登记盘点，1 个批次')
  const id = await idOn(room)
  await sees(room, '待复核')
  expect(await top(room).getByRole('button', { name: '复核无误', exact: true }).count()).toBe(0)
  const own = await town.call(liu, 'matters.act', { id, version: 1, action: 'confirm', request: freshId() })
  expect(own).toMatchObject({ ok: false, error: { code: 'NOT_OWN' } })

  const second = await town.phone(han, `/pages/matter/matter?id=${id}`)
  await sees(second, /雨靴：账上 8，清点 7 件，一双开裂，已处理/)
  await press(second, '复核无误')
  await fill(second, '说明', '一起看过')
  await press(second, '复核无误')
  await until(town, han, id, 'adjusted')
  await town.cloud.clock.advance(120_000)
  const card = await town.phone(han, `/packages/charity/item/item?id=${item}`)
  await sees(card, '7 件')
  await press(card, '库存卡：5 号架第 4 层')
  await sees(card, /盘点调整 出 1/)
  await shoot(card, 'story-count-agreed')
})
