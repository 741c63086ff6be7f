// 诉求: the first kind of matter, and its two timed jobs.
import { defineModule, type Job } from '../../core/manifest'
import type { Matter } from '../../core/matter'
import { actAsSystem } from '../../core/matters'
import { needs } from './endpoints'
import { needKind } from './kind'

/** Late matters, oldest deadline first: each by the first system row that its table allows. */
const passLate: Job = {
  name: 'passLate',
  about: '超时提醒、上报，到期办结',
  everyMinutes: 10,
  async run({ store, now }) {
    const { _ } = store
    const late = await store.find<Matter>(
      'matters',
      { dueAt: _.and([_.gt(0), _.lte(now)]), class: _.in(['open', 'waiting']) },
      { order: [['dueAt', 'asc']], limit: 100 },
    )
    let moved = 0
    for (const matter of late) {
      for (const action of ['expireApproval', 'goOn', 'closeUnrated', 'escalateLate', 'remindLate']) {
        const done = await actAsSystem(matter, action, { store, now }).catch((error: Error) => {
          if (error.name !== 'Refusal') throw error
          return false
        })
        if (done) {
          moved++
          break
        }
      }
    }
    return moved
  },
}

export const needsModule = defineModule({
  name: 'needs',
  label: '诉求',
  collections: { checks: { about: '照片审核', indexes: [{ name: 'matter', fields: ['matter'] }] } },
  endpoints: needs,
  kinds: [needKind],
  jobs: [passLate],
})
