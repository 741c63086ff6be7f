// A batch and its card: every move as a pure function, against a model, ten thousand times; and which batches are taken first.
import {
  adjusted,
  type Batch,
  batchOf,
  faultsOf,
  filedAway,
  handedOut,
  held,
  longAfter,
  type Moved,
  never,
  placed,
  released,
} from '../../cloudfunctions/api/modules/goods/batch'
import { goodsCategories, skillLabels, wants } from '../../cloudfunctions/api/modules/goods/classes'
import { type Asking, firstOut, picksFor, type Shelf, sayMissing } from '../../cloudfunctions/api/modules/goods/picking'
import { recipientOf } from '../../cloudfunctions/api/modules/goods/recipients'
import { wednesday } from '../support/clock'
import { seeded } from '../support/seeded'
import { plum, streetPath } from '../support/world'

const doing = (ref: string) => ({ at: wednesday, by: 'pclerk', ref })
const aBatch = (quantity = 10, change: Partial<Batch> = {}): Batch => ({
  ...batchOf(
    {
      _id: 'b0000000000000001',
      street: streetPath,
      area: plum,
      item: 'rice',
      name: '大米',
      category: 'grain',
      unit: '袋',
      place: '1 号架',
      expiresOn: '2026-12-31',
      source: '',
      donor: '',
      shown: '',
      tied: '',
      warnAt: null,
    },
    quantity,
    doing('in'),
  ),
  ...change,
})
const batch = (moved: Moved): Batch => {
  if ('problem' in moved) throw new Error(moved.problem.code)
  return moved.batch
}
const of = (round = 1) => ({ of: 'handover', round })

describe('a batch', () => {
  test('is held, given back and handed out, and its card adds up', () => {
    const one = batch(held(aBatch(), 4, of(), doing('h_1_0')))
    expect(one).toMatchObject({ quantity: 10, reserved: 4, free: 6, open: true })
    const two = batch(held(one, 6, of(), doing('h_1_1')))
    expect(batch(released(two, doing('h_1_0')))).toMatchObject({ quantity: 10, reserved: 6, free: 4 })
    const out = batch(handedOut(batch(handedOut(two, doing('h_1_0'))), doing('h_1_1')))
    expect(out).toMatchObject({ quantity: 0, reserved: 0, free: 0, open: false, holds: [] })
    expect(out.log.map(({ what, change, held: n, balance }) => [what, change, n, balance])).toEqual([
      ['in', 10, 0, 10],
      ['hold', 0, 4, 10],
      ['hold', 0, 6, 10],
      ['out', -4, -4, 6],
      ['out', -6, -6, 0],
    ])
    expect(faultsOf(out)).toEqual([])
  })

  test('each move is made once for what it is for', () => {
    const one = batch(held(aBatch(), 4, of(), doing('h_1_0')))
    expect(held(one, 4, of(), doing('h_1_0'))).toMatchObject({ again: true })
    const out = batch(handedOut(one, doing('h_1_0')))
    expect(handedOut(out, doing('h_1_0'))).toMatchObject({ again: true })
    expect(released(out, doing('h_1_0'))).toMatchObject({ again: true })
    const more = batch(adjusted(out, 3, doing('s_0')))
    expect(adjusted(more, 3, doing('s_0'))).toMatchObject({ again: true })
    expect(more.quantity).toBe(9)
    expect(placed(batch(placed(more, '2 号架', doing('p'))), '3 号架', doing('p'))).toMatchObject({ again: true })
  })

  test.each<[string, (of: Batch) => Moved, string]>([
    ['more than is free', (one) => held(one, 11, of(), doing('h')), 'STOCK_SHORT'],
    ['what was never set aside', (one) => handedOut(one, doing('h')), 'STOCK_SHORT'],
    ['more than there is, counted away', (one) => adjusted(one, -11, doing('s')), 'STOCK_RESERVED'],
    [
      'what is set aside, counted away',
      (one) => adjusted(batch(held(one, 4, of(), doing('h'))), -7, doing('s')),
      'STOCK_RESERVED',
    ],
    ['more than anybody has', (one) => adjusted(one, 1_000_000, doing('s')), 'STOCK_LARGE'],
  ])('refuses %s', (_what, change, code) => {
    expect(change(aBatch())).toMatchObject({ problem: { code } })
  })

  test.each([0, -1, 1.5, Number.NaN, 2 ** 60])('%s is no quantity: a defect, never a move', (n) => {
    expect(() => aBatch(n)).toThrow()
    expect(() => held(aBatch(), n, of(), doing('h'))).toThrow()
  })

  test('a tampered card is found', () => {
    const one = batch(handedOut(batch(held(aBatch(), 4, of(), doing('h'))), doing('h')))
    const changes: ((copy: Batch) => void)[] = [
      (copy) => copy.log.splice(1, 1),
      (copy) => {
        copy.quantity++
      },
      (copy) => {
        ;(copy.log[2] as { change: number }).change = -3
      },
      (copy) => {
        copy.reserved = 1
      },
      (copy) => copy.holds.push({ ref: 'x', of: 'x', round: 1, n: 1, at: 0 }),
    ]
    for (const change of changes) {
      const copy = structuredClone(one)
      change(copy)
      expect(faultsOf(copy)).not.toEqual([])
    }
  })

  test('over ten thousand random moves: the quantity is the sum of the card, nothing falls below zero or below what is held', () => {
    const seed = Number(process.env.SEED ?? 4217)
    const { below, one, chance } = seeded(seed)
    let kept = aBatch(500)
    const model = { quantity: 500, holds: new Map<string, number>() }
    let moves = 0
    let filed = 0
    for (let step = 0; step < 10_000; step++) {
      const refs = [...model.holds.keys()]
      const ref = refs.length && chance(0.8) ? one(refs) : `r${step}`
      const n = 1 + below(60)
      const reserved = [...model.holds.values()].reduce((sum, held) => sum + held, 0)
      const difference = below(2) ? n : -n
      const [moved, expected] = one<() => [Moved, (() => void) | undefined]>([
        () => [
          held(kept, n, of(), doing(`r${step}`)),
          model.quantity - reserved >= n ? () => model.holds.set(`r${step}`, n) : undefined,
        ],
        () => [released(kept, doing(ref)), model.holds.has(ref) ? () => model.holds.delete(ref) : undefined],
        () => [
          handedOut(kept, doing(ref)),
          model.holds.has(ref)
            ? () => {
                model.quantity -= model.holds.get(ref) ?? 0
                model.holds.delete(ref)
              }
            : undefined,
        ],
        () => [
          adjusted(kept, difference, doing(`s${step}`)),
          model.quantity - reserved + difference >= 0
            ? () => {
                model.quantity += difference
              }
            : undefined,
        ],
      ])()
      if ('line' in moved !== (expected !== undefined))
        throw new Error(`seed ${seed}, step ${step}: model and batch part`)
      if ('line' in moved) {
        kept = moved.batch
        expected?.()
        moves++
      }
      if (kept.long) {
        const away = filedAway(kept)
        filed += away.lines.length
        kept = away.batch
        expect(kept.log.length).toBe(longAfter / 2)
      }
      const sum = [...model.holds.values()].reduce((all, held) => all + held, 0)
      if (kept.quantity !== model.quantity || kept.reserved !== sum || kept.free < 0)
        throw new Error(`seed ${seed}, step ${step}: ${kept.quantity} ${kept.reserved}, not ${model.quantity} ${sum}`)
      if (step % 100 === 0) expect(faultsOf(kept)).toEqual([])
    }
    expect(faultsOf(kept)).toEqual([])
    expect(moves).toBeGreaterThan(3_000)
    expect(kept.n).toBe(filed + kept.log.length)
  })
})

