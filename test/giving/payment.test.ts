// The port of a payment provider: off unless configured; forged, stale, repeated, reordered and wrong notifications leave nothing; a good one
// is written down once and waits for a person.

import { signatureOf, verify, windowMs } from '../../cloudfunctions/api/modules/giving/payment'
import type { main as Main } from '../../cloudfunctions/payments'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, ok, openCampaign, pledged, settleAll } from '../support/gifts'
import { request, secret, type Told } from '../support/provider'

let door: Door
let main: typeof Main
let campaign: string
let serial = 0
beforeAll(async () => {
  door = await theDoor()
  campaign = await openCampaign(door)
  // Its SDK reads the environment that the door has set.
  main = (await import('../../cloudfunctions/payments')).main
})
afterAll(() => door.close())
beforeEach(() => Object.assign(process.env, { PAYMENT_PROVIDER: 'example', PAYMENT_SECRET: secret }))
afterEach(() => {
  delete process.env.PAYMENT_PROVIDER
  delete process.env.PAYMENT_SECRET
})

const transaction = () => `TX${String(++serial).padStart(8, '0')}`
const send = async (told: Told, change: Parameters<typeof request>[2] = {}) => {
  const { statusCode, body } = await main(request(told, Date.now(), change))
  return `${statusCode} ${(JSON.parse(body) as { code: string }).code}`
}
const status = async (id: string) => (await door.matter(id)).status

describe('off by default', () => {
  test.each<[Record<string, string>, string]>([
    [{}, 'nothing is set'],
    [{ PAYMENT_PROVIDER: 'example' }, 'without a secret'],
    [{ PAYMENT_PROVIDER: 'example', PAYMENT_SECRET: 'short' }, 'a secret too short'],
    [
      { PAYMENT_PROVIDER: '{{env.PAYMENT_PROVIDER}}', PAYMENT_SECRET: '{{env.PAYMENT_SECRET}}' },
      'a configuration left as it was',
    ],
  ])('%j: %s', async (env) => {
    delete process.env.PAYMENT_PROVIDER
    delete process.env.PAYMENT_SECRET
    Object.assign(process.env, env)
    const id = await pledged(door, campaign)
    expect(await send({ transaction: transaction(), pledge: id, amountFen: 10_000 })).toBe('404 PAYMENT_OFF')
    expect(await status(id)).toBe('pledged')
  })

  test('the screens say why, and what to do instead', async () => {
    const told = async () => ok(await door.call('openid-guest', 'giving.payment', {}))
    expect((await told()).on).toBe(true)
    delete process.env.PAYMENT_PROVIDER
    const off = await door.call('openid-guest', 'giving.payment', {})
    expect([ok(off).on, off.calls]).toEqual([false, 0])
    expect(ok(off).reason).toContain('民政部指定的平台')
  })
})

describe('verification', () => {
  const now = 1_772_600_000_000
  const body = JSON.stringify({
    transaction: 'TX000001',
    pledge: 'p'.repeat(20),
    amountFen: 1,
    state: 'success',
    paidAt: now,
  })
  const signed = (at: number, words = body) => {
    const timestamp = String(Math.floor(at / 1000))
    return {
      timestamp,
      nonce: 'n',
      body: words,
      signature: signatureOf(secret, { timestamp, nonce: 'n', body: words }),
    }
  }
  const codeAt = (one: ReturnType<typeof signed>, key = secret) => {
    const told = verify(one, key, now)
    return told.ok ? 'OK' : told.problem.code
  }

  test.each<[string, ReturnType<typeof signed>, string]>([
    ['a genuine one', signed(now), 'OK'],
    ['within the window', signed(now - windowMs), 'OK'],
    ['older than the window', signed(now - windowMs - 1000), 'PAYMENT_STALE'],
    ['from the future', signed(now + windowMs + 2000), 'PAYMENT_STALE'],
    ['with another timestamp', { ...signed(now), timestamp: String(now / 1000 + 1) }, 'PAYMENT_FORGED'],
    ['with another nonce', { ...signed(now), nonce: 'x' }, 'PAYMENT_FORGED'],
    ['with other words', { ...signed(now), body: body.replace('"amountFen":1', '"amountFen":9') }, 'PAYMENT_FORGED'],
    ['without a signature', { ...signed(now), signature: '' }, 'PAYMENT_FORGED'],
    ['with a cut signature', { ...signed(now), signature: signed(now).signature.slice(0, -1) }, 'PAYMENT_FORGED'],
    ['that is no JSON', signed(now, 'no json'), 'PAYMENT_UNREADABLE'],
    [
      'with an amount of half a 分',
      signed(now, body.replace('"amountFen":1', '"amountFen":0.5')),
      'PAYMENT_UNREADABLE',
    ],
    ['with a negative amount', signed(now, body.replace('"amountFen":1', '"amountFen":-1')), 'PAYMENT_UNREADABLE'],
    [
      'without a timestamp that is one',
      { ...signed(now), timestamp: 'NaN', signature: signatureOf(secret, { timestamp: 'NaN', nonce: 'n', body }) },
      'PAYMENT_STALE',
    ],
  ])('%s', (_what, one, code) => expect(codeAt(one)).toBe(code))

  test('nothing is genuine without a secret', () => {
    expect(
      codeAt(
        { ...signed(now), signature: signatureOf('', { timestamp: signed(now).timestamp, nonce: 'n', body }) },
        '',
      ),
    ).toBe('PAYMENT_FORGED')
  })
})

