// What the street and its committees decide on the demo street: plans that overlap, one under signature, an objection, an appointment.
import { randomBytes } from 'node:crypto'
import type { Call, View } from './story'
import { streetPath, sunny } from './street'

const id = () => `demo${randomBytes(12).toString('hex')}`
const on = (days: number): string => new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)

export async function tellCoordination(
  call: Call,
  act: (openid: string, view: View, action: string, note?: string, patch?: object) => Promise<View>,
  bench: View,
): Promise<void> {
  const raise = (openid: string, kind: string, way: string, area: string, values: object) =>
    call(openid, 'organisation.raise', { id: id(), kind, way, area, values })

  await raise('demo-gao', 'plan', 'purchase', streetPath, {
    title: '街道购买午间助餐服务',
    category: 'care',
    audience: 'elders',
    from: on(14),
    until: on(100),
    mode: 'govern',
    amount: '80000',
    provider: '乐邻社会组织服务中心',
    words: '为全街道 80 岁以上独居老人提供工作日午餐。',
  })
  await raise('demo-liu', 'plan', 'community', sunny, {
    title: '阳光里邻里食堂送餐',
    category: 'care',
    audience: 'elders',
    from: on(20),
    until: on(80),
    mode: 'consult',
    amount: '12000',
    provider: '银铃互助志愿队',
    words: '食堂做饭，志愿者上门送，先从 7 栋、9 栋开始。',
  })
  let garden = await raise('demo-zheng', 'plan', 'community', sunny, {
    title: '中心花园共建日',
    category: 'environment',
    audience: 'all',
    from: on(10),
    until: on(40),
    mode: 'consult',
    amount: '3000',
    provider: '阳光里物业服务中心',
    words: '每周六上午一起修花坛、加长椅，工具由物业提供。',
  })
  garden = await act('demo-xu', garden, 'opine', '账目请贴在公告栏。', { agrees: 'yes' })
  garden = await act('demo-zheng', garden, 'opine', '居民报名踊跃。', { agrees: 'yes' })
  garden = await act('demo-zheng', garden, 'submit')
  await act('demo-zhao', garden, 'agree')

  let watched = await act('demo-xu', bench, 'object', '长椅的费用从哪里出，请说明后再继续。')
  watched = await act('demo-liu', watched, 'answerObjection', '从花园共建日的预算里出，不超过 1,200 元，票据贴公告栏。')
  await act('demo-liu', watched, 'say', '长椅的尺寸物业周三来量。', { to: ['secretary'] })

  await raise('demo-gao', 'post', 'appoint', sunny, {
    code: 'QIAN0000',
    role: 'ownersCommittee',
    from: on(0),
    until: on(3 * 365),
    words: '第三届业主大会选举结果',
  })
  const line = await raise('demo-gao', 'setup', 'duty', streetPath, {
    category: 'noise',
    type: 'team',
    level: 'community',
    relation: 'assist',
    source: '香梅街道社区工作事项清单第 8 项',
  })
  await act('demo-feng', line, 'agree')
}
