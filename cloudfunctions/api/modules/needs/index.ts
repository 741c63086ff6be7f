// 诉求: the first kind of matter.
import { defineModule } from '../../core/manifest'

export const needsModule = defineModule({
  name: 'needs',
  label: '诉求',
  collections: { checks: { about: '照片审核', indexes: [{ name: 'matter', fields: ['matter'] }] } },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).needs
  },
  kinds: {
    get need() {
      return (require('./kind') as typeof import('./kind')).needKind
    },
  },
})
