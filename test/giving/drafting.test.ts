// The form of a campaign: where one may raise it and on what it may rest, what was written and what is missing, sent again as it is.
import { codeOf, type Door, theDoor } from '../support/door'
import {
  act,
  asKept,
  campaignInput,
  eachType,
  freshId,
  fund,
  givingBegins,
  ok,
  openCampaign,
  request,
} from '../support/gifts'
import { dew, plum, streetPath, type Who } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await givingBegins(door)
})
afterAll(() => door.close())

const whole = eachType(fund)
const draft = async (change: object = {}, who: Who = 'treasurer') => {
  const input = campaignInput(change)
  return { id: input.id, told: await door.call(who, 'giving.draft', input) }
}

describe('the form of a draft', () => {
  const form = (who: Who, data: object) => door.call(who, 'giving.drafting', { area: plum, ...data })

  test('leads back to what was written, says what is missing, and is sent again as it is', async () => {
    for (const type of Object.keys(whole) as (keyof typeof whole)[]) {
      const { id } = await draft({ ...whole[type], id: freshId() })
      const told = await form('treasurer', { id })
      expect([codeOf(told), told.calls]).toEqual(['OK', 2])
      const { content, version, missing, members } = told.data.draft
      expect([missing, members]).toEqual([[], type === 'directed' ? ['林**'] : []])
      const before = await door.matter(id)
      const sent = { id, version, action: 'revise', request: request(), patch: content }
      ok(await door.call('treasurer', 'matters.act', sent))
      const after = await door.matter(id)
      expect([type, after.body, after.amount, after.title]).toEqual([type, before.body, before.amount, before.title])
    }
    const { id } = await draft({ purpose: '', goal: undefined })
    const labels = ok(await form('treasurer', { id })).draft.missing.map(({ label }: { label: string }) => label)
    expect(labels).toEqual(['目标金额', '用途'])
  })

  test('is for who may revise it, and offers the charities one may raise for', async () => {
    const { id } = await draft()
    expect(codeOf(await form('secretary', { id }))).toBe('NOT_PERMITTED')
    expect(codeOf(await form('author', { id }))).toBe('MATTER_MISSING')
    expect(codeOf(await form('author', {}))).toBe('CAMPAIGN_NOT_ORGANISER')
    const { pages, timeline } = ok(await door.call('clerk', 'matters.get', { id }))
    expect(pages).toEqual([{ page: 'campaignDraft', label: '修改草稿' }])
    expect(timeline[0]).toMatchObject({ who: '香梅慈善会', told: '提交了募集' })
    expect(ok(await form('treasurer', {})).charities.map((one: { id: string }) => one.id)).toEqual(['charity'])
    const open = await openCampaign(door)
    expect(codeOf(await form('treasurer', { id: open }))).toBe('STATE_CHANGED')
  })

  test('whoever drafted it is in the log as what they drafted it for, with each later step', async () => {
    const input = campaignInput({ title: '楼道扶手再议' })
    ok(await door.call('socialWorker', 'giving.draft', input))
    ok(await act(door, 'socialWorker', input.id, 'publish'))
    const shownTo = async (who: Who) => {
      const { author, timeline } = ok(await door.call(who, 'matters.get', { id: input.id }))
      return [author, ...timeline.map((line: { who: string }) => line.who)]
    }
    const worker = expect.stringMatching(/社会工作者$/)
    expect(await shownTo('clerk')).toEqual([worker, worker, worker])
    // What the committees are asked is for those who answer.
    expect(await shownTo('socialWorker')).toEqual(['我', worker])
    const { id } = await draft()
    ok(await act(door, 'treasurer', id, 'publish'))
    expect(await shownTo('clerk')).not.toContain('发起单位')
  })

  test('says where one may raise it: the charity’s people in all of the street, a committee in its own community', async () => {
    const where = async (who: Who, data: object) => {
      const { area, areas } = ok(await door.call(who, 'giving.drafting', data))
      return [area, areas.map(({ value }: { value: string }) => value).sort()]
    }
    expect(await where('treasurer', { area: plum })).toEqual([plum, [streetPath, dew, plum].sort()])
    expect(await where('clerk', {})).toEqual([plum, [plum]])
    // A place kept on the phone from another post leads nowhere else.
    expect(await where('clerk', { area: streetPath })).toEqual([plum, [plum]])
  })

  test('offers what it may rest on: passed plans of the community, funds of the charity that run; in two calls', async () => {
    const rests = (type: string, who: Who = 'treasurer', host = 'charity') =>
      door.call(who, 'giving.rests', { area: plum, host, type })
    const plan = freshId()
    await asKept(door, { _id: plan, kind: 'plan', class: 'open', status: 'running', title: '楼道扶手' })
    const told = await rests('residents')
    expect([codeOf(told), told.calls]).toEqual(['OK', 2])
    const named = ({ data }: { data?: { options: { value: string; label: string }[] } }) =>
      data?.options.map(({ label }) => label)
    expect(named(told)).toContain('楼道扶手')
    expect(named(await rests('venture'))).toEqual(['杏花社区基金'])
    expect(named(await rests('public'))).toEqual([])
    expect(codeOf(await rests('venture', 'author'))).toBe('CAMPAIGN_NOT_ORGANISER')
  })

  test('a decision that is half written down is kept, and is missing until it is whole', async () => {
    const { id } = await draft({ resolution: { no: '杏居议 4 号', title: '加装扶手' } })
    const told = ok(await form('treasurer', { id })).draft
    expect(told.content.resolution).toEqual({ no: '杏居议 4 号', title: '加装扶手' })
    expect(told.missing.map(({ gate }: { gate: string }) => gate)).toEqual(['resolution'])
    expect(codeOf(await act(door, 'treasurer', id, 'publish'))).toBe('CAMPAIGN_NO_RESOLUTION')
  })
})
