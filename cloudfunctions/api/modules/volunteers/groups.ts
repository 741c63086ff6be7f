// Coming together: a family takes as many places as it has people, and the staff of a team or organisation may bring a group. Hours belong to
// who has signed up; whoever wants their own signs up themselves. Pure.
import type { Problem } from '../../core/errors'
import { type Grant, liveGrants } from '../../core/roles'
import type { BodyType, Street } from '../../core/street'
import { adultAge } from './ages'
import { problems } from './problems'
import type { Shift } from './shift'

export const companionsMax = 5
export const groupMax = 19
const groupBodies: readonly BodyType[] = ['team', 'organisation', 'partner']

export const ownerWords = '时长只记给报名的本人；同行的人想记时长，请各自报名'

/** A post that asks something of each person is taken by each person: nobody comes along untrained, uninsured or too young. */
export const asksOfEach = ({
  risk,
  rescue,
  training,
  ageMin,
}: Pick<Shift, 'risk' | 'rescue' | 'training' | 'ageMin'>) =>
  risk !== 'low' || rescue === true || training !== '' || ageMin >= adultAge

/** How many this person may bring: staff of a team, an organisation or a partner bring a group. */
export function mostFor(grants: Grant[], street: Street | undefined, now: number): number {
  const brings = liveGrants(grants, now).some(({ role, body }) => {
    const type = role === 'staff' && body ? street?.bodies.get(body)?.type : undefined
    return type !== undefined && groupBodies.includes(type)
  })
  return brings ? groupMax : companionsMax
}

export function groupProblem(
  shift: Parameters<typeof asksOfEach>[0],
  companions: readonly string[],
  most: number,
): Problem | undefined {
  if (companions.length && asksOfEach(shift)) return problems.SHIFT_EACH
  return companions.length > most ? problems.SHIFT_GROUP : undefined
}

/** What the page says beside the field for companions; 0: nobody may come along. */
export const companionsOf = (shift: Parameters<typeof asksOfEach>[0], most: number): { most: number; words: string } =>
  asksOfEach(shift) ? { most: 0, words: problems.SHIFT_EACH.message } : { most, words: ownerWords }
