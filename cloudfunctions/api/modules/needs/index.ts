// 诉求: the first kind of matter.
import { defineModule } from '../../core/manifest'
import { needs } from './endpoints'
import { needKind } from './kind'

export const needsModule = defineModule({
  name: 'needs',
  label: '诉求',
  collections: { checks: { about: '照片审核', indexes: [{ name: 'matter', fields: ['matter'] }] } },
  endpoints: needs,
  kinds: [needKind],
})
