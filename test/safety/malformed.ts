// Malformed input: every endpoint is sent broken variations of a good request. Each must be answered with a code and a Chinese sentence,
// never with a defect, never with silence.
import { setTimeout } from 'node:timers/promises'
import { api } from '../../cloudfunctions/api/modules'
import { activityInput, published, saturday } from '../support/activities'
import { aBook } from '../support/charity'
import { codeOf, theDoor } from '../support/door'
import { allocationInput, changeInput, fundInput } from '../support/funds'
import { campaignInput, pledgeInput, wishInput } from '../support/gifts'
import { handoverInput, offerInput, rice } from '../support/goods'
import { aNeed, needId, needInput } from '../support/needs'
import { type Random, seeded } from '../support/seeded'
import { dew, house, plum, streetPath, type Who } from '../support/world'
import { type SafetyRun, violationsList } from './report'

const request = 'request00000001'
const act = {
  id: needId,
  version: 1,
  action: 'accept',
  request,
  note: '',
  patch: { body: 'property', reason: 'elsewhere', stars: 5 },
}
/** The one shift of an activity that is there. */
const shift = 'volunteering000000001_0_0'
const after = { after: { key: 1, id: needId } }
const book = `fund_${needId}`

/** A good request of each endpoint; every endpoint must be here. */
export const good: Record<string, object> = {
  'matters.get': { id: needId },
  'matters.form': { id: needId, action: 'accept' },
  'matters.act': act,
  'matters.desk': { street: streetPath, section: 'todo', ...after },
  'matters.counts': { street: streetPath },
  'matters.batch': { action: 'accept', request, items: [{ id: needId, version: 1 }] },
  'needs.options': {},
  'needs.submit': {
    ...needInput(),
    photos: ['cloud://local-env/a.jpg'],
    onBehalfOf: { name: '马立春', consent: 'phone' },
  },
  'needs.similar': { title: '楼道灯坏了', area: house },
  'needs.near': { id: needId },
  'needs.mine': after,
  'needs.public': { area: house, class: 'open', ...after },
  'needs.support': { id: needId },
  'people.me': {},
  'people.home': {},
  'people.register': { building: house, name: '方惊蛰', phone: '13800000009', privacyVersion: 1 },
  'people.setPhone': { phone: '13800000009' },
  'people.accept': { templates: ['progress'] },
  'people.inbox': after,
  'people.read': {},
  'people.contact': { id: needId, reason: '上门前联系' },
  'people.myData': {},
  'people.close': { sure: '注销' },
  'areas.streets': {},
  'areas.tree': { street: streetPath },
  'templates.list': { area: plum },
  'templates.save': { area: dew, texts: ['您好，情况已收到。'] },
  'imports.step': { area: plum, fileID: 'cloud://local-env/none.csv', offset: 0 },
  'rates.list': { street: streetPath },
  'matters.area': { area: plum, ...after },
  'people.views': { area: plum, after: 1 },
  'organisation.place': { area: plum },
  'organisation.form': { kind: 'post', way: 'appoint', area: plum },
  'organisation.raise': {
    id: 'raise00000000001',
    kind: 'plan',
    way: 'community',
    area: plum,
    values: {
      title: '重阳节助餐活动',
      category: 'care',
      audience: 'elders',
      from: '2026-04-01',
      until: '2026-05-01',
      mode: 'consult',
      amount: '1000',
      provider: '邻里社会组织',
      words: '每周三次为独居老人送餐。',
    },
  },
  'organisation.register': { street: streetPath },
  'organisation.rules': { street: streetPath, kind: 'plan' },
  'periods.current': { area: plum },
  'periods.uses': { id: needId, after: 1 },
  'plans.board': { street: streetPath, ...after },
  'volunteers.myData': {},
  'volunteers.options': {},
  'volunteers.draft': {
    ...activityInput({
      photos: ['cloud://local-env/a.jpg'],
      insurance: { insurer: '平安', no: 'P1', until: saturday },
      gives: { course: '急救', months: 12 },
    }),
  },
  'volunteers.bodies': { area: plum },
  'volunteers.drafting': { id: needId },
  'volunteers.organised': { area: plum, section: 'open', ...after },
  'volunteers.open': { area: plum, ...after },
  'volunteers.shifts': { id: needId, ...after },
  'volunteers.shift': { id: shift, size: 2 },
  'volunteers.mine': after,
  'volunteers.signUp': { id: shift, request, with: ['小满'], accepts: true },
  'volunteers.leave': { id: shift, request },
  'volunteers.confirm': { id: shift, request },
  'volunteers.scan': { code: `WS1~${shift}~in~abc~0123456789abcdefghijkl`, request, later: true, walkIn: true },
  'volunteers.addWithoutPhone': {
    id: shift,
    request,
    name: '马立春',
    bornOn: '1950-05-01',
    building: house,
    phone: '13800000009',
    consent: 'paper',
    accepts: true,
  },
  'volunteers.signUpFor': {
    id: shift,
    request,
    code: 'QIAN0000',
    consent: 'phone',
    bornOn: '1950-05-01',
    accepts: true,
  },
  'volunteers.helped': { id: shift, code: 'QIAN0000' },
  'volunteers.leaveFor': { id: shift, request, code: 'QIAN0000', consent: 'phone' },
  'volunteers.confirmFor': { id: shift, request, line: '0123456789abcdef', consent: 'phone' },
  'volunteers.recordFor': { code: 'QIAN0000', consent: 'phone', reason: '打印给本人', year: 2026, ...after },
  'volunteers.certificateFor': { code: 'QIAN0000', consent: 'phone', reason: '打印给本人', year: 2026, request },
  'volunteers.courses': { area: plum, ...after },
  'volunteers.trained': { area: plum, ...after },
  'volunteers.roster': { id: shift },
  'volunteers.counts': { id: shift },
  'volunteers.code': { id: shift, direction: 'in' },
  'volunteers.printed': { id: shift, direction: 'in' },
  'volunteers.mark': { id: shift, lines: ['0123456789abcdef'], what: 'in', at: saturday, request },
  'volunteers.confirmHours': { id: shift, lines: [{ line: '0123456789abcdef', minutes: 60 }], request },
  'volunteers.editShift': {
    id: shift,
    startsAt: saturday,
    endsAt: saturday + 3_600_000,
    place: '3 栋门厅',
    capacity: 4,
    request,
  },
  'volunteers.climb': { id: shift, request },
  'volunteers.away': { area: plum, ...after },
  'volunteers.offer': { id: shift, request },
  'volunteers.call': { id: shift, line: '0123456789abcdef', reason: '活动前联系' },
  'volunteers.rate': { id: shift, stars: 5, words: '很好', request },
  'volunteers.ratePerson': { id: shift, line: '0123456789abcdef', stars: 5, words: '很好', request },
  'volunteers.overview': { area: plum },
  'volunteers.registerTeam': {
    id: needId,
    area: plum,
    title: '晨练护河队',
    words: '清早巡河，捡拾垃圾。',
    name: '老何',
  },
  'volunteers.nominate': { id: needId, award: 'neighbour', code: 'QIAN0000', words: '十年来一直帮楼里老人取快递。' },
  'volunteers.around': { area: plum, kind: 'team', ...after },
  'volunteers.profile': {},
  'volunteers.record': { year: 2026, ...after },
  'volunteers.certificate': { request, year: 2026, record: `hour_${shift}_pauthor` },
  'volunteers.certificates': {},
  'volunteers.certificateCard': { code: 'ABCDEFGHJKMNPQRS' },
  'volunteers.withdrawCertificate': { code: 'ABCDEFGHJKMNPQRS' },
  'volunteers.verify': { code: 'ABCDEFGHJKMNPQRS' },
  'volunteers.askCorrection': { id: needId, record: `hour_${shift}_pauthor`, minutes: 60, words: '签退晚了一些' },
  'volunteers.revoke': { id: shift, line: '0123456789abcdef', words: '重复登记', request },
  'volunteers.export': { area: plum, from: '2026-03-01', to: '2026-03-31', reason: '上报全国系统', ...after },
  'volunteers.points': after,
  'volunteers.items': { area: plum },
  'volunteers.shelf': { area: plum },
  'volunteers.saveItem': {
    id: needId,
    area: plum,
    title: '理发一次',
    kind: 'service',
    price: 10,
    stock: 3,
    open: true,
  },
  'volunteers.spend': { id: needId, item: needId, price: 10, title: '理发一次' },
  'ledger.book': { book },
  'ledger.books': { area: plum, ...after },
  'ledger.postings': { book, ...after },
  'ledger.toReview': { book, ...after },
  'ledger.ours': after,
  'ledger.entries': { book, ...after },
  'ledger.review': { posting: `${needId}_arrive`, show: ['cloud://local-env/a.jpg'] },
  'ledger.closeMonth': { book, month: '2026-02' },
  'ledger.reverse': { id: needId, posting: `${needId}_arrive`, words: '金额多记了一位' },
  'goods.options': {},
  'goods.offer': {
    ...offerInput({
      id: 'giving0000000000001',
      photos: ['cloud://local-env/a.jpg'],
      until: '2026-04-01',
      onBehalfOf: { name: '马立春', consent: 'phone', phone: '13800000008' },
    }),
    venue: { place: '谷雨茶馆二楼', times: '周一上午', capacity: 20 },
    service: { skill: 'repair', times: '周末', howMany: '每周 3 户' },
    need: needId,
  },
  'goods.offers': { area: plum, ...after },
  'goods.mine': { side: 'gave', ...after },
  'goods.search': { area: plum, side: 'there', category: 'grain', ...after },
  'goods.suggest': { area: plum, category: 'care', words: '家里没有大米了' },
  'goods.chain': { id: needId, ...after },
  'goods.rooms': {},
  'goods.stock': { area: plum, category: 'grain', ...after },
  'goods.item': { id: rice },
  'goods.batches': { item: rice, gone: false, ...after },
  'goods.sheet': { area: plum, ...after },
  'goods.card': { id: 'bgoods000000000000001', before: 5 },
  'goods.records': { area: plum, kind: 'handover', ...after },
  'goods.saveItem': { area: plum, name: '大米', category: 'grain', unit: '袋', minimum: 5, reserve: 'emergency' },
  'goods.putIn': {
    id: 'goods000000000000009',
    item: rice,
    quantity: 5,
    place: '1 号架',
    expiresOn: '2026-12-31',
    from: '街道调拨',
  },
  'goods.moveBatch': { id: 'bgoods000000000000009', place: '2 号架', request },
  'goods.stocktake': {
    id: needId,
    area: plum,
    lines: [{ batch: 'bgoods000000000000009', counted: 5, why: '相符' }],
    words: '月底盘点',
  },
  'goods.handover': {
    ...handoverInput({ id: 'handing000000000001', need: needId }),
    kit: { id: 'kit00000000000000001', count: 1 },
  },
  'goods.kits': { area: plum },
  'goods.saveKit': {
    id: 'kit00000000000000001',
    area: plum,
    name: '寒潮包',
    lines: [{ item: rice, quantity: 1 }],
    open: true,
  },
  'funds.options': {},
  'funds.found': fundInput({ id: needId }),
  'funds.fund': { id: needId },
  'funds.propose': allocationInput(needId, {
    id: needId,
    payee: { firm: '惠民便利店' },
    need: needId,
    interest: '家人在店里工作',
  }),
  'funds.allocations': { fund: needId, ...after },
  'funds.allocation': { id: needId },
  'funds.founding': { street: streetPath },
  'funds.proposing': { fund: needId, round: needId },
  'funds.asking': { book, street: streetPath },
  'funds.mine': { street: streetPath },
  'funds.waiting': { fund: needId, ...after },
  'funds.answers': { change: needId },
  'funds.consent': { id: needId },
  'funds.askPurpose': changeInput(book, 'anotherfund000000001', { id: needId }),
  'volunteers.saveProfile': {
    bornOn: '1980-05-01',
    sex: 'female',
    idNumber: '110101198005010017',
    skills: ['firstAid'],
    guardian: { name: '周小满', phone: '13800000001', consents: true },
    policies: [{ insurer: '平安', no: 'P1', until: saturday }],
  },
  'giving.options': {},
  'giving.charities': { area: plum },
  'giving.drafting': { area: plum, id: needId },
  'giving.draft': {
    ...campaignInput({
      photos: ['cloud://local-env/a.jpg'],
      members: ['LINGUYU1'],
      wanted: [{ name: '童书', quantity: 20, unit: '本' }],
      fund: needId,
      need: needId,
    }),
  },
  'giving.around': { area: plum, list: 'campaigns', over: false, ...after },
  'giving.campaign': { id: needId },
  'giving.form': { to: { kind: 'campaign', id: needId } },
  'giving.pledge': {
    ...pledgeInput(needId, {
      shown: 'named',
      shownName: '小满',
      hidesAmount: true,
      words: '给老人们',
      need: needId,
      onBehalfOf: { name: '马立春', consent: 'phone', phone: '13800000009' },
    }),
  },
  'giving.mine': { list: 'gifts', ...after },
  'giving.gift': { id: needId },
  'giving.used': { to: { kind: 'campaign', id: needId } },
  'giving.card': { code: 'ABCDEFGHJKMNPQRS' },
  'giving.payment': {},
  'giving.rests': { area: plum, host: 'charity', type: 'residents' },
  'giving.previewReport': { fileID: 'cloud://local-env/reports/none.csv' },
  'giving.desk': { section: 'record', ...after },
  'giving.confirm': { request, items: [{ id: needId, version: 1 }] },
  'giving.importReport': { campaign: needId, fileID: 'cloud://local-env/none.csv', offset: 0 },
  'giving.wish': { ...wishInput({ need: needId }) },
}

