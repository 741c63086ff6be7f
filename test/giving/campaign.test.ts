// Campaigns by type: what each needs before it may be published, who sees it, who agrees, and what it must disclose when.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import { type Gate, typeOf } from '../../cloudfunctions/api/modules/giving/campaign/types'
import { jobs } from '../../cloudfunctions/api/modules/giving/jobs'
import { countDirty } from '../../cloudfunctions/api/modules/giving/pledge/tally'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { at, wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import {
  act,
  bookOf,
  campaignInput,
  eachType,
  freshId,
  fund,
  givingBegins,
  ok,
  on,
  openCampaign,
  pledged,
  pledgeInput,
  posted,
  publicCampaign,
  settleAll,
} from '../support/gifts'
import { emergency, plum, streetPath, type Who } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await givingBegins(door)
})
afterAll(() => door.close())

const page = async (id: string, who: Who | 'openid-guest' = 'openid-guest', now = wednesday) =>
  door.call(who, 'giving.campaign', { id }, now)
const draft = async (change: object = {}, who: Who = 'treasurer') => {
  const input = campaignInput(change)
  return { id: input.id, told: await door.call(who, 'giving.draft', input) }
}

const whole = eachType(fund)
const { directed, venture } = whole

/** What is left out for each gate to be missing. */
const without: Partial<Record<Gate, object>> = {
  plan: { planNo: '' },
  platform: { platformUrl: '' },
  contact: { contact: '' },
  query: { query: '' },
  members: { members: [] },
  resolution: { resolution: undefined },
  wanted: { wanted: [] },
  fund: { fund: undefined },
  goal: { goal: undefined },
  purpose: { purpose: '' },
}
const codes: Record<Gate, string> = {
  certificate: 'CAMPAIGN_NO_CERTIFICATE',
  qualified: 'CAMPAIGN_NOT_QUALIFIED',
  plan: 'CAMPAIGN_NO_PLAN',
  platform: 'CAMPAIGN_NO_PLATFORM',
  contact: 'CAMPAIGN_NO_CONTACT',
  query: 'CAMPAIGN_NO_QUERY',
  members: 'CAMPAIGN_NO_MEMBERS',
  resolution: 'CAMPAIGN_NO_RESOLUTION',
  wanted: 'CAMPAIGN_NO_WANTED',
  fund: 'CAMPAIGN_NO_FUND',
  goal: 'CAMPAIGN_NO_GOAL',
  purpose: 'CAMPAIGN_NO_PURPOSE',
}
const cases = (Object.keys(whole) as (keyof typeof whole)[]).flatMap((type) =>
  typeOf(type).gates.flatMap((gate) => (without[gate] ? [[type, gate] as const] : [])),
)

describe('publishing', () => {
  test.each(cases)('%s without %s is refused by name, and the draft says what is missing', async (type, gate) => {
    const { id, told } = await draft({ ...whole[type], id: freshId(), ...without[gate] })
    ok(told)
    expect(codeOf(await act(door, 'treasurer', id, 'publish'))).toBe(codes[gate])
    const facts = ok(told).facts as { label: string; value: string }[]
    expect(facts.find(({ label }) => label === '还缺')?.value).toBeTruthy()
    expect((await door.matter(id)).status).toBe('draft')
  })

  test.each(Object.keys(whole) as (keyof typeof whole)[])('%s with everything opens', async (type) => {
    const id = await openCampaign(door, { ...whole[type], id: freshId() })
    expect((await door.matter(id)).status).toBe('open')
    expect((await bookOf(door, id)) !== undefined).toBe(typeOf(type).hasBook)
  })

  test('a charity that is not verified, or may not raise from the public, does neither', async () => {
    await door.store.add('bodies', {
      _id: 'plain',
      street: streetPath,
      area: streetPath,
      type: 'charity',
      name: '未登记的会',
    } as never)
    const { forgetStreets } = await import('../../cloudfunctions/api/core/store')
    forgetStreets()
    const { id } = await draft({ host: 'plain' }, 'clerk')
    expect(codeOf(await act(door, 'clerk', id, 'publish'))).toBe('CAMPAIGN_NO_CERTIFICATE')
    await door.store.change('settings', { _id: streetPath }, { 'charities.0.qualified': false })
    forgetStreets()
    const asked = await draft(publicCampaign({ id: freshId() }))
    expect(codeOf(await act(door, 'treasurer', asked.id, 'publish'))).toBe('CAMPAIGN_NOT_QUALIFIED')
    await door.store.change('settings', { _id: streetPath }, { 'charities.0.qualified': true })
    forgetStreets()
  })

  test('both committees agree, then the street; a large one its head as well; the whole street’s only the street', async () => {
    const routeOf = async (change: object) => {
      const { id } = await draft(change)
      ok(await act(door, 'treasurer', id, 'publish'))
      return (await door.matter(id)).pending?.steps.map(({ roles }) => roles.join('+'))
    }
    expect(await routeOf({})).toEqual(['clerk+secretary', 'officer+director'])
    expect(await routeOf({ goal: '50000' })).toEqual(['clerk+secretary', 'officer', 'director'])
    expect(await routeOf(publicCampaign({ id: freshId(), area: streetPath }))).toEqual(['officer+director'])
  })

  test('what held when it was proposed may hold no longer', async () => {
    const { id } = await draft({ endsOn: on(3) })
    ok(await act(door, 'treasurer', id, 'publish'))
    ok(await act(door, 'clerk', id, 'agree'))
    ok(await act(door, 'secretary', id, 'agree'))
    expect(codeOf(await act(door, 'officer', id, 'agree', {}, wednesday + 5 * dayMs))).toBe('CAMPAIGN_PAST')
  })
})

