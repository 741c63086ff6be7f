// What phones see of a shift on its own page: what it asks and brings, the reader's place, and the one thing they may do.
import * as z from 'zod'
import { youngestAge, youngestFor } from './ages'
import { Choice, choiceOf } from './choice'
import { risks, type Skill, skills } from './classes'
import { companionsOf } from './groups'
import type { Volunteer } from './pass'
import { SeatView, showSeat } from './seat-view'
import type { Shift } from './shift'
import { ShiftCard, sayMine, showCard } from './shift-card'

export const ShiftView = ShiftCard.omit({ mine: true }).extend({
  risk: z.string(),
  notice: z.string(),
  leader: z.string(),
  needs: z.array(z.string()),
  /** The same as it is kept, for whoever changes it. */
  demands: z.object({ skills: z.array(z.string()), ageMin: z.number(), training: z.string() }),
  /** How many the reader may bring, and whose the hours are. */
  companions: z.object({ most: z.number(), words: z.string() }),
  mine: SeatView.optional(),
  runs: z.boolean(),
  /** The reader may sign others up for it, on their word. */
  helps: z.boolean(),
  choice: Choice,
})

export function showShift(
  shift: Shift,
  person: Volunteer | undefined,
  { size, runs, most, helps }: { size: number; runs: boolean; most: number; helps: boolean },
  now: number,
): z.input<typeof ShiftView> {
  const { mine: _mine, ...card } = showCard(shift, undefined, now)
  const seat = person ? shift.roster[person.key] : undefined
  const youngest = youngestFor(shift)
  return {
    ...card,
    risk: risks[shift.risk].label,
    notice: shift.notice,
    leader: shift.leader,
    needs: [
      ...(youngest > youngestAge ? [`年满 ${youngest} 岁`] : []),
      ...(shift.skills.length ? [`会其中一项：${shift.skills.map((skill: Skill) => skills[skill]).join('、')}`] : []),
      ...(shift.training ? [`完成培训：${shift.training}`] : []),
    ],
    demands: { skills: shift.skills, ageMin: shift.ageMin, training: shift.training },
    companions: companionsOf(shift, most),
    ...(seat && { mine: { ...showSeat(seat, now), label: sayMine(seat, shift.state).label } }),
    runs,
    helps: helps && shift.state === 'open' && shift.startsAt > now,
    choice: choiceOf(shift, person, size, now),
  }
}
