// What a change of a shift is about, and whom it asks: a new time, place or risk notice asks everybody with a place; new demands ask those who
// no longer fit; the rest is told. What the gates ask of a new activity is asked of a changed one. Pure.
import type { Problem } from '../../core/errors'
import { type Gate, risks, type Skill } from './classes'
import { unfit, type Volunteer } from './pass'
import { problems } from './problems'
import type { Seat, Shift } from './shift'

/** Absent: as it was. `words` are the activity's, for all its shifts. */
export type Terms = {
  leader?: string
  notice?: string
  skills?: Skill[]
  ageMin?: number
  training?: string
  words?: string
}
type Edit = Terms & Pick<Shift, 'startsAt' | 'endsAt' | 'place' | 'capacity'>

export type Changed = 'time' | 'place' | 'notice' | 'demands' | 'leader' | 'words' | 'capacity'

// biome-ignore format: a table is read in columns.
const changes: Record<Changed, { label: string; asks: 'all' | 'unfit' | 'none'; begun?: true; ofActivity?: true }> = {
  time:     { label: '时间',     asks: 'all' },
  place:    { label: '地点',     asks: 'all' },
  notice:   { label: '风险告知', asks: 'all', ofActivity: true },
  demands:  { label: '岗位要求', asks: 'unfit' },
  leader:   { label: '负责人',   asks: 'none', begun: true, ofActivity: true },
  words:    { label: '活动内容', asks: 'none', begun: true, ofActivity: true },
  // Who comes without having signed up needs a place.
  capacity: { label: '名额',     asks: 'none', begun: true },
}

export const sayChanges = (what: readonly Changed[]): string => what.map((one) => changes[one].label).join('、')
/** What may still change once the shift has begun. */
export const mayChangeBegun = (what: Changed): boolean => changes[what].begun === true
/** What one shift's edit changes for all shifts of the activity. */
export const ofActivity = (what: Changed): boolean => changes[what].ofActivity === true
export const asksAll = (what: readonly Changed[]): boolean => what.some((one) => changes[one].asks === 'all')

export function changesOf(edit: Edit, shift: Shift): Changed[] {
  const differs = (key: 'leader' | 'notice' | 'ageMin' | 'training') =>
    edit[key] !== undefined && edit[key] !== shift[key]
  const skills = edit.skills && [...edit.skills].sort().join() !== [...shift.skills].sort().join()
  const is: Record<Changed, boolean> = {
    time: edit.startsAt !== shift.startsAt || edit.endsAt !== shift.endsAt,
    place: edit.place !== shift.place,
    notice: differs('notice'),
    demands: differs('ageMin') || differs('training') || skills === true,
    leader: differs('leader'),
    words: edit.words !== undefined,
    capacity: edit.capacity !== shift.capacity,
  }
  return (Object.keys(changes) as Changed[]).filter((what) => is[what])
}

/** The gate a changed shift would no longer pass, and the field to mend. */
export function missingGate(shift: Shift): { problem: Problem; field: string } | undefined {
  const gates: Record<Exclude<Gate, 'socialWorker'>, { problem: Problem; field: string; met: boolean }> = {
    leader: { problem: problems.ACTIVITY_LEADER_MISSING, field: 'leader', met: shift.leader !== '' },
    notice: { problem: problems.ACTIVITY_NOTICE_MISSING, field: 'notice', met: shift.notice !== '' },
    insurance: {
      problem: problems.ACTIVITY_INSURANCE_MISSING,
      field: 'endsAt',
      met: shift.endsAt <= shift.insuredUntil,
    },
    training: { problem: problems.ACTIVITY_TRAINING_MISSING, field: 'training', met: shift.training !== '' },
  }
  const asked = risks[shift.risk].gates as readonly Gate[]
  return Object.entries(gates).find(([gate, { met }]) => !met && asked.includes(gate as Gate))?.[1]
}

/** Whether new demands ask this person: they were met before, and are not any more. */
export const fitsNoMore = (person: Volunteer | undefined, seat: Seat, before: Shift, after: Shift): boolean =>
  person?.volunteer !== undefined &&
  unfit(person.volunteer, after, seat.with) !== undefined &&
  unfit(person.volunteer, before, seat.with) === undefined
