// 时期: the switch between 常规 and 非常规, and the list of what was done under it.
import { defineModule } from '../../core/manifest'
import { declarationKind } from './declaration'
import { periods } from './endpoints'

export const periodsModule = defineModule({
  name: 'periods',
  label: '时期',
  collections: {},
  endpoints: periods,
  kinds: [declarationKind],
})
