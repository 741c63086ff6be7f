// Scans of check-in codes. A scan is written down on the phone before it is sent; without a network it stays there with its code and time,
// is sent later, and what became of it stands in the list until the person clears it.
import type { Api, Call } from '../../cloudfunctions/api/index'
import { ApiError, api } from './api'
import { newId } from './ids'

type Answer = Awaited<ReturnType<Call<Api['volunteers']['scan']>>>

export type Scan = {
  /** The same for every attempt, so that sending twice is one check-in. */
  request: string
  code: string
  /** By the phone's own clock, for the person to recognise it: when the code was shown stands in the code. */
  at: number
  state: 'kept' | 'sent' | 'refused'
  said: string
  title: string
  shift: string
  /** 待确认: a code that is sent later proves only that somebody saw it then. */
  unsure: boolean
}

export type Outcome =
  | { how: 'done'; answer: Answer }
  | { how: 'kept' }
  | { how: 'ask'; question: string }
  | { how: 'refused'; code: string; why: string }

const storageKey = 'scans'
const listMax = 30
/** The phone or the cloud could not answer; nothing is said about the scan itself. */
const later = ['NETWORK', 'TIMEOUT', 'INTERNAL', 'TOO_MANY', 'STATE_CHANGED']

const watchers = new Set<() => void>()
/** Calls when the list changes; the answer stops it. */
export function watchScans(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

/** Newest first. */
export const scans = (): Scan[] => (wx.getStorageSync(storageKey) as Scan[] | '') || []
export const keptCount = (): number => scans().filter(({ state }) => state === 'kept').length

function write(list: Scan[]): void {
  // What has not arrived is never dropped to make room.
  const kept = list.filter(({ state }) => state === 'kept').length
  let room = Math.max(0, listMax - kept)
  wx.setStorageSync(
    storageKey,
    list.filter(({ state }) => state === 'kept' || room-- > 0),
  )
  for (const watcher of watchers) watcher()
}
const put = (scan: Scan): void =>
  write(
    scans().some(({ request }) => request === scan.request)
      ? scans().map((one) => (one.request === scan.request ? scan : one))
      : [scan, ...scans()],
  )
const drop = (request: string): void => write(scans().filter((one) => one.request !== request))
export const clearScans = (): void => write(scans().filter(({ state }) => state === 'kept'))

const underWay = new Set<string>()

function send({ code, request }: Scan, how: { later: boolean; walkIn: boolean }): Promise<Answer | ApiError> {
  underWay.add(request)
  return api.volunteers
    .scan({ code, request, ...how })
    .catch((error: unknown) => (error instanceof ApiError ? error : Promise.reject(error)))
    .finally(() => underWay.delete(request))
}

/** One scan at the event. `walkIn`: the person has said yes to joining on the spot. */
export async function checkIn(code: string, walkIn = false): Promise<Outcome> {
  const request = newId()
  const scan: Scan = { request, code, at: Date.now(), state: 'kept', said: '', title: '', shift: '', unsure: false }
  put(scan)
  const told = await send(scan, { later: false, walkIn })
  if (told instanceof ApiError && later.includes(told.code)) return { how: 'kept' }
  drop(request)
  if (!(told instanceof ApiError)) return { how: 'done', answer: told }
  if (told.code === 'NOT_REGISTERED') throw told
  const question = told.fields.walkIn
  return question ? { how: 'ask', question } : { how: 'refused', code: told.code, why: told.message }
}

/** Sends what is kept, oldest first, until there is no answer; says how many have arrived. */
export async function sendKept(): Promise<number> {
  let arrived = 0
  const waiting = scans().filter(({ state, request }) => state === 'kept' && !underWay.has(request))
  for (const scan of waiting.reverse()) {
    if (underWay.has(scan.request)) continue
    const told = await send(scan, { later: true, walkIn: false })
    if (!(told instanceof ApiError)) {
      const { said, title, post, shift, unsure } = told
      put({ ...scan, state: 'sent', said, title: `${title} · ${post}`, shift, unsure })
      arrived++
    } else if (later.includes(told.code)) return arrived
    else if (told.code !== 'NOT_REGISTERED') put({ ...scan, state: 'refused', said: told.message })
  }
  return arrived
}