describe('what goes out first', () => {
  const shelf = (id: string, free: number, expiresOn: string, change: Partial<Shelf> = {}): Shelf => ({
    _id: id,
    item: 'rice',
    free,
    expiresOn,
    at: wednesday,
    donor: '',
    tied: '',
    source: '',
    shown: '',
    place: '1 号架',
    ...change,
  })
  const asking = (quantity: number, change: Partial<Asking> = {}): Asking => ({
    of: 'h',
    round: 3,
    lines: [{ item: 'rice', name: '大米', unit: '袋', quantity }],
    recipient: 'pneighbour',
    fits: [],
    gift: '',
    today: '2026-03-04',
    keep: new Map(),
    ...change,
  })
  const taken = (quantity: number, shelves: Shelf[], change: Partial<Asking> = {}) => {
    const { picks, missing } = picksFor(asking(quantity, change), shelves)
    return [picks.map(({ batch: id, n }) => [id, n]), missing.map(({ n, why }) => [n, why])]
  }
  const early = shelf('early', 3, '2026-04-01')
  const late = shelf('late', 10, '2026-09-01')
  const keeps = shelf('keeps', 10, never)

  test.each<[string, number, Shelf[], Partial<Asking>, unknown[], unknown[]]>([
    [
      'the earlier date goes first',
      5,
      [keeps, late, early],
      {},
      [
        ['early', 3],
        ['late', 2],
      ],
      [],
    ],
    ['of one date the older goes first', 2, [late, shelf('older', 5, '2026-09-01', { at: 1 })], {}, [['older', 2]], []],
    ['what is past its date stays', 2, [shelf('past', 9, '2026-03-03'), late], {}, [['late', 2]], []],
    ['the last day still counts', 2, [shelf('today', 9, '2026-03-04'), late], {}, [['today', 2]], []],
    [
      'nobody is handed their own gift',
      2,
      [shelf('own', 9, '2026-04-01', { donor: 'pneighbour' }), late],
      {},
      [['late', 2]],
      [],
    ],
    [
      'and where there is nothing else, that is said',
      2,
      [shelf('own', 9, '2026-04-01', { donor: 'pneighbour' })],
      {},
      [],
      [[2, 'own']],
    ],
    [
      'what was given for something else stays',
      2,
      [shelf('tied', 9, '2026-04-01', { tied: 'need1' })],
      {},
      [],
      [[2, 'tied']],
    ],
    [
      'what was given for this goes',
      2,
      [shelf('tied', 9, '2026-04-01', { tied: 'need1' })],
      { fits: ['need1'] },
      [['tied', 2]],
      [],
    ],
    [
      'only from one gift, when that is asked',
      2,
      [early, shelf('gift', 9, '2026-10-01', { source: 'g' })],
      { gift: 'g' },
      [['gift', 2]],
      [],
    ],
    [
      'what is kept for emergencies stays',
      12,
      [early, late],
      { keep: new Map([['rice', 5]]) },
      [
        ['early', 3],
        ['late', 5],
      ],
      [[4, 'reserve']],
    ],
    [
      'as much as there is',
      30,
      [early, late, keeps],
      {},
      [
        ['early', 3],
        ['late', 10],
        ['keeps', 10],
      ],
      [[7, 'short']],
    ],
    ['nothing of nothing', 1, [], {}, [], [[1, 'short']]],
  ])('%s', (_what, quantity, shelves, change, picks, missing) => {
    expect(taken(quantity, shelves, change)).toEqual([picks, missing])
  })

  test('each pick has a name of its own in its round', () => {
    const { picks } = picksFor(asking(5), [early, late])
    expect(picks.map(({ ref }) => ref)).toEqual(['h_3_0', 'h_3_1'])
  })

  test('what is missing is said by line, with the reason', () => {
    const { missing } = picksFor(asking(5), [shelf('own', 9, '2026-04-01', { donor: 'pneighbour' })])
    expect(sayMissing(asking(5).lines, missing)).toBe('大米还缺 5 袋，其余是受助人自己的捐赠')
  })

  test('over random shelves: never past the date, never more than is free, never a later one before an earlier', () => {
    const { below, one } = seeded(4217)
    for (let round = 0; round < 500; round++) {
      const shelves = Array.from({ length: 1 + below(8) }, (_, index) =>
        shelf(`s${index}`, 1 + below(9), one(['2026-01-01', '2026-03-04', '2026-05-01', '2026-09-01', never])),
      )
      const quantity = 1 + below(40)
      const { picks, missing } = picksFor(asking(quantity), shelves)
      const given = picks.reduce((sum, { n }) => sum + n, 0)
      expect(given + missing.reduce((sum, { n }) => sum + n, 0)).toBe(quantity)
      const order = [...shelves].filter(({ expiresOn }) => expiresOn >= '2026-03-04').sort(firstOut)
      expect(picks.map(({ batch: id }) => id)).toEqual(order.slice(0, picks.length).map(({ _id }) => _id))
      // All but the last are used up before the next is begun.
      expect(picks.slice(0, -1).every(({ batch: id, n }) => shelves.find(({ _id }) => _id === id)?.free === n)).toBe(
        true,
      )
    }
  })
})

