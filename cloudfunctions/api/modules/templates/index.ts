// 答复模板.
import { defineModule } from '../../core/manifest'

export const templatesModule = defineModule({
  name: 'templates',
  label: '答复模板',
  collections: { templates: { about: '答复模板：一个社区一份', indexes: [] } },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).templates
  },
})
