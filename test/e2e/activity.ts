// An activity on the demo street, published by the people whose business it is, for stories and pictures that begin with one.
import { randomBytes } from 'node:crypto'
import { sunny } from '../../local/demo/street'
import type { Town } from './town'

export const hourMs = 3_600_000
export const freshId = (): string => `story${randomBytes(12).toString('hex')}`

/** What the call answers; throws when it is refused, so that a story stops where it went wrong. */
export async function done<T>(town: Town, openid: string, call: string, data: object): Promise<T> {
  const reply = await town.call<T>(openid, call, data)
  if (!reply.ok) throw new Error(`${openid} ${call}: ${JSON.stringify(reply.error)}`)
  return reply.data
}

type View = { id: string; version: number }
const act = (town: Town, openid: string, { id, version }: View, action: string): Promise<View> =>
  done(town, openid, 'matters.act', { id, version, action, request: freshId() })

/** By the silver-bell team, agreed by the community; begins in ten minutes unless it is said otherwise. */
export async function publishedActivity(town: Town, change: object = {}): Promise<{ id: string; shift: string }> {
  const from = Math.ceil(town.cloud.clock.now() / 60_000) * 60_000 + 600_000
  const id = freshId()
  const draft = await done<View>(town, 'demo-he', 'volunteers.draft', {
    id,
    area: sunny,
    body: 'yinling',
    title: '三号楼楼道清扫',
    words: '一起打扫三号楼的楼道和门厅，工具由社区准备。',
    place: '3 栋门厅',
    class: 'service',
    risk: 'low',
    leader: '何青',
    times: [{ startsAt: from, endsAt: from + 2 * hourMs }],
    posts: [{ name: '清扫', places: 4 }],
    ...change,
  })
  await act(town, 'demo-liu', await act(town, 'demo-he', draft, 'publish'), 'agree')
  return { id, shift: `${id}_0_0` }
}

/** These people have a volunteer's profile and a place. */
export async function joined(town: Town, shift: string, ...people: string[]): Promise<void> {
  for (const openid of people) {
    await town.call(openid, 'volunteers.saveProfile', { bornOn: '1980-05-01' })
    await done(town, openid, 'volunteers.signUp', { id: shift, request: freshId() })
  }
}
