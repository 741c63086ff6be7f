// Funds of the demo street for stories and pictures about them, made through the door that phones use.
import { codeOf, demoPeople, sunny } from '../../local/demo/street'
import { done, freshId } from './activity'
import { dayFrom, step } from './giving'
import type { Town } from './town'

/** Who takes part in the demo street's fund, beside its five members. */
export const [clerk, secondClerk, secretary, officer, supervisor] = [
  'demo-liu',
  'demo-han',
  'demo-zhao',
  'demo-gao',
  'demo-xu',
] as const
const members: readonly [openid: string, seat: string][] = [
  ['demo-zhao', 'party'],
  ['demo-han', 'committee'],
  ['demo-zhou', 'resident'],
  ['demo-lin', 'resident'],
  ['demo-zheng', 'expert'],
]
export const nameOf = (openid: string): string => demoPeople.find((one) => one.openid === openid)?.name ?? ''

/** The fund that the demo street has. */
export async function demoFund(town: Town): Promise<string> {
  const around = { area: sunny, list: 'funds' }
  const { funds } = await done<{ funds: { id: string }[] }>(town, clerk, 'giving.around', around)
  return funds.at(-1)?.id ?? ''
}

/** Drawn up, with three of the five who are to decide. */
export async function draftFund(town: Town): Promise<string> {
  const id = freshId()
  await done(town, clerk, 'funds.found', {
    id,
    area: sunny,
    host: 'xm-charity',
    title: '阳光里公共环境基金',
    words: '由居民和商户捐赠，修楼道、装扶手、添照明，每一笔都公布。',
    purpose: '楼道扶手与公共照明',
    purposes: ['environment'],
  })
  for (const [openid, seat] of members.slice(0, 3)) await seatAt(town, id, openid, seat)
  return id
}
const seatAt = (town: Town, id: string, openid: string, seat: string) =>
  step(town, clerk, id, 'seat', { patch: { code: codeOf(openid), seat } })

/** A second fund of the same charity, its book open. */
export async function secondFund(town: Town): Promise<string> {
  const id = await draftFund(town)
  for (const [openid, seat] of members.slice(3)) await seatAt(town, id, openid, seat)
  await step(town, clerk, id, 'nameSupervisor', { patch: { code: codeOf(supervisor) } })
  await step(town, clerk, id, 'submit')
  for (const who of [secondClerk, secretary, officer]) await step(town, who, id, 'agree')
  await comes(town, async () => (await town.call(clerk, 'ledger.book', { book: `fund_${id}` })).ok)
  return id
}

/** What a step has woken is there within a minute or a few. */
export async function comes(town: Town, isThere: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    if (await isThere()) return
    await town.cloud.clock.advance(20_000)
  }
  throw new Error('what was awaited has not come')
}

export async function proposed(town: Town, who: string, fund: string, change: object = {}): Promise<string> {
  const id = freshId()
  await done(town, who, 'funds.propose', {
    id,
    fund,
    title: '冬至热饭送到家',
    words: '为八十岁以上的独居老人送一餐热饭，由便利店备料。',
    purpose: 'elders',
    amount: '300',
    payee: { firm: '惠民便利店' },
    ...change,
  })
  return id
}

/** Donors of the fund have been asked whether their money may go to the other one. */
export async function signedAndAsked(town: Town, change: string, donor: string): Promise<string> {
  await step(town, 'demo-qiu', change, 'submit')
  for (const who of [clerk, secretary, officer]) await step(town, who, change, 'agree')
  let question = ''
  await comes(town, async () => {
    const { waiting } = await done<{ waiting: { id: string; kind: string }[] }>(town, donor, 'people.home', {})
    question = waiting.find(({ kind }) => kind === 'consent')?.id ?? ''
    return question !== ''
  })
  return question
}

export async function asking(town: Town, fund: string, to: string): Promise<string> {
  const id = freshId()
  await done(town, 'demo-qiu', 'funds.askPurpose', {
    id,
    book: `fund_${fund}`,
    to,
    words: '街道统一助餐以后这笔钱用不完，建议用于楼道扶手。',
    until: dayFrom(town, 8),
  })
  return id
}
