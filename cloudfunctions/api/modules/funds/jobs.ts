// The timer's part in funds: asking donors about a change of purpose, and counting what they have answered.
import type { Job } from '../../core/manifest'
import { askDonors, countAnswers } from './change/asking'

export const jobs: readonly Job[] = [
  { name: 'askDonors', about: '逐批征求捐赠人对改变用途的意见', everyMinutes: 1, run: askDonors },
  { name: 'countAnswers', about: '征求结束后汇总捐赠人的答复', everyMinutes: 5, run: countAnswers },
]
