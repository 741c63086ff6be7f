// The timer's roll-up of the three rates, a community at a time and a page of needs at a time.
import type { Job } from '../../core/manifest'
import type { Need } from '../needs/document'
import { emptyRollUp, tally } from './rules'

const pageRows = 500

const rollUp: Job = {
  name: 'rollUpRates',
  about: '汇总各社区的三率',
  everyMinutes: 60,
  async run({ store, now }) {
    const communities = await store.find<{ _id: string; street: string; level: string }>(
      'areas',
      { level: 'community' },
      { limit: 1000, fields: { street: true, level: true } },
    )
    const { _ } = store
    for (const { _id: path, street } of communities) {
      let sum = emptyRollUp(path, street, now)
      for (const held of ['open', 'waiting', 'settled'] as const) {
        const where = { within: path, kind: 'need', class: held }
        let from: object = where
        for (;;) {
          const fields = { class: true, status: true, dueAt: true, body: true, at: true }
          const found = await store.find<Need>('matters', from as Record<string, unknown>, {
            order: [
              ['at', 'asc'],
              ['_id', 'asc'],
            ],
            limit: pageRows,
            fields,
          })
          for (const need of found) sum = tally(sum, need, now)
          const last = found.at(-1)
          if (found.length < pageRows || !last) break
          from = _.and([where, _.or([{ at: _.gt(last.at) }, { at: last.at, _id: _.gt(last._id) }])])
        }
      }
      const { _id, ...doc } = sum
      await store.put('rates', _id, doc)
    }
    return communities.length
  },
}

export const jobs: Job[] = [rollUp]
