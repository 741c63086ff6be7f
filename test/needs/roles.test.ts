// The role matrix: who may ever take which action in some situation. Written by hand; a change of permission is one line here.
import { decide } from '../../cloudfunctions/api/core/workflow'
import { needKind } from '../../cloudfunctions/api/modules/needs/kind'
import { needActions } from '../../cloudfunctions/api/modules/needs/workflow'
import { ruleFor } from '../support/needs'
import { relationsOf } from '../support/relations'
import { situations } from '../support/situations'
import { everybody, type Who } from '../support/world'

const roles = [
  'resident',
  'author',
  'recorder',
  'clerk',
  'secretary',
  'gridWorker',
  'socialWorker',
  'supervisor',
  'officer',
  'director',
  'lead',
  'duty:handle',
  'duty:leadDepartment',
  'duty:department',
  'system',
] as const
type Role = (typeof roles)[number]

// biome-ignore format: a table is read in columns.
const matrix: Record<keyof typeof needActions, readonly Role[]> = {
  accept:        ['clerk'],
  askInfo:       ['clerk'],
  supply:        ['author', 'recorder'],
  assign:        ['clerk'],
  take:          ['duty:handle'],
  dispute:       ['duty:handle'],
  upholdDispute: ['clerk', 'secretary'],
  rejectDispute: ['clerk', 'secretary'],
  arbitrate:     ['officer'],
  arbitrateBack: ['officer'],
  answer:        ['clerk'],
  finish:        ['duty:handle'],
  finishJoint:   ['duty:leadDepartment'],
  report:        ['clerk', 'officer', 'duty:handle', 'duty:leadDepartment', 'duty:department'],
  dispatch:      ['officer', 'director'],
  extend:        ['clerk', 'duty:handle', 'duty:leadDepartment'],
  call:          ['clerk'],
  convene:       ['officer'],
  sendBack:      ['officer'],
  merge:         ['clerk'],
  unmerge:       ['clerk'],
  refuse:        ['clerk'],
  appeal:        ['author', 'recorder'],
  overturn:      ['officer'],
  uphold:        ['officer'],
  showWords:     ['clerk'],
  hideWords:     ['clerk'],
  withdraw:      ['author', 'recorder'],
  confirm:       ['author', 'recorder'],
  redo:          ['author', 'recorder'],
  remindLate:    ['system'],
  escalateLate:  ['system'],
  goOn:          ['system'],
  closeUnrated:  ['system'],
}

const all = situations()
const persons = [...everybody, 'system'] as (Who | 'system')[]

/** A role is tried by the people who hold nothing else towards the need, so that each is judged alone. */
const tried = all.flatMap(({ matter, now }) =>
  persons.flatMap((who) => {
    const held = relationsOf(who, matter).filter((role) => !['lead', 'resident', 'party', 'delegator'].includes(role))
    const alone = held.length ? held : relationsOf(who, matter)
    return [...new Set(alone)].length === 1 ? [{ matter, now, who, role: alone[0] as Role }] : []
  }),
)

test('every role is tried alone', () => {
  const missing = roles.filter(
    (role) => role !== 'recorder' && role !== 'lead' && !tried.some((one) => one.role === role),
  )
  expect(missing).toEqual([])
})

test.each(Object.keys(needActions) as (keyof typeof needActions)[])('who may %s', (action) => {
  const row = needKind.actions[action]!
  const may = (role: Role) =>
    tried.some((one) => one.role === role && decide(row, one.matter as never, ruleFor(one.who, one.now)).ok)
  // A recorder is the author of record too, so that role is read from the table.
  const found = roles.map((role) => [role, role === 'recorder' ? row.by.includes(role) : may(role)])
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(roles.map((role) => [role, matrix[action].includes(role)])),
  )
})