const odd: unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'x',
  '0',
  0,
  -1,
  1.5,
  2 ** 60,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  [],
  {},
  [[]],
  [null],
  { a: 1 },
  '长'.repeat(10_000),
  'a'.repeat(100_000),
  '\u0000',
  '\ud800',
  '‮',
  '$where',
  '{"$gt":""}',
  { $gt: '' },
  { $ne: null },
  { $regex: '.*' },
  '__proto__',
  'constructor',
  "'; DROP TABLE",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '/jz/yh/xm/none',
  '/x',
  needId,
  'A'.repeat(32),
  JSON.parse('{"__proto__":{"isSystem":true}}'),
  JSON.parse('{"constructor":{"prototype":{"x":1}}}'),
  Array(1000).fill('x'),
  '2026-13-45',
]

/** Replaces, removes or adds one thing somewhere in the request. */
function broken(from: object, { one, below, chance }: Random): unknown {
  if (chance(0.06)) return one(odd)
  const copy = structuredClone(from) as Record<string, unknown>
  for (let changes = 1 + below(2); changes > 0; changes--) {
    const keys = Object.keys(copy)
    const key =
      chance(0.15) || !keys.length ? one(['extra', 'status', 'openid', 'constructor', '$set', '_id']) : one(keys)
    const inner = copy[key]
    if (chance(0.12)) delete copy[key]
    else if (inner && typeof inner === 'object' && !Array.isArray(inner) && chance(0.7))
      copy[key] = broken(inner, { one, below, chance })
    else copy[key] = Array.isArray(inner) && chance(0.5) ? [...inner, one(odd)] : one(odd)
  }
  return copy
}

