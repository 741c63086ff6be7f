// The tests' own time: a plain Wednesday morning in Shanghai, and how to speak of other moments. Nothing here reads the real clock.
import { hourMs, startOf } from '../../cloudfunctions/api/core/clock'

/** '2026-03-04', 10:30 in Shanghai → epoch ms. */
export const at = (on: string, hour = 10, minute = 0): number => startOf(on) + hour * hourMs + minute * 60_000

/** Wednesday 2026-03-04, 10:00. */
export const wednesday = at('2026-03-04')
