// Which community a first screen is about: where the person lives, else where they are on duty, else the first one there is.
import { ancestorAt, type Path } from './areas'
import type { Ctx } from './endpoint'
import type { Person } from './person'
import { liveGrants } from './roles'
import { areaName, type Street } from './street'

export type Place = { street: string; community: string; name: string }

export const placeIn = (street: Street, community: Path): Place => ({
  street: street.path,
  community,
  name: areaName(street, community),
})

function communityFor(person: Person | undefined, street: Street, now: number): Path | undefined {
  const home = person?.building && ancestorAt(person.building, 'community')
  const isCommunity = (path?: Path) => path !== undefined && street.areas.get(path)?.level === 'community'
  const post = liveGrants(person?.grants ?? [], now).find(({ area }) => isCommunity(area))?.area
  return home ?? post ?? [...street.areas.values()].find(({ level }) => level === 'community')?.path
}

/** Somebody who is of no street yet is shown the first there is. */
export async function placeOf(ctx: Ctx): Promise<{ person?: Person; street?: Street; place?: Place }> {
  const person = await ctx.person()
  const path = person?.street ?? (await ctx.store.firstStreet(ctx.now))
  const street = path ? await ctx.store.street(path, ctx.now) : undefined
  const community = street && communityFor(person, street, ctx.now)
  return { person, street, ...(street && community && { place: placeIn(street, community) }) }
}
