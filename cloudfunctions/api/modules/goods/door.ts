// What every call of the room begins with: who calls, which room, and whether it is theirs to keep or to look into.
import * as z from 'zod'
import { ancestorAt, isPath, type Path } from '../../core/areas'
import type { Ctx } from '../../core/endpoint'
import { refuse } from '../../core/errors'
import type { Matter } from '../../core/matter'
import type { Actor } from '../../core/roles'
import { isArea, type Street } from '../../core/street'
import type { RuleCtx } from '../../core/workflow'
import { problems } from './problems'
import { keepsRoom } from './rooms'

export const RoomPath = z.string('请选择社区').max(160).refine(isPath, '请选择社区')

/** The street of a community; refuses what is none. */
export async function streetOf(area: Path, ctx: Ctx): Promise<Street> {
  const path = ancestorAt(area, 'street')
  const street = path ? await ctx.store.street(path, ctx.now) : undefined
  if (!street || !isArea(street, area, 'community'))
    return refuse(problems.ROOM_UNKNOWN, { fields: { area: problems.ROOM_UNKNOWN.message } })
  return street
}

export type Room = { actor: Actor; street: Street; rule: RuleCtx }

/** The caller in a room that `may` let them in. */
export async function roomFor(area: Path, ctx: Ctx, may: typeof keepsRoom = keepsRoom): Promise<Room> {
  const { actor } = await ctx.member()
  const street = await streetOf(area, ctx)
  if (!may(actor, area, street)) return refuse(problems.ROOM_NOT_YOURS)
  return { actor, street, rule: { actor, now: ctx.now, street } }
}

/** The title where everybody may read it anyway. */
export const publicTitle = ({ title, body, beside, class: held }: Matter): string | undefined =>
  body.visibility === 'public' && beside.check === 'pass' && held !== 'hidden' ? title : undefined

/** What goods can be given for. */
export const helped = ['need', 'wish'] as const