describe('drafting', () => {
  test('is for the charity’s people, the committees and the street', async () => {
    expect(codeOf((await draft({}, 'author')).told)).toBe('CAMPAIGN_NOT_ORGANISER')
    expect(codeOf((await draft({}, 'manager')).told)).toBe('CAMPAIGN_NOT_ORGANISER')
    expect(codeOf((await draft({}, 'dewClerk')).told)).toBe('CAMPAIGN_NOT_ORGANISER')
    for (const who of ['treasurer', 'clerk', 'secretary', 'socialWorker', 'officer'] as const) {
      const { told } = await draft({}, who)
      expect([who, codeOf(told), told.calls <= 4]).toEqual([who, 'OK', true])
    }
  })

  test.each([
    ['a place that is none', { area: `${plum}/g1` }, 'CAMPAIGN_AREA', 'area'],
    ['a body that is no charity', { host: 'team' }, 'CHARITY_BODY', 'host'],
    ['an end that has passed', { endsOn: on(-2) }, 'CAMPAIGN_PAST', 'endsOn'],
    ['more than a year', { endsOn: on(400) }, 'CAMPAIGN_LONG', 'endsOn'],
    ['a goal in words', { goal: '八千元' }, 'AMOUNT_WORDS', 'goal'],
    ['a negative goal', { goal: '-8000' }, 'AMOUNT_NEGATIVE', 'goal'],
    ['an unknown member', { ...directed, members: ['NOBODY00'] }, 'CAMPAIGN_MEMBER_UNKNOWN', 'members'],
    ['a plan that did not pass', { resolution: { plan: 'x'.repeat(20) } }, 'CAMPAIGN_RESOLUTION', 'resolution.plan'],
    ['a fund that is none', { ...venture, fund: 'x'.repeat(20) }, 'CAMPAIGN_FUND', 'fund'],
    ['an account to pay into', { words: '请把钱汇到 6222 0212 3456 7890 123，谢谢。' }, 'MONEY_ASKED', 'words'],
    ['one person to collect for', { words: '为我的孩子筹款做手术，请好心人帮忙。' }, 'MONEY_ASKED', 'words'],
    ['a platform page that is no address', { platformUrl: 'http://x' }, 'INPUT_INVALID', 'platformUrl'],
  ])('%s is refused by name', async (_what, change, code, field) => {
    const { told } = await draft(change)
    expect([codeOf(told), Object.keys(told.error?.fields ?? {})]).toEqual([code, [field]])
  })

  test('help for one person is pointed to the designated platforms', async () => {
    const { told } = await draft({ words: '我父亲重病住院，急需手术费，请邻居们捐款。' })
    expect(told.error?.message).toContain('个人求助网络服务平台')
    // Asking for gifts is what a campaign is for.
    ok((await draft({ words: '希望大家捐款支持，让楼里的老人安心上下楼。' })).told)
  })

  test('a passed plan of the community is a resolution', async () => {
    const plan = freshId()
    const values = {
      title: '三号楼扶手',
      category: 'facility',
      audience: 'elders',
      from: on(20),
      until: on(80),
      mode: 'govern',
      amount: '0',
      words: '加装扶手。',
    }
    ok(await door.call('clerk', 'organisation.raise', { id: plan, kind: 'plan', way: 'community', area: plum, values }))
    expect(codeOf((await draft({ resolution: { plan } })).told)).toBe('CAMPAIGN_RESOLUTION')
    await door.store.change('matters', { _id: plan }, { status: 'approved' })
    const { id, told } = await draft({ resolution: { plan } })
    expect(told.calls).toBeLessThanOrEqual(4)
    expect((await door.matter(id)).body.resolution).toMatchObject({ matter: plan, title: '三号楼扶手' })
  })

  test('a revision is checked as a draft is, and nothing is forged into it', async () => {
    const { id } = await draft()
    const { id: _id, area: _area, host: _host, ...content } = campaignInput({ title: '三号楼扶手与坡道' })
    const told = await act(door, 'treasurer', id, 'revise', {
      patch: { ...content, resolution: undefined, found: { members: [], resolution: { no: '1', title: '假的' } } },
    })
    expect([codeOf(told), told.calls <= 4, (await door.matter(id)).body.resolution]).toEqual(['OK', true, undefined])
    expect((await door.matter(id)).title).toBe('三号楼扶手与坡道')
    expect(codeOf(await act(door, 'treasurer', id, 'revise', { patch: { ...content, goal: '1e9' } }))).toBe(
      'AMOUNT_EXPONENT',
    )
  })
})

