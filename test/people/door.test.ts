// A person's own things through the door: registering, the phone number, who may see it and who saw it, one's data, the inbox.
import { codeOf, type Door, theDoor } from '../support/door'
import { aNeed } from '../support/needs'
import { dew, far, house, plum, streetPath } from '../support/world'

let door: Door
let serial = 0
const guest = () => `openid-new-${++serial}`
const registration = { building: house, name: '方惊蛰', privacyVersion: 1 }
beforeAll(async () => {
  door = await theDoor()
  await door.call('author', 'areas.tree', { street: streetPath })
})
afterAll(() => door.close())

describe('registering', () => {
  test('a guest chooses a building and agrees, and is a resident there', async () => {
    const who = guest()
    expect((await door.call(who, 'people.me')).data).toMatchObject({ registered: false, privacy: { agreed: false } })
    const answer = await door.call(who, 'people.register', registration)
    expect(answer.data).toMatchObject({
      registered: true,
      communityName: '杏花社区',
      privacy: { agreed: true },
      posts: [],
    })
    expect(answer.calls).toBeLessThanOrEqual(4)
    expect((await door.call(who, 'people.me')).data).toMatchObject({ registered: true, desk: 'none', mayImport: false })
  })

  test('eight times at once makes one person', async () => {
    const who = guest()
    const answers = await Promise.all(Array.from({ length: 8 }, () => door.call(who, 'people.register', registration)))
    expect(answers.map(codeOf)).toEqual(Array(8).fill('OK'))
    expect(await door.store.find('people', { _id: who }, { limit: 9 })).toHaveLength(1)
  })

  test('moving house keeps posts and key, and gives none', async () => {
    const before = await door.store.get<{ key: string; grants: object[] }>('people', 'openid-volunteer')
    await door.call('volunteer', 'people.register', { ...registration, building: `${dew}/g1/b1` })
    const after = await door.store.get<{ key: string; grants: object[]; building: string }>(
      'people',
      'openid-volunteer',
    )
    expect([after?.key, after?.grants, after?.building]).toEqual([before?.key, before?.grants, `${dew}/g1/b1`])
  })

  test.each<[string, object, string, string]>([
    ['no building', { building: undefined }, 'INPUT_INVALID', 'building'],
    ['a community for a building', { building: plum }, 'INPUT_INVALID', 'building'],
    ['a building that does not exist', { building: `${plum}/g1/b77` }, 'INPUT_INVALID', 'building'],
    ['a path that climbs', { building: '/jz/../xm' }, 'INPUT_INVALID', 'building'],
    ['no consent', { privacyVersion: undefined }, 'INPUT_INVALID', 'privacyVersion'],
    ['consent to other words', { privacyVersion: 2 }, 'INPUT_INVALID', 'privacyVersion'],
    ['a name of blanks', { name: '   ' }, 'INPUT_INVALID', 'name'],
    ['half a phone number', { phone: '1380000' }, 'INPUT_INVALID', 'phone'],
    ['a post of one’s own', { grants: [{ role: 'clerk', area: plum }] }, 'INPUT_INVALID', 'grants'],
    ['another key', { key: 'pclerk' }, 'INPUT_INVALID', 'key'],
    ['an openid', { openid: 'openid-clerk' }, 'INPUT_INVALID', 'openid'],
  ])('%s is refused at its field', async (_what, change, code, field) => {
    const who = guest()
    const { error } = await door.call(who, 'people.register', { ...registration, ...change })
    expect([error?.code, Object.keys(error?.fields ?? {})]).toEqual([code, [field]])
    expect(await door.store.get('people', who)).toBeUndefined()
  })

  test('a street that is not open yet is said in words about the building', async () => {
    const { error } = await door.call(guest(), 'people.register', { ...registration, building: '/jz/yh/zz/a/b/c' })
    expect(error?.message).toMatch(/[\u4e00-\u9fff]/)
  })
})

