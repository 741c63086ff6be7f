// 三率: one roll-up a community, kept by the timer, so that no page sums a collection.
import { defineModule } from '../../core/manifest'

export const ratesModule = defineModule({
  name: 'rates',
  label: '三率',
  collections: { rates: { about: '三率：一个社区一份', indexes: [{ name: 'street', fields: ['street'] }] } },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).rates
  },
  get jobs() {
    return (require('./jobs') as typeof import('./jobs')).jobs
  },
})
