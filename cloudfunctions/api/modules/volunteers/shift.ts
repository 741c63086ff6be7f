// A shift (班次): one post at one time, with its roster in one document, because places are won by one conditional write. Shapes, and how
// an activity becomes shifts. Each line of the roster keeps its own log: it is pushed by the very write that changes the line.
import { createHash } from 'node:crypto'
import { ancestorAt, type Path } from '../../core/areas'
import type { Tell } from '../../core/matter'
import type { PersonKey } from '../../core/roles'
import { type ActivityClass, type Reach, type Risk, reaches, type Skill } from './classes'
import type { Activity, Gives } from './document'

/** How a presence was seen: by a code that was live, by a paper code, by the organiser, by a code sent later, by the rule of forgotten check-outs. */
export type Seen = 'code' | 'printed' | 'organiser' | 'later' | 'capped' | 'makeUp'
export type Stamp = { at: number; how: Seen; by?: PersonKey; sure: boolean }

export type SeatState = 'joined' | 'waiting' | 'offered' | 'choosing' | 'left' | 'expired' | 'absent'
export type SeatEvent = { at: number; by: PersonKey; what: string; request?: string }

/** Who took confirmed hours back, when, and why. */
export type Revoked = { by: PersonKey; at: number; words: string }

/** One line of the roster. */
export type Seat = {
  state: SeatState
  /** As the organiser calls them. */
  name: string
  home: Path
  /** The person and those who come along. */
  size: number
  with: string[]
  at: number
  /** 候补须在此前确认. */
  until?: number
  /** What has changed, for whoever has to choose or still waits: 时间、风险告知. */
  asks?: string
  /** Left with less than a day's notice. */
  short?: boolean
  /** 代办: who did it for them, and is told of whatever needs an answer. */
  helper?: PersonKey
  /** The code of somebody without a phone, for whoever runs the shift: with it they are found again. */
  card?: string
  walkIn?: boolean
  in?: Stamp
  out?: Stamp
  minutes?: number
  /** Who confirmed the hours, and when. */
  confirmed?: { by: PersonKey; at: number }
  /** Taken back after it was confirmed. */
  revoked?: Revoked
  rating?: { stars: number; words: string; at: number }
  rated?: { stars: number; words: string; at: number; by: PersonKey }
  log: SeatEvent[]
}

/** Who waits; `helper` hears of an offer as well, and asks the person. */
export type Waiting = { person: PersonKey; size: number; helper?: PersonKey }

export type ShiftState = 'open' | 'closed' | 'cancelled'

/** One document of `shifts`; `_id` is `<activity>_<time>_<post>`. */
export type Shift = {
  _id: string
  schema: number
  activity: string
  no: string
  street: Path
  area: Path
  within: Path[]
  /** Where the call is heard. */
  reach: Path[]
  level: Reach
  climbs: boolean
  /** A call that climbed has come back filled, and the home community was told. */
  back?: boolean
  title: string
  post: string
  place: string
  class: ActivityClass
  risk: Risk
  notice: string
  leader: string
  /** Who wrote the activity, and the body that runs it. */
  author: PersonKey
  lead: string
  insuredUntil: number
  gives?: Gives
  skills: Skill[]
  ageMin: number
  training: string
  /** 救援岗位; absent: none. */
  rescue?: boolean
  startsAt: number
  endsAt: number
  capacity: number
  taken: number
  waiting: number
  waitingMax: number
  offered: number
  /** When the first offer passes on; absent: none is out. */
  offerDue?: number
  /** Something has become free, or the number was raised: the timer looks whether somebody who waits fits. */
  room?: boolean
  /** Those who wait, in order. */
  queue: Waiting[]
  /** Everybody with a place or a wait. */
  people: PersonKey[]
  /** Accounts that ever had one: a rush for a full shift need not ask who somebody is. Absent: written before there were marks. */
  marks?: string[]
  /** Communities whose people are here, so that each sees where its people are. */
  homes: Path[]
  roster: Record<PersonKey, Seat>
  state: ShiftState
  /** Of codes; never leaves the functions. */
  secret: string
  /** Changed by the organiser's edits only: a rush for places never waits for it. */
  version: number
  log: { at: number; by: PersonKey; what: string; request?: string }[]
  /** When it last took over what the activity says (other-shifts.ts); absent: at its publishing. */
  heard?: number
  /** When its own edit last changed the activity's words: who is in it has been told of them. */
  reworded?: number
  /** When its edit changed what the activity says, until every other shift has taken it over; then 0. */
  spreads?: number
  /** How far the search for people who fit has come; absent: it begins anew. */
  sought?: { at: number; id: string }
  /** People who came and whose hours nobody has confirmed yet. */
  toConfirm: number
  /** Confirmed hours that are still to be written as records. */
  owed: boolean
  trace: { by: PersonKey }[]
  unsent: Tell[]
}

/** A line of the roster as the phone may name it, without the person's key. */
export const lineOf = (shift: string, person: PersonKey): string =>
  createHash('sha256').update(`${shift}:${person}`).digest('hex').slice(0, 16)

/** The shift as it stands once this person's place or wait is written. */
export function withSeat(shift: Shift, person: PersonKey, seat: Seat): Shift {
  const waits = seat.state === 'waiting'
  return {
    ...shift,
    taken: shift.taken + (waits ? 0 : seat.size),
    waiting: shift.waiting + (waits ? 1 : 0),
    queue: waits ? [...shift.queue, { person, size: seat.size }] : shift.queue,
    roster: { ...shift.roster, [person]: seat },
  }
}

/** Up to a level, from the community upward. */
export const reachTo = (area: Path, level: Reach): Path[] =>
  reaches.slice(0, reaches.indexOf(level) + 1).flatMap((one) => ancestorAt(area, one) ?? [])

/** The ids of an activity's shifts: one a time and post. */
export const shiftIdsOf = ({ _id, body }: Pick<Activity, '_id' | 'body'>): string[] =>
  body.times.flatMap((_time, time) => body.posts.map((_post, index) => `${_id}_${time}_${index}`))

/** The shifts of a published activity, the same each time but for their secrets. */
export const shiftsOf = (activity: Activity, secretFor: (id: string) => string): Shift[] =>
  activity.body.times.flatMap(({ startsAt, endsAt }, time) =>
    activity.body.posts.map((post, index): Shift => {
      const { body } = activity
      const _id = `${activity._id}_${time}_${index}`
      return {
        _id,
        schema: 1,
        activity: activity._id,
        no: activity.no,
        street: activity.street,
        area: activity.area,
        within: activity.within,
        reach: reachTo(activity.area, body.reach),
        level: body.reach,
        climbs: body.climbs,
        back: false,
        title: activity.title,
        post: post.name,
        place: body.place,
        class: body.class,
        risk: body.risk,
        notice: body.notice,
        leader: body.leader,
        author: activity.author,
        lead: activity.lead ?? '',
        insuredUntil: body.insurance?.until ?? 0,
        ...(body.gives && { gives: body.gives }),
        skills: post.skills,
        ageMin: post.ageMin,
        training: post.training,
        ...(post.rescue && { rescue: true }),
        startsAt,
        endsAt,
        capacity: post.places,
        taken: 0,
        waiting: 0,
        waitingMax: Math.max(3, Math.ceil(post.places / 2)),
        offered: 0,
        queue: [],
        people: [],
        marks: [],
        homes: [],
        roster: {},
        state: 'open',
        secret: secretFor(_id),
        version: 1,
        log: [],
        toConfirm: 0,
        owed: false,
        trace: [],
        unsent: [],
      }
    }),
  )
