// The timed jobs over the real store, with the time moved forward: late needs, unrated ones, notices told once, and the roll-up.

import { dayMs } from '../../cloudfunctions/api/core/clock'
import type { Job } from '../../cloudfunctions/api/core/manifest'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { brokenAt } from '../../cloudfunctions/api/core/trace'
import { modules } from '../../cloudfunctions/api/modules'
import { deliver, deliverLeft } from '../../cloudfunctions/wechat/deliver'
import type { Messenger } from '../../cloudfunctions/wechat/messenger'
import { wednesday } from '../support/clock'
import { type Door, theDoor } from '../support/door'
import { aNeed, type NeedOptions } from '../support/needs'
import { plum, streetPath } from '../support/world'

let door: Door
let serial = 0
beforeAll(async () => {
  door = await theDoor()
})
afterAll(() => door.close())

const jobs = modules.flatMap((module) => ('jobs' in module ? (module.jobs ?? []) : [])) as Job[]
const run = (name: string, now: number) => jobs.find((job) => job.name === name)!.run({ store: door.store, now })
const put = async (options: NeedOptions): Promise<string> => {
  const id = `jobs${String(++serial).padStart(16, '0')}`
  await door.put(aNeed({ ...options, input: { ...options.input, id } }))
  return id
}
const actions = async (id: string) => (await door.matter(id)).trace.map(({ action }) => action)
const clear = () =>
  door.store.remove('matters', { class: door.store._.in(['open', 'waiting', 'settled']), dueAt: door.store._.gt(0) })
beforeEach(() => clear())

describe('what is late', () => {
  test('is reminded once, then passed upward, and never twice for one deadline', async () => {
    const id = await put({})
    let due = (await door.matter(id)).dueAt as number
    expect(await run('passTime', due - 1)).toBe(0)
    expect(await run('passTime', due + 1)).toBe(1)
    expect(await run('passTime', due + 2)).toBe(0)
    expect(await actions(id)).toEqual(['submit', 'remindLate'])
    due = (await door.matter(id)).dueAt as number
    await run('passTime', due + 1)
    await run('passTime', due + 2)
    const matter = await door.matter(id)
    expect([matter.status, matter.trace.map(({ action }) => action), matter.turn]).toEqual([
      'called',
      ['submit', 'remindLate', 'escalateLate'],
      [`officer@${streetPath}`],
    ])
    expect(brokenAt(matter)).toBeUndefined()
  })

  test('closes what nobody rated after seven days, as not rated', async () => {
    const id = await put({ status: 'answered' })
    await run('passTime', wednesday + 7 * dayMs - 1)
    expect((await door.matter(id)).status).toBe('answered')
    await run('passTime', wednesday + 7 * dayMs + 1)
    expect(await door.matter(id)).toMatchObject({ status: 'closed', body: { closedHow: 'unrated' } })
  })

  test('goes on with what the resident did not complete', async () => {
    const id = await put({ status: 'needInfo' })
    await run('passTime', ((await door.matter(id)).dueAt as number) + 1)
    expect(await door.matter(id)).toMatchObject({ status: 'accepted', turn: [`clerk@${plum}`] })
  })

  test('two timers at once do it once', async () => {
    const id = await put({})
    const due = (await door.matter(id)).dueAt as number
    await Promise.all(Array.from({ length: 6 }, () => run('passTime', due + 1)))
    expect(await actions(id)).toEqual(['submit', 'remindLate'])
  })

  test('every open status that is left alone for a year ends with the street or over, and never stops the job', async () => {
    const statuses = [
      'submitted',
      'accepted',
      'assigned',
      'disputed',
      'arbitrated',
      'needInfo',
      'called',
      'joint',
      'answered',
      'appealed',
    ] as const
    const ids: string[] = []
    for (const status of statuses) ids.push(await put({ status }))
    for (let week = 1; week <= 20; week++) await run('passTime', wednesday + week * 7 * dayMs)
    for (const id of ids) {
      const matter = await door.matter(id)
      expect([
        brokenAt(matter),
        ['arbitrated', 'called', 'joint', 'closed', 'appealed'].includes(matter.status),
      ]).toEqual([undefined, true])
    }
  })
})

