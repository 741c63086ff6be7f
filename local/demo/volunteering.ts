// How an activity goes, as entries of a diary: drafted and agreed to, places taken, codes scanned or lists ticked off, hours confirmed by a
// second person. Which activities there were, and who came, is in volunteers.ts.
import { createHash } from 'node:crypto'
import { hourMs, minuteMs } from '../../cloudfunctions/api/core/clock'
import type { Diary } from './diary'
import { called } from './volunteer-people'

/** The same on every machine, so that other stories and tests can name what is told here. */
export const demoId = (name: string): string =>
  `demo${createHash('sha256').update(`volunteering|${name}`).digest('hex').slice(0, 24)}`
/** 'market' → its first post at its first time. */
export const shiftId = (activity: string, time = 0, post = 0): string => `${demoId(activity)}_${time}_${post}`
/** Somebody by their openid, or by the name in the list of volunteers. */
export const openidOf = (who: string): string => called[who] ?? who

export type Span = { startsAt: number; endsAt: number }
type Line = { line: string; name: string; state: string; in?: string; unsure: boolean; confirmed: boolean }

/** One shift of the story, and what is true of some who came. */
export type Held = Span & {
  activity: string
  time?: number
  post?: number
  organiser: string
  people: string[]
  /** Ticked off a list by the organiser instead of scanning. */
  list?: boolean
  /** By name: entered from paper the evening after. */
  paper?: string[]
  /** Left without scanning out. */
  forgot?: string[]
  absent?: string[]
  /** Came without having signed up. */
  walkIns?: string[]
  /** Scanned the code on paper, which waits for the organiser's word. */
  printed?: string[]
}

