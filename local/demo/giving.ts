// Giving on the demo street: a charity that the street has verified, three campaigns of different types, pledges in every state, a platform's
// report, one disclosure published and one late, small wishes. Told through the real door, as entries of a diary.
import { dayMs, hourMs, minuteMs, onOf, startOf } from '../../cloudfunctions/api/core/clock'
import type { Diary } from './diary'
import { streetPath, sunny } from './street'
import { called } from './volunteer-people'
import { demoId } from './volunteering'

/** The same on every machine, so that other stories and tests can name what is told here. */
export const givingId = (name: string): string => demoId(`giving ${name}`)
const [liu, han, zhao, zheng, gao, feng, qiu, lu] = [
  'demo-liu',
  'demo-han',
  'demo-zhao',
  'demo-zheng',
  'demo-gao',
  'demo-feng',
  'demo-qiu',
  'demo-lu',
]
const host = 'xm-charity'

/** What the platform wrote in a month: two rows cannot be booked, and are named. */
const report = (on: (days: number) => string): string =>
  [
    '日期,流水号,金额,手续费,捐赠人,留言',
    `${on(-75)},SY2000110001,200.00,1.20,何必多问,给孩子们`,
    `${on(-74)},SY2000110002,50.00,0.30,匿名用户,`,
    `${on(-73)},SY2000110003,"1,000.00",6.00,春风茶社,支持书屋`,
    `${on(-72)},SY2000110004,88.00,0.53,李子熟了,加油`,
    `${on(-71)},,66.00,0.40,云边,`,
    `${on(-70)},SY2000110006,二十元,0.12,小石头,`,
    `${on(-70)},SY2000110007,20.00,0.12,小石头,一本书的钱`,
  ].join('\n')

