// 社区基金: funds with their committees, allocations from the proposal to the accepted result, changes of purpose that ask every donor. Other
// modules ask link.ts what an allocation is in a chain.
import { defineModule } from '../../core/manifest'

export const fundsModule = defineModule({
  name: 'funds',
  label: '社区基金',
  collections: {
    askings: {
      about: '征求进度：一次改变用途征求到哪一位捐赠人',
      indexes: [{ name: 'state', fields: ['state', 'until'] }],
    },
  },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).funds
  },
  kinds: {
    get fund() {
      return (require('./fund/kind') as typeof import('./fund/kind')).fundKind
    },
    get allocation() {
      return (require('./allocation/kind') as typeof import('./allocation/kind')).allocationKind
    },
    get purposeChange() {
      return (require('./change/kind') as typeof import('./change/kind')).purposeChangeKind
    },
    get consent() {
      return (require('./change/consent') as typeof import('./change/consent')).consentKind
    },
  },
  get jobs() {
    return (require('./jobs') as typeof import('./jobs')).jobs
  },
})