describe('the phone number', () => {
  const withNeed = async (status: Parameters<typeof aNeed>[0] = {}) => {
    const id = `people${String(++serial).padStart(16, '0')}`
    await door.put(aNeed({ ...status, input: { ...status.input, id } }))
    return id
  }
  const ask = (who: Parameters<Door['call']>[0], id: string) =>
    door.call(who, 'people.contact', { id, reason: '上门前联系' })

  test('is masked for its owner, and gone when removed', async () => {
    const who = guest()
    await door.call(who, 'people.register', registration)
    expect((await door.call(who, 'people.setPhone', { phone: '13812345678' })).data.phone).toBe('138****5678')
    expect((await door.call(who, 'people.setPhone', { phone: null })).data.phone).toBeUndefined()
    expect(await door.store.get('people', who)).not.toHaveProperty('phone')
  })

  test('is told to who handles it, in four calls, and every time is written down', async () => {
    const id = await withNeed({ status: 'assigned' })
    for (const who of ['clerk', 'manager'] as const) {
      const answer = await ask(who, id)
      expect(answer).toMatchObject({ ok: true, data: { phone: '13800000001', name: '周小满' } })
      expect(answer.calls).toBeLessThanOrEqual(4)
    }
    const views = await door.store.find<{ by: string; reason: string; matter: string }>(
      'access',
      { whose: 'pauthor' },
      { limit: 50 },
    )
    expect(
      views
        .filter(({ matter }) => matter === id)
        .map(({ by, reason }) => `${by} ${reason}`)
        .sort(),
    ).toEqual(['pclerk 上门前联系', 'pmanager 上门前联系'])
    expect((await door.call('author', 'people.myData', { part: 'views' })).data.text).toContain('查看电话的记录')
  })

  test.each([
    'author',
    'neighbour',
    'secretary',
    'supervisor',
    'officer',
    'director',
    'gridWorker',
    'dewClerk',
    'farOfficer',
    'cityStaff',
  ])('%s, who does not handle it, is not told', async (who) => {
    const answer = await ask(who, await withNeed({ status: 'assigned' }))
    expect([answer.ok, JSON.stringify(answer).includes('138')]).toEqual([false, false])
  })

  test('needs a reason', async () => {
    const id = await withNeed()
    for (const reason of [undefined, '', '   ', '看看', 7, '长'.repeat(101)])
      expect(codeOf(await door.call('clerk', 'people.contact', { id, reason }))).toBe('INPUT_INVALID')
  })

  test('is told to nobody once the need is over', async () => {
    expect(codeOf(await ask('clerk', await withNeed({ status: 'closed' })))).toBe('NOT_PERMITTED')
  })
})

describe('accepting reminders, reading, closing', () => {
  test('each accept counts one message; odd names harm nothing', async () => {
    const who = guest()
    await door.call(who, 'people.register', registration)
    for (const templates of [['progress'], ['progress', 'other']]) await door.call(who, 'people.accept', { templates })
    expect(await door.store.get('people', who)).toMatchObject({ accepts: { progress: 2, other: 1 } })
    for (const templates of [[], ['a.b'], ['$inc'], [''], ['a', 'b', 'c', 'd'], 'progress', [7]])
      expect(codeOf(await door.call(who, 'people.accept', { templates }))).toBe('INPUT_INVALID')
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(codeOf(await door.call(who, 'people.accept', { templates: [name] }))).toBe('INPUT_INVALID')
  })

  test('an account that is closed leaves its needs, nameless, and its owner a guest', async () => {
    const who = guest()
    await door.call(who, 'people.register', registration)
    expect(codeOf(await door.call(who, 'people.close', { sure: 'yes' }))).toBe('INPUT_INVALID')
    expect(codeOf(await door.call(who, 'people.close', { sure: '注销' }))).toBe('OK')
    expect((await door.call(who, 'people.me')).data.registered).toBe(false)
    expect(codeOf(await door.call(who, 'needs.mine', {}))).toBe('NOT_REGISTERED')
  })

  test('reading the inbox is one’s own', async () => {
    for (const person of ['pauthor', 'pneighbour'])
      await door.store.add('inbox', {
        _id: `x_${person}`,
        person,
        text: '给您的消息',
        at: 1,
        matter: 'm',
        read: false,
      } as never)
    await door.call('author', 'people.read', {})
    expect((await door.call('author', 'people.inbox', {})).data.items).toMatchObject([{ id: 'x_pauthor', read: true }])
    expect((await door.call('neighbour', 'people.inbox', {})).data.items).toMatchObject([
      { id: 'x_pneighbour', read: false },
    ])
  })
})

describe('templates', () => {
  const texts = ['您好，情况已收到，我们会尽快处理。']
  test('a clerk keeps those of the own community', async () => {
    expect((await door.call('clerk', 'templates.save', { area: plum, texts: [...texts, ...texts] })).data).toEqual({
      texts,
    })
    expect((await door.call('manager', 'templates.list', { area: plum })).data).toEqual({ texts })
  })
  test.each<[string, object, string]>([
    ['another community', { area: dew, texts }, 'TEMPLATE_AREA'],
    ['another street', { area: far, texts }, 'TEMPLATE_AREA'],
    ['a street', { area: streetPath, texts }, 'INPUT_INVALID'],
    [
      'fifty-one',
      { area: plum, texts: Array.from({ length: 51 }, (_, index) => `模板第 ${index} 条`) },
      'INPUT_INVALID',
    ],
    ['a short one', { area: plum, texts: ['好'] }, 'INPUT_INVALID'],
  ])('%s is refused', async (_what, data, code) =>
    expect(codeOf(await door.call('clerk', 'templates.save', data))).toBe(code),
  )
})
