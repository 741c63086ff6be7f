// Stories of a community (M78): activities that are over, with what was told at the close and the photos of the day. They are the activities
// themselves, public and looked at.
import * as z from 'zod'
import type { Path } from '../../core/areas'
import type { Ctx } from '../../core/endpoint'
import type { Matter } from '../../core/matter'
import { type Cursor, cardsOf, listFields, pageSize } from '../../core/matters'
import type { Actor } from '../../core/roles'
import type { Where } from '../../core/store'
import { MatterCard } from '../../core/view'
import type { Activity } from './document'

export const StoryCard = MatterCard.extend({ story: z.string().optional(), photos: z.array(z.string()).optional() })

export async function storiesOf(area: Path, after: Cursor | undefined, actor: Actor, ctx: Ctx) {
  const { _ } = ctx.store
  const shown = { 'body.visibility': 'public', 'beside.check': 'pass', 'body.story': _.gt('') }
  const told = { within: area, kind: 'activity', class: 'settled', status: 'closed', ...shown }
  const where = after ? _.and([told, _.or([{ at: _.lt(after.key) }, { at: after.key, _id: _.lt(after.id) }])]) : told
  const found = await ctx.store.find<Activity>('matters', where as Where, {
    order: [
      ['at', 'desc'],
      ['_id', 'desc'],
    ],
    limit: pageSize + 1,
    fields: listFields,
  })
  const page = found.slice(0, pageSize)
  const cards = await cardsOf(page as unknown as Matter[], actor, ctx)
  const last = page.at(-1)
  return {
    cards: cards.map((card, index) => {
      const { story = '', photos = [] } = page[index]?.body ?? {}
      return { ...card, story, photos }
    }),
    ...(found.length > pageSize && last && { next: { key: last.at, id: last._id } }),
  }
}