export function tellGiving({ call, enter, versionOf, upload }: Diary, now = Date.now()): void {
  const today = startOf(onOf(now))
  const moment = (days: number, hour: number): number => today + days * dayMs + hour * hourMs
  const on = (days: number): string => onOf(today + days * dayMs)
  let serial = 0
  const request = (): string => demoId(`giving request ${++serial}`)
  const openidOf = (who: string): string => called[who] ?? who
  const say = (at: number, who: string, name: string, data: object): void =>
    enter(at, 'giving', () => call(at, openidOf(who), name, data))
  const step = (at: number, who: string, name: string, action: string, note = '', patch: object = {}): void =>
    enter(at, 'giving', async () => {
      const id = givingId(name)
      const data = { id, version: await versionOf(id), action, request: request(), note, patch }
      return call(at, openidOf(who), 'matters.act', data)
    })
  const raise = (
    at: number,
    who: string,
    name: string,
    kind: string,
    way: string,
    area: string,
    values: object,
  ): void => say(at, who, 'organisation.raise', { id: givingId(name), kind, way, area, values })

  raise(moment(-140, 9), gao, 'charity', 'charity', 'register', streetPath, {
    body: host,
    certificateNo: '53440300MJL0000001',
    qualified: 'yes',
    until: on(300),
    platform: '善意筹（演示）',
    platformUrl: 'https://platform.example/xiangmei',
    contact: '邱老师 0755-0000001',
    query: '慈善中国查询，或工作日到香梅慈善会查账',
  })
  step(moment(-140, 15), feng, 'charity', 'agree')

  const inWords = { contact: '邱老师 0755-0000001', query: '本页查询，或到香梅慈善会查账' }
  const draft = (at: number, who: string, name: string, input: object): void =>
    say(at, who, 'giving.draft', { id: givingId(name), area: sunny, host, ...inWords, ...input })
  const agreed = (days: number, name: string, by: readonly string[]): void => {
    for (const [index, who] of by.entries()) step(moment(days, 10) + index * hourMs, who, name, 'agree')
  }

  // Money from everybody: on the platform, for the whole street. Its second disclosure is late.
  draft(moment(-131, 9), qiu, 'library', {
    area: streetPath,
    type: 'public',
    title: '春风书屋',
    words: '在街道文化站建一间孩子放学后能坐下来读书的屋子。捐款通过指定平台进行，每一笔支出在这里公布。',
    purpose: '购置少儿图书与书架',
    goal: '30000',
    endsOn: on(50),
    planNo: '53440300MJL0000001A26001',
    platformUrl: 'https://platform.example/xiangmei/library',
  })
  step(moment(-131, 10), qiu, 'library', 'publish')
  agreed(-130, 'library', [feng])
  step(moment(-104, 16), qiu, 'library', 'disclose', '', {
    words: '平台上开始收到捐款，款项还没有结算到慈善会账户，书架已询价三家。',
  })
  enter(moment(-60, 9), 'giving', async () => {
    const fileID = await upload('reports/library.csv', report(on))
    return call(moment(-60, 9), qiu, 'giving.importReport', { campaign: givingId('library'), fileID, offset: 0 })
  })
  enter(moment(-59, 9), 'giving', async () => {
    const at = moment(-59, 9)
    const { gifts } = await call<{ gifts: { id: string; version: number; amount: { fen: number } }[] }>(
      at,
      lu,
      'giving.desk',
      {
        section: 'confirm',
      },
    )
    // One is left for whoever looks at the desk.
    const items = gifts.filter(({ amount }) => amount.fen !== 2000).map(({ id, version }) => ({ id, version }))
    return call(at, lu, 'giving.confirm', { request: request(), items })
  })

  // Money from the residents of one community, by a plan that they passed.
  raise(moment(-44, 9), liu, 'plan', 'plan', 'community', sunny, {
    title: '三号楼加装扶手',
    category: 'facility',
    audience: 'elders',
    from: on(-20),
    until: on(90),
    mode: 'govern',
    amount: '8000',
    provider: '阳光里物业服务中心',
    words: '三号楼没有电梯，居民会议决定一起出资在楼道加装扶手。',
  })
  step(moment(-44, 10), zhao, 'plan', 'opine', '老人们盼了很久。', { agrees: 'yes' })
  step(moment(-44, 11), liu, 'plan', 'submit')
  step(moment(-43, 9), han, 'plan', 'agree')
  step(moment(-43, 15), feng, 'plan', 'agree')
  draft(moment(-41, 9), liu, 'handrail', {
    type: 'residents',
    title: '三号楼加装扶手筹资',
    words: '居民会议通过后自愿出资，多少随意；剩余的钱按出资比例退回或用于楼道维护，由居民会议决定。',
    purpose: '三号楼楼道加装扶手',
    goal: '8000',
    endsOn: on(40),
    resolution: { plan: givingId('plan') },
  })
  step(moment(-41, 10), liu, 'handrail', 'publish')
  agreed(-40, 'handrail', [han, zhao, gao])

  const gift = (name: string, days: number, who: string, amount: string, input: object = {}): void =>
    say(moment(days, 19), who, 'giving.pledge', {
      id: givingId(name),
      to: { kind: 'campaign', id: givingId('handrail') },
      amount,
      donorType: 'person',
      donorName: '演示捐赠人',
      shown: 'anonymous',
      ...input,
    })
  const arrived = (name: string, days: number, amount: string, more: object = {}): void =>
    step(moment(days, 9.5), qiu, name, 'record', '', {
      type: 'bank',
      ref: `XMCS${on(days).replaceAll('-', '')}${name.length}${name.slice(0, 2).toUpperCase()}`,
      on: on(days - 1),
      amount,
      waived: true,
      ...more,
    })
  const inBooks = (name: string, days: number, amount: string, more: object = {}): void => {
    arrived(name, days, amount, more)
    step(moment(days, 15), lu, name, 'confirm')
  }
  const named = (donorName: string, shownName: string) => ({ donorName, shown: 'named', shownName })
  gift('lin', -38, 'demo-lin', '200', named('林晓', '三号楼小林'))
  inBooks('lin', -36, '200', { waived: false, receiptNo: '粤财演示000101' })
  gift('zhou', -37, liu, '50', {
    ...named('周秀兰', '周奶奶'),
    onBehalfOf: { name: '周秀兰', consent: 'inPerson' },
    words: '钱不多，是我的一点心意。',
  })
  inBooks('zhou', -35, '50')
  gift('bamboo', -34, '柳青竹', '300', { ...named('青竹文具店', '青竹文具店'), donorType: 'household' })
  inBooks('bamboo', -32, '300')
  gift('accountant', -30, '夏荷花', '1000', {
    ...named('荷花粮油店', '荷花粮油店'),
    donorType: 'household',
    hidesAmount: true,
  })
  inBooks('accountant', -28, '1000', { waived: false, receiptNo: '粤财演示000102' })
  gift('twice', -27, 'demo-lin', '200', named('林晓', '三号楼小林'))
  inBooks('twice', -25, '200')
  step(moment(-24, 10), qiu, 'twice', 'reverse', '同一笔款项登记了两次，按相反的一笔冲正。')
  step(moment(-24, 15), lu, 'twice', 'confirmReversal')
  gift('moved', -22, 'demo-qian', '500')
  step(moment(-15, 10), qiu, 'moved', 'void', '捐赠人说改捐给书屋，没有汇款。')
  gift('changed', -21, 'demo-qian', '80')
  step(moment(-20, 9), 'demo-qian', 'changed', 'withdraw')
  gift('nurse', -12, '顾木槿', '120', named('顾木槿', '一位护士'))
  inBooks('nurse', -10, '120')
  step(moment(-9, 10), qiu, 'handrail', 'disclose', '', {
    words: '第一批扶手已下单，物业负责安装，安装完成后公布支出凭证。',
  })
  gift('wrong', -8, '石冬青', '66')
  inBooks('wrong', -6, '66')
  step(moment(-1, 10), qiu, 'wrong', 'reverse', '汇款附言写的是书屋，请核对后冲正。')
  gift('waiting', -3, 'demo-qian', '100', { hidesAmount: true })
  arrived('waiting', -1, '100')
  gift('promised', -2, 'demo-he', '66', named('何青', '银铃志愿者'))

  // Goods.
  draft(moment(-15, 9), zheng, 'books', {
    type: 'goods',
    title: '旧书换新家',
    words: '为四点半课堂募集适合小学生读的图书，八成新以上，没有涂写和缺页。送到社区物资间，志愿者会消毒分类。',
    purpose: '四点半课堂的图书角',
    endsOn: on(30),
    wanted: [
      { name: '儿童图书', quantity: 200, unit: '本' },
      { name: '小书架', quantity: 2, unit: '个' },
    ],
  })
  step(moment(-15, 10), zheng, 'books', 'publish')
  agreed(-14, 'books', [liu, zhao, gao])

  const wish = (name: string, days: number, input: object): void =>
    say(moment(days, 9), zheng, 'giving.wish', {
      id: givingId(name),
      area: sunny,
      until: on(30),
      consent: 'inPerson',
      whom: '演示受助人',
      ...input,
    })
  wish('lamp', -20, { title: '一盏阅读台灯', words: '孩子晚上写作业光线暗，想要一盏护眼的台灯。', limit: '150' })
  step(moment(-19, 20), 'demo-lin', 'lamp', 'take', '', { name: '小林' })
  step(moment(-17, 18), liu, 'lamp', 'receive')
  step(moment(-16, 16), zheng, 'lamp', 'deliver', '', { words: '台灯很亮，写字清楚多了，谢谢不认识的邻居。' })
  wish('radio', -6, {
    title: '一台能听戏的收音机',
    words: '老人眼睛不好，想要一台按键大、能插卡听戏的收音机。',
    limit: '120',
  })
  step(moment(-4, 19) + 5 * minuteMs, '曾芦苇', 'radio', 'take', '', { name: '小曾' })
  wish('glasses', -3, {
    title: '陪着去配一副老花镜',
    words: '想请一位邻居周末陪着去眼镜店，镜片自己付钱。',
    limit: '50',
  })
}
