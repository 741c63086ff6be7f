// 组织: a street's bodies, posts, register and routes, each change agreed by a second person.
import { defineModule } from '../../core/manifest'
import { organisation } from './endpoints'
import { postKind } from './post'
import { setupKind } from './setup'

export const organisationModule = defineModule({
  name: 'organisation',
  label: '组织',
  collections: { settings: { about: '街道的设置：任职、时期、权责清单、会签路线', indexes: [] } },
  endpoints: organisation,
  kinds: [postKind, setupKind],
})
