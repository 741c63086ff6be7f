// Asking people who fit and are free: an offer to each, never an order. They hear of it and sign up themselves, or not. How far the search has
// come is kept with the shift, so that asking again goes on from there, and no phone is told of anybody.
import type { Ctx } from '../../core/endpoint'
import { problems as coreProblems, refuse } from '../../core/errors'
import type { Where } from '../../core/store'
import { isHeld } from './agenda'
import { shiftRunBy } from './organiser'
import { overlaps, unfit, type Volunteer } from './pass'
import { problems } from './problems'
import type { Shift } from './shift'
import { hears } from './sign-up'
import { isFor } from './training'

/** Looked at, and asked, at a time. */
const lookedMax = 200
const askedMax = 50

const looked = { key: true, street: true, building: true, noPhone: true, grants: true, volunteer: true }

const fits = ({ key, building, street, volunteer, noPhone, grants }: Volunteer, shift: Shift, now: number): boolean => {
  const seat = shift.roster[key]
  return (
    volunteer !== undefined &&
    !noPhone &&
    !(seat && isHeld(seat)) &&
    hears({ building, street }, shift) &&
    !unfit(volunteer, shift) &&
    isFor(shift.gives, grants, now) &&
    !volunteer.agenda.some((held) => overlaps(held, shift))
  )
}

/** Volunteers of the street, those who filled in their profile last first, from where the search stands. */
function sought({ street, skills, sought: from }: Shift, { store }: Ctx): Promise<Volunteer[]> {
  const { _ } = store
  const all = { street, ...(skills.length && { 'volunteer.skills': _.in(skills) }) }
  const where = from
    ? _.and([
        { ...all, 'volunteer.at': _.lte(from.at) },
        _.or([{ 'volunteer.at': _.lt(from.at) }, { 'volunteer.at': from.at, _id: _.lt(from.id) }]),
      ])
    : { ...all, 'volunteer.at': _.gt(0) }
  return store.find<Volunteer>('people', where as Where, {
    order: [
      ['volunteer.at', 'desc'],
      ['_id', 'desc'],
    ],
    limit: lookedMax + 1,
    fields: looked,
  })
}

/** Four calls: person, shift, people, shift. `more` is true until everybody was looked at; after that the search begins anew. */
export async function offer(
  { id, request }: { id: string; request: string },
  ctx: Ctx,
): Promise<{ invited: number; more: boolean }> {
  const { shift, actor } = await shiftRunBy(id, ctx)
  const done = shift.log.find((one) => one.request === request)
  if (done) return { invited: Number(/\d+/.exec(done.what)?.[0] ?? 0), more: shift.sought !== undefined }
  if (shift.state !== 'open' || shift.startsAt <= ctx.now) return refuse(problems.SHIFT_CLOSED)
  const { _ } = ctx.store
  const found = await sought(shift, ctx)
  const fitting = found.slice(0, lookedMax).filter((person) => fits(person, shift, ctx.now))
  const asked = fitting.slice(0, askedMax)
  const more = found.length > lookedMax || fitting.length > askedMax
  const last = fitting.length > askedMax ? asked.at(-1) : found[lookedMax - 1]
  const to = asked.map(({ key }) => `person:${key}` as const)
  const text = `邀请您参加：${shift.title}（${shift.post}），愿意的话请报名`
  const change = {
    version: _.inc(1),
    log: _.push([{ at: ctx.now, by: actor.key, what: `邀请了 ${to.length} 人`, request }]),
    sought: more && last ? _.set({ at: last.volunteer?.at ?? 0, id: last._id }) : _.remove(),
    ...(to.length && { unsent: _.push([{ n: ctx.now, to, text }]) }),
  }
  if ((await ctx.store.change('shifts', { _id: id, version: shift.version }, change)) !== 1)
    return refuse(coreProblems.STATE_CHANGED)
  return { invited: to.length, more }
}
