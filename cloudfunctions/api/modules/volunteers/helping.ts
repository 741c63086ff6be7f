// 代办: who can't use the phone signs up, leaves and says yes through somebody who may help, with recorded consent. The rules are those of
// everybody; the log says who did it.
import type { Ctx } from '../../core/endpoint'
import { refuse } from '../../core/errors'
import { type Actor, holds } from '../../core/roles'
import { isHeld } from './agenda'
import { sayAhead } from './choice'
import { personAt } from './joining'
import { confirmSeat, type Helped, leave } from './leaving'
import { runs, shiftRunBy } from './organiser'
import { firstPass, type Volunteer } from './pass'
import { problems } from './problems'
import { lineOf, type Seat, type Shift } from './shift'
import { type ShiftForOne, shiftAndQueue, shiftFor, takePlace } from './sign-up'

export const consents = { inPerson: '当面同意', phone: '电话同意', paper: '书面同意' } as const
export type Consent = keyof typeof consents

/** 由刘春分代办报名（当面同意）. */
export const sayHelped =
  (name: string, consent: Consent) =>
  (what: string): string =>
    `由${name}代办${what}（${consents[consent]}）`

const unknownCode = (): never => refuse(problems.HELP_CODE, { fields: { code: problems.HELP_CODE.message } })

/** The person who has given this code; refuses an unknown one. One call. */
export async function personByCode(code: string, { store }: Ctx): Promise<Volunteer> {
  const [found] = await store.find<Volunteer>('people', { code: code.toUpperCase() }, { limit: 1 })
  return found ?? unknownCode()
}

/** Clerks and social workers of the person's community. */
export const cares = (actor: Actor, { building, street }: Pick<Volunteer, 'building' | 'street'>): boolean =>
  (['clerk', 'socialWorker'] as const).some((role) =>
    holds(actor, role, { area: building ?? street ?? '', author: '', assists: [] }),
  )

/** Staff of any body, clerks and social workers; for whom and with what is judged person by person. */
export const helps = ({ grants }: Pick<Actor, 'grants'>): boolean =>
  grants.some(({ role }) => role === 'staff' || role === 'clerk' || role === 'socialWorker')

const mayHelp = (actor: Actor, person: Volunteer, shift: Pick<Shift, 'author' | 'lead' | 'area'>): void => {
  if (!cares(actor, person) && !runs(actor, shift)) refuse(problems.HELP_ELSEWHERE)
}

export type SignUpFor = {
  id: string
  request: string
  code: string
  consent: Consent
  with: string[]
  accepts: boolean
  bornOn?: string
  guardian?: { name: string; phone: string }
}

/** Whoever has no profile yet gets one with the birth date. Five calls: helper, person, shift, agenda, place. */
export async function signUpFor(asked: SignUpFor, ctx: Ctx): Promise<{ seat: Seat; person: Volunteer }> {
  const [me, person] = await Promise.all([ctx.member(), personByCode(asked.code, ctx)])
  const shift = await shiftFor(asked.id, person.key, ctx.store)
  mayHelp(me.actor, person, shift)
  const { bornOn, guardian } = asked
  if (!person.volunteer && !bornOn)
    return refuse(problems.HELP_BIRTH, { fields: { bornOn: problems.HELP_BIRTH.message } })
  const first = firstPass(bornOn, guardian, ctx.now)
  // Whose birth date was never written down has it from now on.
  const withPass = (one: Volunteer | undefined): Volunteer | undefined =>
    one && { ...one, volunteer: { ...first, ...one.volunteer, bornOn: one.volunteer?.bornOn || first.bornOn } }
  const load = async (attempt: number) => withPass(attempt === 0 ? person : await personAt(person._id, ctx.store))
  const helper = { key: me.key, said: sayHelped(me.name, asked.consent)('报名') }
  const { seat } = await takePlace(asked, { load, shift, helper }, ctx)
  return { seat, person }
}

/** Named by their code, or as a line of the roster by whoever runs the shift. */
export type Answer = { id: string; request: string; consent: Consent; code?: string; line?: string }

async function helpedBy({ id, consent, code, line }: Answer, ctx: Ctx): Promise<Helped> {
  if (line) {
    const { shift, me } = await shiftRunBy(id, ctx)
    const key = Object.keys(shift.roster).find((one) => lineOf(id, one) === line)
    return { key: key ?? refuse(problems.SHIFT_NOT_ON_ROSTER), by: me.key, said: sayHelped(me.name, consent), shift }
  }
  const [me, person] = await Promise.all([ctx.member(), personByCode(code ?? '', ctx)])
  const shift = await shiftAndQueue(id, person.key, ctx.store)
  mayHelp(me.actor, person, shift)
  return { key: person.key, by: me.key, said: sayHelped(me.name, consent), person, shift }
}

export const leaveFor = async (asked: Answer, ctx: Ctx): Promise<Seat> =>
  leave(asked.id, asked.request, ctx, await helpedBy(asked, ctx))

export const confirmFor = async (asked: Answer, ctx: Ctx): Promise<Seat> =>
  confirmSeat(asked.id, asked.request, ctx, await helpedBy(asked, ctx))

type Answered = 'confirm' | 'leave'

/** What may be answered for somebody with a place or a wait now. */
function answersTo(seat: Seat, { startsAt, state }: Pick<Shift, 'startsAt' | 'state'>, now: number): Answered[] {
  if (!isHeld(seat) || seat.in || state !== 'open' || startsAt <= now) return []
  return seat.state === 'offered' || seat.state === 'choosing' ? ['confirm', 'leave'] : ['leave']
}

/** For a line of the roster, on the word of somebody who has no phone or was signed up by another. */
export const answersFor = (seat: Seat, shift: Shift, now: number): Answered[] =>
  seat.card || seat.helper ? answersTo(seat, shift, now) : []

/** What may be done for somebody with a shift now, each as the button that does it; empty where nothing is. */
export function waysFor(
  seat: Seat | undefined,
  shift: ShiftForOne,
  now: number,
): { action: 'signUp' | Answered; label: string }[] {
  if (seat && isHeld(seat)) {
    const leaving = { waiting: '代为退出候补', offered: '代为放弃名额' }[seat.state as string] ?? '代为退出'
    const labels = { confirm: '代为确认参加', leave: leaving }
    return answersTo(seat, shift, now).map((action) => ({ action, label: labels[action] }))
  }
  if (shift.state !== 'open' || shift.startsAt <= now) return []
  if (shift.waiting === 0 && shift.taken < shift.capacity) return [{ action: 'signUp', label: '代为报名' }]
  if (shift.waiting >= shift.waitingMax) return []
  return [{ action: 'signUp', label: `代为排队等候（${sayAhead(shift.waiting)}）` }]
}

export type Found = { person: Volunteer; seat: Seat | undefined; shift: ShiftForOne; mayJoin: boolean }

/** The person of the code that was given and how they stand towards the shift, for whoever may act for them. Two calls: both people, the shift. */
export async function foundFor(id: string, ctx: Ctx): Promise<Found> {
  const [me, person] = [await ctx.member(), (await ctx.beside()) ?? unknownCode()]
  const shift = await shiftFor(id, person.key, ctx.store)
  mayHelp(me.actor, person, shift)
  const mayJoin = person.noPhone !== undefined && cares(me.actor, person)
  return { person, shift, seat: shift.roster?.[person.key], mayJoin }
}
