// 募集与捐赠: charities as the street has verified them, campaigns, pledges and their arrival in the books, small wishes. Other modules ask
// standing.ts whether a charity may hold gifts, and link.ts what a pledge or a wish is in a chain.
import { defineModule } from '../../core/manifest'

export const givingModule = defineModule({
  name: 'giving',
  label: '募集与捐赠',
  collections: {
    charities: {
      about: '慈善组织登记：一家一份，含以前的证书',
      indexes: [{ name: 'street', fields: ['street', 'at'] }],
    },
  },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).giving
  },
  kinds: {
    get charity() {
      return (require('./charity') as typeof import('./charity')).charityKind
    },
    get campaign() {
      return (require('./campaign/kind') as typeof import('./campaign/kind')).campaignKind
    },
    get pledge() {
      return (require('./pledge/kind') as typeof import('./pledge/kind')).pledgeKind
    },
    get wish() {
      return (require('./wish') as typeof import('./wish')).wishKind
    },
  },
  get jobs() {
    return (require('./jobs') as typeof import('./jobs')).jobs
  },
})
