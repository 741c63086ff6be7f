// 查看个人信息的记录 (个人信息保护法 51, 55; M95): who opened whose data, as what and why. The person concerned reads it, and those who supervise
// the place do. It is written before anything is opened.
import { type Path, within } from '../../core/areas'
import { type Actor, type BodyId, holds, type PersonKey } from '../../core/roles'
import { newId } from '../../core/store'
import type { Street } from '../../core/street'
import { roleName } from '../../core/timeline'

export type Look = { whose: PersonKey; area: Path; lead?: BodyId; matter: string; no?: string; reason: string }

const looking = ['clerk', 'socialWorker', 'officer', 'director'] as const

/** One line of the record, without what was seen. */
export function lookOf(
  { whose, area, lead, matter, no = '', reason }: Look,
  actor: Actor,
  street: Street,
  now: number,
) {
  const scope = { area, lead, assists: [] }
  const as = looking.find((role) => holds(actor, role, { ...scope, author: '' })) ?? 'lead'
  return {
    _id: newId(),
    at: now,
    by: actor.key,
    whose,
    matter,
    no,
    street: street.path,
    within: within(area),
    as: roleName(as, scope, street),
    reason,
  }
}
