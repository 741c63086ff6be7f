// 并入账号: when the account of somebody who had no phone may take over what they did before, and what it then brings to a sign-up. Nothing is
// moved: the account takes the old key, and everything written under that key is theirs. Pure, but for following a document to its account.
import { problems as coreProblems, type Problem, refuse } from '../../core/errors'
import { hasDoneNothing } from '../../core/person'
import type { Store } from '../../core/store'
import { firstPass, type Pass, type Volunteer } from './pass'
import { problems } from './problems'
import { seal, unseal } from './sealed'

/** No place is held, no hour is on record, no course was taken under the account's own key. */
const isUnserved = (pass: Pass | undefined): boolean =>
  !pass || (pass.agenda.length === 0 && pass.trained.length === 0 && !pass.totals?.count)

/** Whether an account is still as it was registered: the person may have filled in their own fields, and no more. */
export const isUnused = (account: Volunteer): boolean => hasDoneNothing(account) && isUnserved(account.volunteer)

/** What stands in the way of these two being one person, and under which field it is said. */
export function inTheWay(
  card: Volunteer,
  account: Volunteer,
): { problem: Problem; field: 'account' | 'card' } | undefined {
  if (account.noPhone) return { problem: problems.JOIN_NO_ACCOUNT, field: 'account' }
  if (!card.noPhone) return { problem: problems.JOIN_NO_CARD, field: 'card' }
  if (card.street !== account.street) return { problem: problems.JOIN_STREET, field: 'account' }
  const [told, own] = [card.volunteer?.bornOn, account.volunteer?.bornOn]
  if (told && own && told !== own) return { problem: problems.JOIN_BIRTH, field: 'account' }
  if (!isUnused(account)) return { problem: problems.JOIN_USED, field: 'account' }
  return undefined
}

/** An ID number is sealed for a key; under the new one it is sealed again. What no longer opens is asked for anew. */
function sealedFor({ key, volunteer }: Volunteer, to: string): Pass['idSealed'] {
  const number = volunteer?.idSealed && unseal(volunteer.idSealed, key)
  return number ? seal(number, to) : undefined
}

/** The profile is as the person filled it in; places, hours and courses are those under the old key. */
export function joinedPass(card: Volunteer, account: Volunteer, now: number): Pass {
  const was = card.volunteer ?? firstPass('', undefined, now)
  const own = account.volunteer
  const idSealed = sealedFor(account, card.key)
  const contact = own?.contact ?? was.contact ?? card.phone
  const guardian = own?.guardian ?? was.guardian
  const { idSealed: _bound, ...filled } = own ?? was
  return {
    ...filled,
    bornOn: own?.bornOn || was.bornOn,
    ...(idSealed && { idSealed }),
    ...(contact && { contact }),
    ...(guardian && { guardian }),
    trained: was.trained,
    agenda: was.agenda,
    ...(was.totals && { totals: was.totals }),
    version: Math.max(was.version, own?.version ?? 0) + 1,
  }
}

/** Whoever is kept here now: the person, or the account that has their key since. At most one call more. */
export async function personAt(id: string, store: Store): Promise<Volunteer | undefined> {
  const kept = await store.get<Volunteer>('people', id)
  if (!kept?.joinedTo) return kept
  const account = await store.get<Volunteer>('people', kept.joinedTo.account)
  // Between the two writes of a joining nobody has the key.
  return account?.key === kept.joinedTo.key ? account : refuse(coreProblems.STATE_CHANGED)
}
