// Approval routes: who must agree to an action, in which order or together, how many, by when. A row that names a route does not move
// the matter; it sets `pending`, and the last agreement moves it. Nobody agrees to what they proposed, and no step is skipped (M1, M4).
// A silent approver is reminded, then the level above may answer too, then the proposal goes back. Pure.
import { afterWorkingDays } from './deadline'
import { type Problem, problems } from './errors'
import type { Matter, Pending } from './matter'
import { type Actor, type AreaRole, holds, type Role, type Token, tokensOf } from './roles'
import { holdersOf, type RouteStep } from './settings'
import { committeesOf, type Street } from './street'

/** One step: every role in `all` must agree, each through a different person; with a number, that many of the roles' holders. */
export type Step = Omit<RouteStep, 'roles'> & { roles: readonly (Role | 'committees')[] }
export type Route = { name: string; label: string; steps: readonly Step[] }

export type Routes = Record<string, Route>

/** Who may answer for a role that stays silent after the reminder. */
const above: Partial<Record<Role, readonly AreaRole[]>> = {
  gridWorker: ['clerk'],
  clerk: ['officer', 'director'],
  secretary: ['officer', 'director'],
  ownersCommittee: ['officer', 'director'],
  socialWorker: ['officer', 'director'],
  supervisor: ['officer', 'director'],
  officer: ['director'],
}

const agreedIn = (pending: Pending) => pending.agreed.filter(({ step }) => step === pending.step)

const isMet = (step: RouteStep, agreed: readonly { as: Role }[]): boolean =>
  step.need === 'all' ? step.roles.every((role) => agreed.some(({ as }) => as === role)) : agreed.length >= step.need

/** A route's steps for a matter: the committees that sign together here in place of 'committees'. */
export const stepsFor = (route: Route, area: string, street: Street): RouteStep[] =>
  route.steps.map((step) => ({
    ...step,
    roles: [...new Set(step.roles.flatMap((role) => (role === 'committees' ? committeesOf(street, area) : [role])))],
  }))

/** Roles of the current step that have not agreed yet. */
export function openRoles(pending: Pending): Role[] {
  const step = pending.steps[pending.step]
  if (!step) return []
  const agreed = agreedIn(pending)
  return step.need === 'all' ? step.roles.filter((role) => !agreed.some(({ as }) => as === role)) : [...step.roles]
}

/** The roles that may answer for an open role: itself, and those above once it was passed upward. */
const answering = (role: Role, pending: Pending): readonly Role[] => [role, ...((pending.up && above[role]) || [])]

export const mayPassUp = (pending: Pending): boolean => !pending.up && openRoles(pending).some((role) => above[role])

/** Whose turn it is while agreement is awaited. */
export const pendingTurn = (matter: Matter, pending: Pending): Token[] => [
  ...new Set(openRoles(pending).flatMap((role) => answering(role, pending).flatMap((one) => tokensOf(one, matter)))),
]

/** Starts the route with its steps as they stand now. */
export function begin(
  route: Route,
  asked: Omit<Pending, 'step' | 'agreed' | 'route' | 'dueAt' | 'label' | 'steps'>,
  steps: readonly RouteStep[] = route.steps as readonly RouteStep[],
): Pending {
  return {
    ...asked,
    route: route.name,
    label: route.label,
    steps,
    step: 0,
    agreed: [],
    dueAt: afterWorkingDays(asked.at, steps[0]?.days ?? 2),
  }
}

/**
 * The first role of the route that nobody but the proposer could speak for, by the street's register: the proposal would wait for ever.
 * Undefined when everything can be answered, or when the street keeps no register.
 */
export function unansweredIn(
  steps: readonly RouteStep[],
  matter: Pick<Matter, 'area'>,
  street: Street,
  proposer: string,
  now: number,
): Role | undefined {
  if (!street.settings.posts) return undefined
  const heads = (['officer', 'director'] as const).flatMap((role) => holdersOf(street.settings, role, matter.area, now))
  const others = (role: Role) => {
    const own = holdersOf(street.settings, role as AreaRole, matter.area, now)
    // A vacant post is filled from above, so its holders are the street's.
    return (own.length ? own : heads).filter(({ key }) => key !== proposer)
  }
  const everybody = new Set<string>()
  let voices = 0
  for (const step of steps) {
    const roles = step.roles.filter((role) => !['author', 'lead', 'party'].includes(role) && !role.startsWith('duty:'))
    const silent = roles.find((role) => others(role).length === 0)
    if (step.need === 'all' ? silent : roles.length > 0 && silent && roles.every((role) => others(role).length === 0))
      return silent
    const people = new Set(roles.flatMap((role) => others(role).map(({ key }) => key)))
    const needed = step.need === 'all' ? roles.length : step.need
    if (roles.length === step.roles.length && people.size < needed) return roles[0]
    // Relations, such as the lead, are other people's; posts must have enough people for all steps together.
    if (roles.length < step.roles.length) continue
    for (const key of people) everybody.add(key)
    voices += needed
    if (everybody.size < voices) return roles[0]
  }
  return undefined
}

export type Agreement = { ok: true; pending: Pending; done: boolean; as: Role } | { ok: false; problem: Problem }

/** Whether this actor may speak in the current step, and as what. */
export function voiceOf(matter: Matter, actor: Actor): { as: Role } | { problem: Problem } {
  const { pending } = matter
  if (!pending) return { problem: problems.STATE_CHANGED }
  const as = openRoles(pending).find((role) => answering(role, pending).some((one) => holds(actor, one, matter)))
  // One person, one voice, in all steps together: no two tiers are passed by the same hand, whatever posts it holds (M1).
  if (pending.agreed.some(({ by }) => by === actor.key)) return { problem: problems.ALREADY_AGREED }
  if (!as) return { problem: problems.NOT_PERMITTED }
  if (pending.by === actor.key) return { problem: problems.NOT_OWN }
  return { as }
}

/** One more agreement. `done` says that the last step is met and the waiting action must now be carried out. */
export function agree(matter: Matter, actor: Actor, now: number): Agreement {
  const voice = voiceOf(matter, actor)
  if ('problem' in voice) return { ok: false, problem: voice.problem }
  const pending = matter.pending as Pending
  const agreed = [...pending.agreed, { by: actor.key, as: voice.as, at: now, step: pending.step }]
  const step = pending.steps[pending.step]
  const met =
    step !== undefined &&
    isMet(
      step,
      agreed.filter((one) => one.step === pending.step),
    )
  if (!met) return { ok: true, done: false, as: voice.as, pending: { ...pending, agreed } }
  const next = pending.step + 1
  const following = pending.steps[next]
  if (!following) return { ok: true, done: true, as: voice.as, pending: { ...pending, agreed } }
  return {
    ok: true,
    done: false,
    as: voice.as,
    pending: {
      ...pending,
      agreed,
      step: next,
      dueAt: afterWorkingDays(now, following.days),
      reminded: false,
      up: false,
    },
  }
}
