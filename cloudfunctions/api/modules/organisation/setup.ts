// 街道设置: every change of the street's own configuration is a matter that somebody else of the street agrees to, so that its history is
// the list of these matters. What each subject asks, checks and changes stands in subjects.ts.

import { afterWorkingDays } from '../../core/deadline'
import { problems as core } from '../../core/errors'
import type { Matter } from '../../core/matter'
import { reminder } from '../../core/reminder'
import type { Guard, Kind, Raise } from '../../core/workflow'
import { type SubjectName, subjects } from './subjects'

export type SetupBody = {
  subject: SubjectName
  values: Record<string, unknown>
  words: string
  facts: { label: string; value: string }[]
}
export type SetupStatus = 'proposed' | 'adopted' | 'withdrawn'

/** What stood in nobody's way when it was proposed may do so now. */
const stillFits: Guard<SetupBody> = [
  core.STATE_CHANGED,
  ({ body, area }, { street, now }) => subjects[body.subject].stands(body.values, area, street, now) === undefined,
]

const raises = Object.fromEntries(
  Object.entries(subjects).map(([name, subject]): [string, Raise] => [
    name,
    {
      label: subject.label,
      about: subject.about,
      by: ['officer', 'director'],
      levels: subject.levels,
      fields: subject.fields,
      patch: subject.patch,
      ...(subject.lookUp && { lookUp: subject.lookUp }),
      draft(values, area, { street, now }) {
        subject.stands(values, area, street, now)?.()
        const { title, facts } = subject.say(values, area, street)
        return { title, body: { subject: name, values, words: subject.about, facts } }
      },
      then: 'adopt',
      status: 'proposed',
    },
  ]),
)

export const setupKind: Kind<SetupStatus, SetupBody> = {
  name: 'setup',
  label: '设置',
  // biome-ignore format: a table is read in columns.
  statuses: {
    proposed:  { label: '待同意', class: 'open',    tone: 'info',  turn: ['officer', 'director'], decides: true, next: '由街道另一位负责人同意后生效' },
    adopted:   { label: '已生效', class: 'settled', tone: 'ok',    turn: [], next: '已生效' },
    withdrawn: { label: '已撤回', class: 'hidden',  tone: 'plain', turn: [], next: '已撤回' },
  },
  actions: {
    adopt: {
      label: '同意设置',
      told: '设置生效',
      from: ['proposed'],
      to: 'adopted',
      by: ['officer', 'director'],
      note: 'optional',
      tone: 'main',
      route: 'setting',
      guards: [stillFits],
      tells: [{ whom: ['officer', 'director'], text: '设置生效：{title}' }],
    },
    remindLate: reminder(['proposed'], ['officer', 'director']),
    withdraw: {
      label: '撤回设置',
      told: '撤回了设置',
      from: ['proposed'],
      to: 'withdrawn',
      by: ['author', 'director'],
      note: 'none',
      tone: 'danger',
    },
  },
  due: (status, _matter, { now }) => (status === 'proposed' ? afterWorkingDays(now, 3) : null),
  workedBy: ({ status }) => (status === 'proposed' ? ['officer', 'director'] : []),
  seenBy: ['officer', 'director', 'clerk', 'secretary', 'supervisor'],
  view: ({ body }) => ({
    words: body.words,
    photos: [],
    facts: body.facts,
    author: '街道',
    category: subjects[body.subject].label,
  }),
  raises,
  applies: {
    in: ['adopted'],
    run: (matter: Matter<SetupBody>, at) => subjects[matter.body.subject].apply(matter.body.values, matter, at),
  },
}
