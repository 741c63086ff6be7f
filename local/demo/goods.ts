// A stocked room on the demo street: what neighbours, shops and the street have given, what was turned down, what lies there and for how long,
// and what has been handed out and thanked for. Told through the real door, as entries of a diary.
import { dayMs, hourMs, minuteMs, onOf, startOf } from '../../cloudfunctions/api/core/clock'
import type { GoodsCategory, Reserve, Unit } from '../../cloudfunctions/api/modules/goods/classes'
import { itemIdOf } from '../../cloudfunctions/api/modules/goods/items'
import type { Diary } from './diary'
import { codeOf, sunny } from './street'
import { called } from './volunteer-people'
import { demoId } from './volunteering'

/** The same on every machine, so that other stories and tests can name what is told here. */
export const goodsId = (name: string): string => demoId(`goods ${name}`)
const [liu, han, zheng] = ['demo-liu', 'demo-han', 'demo-zheng']

type Thing = { name: string; category: GoodsCategory; unit: Unit; minimum: number; reserve?: Reserve }
// biome-ignore format: a table is read in columns.
const things = {
  rice:    { name: '大米',     category: 'grain',      unit: '袋', minimum: 10 },
  oil:     { name: '食用油',   category: 'grain',      unit: '桶', minimum: 6 },
  soap:    { name: '洗衣液',   category: 'daily',      unit: '瓶', minimum: 5 },
  books:   { name: '儿童图书', category: 'stationery', unit: '本', minimum: 0 },
  quilts:  { name: '棉被',     category: 'clothing',   unit: '床', minimum: 20, reserve: 'emergency' },
  water:   { name: '瓶装水',   category: 'food',       unit: '箱', minimum: 30, reserve: 'emergency' },
  aid:     { name: '急救包',   category: 'rescue',     unit: '包', minimum: 10, reserve: 'emergency' },
  masks:   { name: '医用口罩', category: 'protection', unit: '盒', minimum: 100, reserve: 'medical' },
} as const satisfies Record<string, Thing>
type ThingName = keyof typeof things
/** An item of the sunny community's room. */
export const itemOf = (thing: ThingName): string => {
  const { category, name, unit } = things[thing]
  return itemIdOf(sunny, category, name, unit)
}

