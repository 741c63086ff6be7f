// What time does to matters of every kind: deadlines, agreements nobody answers, delegations and terms that end, effects cut off.
import { allRows } from '../../core/act'
import { kindOf } from '../../core/kinds'
import type { Job } from '../../core/manifest'
import type { Matter } from '../../core/matter'
import { actAsSystem, applyLeft } from '../../core/matters'
import type { Store } from '../../core/store'
import { digestJob } from './digest'

/** The first of the timer's own steps that the table allows. */
async function passOne(matter: Matter, at: { store: Store; now: number }): Promise<boolean> {
  const own = allRows(kindOf(matter.kind)).filter(([, row]) => row.by.every((role) => role === 'system'))
  // What moves a matter on comes before what only reminds.
  const steps = own.sort(([, a], [, b]) => Number(a.to === 'same') - Number(b.to === 'same')).map(([name]) => name)
  for (const action of ['lapse', 'expireApproval', ...steps.filter((name) => name !== 'lapse')]) {
    const done = await actAsSystem(matter, action, at).catch((error: Error) => {
      if (error.name !== 'Refusal') throw error
      return false
    })
    if (done) return true
  }
  return false
}

/** Late matters and delegations that are over, oldest first; at most a hundred of each a run. */
export const passTime: Job = {
  name: 'passTime',
  about: '超时提醒、上报、到期办结、任期与委托到期',
  everyMinutes: 1,
  async run({ store, now }) {
    const { _ } = store
    const open = { class: _.in(['open', 'waiting']) }
    const late = await store.find<Matter>(
      'matters',
      { dueAt: _.and([_.gt(0), _.lte(now)]), ...open },
      { order: [['dueAt', 'asc']], limit: 100 },
    )
    const handed = await store.find<Matter>(
      'matters',
      { delegatedUntil: _.and([_.gt(0), _.lte(now)]) },
      { order: [['delegatedUntil', 'asc']], limit: 100 },
    )
    let moved = 0
    for (const matter of new Map([...late, ...handed].map((one) => [one._id, one])).values())
      if (await passOne(matter, { store, now })) moved++
    return moved
  },
}

export const applyJob: Job = {
  name: 'apply',
  about: '补做被中断的任职与设置',
  everyMinutes: 1,
  run: ({ store, now }) => applyLeft(store, now),
}

export const jobs: Job[] = [passTime, applyJob, digestJob]
