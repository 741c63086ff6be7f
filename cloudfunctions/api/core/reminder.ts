// The timer's reminder for a matter that nobody moved in time: told once for each deadline, so that it is seen again and never lies at
// the head of the timer's queue for ever. Pure.
import { problems } from './errors'
import type { Role } from './roles'
import type { Row } from './workflow'

/** Open in `from`; tells `whom`. The kind's own clock starts again with the step. */
export const reminder = <S extends string, B>(from: readonly S[], whom: readonly Role[]): Row<S, B> => ({
  label: '到期提醒',
  told: '已到期，提醒办理',
  from,
  to: 'same',
  by: ['system'],
  note: 'none',
  guards: [[problems.STATE_CHANGED, ({ dueAt }, { now }) => dueAt !== null && dueAt <= now]],
  effect: ({ lateCount }) => ({ lateCount: lateCount + 1 }),
  tells: [{ whom, text: '到期未办：{title}' }],
})
