// 组织: a street's bodies, posts, register and routes, each change agreed by a second person.
import { defineModule } from '../../core/manifest'

export const organisationModule = defineModule({
  name: 'organisation',
  label: '组织',
  collections: {
    settings: {
      about: '街道的设置：任职、时期、权责清单、会签路线',
      indexes: [{ name: 'periods', fields: ['periods.until'] }],
    },
  },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).organisation
  },
  kinds: {
    get post() {
      return (require('./post') as typeof import('./post')).postKind
    },
    get setup() {
      return (require('./setup') as typeof import('./setup')).setupKind
    },
  },
})
