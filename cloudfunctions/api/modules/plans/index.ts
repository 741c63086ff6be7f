// 计划: the community's plans and the street's purchases, on one board.
import { defineModule } from '../../core/manifest'

export const plansModule = defineModule({
  name: 'plans',
  label: '计划',
  collections: {},
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).plans
  },
  kinds: {
    get plan() {
      return (require('./plan') as typeof import('./plan')).planKind
    },
  },
})
