// 事项: the collection that every kind shares, its indexes, and the desk.
import { defineModule } from '../../core/manifest'
import { routes } from '../../core/routes'
import { matters } from './endpoints'

export const mattersModule = defineModule({
  name: 'matters',
  label: '事项',
  collections: {
    matters: {
      about: '事项：一件需要决定或办理的事',
      indexes: [
        { name: 'turn', fields: ['street', 'turn', 'dueAt', '_id'] },
        { name: 'concern', fields: ['street', 'concern', 'dueAt', '_id'] },
        { name: 'author', fields: ['author', 'at', '_id'] },
        { name: 'behalf', fields: ['onBehalfOf.person', 'at', '_id'] },
        { name: 'place', fields: ['within', 'kind', 'class', 'at', '_id'] },
        // What everybody may see of a place: what is private or not yet checked is not even passed over.
        { name: 'public', fields: ['within', 'kind', 'class', 'body.visibility', 'beside.check', 'at', '_id'] },
        { name: 'late', fields: ['dueAt', 'class'] },
        { name: 'unsent', fields: ['unsent.n'] },
        { name: 'check', fields: ['beside.check'] },
      ],
    },
    counters: { about: '编号', indexes: [] },
  },
  endpoints: matters,
  routes,
})
