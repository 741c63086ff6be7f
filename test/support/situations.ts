// The situations in which every rule is tried: each status with its variants, for one's own need, a helper's, and one of another area.
import { dayMs } from '../../cloudfunctions/api/core/clock'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { type NeedStatus, needStatuses } from '../../cloudfunctions/api/modules/needs/workflow'
import { wednesday } from './clock'
import { aNeed, type NeedOptions, type Step } from './needs'
import { dew, emergency, plum } from './world'

export type Situation = { what: string; matter: Matter; now: number }

const by = (as: Step['as'], action: string, patch: object = {}): Step => ({ as, action, patch })
const soon = wednesday + 60_000
const late = wednesday + 60 * dayMs

/** Cases that a status alone does not tell apart. */
const variants: [string, NeedOptions & { at?: number; change?: (matter: Matter) => Matter }][] = [
  ['assigned and taken', { status: 'assigned', steps: [by('manager', 'take')] }],
  ['assigned by the street after two disputes', { status: 'arbitrated', steps: [by('officer', 'arbitrate')] }],
  ['assigned to volunteers', { status: 'accepted', steps: [by('clerk', 'assign', { body: 'team' })] }],
  ['assigned to the grid', { status: 'accepted', steps: [by('clerk', 'assign', { body: 'grid' })] }],
  ['assigned again after a dispute', { status: 'disputed', steps: [by('clerk2', 'assign', { body: 'team' })] }],
  [
    'disputed, dispatched by one who is both',
    {
      status: 'accepted',
      steps: [by('both', 'assign', { body: 'property' }), by('manager', 'dispute')],
    },
  ],
  [
    'accepted, extended twice',
    {
      status: 'accepted',
      steps: [by('clerk', 'extend', { days: '3' }), by('clerk', 'extend', { days: '5' })],
    },
  ],
  ['accepted, sent back by the street', { status: 'called', steps: [by('officer', 'sendBack')] }],
  ['refusal waits for the second committee', { steps: [by('clerk', 'refuse', { reason: 'beyond' })] }],
  ['refusal proposed by one who is both', { steps: [by('both', 'refuse', { reason: 'unfair' })] }],
  ['refused a second time after an appeal', { status: 'appealed', steps: [by('officer', 'uphold')] }],
  ['answered by a clerk', { status: 'accepted', steps: [by('clerk', 'answer')] }],
  ['reopened by the resident', { status: 'answered', steps: [by('author', 'redo')] }],
  ['closed unrated', { status: 'answered', steps: [{ as: 'system', action: 'closeUnrated', now: late }], at: late }],
  ['late once', { status: 'accepted', steps: [{ as: 'system', action: 'remindLate', now: late }], at: late }],
  [
    'late twice',
    {
      status: 'accepted',
      steps: [{ as: 'system', action: 'remindLate', now: late }],
      at: late + 30 * dayMs,
    },
  ],
  [
    'words under review',
    {
      status: 'accepted',
      change: (matter) => ({ ...matter, beside: { ...matter.beside, check: 'review' } }),
    },
  ],
]

const proxy = { onBehalfOf: { name: '马立春', consent: 'inPerson' as const } }

const one = (what: string, options: NeedOptions, now = soon): Situation => ({
  what,
  matter: aNeed(options) as unknown as Matter,
  now,
})

/** About ninety situations; documents are made by real steps and never share state. */
export function situations(): Situation[] {
  const statuses = Object.keys(needStatuses) as NeedStatus[]
  const plain = statuses.flatMap((status): Situation[] => [
    one(status, { status }),
    one(`${status}, months later`, { status }, late),
    one(`${status}, in 非常规`, { status }, emergency.from + dayMs),
    one(`${status}, raised by a grid worker for somebody`, { status, by: 'gridWorker', input: proxy }),
    // A clerk who handled it can't rate it, so there is no such closed need.
    ...(status === 'closed'
      ? []
      : [one(`${status}, raised by its clerk for somebody`, { status, by: 'clerk', input: proxy })]),
    one(`${status}, in the other grid`, { status, by: 'volunteer', input: { area: `${plum}/g2/b3` } }),
  ])
  const there = { by: 'dewResident', input: { area: `${dew}/g1/b1` } } as const
  return [
    ...plain,
    one('a need of the other community', there),
    one('a need of the other community while its neighbour is in 非常规', there, emergency.from + dayMs),
    ...variants.map(([what, { at, change, ...options }]): Situation => {
      const matter = aNeed(options) as unknown as Matter
      return { what, matter: change ? change(matter) : matter, now: at ?? soon }
    }),
  ]
}