export function tellGoods({ call, enter, versionOf }: Diary, now = Date.now()): void {
  const today = startOf(onOf(now))
  const moment = (days: number, hour: number): number => today + days * dayMs + hour * hourMs
  const on = (days: number): string => onOf(today + days * dayMs)
  let serial = 0
  const request = (): string => demoId(`goods request ${++serial}`)
  const openidOf = (who: string): string => called[who] ?? who
  const say = (at: number, who: string, name: string, data: object): void =>
    enter(at, 'goods', () => call(at, openidOf(who), `goods.${name}`, data))
  const act = async (at: number, who: string, id: string, action: string, note: string, patch: object) =>
    call(at, openidOf(who), 'matters.act', {
      id,
      version: await versionOf(id),
      action,
      request: request(),
      note,
      patch,
    })
  const step = (at: number, who: string, name: string, action: string, note = '', patch: object = {}): void =>
    enter(at, 'goods', () => act(at, who, goodsId(name), action, note, patch))

  /** Offered in the morning, answered in the afternoon, counted in the next day. */
  function given(
    name: string,
    day: number,
    who: string,
    thing: ThingName,
    goods: { quantity: number; place: string; days?: number },
    more: object = {},
  ) {
    const { quantity, place, days } = goods
    const { minimum: _minimum, ...what } = things[thing] as Thing
    const { reserve: _reserve, ...kind } = what
    const expiresOn = days === undefined ? {} : { expiresOn: on(days) }
    offered(name, day, who, {
      ...more,
      type: 'goods',
      goods: { ...kind, quantity, condition: 'new', where: '可以送到物资间', ...expiresOn },
    })
    const seen = ['usable', 'safe', 'hygienic', ...(days === undefined ? [] : ['inDate'])]
    step(moment(day, 15), liu, name, 'accept', '谢谢，请送到社区物资间。', { checks: seen })
    step(moment(day + 1, 10), han, name, 'receive', '', { quantity: String(quantity), place })
  }
  const offered = (name: string, day: number, who: string, input: object): void =>
    say(moment(day, 9.5), who, 'offer', { id: goodsId(name), area: sunny, donorType: 'person', ...input })
  const put = (name: string, day: number, thing: ThingName, quantity: number, place: string, days?: number): void =>
    say(moment(day, 10), liu, 'putIn', {
      id: goodsId(name),
      item: itemOf(thing),
      quantity,
      place,
      from: '街道应急储备调拨',
      ...(days !== undefined && { expiresOn: on(days) }),
    })

  for (const [index, thing] of (Object.keys(things) as ThingName[]).entries())
    say(moment(-29, 9) + index * 5 * minuteMs, liu, 'saveItem', { area: sunny, reserve: '', ...things[thing] })
  put('street quilts', -29, 'quilts', 24, '1 号架第 1 层')
  put('street water', -29, 'water', 40, '地面托盘 A', 240)
  put('street aid', -29, 'aid', 8, '1 号架第 2 层', 400)
  put('street masks', -29, 'masks', 240, '1 号架第 3 层', 21)

  const shop = { donorType: 'household', donorName: '荷花粮油店', shownName: '荷花粮油店' }
  given(
    'rice',
    -26,
    '夏荷花',
    'rice',
    { quantity: 30, place: '2 号架第 1 层', days: 300 },
    { ...shop, purpose: '优先给独居老人和困难家庭', words: '店里新到的大米，给邻居们用。' },
  )
  given('more rice', -24, '白玉兰', 'rice', { quantity: 4, place: '2 号架第 1 层', days: 60 })
  given('oil', -24, '夏荷花', 'oil', { quantity: 10, place: '2 号架第 2 层', days: 200 }, shop)
  given(
    'books',
    -22,
    'demo-qian',
    'books',
    { quantity: 36, place: '3 号架' },
    { shownName: '6 栋小读者', words: '孩子看过的绘本，九成新。' },
  )
  given('soap', -21, '方茉莉', 'soap', { quantity: 8, place: '3 号架' })
  const milk = {
    type: 'goods',
    goods: {
      name: '纯牛奶',
      category: 'food',
      unit: '箱',
      quantity: 6,
      condition: 'new',
      expiresOn: on(-15),
      where: '3 号楼',
    },
  }
  offered('milk', -20, '曾芦苇', milk)
  step(moment(-20, 16), liu, 'milk', 'refuse', '只剩五天保质期，发到居民手里来不及用。', { reason: 'expired' })

  const room = { place: '茉莉花房一楼', times: '周一至周四下午', capacity: 15 }
  offered('venue', -19, '方茉莉', {
    type: 'venue',
    venue: room,
    donorType: 'household',
    donorName: '茉莉花房',
    shownName: '茉莉花房',
    conditions: '用后请把桌椅还原。',
  })
  step(moment(-19, 14), liu, 'venue', 'accept', '谢谢，合唱队正缺排练的地方。')
  step(moment(-12, 17), zheng, 'venue', 'use', '合唱队排练一次，十二位老人参加。')
  offered('repair', -18, '罗石榴', {
    type: 'service',
    service: { skill: 'repair', times: '工作日晚上', howMany: '每周两户' },
  })
  step(moment(-18, 15), liu, 'repair', 'accept')
  offered('haircut', -6, '梁海棠', {
    type: 'service',
    service: { skill: 'care', times: '周二上午', howMany: '每次八位' },
    words: '可以上门给行动不便的老人理发。',
  })
  step(moment(-5, 9.5), han, 'haircut', 'accept')

  const kit = {
    id: goodsId('kit'),
    area: sunny,
    name: '助老米油包',
    lines: [
      { item: itemOf('rice'), quantity: 1 },
      { item: itemOf('oil'), quantity: 1 },
    ],
  }
  say(moment(-16, 9), liu, 'saveKit', kit)

  /** Asked for and set aside at once. */
  function asked(name: string, at: number, who: string, input: object): void {
    say(at, who, 'handover', { id: goodsId(name), area: sunny, consent: 'inPerson', ...input })
    step(at + 5 * minuteMs, who, name, 'reserve')
  }
  /** The recipient opens the page and reads the code out. */
  const byCode = (name: string, at: number, who: string, recipient: string): void =>
    enter(at, 'goods', async () => {
      const view = await call<{ facts: { label: string; value: string }[] }>(at, openidOf(recipient), 'matters.get', {
        id: goodsId(name),
      })
      const code = view.facts.find(({ label }) => label === '领取码')?.value
      return act(at, who, goodsId(name), 'handOver', '', { code })
    })
  const zhou = { recipient: { name: '周秀兰', code: codeOf('demo-zhou') } }
  asked('zhou', moment(-14, 9), liu, { ...zhou, kit: { id: kit.id, count: 1 } })
  step(moment(-14, 10), han, 'zhou', 'pick')
  byCode('zhou', moment(-14, 15), han, 'demo-zhou')
  step(moment(-13, 9), 'demo-zhou', 'zhou', 'thank', '米和油都收到了，谢谢送东西的邻居。')
  step(moment(-13, 11), liu, 'zhou', 'passThanks')
  asked('ma', moment(-11, 9), zheng, { recipient: { name: '马桂芳' }, consent: 'phone', kit: { id: kit.id, count: 2 } })
  step(moment(-11, 16), liu, 'ma', 'handOverTo', '社工送到家里。', {
    how: 'helper',
    helper: '何青（志愿者）',
    consent: 'phone',
  })
  step(moment(-10, 10), zheng, 'ma', 'thank', '老人说米很香，油也好用。')
  asked('reading', moment(-8, 10), zheng, {
    recipient: { name: '四点半课堂' },
    lines: [{ item: itemOf('books'), quantity: 20 }],
  })
  step(moment(-8, 16), han, 'reading', 'handOverTo', '', { how: 'signed', consent: 'inPerson' })
  asked('given up', moment(-7, 10), liu, {
    recipient: { name: '丁香叶', code: codeOf(called.丁香叶 ?? '') },
    lines: [{ item: itemOf('soap'), quantity: 2 }],
  })
  step(moment(-6, 12), '丁香叶', 'given up', 'cancel', '家里已经买了，留给别人吧。')

  const counted = (name: string, at: number, batch: string, n: number, why: string): void =>
    say(at, liu, 'stocktake', {
      id: goodsId(name),
      area: sunny,
      lines: [{ batch: `b${goodsId(batch)}`, counted: n, why }],
      words: '月度盘点。',
    })
  counted('count', moment(-4, 9), 'soap', 7, '一瓶漏液，已处理')
  step(moment(-4, 11), han, 'count', 'confirm')

  // What is under way: somebody's wheelchair to answer, coats on their way, a parcel to fetch, a count to look over.
  const chair = { name: '轮椅', category: 'elder', unit: '台', quantity: 1, condition: 'almost', where: '3 栋，请来取' }
  offered('chair', -1, 'demo-lin', {
    type: 'goods',
    goods: chair,
    words: '老人康复了，用不上了，刹车和轮胎都好。',
    purpose: '给需要的老人',
  })
  const coats = {
    name: '羽绒服',
    category: 'clothing',
    unit: '件',
    quantity: 12,
    condition: 'almost',
    where: '6 栋门厅',
  }
  offered('coats', -2, '胡杨林', { type: 'goods', goods: coats })
  step(moment(-2, 15), liu, 'coats', 'accept', '请周末送来。', { checks: ['usable', 'safe', 'hygienic'] })
  asked('waiting', moment(-1, 10), liu, {
    ...zhou,
    lines: [
      { item: itemOf('rice'), quantity: 1 },
      { item: itemOf('soap'), quantity: 1 },
    ],
  })
  asked('dear', moment(-1, 11), zheng, {
    recipient: { name: '孟庆和' },
    consent: 'phone',
    lines: [{ item: itemOf('quilts'), quantity: 6 }],
  })
  counted('second count', moment(-1, 16), 'books', 15, '一本缺页，已下架')
}
