// Matters that are raised by a form, in each status they can be in: made through the real door by the people of the world.

import { dayMs, onOf } from '../../cloudfunctions/api/core/clock'
import { kindOf } from '../../cloudfunctions/api/core/kinds'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { passTime } from '../../cloudfunctions/api/modules/matters/jobs'
import { wednesday } from './clock'
import type { Door } from './door'
import { dew, plum, streetPath, type Who } from './world'

const on = (days: number) => onOf(wednesday + days * dayMs)
let serial = 0
const freshId = () => `made${String(++serial).padStart(14, '0')}`

const values: Record<string, object> = {
  post: { code: 'NEIGHBOUR1', role: 'clerk', from: on(0), until: on(300), words: '推选' },
  setup: { type: 'team', name: '棋友队' },
  declaration: { docNo: '香街发〔2026〕18号', level: '2', from: on(0), until: on(7), words: '连日暴雨，集中转移。' },
  plan: {
    title: '重阳节助餐活动',
    category: 'care',
    audience: 'elders',
    from: on(20),
    until: on(50),
    mode: 'govern',
    amount: '0',
    words: '送餐上门。',
  },
}
const review = '两天内转移十二户，排涝设备不够，入汛前要补齐三台水泵。'

type Step = [who: Who, action: string, note?: string]
/** Kind, way, who raises it where, and the steps that follow. */
const stories: [kind: string, way: string, by: Who, area: string, steps: Step[]][] = [
  [
    'post',
    'appoint',
    'officer',
    plum,
    [
      ['director', 'agree'],
      ['director', 'end', '调走'],
      ['officer', 'agree'],
    ],
  ],
  [
    'post',
    'appoint',
    'director',
    dew,
    [
      ['officer', 'decline', '不合适'],
      ['director', 'withdraw'],
    ],
  ],
  ['setup', 'body', 'officer', plum, [['director', 'agree']]],
  [
    'setup',
    'body',
    'officer',
    dew,
    [
      ['director', 'decline', '名称有误'],
      ['director', 'withdraw'],
    ],
  ],
  [
    'declaration',
    'declare',
    'officer',
    dew,
    [
      ['director', 'agree'],
      ['officer', 'endEarly', review],
    ],
  ],
  [
    'plan',
    'community',
    'clerk',
    plum,
    [
      ['secretary', 'opine', '同意'],
      ['clerk', 'submit'],
      ['clerk2', 'agree'],
      ['director', 'agree'],
      ['clerk', 'start'],
      ['clerk', 'finish', '完成'],
    ],
  ],
  ['plan', 'purchase', 'officer', streetPath, [['officer', 'cancel', '不办了']]],
]

export type Raised = {
  what: string
  matter: Matter
  now: number
  /** A body in which people of the world have been given a place, such as a fund's committee. */
  seated?: { body: string; people: readonly Who[] }
}

/** One for every step of every story, and what time made of a declaration that nobody ended. */
export async function raisedMatters(door: Door): Promise<Raised[]> {
  await door.store.change('people', { key: 'pneighbour' }, { code: 'NEIGHBOUR1' })
  const made: Raised[] = []
  const keep = async (what: string, id: string, now = wednesday) => {
    const matter = await door.matter(id)
    made.push({
      what: `${what}: ${kindOf(matter.kind).label} ${matter.status}${matter.pending ? ', waiting' : ''}`,
      matter,
      now,
    })
  }
  const act = async (who: Who, id: string, action: string, note = '', patch: object = {}) => {
    const { version } = await door.matter(id)
    const told = await door.call(who, 'matters.act', { id, version, action, request: freshId(), note, patch })
    if (!told.ok) throw new Error(`${who} ${action}: ${JSON.stringify(told.error)}`)
  }
  for (const [kind, way, by, area, steps] of stories) {
    const id = freshId()
    const told = await door.call(by, 'organisation.raise', { id, kind, way, area, values: values[kind] })
    if (!told.ok) throw new Error(`${by} raises ${kind}: ${JSON.stringify(told.error)}`)
    await keep('raised', id)
    for (const [who, action, note] of steps) {
      await act(who, id, action, note, action === 'opine' ? { agrees: 'yes' } : {})
      await keep(`${who} ${action}`, id)
    }
  }
  const id = freshId()
  await door.call('officer', 'organisation.raise', {
    id,
    kind: 'declaration',
    way: 'declare',
    area: `${plum}/g2`,
    values: values.declaration,
  })
  await act('director', id, 'agree')
  await passTime.run({ store: door.store, now: wednesday + 8 * dayMs })
  await keep('the timer', id, wednesday + 8 * dayMs)
  return made
}
