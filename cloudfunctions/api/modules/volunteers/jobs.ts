// What the timer does for volunteers: activities begin and end by the clock, offers pass on, records are written.
import type { Job } from '../../core/manifest'
import type { Matter } from '../../core/matter'
import { actAsSystem } from '../../core/matters'
import { climbUnfilled } from './changing'
import { countRecords } from './counting'
import { passOffers } from './leaving'
import { keepLedger } from './points'
import { writeOwed } from './records'

const moveActivities: Job = {
  name: 'moveActivities',
  about: '活动按时开始与结束现场',
  everyMinutes: 1,
  async run({ store, now }) {
    const { _ } = store
    const due = await store.find<Matter>(
      'matters',
      { dueAt: _.and([_.gt(0), _.lte(now)]), class: 'open', kind: 'activity', status: _.in(['open', 'running']) },
      { order: [['dueAt', 'asc']], limit: 50 },
    )
    let moved = 0
    for (const activity of due) {
      const action = activity.status === 'open' ? 'start' : 'finish'
      const done = await actAsSystem(activity, action, { store, now }).catch((error: Error) => {
        if (error.name !== 'Refusal') throw error
        return false
      })
      if (done) moved++
    }
    return moved
  },
}

const offers: Job = {
  name: 'passOffers',
  about: '候补逾期未确认的，转给下一位',
  everyMinutes: 1,
  run: ({ store, now }) => passOffers(store, now),
}

const records: Job = {
  name: 'writeRecords',
  about: '补写已确认的时长记录',
  everyMinutes: 1,
  run: ({ store }) => writeOwed(store),
}

const counting: Job = {
  name: 'countRecords',
  about: '汇总个人时长、积分、培训与核验记录',
  everyMinutes: 1,
  run: ({ store, now }) => countRecords(store, now),
}

const ledger: Job = {
  name: 'keepLedger',
  about: '积分入账、到期与兑换核对',
  everyMinutes: 5,
  run: ({ store, now }) => keepLedger(store, now),
}

const climbing: Job = {
  name: 'climbUnfilled',
  about: '三天内未招满的，扩大到全街道招募',
  everyMinutes: 10,
  run: ({ store, now }) => climbUnfilled(store, now),
}

export const jobs: Job[] = [moveActivities, offers, records, counting, ledger, climbing]
