// What a volunteer brings to every sign-up, kept in the person's own document so that one read brings it: profile, training, and the agenda
// of places held. Shapes, and the pure questions asked of it.
import { inShanghai } from '../../core/clock'
import type { Problem } from '../../core/errors'
import type { Person } from '../../core/person'
import { adultAge, tooYoung } from './ages'
import type { Policy } from './document'
import { problems } from './problems'
import type { Shift } from './shift'

/** A place or wait held since `at`, with what is said when another shift would overlap it. */
export type Held = { shift: string; title: string; startsAt: number; endsAt: number; at?: number }

export type Pass = {
  /** 0: not written yet. */
  version: number
  /** 67号令 5: sex, birth date, ID number (sealed), home, contact, skills, service classes. All but the birth date may stay empty. */
  sex?: 'female' | 'male'
  /** 'YYYY-MM-DD'; source: the person, or the guardian. '' only for an adult whom somebody else has written down. */
  bornOn: string
  idSealed?: { key: string; text: string; last: string }
  home?: string
  contact?: string
  skills: string[]
  otherSkills: string
  services: string[]
  languages: string[]
  times: string[]
  guardian?: { name: string; phone: string; at: number }
  policies: Policy[]
  /** Course → until when. */
  trained: { course: string; until: number; shift: string }[]
  agenda: Held[]
  /** Confirmed minutes, kept by the timer from the records. */
  totals?: {
    minutes: number
    count: number
    years: Record<string, number>
    counts?: Record<string, number>
    at: number
  }
  at: number
}
export type Volunteer = Person & { volunteer?: Pass }

/** What somebody brings who has filled in nothing themselves. */
export const firstPass = (bornOn = '', guardian: { name: string; phone: string } | undefined, now: number): Pass => ({
  version: 0,
  bornOn,
  skills: [],
  otherSkills: '',
  services: [],
  languages: [],
  times: [],
  ...(guardian && { guardian: { name: guardian.name, phone: guardian.phone, at: now } }),
  policies: [],
  trained: [],
  agenda: [],
  at: now,
})

/** Full years on the day of `at`. */
export function ageAt(bornOn: string, at: number): number {
  const then = inShanghai(at)
  const [year = 0, month = 0, day = 0] = bornOn.split('-').map(Number)
  const before = then.month() + 1 < month || (then.month() + 1 === month && then.date() < day)
  return then.year() - year - (before ? 1 : 0)
}

export const overlaps = (a: { startsAt: number; endsAt: number }, b: { startsAt: number; endsAt: number }): boolean =>
  a.startsAt < b.endsAt && b.startsAt < a.endsAt

/** Whether a volunteer fits a post, with those who come along: the first thing in the way, undefined when nothing is. */
export function unfit(
  pass: Pass,
  shift: Pick<Shift, 'ageMin' | 'rescue' | 'skills' | 'training' | 'risk' | 'insuredUntil' | 'startsAt' | 'endsAt'>,
  companions?: readonly string[],
): Problem | undefined {
  if (!pass.bornOn && (shift.ageMin > 0 || shift.risk !== 'low' || shift.rescue)) return problems.SHIFT_AGE_UNKNOWN
  const age = pass.bornOn ? ageAt(pass.bornOn, shift.startsAt) : adultAge
  const young = tooYoung(age, shift, pass.guardian !== undefined, companions)
  if (young) return young
  if (shift.skills.length && !shift.skills.some((skill) => pass.skills.includes(skill)))
    return problems.SHIFT_SKILL_MISSING
  if (shift.training && !pass.trained.some(({ course, until }) => course === shift.training && until >= shift.endsAt))
    return problems.SHIFT_TRAINING_MISSING
  const insured = shift.insuredUntil >= shift.endsAt || pass.policies.some(({ until }) => until >= shift.endsAt)
  if (shift.risk !== 'low' && !insured) return problems.SHIFT_INSURANCE_MISSING
  return undefined
}
