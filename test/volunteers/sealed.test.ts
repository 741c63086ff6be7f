// ID numbers: sealed at rest for one person, under a key that can be changed without a pause, and opened only with a line in the record of looks.
import { hourMs } from '../../cloudfunctions/api/core/clock'
import type { Volunteer } from '../../cloudfunctions/api/modules/volunteers/pass'
import { moveSeals, seal, unseal } from '../../cloudfunctions/api/modules/volunteers/sealed'
import { ok, profileInput, published, request, saturday, saturdayEnd, signUp } from '../support/activities'
import { codeOf, type Door, theDoor } from '../support/door'
import { plum } from '../support/world'

const number = '110101198005010017'
const keyOf = (name: string, byte: number) => `${name}:${Buffer.alloc(32, byte).toString('base64')}`
const [k1, k2] = [keyOf('k1', 1), keyOf('k2', 2)]
const use = (...keys: string[]) => {
  process.env.ID_KEYS = keys.join(',')
}
afterAll(() => {
  delete process.env.ID_KEYS
})

test('the first key seals and every key opens; without its key, for another person or changed, nothing opens', () => {
  use(k1)
  const first = seal(number, 'pone')
  expect(JSON.stringify(first)).not.toContain(number)
  expect(seal(number, 'pone').text).not.toBe(first.text)
  use(k2, k1)
  const second = seal(number, 'pone')
  expect([first.key, second.key]).toEqual(['k1', 'k2'])
  expect([unseal(first, 'pone'), unseal(second, 'pone')]).toEqual([number, number])
  expect(unseal(first, 'ptwo')).toBeUndefined()
  const packed = Buffer.from(first.text, 'base64')
  for (let at = 0; at < packed.length; at++) {
    const changed = Buffer.from(packed)
    changed[at] = (changed[at] as number) ^ 1
    expect(unseal({ ...first, text: changed.toString('base64') }, 'pone')).toBeUndefined()
  }
  use(k2)
  expect([unseal(first, 'pone'), unseal(second, 'pone')]).toEqual([undefined, number])
  use('')
  expect(() => seal(number, 'pone')).toThrow('暂时不能保存证件号码')
})

describe('behind the door', () => {
  let door: Door
  beforeAll(async () => {
    door = await theDoor()
  })
  afterAll(() => door.close())
  const kept = async (who: string) => (await door.store.get<Volunteer>('people', `openid-${who}`))?.volunteer?.idSealed

  test('a rotation moves every number to the newest key, once, and nobody notices', async () => {
    use(k1)
    for (const who of ['author', 'neighbour'] as const)
      ok(await door.call(who, 'volunteers.saveProfile', profileInput({ idNumber: number })))
    expect(await moveSeals(door.store)).toBe(0)
    use(k2, k1)
    expect(await moveSeals(door.store)).toBe(2)
    expect(await moveSeals(door.store)).toBe(0)
    use(k2)
    for (const who of ['author', 'neighbour']) {
      const sealed = await kept(who)
      expect([sealed?.key, sealed && unseal(sealed, `p${who}`)]).toEqual(['k2', number])
    }
    expect(ok(await door.call('author', 'volunteers.profile', {})).idMasked).toBe('**************0017')
    ok(await door.call('author', 'volunteers.saveProfile', profileInput({ idNumber: '' })))
    expect(await kept('author')).toBeUndefined()
  })

  test('the sheet opens a number only with a line that its owner and the supervisors read', async () => {
    use(k2)
    const shift = `${await published(door)}_0_0`
    ok(await door.call('volunteer', 'volunteers.saveProfile', profileInput()))
    for (const who of ['neighbour', 'volunteer']) ok(await signUp(door, who, shift))
    const { lines } = ok(await door.call('clerk', 'volunteers.roster', { id: shift }, saturday))
    const all = lines.map(({ line }: { line: string }) => line)
    const of = { id: shift, lines: all, request: request() }
    ok(await door.call('clerk', 'volunteers.mark', { ...of, what: 'in' }, saturday))
    const hours = { id: shift, lines: all.map((line: string) => ({ line })), request: request() }
    ok(await door.call('clerk', 'volunteers.confirmHours', hours, saturdayEnd))
    const ask = { area: plum, from: '2026-03-01', to: '2026-03-31', reason: '上报全国系统' }
    const later = saturdayEnd + hourMs
    const looks = async () => door.store.find('access', { whose: 'pneighbour' }, { limit: 9 })
    expect(codeOf(await door.call('dewClerk', 'volunteers.export', ask, later))).toBe('NOT_PERMITTED')
    expect(await looks()).toEqual([])
    const told = await door.call('clerk', 'volunteers.export', ask, later)
    expect(ok(told).csv.match(/110101198005010017/g)).toHaveLength(1)
    expect(told.data.csv).toContain('杏花志愿队')
    expect(told.calls).toBeLessThanOrEqual(4)
    expect(await looks()).toMatchObject([{ by: 'pclerk', as: '杏花社区居民委员会', reason: '上报全国系统' }])
    // The one who has given no number was not looked at.
    expect(await door.store.find('access', { whose: 'pvolunteer' }, { limit: 9 })).toEqual([])
    const { views } = ok(await door.call('neighbour', 'people.views', {}, later))
    expect(views).toMatchObject([{ by: '杏花社区居民委员会', reason: '上报全国系统' }])
  })
})
