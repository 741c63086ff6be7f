// One photo proves one entry of money, whatever number is written beside it: two gifts, two uses of a fund's money, two entries of one use, and a
// gift and a use.
import { type Claim, digestOf, release } from '../../cloudfunctions/api/modules/ledger/proof'
import { codeOf, type Door, theDoor } from '../support/door'
import { act, aFund, gave, granted, ok, settleAll, spend } from '../support/funds'
import { openCampaign, pledged, record } from '../support/gifts'

let door: Door
let fund: string
let campaign: string
beforeAll(async () => {
  door = await theDoor()
  fund = await aFund(door)
  await gave(door, fund, '5000')
  campaign = await openCampaign(door)
})
afterAll(() => door.close())

let serial = 0
const digest = (): string => String(++serial).padStart(40, 'a')
/** The same picture, stored once more. */
const photo = (of: string): string => `cloud://local-env.bucket/photos/stored${++serial}-${of}.jpg`

test.each([
  ['as the phone stores it', `cloud://e.b/photos/0123456789abcdef-${'0a'.repeat(20)}.jpg`, '0a'.repeat(20)],
  ['stored before there were digests', 'cloud://e.b/photos/0123456789abcdef.jpg', undefined],
  ['one that is too short', `cloud://e.b/photos/x-${'0a'.repeat(19)}.jpg`, undefined],
  ['one that stands elsewhere in the path', `cloud://e.b/-${'0a'.repeat(20)}/x.jpg`, undefined],
])('a digest is read from a path: %s', (_what, path, expected) => expect(digestOf(path)).toBe(expected))

describe('two gifts', () => {
  test('the photo of one is refused for another under another number, and said by name', async () => {
    const of = digest()
    const [one, other] = [await pledged(door, campaign), await pledged(door, campaign)]
    const first = await record(door, one, { type: 'voucher', photos: [photo(of)] })
    expect([codeOf(first), first.calls]).toEqual(['OK', 4])
    const told = await record(door, other, { type: 'voucher', photos: [photo(digest()), photo(of)] })
    expect([codeOf(told), Object.keys(told.error?.fields ?? {})]).toEqual(['EVIDENCE_PHOTO', ['patch.photos']])
    expect(told.error?.message).toContain((await door.matter(one)).no)
    expect((await door.matter(other)).status).toBe('pledged')
    // Sent back, it serves the gift it belongs to.
    ok(await act(door, 'treasurer2', one, 'sendBack', { note: '照片是另一笔的' }))
    await settleAll(door, one)
    expect(codeOf(await record(door, other, { type: 'voucher', photos: [photo(of)] }))).toBe('OK')
  })

  test('a photo without a digest, or twice in one form, stands in nobody’s way', async () => {
    const old = 'cloud://local-env.bucket/photos/old.jpg'
    for (const photos of [[old], [old], [photo('b'.repeat(40)), photo('b'.repeat(40))]])
      expect(codeOf(await record(door, await pledged(door, campaign), { type: 'voucher', photos }))).toBe('OK')
  })

  test('two at the same moment: one wins', async () => {
    const of = digest()
    const both = [await pledged(door, campaign), await pledged(door, campaign)]
    const told = await Promise.all(both.map((id) => record(door, id, { type: 'voucher', photos: [photo(of)] })))
    expect(told.map(codeOf).sort()).toEqual(['EVIDENCE_PHOTO', 'OK'])
  })
})

describe('a gift that was sent back and is written down again with the same', () => {
  const again = async () => {
    const [one, other] = [await pledged(door, campaign), await pledged(door, campaign)]
    const proof = { type: 'voucher', ref: `V-${serial}-AGAIN`, photos: [photo(digest())] }
    ok(await record(door, one, proof))
    ok(await act(door, 'treasurer2', one, 'sendBack', { note: '金额写错了' }))
    const sentBack = await door.matter(one)
    ok(await record(door, one, proof))
    return { one, other, proof, sentBack }
  }

  test('keeps it, though what the sending back releases is released only then', async () => {
    const { other, proof, sentBack } = await again()
    await release(sentBack, door.store)
    expect(codeOf(await record(door, other, proof))).toBe('EVIDENCE_USED')
  })

  test('has it as of now, so that nobody takes it over while it is being written', async () => {
    const { one, sentBack } = await again()
    const claims = await door.store.find<Claim>('evidence', { source: one }, { limit: 9 })
    expect(claims.map(({ version }) => version >= sentBack.version)).toEqual(claims.map(() => true))
    expect(claims.map(({ type }) => type)).toContain('photo')
  })
})

describe('money that goes out', () => {
  test('two entries of one use, and two uses, do not share a picture until one is void', async () => {
    const of = digest()
    const [one, other] = [await granted(door, fund), await granted(door, fund)]
    const first = await spend(door, one, { photos: [photo(of)] })
    expect([codeOf(first), first.calls]).toEqual(['OK', 4])
    for (const id of [one, other]) {
      const told = await spend(door, id, { photos: [photo(of)] })
      expect([codeOf(told), told.error?.message]).toEqual([
        'SPEND_PHOTO',
        expect.stringContaining((await door.matter(one)).no),
      ])
    }
    ok(await act(door, 'treasurer', one, 'voidSpend', { note: '金额写错', patch: { entry: 's1' } }))
    expect(codeOf(await spend(door, one, { photos: [photo(of)] }))).toBe('OK')
    expect(codeOf(await spend(door, other, { photos: [photo(of)] }))).toBe('SPEND_PHOTO')
  })

  test('what proved a gift proves no use of it', async () => {
    const of = digest()
    ok(await record(door, await pledged(door, campaign), { type: 'voucher', photos: [photo(of)] }))
    expect(codeOf(await spend(door, await granted(door, fund), { photos: [photo(of)] }))).toBe('SPEND_PHOTO')
  })
})

test('pictures of a result are no evidence', async () => {
  const of = digest()
  const id = await granted(door, fund)
  ok(await spend(door, id, { photos: [photo(of)] }))
  ok(await act(door, 'treasurer2', id, 'confirmSpend', { patch: { entry: 's1' } }))
  await settleAll(door, id)
  const result = { words: '三次热饭都已送到，老人们很高兴。', photos: [photo(of)] }
  expect(codeOf(await act(door, 'treasurer', id, 'finish', { patch: result }))).toBe('OK')
})
