// Closing out (结束与确认): where each line of a roster stands for one reader, and where the shift stands on its day. The same answer draws
// the page and refuses the call. Pure.
import { minuteMs, sayFully } from '../../core/clock'
import { problems as coreProblems, type Problem } from '../../core/errors'
import type { PersonKey } from '../../core/roles'
import { measured } from './hours'
import { problems } from './problems'
import type { Seat, Shift } from './shift'

export const earlyMs = 30 * minuteMs

/**
 * own: the reader's own hours · entered: what the reader alone has entered · capped: a forgotten check-out · plain: nothing to look at ·
 * revoked: confirmed in error and taken back.
 */
export type Standing = 'confirmed' | 'revoked' | 'none' | 'own' | 'unsure' | 'entered' | 'capped' | 'plain'

export function standingOf(seat: Seat, person: PersonKey, shift: Shift, reader: PersonKey): Standing {
  if (seat.revoked) return 'revoked'
  if (seat.confirmed) return 'confirmed'
  if (person === reader) return 'own'
  if (!seat.in) return 'none'
  if (!seat.in.sure || seat.out?.sure === false) return 'unsure'
  if (enteredAlone(seat, reader)) return 'entered'
  return measured(seat, shift).capped ? 'capped' : 'plain'
}

/** From paper, or for somebody whom the reader has written down as well: a second person confirms (67号令 7). */
function enteredAlone(seat: Seat, reader: PersonKey): boolean {
  const entered = [seat.in, seat.out].filter((stamp) => stamp?.by === reader)
  return entered.some((stamp) => stamp?.how === 'makeUp') || (entered.length > 0 && seat.helper === reader)
}

/** What is in the way of confirming a line that stands so; undefined: nothing. */
export const inTheWay: Record<Standing, Problem | undefined> = {
  confirmed: problems.HOURS_NOTHING,
  revoked: problems.HOURS_NOTHING,
  none: problems.HOURS_NOTHING,
  own: problems.HOURS_OWN,
  unsure: problems.HOURS_UNSURE,
  entered: coreProblems.NOT_OWN,
  capped: undefined,
  plain: undefined,
}

/** Why a line has to be looked at; '' where it need not. */
export function whyOf(standing: Standing, seat: Seat): string {
  const unsure = seat.in?.sure === false ? seat.in : seat.out
  switch (standing) {
    case 'own':
      return problems.HOURS_OWN.message
    case 'unsure':
      return unsure?.how === 'printed' ? '扫的是纸质码，请先确认在场' : '扫码后才传来，请先确认在场'
    case 'entered':
      return `由您${[seat.in, seat.out].some((stamp) => stamp?.how === 'makeUp') ? '补登' : '登记并签到'}，须由另一个人确认`
    case 'revoked':
      return `已撤销：${seat.revoked?.words ?? ''}`
    case 'capped':
      return '没有签退，按签到后剩余时间的一半计'
    default:
      return ''
  }
}

/** before: nobody checks in yet · on: the day itself · after: hours may be confirmed · over: closed or cancelled. */
export type Phase = 'before' | 'on' | 'after' | 'over'

export function phaseOf({ state, startsAt, endsAt }: Shift, now: number): { phase: Phase; says: string } {
  if (state === 'cancelled') return { phase: 'over', says: '这个班次已取消' }
  if (now < startsAt - earlyMs) return { phase: 'before', says: `${sayFully(startsAt - earlyMs).slice(5)} 起可以签到` }
  if (now < endsAt) return { phase: 'on', says: '现场进行中' }
  return state === 'closed'
    ? { phase: 'over', says: '活动已结束' }
    : { phase: 'after', says: '现场已结束，可以补登，请确认时长' }
}
