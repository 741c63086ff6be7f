// 慈善资源: goods, venues and services in one pool, the room they lie in, and what becomes of them.
import { defineModule } from '../../core/manifest'

export const goodsModule = defineModule({
  name: 'goods',
  label: '物资与资源',
  collections: {
    stockItems: {
      about: '库存物资：一间物资间的一种物资，或一项可用的场地、服务',
      indexes: [
        { name: 'room', fields: ['area', 'type', 'rank', '_id'] },
        { name: 'kind', fields: ['area', 'type', 'category', 'rank', '_id'] },
        { name: 'there', fields: ['area', 'open', 'name', '_id'] },
        { name: 'fits', fields: ['area', 'open', 'category', 'name', '_id'] },
        { name: 'stale', fields: ['stale'] },
      ],
    },
    batches: {
      about: '批次：一起入库的一批物资与它的库存卡',
      indexes: [
        { name: 'item', fields: ['item', 'open', 'expiresOn', '_id'] },
        { name: 'room', fields: ['area', 'open', 'name', 'expiresOn', '_id'] },
        { name: 'places', fields: ['area', 'open', 'place', '_id'] },
        { name: 'holds', fields: ['holds.of'] },
        { name: 'counted', fields: ['counted'] },
        { name: 'dates', fields: ['open', 'warnAt'] },
        { name: 'long', fields: ['long'] },
      ],
    },
    stockLines: { about: '归档的库存卡行', indexes: [{ name: 'batch', fields: ['batch', 'n'] }] },
    kits: { about: '物资包', indexes: [{ name: 'room', fields: ['area', 'state', 'name', '_id'] }] },
  },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).goods
  },
  kinds: {
    get offer() {
      return (require('./offer') as typeof import('./offer')).offerKind
    },
    get handover() {
      return (require('./handover') as typeof import('./handover')).handoverKind
    },
    get stocktake() {
      return (require('./stocktake') as typeof import('./stocktake')).stocktakeKind
    },
    get stockAlert() {
      return (require('./alert') as typeof import('./alert')).alertKind
    },
  },
  get jobs() {
    return (require('./jobs') as typeof import('./jobs')).jobs
  },
})