test.each<[string, Parameters<typeof recipientOf>[0], { person: string; name: string }]>([
  ['a resident’s need', { author: 'pa', body: { askedBy: '周小满' } }, { person: 'pa', name: '周小满' }],
  [
    'a need entered for somebody',
    { author: 'pclerk', onBehalfOf: { name: '马立春', consent: 'phone', at: 0 } },
    { person: '', name: '马立春' },
  ],
  [
    'one entered for somebody with an account',
    { author: 'pclerk', onBehalfOf: { person: 'pb', name: '林谷雨', consent: 'phone', at: 0 } },
    { person: 'pb', name: '林谷雨' },
  ],
  ['a hotline’s', { author: 'hotline', body: { askedBy: '' } }, { person: '', name: '' }],
  [
    'a wish that the community wrote down',
    { author: 'pclerk', body: { whom: '三栋的老人' } },
    { person: '', name: '三栋的老人' },
  ],
])('who is helped by %s', (_what, matter, helped) => expect(recipientOf(matter)).toEqual(helped))

test('the pool files nothing twice: no category of goods is a skill, and every need that asks for something names what there is', () => {
  const keys = [...Object.keys(goodsCategories), ...Object.keys(skillLabels), 'venue']
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  for (const { goods, skills, venue } of Object.values(wants))
    expect(goods.length + skills.length + Number(venue)).toBeGreaterThan(0)
})
