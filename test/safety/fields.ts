// Fields: what no input may carry and what no output may show. Every secret is planted as a mark that can be searched for in the whole
// answer, for every status and everybody.
import type { ZodType } from 'zod'
import { fieldsOf } from '../../cloudfunctions/api/core/endpoint'
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { isVisible, MatterView, viewOf } from '../../cloudfunctions/api/core/view'
import { api } from '../../cloudfunctions/api/modules'
import { needKind } from '../../cloudfunctions/api/modules/needs/kind'
import { ruleFor } from '../support/needs'
import { relationsOf } from '../support/relations'
import { situations } from '../support/situations'
import { actor, everybody } from '../support/world'
import { type SafetyRun, violationsList } from './report'

/** Names that somebody would try to smuggle in. */
const forbidden = [
  '_id',
  '_openid',
  'openid',
  'openId',
  'userInfo',
  'key',
  'author',
  'by',
  'as',
  'role',
  'grants',
  'status',
  'class',
  'turn',
  'dueAt',
  'trace',
  'unsent',
  'beside',
  'check',
  'lead',
  'assists',
  'pending',
  'no',
  'at',
  'now',
  'schema',
  'isAdmin',
  '$set',
  '$where',
  'constructor',
  'toString',
  '__proto__',
]

/** Each secret: its mark, and who may read it. */
const secrets: { name: string; mark: string; readers: (relations: string[]) => boolean }[] = [
  { name: 'key of a person', mark: 'pMARKKEY', readers: () => false },
  { name: 'name', mark: '周小满MARKNAME', readers: () => false },
  { name: 'request id', mark: 'markrequest', readers: () => false },
  { name: 'supporter', mark: 'pMARKSUPPORT', readers: () => false },
  { name: 'hash', mark: 'MARKHASH', readers: () => false },
  { name: 'notice', mark: 'MARKNOTICE', readers: () => false },
  { name: 'internal note', mark: 'MARKINTERNAL', readers: (relations) => relations.some(works) },
  { name: 'reason of a proposal', mark: 'MARKPROPOSAL', readers: (relations) => relations.some(works) },
]
const works = (role: string) =>
  ['clerk', 'secretary', 'officer', 'director', 'gridWorker', 'supervisor', 'lead'].includes(role) ||
  role.startsWith('duty:')

/** The matter with every secret marked; its log no longer verifies, which a view does not ask. */
function marked(matter: Matter): Matter {
  const copy = structuredClone(matter)
  copy.beside.supporters = ['pMARKSUPPORT']
  copy.unsent = [{ n: 1, to: ['person:pMARKKEY'], text: 'MARKNOTICE' }]
  copy.body.askedBy = '周小满MARKNAME'
  copy.body.dispatchedBy = 'pMARKKEY'
  for (const event of copy.trace)
    Object.assign(event, {
      by: 'pMARKKEY',
      request: 'markrequest',
      hash: 'MARKHASH',
      prev: 'MARKHASH',
      seal: 'MARKHASH',
    })
  copy.trace.splice(1, 0, {
    ...copy.trace[0]!,
    n: 2,
    action: 'say',
    internal: true,
    note: 'MARKINTERNAL',
    as: 'clerk',
  })
  if (copy.pending) copy.pending = { ...copy.pending, note: 'MARKPROPOSAL', by: 'pMARKKEY' }
  return copy
}

function inputs(violations: ReturnType<typeof violationsList>): number {
  let cases = 0
  for (const [module, endpoints] of Object.entries(api))
    for (const [name, { input }] of Object.entries(endpoints))
      for (const field of forbidden) {
        // Some calls ask for a field of this very name; theirs to judge.
        if (Object.hasOwn((input as unknown as { shape: object }).shape, field)) continue
        cases++
        const parsed = (input as ZodType).safeParse(JSON.parse(`{${JSON.stringify(field)}:1}`))
        if (parsed.success) violations.add(`${module}.${name} accepts the unknown field ${field}`)
        else if (field !== '__proto__' && !Object.hasOwn(fieldsOf(parsed.error), field))
          violations.add(`${module}.${name} does not name ${field}`)
      }
  return cases
}

/** Enumerated whole: `cases` and `seed` change nothing. */
export const run: SafetyRun = async ({ seed }) => {
  const violations = violationsList()
  const figures = { inputs: inputs(violations), outputs: 0 }
  for (const { what, matter, now } of situations())
    for (const who of everybody) {
      if (!isVisible(needKind, matter, actor(who))) continue
      const answer = JSON.stringify(MatterView.parse(viewOf(needKind, marked(matter), ruleFor(who, now))))
      for (const { name, mark, readers } of secrets) {
        figures.outputs++
        if (answer.includes(mark) && !readers(relationsOf(who, matter)))
          violations.add(`${what}: ${who} reads the ${name}`)
      }
    }
  const cases = figures.inputs + figures.outputs
  return {
    name: 'fields',
    cases,
    violations: violations.kept,
    seed,
    figures: { ...figures, found: violations.count() },
  }
}
