// What time does to giving beside the deadlines of its matters: figures that were left for the timer, and clocks that a declaration shortens.
import type { Job } from '../../core/manifest'
import { followAsSystem } from '../../core/matters'
import type { Settings } from '../../core/settings'
import type { Campaign } from './campaign/document'
import { countDirty } from './pledge/tally'

const countGifts: Job = {
  name: 'countGifts',
  about: '汇总各募集与基金的待到账与最近捐赠',
  everyMinutes: 1,
  run: ({ store, now }) => countDirty(store, now),
}

/** In 非常规 campaigns disclose every five days; each is told once. At most a hundred of each declared area a run. */
const hastenDisclosure: Job = {
  name: 'hastenDisclosure',
  about: '非常规时期缩短募集的公开期限',
  everyMinutes: 10,
  async run({ store, now }) {
    const { _ } = store
    const streets = await store.find<Settings>('settings', { 'periods.until': _.gt(now) }, { limit: 50 })
    let hastened = 0
    for (const { periods } of streets)
      for (const { area } of periods.filter(
        ({ from, until, endedAt = Number.POSITIVE_INFINITY }) => from <= now && now < Math.min(until, endedAt),
      )) {
        const where = { within: area, kind: 'campaign', class: 'open' }
        const found = await store.find<Campaign>('matters', where, { limit: 100 })
        for (const campaign of found) {
          if (await followAsSystem(campaign._id, 'hasten', { store, now })) hastened++
        }
      }
    return hastened
  },
}

export const jobs = [countGifts, hastenDisclosure]
