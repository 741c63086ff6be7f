// 账簿: append-only double entry, one book a campaign or fund. Other modules open books and post to them through post.ts.
import { defineModule } from '../../core/manifest'

export const ledgerModule = defineModule({
  name: 'ledger',
  label: '账簿',
  collections: {
    books: {
      about: '账簿：一个募集项目或基金的收支与余额',
      indexes: [
        { name: 'street', fields: ['street', 'at', '_id'] },
        { name: 'host', fields: ['host', 'at', '_id'] },
        { name: 'owed', fields: ['owed'] },
      ],
    },
    postings: {
      about: '记账凭证：一笔收支，借贷合计为零',
      indexes: [
        { name: 'book', fields: ['book', 'n'] },
        { name: 'source', fields: ['source.id', 'n'] },
      ],
    },
  },
  endpoints: {},
  get jobs() {
    return (require('./jobs') as typeof import('./jobs')).jobs
  },
})
