// Writes of needs, and of matters of any kind, each with its situation: what test/safety/faults.ts breaks at every call.
import type { NeedStatus } from '../../../cloudfunctions/api/modules/needs/workflow'
import { freshId, request } from '../../support/activities'
import { wednesday } from '../../support/clock'
import { aNeed, needInput, patchFor } from '../../support/needs'
import type { Who } from '../../support/world'
import type { Write } from '../faults'

const soon = wednesday + 60_000

/** A step of a need through matters.act. */
const step = (who: Who, action: string, status: NeedStatus): Write => ({
  name: `matters.act ${action}`,
  async prepare(door) {
    const id = freshId()
    await door.put(aNeed({ status, input: { id } }))
    const { version } = await door.matter(id)
    const asked = { id, version, action, request: request(), note: '说明', patch: patchFor[action] ?? {} }
    return { openid: `openid-${who}`, call: 'matters.act', data: asked, now: soon, documents: [['matters', id]] }
  },
})

export const needWrites: readonly Write[] = [
  {
    name: 'needs.submit',
    async prepare() {
      const id = freshId()
      const documents: [string, string][] = [['matters', id]]
      return { openid: 'openid-author', call: 'needs.submit', data: { ...needInput(), id }, now: soon, documents }
    },
  },
  {
    name: 'needs.support',
    async prepare(door) {
      const id = freshId()
      await door.put(aNeed({ input: { id } }))
      return {
        openid: 'openid-neighbour',
        call: 'needs.support',
        data: { id },
        now: soon,
        documents: [['matters', id]],
      }
    },
  },
  step('clerk', 'accept', 'submitted'),
  step('clerk', 'assign', 'accepted'),
  step('clerk', 'say', 'accepted'),
  step('manager', 'dispute', 'assigned'),
  step('officer', 'convene', 'called'),
  step('author', 'confirm', 'answered'),
  step('author', 'withdraw', 'submitted'),
]
