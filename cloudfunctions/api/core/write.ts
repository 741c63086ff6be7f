// Writing a step: one conditional update of one document, and finding a step that was already taken.
import type { Moved } from './act'
import type { Event, Matter } from './matter'
import type { Store } from './store'

/** The fields a change writes, as one conditional update. Whole values, so that nothing merges by accident. */
export async function write(store: Store, before: Matter, { matter, event, tells }: Moved): Promise<boolean> {
  const { _ } = store
  const checked = {
    ...(matter.beside.check !== before.beside.check && { 'beside.check': matter.beside.check }),
    ...(matter.beside.apply !== before.beside.apply && { 'beside.apply': matter.beside.apply }),
  }
  const replaced = [
    'status',
    'class',
    'turn',
    'concern',
    'dueAt',
    'assists',
    'lateCount',
    'pending',
    'objections',
    'title',
    'area',
    'body',
    'lead',
    'interests',
    'mode',
    'amount',
    'delegations',
    'delegatedUntil',
    'ask',
    'wide',
    'movedAt',
  ] as const
  const set = Object.fromEntries(
    replaced.flatMap((key) => (matter[key] === undefined ? [] : [[key, _.set(matter[key])]])),
  )
  const update = {
    ...set,
    ...checked,
    version: _.inc(1),
    trace: _.push([event]),
    ...(tells.length && { unsent: _.push(tells) }),
  }
  return (await store.change('matters', { _id: before._id, version: before.version }, update)) === 1
}

export const eventOf = (matter: Matter, request?: string): Event | undefined =>
  request === undefined ? undefined : matter.trace.find((event) => event.request === request)
