// 辖区: areas and bodies of a street, its own configuration.
import { defineModule } from '../../core/manifest'

export const areasModule = defineModule({
  name: 'areas',
  label: '辖区',
  collections: {
    areas: {
      about: '辖区：一个社区（或街道本身）一份，含其网格与楼栋',
      indexes: [
        { name: 'street', fields: ['street'] },
        { name: 'level', fields: ['level'] },
      ],
    },
    bodies: { about: '单位：两委、物业、社会组织、科室等', indexes: [{ name: 'street', fields: ['street'] }] },
  },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).areas
  },
})
