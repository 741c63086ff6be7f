// Registrations, campaigns, pledges and wishes in every status they can be in: made through the real door by the people of the world.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import { applyLeft } from '../../cloudfunctions/api/core/matters'
import { forgetStreets } from '../../cloudfunctions/api/core/store'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from './clock'
import type { Door } from './door'
import { act, arrival, campaignInput, freshId, ok, on, pledgeInput, publicCampaign, wishInput } from './gifts'
import type { Raised } from './raised'
import { streetPath, type Who } from './world'

type Step = [who: Who | 'time' | 'follow', action: string, now?: number, more?: object]
const noted = (note: string) => ({ note })
const report = { patch: { words: '收到的款项还没有使用。' } }

export async function givingMatters(door: Door): Promise<Raised[]> {
  await door.store.add('bodies', {
    _id: 'charity2',
    street: streetPath,
    area: streetPath,
    type: 'charity',
    name: '杏林慈善会',
  } as never)
  forgetStreets()
  await door.store.change('people', { key: 'pneighbour' }, { code: 'LINGUYU1' })
  const made: Raised[] = []
  const keep = async (what: string, id: string, now: number) => {
    const matter = await door.matter(id)
    const { label } = kindOf(matter.kind)
    made.push({ what: `${what}: ${label} ${matter.status}${matter.pending ? ', waiting' : ''}`, matter, now })
  }
  const story = async (call: string, by: Who, input: { id: string }, steps: Step[]): Promise<string> => {
    ok(await door.call(by, call, input))
    // As WeChat's check has found its words.
    await door.store.change('matters', { _id: input.id }, { 'beside.check': 'pass' })
    await keep(by, input.id, wednesday)
    for (const [who, action, now = wednesday, more] of steps) {
      if (who === 'time') await passTime.run({ store: door.store, now })
      else if (who === 'follow') await applyLeft(door.store, now)
      else ok(await act(door, who, input.id, action, more, now))
      await keep(`${who} ${action}`, input.id, now)
    }
    return input.id
  }
  const values = {
    body: 'charity2',
    certificateNo: '53440300MJL0000002',
    qualified: 'no',
    until: on(40),
    contact: '林老师',
    query: '到会查账',
  }
  const registration = () => ({ id: freshId(), kind: 'charity', way: 'register', area: streetPath, values })
  await story('organisation.raise', 'officer', registration(), [
    ['director', 'decline', wednesday, noted('证书看不清')],
    ['director', 'withdraw'],
  ])
  await story('organisation.raise', 'officer', registration(), [
    ['director', 'agree'],
    ['follow', ''],
    ['time', 'expire', wednesday + 42 * dayMs],
    ['officer', 'end', wednesday + 42 * dayMs, noted('不再登记')],
    ['director', 'agree', wednesday + 42 * dayMs],
  ])

  const agreed: Step[] = [
    ['treasurer', 'publish'],
    ['clerk', 'agree'],
    ['secretary', 'agree'],
    ['officer', 'agree'],
    ['follow', ''],
  ]
  const campaign = await story('giving.draft', 'treasurer', campaignInput(), agreed)
  await story('giving.draft', 'clerk', campaignInput(), [['clerk', 'drop']])
  await story(
    'giving.draft',
    'treasurer',
    campaignInput({ type: 'directed', members: ['LINGUYU1'], resolution: undefined }),
    agreed,
  )
  await story('giving.draft', 'treasurer', publicCampaign({ area: streetPath }), [
    ['treasurer', 'publish'],
    ['officer', 'agree'],
    ['treasurer', 'disclose', wednesday, report],
    ['officer', 'end', wednesday, noted('目标已达成')],
    ['treasurer', 'report', wednesday, report],
  ])

  const record = (): Step => ['treasurer', 'record', wednesday, { patch: arrival() }]
  const confirmed = (): Step[] => [record(), ['treasurer2', 'confirm'], ['follow', '']]
  await story('giving.pledge', 'author', pledgeInput(campaign), [['author', 'withdraw']])
  await story('giving.pledge', 'author', pledgeInput(campaign), [
    record(),
    ['treasurer2', 'sendBack', wednesday, noted('不是这一笔')],
  ])
  await story('giving.pledge', 'author', pledgeInput(campaign), [['treasurer', 'void', wednesday, noted('没有到账')]])
  await story(
    'giving.pledge',
    'clerk',
    pledgeInput(campaign, { onBehalfOf: { name: '马立春', consent: 'phone' } }),
    confirmed(),
  )
  await story('giving.pledge', 'author', pledgeInput(campaign), [
    ...confirmed(),
    ['treasurer', 'reverse', wednesday, noted('记错了')],
    ['clerk', 'confirmReversal'],
    ['follow', ''],
  ])

  const taken = { patch: { name: '周阿姨' } }
  await story('giving.wish', 'socialWorker', wishInput(), [
    ['author', 'take', wednesday, taken],
    ['clerk', 'receive'],
    ['clerk', 'deliver', wednesday, { patch: { words: '谢谢邻居。' } }],
  ])
  await story('giving.wish', 'clerk', wishInput(), [['clerk', 'close', wednesday, noted('本人撤回')]])
  return made
}
