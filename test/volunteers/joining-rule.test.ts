// 并入账号, the rule: which account may take over what its person did without a phone, and what it brings to a sign-up from then on.
import { inTheWay, joinedPass } from '../../cloudfunctions/api/modules/volunteers/joining'
import { firstPass, type Pass, type Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import { seal, unseal } from '../../cloudfunctions/api/modules/volunteers/sealed'
import { far, house, streetPath } from '../support/world'

const pass = (change: Partial<Pass> = {}): Pass => ({ ...firstPass('', undefined, 0), version: 1, ...change })
const account: Volunteer = {
  _id: 'openid',
  schema: 1,
  key: 'pnew',
  name: '马阿姨',
  street: streetPath,
  building: house,
  grants: [],
  consents: [],
  accepts: {},
  unread: 0,
  at: 0,
}
const noPhone = { consent: 'paper', by: 'pclerk', at: 0 } as const
const card: Volunteer = { ...account, _id: 'nophone', key: 'pold', name: '马惊蛰', noPhone, volunteer: pass() }
const held = { shift: 's', title: '', startsAt: 0, endsAt: 1 }

test.each<[string, Partial<Volunteer>, Partial<Volunteer>, string | undefined]>([
  ['as it was registered', {}, {}, undefined],
  ['with a profile of one’s own', {}, { volunteer: pass({ bornOn: '1950-02-03', skills: ['care'] }) }, undefined],
  ['having changed one’s own fields alone', {}, { ownRecent: [1, 2] }, undefined],
  [
    'with the same birth date',
    { volunteer: pass({ bornOn: '1950-02-03' }) },
    { volunteer: pass({ bornOn: '1950-02-03' }) },
    undefined,
  ],
  [
    'with another birth date',
    { volunteer: pass({ bornOn: '1950-02-03' }) },
    { volunteer: pass({ bornOn: '1951-02-03' }) },
    'JOIN_BIRTH',
  ],
  ['having done something', {}, { recent: [1] }, 'JOIN_USED'],
  ['with a message', {}, { unread: 1 }, 'JOIN_USED'],
  ['with a post, even an ended one', {}, { grants: [{ role: 'clerk', from: 0, until: 1, by: '' }] }, 'JOIN_USED'],
  ['with a place', {}, { volunteer: pass({ agenda: [held] }) }, 'JOIN_USED'],
  ['with hours', {}, { volunteer: pass({ totals: { minutes: 60, count: 1, years: {}, at: 0 } }) }, 'JOIN_USED'],
  ['with a course', {}, { volunteer: pass({ trained: [{ course: '急救', until: 1, shift: 's' }] }) }, 'JOIN_USED'],
  ['that has joined a record already', {}, { joined: { from: 'n', by: '', at: 0, request: '', noPhone } }, 'JOIN_USED'],
  ['of another street', {}, { street: far }, 'JOIN_STREET'],
  ['without a phone either', {}, { noPhone }, 'JOIN_NO_ACCOUNT'],
  ['and a card that is an account', { noPhone: undefined }, {}, 'JOIN_NO_CARD'],
])('an account %s', (_what, of, change, code) => {
  expect(inTheWay({ ...card, ...of }, { ...account, ...change })?.problem.code).toBe(code)
})

test('the profile stays the person’s own; places, hours and courses are those of the old key', () => {
  const totals = { minutes: 120, count: 1, years: { 2026: 120 }, at: 5 }
  const was = pass({ version: 7, bornOn: '1950-02-03', agenda: [held], totals })
  const own = pass({ version: 2, skills: ['care'], contact: '13800000007' })
  const joined = joinedPass({ ...card, phone: '13800000001', volunteer: was }, { ...account, volunteer: own }, 9)
  expect(joined).toMatchObject({ bornOn: '1950-02-03', skills: ['care'], contact: '13800000007', totals, version: 8 })
  expect(joined.agenda).toEqual([held])
  const bare = joinedPass({ ...card, phone: '13800000001', volunteer: was }, account, 9)
  expect(bare).toMatchObject({ bornOn: '1950-02-03', contact: '13800000001', version: 8 })
})

test('an ID number opens under the new key', () => {
  process.env.ID_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`
  const idSealed = seal('11010119500203001X', 'pnew')
  const joined = joinedPass(card, { ...account, volunteer: pass({ idSealed }) }, 9)
  expect(joined.idSealed && unseal(joined.idSealed, 'pold')).toBe('11010119500203001X')
  delete process.env.ID_KEYS
})