export function volunteeringIn(diary: Diary) {
  let serial = 0
  const request = (): string => demoId(`request ${++serial}`)
  const { call, enter, strike } = diary

  async function act(at: number, who: string, id: string, action: string, note = '', patch: object = {}) {
    const version = await diary.versionOf(id)
    return call(at, openidOf(who), 'matters.act', { id, version, action, request: request(), note, patch })
  }
  async function linesOf(at: number, by: string, shift: string, wanted: (line: Line) => boolean): Promise<Line[]> {
    const { lines } = await call<{ lines: Line[] }>(at, openidOf(by), 'volunteers.roster', { id: shift })
    return lines.filter(wanted)
  }
  async function mark(at: number, by: string, shift: string, what: string, wanted: (line: Line) => boolean, then = at) {
    const lines = (await linesOf(at, by, shift, wanted)).map(({ line }) => line)
    await call(at, openidOf(by), 'volunteers.mark', { id: shift, lines, what, at: then, request: request() })
  }
  /** One after another before the screen while one code is shown, or past the code on the wall. */
  async function scan(at: number, held: Held, how: 'in' | 'out' | 'printed', people: string[], walkIn = false) {
    if (!people.length) return
    const { activity, time, post, organiser } = held
    const direction = how === 'printed' ? 'in' : how
    const shown = { id: shiftId(activity, time, post), direction }
    const { text } = await call<{ text: string }>(
      at,
      openidOf(organiser),
      `volunteers.${how === 'printed' ? 'printed' : 'code'}`,
      shown,
    )
    const each = (who: string, index: number) =>
      call(at + index * 4000, openidOf(who), 'volunteers.scan', { code: text, request: request(), walkIn })
    await Promise.all(people.map(each))
  }

  return {
    act,
    linesOf,
    request,

    /** Written, agreed to by others one after another, and open. */
    publish(at: number, activity: string, by: string, input: object, agree: string[]) {
      const id = demoId(activity)
      const [asked, answered] = [at + 20 * minuteMs, (index: number) => at + (2 + index * 2) * hourMs]
      enter(at, activity, () => call(at, openidOf(by), 'volunteers.draft', { ...input, id }))
      enter(asked, activity, () => act(asked, by, id, 'publish'))
      for (const [index, who] of agree.entries())
        enter(answered(index), activity, () => act(answered(index), who, id, 'agree'))
    },

    /** The clock of an activity whose times have come: it begins, and its last end closes the gates. */
    pass(activity: string, times: Span[], until: number) {
      for (const moment of times.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]))
        if (moment <= until) strike(moment, activity, demoId(activity), ['start', 'finishByClock'])
    },

    /** Within an evening; `林+小满` brings somebody along. One after another where the order decides who waits. */
    signUps(
      at: number,
      { activity, time, post }: Pick<Held, 'activity' | 'time' | 'post'>,
      people: string[],
      inOrder = false,
    ) {
      const join = (one: string, index: number) => {
        const [who = '', ...others] = one.split('+')
        const asked = { id: shiftId(activity, time, post), request: request(), with: others, accepts: true }
        return call(at + index * 9 * minuteMs, openidOf(who), 'volunteers.signUp', asked)
      }
      enter(at, activity, async () => {
        if (!inOrder) return Promise.all(people.map(join))
        for (const [index, one] of people.entries()) await join(one, index)
      })
    },

    /** Who came, by scanning or on the organiser's list, and who did not. */
    attend(held: Held) {
      const { activity, time, post, startsAt, endsAt, organiser, people, list, paper = [] } = held
      const { forgot = [], absent = [], walkIns = [], printed = [] } = held
      const shift = shiftId(activity, time, post)
      const [early, late, last, after] = [
        startsAt - 8 * minuteMs,
        startsAt + 5 * minuteMs,
        endsAt + 2 * minuteMs,
        endsAt + 10 * minuteMs,
      ]
      const entries = people.filter((who) => !absent.includes(who) && !printed.includes(who))
      if (list) {
        const evening = endsAt + 3 * hourMs
        const onPaper = ({ name }: Line) => paper.includes(name)
        const seen = (line: Line) => line.state === 'joined' && !onPaper(line)
        enter(early, activity, () => mark(early, organiser, shift, 'in', seen))
        enter(last, activity, () => mark(last, organiser, shift, 'out', (line) => line.in !== undefined))
        if (paper.length)
          enter(evening, activity, async () => {
            await mark(evening, organiser, shift, 'in', onPaper, startsAt)
            await mark(evening, organiser, shift, 'out', onPaper, endsAt)
          })
        return
      }
      enter(early, activity, () => scan(early, held, 'in', entries))
      enter(startsAt, activity, () => scan(startsAt, held, 'printed', printed))
      enter(late, activity, () => scan(late, held, 'in', walkIns, true))
      const leaving = [...entries, ...walkIns, ...printed].filter((who) => !forgot.includes(who))
      enter(last, activity, () => scan(last, held, 'out', leaving))
      const missing = (line: Line) => line.in === undefined && line.state === 'joined'
      if (absent.length) enter(after, activity, () => mark(after, organiser, shift, 'absent', missing))
    },

    /** Some have come already, and it goes on. */
    arrive: (at: number, held: Held) => enter(at, held.activity, () => scan(at, held, 'in', held.people)),

    /** A second person confirms what the scans gave. */
    confirm(at: number, by: string, { activity, time, post }: Pick<Held, 'activity' | 'time' | 'post'>) {
      const id = shiftId(activity, time, post)
      enter(at, activity, async () => {
        const known = (line: Line) => line.in !== undefined && !line.confirmed && !line.unsure
        const lines = (await linesOf(at, by, id, known)).map(({ line }) => ({ line }))
        await call(at, openidOf(by), 'volunteers.confirmHours', { id, lines, request: request() })
      })
    },

    /** With what came of it, where there is a story to tell. */
    close: (at: number, by: string, activity: string, words = '') =>
      enter(at, activity, () => act(at, by, demoId(activity), 'close', words)),
  }
}
export type Volunteering = ReturnType<typeof volunteeringIn>
