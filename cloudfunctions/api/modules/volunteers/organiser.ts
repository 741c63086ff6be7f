// Who runs a shift: its author, the staff of its body, and the community's clerks and social workers.
import type { Ctx } from '../../core/endpoint'
import { refuse } from '../../core/errors'
import type { Person } from '../../core/person'
import { type Actor, holds } from '../../core/roles'
import { problems } from './problems'
import type { Shift } from './shift'

export const runs = (actor: Actor, shift: Pick<Shift, 'author' | 'lead' | 'area'>): boolean =>
  actor.key === shift.author ||
  actor.bodies.includes(shift.lead) ||
  (['clerk', 'socialWorker'] as const).some((role) => holds(actor, role, { ...shift, assists: [] }))

/** The shift as its organiser sees it; 未找到 for one that is not there. */
export async function shiftRunBy(id: string, ctx: Ctx): Promise<{ shift: Shift; actor: Actor; me: Person }> {
  const [me, found] = await Promise.all([ctx.member(), ctx.store.get<Shift>('shifts', id)])
  const shift = found ?? refuse(problems.SHIFT_MISSING)
  if (!runs(me.actor, shift)) return refuse(problems.SHIFT_NOT_YOURS)
  return { shift, actor: me.actor, me }
}
