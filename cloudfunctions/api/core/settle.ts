// What follows from a matter's status, objections and agreement: its class, whose turn it is, whom it concerns, and its deadline. Pure.
import type { AnyKind } from './act'
import { pendingTurn } from './approval'
import type { Matter } from './matter'
import { openObjection } from './objection'
import { type Role, type Token, tokensOf } from './roles'
import { type RuleCtx, statusOf } from './workflow'

/** Everybody who works on it, while it is not over. */
const concernOf = (kind: AnyKind, matter: Matter): Token[] => {
  const over = matter.class === 'settled' || matter.class === 'hidden'
  const roles: readonly Role[] = over ? [] : kind.workedBy(matter)
  // Whoever has handed their role on keeps seeing it among what others do.
  const whole = { ...matter, delegations: undefined }
  return [...new Set([...roles.flatMap((role) => tokensOf(role, whole)), ...matter.turn])]
}

/** Unanswered: those who are at work on it, the committee and the street. Answered: who objected, and the street that may overrule. */
const turnOfObjection = (isAnswered: boolean, turn: readonly Role[], matter: Matter): Token[] => {
  const roles: Role[] = isAnswered
    ? ['supervisor', 'officer']
    : [...turn.filter((role) => role === 'clerk' || role === 'secretary' || role === 'officer'), 'clerk', 'lead']
  return roles.flatMap((role) => tokensOf(role, matter))
}

/** Sets what follows from status, assistance and agreement: class, turn, concern, deadline. */
export function settle(kind: AnyKind, matter: Matter, ctx: RuleCtx): Matter {
  const status = statusOf(kind, matter.status)
  const over = status.class === 'settled' || status.class === 'hidden'
  const objection = over ? undefined : openObjection(matter)
  const turn = objection
    ? turnOfObjection(objection.answer !== undefined, status.turn, matter)
    : matter.pending
      ? pendingTurn(matter, matter.pending)
      : status.turn.flatMap((role) => tokensOf(role, matter))
  const dueAt = matter.pending ? (matter.pending.dueAt ?? null) : kind.due(matter.status, matter, ctx)
  const decides = matter.pending !== null || objection?.answer !== undefined || status.decides === true
  const live = (matter.delegations ?? []).filter(({ endedAt }) => endedAt === undefined)
  const next = {
    ...matter,
    class: status.class,
    turn: [...new Set(turn)],
    dueAt,
    ask: over ? null : decides ? ('decide' as const) : ('do' as const),
    ...(matter.delegations && { delegatedUntil: over ? null : (live.at(-1)?.until ?? null) }),
  }
  return { ...next, concern: concernOf(kind, next) }
}
