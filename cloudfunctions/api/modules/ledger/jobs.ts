// What the timer does for the books.
import type { Job } from '../../core/manifest'
import { copyOut } from './post'

export const jobs: Job[] = [
  {
    name: 'copyOut',
    about: '把新的记账凭证归档',
    everyMinutes: 1,
    run: ({ store }) => copyOut(store),
  },
]