describe('a directed campaign', () => {
  test('is seen by its members only, listed for nobody else, and cannot be passed on', async () => {
    const id = await openCampaign(door, { ...directed })
    for (const who of ['openid-guest', 'author', 'dewResident', 'manager'] as const)
      expect([who, codeOf(await page(id, who))]).toEqual([who, 'MATTER_MISSING'])
    expect(ok(await page(id, 'neighbour'))).toMatchObject({ mayShare: false, takesPledges: true })
    expect(codeOf(await door.call('author', 'giving.pledge', pledgeInput(id)))).toBe('PLEDGE_TARGET')
    ok(await door.call('neighbour', 'giving.pledge', pledgeInput(id)))
    const around = async (who: Who | 'openid-guest', list: string) =>
      ok(await door.call(who, 'giving.around', { area: plum, list })).campaigns.map((one: { id: string }) => one.id)
    expect(await around('neighbour', 'campaigns')).not.toContain(id)
    expect((await around('neighbour', 'forMe'))[0]).toBe(id)
    expect(await around('author', 'forMe')).toEqual([])
    expect(await around('openid-guest', 'forMe')).toEqual([])
  })

  test('changes its list while it runs', async () => {
    const id = await openCampaign(door, { ...directed })
    await door.store.change('people', { key: 'pauthor' }, { code: 'ZHOUXM01' })
    expect(codeOf(await act(door, 'treasurer', id, 'listMembers', { patch: { members: ['NOBODY00'] } }))).toBe(
      'CAMPAIGN_MEMBER_UNKNOWN',
    )
    const told = await act(door, 'treasurer', id, 'listMembers', { patch: { members: ['zhouxm01'] } })
    expect([codeOf(told), told.calls <= 4]).toEqual(['OK', true])
    expect([codeOf(await page(id, 'author')), codeOf(await page(id, 'neighbour'))]).toEqual(['OK', 'MATTER_MISSING'])
    expect(JSON.stringify(ok(await page(id, 'author')))).not.toMatch(/pauthor|周小满|ZHOUXM01/)
    // As the form has them, in one field; and no other type has a list.
    const typed = (members: string) => act(door, 'treasurer', id, 'listMembers', { patch: { members } })
    expect((await typed('zhouxm01，林')).error?.fields).toEqual({ 'patch.members': '编号是 8 位字母或数字' })
    ok(await typed('zhouxm01\nlinguyu1'))
    expect(ok(await page(id, 'neighbour')).id).toBe(id)
    const other = await openCampaign(door)
    const asked = await act(door, 'treasurer', other, 'listMembers', { patch: { members: 'zhouxm01' } })
    expect(codeOf(asked)).toBe('CAMPAIGN_NOT_DIRECTED')
  })
})

