// 批量导入: no collection of its own; rows become needs.
import { defineModule } from '../../core/manifest'
import { imports } from './endpoints'

export const importsModule = defineModule({ name: 'imports', label: '批量导入', collections: {}, endpoints: imports })
