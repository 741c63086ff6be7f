// The one aggregate: everything that somebody must decide or do is a matter (事项). Shapes only; a module adds the body of its kind.
import type { Path } from './areas'
import type { BodyId, Delegation, PersonKey, Role, Token } from './roles'
import type { RouteStep } from './settings'

/** open: somebody must act · waiting: on the resident, the clock stands or runs for them · settled: over · hidden: over and shown to nobody else. */
export type MatterClass = 'open' | 'waiting' | 'settled' | 'hidden'
export type Period = 'routine' | 'emergency'
export type Space = 'activity' | 'physical' | 'virtual' | 'living'
/** A status as a word with its colour and shape. */
export type Tone = 'plain' | 'info' | 'warn' | 'ok' | 'danger'

/** Consent to 代办: whose, how it was given, when, and who wrote it down. */
export type OnBehalf = {
  person?: PersonKey
  name: string
  /** 居民留下的电话，选填；来源：代办人当面或电话记录；只经“查看电话”给经办人 */
  phone?: string
  consent: 'inPerson' | 'phone' | 'paper'
  at: number
}

/** One line of the log. The timeline people see is this log; `hash` covers everything before it, `seal` the document after it. */
export type Event = {
  n: number
  at: number
  by: PersonKey
  as: Role | 'public'
  /** For whom the actor acted: a body's id or an area, shown as a name. */
  where?: string
  action: string
  from: string
  to: string
  note?: string
  /** Seen by those who work on the matter only. */
  internal?: boolean
  /** What was decided, in words made at the time: 派给 阳光物业. */
  said?: string
  /** A right that only 非常规 gives was used: the declaration it rests on. */
  wide?: string
  /** The phone's id of the request: sending twice is answered, not done, twice. */
  request?: string
  seal: string
  prev: string
  hash: string
}

/** An action that waits for agreement along a route (core/approval.ts). */
export type Pending = {
  action: string
  route: string
  /** The route as it stood when it began: its name for people and its steps; a later change of the route does not touch it. */
  label: string
  steps: readonly RouteStep[]
  patch: Record<string, unknown>
  note?: string
  by: PersonKey
  at: number
  step: number
  agreed: { by: PersonKey; as: Role; at: number; step: number }[]
  dueAt?: number
  reminded?: boolean
  /** Nobody answered the reminder: the level above may answer too. */
  up?: boolean
}

/** A supervisor's objection (M63); an open one blocks the next step. */
export type Objection = {
  id: string
  by: PersonKey
  at: number
  text: string
  answer?: { by: PersonKey; at: number; text: string }
  closed?: { by: PersonKey; at: number; how: 'accepted' | 'overruled'; text?: string }
}

/** What one party wants and what it gives way on (M20). */
export type Interest = { party: string; wants: string; gives: string; by: PersonKey; at: number }

/** 协商式, 治理式, 参与式 (M19). */
export type Mode = 'consult' | 'govern' | 'participate'

/** A notice that the change itself has recorded and that is still to be delivered: nothing is lost when the process dies. */
export type Tell = {
  n: number
  to: Token[]
  text: string
  /** To everybody on the document's roster as well, and once each for all rosters of one activity. */
  roster?: true
}

/** Kept beside the log, changed without an event and outside the seal: what many people add, and the machine's check of what was written. */
export type Beside = {
  supporters: PersonKey[]
  supportCount: number
  /** Words and photos are hidden from other residents until they pass. */
  check: 'waiting' | 'pass' | 'review' | 'refused'
  /** The version whose effect on the street's configuration the timer still makes sure of. */
  apply?: number | null
  /** What a module has counted for its lists: derived, made anew by the timer, and nothing is decided by it. */
  kept?: Record<string, unknown>
}

/** One document of `matters`. Times are epoch ms, UTC. */
export type Matter<B = Record<string, unknown>> = {
  _id: string
  schema: number
  kind: string
  /** For people: 香梅街道-2026-00123. */
  no: string
  street: Path
  area: Path
  /** The area and those above it up to the street, so that a list of any of them is one equality on an index. */
  within: Path[]
  space?: Space
  period: Period
  title: string
  author: PersonKey
  recorder?: PersonKey
  onBehalfOf?: OnBehalf
  /** The body responsible to the end (首接负责). */
  lead?: BodyId
  assists: { body: BodyId; duty: string; since: number }[]
  status: string
  class: MatterClass
  /** Who may act next. */
  turn: Token[]
  /** Everybody who works on it until it is settled, for 等别人 and the counts. */
  concern: Token[]
  /** null: no clock runs. */
  dueAt: number | null
  /** How often a deadline passed unmet. */
  lateCount: number
  pending: Pending | null
  objections: Objection[]
  interests?: Interest[]
  mode?: Mode
  /** Money it is about, in 分. */
  amount?: number
  /** A role handed on with this matter for a time (M17), the live one last; and when it lapses. */
  delegations?: Delegation[]
  delegatedUntil?: number | null
  /** What is asked of those whose turn it is: to decide or to do; null when it is over. */
  ask?: 'decide' | 'do' | null
  /** Declarations of 非常规 whose wider rights were used on it. */
  wide?: string[]
  /** When the last step was taken: what the daily digest goes by. */
  movedAt?: number
  version: number
  at: number
  trace: Event[]
  unsent: Tell[]
  beside: Beside
  body: B
}
