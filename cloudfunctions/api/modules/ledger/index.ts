// 账簿: append-only double entry, one book a campaign or fund. Other modules open books and post to them through post.ts.
import { defineModule } from '../../core/manifest'

export const ledgerModule = defineModule({
  name: 'ledger',
  label: '账簿',
  collections: {
    books: {
      about: '账簿：一个募集项目或基金的收支与余额',
      indexes: [
        { name: 'place', fields: ['within', 'isPublic', 'at', '_id'] },
        { name: 'host', fields: ['host', 'at', '_id'] },
        { name: 'owed', fields: ['owed'] },
      ],
    },
    postings: {
      about: '记账凭证：一笔收支，借贷合计为零',
      indexes: [
        { name: 'book', fields: ['book', 'n'] },
        { name: 'days', fields: ['book', 'on', 'n'] },
        { name: 'review', fields: ['book', 'reviewed', 'n'] },
        { name: 'source', fields: ['source.id', 'n'] },
      ],
    },
    evidence: {
      about: '凭证：一份凭证、一张凭证照片只能用于一笔款项',
      indexes: [{ name: 'source', fields: ['source', 'version'] }],
    },
  },
  get endpoints() {
    return (require('./endpoints') as typeof import('./endpoints')).ledger
  },
  kinds: {
    get reversal() {
      return (require('./reversal') as typeof import('./reversal')).reversalKind
    },
  },
  get jobs() {
    return (require('./jobs') as typeof import('./jobs')).jobs
  },
})