describe('a notification', () => {
  test('that is good is written down as the platform’s, once, and still waits for a person', async () => {
    const id = await pledged(door, campaign)
    const told = { transaction: transaction(), pledge: id, amountFen: 10_000, feeFen: 60 }
    expect(await send(told)).toBe('200 RECORDED')
    expect(await send(told)).toBe('200 AGAIN')
    expect(await door.matter(id)).toMatchObject({
      status: 'recorded',
      body: { evidence: { type: 'platform', by: 'system', fen: 10_000, feeFen: 60 } },
    })
    ok(await act(door, 'treasurer', id, 'confirm', {}, Date.now()))
    await settleAll(door, id, Date.now())
    expect(await status(id)).toBe('posted')
    expect(await send(told)).toBe('200 AGAIN')
    expect((await door.matter(id)).trace.filter(({ action }) => action === 'recordPaid')).toHaveLength(1)
  })

  test('sent eight times at once is written down once', async () => {
    const id = await pledged(door, campaign)
    const told = { transaction: transaction(), pledge: id, amountFen: 10_000 }
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(told)))
    expect(answers.filter((one) => one === '200 RECORDED')).toHaveLength(1)
    expect(answers.every((one) => one.startsWith('200'))).toBe(true)
    expect((await door.matter(id)).trace.filter(({ action }) => action === 'recordPaid')).toHaveLength(1)
  })

  test.each<[string, Partial<Told>, Parameters<typeof request>[2], string]>([
    ['forged', {}, { key: 'another-secret-altogether' }, '401 PAYMENT_FORGED'],
    ['changed on its way', {}, { body: '{"amountFen":1}' }, '401 PAYMENT_FORGED'],
    ['an hour old', {}, { timestamp: String(Math.floor(Date.now() / 1000) - 3600) }, '401 PAYMENT_STALE'],
    ['of another amount', { amountFen: 9999 }, {}, '409 PAYMENT_AMOUNT'],
    ['of a pledge that is none', { pledge: 'q'.repeat(20) }, {}, '404 PAYMENT_PLEDGE'],
    ['that nothing was paid', { state: 'closed' }, {}, '200 NOTED'],
    ['in a state nobody knows', { state: 'pending' }, {}, '400 PAYMENT_UNREADABLE'],
  ])('%s leaves the pledge as it was', async (_what, told, change, answer) => {
    const id = await pledged(door, campaign)
    expect(await send({ transaction: transaction(), pledge: id, amountFen: 10_000, ...told }, change)).toBe(answer)
    expect(await status(id)).toBe('pledged')
  })

  test('for what is no pledge, is void, or was paid otherwise has a code of its own', async () => {
    expect(await send({ transaction: transaction(), pledge: campaign, amountFen: 800_000 })).toBe('404 PAYMENT_PLEDGE')
    const gone = await pledged(door, campaign)
    ok(await act(door, 'author', gone, 'withdraw'))
    expect(await send({ transaction: transaction(), pledge: gone, amountFen: 10_000 })).toBe('409 PAYMENT_CLOSED')
    const paid = await pledged(door, campaign)
    expect(await send({ transaction: transaction(), pledge: paid, amountFen: 10_000 })).toBe('200 RECORDED')
    expect(await send({ transaction: transaction(), pledge: paid, amountFen: 10_000 })).toBe('409 PAYMENT_OTHER')
    const other = await pledged(door, campaign)
    const same = { transaction: transaction(), amountFen: 10_000 }
    expect(await send({ ...same, pledge: paid })).toBe('409 PAYMENT_OTHER')
    expect(await send({ ...same, pledge: other })).toBe('200 RECORDED')
    const third = await pledged(door, campaign)
    expect(await send({ ...same, pledge: third })).toBe('409 EVIDENCE_USED')
  })

  test('of a refund is told to the charity once, and a payment told after its refund is not written down', async () => {
    const paid = await pledged(door, campaign)
    const told = { transaction: transaction(), pledge: paid, amountFen: 10_000 }
    await send(told)
    expect(await send({ ...told, state: 'refunded' })).toBe('200 NOTED')
    expect(await send({ ...told, state: 'refunded' })).toBe('200 NOTED')
    const matter = await door.matter(paid)
    expect([matter.status, matter.trace.filter(({ action }) => action === 'tellRefund').length]).toEqual([
      'recorded',
      1,
    ])
    const late = await pledged(door, campaign)
    const reordered = { transaction: transaction(), pledge: late, amountFen: 10_000 }
    expect(await send({ ...reordered, state: 'refunded' })).toBe('200 NOTED')
    expect(await send(reordered)).toBe('409 EVIDENCE_USED')
    expect(await status(late)).toBe('pledged')
  })

  test('over anything but a POST is no notification', async () => {
    for (const event of [undefined, null, {}, { httpMethod: 'GET' }]) expect((await main(event)).statusCode).toBe(405)
    const id = await pledged(door, campaign)
    const encoded = request({ transaction: transaction(), pledge: id, amountFen: 10_000 }, Date.now())
    const base64 = { ...encoded, body: Buffer.from(encoded.body).toString('base64'), isBase64Encoded: true }
    expect((await main(base64)).statusCode).toBe(200)
    expect(codeOf(await act(door, 'author', id, 'confirm'))).toBe('NOT_PERMITTED')
  })
})
