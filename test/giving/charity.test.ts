// A charity is what the street has verified: two people register it, it ends by itself, campaigns pause with it and go on when it is renewed.
import { dayMs, startOf } from '../../cloudfunctions/api/core/clock'
import { configure } from '../../cloudfunctions/api/core/configure'
import type { Settings } from '../../cloudfunctions/api/core/settings'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from '../support/clock'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, bookOf, freshId, ok, on, openCampaign, pledged, pledgeInput, record, settleAll } from '../support/gifts'
import { streetPath, verified } from '../support/world'

let door: Door
beforeAll(async () => {
  door = await theDoor()
  await door.store.add('bodies', {
    _id: 'charity2',
    street: streetPath,
    area: streetPath,
    type: 'charity',
    name: '杏林慈善会',
  } as never)
})
afterAll(() => door.close())

const values = (change: object = {}) => ({
  body: 'charity2',
  certificateNo: '53440300MJL0000002',
  qualified: 'yes',
  until: on(60),
  platform: '善意筹',
  platformUrl: 'https://platform.example/xl',
  contact: '林老师 0755-0000002',
  query: '慈善中国查询',
  ...change,
})
const raise = (change: object = {}, who: 'officer' | 'director' | 'clerk' = 'officer') => {
  const id = freshId()
  const ask = { id, kind: 'charity', way: 'register', area: streetPath, values: values(change) }
  return door.call(who, 'organisation.raise', ask).then((told) => ({ id, told }))
}
const settings = async () => (await door.store.get<Settings>('settings', streetPath)) as Settings
const entry = async (body = 'charity2') => (await settings()).charities?.find((one) => one.body === body)
const standing = async (now = wednesday) => {
  const { charities } = ok(await door.call('openid-guest', 'giving.charities', { area: streetPath }, now))
  return charities.find(({ id }: { id: string }) => id === 'charity2')
}

describe('registering', () => {
  test.each([
    ['a day that has passed', { until: on(-1) }, 'CHARITY_OVER', 'patch.until'],
    ['more than five years', { until: on(3000) }, 'CHARITY_LONG', 'patch.until'],
    ['no certificate', { certificateNo: '' }, 'INPUT_INVALID', 'patch.certificateNo'],
    ['a right to raise but no platform', { platform: '' }, 'CHARITY_PLATFORM', 'patch.platform'],
    ['an address that is none', { platformUrl: 'javascript:alert(1)' }, 'INPUT_INVALID', 'patch.platformUrl'],
    ['a body that is no charity', { body: 'property' }, 'CHARITY_BODY', 'patch.body'],
    ['a charity that is registered', { body: 'charity' }, 'CHARITY_REGISTERED', 'patch.body'],
    ['an unknown field', { isVerified: true }, 'INPUT_INVALID', 'patch.isVerified'],
  ])('%s is refused', async (_what, change, code, field) => {
    const { told } = await raise(change)
    expect([codeOf(told), Object.keys(told.error?.fields ?? {})]).toEqual([code, [field]])
  })

  test('is the street’s, and takes another person of it', async () => {
    expect(codeOf((await raise({}, 'clerk')).told)).toBe('NOT_PERMITTED')
    const { id, told } = await raise()
    ok(told)
    expect(await standing()).toMatchObject({ standing: 'none', standingLabel: '未核验登记' })
    expect(codeOf(await act(door, 'officer', id, 'agree'))).toBe('NOT_OWN')
    const agreed = await act(door, 'director', id, 'agree')
    expect([codeOf(agreed), agreed.calls <= 4]).toEqual(['OK', true])
    await settleAll(door, id)
    expect(await entry()).toMatchObject({
      certificateNo: '53440300MJL0000002',
      qualified: true,
      until: startOf(on(61)),
    })
    expect(await door.store.get('charities', 'charity2')).toMatchObject({ status: 'valid', matter: id, past: [] })
    expect(await standing()).toMatchObject({ standing: 'valid', platform: '善意筹', matter: id })
    // Two who registered it at once: the second is not agreed to.
    expect(codeOf((await raise()).told)).toBe('CHARITY_REGISTERED')
  })
})

