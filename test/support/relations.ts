// Who everybody of the world is towards a need, written down by hand: the oracle that the rules are compared with. It reads the need's
// place, author and bodies, and asks none of the product's own predicates.
import type { Matter } from '../../cloudfunctions/api/core/matter'
import { dew, far, plum, type Who } from './world'

/** Roles by the community or grid in which the need lies. */
const posts: Partial<Record<Who, (area: string) => string[]>> = {
  clerk: (area) => (area.startsWith(plum) ? ['clerk'] : []),
  clerk2: (area) => (area.startsWith(plum) ? ['clerk'] : []),
  secretary: (area) => (area.startsWith(plum) ? ['secretary'] : []),
  both: (area) => (area.startsWith(plum) ? ['clerk', 'secretary'] : []),
  supervisor: (area) => (area.startsWith(plum) ? ['supervisor'] : []),
  socialWorker: (area) => (area.startsWith(plum) ? ['socialWorker'] : []),
  gridWorker: (area) => (area.startsWith(`${plum}/g1`) ? ['gridWorker'] : []),
  dewGridWorker: (area) => (area.startsWith(`${plum}/g2`) ? ['gridWorker'] : []),
  dewClerk: (area) => (area.startsWith(dew) ? ['clerk'] : []),
  dewSecretary: (area) => (area.startsWith(dew) ? ['secretary'] : []),
  farClerk: (area) => (area.startsWith(far) ? ['clerk'] : []),
  officer: (area) => (area.startsWith(far) ? [] : ['officer']),
  director: (area) => (area.startsWith(far) ? [] : ['director']),
  farOfficer: (area) => (area.startsWith(far) ? ['officer'] : []),
}

const homes: Partial<Record<Who, string>> = {
  author: plum,
  neighbour: plum,
  volunteer: plum,
  dewResident: dew,
  farResident: far,
}

const employers: Partial<Record<Who, string>> = {
  clerk: 'xh-committee',
  clerk2: 'xh-committee',
  gridWorker: 'grid',
  socialWorker: 'socialWork',
  manager: 'property',
  volunteer: 'team',
  treasurer: 'charity',
  treasurer2: 'charity',
  cityStaff: 'city',
  civilStaff: 'civil',
  dewManager: 'ql-property',
}

/** `seated`: a body in which people of the world have a place beside their own employer. */
export function relationsOf(
  who: Who | 'system',
  matter: Matter,
  seated?: { body: string; people: readonly Who[] },
): string[] {
  if (who === 'system') return ['system']
  const duties = seated?.people.includes(who) ? matter.assists.filter(({ body }) => body === seated.body) : []
  const home = homes[who]
  const employer = employers[who]
  return [
    ...((matter.onBehalfOf?.person ?? matter.author) === `p${who}` ? ['author'] : []),
    ...(matter.recorder === `p${who}` ? ['recorder'] : []),
    ...(home && matter.area.startsWith(home) ? ['resident'] : []),
    ...(posts[who]?.(matter.area) ?? []),
    ...(employer && employer === matter.lead ? ['lead'] : []),
    ...(employer && [matter.lead, ...matter.assists.map(({ body }) => body)].includes(employer) ? ['party'] : []),
    // Those whom a directed campaign lists.
    ...(matter.body.visibility === 'members' &&
    (matter.body.members as { key: string }[]).some(({ key }) => key === `p${who}`)
      ? ['member']
      : []),
    ...((matter.delegations ?? []).some(({ by, endedAt }) => !endedAt && by === `p${who}`) ? ['delegator'] : []),
    ...matter.assists.filter(({ body }) => body === employer).map(({ duty }) => `duty:${duty}`),
    ...duties.flatMap(({ duty }) => [`duty:${duty}`, 'party']),
  ]
}
