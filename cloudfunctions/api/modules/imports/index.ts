// 批量导入: no collection of its own; rows become needs.
import { defineModule } from '../../core/manifest'

export const importsModule = defineModule({
  name: 'imports',
  label: '批量导入',
  collections: {},
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).imports
  },
})