describe('the public page', () => {
  test('shows in, out, held and pledged, who is responsible, and gifts as their donors chose', async () => {
    const id = await openCampaign(door)
    await posted(door, id, { amount: '300', shown: 'named', shownName: '小满' }, { amount: '300' })
    await posted(
      door,
      id,
      { amount: '200', shown: 'named', shownName: '清露小店', hidesAmount: true },
      { amount: '200' },
    )
    await posted(door, id, { amount: '100' }, { amount: '100' })
    await pledged(door, id, { amount: '50' })
    // WeChat has not looked at the names yet.
    await countDirty(door.store, wednesday)
    const names = async () =>
      ok(await page(id)).latest.map(({ name, amount }: { name: string; amount: string }) => `${name} ${amount}`)
    expect((await names()).sort()).toEqual(['爱心居民 100.00 元', '爱心居民 300.00 元', '爱心居民 金额不公开'])
    await door.store.change('matters', { 'body.to': id, status: 'posted' }, { 'beside.check': 'pass' })
    await door.store.change('matters', { _id: id }, { 'beside.kept.dirty': true })
    await countDirty(door.store, wednesday)
    expect((await names()).sort()).toEqual(['小满 300.00 元', '清露小店 金额不公开', '爱心居民 100.00 元'])
    const told = await page(id)
    expect(told.calls).toBe(2)
    expect(ok(told)).toMatchObject({
      goal: { text: '8,000.00 元' },
      raised: { fen: 60_000 },
      pledged: { fen: 5000 },
      percent: 7,
      mayShare: true,
      figures: { in: { fen: 60_000 }, out: { fen: 0 }, held: { fen: 60_000 } },
      responsible: [{ label: '接收与管理', name: '香梅慈善会' }, { label: '联系' }, { name: '杏花社区居民委员会' }],
      resolution: { no: '杏居议〔2026〕3号' },
    })
    expect(JSON.stringify(told.data)).not.toMatch(/pauthor|周小满|13800/)
    // What the public ledger says of the one who hides the amount does not name them.
    const { unposted } = await bookOf(door, id)
    expect(unposted.map(({ words }) => words)).toEqual(['爱心居民捐赠', '爱心居民捐赠', '爱心居民捐赠'])
  })

  test('a draft is nobody’s page, and what is around is listed in two calls', async () => {
    const { id } = await draft()
    expect(codeOf(await page(id))).toBe('MATTER_MISSING')
    expect(codeOf(await page(freshId()))).toBe('MATTER_MISSING')
    const told = await door.call('openid-guest', 'giving.around', { area: `${plum}/g1/b1` })
    expect([codeOf(told), told.calls]).toEqual(['OK', 2])
    expect(told.data.campaigns.map((one: { id: string }) => one.id)).not.toContain(id)
    expect(new Set(told.data.campaigns.map((one: { type: string }) => one.type))).toEqual(
      new Set(['public', 'residents', 'goods', 'venture']),
    )
  })
})

