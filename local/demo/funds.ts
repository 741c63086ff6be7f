// The community fund of the demo street: founded under the charity, with a committee of five, a meeting, one use that is spent, proved and
// thanked for, and one that its committee is voting on. Told as calls of the people concerned.
import { randomBytes } from 'node:crypto'
import type { Call, View } from './story'
import { codeOf, sunny } from './street'

const id = () => `demo${randomBytes(12).toString('hex')}`
const on = (days: number): string => new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)

type Act = (openid: string, view: View, action: string, note?: string, patch?: object) => Promise<View>

/** What the rest of the story brings along. */
export type FundStory = {
  call: Call
  act: Act
  /** Carries out at once what a step has recorded for the timer's function, and gives the matter as it is then. */
  settle: (view: View) => Promise<View>
  /** The registered charity, and two of its people: who writes down does not confirm. */
  charity: { body: string; writes: string; confirms: string }
  /** Puts at least 3,000 元 into the fund, as gifts that have arrived. */
  give: (fund: View) => Promise<void>
  /** Files of vouchers and of the result, where there are any. */
  photos?: string[]
}

const committee: readonly [openid: string, seat: string][] = [
  ['demo-zhao', 'party'],
  ['demo-han', 'committee'],
  ['demo-zhou', 'resident'],
  ['demo-lin', 'resident'],
  ['demo-zheng', 'expert'],
]

async function found({ call, act, settle, charity }: FundStory): Promise<View> {
  let fund = await call('demo-liu', 'funds.found', {
    id: id(),
    area: sunny,
    host: charity.body,
    title: '阳光里邻里互助基金',
    words: '由居民和商户捐赠，在香梅慈善会单独记账，帮助阳光里的老人和孩子，每一笔都公布。',
    purpose: '社区老人助餐与孩子托管',
    purposes: ['elders', 'children', 'volunteering'],
  })
  for (const [openid, seat] of committee) fund = await act('demo-liu', fund, 'seat', '', { code: codeOf(openid), seat })
  fund = await act('demo-liu', fund, 'nameSupervisor', '', { code: codeOf('demo-xu') })
  fund = await act('demo-liu', fund, 'submit', '居民代表会议已经同意')
  for (const openid of ['demo-han', 'demo-zhao', 'demo-gao']) fund = await act(openid, fund, 'agree')
  return settle(fund)
}

/** Asked for, voted on, looked at, signed, spent, accepted. */
async function meals(story: FundStory, fund: View): Promise<void> {
  const { call, act, settle, charity, photos = [] } = story
  let use = await call('demo-zhou', 'funds.propose', {
    id: id(),
    fund: fund.id,
    title: '重阳节助餐三天',
    words: '重阳节前后三天，为社区八十岁以上的独居老人送热饭，由乐邻承接。',
    purpose: 'elders',
    amount: '1,500.00',
    payee: { body: 'lele' },
  })
  use = await act('demo-liu', use, 'openVote')
  use = await act('demo-zheng', use, 'declare', '我在承接单位的理事会任职')
  for (const openid of ['demo-zhao', 'demo-han', 'demo-lin'])
    use = await act(openid, use, 'vote', '', { agrees: 'yes' })
  use = await act('demo-xu', use, 'opine', '三家询价，单价最低，用途相符。', { agrees: 'yes' })
  use = await act(charity.writes, use, 'grant')
  for (const openid of ['demo-liu', 'demo-zhao']) use = await act(openid, use, 'agree')
  use = await settle(use)
  const bought = [
    { amount: '826.00', ref: 'FP202600031', words: '米、油、蔬菜', on: on(-2) },
    { amount: '540.50', ref: 'FP202600032', words: '保温餐盒与车费', on: on(-1) },
  ]
  for (const [index, entry] of bought.entries()) {
    use = await act(charity.writes, use, 'spend', '', { ...entry, photos })
    use = await act(charity.confirms, use, 'confirmSpend', '', { entry: `s${index + 1}` })
    use = await settle(use)
  }
  use = await act('demo-liu', use, 'finish', '', { words: '三天共送餐八十四份，志愿者每餐回访。', photos })
  use = await act('demo-zhao', use, 'acceptResult', '', {
    showPhotos: 'yes',
    thanks: '谢谢各位邻居，饭菜热乎，老人们很高兴。',
  })
  await settle(use)
}

/** Two votes are in, three are awaited. */
async function reading({ call, act }: FundStory, fund: View): Promise<void> {
  let use = await call('demo-lin', 'funds.propose', {
    id: id(),
    fund: fund.id,
    title: '周末孩子共读角',
    words: '给图书室的孩子共读角添两个矮书架和一批图书，周末由志愿者值守。',
    purpose: 'children',
    amount: '900',
    payee: { firm: '香梅新华书店' },
  })
  use = await act('demo-liu', use, 'openVote')
  for (const openid of ['demo-zhou', 'demo-han']) use = await act(openid, use, 'vote', '', { agrees: 'yes' })
}

/** Gives the fund as it is at the end of the story. */
export async function tellFunds(story: FundStory): Promise<View> {
  const { act } = story
  const fund = await found(story)
  await story.give(fund)
  const present = await story.call('demo-liu', 'matters.form', { id: fund.id, action: 'meet' } as object)
  const { fields } = present as unknown as { fields: { name: string; options?: { value: string }[] }[] }
  const lines = fields.find(({ name }) => name === 'present')?.options?.map(({ value }) => value) ?? []
  const met = await act('demo-zhou', fund, 'meet', '', {
    on: on(-3),
    present: lines.slice(0, 4),
    decisions: '先办重阳节助餐，再议孩子共读角；每季度公布一次账目。',
  })
  await meals(story, fund)
  await reading(story, fund)
  return met
}