describe('notices', () => {
  /** What WeChat was asked to send; `refuses`: it answers 43101. */
  const wechat = (refuses = false) => {
    const sent: string[] = []
    const messenger = {
      remind: async (openid: string) => {
        sent.push(openid)
        return !refuses
      },
    } as unknown as Messenger
    return { messenger, sent }
  }
  const inboxOf = async (person: string, id: string) =>
    (await door.store.find<{ matter: string; text: string }>('inbox', { person }, { limit: 100 })).filter(
      ({ matter }) => matter === id,
    )
  const untold = async (options: NeedOptions) => {
    const id = await put(options)
    const { unsent } = aNeed({ ...options, input: { ...options.input, id } })
    await door.store.change('matters', { _id: id }, { unsent: door.store._.set(unsent) })
    return id
  }

  test('reach each person concerned once, however often they are delivered', async () => {
    const id = await untold({ status: 'accepted' })
    const { messenger } = wechat()
    await Promise.all([1, 2, 3].map(() => deliver(id, door.store, messenger, wednesday)))
    await deliverLeft(door.store, messenger, wednesday)
    expect((await inboxOf('pauthor', id)).map(({ text }) => text)).toEqual(['您的诉求已受理：二单元楼道灯不亮'])
    expect(await inboxOf('pclerk2', id)).toHaveLength(1)
    expect(await inboxOf('pclerk', id)).toHaveLength(1)
    expect(await inboxOf('pneighbour', id)).toEqual([])
    expect((await door.matter(id)).unsent).toEqual([])
  })

  test('go to WeChat only for who accepted, as often as accepted, and a refusal there loses nothing here', async () => {
    await door.store.change(
      'people',
      { _id: 'openid-author' },
      { accepts: door.store._.set({ progress: 1 }), unread: 0 },
    )
    const { messenger, sent } = wechat(true)
    for (const id of [await untold({ status: 'accepted' }), await untold({ status: 'accepted' })])
      await deliver(id, door.store, messenger, wednesday)
    expect(sent).toEqual(['openid-author'])
    const me = await door.call('author', 'people.me')
    expect(me.data.unread).toBe(2)
  })

  test('what a dying function left is delivered by the timer', async () => {
    const id = await untold({})
    expect(await deliverLeft(door.store, wechat().messenger, wednesday)).toBeGreaterThan(0)
    expect(await inboxOf('pclerk', id)).toHaveLength(1)
    expect(await deliverLeft(door.store, wechat().messenger, wednesday)).toBe(0)
  })

  test('a person whose post has ended is told nothing', async () => {
    await door.store.change(
      'people',
      { _id: 'openid-clerk2' },
      { grants: door.store._.set([{ role: 'clerk', area: plum, from: 0, until: 1, by: 'x' }]) },
    )
    const id = await untold({})
    await deliver(id, door.store, wechat().messenger, wednesday)
    expect(await inboxOf('pclerk2', id)).toEqual([])
  })
})

test('the roll-up counts what lies in each community, and the street reads it', async () => {
  await put({})
  await put({ status: 'answered', steps: [{ as: 'author', action: 'confirm', patch: { stars: 5 } }] })
  await run('rollUpRates', wednesday)
  const { data } = await door.call('officer', 'rates.list', { street: streetPath })
  const mine = data.communities.find(({ path }: { path: string }) => path === plum)
  const closed = await door.store.find<Matter>(
    'matters',
    { within: plum, kind: 'need', class: 'settled' },
    { limit: 100 },
  )
  const solved = closed.filter(({ body }) => body.closedHow === 'rated').length
  expect(mine.open).toBe(1)
  expect(mine.rates[1]).toMatchObject({ label: '解决率', count: solved, of: solved, percent: 100 })
})
