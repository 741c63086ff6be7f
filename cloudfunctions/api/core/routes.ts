// The approval routes a kind may name. Data: a street can see them on the page 谁可以做什么, and later adjust them.
import type { Routes } from './approval'

export const routes: Routes = {
  secondCommittee: {
    name: 'secondCommittee',
    label: '社区党组织会签',
    steps: [{ roles: ['secretary'], need: 'all', days: 2 }],
  },
}
