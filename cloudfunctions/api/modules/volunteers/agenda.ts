// The agenda: the times a person holds, in the person's own document, so that nobody is in two places at once. A time is claimed before the
// place is won; a claim whose place was never won is nobody's, and is taken back when it is in the way.
import { dayMs, minuteMs, sayTime } from '../../core/clock'
import type { Ctx } from '../../core/endpoint'
import { refuse } from '../../core/errors'
import type { PersonKey } from '../../core/roles'
import type { Store } from '../../core/store'
import type { Held, Pass, Volunteer } from './pass'
import { problems } from './problems'
import type { Seat, Shift } from './shift'

export const agendaMax = 40

/** Claims of shifts that are over are kept for as long as paper is likely to be entered. */
const paperMs = 30 * dayMs

/** A claim younger than this may still be winning its place. */
const winningMs = minuteMs

/** States in which somebody has a place or waits for one. */
export const isHeld = ({ state }: Pick<Seat, 'state'>): boolean =>
  ['joined', 'waiting', 'offered', 'choosing'].includes(state)

export const sayShift = ({ title, startsAt }: { title: string; startsAt: number }, now: number): string =>
  `${title}（${sayTime(startsAt, now)}）`

export const refuseOverlap = (held: Held, now: number): never =>
  refuse(problems.SHIFT_OVERLAP, { detail: `${problems.SHIFT_OVERLAP.message}：${sayShift(held, now)}` })

/**
 * Takes the time in the person's own document; false: it changed meanwhile. A pass that was never written is written with it, and so is a
 * person without a phone who was never here before.
 */
export async function claim(person: Volunteer, pass: Pass, held: Held, { store, now }: Ctx): Promise<boolean> {
  const { _ } = store
  const agenda = [...pass.agenda.filter(({ endsAt }) => endsAt > now - paperMs), { ...held, at: now }]
  if (pass.version > 0) {
    const where = { _id: person._id, 'volunteer.version': pass.version }
    // What was written down while signing up stays known.
    const told = {
      'volunteer.bornOn': pass.bornOn,
      ...(pass.guardian && { 'volunteer.guardian': _.set(pass.guardian) }),
    }
    const change = { 'volunteer.agenda': _.set(agenda), ...told, 'volunteer.version': _.inc(1) }
    return (await store.change('people', where, change)) === 1
  }
  const volunteer = { ...pass, version: 1, agenda }
  if (person.noPhone) return (await store.add('people', { ...person, volunteer })) === 'added'
  const where = { _id: person._id, 'volunteer.version': _.exists(false) }
  return (await store.change('people', where, { volunteer: _.set(volunteer) })) === 1
}

/** Gives the time back. Left undone by a kill it costs nothing. */
export const release = (key: PersonKey, shift: string, store: Store): Promise<number> =>
  store.change('people', { key }, { 'volunteer.agenda': store._.pull({ shift }), 'volunteer.version': store._.inc(1) })

/** Whether a claim stands: its place is held in an open shift, or was come to, or may be won at this moment. */
export async function stands({ shift, at }: Held, key: PersonKey, { store, now }: Ctx): Promise<boolean> {
  if (at !== undefined && now - at < winningMs) return true
  const there = await store.get<Pick<Shift, 'state' | 'roster'>>('shifts', shift, {
    state: true,
    [`roster.${key}`]: true,
  })
  const seat = there?.roster?.[key]
  if (!seat || !isHeld(seat)) return false
  // Who was there cannot have been elsewhere, though that shift be long closed.
  return there?.state === 'open' || (there?.state === 'closed' && seat.in !== undefined)
}
