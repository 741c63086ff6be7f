// 计划: the community's plans and the street's purchases, on one board.
import { defineModule } from '../../core/manifest'
import { plans } from './endpoints'
import { planKind } from './plan'

export const plansModule = defineModule({
  name: 'plans',
  label: '计划',
  collections: {},
  endpoints: plans,
  kinds: [planKind],
})
