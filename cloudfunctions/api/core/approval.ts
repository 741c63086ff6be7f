// Approval routes: who must agree to an action, in which order or together, how many, by when. A row that names a route does not move
// the matter; it sets `pending`, and the last agreement moves it. Nobody agrees to what they proposed (M1, M4). Pure.
import { afterWorkingDays } from './deadline'
import { type Problem, problems } from './errors'
import type { Matter, Pending } from './matter'
import { type Actor, holds, type Role, type Token, tokensOf } from './roles'

/** One step: every role in `all` must agree, each through a different person; with `any`, that many of the roles' holders. */
export type Step = { roles: readonly Role[]; need: 'all' | number; days: number }
export type Route = { name: string; label: string; steps: readonly Step[] }

export type Routes = Record<string, Route>

const agreedIn = (pending: Pending) => pending.agreed.filter(({ step }) => step === pending.step)

const isMet = (step: Step, agreed: readonly { as: Role }[]): boolean =>
  step.need === 'all' ? step.roles.every((role) => agreed.some(({ as }) => as === role)) : agreed.length >= step.need

/** Roles of the current step that have not agreed yet. */
export function openRoles(route: Route, pending: Pending): Role[] {
  const step = route.steps[pending.step]
  if (!step) return []
  const agreed = agreedIn(pending)
  return step.need === 'all' ? step.roles.filter((role) => !agreed.some(({ as }) => as === role)) : [...step.roles]
}

/** Whose turn it is while agreement is awaited. */
export const pendingTurn = (route: Route, matter: Matter, pending: Pending): Token[] =>
  openRoles(route, pending).flatMap((role) => tokensOf(role, matter))

/** Starts the route. Steps whose roles nobody could ever hold here are the street's to mend, so they are not skipped. */
export function begin(route: Route, asked: Omit<Pending, 'step' | 'agreed' | 'route' | 'dueAt'>): Pending {
  return {
    ...asked,
    route: route.name,
    step: 0,
    agreed: [],
    dueAt: afterWorkingDays(asked.at, route.steps[0]?.days ?? 2),
  }
}

export type Agreement = { ok: true; pending: Pending; done: boolean; as: Role } | { ok: false; problem: Problem }

/** Whether this actor may speak in the current step, and as what. */
export function voiceOf(route: Route, matter: Matter, actor: Actor): { as: Role } | { problem: Problem } {
  const { pending } = matter
  if (!pending) return { problem: problems.STATE_CHANGED }
  const as = openRoles(route, pending).find((role) => holds(actor, role, matter))
  if (pending.agreed.some(({ by, step }) => by === actor.key && step === pending.step))
    return { problem: problems.ALREADY_AGREED }
  if (!as) return { problem: problems.NOT_PERMITTED }
  if (pending.by === actor.key) return { problem: problems.NOT_OWN }
  return { as }
}

/** One more agreement. `done` says that the last step is met and the waiting action must now be carried out. */
export function agree(route: Route, matter: Matter, actor: Actor, now: number): Agreement {
  const voice = voiceOf(route, matter, actor)
  if ('problem' in voice) return { ok: false, problem: voice.problem }
  const pending = matter.pending as Pending
  const agreed = [...pending.agreed, { by: actor.key, as: voice.as, at: now, step: pending.step }]
  const step = route.steps[pending.step]
  const met =
    step !== undefined &&
    isMet(
      step,
      agreed.filter((one) => one.step === pending.step),
    )
  if (!met) return { ok: true, done: false, as: voice.as, pending: { ...pending, agreed } }
  const next = pending.step + 1
  const following = route.steps[next]
  if (!following) return { ok: true, done: true, as: voice.as, pending: { ...pending, agreed } }
  return {
    ok: true,
    done: false,
    as: voice.as,
    pending: { ...pending, agreed, step: next, dueAt: afterWorkingDays(now, following.days), reminded: false },
  }
}
