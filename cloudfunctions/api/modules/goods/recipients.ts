// Who is helped: the person a need or wish is about, or whoever was named when goods are handed out. Only those who work on it read the name.
import type { Matter } from '../../core/matter'
import type { PersonKey } from '../../core/roles'

/** Raised from a hotline's file or for somebody without an account: nobody here holds the key. */
const nobody: PersonKey = ''
const isNobody = (key: PersonKey): boolean => key === 'hotline' || key === 'system'

export function recipientOf({
  author,
  onBehalfOf,
  body,
}: Pick<Matter, 'author' | 'onBehalfOf'> & { body?: Record<string, unknown> }): { person: PersonKey; name: string } {
  // A wish is written down by the community, and says whom it is for.
  if (typeof body?.whom === 'string') return { person: nobody, name: body.whom }
  const person = onBehalfOf ? (onBehalfOf.person ?? nobody) : isNobody(author) ? nobody : author
  const named = onBehalfOf?.name ?? (typeof body?.askedBy === 'string' ? body.askedBy : '')
  return { person, name: named }
}
