// Taking back (撤销) hours that were confirmed in error: who may, and what becomes of the line and of its record. The roster says so first and
// the record follows, by the timer if a process died in between.
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, type Problem, refuse } from '../../core/errors'
import { type Actor, holds, type PersonKey } from '../../core/roles'
import { shiftRunBy } from './organiser'
import { problems } from './problems'
import { revokeRecord } from './records'
import { lineOf, type Seat, type Shift } from './shift'

type Revoking = { id: string; line: string; words: string; request: string }

/** Clerks and social workers of the place; never one's own hours, and never those one has confirmed. undefined: nothing is in the way. */
export function cantRevoke(seat: Seat, person: PersonKey, shift: Shift, reader: Actor): Problem | undefined {
  const at = { area: shift.area, author: '', assists: [] }
  if (!(['clerk', 'socialWorker'] as const).some((role) => holds(reader, role, at))) return coreProblems.NOT_PERMITTED
  if (person === reader.key) return problems.HOURS_OWN
  if (!seat.confirmed) return problems.HOURS_NOTHING
  return seat.confirmed.by === reader.key ? problems.HOURS_CONFIRMED_BY_YOU : undefined
}

/** Four calls; the timer delivers the notice. What was revoked already stays as it was. */
export async function revokeHours({ id, line, words, request }: Revoking, ctx: Ctx): Promise<Shift> {
  const { now, store } = ctx
  const { shift, actor } = await shiftRunBy(id, ctx)
  const { _ } = store
  const key = Object.keys(shift.roster).find((one) => lineOf(id, one) === line)
  const seat = key && shift.roster[key]
  if (!key || !seat) return refuse(problems.SHIFT_NOT_ON_ROSTER)
  const problem = cantRevoke(seat, key, shift, actor)
  if (problem) return refuse(problem)
  const revoked = seat.revoked ?? { by: actor.key, at: now, words }
  const next: Seat = {
    ...seat,
    revoked,
    log: [...seat.log, { at: now, by: actor.key, what: `撤销时长：${words}`, request }],
  }
  if (!seat.revoked) {
    const text = `您的一条服务记录已撤销：${shift.title}。理由：${words}`
    const where = { _id: id, [`roster.${key}.log`]: _.size(seat.log.length) }
    const tells = [{ n: now, to: [`person:${key}`], text }]
    const update = { [`roster.${key}`]: _.set(next), owed: true, unsent: _.push(tells) }
    if ((await store.change('shifts', where, update)) !== 1) return refuse(coreProblems.STATE_CHANGED)
  }
  await revokeRecord(id, key, revoked, store)
  return seat.revoked ? shift : { ...shift, roster: { ...shift.roster, [key]: next } }
}