describe('a registration that ends in the middle of a campaign', () => {
  let campaign: string
  let gift: string
  const inFiftyNine = wednesday + 59 * dayMs
  const after = wednesday + 62 * dayMs
  const status = async () => (await door.matter(campaign)).status
  const matterOf = async () => ((await entry()) as { matter: string }).matter

  beforeAll(async () => {
    await door.store.change(
      'people',
      { key: 'ptreasurer' },
      { grants: [{ role: 'staff', body: 'charity2', from: 0, by: 'seed' }] },
    )
    await door.store.change(
      'people',
      { key: 'ptreasurer2' },
      { grants: [{ role: 'staff', body: 'charity2', from: 0, by: 'seed' }] },
    )
    campaign = await openCampaign(door, { host: 'charity2', endsOn: on(120) })
    gift = await pledged(door, campaign)
    ok(await record(door, gift))
  })

  test('is told of thirty days before', async () => {
    await passTime.run({ store: door.store, now: wednesday + 32 * dayMs })
    const matter = await door.matter(await matterOf())
    expect([matter.status, matter.lateCount, matter.trace.at(-1)?.action]).toEqual(['valid', 1, 'remindExpiry'])
  })

  test('takes no pledge from that very moment on, whatever the timer has done', async () => {
    ok(await door.call('author', 'giving.pledge', pledgeInput(campaign), inFiftyNine))
    const told = await door.call('author', 'giving.pledge', pledgeInput(campaign), wednesday + 61 * dayMs)
    expect([codeOf(told), await status()]).toEqual(['PLEDGE_NO_CHARITY', 'open'])
    const draft = freshId()
    const { campaignInput } = await import('../support/gifts')
    ok(
      await door.call(
        'treasurer',
        'giving.draft',
        campaignInput({ id: draft, host: 'charity2', endsOn: on(150) }),
        after,
      ),
    )
    expect(codeOf(await act(door, 'treasurer', draft, 'publish', {}, after))).toBe('CAMPAIGN_CERTIFICATE_EXPIRED')
  })

  test('pauses the campaign, and its books are kept', async () => {
    await passTime.run({ store: door.store, now: after })
    await settleAll(door, await matterOf(), after)
    expect([await status(), (await door.matter(await matterOf())).status]).toEqual(['paused', 'expired'])
    const page = ok(await door.call('openid-guest', 'giving.campaign', { id: campaign }, after))
    expect(page).toMatchObject({
      takesPledges: false,
      whyNot: '慈善组织的登记已到期，续期前暂停认捐',
      charity: { standing: 'expired', standingLabel: '登记已到期' },
    })
    expect(codeOf(await door.call('author', 'giving.pledge', pledgeInput(campaign), after))).toBe('PLEDGE_PAUSED')
    ok(await act(door, 'treasurer2', gift, 'confirm', {}, after))
    await settleAll(door, gift, after)
    expect((await door.matter(gift)).status).toBe('posted')
    expect((await bookOf(door, campaign)).balances.bank).toBe(10_000)
  })

  test('goes on when another person of the street agrees to the renewal', async () => {
    const id = await matterOf()
    const { body: _body, ...certificate } = values({ until: on(400), certificateNo: '53440300MJL0000003' })
    const patch = { patch: certificate }
    expect(codeOf(await act(door, 'officer', id, 'renew', { patch: { ...certificate, until: on(60) } }, after))).toBe(
      'CHARITY_OVER',
    )
    ok(await act(door, 'officer', id, 'renew', patch, after))
    ok(await act(door, 'director', id, 'agree', {}, after))
    await settleAll(door, id, after)
    expect([await status(), (await entry())?.until]).toEqual(['open', startOf(on(401))])
    expect(await door.store.get('charities', 'charity2')).toMatchObject({
      certificateNo: '53440300MJL0000003',
      past: [{ certificateNo: '53440300MJL0000002' }],
    })
    ok(await door.call('author', 'giving.pledge', pledgeInput(campaign), after))
  })

  test('a registration that the street ends pauses it at once', async () => {
    const id = await matterOf()
    ok(await act(door, 'officer', id, 'end', { note: '登记已撤销' }, after))
    ok(await act(door, 'director', id, 'agree', {}, after))
    await settleAll(door, id, after)
    expect([await status(), (await door.matter(id)).status]).toEqual(['paused', 'ended'])
    expect((await standing(after)).standing).toBe('expired')
  })

  test('a renewal in time only moves the clock: the campaign stays open', async () => {
    const own = { ...verified, until: wednesday + 20 * dayMs }
    const put = (charity: typeof verified) =>
      configure(door.store, streetPath, (kept) => ({
        ...kept,
        charities: [...(kept.charities ?? []).filter(({ body }) => body !== 'charity'), charity],
      }))
    await put(own)
    await door.store.change(
      'people',
      { key: 'ptreasurer' },
      { grants: [{ role: 'staff', body: 'charity', from: 0, by: 'seed' }] },
    )
    const id = await openCampaign(door, { endsOn: on(100) })
    expect((await door.matter(id)).dueAt).toBe(own.until)
    await put({ ...own, until: wednesday + 300 * dayMs })
    await passTime.run({ store: door.store, now: wednesday + 21 * dayMs })
    const matter = await door.matter(id)
    expect([matter.status, matter.trace.at(-1)?.action]).toEqual(['open', 'lookAgain'])
    expect(matter.dueAt).toBeGreaterThan(wednesday + 21 * dayMs)
  })
})
