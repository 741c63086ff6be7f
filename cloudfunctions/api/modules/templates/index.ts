// 答复模板.
import { defineModule } from '../../core/manifest'
import { templates } from './endpoints'

export const templatesModule = defineModule({
  name: 'templates',
  label: '答复模板',
  collections: { templates: { about: '答复模板：一个社区一份', indexes: [] } },
  endpoints: templates,
})
