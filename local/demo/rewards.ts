// What came of a month's volunteering: ratings, a record corrected and one still asked about, a certificate, points and what they were spent
// on, and neighbours honoured by neighbours.
import type { Diary } from './diary'
import { codeOf, sunny } from './street'
import { demoId, openidOf, shiftId, type Volunteering } from './volunteering'

type Moment = (days: number, hour: number) => number
const recordId = (shift: string, who: string): string => `hour_${shift}_p${openidOf(who).replaceAll('-', '')}`

const shelf = [
  { name: 'tools', title: '家庭工具借用一周', kind: 'service', price: 20, stock: 5 },
  { name: 'haircut', title: '理发一次', kind: 'service', price: 30, stock: 10 },
  { name: 'bag', title: '社区布袋一只', kind: 'token', price: 40, stock: 20 },
] as const

export function tellRewards({ call, enter }: Diary, story: Volunteering, moment: Moment): void {
  /** One call in a story of its own name. */
  const say = (at: number, who: string, name: string, data: object, told = name) =>
    enter(at, told, () => call(at, openidOf(who), name, data))
  const step = (at: number, who: string, told: string, action: string, note = '', patch: object = {}) =>
    enter(at, told, () => story.act(at, who, demoId(told), action, note, patch))

  say(moment(-22, 20), 'demo-lin', 'volunteers.rate', {
    id: shiftId('stairs'),
    stars: 5,
    words: '分工清楚，工具够用。',
    request: story.request(),
  })
  enter(moment(-22, 21), 'ratings', async () => {
    const at = moment(-22, 21)
    const [line] = await story.linesOf(at, 'demo-he', shiftId('stairs'), ({ name }) => name === '白玉兰')
    if (!line) throw new Error('白玉兰 is not on the roster')
    const rating = { id: shiftId('stairs'), line: line.line, stars: 5, words: '做得细，还帮邻居搬了箱子。' }
    await call(at, 'demo-he', 'volunteers.ratePerson', { ...rating, request: story.request() })
  })

  const forgotten = {
    id: demoId('correction'),
    record: recordId(shiftId('fraud'), '江紫藤'),
    minutes: 120,
    words: '那天一直到结束，走的时候忘记扫码签退了。',
  }
  say(moment(-14, 9), '江紫藤', 'volunteers.askCorrection', forgotten, 'correction')
  step(moment(-13, 10), 'demo-han', 'correction', 'correct', '与同组的沈白杨核对过，确实到结束。', { minutes: 120 })
  say(moment(-1, 21), '方茉莉', 'volunteers.askCorrection', {
    id: demoId('correction asked'),
    record: recordId(shiftId('homework', 1, 1), '方茉莉'),
    minutes: 120,
    words: '那天最后一个孩子等到八点，请按两小时记。',
  })

  for (const [index, { name, ...item }] of shelf.entries())
    say(moment(-16, 11 + index / 4), 'demo-liu', 'volunteers.saveItem', {
      ...item,
      id: demoId(`item ${name}`),
      area: sunny,
    })
  for (const [who, name, at] of [
    ['demo-lin', 'bag', moment(-5, 12)],
    ['白玉兰', 'haircut', moment(-4, 12)],
  ] as const) {
    const { price, title } = shelf.find((one) => one.name === name) as (typeof shelf)[number]
    say(at, who, 'volunteers.spend', { id: demoId(`spend ${name}`), item: demoId(`item ${name}`), price, title })
  }

  say(moment(-2, 20), 'demo-lin', 'volunteers.certificate', {
    request: demoId('certificate'),
    year: Number(new Date(moment(-20, 15)).getUTCFullYear()),
    record: recordId(shiftId('fraud'), 'demo-lin'),
  })

  const honours: [name: string, award: string, who: string, by: string, on: number, words: string][] = [
    ['honour bai', 'neighbour', '白玉兰', 'demo-lin', -26, '十年来一直帮楼里的老人取快递、倒垃圾，谁家有事都找她。'],
    ['honour su', 'volunteer', '苏银杏', '曾芦苇', -3, '天不亮就带队巡河，一年里捡了几百袋垃圾，还修好了两处护栏。'],
    ['honour he', 'volunteer', 'demo-he', 'demo-zhou', -1, '送餐、理发、巡楼都有他，下雨天也没有落下过一次。'],
  ]
  for (const [name, award, who, by, on, words] of honours)
    say(
      moment(on, 15),
      by,
      'volunteers.nominate',
      { id: demoId(name), award, code: codeOf(openidOf(who)), words },
      name,
    )
  const support = (at: number, who: string, name: string) => say(at, who, 'needs.support', { id: demoId(name) }, name)
  step(moment(-25, 8), '白玉兰', 'honour bai', 'consent')
  for (const [index, who] of ['demo-zhou', '叶白桦', '夏荷花', 'demo-qian'].entries())
    support(moment(-22, 10 + index), who, 'honour bai')
  step(moment(-6, 9), 'demo-liu', 'honour bai', 'award')
  step(moment(-6, 15), 'demo-zhao', 'honour bai', 'agree')
  step(moment(-2, 8), '苏银杏', 'honour su', 'consent')
  for (const [index, who] of ['石冬青', 'demo-lin'].entries()) support(moment(-1, 10 + index), who, 'honour su')
}
