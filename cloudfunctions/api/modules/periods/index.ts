// 时期: the switch between 常规 and 非常规, and the list of what was done under it.
import { defineModule } from '../../core/manifest'

export const periodsModule = defineModule({
  name: 'periods',
  label: '时期',
  collections: {},
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).periods
  },
  kinds: {
    get declaration() {
      return (require('./declaration') as typeof import('./declaration')).declarationKind
    },
  },
})
