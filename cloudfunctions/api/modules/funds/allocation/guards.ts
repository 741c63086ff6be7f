// What stands in the way of a step on an allocation, each by its own name. Pure.
import type { Guard } from '../../../core/workflow'
import { isUnsettled } from '../entries'
import { allocationProblems as problems } from '../problems'
import type { AllocationBody } from './document'
import { hasVoted, isDeclared } from './vote'

type AllocationGuard = Guard<AllocationBody>

export const isElector: AllocationGuard = [
  problems.ALLOCATION_NOT_MEMBER,
  ({ body }, { actor }) => body.electorate.includes(actor.key),
]
export const notVoted: AllocationGuard = [
  problems.ALLOCATION_VOTED,
  ({ body }, { actor }) => !hasVoted(body, actor.key),
]
/** Whoever has declared an interest neither votes nor pays. */
export const notDeclared: AllocationGuard = [
  problems.ALLOCATION_DECLARED,
  ({ body }, { actor }) => !isDeclared(body, actor.key),
]
/** Who works for the payee has an interest, declared or not. */
export const noInterest: AllocationGuard = [
  problems.ALLOCATION_INTEREST,
  ({ body }, { actor }) => body.payee.body === undefined || !actor.bodies.includes(body.payee.body),
]
export const notOpined: AllocationGuard = [
  problems.ALLOCATION_OPINED,
  ({ body }, { actor }) => !body.opinions.some(({ by }) => by === actor.key),
]
/** Who votes does not supervise the vote. */
export const notElector: AllocationGuard = [
  problems.ALLOCATION_OPINE_MEMBER,
  ({ body }, { actor }) => !body.electorate.includes(actor.key),
]
export const isOpined: AllocationGuard = [problems.ALLOCATION_NO_OPINION, ({ body }) => body.opinions.length > 0]
export const isLate: AllocationGuard = [
  problems.ALLOCATION_NOT_DUE,
  ({ dueAt }, { now }) => dueAt !== null && dueAt <= now,
]
export const nothingOpen: AllocationGuard = [problems.SPEND_OPEN, ({ body }) => !body.entries.some(isUnsettled)]
export const someWait: AllocationGuard = [
  problems.SPEND_UNKNOWN,
  ({ body }) => body.entries.some(({ state }) => state === 'waiting'),
]
export const isSpent: AllocationGuard = [
  problems.SPEND_NONE,
  ({ body }) => body.entries.some(({ state }) => state === 'posted'),
]
export const notReporter: AllocationGuard = [
  problems.RESULT_OWN,
  ({ body }, { actor }) => body.result?.by !== actor.key,
]
export const notThanked: AllocationGuard = [problems.THANKED, ({ body }) => body.thanks === undefined]