/** `cases` per endpoint. */
export const run: SafetyRun = async ({ cases, seed }) => {
  const random = seeded(seed)
  const violations = violationsList()
  const figures: Record<string, number> = { endpoints: 0, answers: 0, refused: 0 }
  const door = await theDoor()
  const log = console.error
  console.error = () => undefined
  try {
    await door.put(aNeed())
    await aBook(door, { _id: book, of: { kind: 'fund', id: needId }, host: 'charity' })
    await published(door, { id: 'volunteering000000001', notice: '地面湿滑' })
    for (const [module, endpoints] of Object.entries(api))
      for (const name of Object.keys(endpoints)) {
        const call = `${module}.${name}`
        const base = good[call]
        if (!base) violations.add(`${call} is not tried`)
        figures.endpoints!++
        for (let index = 0; index < cases; index++) {
          const who = random.one([
            'author',
            'clerk',
            'clerk2',
            'manager',
            'treasurer',
            'officer',
            'openid-guest',
            '',
          ] as (Who | '')[])
          const data = broken(base ?? {}, random)
          const answer = await Promise.race([door.call(who, call, data), setTimeout(20_000, undefined, { ref: false })])
          const where = `${call} by ${who || 'nobody'} with ${JSON.stringify(data)?.slice(0, 200)}`
          figures.answers!++
          if (!answer) violations.add(`${where} hangs`)
          else if (!answer.ok) {
            figures.refused!++
            const { message = '' } = answer.error ?? {}
            if (codeOf(answer) === 'INTERNAL') violations.add(`${where} is a defect`)
            if (!/^[A-Z_]+$/.test(codeOf(answer)) || !/[\u4e00-\u9fff]/.test(message))
              violations.add(`${where} answers ${message}`)
            for (const sentence of Object.values(answer.error?.fields ?? {}))
              if (!/[\u4e00-\u9fff]/.test(sentence)) violations.add(`${where}: a field says ${sentence}`)
          }
        }
      }
    if (({} as Record<string, unknown>).isSystem !== undefined)
      violations.add('every object has been given a part of the input')
  } finally {
    console.error = log
    await door.close()
  }
  return {
    name: 'malformed',
    cases: figures.answers!,
    violations: violations.kept,
    seed,
    figures: { ...figures, found: violations.count() },
  }
}