describe('disclosure', () => {
  test('is due every three months; late, everybody sees it, and the desk; then it is published with the figures of the books', async () => {
    const id = await openCampaign(door, { endsOn: on(300) })
    await posted(door, id)
    expect((await door.matter(id)).dueAt).toBe(at('2026-06-04'))
    const late = at('2026-06-07')
    await passTime.run({ store: door.store, now: late })
    const matter = await door.matter(id)
    expect([matter.lateCount, matter.trace.at(-1)?.action]).toEqual([1, 'remindLate'])
    expect(ok(await page(id, 'openid-guest', late)).disclosure).toMatchObject({
      due: '2026年6月4日',
      overdue: '信息公开已逾期 3 天',
    })
    const desk = ok(await door.call('treasurer', 'giving.desk', { section: 'campaigns' }, late)).campaigns
    expect(desk.find((one: { id: string }) => one.id === id)).toMatchObject({ overdue: '信息公开已逾期 3 天' })
    expect(
      ok(await door.call('openid-guest', 'giving.around', { area: plum }, late)).campaigns.find(
        (one: { id: string }) => one.id === id,
      ),
    ).toMatchObject({ overdue: '信息公开已逾期 3 天' })
    // Reminded ever more rarely, never forgotten.
    for (let day = 8; day < 31; day++)
      await passTime.run({ store: door.store, now: at(`2026-06-${String(day).padStart(2, '0')}`) })
    expect((await door.matter(id)).lateCount).toBeLessThan(6)

    await countDirty(door.store, late)
    const words = ok(await page(id, 'openid-guest', late)).reportDraft
    expect(words).toBe('截至 2026-06-07，三号楼加装扶手收到 100.00 元，使用 0.00 元，账上余额 100.00 元。')
    const forged = { figures: { in: 1, out: 1, held: 0, fees: 0, returned: 0, pledged: 0 } }
    const told = await act(door, 'treasurer', id, 'disclose', { patch: { words, ...forged } }, late)
    expect([codeOf(told), told.calls]).toEqual(['OK', 4])
    const { disclosure } = ok(await page(id, 'openid-guest', late))
    expect(disclosure).toMatchObject({
      due: '2026年9月7日',
      overdue: undefined,
      reports: [
        {
          kindLabel: '进展',
          on: '2026-06-07',
          late: true,
          words,
          figures: { in: { fen: 10_000 }, held: { fen: 10_000 } },
        },
      ],
    })
    expect((await door.matter(id)).lateCount).toBe(0)
    expect(codeOf(await act(door, 'author', id, 'disclose', { patch: { words } }, late))).toBe('NOT_PERMITTED')
  })

  test('after the end it is owed in full within three months, with nothing left between pledge and books', async () => {
    const id = await openCampaign(door, { endsOn: on(10) })
    const gift = await pledged(door, id)
    const ended = wednesday + 12 * dayMs
    await passTime.run({ store: door.store, now: ended })
    expect(await door.matter(id)).toMatchObject({ status: 'ended', class: 'open' })
    expect(ok(await page(id, 'openid-guest', ended)).disclosure.due).toBe('2026年6月16日')
    const words = '共收到 0 元，扶手由物业出资安装，未使用。'
    expect(codeOf(await act(door, 'treasurer', id, 'report', { patch: { words } }, ended))).toBe('CAMPAIGN_GIFTS_OPEN')
    ok(await act(door, 'treasurer', gift, 'void', { note: '捐赠人改变主意' }, ended))
    await settleAll(door, gift, ended)
    ok(await act(door, 'treasurer', id, 'report', { patch: { words } }, ended))
    expect(await door.matter(id)).toMatchObject({ status: 'reported', class: 'settled', dueAt: null })
    expect(ok(await page(id, 'openid-guest', ended)).disclosure.reports).toMatchObject([
      { kindLabel: '完整情况', words, late: false },
    ])
    const over = ok(await door.call('openid-guest', 'giving.around', { area: plum, over: true }, ended))
    expect(over.campaigns.map((one: { id: string }) => one.id)).toContain(id)
  })

  test('in 非常规 it is due every five days, for what was opened before as well', async () => {
    const before = emergency.from - 20 * dayMs
    await door.store.change('settings', { _id: streetPath }, { 'charities.0.until': emergency.until + 100 * dayMs })
    const { forgetStreets } = await import('../../cloudfunctions/api/core/store')
    forgetStreets()
    const on300 = { endsOn: on(300) }
    const id = await openCampaign(door, on300, before)
    const inside = emergency.from + dayMs
    const page1 = ok(await page(id, 'openid-guest', inside))
    expect(page1.disclosure.every).toContain('每 5 天')
    const hasten = jobs.find(({ name }) => name === 'hastenDisclosure')
    expect(await hasten?.run({ store: door.store, now: inside })).toBeGreaterThan(0)
    expect(await hasten?.run({ store: door.store, now: inside })).toBe(0)
    expect((await door.matter(id)).dueAt).toBe(emergency.from + 5 * dayMs)
    const late = emergency.from + 8 * dayMs
    expect(ok(await page(id, 'openid-guest', late)).disclosure.overdue).toBe('信息公开已逾期 3 天')
    ok(await act(door, 'treasurer', id, 'disclose', { patch: { words: '救灾物资已全部送达。' } }, late))
    expect((await door.matter(id)).body.discloseBy).toBe(late + 5 * dayMs)
  })

  test('keeps the last sixty', async () => {
    const { disclose } = await import('../../cloudfunctions/api/modules/giving/campaign/effects')
    const { world, actor } = await import('../support/world')
    const id = await openCampaign(door)
    let campaign = (await door.matter(id)) as never as Parameters<typeof disclose>[0]
    const rule = { actor: actor('treasurer'), now: wednesday, street: world().street }
    for (let index = 0; index < 70; index++) {
      const change = disclose(campaign, { words: `第 ${index} 次` }, rule, '')
      campaign = { ...campaign, body: { ...campaign.body, ...change.body } }
    }
    expect([campaign.body.disclosures.length, campaign.body.disclosures[0]?.words]).toEqual([60, '第 10 次'])
  })
})
