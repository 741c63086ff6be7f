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

/** Somebody new in the street, who volunteers and has promised nothing yet: invented, as all of them are. */
export async function resident(
  town: Town,
  openid: string,
  name: string,
  building = `${sunny}/g01/b03`,
): Promise<string> {
  await done(town, openid, 'people.register', { building, name, phone: '13900000000', privacyVersion: 1 })
  await done(town, openid, 'volunteers.saveProfile', { bornOn: '1980-05-01' })
  return openid
}

/** A team of theirs, filed by the community: the body in whose name they organise. */
export async function teamOf(town: Town, openid: string, title: string): Promise<string> {
  const team = { id: freshId(), area: sunny, title, words: '一起照看院子。', name: '队长' }
  await act(town, 'demo-liu', await done<View>(town, openid, 'volunteers.registerTeam', team), 'file')
  return `team-${team.id}`
}

/** By the silver-bell team, agreed by the community; begins in ten minutes unless it is said otherwise. */
export async function publishedActivity(
  town: Town,
  change: object = {},
  organiser = 'demo-he',
): Promise<{ id: string; shift: string }> {
  const from = Math.ceil(town.cloud.clock.now() / 60_000) * 60_000 + 600_000
  const id = freshId()
  const draft = await done<View>(town, organiser, 'volunteers.draft', {
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
  await act(town, 'demo-liu', await act(town, organiser, draft, 'publish'), 'agree')
  return { id, shift: `${id}_0_0` }
}

export async function joined(town: Town, shift: string, ...people: string[]): Promise<void> {
  for (const openid of people) await done(town, openid, 'volunteers.signUp', { id: shift, request: freshId() })
}

/** What the organiser's screen shows now. */
export const codeFor = async (town: Town, id: string, direction: 'in' | 'out'): Promise<string> =>
  (await done<{ text: string }>(town, 'demo-he', 'volunteers.code', { id, direction })).text

type Roster = { startsAt: number; endsAt: number; lines: { line: string }[] }
export const rosterOf = <T extends object = Roster>(town: Town, id: string): Promise<T> =>
  done<T>(town, 'demo-he', 'volunteers.roster', { id })

/** Everybody on the roster is there from beginning to end, the committee confirms, and the totals are counted. */
export async function served(town: Town, id: string): Promise<void> {
  const { startsAt, endsAt, lines } = await rosterOf(town, id)
  const all = lines.map(({ line }) => line)
  const { clock } = town.cloud
  const mark = (what: string) => done(town, 'demo-he', 'volunteers.mark', { id, lines: all, what, request: freshId() })
  await clock.advance(Math.max(0, startsAt - clock.now()))
  await mark('in')
  await clock.advance(endsAt - clock.now() + 1)
  await mark('out')
  const confirmed = all.map((line) => ({ line }))
  await done(town, 'demo-liu', 'volunteers.confirmHours', { id, lines: confirmed, request: freshId() })
  await clock.advance(2 * 60_000)
}
