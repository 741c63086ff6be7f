// The way from a need, a wish or a campaign for goods to the page on which goods are handed out for it, offered to whoever keeps the room it lies in. Pure.
import type { Matter } from '../../core/matter'
import { holds } from '../../core/roles'
import type { PageLink, RuleCtx } from '../../core/workflow'
import { asksDonors } from './classes'
import { keepsRoom, roomAt } from './rooms'

const way = { page: 'handing', label: '从物资间登记发放' }

/** `category`: of a need, where the way is offered when goods usually help with it, and never to whoever asked; a wish always is helped. */
export function handingPages(
  matter: Pick<Matter<unknown>, '_id'> & Parameters<typeof holds>[2],
  { actor, street }: RuleCtx,
  category?: string,
): PageLink[] {
  const area = roomAt(matter.area)
  const isOffered = category === undefined || (asksDonors(category) && !holds(actor, 'author', matter))
  if (!area || !isOffered || !keepsRoom(actor, area, street)) return []
  return [{ ...way, query: { area, need: matter._id, ...(category && { category }) } }]
}

/** The same for what a campaign has collected: whom it goes to is said on the page. */
export function collectedPages(
  { _id, area }: Pick<Matter<unknown>, '_id' | 'area'>,
  { actor, street }: RuleCtx,
): PageLink[] {
  const room = roomAt(area)
  return room && keepsRoom(actor, room, street) ? [{ ...way, query: { area: room, campaign: _id } }] : []
}
